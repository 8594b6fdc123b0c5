"""A conversation's own holds: free to it, in the way of everybody else."""

from datetime import datetime
from typing import Any

import pytest

from tests.support.desk import confirm, free, held, hold, overlaps, settings_of
from tests.support.factories import APPOINTMENTS, House, Json, Service, body, local, problem, stored
from tests.support.servers import connected
from tests.support.talk import DANA, Talk

ONE_MAJOR = True

DAY = "2027-01-12"
NINE = local(12, "09:00")


@pytest.fixture
async def fine(house: House) -> House:
    """Slots every half hour."""
    body(await house.owner.patch(settings_of(house.default_calendar), {"slot_step_minutes": 30}))
    return house


@pytest.fixture
def talk(fine: House) -> Talk:
    return Talk(fine)


async def offered(talk: Talk, **wanted: Any) -> dict[str, Json]:
    """The slots of the day by wall time."""
    slots = await talk.slots(**{"date_from": DAY, "date_to": DAY, "max_results": 10, **wanted})
    return {slot["starts_at"][11:16]: slot for slot in slots}


async def keep(talk: Talk, slot: Json) -> Json:
    kept = await talk.call("hold_slot", slot_id=slot["slot_id"])
    assert kept["status"] == "ok", kept
    return kept


async def book(talk: Talk, token: str, **customer: Any) -> Json:
    return await talk.call("create_appointment", slot_or_hold_id=token, **{**DANA, **customer})


async def kinds(service: Service, house: House) -> list[str]:
    async with connected(service.database_url) as connection:
        rows = await connection.fetch(
            "SELECT kind FROM busy_intervals WHERE business_id = $1 ORDER BY kind", house.id
        )
    return [row["kind"] for row in rows]


async def test_an_own_hold_is_free_to_its_conversation_alone(talk: Talk) -> None:
    slots = await offered(talk)
    await keep(talk, slots["09:00"])
    assert list(await offered(talk))[:3] == ["09:00", "09:30", "10:00"]
    assert next(iter(await offered(Talk(talk.house)))) == "10:00"
    assert (await free(talk.house, DAY))[0] == "10:00"


async def test_a_caller_without_a_conversation_is_known_by_their_number(fine: House) -> None:
    callers = [Talk(fine, **{"Luach-Caller-Phone": f"+97250123456{n}"}) for n in (7, 8)]
    for each in callers:
        del each.headers["Luach-Conversation"]
    await keep(callers[0], (await offered(callers[0]))["09:00"])
    assert "09:00" in await offered(callers[0])
    assert "09:00" not in await offered(callers[1])


async def test_callers_who_cannot_be_told_apart_have_no_holds_of_their_own(fine: House) -> None:
    anybody = Talk(fine)
    del anybody.headers["Luach-Conversation"]
    slots = await offered(anybody)
    await keep(anybody, slots["09:00"])
    assert "09:00" not in await offered(anybody)
    refused = await book(anybody, slots["09:00"]["slot_id"])
    assert refused["problem"]["code"] == "slot_taken"


async def test_booking_the_slot_of_an_own_hold_takes_the_hold_up(service: Service, talk: Talk) -> None:
    slots = await offered(talk)
    kept = await keep(talk, slots["09:00"])
    stranger = await book(Talk(talk.house), slots["09:00"]["slot_id"])
    assert stranger["problem"]["code"] == "slot_taken"
    made = await book(talk, slots["09:00"]["slot_id"])
    assert (made["status"], made["starts_at"]) == ("ok", NINE)
    assert await kinds(service, talk.house) == ["appointment"]
    again = await book(talk, kept["hold_id"])
    assert (again["status"], again["appointment_id"]) == ("ok", made["appointment_id"])
    assert await stored(service, talk.house) == (1, 1)


@pytest.mark.parametrize("clock", ["09:30", "10:00"])
async def test_an_own_hold_gives_way_only_where_it_is_in_the_way(
    service: Service, talk: Talk, clock: str
) -> None:
    slots = await offered(talk)
    await keep(talk, slots["09:00"])
    made = await book(talk, slots[clock]["slot_id"])
    assert made["status"] == "ok", made
    left = ["appointment"] if clock == "09:30" else ["appointment", "hold"]
    assert await kinds(service, talk.house) == left
    assert await overlaps(service) == 0


