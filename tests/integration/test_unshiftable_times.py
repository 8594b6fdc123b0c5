"""Rows of the host whose times no clock can show: infinite ones, and those outside of the years 1 to 9999."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.core.principal import BusinessId, Role
from app.migrations import apply_migrations
from app.migrations.registry import STEPS
from app.migrations.running.inspection import verify_steps
from app.runtime import upkeep
from app.tenancy.api_keys import create_key
from tests.integration.test_migration_115 import command
from tests.support import factories
from tests.support.factories import APPOINTMENTS, CALENDARS, RULES, SLOTS, House, Json, Service, body, local
from tests.support.servers import connected
from tests.support.talk import DANA, Talk

ONE_MAJOR = True

NEW_YORK, JERUSALEM, KIRITIMATI = "America/New_York", "Asia/Jerusalem", "Pacific/Kiritimati"
TUESDAY = "2027-01-12"
PHONE = "+972501234567"

# Starts and ends as the host's SQL writes them, and the business's zone.
ENDLESS = (
    pytest.param(f"{TUESDAY} 10:00", "9999-12-31 23:59:59", NEW_YORK, id="the last second, in the west"),
    pytest.param(f"{TUESDAY} 10:00", "9999-12-31 23:59:59", KIRITIMATI, id="the last second, in the east"),
    pytest.param(f"{TUESDAY} 10:00", "9999-12-31 23:59:59.999999", "UTC", id="the last microsecond"),
    pytest.param(f"{TUESDAY} 10:00", "infinity", JERUSALEM, id="no end"),
    pytest.param(f"{TUESDAY} 10:00", "-infinity", JERUSALEM, id="an end before all times"),
    pytest.param(f"{TUESDAY} 10:00", "10000-01-01", JERUSALEM, id="five digits"),
    pytest.param(f"{TUESDAY} 10:00", "294276-12-31", JERUSALEM, id="the last year of PostgreSQL"),
)
STARTLESS = (
    pytest.param("-infinity", f"{TUESDAY} 11:00", JERUSALEM, id="no start"),
    pytest.param("4713-01-01 BC", f"{TUESDAY} 11:00", JERUSALEM, id="the first year of PostgreSQL"),
    pytest.param("0001-01-01 00:00", f"{TUESDAY} 11:00", JERUSALEM, id="the first second, in the east"),
    pytest.param("-infinity", "infinity", JERUSALEM, id="always"),
    pytest.param("infinity", "infinity", JERUSALEM, id="never"),
    pytest.param("9999-12-31 22:00", "9999-12-31 23:59:59", NEW_YORK, id="all of it in the last hours"),
)


async def house_in(service: Service, zone: str) -> House:
    house = await service.house()
    body(await house.owner.patch("/api/calendar/settings", {"timezone": zone}))
    return house


async def host_row(service: Service, house: House, start: str, end: str, **columns: str) -> int:
    """An appointment that the host's code writes."""
    columns = {"contact_phone": PHONE, "title": "host", **columns}
    names, values = ", ".join(columns), ", ".join(f"'{value}'" for value in columns.values())
    async with connected(service.database_url) as connection:
        made: int = await connection.fetchval(
            f"INSERT INTO appointments (business_id, start_time, end_time, {names}) "  # noqa: S608
            f"VALUES ({house.id}, '{start}', '{end}', {values}) RETURNING id"
        )
    return made


async def listed(house: House) -> list[int]:
    span = {"since": "2027-01-11T00:00:00Z", "until": "2027-01-14T00:00:00Z"}
    return [each["id"] for each in body(await house.viewer.get(APPOINTMENTS, params=span))["data"]]


@pytest.mark.parametrize(("start", "end", "zone"), ENDLESS)
async def test_an_appointment_without_an_end_is_shown_and_breaks_no_list(
    service: Service, start: str, end: str, zone: str
) -> None:
    house = await house_in(service, zone)
    bad = await host_row(service, house, start, end)
    good = await host_row(service, house, f"{TUESDAY} 08:00", f"{TUESDAY} 09:00")
    shown = body(await house.viewer.get(f"{APPOINTMENTS}/{bad}"))
    assert shown["starts_at"][:16] == f"{TUESDAY}T10:00"
    assert shown["ends_at"] is None
    assert await listed(house) == [good, bad]
    body(await house.viewer.get(f"{APPOINTMENTS}/{bad}/history"))
    await upkeep.run_round(service.state)  # reads the phone number
    talk = Talk(house, **{"Luach-Caller-Phone": PHONE})
    found = (await talk.call("find_appointments"))["appointments"]
    assert [each["ends_at"] is None for each in found] == [False, True]
    cancelled = await talk.call(
        "cancel_appointment", appointment_id=found[1]["appointment_id"], preview=False
    )
    assert cancelled["status"] == "ok"


