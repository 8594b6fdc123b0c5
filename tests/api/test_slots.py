"""The search for free times over HTTP."""

from typing import Any

import pytest

from tests.support.factories import (
    OVERRIDES,
    SETTINGS,
    SLOTS,
    House,
    Json,
    body,
    local,
    problem,
)

GAP = "2027-03-26"  # Friday: 02:00 becomes 03:00
FOLD = "2027-10-31"  # Sunday: 02:00 becomes 01:00


async def free(house: House, calendar_id: int, day: str, **query: Any) -> list[Json]:
    wanted = {"calendar_id": calendar_id, "date_from": day, "date_to": day, "limit": 500, **query}
    slots: list[Json] = body(await house.agent.get(SLOTS, params=wanted))["slots"]
    return slots


async def test_slots_are_the_grid_within_the_hours_without_what_is_taken(house: House) -> None:
    body(await house.owner.patch(SETTINGS, {"slot_step_minutes": 60}))
    await house.booked(local(12, "10:00"))
    found = [slot["starts_at"][11:16] for slot in await free(house, house.default_calendar, "2027-01-12")]
    assert found == ["09:00", "11:00", "12:00", "13:00", "14:00", "15:00", "16:00"]


async def test_a_search_goes_on_where_the_answer_stopped(house: House) -> None:
    whole = await free(house, house.default_calendar, "2027-01-12")
    query = {
        "calendar_id": house.default_calendar,
        "date_from": "2027-01-12",
        "date_to": "2027-01-12",
        "limit": 3,
    }
    seen: list[Json] = []
    while True:
        page = body(await house.viewer.get(SLOTS, params=query))
        seen += page["slots"]
        if page["next_since"] is None:
            break
        query["since"] = page["next_since"]
    assert seen == whole


async def test_an_empty_search_says_why_and_what_comes_next(house: House) -> None:
    for day in range(11, 15):
        body(await house.owner.put(f"{OVERRIDES}/2027-01-{day}", {"windows": []}))
    found = body(await house.viewer.get(SLOTS, params={"date_from": "2027-01-11", "date_to": "2027-01-15"}))
    assert found["slots"] == []
    assert {day["day"]: day["reason"] for day in found["empty_days"]} == {
        f"2027-01-{day}": "closed_day" for day in range(11, 16)
    }
    assert found["next_free"]["starts_at"] == local(17, "09:00")
    await house.booked(found["next_free"]["starts_at"])


@pytest.mark.parametrize(
    ("query", "last"),
    [
        ({"date_from": "2025-01-12"}, "2027-01-23"),
        ({"date_from": "2027-01-09"}, "2027-01-23"),
        ({"date_from": "2025-01-12", "date_to": "2027-01-10"}, "2027-01-10"),
        ({"date_from": "2025-01-12", "date_to": "2027-01-20"}, "2027-01-20"),
    ],
)
async def test_a_search_from_a_past_date_is_one_from_today(house: House, query: Json, last: str) -> None:
    found = body(await house.viewer.get(SLOTS, params=query))
    assert (found["date_from"], found["date_to"]) == ("2027-01-10", last)
    assert found == body(await house.viewer.get(SLOTS, params={**query, "date_from": "2027-01-10"}))
    assert found["slots"][0]["starts_at"] == local(10, "10:00")


@pytest.mark.parametrize(
    "query",
    [
        {"date_from": "2025-01-12", "date_to": "2025-01-12"},
        {"date_from": "2025-01-12", "date_to": "2027-01-09"},
        {"date_from": "2027-01-09", "date_to": "2027-01-09"},
    ],
)
async def test_a_search_of_past_dates_only_is_refused_with_todays_date(house: House, query: Json) -> None:
    refused = problem(await house.viewer.get(SLOTS, params=query), 422, "date_passed", "/date_from")
    assert "2027-01-10" in refused["errors"][0]["message"]


async def test_several_calendars_are_searched_at_once_and_each_slot_says_which_are_free(
    house: House,
) -> None:
    second = await house.calendar()
    await house.booked(local(12, "10:00"), house.default_calendar)
    both = [house.default_calendar, second["id"]]
    query = [("calendar_id", calendar) for calendar in both]
    dates = [("date_from", "2027-01-12"), ("date_to", "2027-01-12"), ("limit", "500")]
    found = body(await house.viewer.get(SLOTS, params=[*query, *dates]))
    free_at = {slot["starts_at"][11:16]: slot["calendar_ids"] for slot in found["slots"]}
    assert free_at["10:00"] == [second["id"]]
    assert free_at["11:00"] == both


@pytest.mark.parametrize(
    ("query", "code", "pointer"),
    [
        ({"date_from": "2027-01-12", "date_to": "2027-01-11"}, "end_before_start", "/date_to"),
        ({"date_from": "2027-01-12", "date_to": "2027-12-31"}, "range_too_long", "/date_to"),
        ({"date_from": "12.1.2027"}, "bad_date", "/date_from"),
        ({"duration_minutes": "0"}, "too_small", "/duration_minutes"),
        ({"duration_minutes": "99999"}, "too_large", "/duration_minutes"),
        ({"limit": "0"}, "too_small", "/limit"),
        ({"limit": "501"}, "too_large", "/limit"),
        ({"part_of_day": "noon"}, "not_allowed", "/part_of_day"),
        ({"near_time": "25:00"}, "bad_time", "/near_time"),
        ({"near_time": "x"}, "bad_time", "/near_time"),
        ({"since": "2027-01-12T10:00:00"}, "zone_needed", "/since"),
        ({"channel": "fax"}, "not_allowed", "/channel"),
        ({"calendar_id": [1] * 51}, "too_long", "/calendar_id"),
    ],
)
async def test_a_search_that_breaks_a_rule_is_refused(
    house: House, query: Json, code: str, pointer: str
) -> None:
    problem(await house.viewer.get(SLOTS, params=query), 422, code, pointer)
