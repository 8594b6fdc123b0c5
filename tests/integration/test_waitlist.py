"""The waiting list: who waits first is offered first, nobody twice, and an offer unused passes on."""

from datetime import datetime, timedelta

import pytest

from app.runtime.upkeep import run_round
from app.scheduling.waitlist_offers import OFFER_LASTS
from tests.support.desk import (
    HOLDS,
    WAITLIST,
    away,
    cancelled,
    confirm,
    free,
    held,
    line,
    settings_of,
    standing,
    time_off_of,
    waits,
)
from tests.support.factories import (
    APPOINTMENTS,
    NOW,
    OVERRIDES,
    SETTINGS,
    House,
    Json,
    Service,
    body,
    local,
    problem,
    stored,
)

ONE_MAJOR = True

DAY = "2027-01-12"
ALL_DAY = local(12, "00:00"), local(13, "00:00")


async def offered(house: House, name: str) -> Json:
    """The hold that somebody in line was offered."""
    entry = (await line(house))[name]
    assert entry["status"] == "offered", entry
    found: Json = body(await house.viewer.get(f"{HOLDS}/{entry['hold_id']}"))
    return found


@pytest.fixture
async def busy_day(house: House) -> list[Json]:
    """Every hour of the day is booked."""
    return [await house.booked(local(12, f"{hour:02}:00")) for hour in range(9, 17)]


async def test_a_cancelled_time_is_held_for_the_first_in_line(house: House, busy_day: list[Json]) -> None:
    for name in ("ראשון", "שני", "שלישי"):
        await waits(house, *ALL_DAY, name)
    await cancelled(house.agent, busy_day[3])
    assert await standing(house) == {"ראשון": "offered", "שני": "waiting", "שלישי": "waiting"}
    kept = await offered(house, "ראשון")
    assert (kept["starts_at"], kept["ends_at"]) == (local(12, "12:00"), local(12, "13:00"))
    assert datetime.fromisoformat(kept["expires_at"]) == NOW + OFFER_LASTS
    problem(await house.booking(local(12, "12:00")), 409, "slot_taken")
    await cancelled(house.agent, busy_day[5])
    assert await standing(house) == {"ראשון": "offered", "שני": "offered", "שלישי": "waiting"}
    assert (await offered(house, "שני"))["starts_at"] == local(12, "14:00")


async def test_whoever_books_the_offer_waits_no_more(house: House, busy_day: list[Json]) -> None:
    await waits(house, *ALL_DAY)
    await cancelled(house.agent, busy_day[0])
    hold_id = (await line(house))["רון"]["hold_id"]
    booked = body(await confirm(house, hold_id, customer_name="רון"), 201)
    entry = (await line(house))["רון"]
    assert (entry["status"], entry["appointment_id"]) == ("booked", booked["id"])
    await cancelled(house.agent, booked)
    assert await standing(house) == {"רון": "booked"}
    assert "09:00" in await free(house, DAY)


async def test_a_moved_appointment_leaves_its_time_to_the_first_in_line(
    house: House, busy_day: list[Json]
) -> None:
    await waits(house, *ALL_DAY)
    body(
        await house.agent.post(
            f"{APPOINTMENTS}/{busy_day[2]['id']}/reschedule", {"starts_at": local(13, "11:00")}
        )
    )
    assert (await offered(house, "רון"))["starts_at"] == local(12, "11:00")


async def test_a_released_hold_goes_to_the_first_in_line(
    service: Service, house: House, busy_day: list[Json]
) -> None:
    await cancelled(house.agent, busy_day[2])
    kept = await held(house, local(12, "11:00"))
    await waits(house, *ALL_DAY, "ראשון")
    await waits(house, *ALL_DAY, "שני")
    body(await house.agent.delete(f"{HOLDS}/{kept['id']}"), 204)
    offer = await offered(house, "ראשון")
    # Given back, an offer goes to the next; its entry had its turn.
    body(await house.agent.delete(f"{HOLDS}/{offer['id']}"), 204)
    assert await standing(house) == {"ראשון": "expired", "שני": "offered"}
    body(await house.agent.delete(f"{HOLDS}/{(await offered(house, 'שני'))['id']}"), 204)
    assert await standing(house) == {"ראשון": "expired", "שני": "expired"}
    assert await free(house, DAY) == ["11:00"]


