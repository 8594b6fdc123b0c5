"""Editing appointments: fields, customer, status, and the history of it."""

from typing import Any

import pytest

from tests.support.desk import cancelled, free, waits
from tests.support.factories import APPOINTMENTS, Caller, House, Json, Service, body, local, problem
from tests.support.servers import connected

PHONE = "+972501234567"
CUSTOMERS = "/api/calendar/customers"


@pytest.fixture
async def house(service: Service) -> House:
    return await service.house()


async def patched(caller: Caller, appointment: Json, **fields: Any) -> Json:
    found: Json = body(await caller.patch(f"{APPOINTMENTS}/{appointment['id']}", fields))
    return found


async def lines(house: House, appointment: Json) -> list[Json]:
    found: list[Json] = body(await house.viewer.get(f"{APPOINTMENTS}/{appointment['id']}/history"))["data"]
    return found


async def test_fields_are_changed_one_by_one(house: House) -> None:
    booked = await house.booked(local(12, "10:00"), customer_phone=PHONE, notes="א", metadata={"a": "1"})
    changed = await patched(house.agent, booked, title="תספורת", notes=None, metadata={"b": "2"})
    assert (changed["title"], changed["notes"], changed["metadata"]) == ("תספורת", None, {"b": "2"})
    same = ("customer_id", "customer_name", "customer_phone", "starts_at", "status", "created_at")
    assert [changed[name] for name in same] == [booked[name] for name in same]
    assert changed["updated_at"] > booked["updated_at"]
    assert body(await house.viewer.get(f"{APPOINTMENTS}/{booked['id']}")) == changed


async def test_two_who_change_one_appointment_at_once_are_told_apart(house: House) -> None:
    booked = await house.booked(local(12, "10:00"))
    place = f"{APPOINTMENTS}/{booked['id']}"
    tag = (await house.viewer.get(place)).headers["etag"]
    changed = await house.agent.patch(place, {"notes": "א"}, headers={"If-Match": tag})
    assert body(changed)["notes"] == "א"
    assert changed.headers["etag"] == (await house.viewer.get(place)).headers["etag"]
    problem(
        await house.owner.patch(place, {"notes": "ב"}, headers={"If-Match": tag}), 412, "version_mismatch"
    )
    assert body(await house.viewer.get(place))["notes"] == "א"


async def test_another_name_or_number_is_another_customer(service: Service, house: House) -> None:
    booked = await house.booked(local(12, "10:00"), customer_phone=PHONE)
    ron = await house.booked(local(12, "11:00"), customer_phone=PHONE, customer_name="רון לוי")
    assert (await patched(house.agent, booked, customer_name="רון"))["customer_id"] == ron["customer_id"]
    new = await patched(house.agent, booked, customer_name="נועה לוי", customer_phone="052-7654321")
    assert new["customer_id"] not in (booked["customer_id"], ron["customer_id"])
    shown = body(await house.viewer.get(f"{CUSTOMERS}/{new['customer_id']}"))
    assert (shown["name"], shown["phone"]) == ("נועה לוי", "+972527654321")
    assert (await patched(house.agent, booked, customer_phone=None))["customer_id"] is None
    chosen = await patched(house.agent, booked, customer_id=ron["customer_id"])
    assert (chosen["customer_name"], chosen["customer_phone"]) == ("רון לוי", PHONE)
    async with connected(service.database_url) as connection:
        # The customer is found at once, and left to nobody.
        noted = "SELECT count(*) FROM unassigned_appointments WHERE appointment_id = $1"
        assert await connection.fetchval(noted, booked["id"]) == 0
        number = "SELECT e164 FROM appointment_phones WHERE appointment_id = $1"
        assert await connection.fetchval(number, booked["id"]) == PHONE


