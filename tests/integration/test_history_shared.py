"""The history of an appointment that both write, we and the host's own code: each change is told once."""

import json
from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from app.runtime.upkeep import run_round
from app.scheduling.booking_statements import BOOK, BOOK_HELD, BOOK_SEVERAL, BOOK_WITH_DETAILS
from tests.support import factories
from tests.support.desk import HOLDS, SERIES, cancelled, confirm, held, line, waits
from tests.support.factories import APPOINTMENTS, House, Json, Service, body, local, made, problem
from tests.support.servers import connected


@pytest.fixture
async def alone(own_database: str) -> AsyncIterator[Service]:
    async with factories.running(own_database) as service:
        yield service


async def told(house: House, appointment: Json) -> list[tuple[str, str]]:
    found = body(await house.viewer.get(f"{APPOINTMENTS}/{appointment['id']}/history"))["data"]
    return [(line["action"], line["channel"]) for line in found]


async def test_ours_is_told_once_by_us_and_the_hosts_once_as_the_hosts(alone: Service) -> None:
    house = await alone.house()
    booked = await house.booked(local(12, "11:00"), channel="calls")
    place = f"{APPOINTMENTS}/{booked['id']}"
    async with connected(alone.database_url) as host:
        body(await house.agent.post(f"{place}/reschedule", {"starts_at": local(13, "11:00")}))
        await host.execute("UPDATE appointments SET status = 'no_show' WHERE id = $1", booked["id"])
        problem(await house.agent.post(f"{place}/cancel"), 409, "appointment_over")
        await host.execute("UPDATE appointments SET status = 'scheduled' WHERE id = $1", booked["id"])
        await cancelled(house.agent, booked, channel="web")
        await host.execute("UPDATE appointments SET status = 'scheduled' WHERE id = $1", booked["id"])
        assert await told(house, booked) == [
            *(("booked", "calls"), ("moved", "all"), ("changed", "host"), ("changed", "host")),
            *(("cancelled", "web"), ("changed", "host")),
        ]
        kept = await held(house, local(14, "11:00"))
        taken = body(await confirm(house, kept["id"]), 201)
        over = await made(
            house.owner,
            APPOINTMENTS,
            {"starts_at": local(14, "11:00"), "customer_name": "x", "override": True},
        )
        week = {"starts_at": local(17, "11:00"), "rrule": "FREQ=DAILY;COUNT=2", "customer_name": "x"}
        series = await made(house.agent, SERIES, week)
        body(await house.agent.post(f"{SERIES}/{series['id']}/cancel"))
        assert await told(house, taken) == [("booked", "all")]
        assert await told(house, over) == [("overridden", "all")]
        for one in series["appointments"]:
            assert await told(house, one) == [("booked", "all"), ("cancelled", "all")]
        await host.execute("DELETE FROM appointments WHERE id = $1", taken["id"])
        assert await told(house, taken) == [("booked", "all"), ("deleted", "host")]
        problem(await house.viewer.get(f"{APPOINTMENTS}/{taken['id']}"), 404, "unknown_appointment")
    other = await alone.house()
    problem(await other.viewer.get(f"{APPOINTMENTS}/{taken['id']}/history"), 404, "unknown_appointment")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE appointments SET status = 'cancelled' WHERE id = $1",
        "UPDATE appointments SET status = 'no_show' WHERE id = $1",
        "UPDATE appointments SET start_time = start_time + interval '3 days',"
        " end_time = end_time + interval '3 days' WHERE id = $1",
        "DELETE FROM appointments WHERE id = $1",
    ],
)
async def test_time_that_the_host_gives_back_is_offered_within_a_round(alone: Service, change: str) -> None:
    house = await alone.house()
    booked = [await house.booked(local(12, f"{hour:02}:00")) for hour in range(9, 17)]
    await waits(house, local(12, "00:00"), local(13, "00:00"))
    async with connected(alone.database_url) as host:
        await host.execute("UPDATE appointments SET notes = 'x' WHERE id = $1", booked[1]["id"])
        assert await host.fetchval("SELECT count(*) FROM freed_times") == 0
        await host.execute(change, booked[3]["id"])
    await run_round(alone.state)
    entry = (await line(house))["רון"]
    kept = body(await house.viewer.get(f"{HOLDS}/{entry['hold_id']}"))
    assert kept["starts_at"] == local(12, "12:00")


def parameters_of_bookings(business: int, calendar: int) -> Json:
    """Those of every statement that books."""
    values: Json = {
        "business": business,
        "calendar": calendar,
        "kind": "appointment",
        "seat": 0,
        "exclusive": True,
        "expires_at": None,
        "note": None,
        "series": None,
        "title": "x",
        "status": "scheduled",
        "contact_name": None,
        "contact_phone": "0501234567",
        "e164": "+972501234567",
        "phone_country": "IL",
        "contact_email": None,
        "notes": None,
        "source": "manual",
        "action": "booked",
        "actor": "x",
        "channel": "all",
        "after": "{}",
        "interval": 1,
        "holder": None,
        "customer": None,
        "name_key": "dana",
        "hold": None,
        "metadata": "{}",
        "diary": calendar,
        "for_calendar": None,
        "service": None,
        "party_size": 1,
        "items": "[]",
        "price_minor": None,
        "currency": None,
        "visit": None,
        "lead": 1,
        "diaries": [calendar],
        "seats": [0],
        "for_calendars": [None],
    }
    for name, hour in (("since", 11), ("until", 12), ("starts_at", 11), ("ends_at", 12), ("now", 9)):
        values[name] = datetime.fromisoformat(local(12, f"{hour:02}:00"))
    values |= {name: values[f"{name[:-5]}s_at"].replace(tzinfo=None) for name in ("start_time", "end_time")}
    values |= {name: [values[one]] for name, one in (("sinces", "since"), ("untils", "until"))}
    values |= {name: [values[f"{name}_at"]] for name in ("starts", "ends")}
    return values


async def test_our_own_writes_call_no_trigger_of_the_history(alone: Service) -> None:
    """The hot statements' plans: what is counted by us is sorted out before a function is called."""
    house = await alone.house()
    values = parameters_of_bookings(house.id, house.default_calendar)
    async with connected(alone.database_url) as connection:
        for statement in (BOOK, BOOK_HELD, BOOK_WITH_DETAILS, BOOK_SEVERAL):
            transaction = connection.transaction()
            await transaction.start()
            plan = json.loads(
                await connection.fetchval(
                    f"EXPLAIN (ANALYZE, FORMAT JSON) {statement.positional}",
                    *(values[name] for name in statement._names),
                )
            )
            await transaction.rollback()
            called = {trigger["Trigger Name"] for trigger in plan[0]["Triggers"]}
            assert "luach_appointment_written" in called, "the plan tells of triggers"
            assert not {name for name in called if name.startswith("luach_history")}