async def test_removed_time_off_is_shared_out(house: House) -> None:
    off = await away(house, local(12, "00:00"), local(14, "00:00"))
    for number in range(3):
        await waits(house, *ALL_DAY, f"{number}")
    body(await house.owner.delete(f"{time_off_of(house.default_calendar)}/{off['id']}"), 204)
    starts = [(await offered(house, f"{number}"))["starts_at"] for number in range(3)]
    assert starts == [local(12, "09:00"), local(12, "10:00"), local(12, "11:00")]


async def test_time_off_of_months_can_be_removed_while_somebody_waits(house: House) -> None:
    off = await away(house, local(11, "00:00"), "2027-12-01T00:00:00+02:00")
    await waits(house, "2027-02-10T00:00:00+02:00", "2027-05-10T00:00:00+03:00")
    # Closed for weeks: the days in between have hours of their own, beyond those near the first.
    for day in range(10, 25):
        body(await house.owner.put(f"{OVERRIDES}/2027-02-{day}", {"windows": []}))
    body(await house.owner.delete(f"{time_off_of(house.default_calendar)}/{off['id']}"), 204)
    assert (await offered(house, "רון"))["starts_at"] == local(25, "09:00", month=2)


async def test_only_what_comes_free_is_offered(house: House, busy_day: list[Json]) -> None:
    await cancelled(house.agent, busy_day[0])
    await waits(house, *ALL_DAY)
    assert await standing(house) == {"רון": "waiting"}
    await cancelled(house.agent, busy_day[1])
    assert (await offered(house, "רון"))["starts_at"] == local(12, "10:00")


async def test_time_that_comes_free_completes_a_longer_slot(house: House, busy_day: list[Json]) -> None:
    await cancelled(house.agent, busy_day[0])
    await waits(house, *ALL_DAY, duration_minutes=120)
    await cancelled(house.agent, busy_day[1])
    kept = await offered(house, "רון")
    assert (kept["starts_at"], kept["ends_at"]) == (local(12, "09:00"), local(12, "11:00"))


async def test_who_does_not_fit_is_passed_over(house: House, busy_day: list[Json]) -> None:
    await waits(house, *ALL_DAY, "ארוך", duration_minutes=120)
    await waits(house, local(12, "13:00"), local(12, "17:00"), "אחר הצהריים")
    await waits(house, local(12, "09:30"), local(12, "10:30"), "באמצע")
    await waits(house, *ALL_DAY, "קצר", duration_minutes=30)
    await cancelled(house.agent, busy_day[1])
    assert await standing(house) == {
        "ארוך": "waiting",
        "אחר הצהריים": "waiting",
        "באמצע": "waiting",
        "קצר": "offered",
    }


async def test_two_short_ones_share_a_long_time(house: House) -> None:
    body(await house.owner.patch(SETTINGS, {"slot_step_minutes": 30}))
    long = await house.booked(local(12, "09:00"), duration_minutes=480)
    for name in ("ראשון", "שני"):
        await waits(house, *ALL_DAY, name, duration_minutes=240)
    await waits(house, *ALL_DAY, "שלישי")
    await cancelled(house.agent, long)
    assert await standing(house) == {"ראשון": "offered", "שני": "offered", "שלישי": "waiting"}
    assert await free(house, DAY) == []


async def test_an_offer_that_runs_out_passes_on(service: Service, house: House, busy_day: list[Json]) -> None:
    for name in ("ראשון", "שני"):
        await waits(house, *ALL_DAY, name)
    await cancelled(house.agent, busy_day[3])
    service.clock.now = NOW + OFFER_LASTS - timedelta(microseconds=1)
    await run_round(service.state)
    assert await standing(house) == {"ראשון": "offered", "שני": "waiting"}
    service.clock.now = NOW + OFFER_LASTS
    await run_round(service.state)
    assert await standing(house) == {"ראשון": "expired", "שני": "offered"}
    service.clock.now += OFFER_LASTS
    await run_round(service.state)
    assert await standing(house) == {"ראשון": "expired", "שני": "expired"}
    assert await free(house, DAY) == ["12:00"]
    assert await stored(service, house) == (8, 7)


async def test_an_offer_that_ran_out_blocks_nobody(
    service: Service, house: House, busy_day: list[Json]
) -> None:
    for name in ("ראשון", "שני"):
        await waits(house, *ALL_DAY, name)
    await cancelled(house.agent, busy_day[3])
    service.clock.now = NOW + OFFER_LASTS
    assert await free(house, DAY) == ["12:00"]
    await house.booked(local(12, "12:00"))
    await run_round(service.state)
    assert await standing(house) == {"ראשון": "expired", "שני": "waiting"}


