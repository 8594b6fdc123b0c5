"""The instants that opening hours come to: merged, past midnight, over clock changes, and their grids."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.scheduling.hours import DAY_NAMES, OpeningHours, WeeklyHours
from app.core.scheduling.intervals import moment, seconds
from app.core.scheduling.zones import find_zone, instant, midnight
from tests.support.hours import parse_overrides

JERUSALEM = ZoneInfo("Asia/Jerusalem")


def opened(week: dict[str, Any], zone: str, day: str, overrides: dict[str, Any] | None = None) -> list[str]:
    """Openings that start on the local date, as UTC `start/end` without seconds."""
    hours = OpeningHours(WeeklyHours.parse(week), find_zone(zone), parse_overrides(overrides))
    on = date.fromisoformat(day)
    merged = hours.openings(on, on + timedelta(days=2)).merged
    begun = [(a, b) for a, b in merged if moment(a).astimezone(hours.zone).date() == on]
    return [f"{moment(a):%d %H:%M}/{moment(b):%d %H:%M}" for a, b in begun]


window_texts = st.tuples(
    st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59)),
    st.one_of(st.just("24:00"), st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))),
).filter(lambda window: window[0] != window[1])


ALL_WEEK = {day: [["00:00", "04:00"]] for day in DAY_NAMES}
AROUND_THE_CLOCK = {day: [["00:00", "24:00"]] for day in DAY_NAMES}


@pytest.mark.parametrize(
    ("window", "opening"),
    [
        (["02:30", "05:00"], ["26 00:30/26 02:00"]),
        (["01:00", "02:30"], ["25 23:00/26 00:30"]),
        (["02:10", "02:50"], ["26 00:10/26 00:50"]),
        (["02:00", "03:30"], ["26 00:00/26 00:30"]),
        (["02:30", "03:15"], []),
        (["02:00", "03:00"], []),
    ],
)
def test_the_edge_of_a_window_in_a_gap_has_the_offset_before_it(
    window: list[str], opening: list[str]
) -> None:
    """Jerusalem skips 02:00-03:00. A window that would end before it starts is none."""
    assert opened({"fri": [window]}, "Asia/Jerusalem", "2027-03-26") == opening


@pytest.mark.parametrize(
    ("window", "opening"),
    [
        (["00:00", "01:30"], ["30 21:00/30 22:30"]),
        (["01:30", "03:00"], ["30 22:30/31 01:00"]),
        (["01:15", "01:45"], ["30 22:15/30 22:45"]),
    ],
)
def test_the_edge_of_a_window_in_a_fold_is_the_first_of_the_two(
    window: list[str], opening: list[str]
) -> None:
    """Jerusalem repeats 01:00-02:00."""
    assert opened({"sun": [window]}, "Asia/Jerusalem", "2027-10-31") == opening


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Asia/Jerusalem", "2027-03-26", 3),
        ("Asia/Jerusalem", "2026-10-25", 5),
        ("Europe/London", "2026-03-29", 3),
        ("America/New_York", "2026-11-01", 5),
        ("Australia/Lord_Howe", "2026-10-04", 3.5),
        ("Australia/Lord_Howe", "2026-04-05", 4.5),
        ("America/Havana", "2026-03-08", 3),
        ("America/Havana", "2025-11-02", 5),
        ("Asia/Beirut", "2026-03-29", 3),
        ("America/Asuncion", "2023-10-01", 3),
        ("Asia/Kathmandu", "2026-03-29", 4),
    ],
)
def test_midnight_to_four_lasts_as_long_as_the_clocks_let_it(zone: str, day: str, hours: float) -> None:
    on = date.fromisoformat(day)
    opening = OpeningHours(WeeklyHours.parse(ALL_WEEK), ZoneInfo(zone)).openings(on, on).merged[-1]
    assert (opening[1] - opening[0]) / 3600 == hours


@pytest.mark.parametrize(
    ("week", "zone", "day", "overrides", "expected"),
    [
        ({"sun": [["09:00", "17:00"]]}, "Asia/Jerusalem", "2026-06-07", {}, ["07 06:00/07 14:00"]),
        ({}, "Asia/Jerusalem", "2026-06-07", {}, []),
        # several windows in any order; overlapping and touching ones are one opening
        (
            {"sun": [["14:00", "17:00"], ["09:00", "11:00"], ["10:00", "12:00"], ["12:00", "13:00"]]},
            "UTC",
            "2026-06-07",
            {},
            ["07 09:00/07 13:00", "07 14:00/07 17:00"],
        ),
        # past midnight, joined with the next day's first window
        (
            {"fri": [["20:00", "02:00"]], "sat": [["02:00", "03:00"]]},
            "UTC",
            "2026-06-05",
            {},
            ["05 20:00/06 03:00"],
        ),
        # an override replaces its date: closed, or other hours; what runs in from the evening before stays
        ({"sun": [["09:00", "17:00"]]}, "UTC", "2026-06-07", {"2026-06-07": []}, []),
        (
            {"sun": [["09:00", "17:00"]]},
            "UTC",
            "2026-06-07",
            {"2026-06-07": [["10:00", "11:00"]]},
            ["07 10:00/07 11:00"],
        ),
        ({"fri": [["20:00", "02:00"]]}, "UTC", "2026-06-05", {"2026-06-06": []}, ["05 20:00/06 02:00"]),
        # a window inside the gap holds no time; one that ends in it ends where the clock jumps to
        ({"fri": [["02:00", "03:00"]]}, "Asia/Jerusalem", "2027-03-26", {}, []),
        ({"fri": [["02:30", "03:00"]]}, "Asia/Jerusalem", "2027-03-26", {}, []),
        ({"fri": [["01:00", "02:30"]]}, "Asia/Jerusalem", "2027-03-26", {}, ["25 23:00/26 00:30"]),
        # a bar open over the spring change: five hours, not six
        ({"thu": [["22:00", "04:00"]]}, "Asia/Jerusalem", "2027-03-25", {}, ["25 20:00/26 01:00"]),
        # a date without any moment takes the offset before it: its hours fall on the date after
        ({"fri": [["09:00", "12:00"]]}, "Pacific/Apia", "2011-12-31", {}, ["30 19:00/30 22:00"]),
    ],
)
def test_openings(
    week: dict[str, Any], zone: str, day: str, overrides: dict[str, Any], expected: list[str]
) -> None:
    assert opened(week, zone, day, overrides) == expected


def test_an_opening_of_up_to_two_days_keeps_one_grid() -> None:
    hours = OpeningHours(
        WeeklyHours.parse(
            {"fri": [["20:00", "24:00"]], "sat": [["00:00", "24:00"]], "sun": [["00:00", "08:00"]]}
        ),
        JERUSALEM,
    )
    openings = hours.openings(date(2026, 6, 7), date(2026, 6, 7))
    assert list(openings.grids) == list(openings.merged)


def test_round_the_clock_each_date_starts_the_grid_anew_whatever_the_range() -> None:
    hours = OpeningHours(WeeklyHours.always(), JERUSALEM)
    week, day = (
        hours.openings(first, date(2026, 10, 27)) for first in (date(2026, 10, 20), date(2026, 10, 25))
    )
    assert len(week.merged) == len(day.merged) == 1
    at = midnight(date(2026, 10, 25), JERUSALEM)
    assert at in {start for start, _ in week.grids}
    assert [grid for grid in week.grids if grid[0] >= at] == [grid for grid in day.grids if grid[0] >= at]


def test_always_is_open_at_every_moment() -> None:
    assert WeeklyHours.always() == WeeklyHours.parse(AROUND_THE_CLOCK)


@settings(max_examples=30)
@given(
    st.sampled_from(
        ["Asia/Jerusalem", "Australia/Lord_Howe", "America/Havana", "Pacific/Apia", "Asia/Kathmandu"]
    ),
    st.dates(date(2000, 1, 1), date(2030, 12, 31)),
    st.dictionaries(st.sampled_from(DAY_NAMES), st.lists(window_texts, max_size=2), min_size=1),
)
def test_openings_are_the_instants_of_their_wall_times(zone: str, day: date, week: dict[str, Any]) -> None:
    hours = OpeningHours(WeeklyHours.parse(week), ZoneInfo(zone))
    start = datetime(day.year, day.month, day.day)  # noqa: DTZ001
    for begin, end in hours.on(day):
        a = seconds(instant(start + timedelta(minutes=begin), hours.zone))
        b = seconds(instant(start + timedelta(minutes=end), hours.zone))
        assert a >= b or any(x <= a and b <= y for x, y in hours.openings(day, day).merged)