async def test_another_hold_over_an_own_one_replaces_it(service: Service, talk: Talk) -> None:
    slots = await offered(talk)
    first = await keep(talk, slots["09:00"])
    second = await keep(talk, slots["09:30"])
    assert await kinds(service, talk.house) == ["hold"]
    assert (await talk.call("create_appointment", 404, slot_or_hold_id=first["hold_id"], **DANA))["problem"][
        "code"
    ] == "unknown_hold"
    assert (await book(talk, second["hold_id"]))["status"] == "ok"


async def test_an_own_hold_stays_where_its_time_cannot_be_had(service: Service, talk: Talk) -> None:
    """10:00 is a stranger's, so 09:30 is refused, and the hold of 09:00 is still there."""
    slots = await offered(talk)
    kept = await keep(talk, slots["09:00"])
    await talk.house.booked(local(12, "10:00"))
    refused = await book(talk, slots["09:30"]["slot_id"])
    assert refused["problem"]["code"] == "slot_taken"
    assert {each["slot_id"] for each in refused["problem"]["suggestions"]} >= {slots["09:00"]["slot_id"]}
    assert (await book(talk, kept["hold_id"]))["status"] == "ok"


async def test_an_own_hold_counts_not_against_its_conversation_on_a_day_with_a_limit(
    service: Service, talk: Talk
) -> None:
    body(await talk.house.owner.patch(settings_of(talk.house.default_calendar), {"max_per_day": 1}))
    slots = await offered(talk)
    await keep(talk, slots["09:00"])
    assert await offered(Talk(talk.house)) == {}
    assert list(await offered(talk)) == list(slots)
    made = await book(talk, slots["12:00"]["slot_id"])
    assert made["status"] == "ok", made
    assert await kinds(service, talk.house) == ["appointment"]


@pytest.mark.parametrize("by", ["slot", "hold"])
@pytest.mark.parametrize("preview", [True, False])
async def test_an_appointment_moves_onto_an_own_hold(
    service: Service, talk: Talk, by: str, preview: bool
) -> None:
    slots = await offered(talk)
    made = await book(talk, slots["12:00"]["slot_id"])
    kept = await keep(talk, slots["09:00"])
    target = slots["09:00"]["slot_id"] if by == "slot" else kept["hold_id"]
    moved = await talk.call(
        "reschedule_appointment",
        appointment_id=made["appointment_id"],
        new_slot_id=target,
        preview=preview,
    )
    assert (moved["status"], moved["starts_at"]) == ("ok", NINE)
    assert await kinds(service, talk.house) == (["appointment", "hold"] if preview else ["appointment"])
    assert ("12:00" in await offered(Talk(talk.house))) is not preview


async def test_a_longer_appointment_moves_onto_a_hold_with_its_own_length(
    service: Service, fine: House
) -> None:
    booked = await fine.booked(local(12, "12:00"), duration_minutes=120)
    kept = await held(fine, NINE)
    path = f"{APPOINTMENTS}/{booked['id']}/reschedule"
    moved = body(await fine.agent.post(path, {"hold_id": kept["id"]}))
    assert (moved["starts_at"], moved["ends_at"]) == (NINE, local(12, "11:00"))
    assert await kinds(service, fine) == ["appointment"]


async def test_a_move_onto_a_hold_over_http(service: Service, fine: House) -> None:
    booked = await fine.booked(local(12, "12:00"))
    kept = await held(fine, NINE)
    path = f"{APPOINTMENTS}/{booked['id']}/reschedule"
    problem(await fine.agent.post(path, {"starts_at": NINE}), 409, "slot_taken")
    for extra in ({"starts_at": NINE}, {"calendar_id": fine.default_calendar}, {"duration_minutes": 5}):
        (name,) = extra
        answer = await fine.agent.post(path, {"hold_id": kept["id"], **extra})
        problem(answer, 422, "either_or", f"/{name}")
    problem(await fine.agent.post(path, {}), 422, "missing", "/starts_at")
    problem(await fine.agent.post(path, {"hold_id": 999_999}), 404, "unknown_hold")
    moved = body(await fine.agent.post(path, {"hold_id": kept["id"]}))
    assert (moved["starts_at"], moved["calendar_id"]) == (NINE, fine.default_calendar)
    problem(await confirm(fine, kept["id"]), 409, "hold_used")
    assert await stored(service, fine) == (1, 1)
    problem(await fine.agent.post(path, {"hold_id": kept["id"]}), 409, "hold_used")