async def test_customers_who_are_unknown_merged_or_anothers_are_refused(
    service: Service, house: House
) -> None:
    one = await house.booked(local(12, "10:00"), customer_phone=PHONE)
    two = await house.booked(local(12, "11:00"), customer_phone=PHONE, customer_name="רון")
    foreign = await (await service.house()).booked(local(12, "10:00"), customer_phone=PHONE)
    body(await house.owner.post(f"{CUSTOMERS}/{one['customer_id']}/merge", {"from": [two["customer_id"]]}))
    place = f"{APPOINTMENTS}/{one['id']}"
    problem(await house.agent.patch(place, {"customer_id": foreign["customer_id"]}), 404, "unknown_customer")
    problem(await house.agent.patch(place, {"customer_id": two["customer_id"]}), 410, "customer_merged")
    problem(await house.viewer.patch(place, {"notes": "א"}), 403, "forbidden")
    problem(
        await house.agent.patch(f"{APPOINTMENTS}/{foreign['id']}", {"notes": "א"}), 404, "unknown_appointment"
    )


async def test_the_history_tells_what_was_changed_and_no_contact(house: House) -> None:
    booked = await house.booked(local(12, "10:00"), customer_phone=PHONE)
    changed = await patched(house.agent, booked, customer_name="רון לוי", notes="סוד")
    await patched(house.owner, booked, status="confirmed")
    told = await lines(house, booked)
    assert [(line["action"], line["channel"]) for line in told] == [
        ("booked", "all"),
        ("changed", "all"),
        ("changed", "all"),
    ]
    assert told[1]["before"]["customer_id"] == booked["customer_id"]
    assert told[1]["after"]["customer_id"] == changed["customer_id"]
    assert told[1]["after"]["fields"] == ["customer_name", "notes"]
    assert (told[2]["before"]["status"], told[2]["after"]["status"]) == ("scheduled", "confirmed")
    assert not {"סוד", "רון", "1234567"} & set(str(told).split("'"))
    assert "סוד" not in str(told)
    assert "רון" not in str(told)


OPEN = ["scheduled", "confirmed"]
ENDS = ["completed", "no_show", "cancelled"]


@pytest.mark.parametrize(
    ("before", "after", "may"),
    [
        *((one, other, "staff" if other == "scheduled" else "all") for one, other in (OPEN, OPEN[::-1])),
        *((one, "cancelled", "all") for one in OPEN),
        *((one, other, "staff") for one in OPEN for other in ("completed", "no_show")),
        ("completed", "no_show", "staff"),
        ("no_show", "completed", "staff"),
        *(("completed", other, "nobody") for other in (*OPEN, "cancelled")),
        *(("no_show", other, "nobody") for other in (*OPEN, "cancelled")),
        *(("cancelled", other, "nobody") for other in (*OPEN, "completed", "no_show")),
        ("Canceled", "scheduled", "nobody"),
        # A word of the host that nobody knows here takes time, as a scheduled appointment does.
        ("in progress", "completed", "staff"),
        ("in progress", "confirmed", "all"),
        (None, "confirmed", "all"),
    ],
)
async def test_a_status_changes_along_its_ways_only(
    service: Service, house: House, before: str | None, after: str, may: str
) -> None:
    for caller in (house.agent, house.owner):
        allowed = may == "all" or (may == "staff" and caller is house.owner)
        start = local(12, "10:00") if caller is house.agent else local(13, "10:00")
        booked = await house.booked(start)
        async with connected(service.database_url) as host:
            await host.execute("UPDATE appointments SET status = $2 WHERE id = $1", booked["id"], before)
        answer = await caller.patch(f"{APPOINTMENTS}/{booked['id']}", {"status": after})
        if allowed:
            assert body(answer)["status"] == after
        else:
            problem(answer, 409, "status_refused")
            assert body(await house.viewer.get(f"{APPOINTMENTS}/{booked['id']}"))["status"] == before


async def test_whoever_did_not_come_takes_no_time_and_a_corrected_visit_does_again(house: House) -> None:
    booked = await house.booked(local(12, "10:00"))
    assert "10:00" not in await free(house, "2027-01-12")
    await patched(house.owner, booked, status="no_show")
    assert "10:00" in await free(house, "2027-01-12")
    await patched(house.owner, booked, status="completed")
    assert "10:00" not in await free(house, "2027-01-12")


