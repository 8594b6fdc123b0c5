"""The calendar that is booked when none is named."""

from tests.support.factories import (
    House,
    body,
    local,
)

ONE_MAJOR = True


async def test_without_a_calendar_it_is_the_only_one(house: House) -> None:
    booked = await house.booked(local(12, "10:00"), intent_text="אני רוצה לבטל")
    assert (booked["calendar_id"], booked["chosen_by"]) == (house.default_calendar, "only_calendar")
    assert booked["calendar_name"]


async def test_without_a_calendar_the_inquiry_decides(house: House) -> None:
    moves = await house.calendar(name="צוות א", priority=-5)
    await house.rule(moves["id"], "הובלה")
    booked = await house.booked(local(12, "10:00"), intent_text="שלום, צריך הובלה ביום שלישי")
    assert (booked["calendar_id"], booked["chosen_by"]) == (moves["id"], "inquiry")
    assert booked["calendar_name"] == "צוות א"
    await house.rule(moves["id"], match_labels=["פינוי"])
    by_label = await house.booked(local(13, "10:00"), service_label="פינוי")
    assert (by_label["calendar_id"], by_label["chosen_by"]) == (moves["id"], "inquiry")


async def test_a_rule_of_another_channel_does_not_decide(house: House) -> None:
    moves = await house.calendar(name="צוות א", priority=-5)
    await house.rule(moves["id"], "הובלה", channel_scope="whatsapp")
    booked = await house.booked(local(12, "10:00"), intent_text="צריך הובלה", channel="calls")
    assert booked["chosen_by"] == "highest_priority"
    booked = await house.booked(local(12, "10:00"), intent_text="צריך הובלה", channel="whatsapp")
    assert (booked["calendar_id"], booked["chosen_by"]) == (moves["id"], "inquiry")


async def test_without_any_hint_it_is_the_highest_priority_then_the_lowest_id(house: House) -> None:
    second, third = [await house.calendar(name=f"לוח {n}", priority=9) for n in (2, 3)]
    booked = await house.booked(local(12, "10:00"))
    assert (booked["calendar_id"], booked["chosen_by"]) == (second["id"], "highest_priority")
    body(await house.owner.delete(f"/api/calendar/calendars/{second['id']}"), 204)
    booked = await house.booked(local(12, "10:00"))
    assert booked["calendar_id"] == third["id"]