@pytest.mark.parametrize(("start", "end", "zone"), STARTLESS)
async def test_an_appointment_without_a_start_is_shown_and_breaks_no_list(
    service: Service, start: str, end: str, zone: str
) -> None:
    house = await house_in(service, zone)
    bad = await host_row(service, house, start, end)
    good = await host_row(service, house, f"{TUESDAY} 08:00", f"{TUESDAY} 09:00")
    assert body(await house.viewer.get(f"{APPOINTMENTS}/{bad}"))["starts_at"] is None
    assert await listed(house) == [good]
    body(await house.viewer.get(f"{APPOINTMENTS}/{bad}/history"))
    await upkeep.run_round(service.state)
    found = await Talk(house, **{"Luach-Caller-Phone": PHONE}).call("find_appointments")
    assert [each["starts_at"][:10] for each in found["appointments"] if each["starts_at"]] == [TUESDAY]


@pytest.mark.parametrize(("start", "end", "zone"), [*ENDLESS, *STARTLESS])
async def test_searching_and_booking_go_on_beside_it(
    service: Service, start: str, end: str, zone: str
) -> None:
    house = await house_in(service, zone)
    await host_row(service, house, start, end)
    other = (await house.calendar())["id"]
    for calendar in (house.default_calendar, other):
        body(await house.owner.patch(f"{CALENDARS}/{calendar}/settings", {"max_per_day": 3}))
    query: Json = {"date_from": "2027-01-11", "date_to": "2027-01-13"}
    for calendar in (house.default_calendar, other):
        found = body(await house.viewer.get(SLOTS, params={**query, "calendar_id": calendar}))
        assert calendar != other or found["slots"]
    for path in ("appointments", "holds"):
        wanted = {"calendar_id": house.default_calendar, "starts_at": f"{TUESDAY}T12:00:00", **DANA}
        answer = await house.agent.post(f"/api/calendar/{path}", wanted)
        assert answer.status_code in {201, 409, 422}, answer.text
    body(await house.agent.post(f"{APPOINTMENTS}", {**wanted, "calendar_id": other}), 201)


@pytest.mark.parametrize(("start", "end", "zone"), [*ENDLESS, *STARTLESS])
async def test_it_is_moved_to_a_time_that_can_be_shown(
    service: Service, start: str, end: str, zone: str
) -> None:
    house = await house_in(service, zone)
    bad = await host_row(service, house, start, end)
    place = f"{APPOINTMENTS}/{bad}/reschedule"
    moved = body(await house.agent.post(place, {"starts_at": f"{TUESDAY}T12:00:00", "duration_minutes": 60}))
    assert [moved[end][:16] for end in ("starts_at", "ends_at")] == [
        f"{TUESDAY}T12:00",
        f"{TUESDAY}T13:00",
    ]
    assert await listed(house) == [bad]


@pytest.mark.parametrize(("start", "end", "zone"), [*ENDLESS, *STARTLESS])
async def test_it_is_cancelled_and_its_time_is_offered_to_those_who_wait(
    service: Service, start: str, end: str, zone: str
) -> None:
    house = await house_in(service, zone)
    bad = await host_row(service, house, start, end)
    waiting = {
        "calendar_id": house.default_calendar,
        "since": f"{TUESDAY}T00:00:00Z",
        "until": f"{TUESDAY}T20:00:00Z",
        **DANA,
    }
    answer = await house.agent.post("/api/calendar/waitlist", waiting)
    assert answer.status_code in {201, 409}, answer.text
    body(await house.agent.post(f"{APPOINTMENTS}/{bad}/cancel", {}), 200)
    assert body(await house.viewer.get(f"{APPOINTMENTS}/{bad}"))["status"] == "cancelled"
    await upkeep.run_round(service.state)


@pytest.mark.parametrize(("start", "end", "zone"), [*ENDLESS, *STARTLESS])
async def test_upkeep_goes_on_after_the_host_deletes_or_cancels_it(
    service: Service, start: str, end: str, zone: str
) -> None:
    house = await house_in(service, zone)
    for statement in (
        "UPDATE appointments SET status = 'cancelled' WHERE id = $1",
        "DELETE FROM appointments WHERE id = $1",
    ):
        bad = await host_row(service, house, start, end)
        async with connected(service.database_url) as connection:
            await connection.execute(statement, bad)
        await upkeep.run_round(service.state)