async def test_cancelling_by_a_change_offers_the_time_and_keeps_the_reason_apart(house: House) -> None:
    booked = await house.booked(local(12, "10:00"), notes="קומה 3", customer_phone=PHONE)
    await waits(house, local(12, "10:00"), local(12, "11:00"))
    done = await patched(house.agent, booked, status="cancelled", cancel_reason="חולה", title="x")
    assert (done["status"], done["cancel_reason"], done["notes"]) == ("cancelled", "חולה", "קומה 3")
    assert done["cancelled_by"] == "agent: agent"
    assert done["cancelled_at"] is not None
    entries = body(await house.viewer.get("/api/calendar/waitlist"))["data"]
    assert [entry["status"] for entry in entries] == ["offered"]
    assert [line["action"] for line in await lines(house, booked)] == ["booked", "changed", "cancelled"]


async def test_a_reason_for_cancelling_is_no_note_of_the_customers(service: Service, house: House) -> None:
    booked = await house.booked(local(12, "10:00"), notes="קומה 3")
    done = await cancelled(house.agent, booked, reason="חולה")
    assert (done["notes"], done["cancel_reason"]) == ("קומה 3", "חולה")
    async with connected(service.database_url) as host:
        await host.execute("UPDATE appointments SET status = 'scheduled' WHERE id = $1", booked["id"])
    again = body(await house.viewer.get(f"{APPOINTMENTS}/{booked['id']}"))
    assert (again["cancel_reason"], again["cancelled_at"], again["cancelled_by"]) == (None, None, None)


async def ids(house: House, **query: Any) -> list[int]:
    found = body(await house.viewer.get(APPOINTMENTS, params=query))
    return [each["id"] for each in found["data"]]


async def test_lists_need_no_range_and_are_narrowed_by_every_filter(service: Service, house: House) -> None:
    second = await house.calendar()
    dana = await house.booked(local(12, "10:00"), customer_phone=PHONE, title="100% תספורת")
    ron = await house.booked(local(13, "10:00"), customer_name="רון לוי", customer_phone="052-7654321")
    far = await house.booked(local(20, "10:00", month=5), second["id"], customer_name="Sara Cohen")
    every = [dana["id"], ron["id"], far["id"]]
    assert await ids(house) == every
    assert await ids(house, order="-starts_at") == every[::-1]
    assert await ids(house, since=local(13, "00:00")) == every[1:]
    assert await ids(house, until=local(13, "00:00")) == every[:1]
    assert await ids(house, calendar_id=second["id"]) == [far["id"]]
    assert await ids(house, customer_id=ron["customer_id"]) == [ron["id"]]
    assert await ids(house, phone="+972 50 1234567") == [dana["id"]]
    assert await ids(house, q="100%") == [dana["id"]]
    assert await ids(house, q="cohen") == [far["id"]]
    assert await ids(house, q="765") == [ron["id"]]
    assert await ids(house, service_id=1) == await ids(house, session_id=1) == []
    page = body(await house.viewer.get(APPOINTMENTS, params={"limit": 2, "order": "-starts_at"}))
    assert [each["id"] for each in page["data"]] == every[:0:-1]
    assert await ids(house, order="-starts_at", cursor=page["next_cursor"]) == every[:1]
    changed = await patched(house.agent, ron, notes="x")
    assert await ids(house, updated_since=changed["updated_at"]) == [ron["id"]]
    problem(await house.viewer.get(APPOINTMENTS, params={"phone": "x y z"}), 422, "bad_phone", "/phone")
    problem(await house.viewer.get(APPOINTMENTS, params={"status": "x"}), 422, "not_allowed", "/status")


async def test_past_appointments_that_are_still_open_are_unresolved(service: Service, house: House) -> None:
    past = [await house.booked(local(11, f"{hour:02}:00")) for hour in range(9, 13)]
    coming = await house.booked(local(18, "09:00"))
    service.clock.now = service.clock.now.replace(day=12)
    await patched(house.owner, past[0], status="completed")
    await patched(house.owner, past[1], status="no_show")
    await patched(house.agent, past[2], status="confirmed")
    assert await ids(house, status="unresolved") == [past[2]["id"], past[3]["id"]]
    assert coming["id"] in await ids(house, status="scheduled")
