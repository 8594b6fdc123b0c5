"""Opening hours: what is accepted, what is refused and where, and what instants they come to."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.scheduling.hours import (
    DAY_NAMES,
    MAX_WINDOWS_A_DAY,
    WeeklyHours,
    Window,
    default_hours,
    parse_date,
    parse_windows,
    windows_json,
)
from app.core.scheduling.zones import WallKind, find_zone, instant, wall_kind
from app.errors import FieldError

JERUSALEM = ZoneInfo("Asia/Jerusalem")


@pytest.mark.parametrize(
    ("value", "windows"),
    [
        ([], []),
        (None, []),
        ([["09:00", "17:00"]], [(540, 1020)]),
        ([["9:00", "17:00"]], [(540, 1020)]),
        ([["16:00", "20:00"], ["08:00", "12:00"]], [(480, 720), (960, 1200)]),
        ([["00:00", "24:00"]], [(0, 1440)]),
        ([["20:00", "02:00"]], [(1200, 1560)]),
        ([["20:00", "00:00"]], [(1200, 1440)]),
        ([["09:00", "08:59"]], [(540, 1979)]),
        ([["22:00", "23:59"]], [(1320, 1440)]),
        ([("09:00", "17:00")], [(540, 1020)]),
    ],
)
def test_windows_of_a_day(value: object, windows: list[tuple[int, int]]) -> None:
    assert parse_windows(value) == tuple(Window(*w) for w in windows)


@pytest.mark.parametrize(
    ("value", "rule", "pointer"),
    [
        ([], "not_an_object", ""),
        ("09:00-17:00", "not_an_object", ""),
        ({"someday": []}, "unknown_day", "/someday"),
        ({"Sun": []}, "unknown_day", "/Sun"),
        ({"a/b~c": []}, "unknown_day", "/a~1b~0c"),
        ({"x" * 100_000: []}, "unknown_day", ""),
        ({"\ud800\x00": []}, "unknown_day", ""),
        ({7: []}, "unknown_day", ""),
        ({"sun": "09:00-17:00"}, "not_a_list", "/sun"),
        ({"sun": {"09:00": "17:00"}}, "not_a_list", "/sun"),
        ({"sun": ["09:00", "17:00"]}, "not_a_window", "/sun/0"),
        ({"sun": [["09:00"]]}, "not_a_window", "/sun/0"),
        ({"sun": [["09:00", "12:00", "13:00"]]}, "not_a_window", "/sun/0"),
        ({"sun": [["09:00", "17:00"], ["9", "soon"]]}, "bad_time", "/sun/1/0"),
        ({"sun": [["09:00", "soon"]]}, "bad_time", "/sun/0/1"),
        ({"sun": [["09:00", "24:01"]]}, "bad_time", "/sun/0/1"),
        ({"sun": [["24:00", "02:00"]]}, "bad_time", "/sun/0/0"),
        ({"sun": [["09:60", "10:00"]]}, "bad_time", "/sun/0/0"),
        ({"sun": [["09:00\n", "10:00"]]}, "bad_time", "/sun/0/0"),
        ({"sun": [["٠٩:٠٠", "10:00"]]}, "bad_time", "/sun/0/0"),
        ({"sun": [[540, 1020]]}, "bad_time", "/sun/0/0"),
        ({"sun": [["09:00", "10:00"]] * (MAX_WINDOWS_A_DAY + 1)}, "too_long", "/sun"),
    ],
)
def test_weekly_hours_that_break_a_rule(value: object, rule: str, pointer: str) -> None:
    with pytest.raises(FieldError) as caught:
        WeeklyHours.parse(value)
    assert (caught.value.rule, caught.value.pointer) == (rule, pointer)


def test_pointers_start_where_the_caller_says() -> None:
    with pytest.raises(FieldError) as caught:
        WeeklyHours.parse({"sun": [["09:00", "soon"]]}, pointer="/opening_hours")
    assert caught.value.pointer == "/opening_hours/sun/0/1"


@pytest.mark.parametrize("text", ["2026-02-30", "20260201", "2026-2-1", "", 20260201, None])
def test_a_date_is_written_in_full_and_exists(text: object) -> None:
    with pytest.raises(FieldError) as caught:
        parse_date(text, pointer="/day")
    assert (caught.value.rule, caught.value.pointer) == ("bad_date", "/day")


@pytest.mark.parametrize("clock", ["09:00", "00:00", "23:59"])
def test_a_window_that_ends_when_it_starts_is_refused(clock: str) -> None:
    with pytest.raises(FieldError) as caught:
        parse_windows([["01:00", "02:00"], [clock, clock]], pointer="/tue")
    assert (caught.value.rule, caught.value.pointer) == ("empty_window", "/tue/1")


def test_windows_of_a_date_that_break_a_rule_are_pointed_at() -> None:
    with pytest.raises(FieldError) as caught:
        parse_windows([["9", "10:00"]], pointer="/2026-02-01")
    assert (caught.value.rule, caught.value.pointer) == ("bad_time", "/2026-02-01/0/0")


def test_a_date_is_written_one_way() -> None:
    assert parse_date("2026-11-23") == date(2026, 11, 23)
    for text in ("2026-W48-1", "23.11.2026", None, "2026-11-23T00:00"):
        with pytest.raises(FieldError):
            parse_date(text)


window_texts = st.tuples(
    st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59)),
    st.one_of(st.just("24:00"), st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))),
).filter(lambda window: window[0] != window[1])


@settings(max_examples=30)
@given(st.dictionaries(st.sampled_from(DAY_NAMES), st.lists(window_texts, max_size=3)))
def test_weekly_hours_survive_the_way_to_json_and_back(week: dict[str, Any]) -> None:
    hours = WeeklyHours.parse(week)
    assert WeeklyHours.parse(hours.to_json()) == hours


def test_json_leaves_closed_days_out_and_begins_with_sunday() -> None:
    hours = WeeklyHours.parse({"sat": [], "mon": [["09:00", "12:00"]], "sun": [["20:00", "02:00"]]})
    assert list(hours.to_json().items()) == [("sun", [["20:00", "02:00"]]), ("mon", [["09:00", "12:00"]])]
    assert windows_json(parse_windows([["09:00", "24:00"]])) == [["09:00", "24:00"]]


@pytest.mark.parametrize(
    ("zone", "days"),
    [
        ("Asia/Jerusalem", ["sun", "mon", "tue", "wed", "thu"]),
        ("Israel", ["sun", "mon", "tue", "wed", "thu"]),
        ("Europe/London", ["mon", "tue", "wed", "thu", "fri"]),
    ],
)
def test_default_hours_hold_on_the_working_week_of_the_zone(zone: str, days: list[str]) -> None:
    expected = {day: [["08:00", "18:00"]] for day in days}
    assert default_hours("08:00 - 18:00", ZoneInfo(zone)).to_json() == expected


@pytest.mark.parametrize("text", ["", None, "8-18", "08:00", "08:00-18:00-20:00", "24:00-08:00", "open"])
def test_default_hours_need_two_times(text: str | None) -> None:
    with pytest.raises(FieldError) as caught:
        default_hours(text, JERUSALEM)
    assert (caught.value.rule, caught.value.pointer) == ("bad_time_range", "/working_hours")


@pytest.mark.parametrize("name", ["Asia/Jerusalem", "UTC", "Etc/GMT+12", "America/Argentina/Buenos_Aires"])
def test_known_zones(name: str) -> None:
    assert find_zone(name).key == name


@pytest.mark.parametrize(
    "name",
    ["Mars/Olympus", "Asia", "", None, 3, "../../etc/passwd", "/etc/localtime", "UTC\x00", "x" * 10_000],
)
def test_unknown_zones(name: object) -> None:
    with pytest.raises(FieldError) as caught:
        find_zone(name)
    assert (caught.value.rule, caught.value.pointer) == ("unknown_zone", "/timezone")


# Wall times read as RFC 5545 says; expected instants are those of the IANA data, looked up by hand.
@pytest.mark.parametrize(
    ("zone", "wall", "kind", "utc"),
    [
        ("Asia/Jerusalem", "2027-03-26T01:59", WallKind.REGULAR, "2027-03-25T23:59"),
        ("Asia/Jerusalem", "2027-03-26T02:30", WallKind.GAP, "2027-03-26T00:30"),
        ("Asia/Jerusalem", "2027-03-26T03:00", WallKind.REGULAR, "2027-03-26T00:00"),
        ("Asia/Jerusalem", "2026-10-25T01:30", WallKind.FOLD, "2026-10-24T22:30"),
        ("Asia/Jerusalem", "2026-10-25T02:00", WallKind.REGULAR, "2026-10-25T00:00"),
        ("Europe/London", "2026-03-29T01:30", WallKind.GAP, "2026-03-29T01:30"),
        ("Europe/London", "2026-10-25T01:30", WallKind.FOLD, "2026-10-25T00:30"),
        ("America/New_York", "2026-03-08T02:30", WallKind.GAP, "2026-03-08T07:30"),
        ("America/New_York", "2026-11-01T01:30", WallKind.FOLD, "2026-11-01T05:30"),
        ("Australia/Lord_Howe", "2026-10-04T02:15", WallKind.GAP, "2026-10-03T15:45"),
        ("Australia/Lord_Howe", "2026-04-05T01:45", WallKind.FOLD, "2026-04-04T14:45"),
        ("America/Havana", "2026-03-08T00:30", WallKind.GAP, "2026-03-08T05:30"),
        ("America/Havana", "2025-11-02T00:30", WallKind.FOLD, "2025-11-02T04:30"),
        ("Asia/Beirut", "2026-03-29T00:30", WallKind.GAP, "2026-03-28T22:30"),
        ("Asia/Beirut", "2026-10-24T23:30", WallKind.FOLD, "2026-10-24T20:30"),
        ("America/Asuncion", "2023-10-01T00:00", WallKind.GAP, "2023-10-01T04:00"),
        ("America/Asuncion", "2023-03-25T23:30", WallKind.FOLD, "2023-03-26T02:30"),
        ("Pacific/Apia", "2011-12-30T12:00", WallKind.GAP, "2011-12-30T22:00"),
    ],
)
def test_wall_times_in_gaps_and_folds(zone: str, wall: str, kind: WallKind, utc: str) -> None:
    naive = datetime.fromisoformat(wall)
    assert wall_kind(naive, ZoneInfo(zone)) is kind
    assert instant(naive, ZoneInfo(zone)) == datetime.fromisoformat(utc).replace(tzinfo=UTC)
