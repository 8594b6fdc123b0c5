"""The history of an appointment: who did what, when, and from which channel."""

from datetime import datetime, timedelta

from tests.support.desk import cancelled
from tests.support.factories import APPOINTMENTS, NOW, House, Json, Service, body, local, problem

ONE_MAJOR = True


async def history(house: House, appointment: Json) -> list[Json]:
    found: list[Json] = body(await house.viewer.get(f"{APPOINTMENTS}/{appointment['id']}/history"))["data"]
    return found


async def test_every_change_leaves_a_line(service: Service, house: House) -> None:
    other = await house.calendar()
    booked = await house.booked(local(12, "10:00"), channel="whatsapp")
    service.clock.now = NOW + timedelta(hours=1)
    move = {"starts_at": local(13, "12:00"), "calendar_id": other["id"], "channel": "calls"}
    body(await house.admin.post(f"{APPOINTMENTS}/{booked['id']}/reschedule", move))
    service.clock.now = NOW + timedelta(hours=2)
    await cancelled(house.owner, booked, channel="web", reason="הלקוח חולה")
    made, moved, ended = await history(house, booked)
    assert [line["action"] for line in (made, moved, ended)] == ["booked", "moved", "cancelled"]
    assert [line["actor"] for line in (made, moved, ended)] == [
        "agent: agent",
        "admin: admin",
        "owner: owner",
    ]
    assert [line["channel"] for line in (made, moved, ended)] == ["whatsapp", "calls", "web"]
    at = [datetime.fromisoformat(line["created_at"]) for line in (made, moved, ended)]
    assert at == [NOW, NOW + timedelta(hours=1), NOW + timedelta(hours=2)]
    assert made["before"] is None
    assert moved["before"] == made["after"]
    assert ended["before"] == moved["after"]
    assert (made["after"]["calendar_id"], moved["after"]["calendar_id"]) == (
        house.default_calendar,
        other["id"],
    )
    starts = [datetime.fromisoformat(line["after"]["starts_at"]) for line in (made, moved)]
    assert starts == [datetime.fromisoformat(local(12, "10:00")), datetime.fromisoformat(local(13, "12:00"))]
    assert (moved["after"]["status"], ended["after"]["status"]) == ("scheduled", "cancelled")


async def test_what_was_refused_leaves_no_line(house: House) -> None:
    booked = await house.booked(local(12, "10:00"))
    await house.booked(local(12, "12:00"))
    place = f"{APPOINTMENTS}/{booked['id']}"
    problem(
        await house.agent.post(f"{place}/reschedule", {"starts_at": local(12, "12:00")}), 409, "slot_taken"
    )
    await cancelled(house.agent, booked)
    problem(await house.agent.post(f"{place}/cancel"), 409, "already_cancelled")
    assert [line["action"] for line in await history(house, booked)] == ["booked", "cancelled"]


async def test_anothers_history_is_unknown(service: Service, house: House) -> None:
    booked = await house.booked(local(12, "10:00"))
    other = await service.house()
    problem(await other.owner.get(f"{APPOINTMENTS}/{booked['id']}/history"), 404, "unknown_appointment")