async def test_an_expired_hold_is_moved_to_by_nobody(service: Service, fine: House) -> None:
    booked = await fine.booked(local(12, "12:00"))
    kept = await held(fine, NINE)
    service.clock.now = datetime.fromisoformat(kept["expires_at"])
    path = f"{APPOINTMENTS}/{booked['id']}/reschedule"
    late = problem(await fine.agent.post(path, {"hold_id": kept["id"]}), 409, "hold_expired")
    assert late["alternatives"][0]["starts_at"] == NINE


async def class_of(house: House, capacity: int) -> int:
    yoga = (await house.calendar(name="יוגה"))["id"]
    body(await house.owner.patch(settings_of(yoga), {"capacity": capacity, "slot_step_minutes": 30}))
    return int(yoga)


async def test_two_people_are_two_holds_of_a_class(service: Service, talk: Talk) -> None:
    yoga = await class_of(talk.house, 3)
    slot = (await offered(talk, calendar_id=yoga))["09:00"]
    first, second = await keep(talk, slot), await keep(talk, slot)
    assert first["hold_id"] != second["hold_id"]
    assert not second["replayed"]
    assert await kinds(service, talk.house) == ["hold", "hold"]
    for kept, name in ((first, "דנה"), (second, "נועה")):
        assert (await book(talk, kept["hold_id"], customer_name=name))["status"] == "ok"
    assert await kinds(service, talk.house) == ["appointment", "appointment"]
    await talk.house.booked(NINE, yoga)
    problem(await talk.house.booking(NINE, yoga), 409, "slot_taken")


async def test_a_class_is_held_no_more_often_than_it_has_places(service: Service, talk: Talk) -> None:
    yoga = await class_of(talk.house, 2)
    slot = (await offered(talk, calendar_id=yoga))["09:00"]
    await keep(talk, slot)
    await keep(talk, slot)
    third = await talk.call("hold_slot", slot_id=slot["slot_id"])
    assert (third["status"], third["problem"]["code"]) == ("not_possible", "slot_taken")
    assert await kinds(service, talk.house) == ["hold", "hold"]


async def test_each_booking_of_a_class_slot_takes_up_one_own_hold(service: Service, talk: Talk) -> None:
    yoga = await class_of(talk.house, 3)
    slot = (await offered(talk, calendar_id=yoga))["09:00"]
    await keep(talk, slot)
    await keep(talk, slot)
    for name, left in (("דנה", 1), ("נועה", 0), ("רות", 0)):
        assert (await book(talk, slot["slot_id"], customer_name=name))["status"] == "ok"
        assert (await kinds(service, talk.house)).count("hold") == left
    assert "09:00" not in await offered(talk, calendar_id=yoga)


async def test_a_hold_of_a_class_with_a_key_is_one_hold(service: Service, talk: Talk) -> None:
    yoga = await class_of(talk.house, 3)
    slot = (await offered(talk, calendar_id=yoga))["09:00"]
    talk.headers["Idempotency-Key"] = "first person"
    first = await keep(talk, slot)
    assert await keep(talk, slot) == {**first, "replayed": True}
    assert await kinds(service, talk.house) == ["hold"]


async def test_a_repeated_hold_of_an_ordinary_slot_is_one_hold(service: Service, talk: Talk) -> None:
    slot = (await offered(talk))["09:00"]
    first = await keep(talk, slot)
    assert await keep(talk, slot) == {**first, "replayed": True}
    assert await kinds(service, talk.house) == ["hold"]


async def test_time_that_an_own_hold_gives_up_is_offered_to_those_who_wait(
    service: Service, talk: Talk
) -> None:
    slots = await offered(talk)
    await keep(talk, slots["09:00"])
    await book(talk, slots["09:30"]["slot_id"])
    async with connected(service.database_url) as connection:
        freed = await connection.fetchval(
            "SELECT count(*) FROM freed_times WHERE business_id = $1", talk.house.id
        )
    assert freed == 1


async def test_holds_over_http_belong_to_whoever_has_their_id(fine: House) -> None:
    await held(fine, NINE)
    problem(await hold(fine, NINE), 409, "slot_taken")
    problem(await fine.booking(NINE), 409, "slot_taken")