@pytest.mark.parametrize("stored", ["infinity", "-infinity", "4713-01-01 BC", "294276-12-31"])
async def test_other_times_of_a_row_are_left_out(service: Service, stored: str) -> None:
    house = await service.house()
    rule = (await house.rule(house.default_calendar, "הובלה"))["id"]
    booked = (await house.booked(local(12, "10:00")))["id"]
    async with connected(service.database_url) as connection:
        for table, mine in (
            ("business", "id"),
            ("business_calendars", "business_id"),
            ("calendar_routing_rules", "business_id"),
            ("appointments", "business_id"),
        ):
            await connection.execute(
                f"UPDATE {table} SET created_at = '{stored}', updated_at = '{stored}' "  # noqa: S608
                f"WHERE {mine} = {house.id}"
            )
    for path in (
        f"/api/businesses/{house.id}",
        f"{CALENDARS}/{house.default_calendar}",
        f"{RULES}/{rule}",
        f"{APPOINTMENTS}/{booked}",
    ):
        assert body(await house.owner.get(path))["created_at"] is None, path
    assert len(body(await house.owner.get(RULES))["data"]) == 1
    changed = await house.owner.patch(f"{CALENDARS}/{house.default_calendar}", {"priority": 3})
    assert body(changed)["updated_at"] is not None
    body(await house.agent.post(f"{APPOINTMENTS}/{booked}/cancel", {}))


@pytest.mark.parametrize(
    "footprint",
    [
        f"[4713-01-01 BC,{TUESDAY} 12:00)",
        f"[0001-01-01,{TUESDAY} 12:00)",
        f"[{TUESDAY} 08:00,294276-12-31)",
    ],
)
@pytest.mark.parametrize("kind", ["appointment", "external", "time_off"])
async def test_a_busy_interval_without_bounds_takes_its_time(
    service: Service, footprint: str, kind: str
) -> None:
    house = await service.house()
    place = f"{CALENDARS}/{house.default_calendar}"
    body(await house.owner.patch(f"{place}/settings", {"max_per_day": 5}))
    async with connected(service.database_url) as connection:
        await connection.execute(
            f"INSERT INTO busy_intervals (business_id, calendar_id, footprint, starts_at, ends_at, kind) "  # noqa: S608
            f"SELECT {house.id}, {house.default_calendar}, r, lower(r), upper(r), '{kind}' "
            f"FROM CAST('{footprint}' AS tstzrange) r"
        )
    day = {"calendar_id": house.default_calendar, "date_from": TUESDAY, "date_to": TUESDAY}
    starts = [slot["starts_at"][11:16] for slot in body(await house.viewer.get(SLOTS, params=day))["slots"]]
    assert "10:00" not in starts
    answer = await house.booking(local(12, "10:00"), house.default_calendar)
    assert answer.status_code == 409, answer.text
    span = {"since": f"{TUESDAY}T00:00:00Z", "until": f"{TUESDAY}T23:00:00Z"}
    body(await house.viewer.get(f"{place}/time-off", params=span))


async def test_rows_that_the_host_had_before_the_migrations(
    legacy_database: Callable[..., str], tmp_path: Path
) -> None:
    url = legacy_database(businesses=1, appointments_per_business=1)
    async with connected(url) as connection:
        await connection.execute("UPDATE business_settings SET timezone = $1", NEW_YORK)
        for start, end, _ in (case.values for case in (*ENDLESS, *STARTLESS)):
            await connection.execute(
                "INSERT INTO appointments "  # noqa: S608
                "(business_id, title, start_time, end_time, created_at, updated_at) "
                f"VALUES (1, 'host', '{start}', '{end}', 'infinity', '-infinity')"
            )
        ids = [row["id"] for row in await connection.fetch("SELECT id FROM appointments")]
    await apply_migrations(url)
    assert await verify_steps(url, STEPS) == []
    async with factories.running(url) as service:
        async with service.database.transaction() as session:
            key = (await create_key(session, BusinessId(1), Role.OWNER, "owner")).secret
        owner = factories.Caller(service.client, key)
        for each in ids:
            body(await owner.get(f"{APPOINTMENTS}/{each}"))
        await upkeep.run_round(service.state)
    code, out = await command(url, "undo", "all", "--yes-lose-data", "--export", str(tmp_path / "export"))
    assert code == 0, out