async def test_whoever_leaves_passes_the_offer_on(house: House, busy_day: list[Json]) -> None:
    first, second = await waits(house, *ALL_DAY, "ראשון"), await waits(house, *ALL_DAY, "שני")
    await cancelled(house.agent, busy_day[3])
    body(await house.agent.delete(f"{WAITLIST}/{first['id']}"), 204)
    assert await standing(house) == {"ראשון": "removed", "שני": "offered"}
    problem(await house.agent.delete(f"{WAITLIST}/{first['id']}"), 404, "unknown_waitlist_entry")
    body(await house.agent.delete(f"{WAITLIST}/{second['id']}"), 204)
    assert await free(house, DAY) == ["12:00"]


async def test_an_offer_ends_when_its_time_begins(service: Service, house: House) -> None:
    booked = await house.booked(local(10, "11:00"))
    await waits(house, local(10, "10:00"), local(10, "17:00"))
    service.clock.now = NOW + timedelta(minutes=45)
    await cancelled(house.agent, booked)
    assert datetime.fromisoformat((await offered(house, "רון"))["expires_at"]) == NOW + timedelta(hours=1)


async def test_what_is_closed_too_soon_or_full_is_not_offered(service: Service, house: House) -> None:
    body(await house.owner.patch(SETTINGS, {"min_notice_minutes": 120}))
    booked = await house.booked(local(10, "12:00"))
    await waits(house, local(10, "10:00"), local(10, "17:00"))
    service.clock.now = NOW + timedelta(minutes=30)
    await cancelled(house.agent, booked)
    assert await standing(house) == {"רון": "waiting"}


async def test_a_seat_of_a_group_is_offered(house: House) -> None:
    yoga = house.default_calendar
    body(
        await house.owner.patch(
            settings_of(yoga), {"capacity": 3, "opening_hours": {"tue": [["10:00", "11:00"]]}}
        )
    )
    seats = [await house.booked(local(12, "10:00")) for _ in range(3)]
    for name in ("ראשון", "שני"):
        await waits(house, *ALL_DAY, name)
    await cancelled(house.agent, seats[1])
    assert await standing(house) == {"ראשון": "offered", "שני": "waiting"}
    problem(await house.booking(local(12, "10:00")), 409, "slot_taken")


@pytest.mark.parametrize(
    ("fields", "code", "pointer"),
    [
        ({"until": local(9, "00:00")}, "end_before_start", "/until"),
        ({"since": local(9, "00:00"), "until": local(10, "09:00")}, "end_before_start", "/until"),
        ({"until": local(29, "00:00", month=7)}, "range_too_long", "/until"),
        ({"since": "2027-01-12T00:00:00"}, "zone_needed", "/since"),
        ({"customer_name": " "}, "too_short", "/customer_name"),
        ({"duration_minutes": 0}, "too_small", "/duration_minutes"),
    ],
)
async def test_a_wish_that_breaks_a_rule_is_refused(
    house: House, fields: Json, code: str, pointer: str
) -> None:
    wish = {"calendar_id": house.default_calendar, "since": ALL_DAY[0], "until": ALL_DAY[1]}
    answer = await house.agent.post(WAITLIST, {**wish, "customer_name": "רון", **fields})
    problem(answer, 422, code, pointer)


async def test_a_wish_is_shown_in_the_zone_of_the_business(house: House) -> None:
    wish = await waits(house, "2027-01-12T08:00:00Z", "2027-01-12T10:00:00Z")
    assert (wish["since"], wish["until"]) == (local(12, "10:00"), local(12, "12:00"))
    assert (await line(house))["רון"] == wish


async def test_the_list_can_be_narrowed(house: House, busy_day: list[Json]) -> None:
    other = await house.calendar()
    await waits(house, *ALL_DAY, "כאן")
    await waits(house, *ALL_DAY, "שם", calendar_id=other["id"])
    await cancelled(house.agent, busy_day[0])
    found = body(await house.viewer.get(WAITLIST, params={"calendar_id": other["id"]}))["data"]
    assert [entry["customer_name"] for entry in found] == ["שם"]
    found = body(await house.viewer.get(WAITLIST, params={"status": "offered"}))["data"]
    assert [entry["customer_name"] for entry in found] == ["כאן"]
