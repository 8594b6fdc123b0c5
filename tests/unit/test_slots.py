"""Listing by example: days on which clocks change, narrowed searches, grids, pools, reasons, alternatives."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.core.scheduling.hours import DAY_NAMES, OpeningHours, WeeklyHours
from app.core.scheduling.intervals import moment, seconds
from app.core.scheduling.policy import Agenda, Busy, Grid, Policy, Reason, footprint
from app.core.scheduling.search import PartOfDay, Search, around, day_bounds, later, spread
from app.core.scheduling.slices import finish
from app.core.scheduling.slots import find_slots, plan, why_empty
from app.errors import FieldError

JERUSALEM = ZoneInfo("Asia/Jerusalem")
NINE_TO_FIVE = WeeklyHours.parse({day: [["09:00", "17:00"]] for day in DAY_NAMES})
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
TUESDAY = date(2026, 11, 24)


def agenda(policy: Policy, busy: list[Busy] | None = None, week: WeeklyHours = NINE_TO_FIVE) -> Agenda:
    return Agenda(OpeningHours(week, JERUSALEM), policy, busy or [])


def on(day: date, clock: str, zone: ZoneInfo = JERUSALEM) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), zone)


def clocks(agendas: Agenda | dict[int, Agenda], search: Search, now: datetime = LONG_AGO) -> list[str]:
    """Starts as `24 09:00`, wall time in Jerusalem."""
    found = finish(find_slots(agendas if isinstance(agendas, dict) else {1: agendas}, search, now))
    return [f"{slot.start.astimezone(JERUSALEM):%d %H:%M}" for slot in found]


# Hours 00:00-04:00 on every date, hourly starts (half-hourly where the change is of half an hour).
@pytest.mark.parametrize(
    ("zone", "day", "step", "walls"),
    [
        ("Asia/Jerusalem", "2027-03-26", 60, "00:00 01:00 03:00"),
        ("Asia/Jerusalem", "2026-10-25", 60, "00:00 01:00 01:00 02:00 03:00"),
        ("Europe/London", "2026-03-29", 60, "00:00 02:00 03:00"),
        ("Europe/London", "2026-10-25", 60, "00:00 01:00 01:00 02:00 03:00"),
        ("America/New_York", "2026-03-08", 60, "00:00 01:00 03:00"),
        ("America/New_York", "2026-11-01", 60, "00:00 01:00 01:00 02:00 03:00"),
        ("Australia/Lord_Howe", "2026-10-04", 30, "00:00 00:30 01:00 01:30 02:30 03:00 03:30"),
        ("Australia/Lord_Howe", "2026-04-05", 30, "00:00 00:30 01:00 01:30 01:30 02:00 02:30 03:00 03:30"),
        ("America/Havana", "2026-03-08", 60, "01:00 02:00 03:00"),
        ("America/Havana", "2025-11-02", 60, "00:00 00:00 01:00 02:00 03:00"),
        ("Asia/Beirut", "2026-03-29", 60, "01:00 02:00 03:00"),
        ("America/Asuncion", "2023-10-01", 60, "01:00 02:00 03:00"),
        ("Pacific/Apia", "2011-12-30", 60, ""),
        ("Pacific/Apia", "2011-12-31", 60, "00:00 01:00 02:00 03:00"),
    ],
)
def test_starts_on_days_when_the_clock_changes(zone: str, day: str, step: int, walls: str) -> None:
    week = WeeklyHours.parse({name: [["00:00", "04:00"]] for name in DAY_NAMES})
    policy = Policy(duration_min=step, slot_step_min=step)
    calendar = Agenda(OpeningHours(week, ZoneInfo(zone)), policy)
    only = Search(date.fromisoformat(day), date.fromisoformat(day))
    starts = [
        slot.start.astimezone(ZoneInfo(zone)) for slot in finish(find_slots({1: calendar}, only, LONG_AGO))
    ]
    assert " ".join(f"{start:%H:%M}" for start in starts) == walls
    assert {start.date() for start in starts} <= {only.first}


def test_an_evening_that_ends_twice_is_listed_to_its_second_end() -> None:
    """Beirut goes from 24:00 back to 23:00: the date's last hour occurs twice."""
    zone, day = ZoneInfo("Asia/Beirut"), date(2026, 10, 24)
    week = WeeklyHours.parse({"sat": [["22:00", "24:00"]]})
    calendar = Agenda(OpeningHours(week, zone), Policy(duration_min=60, slot_step_min=60))
    starts = [slot.start for slot in finish(find_slots({1: calendar}, Search(day, day), LONG_AGO))]
    assert [start.hour for start in starts] == [19, 20, 21]


@pytest.mark.parametrize(
    ("fields", "rule", "pointer"),
    [
        ({"last": date(2026, 11, 23)}, "end_before_start", "/last"),
        ({"last": TUESDAY + timedelta(days=100)}, "range_too_long", "/last"),
        ({"first": date(1, 1, 1)}, "date_out_of_range", "/first"),
        ({"last": date(9999, 12, 31)}, "date_out_of_range", "/last"),
        ({"limit": 0}, "too_small", "/limit"),
    ],
)
def test_a_search_that_breaks_a_rule(fields: dict[str, Any], rule: str, pointer: str) -> None:
    with pytest.raises(FieldError) as caught:
        Search(**{"first": TUESDAY, "last": TUESDAY, **fields})
    assert (caught.value.rule, caught.value.pointer) == (rule, pointer)


def test_a_hundred_days_are_allowed() -> None:
    assert len(clocks(agenda(Policy(duration_min=480)), Search(TUESDAY, TUESDAY + timedelta(days=99)))) == 100


HOURLY = Policy(duration_min=60, slot_step_min=60)


@pytest.mark.parametrize(
    ("narrowed", "starts"),
    [
        ({"limit": 2}, ["24 09:00", "24 10:00"]),
        ({"since": on(TUESDAY, "14:30"), "limit": 2}, ["24 15:00", "24 16:00"]),
        ({"between": PartOfDay.MORNING.between}, ["24 09:00", "24 10:00", "24 11:00"]),
        ({"between": PartOfDay.AFTERNOON.between, "limit": 1}, ["24 12:00"]),
        ({"between": PartOfDay.EVENING.between}, []),
        ({"between": (time(16), time(10))}, ["24 09:00", "24 16:00"]),
        ({"near": on(TUESDAY, "12:10"), "limit": 3}, ["24 12:00", "24 13:00", "24 11:00"]),
        ({"near": on(TUESDAY, "11:30"), "limit": 2}, ["24 11:00", "24 12:00"]),
        ({"near": time(16, 30), "limit": 2}, ["24 16:00", "24 15:00"]),
        ({"near": time(12), "last": date(2026, 11, 25), "limit": 3}, ["24 12:00", "25 12:00", "24 11:00"]),
        ({"near": on(date(2026, 11, 20), "09:00"), "limit": 1}, ["24 09:00"]),
        ({"near": time(2), "limit": 2}, ["24 09:00", "24 10:00"]),
    ],
)
def test_a_search_narrowed(narrowed: dict[str, Any], starts: list[str]) -> None:
    assert clocks(agenda(HOURLY), Search(**{"first": TUESDAY, "last": TUESDAY, **narrowed})) == starts


def test_the_evening_of_a_bar_lasts_until_midnight() -> None:
    bar = agenda(HOURLY, week=WeeklyHours.parse({day: [["21:00", "02:00"]] for day in DAY_NAMES}))
    evening = Search(TUESDAY, TUESDAY, between=PartOfDay.EVENING.between)
    assert clocks(bar, evening) == ["24 21:00", "24 22:00", "24 23:00"]
    # nearness goes round the clock
    late = Search(TUESDAY, TUESDAY, limit=3, near=time(23, 45))
    assert clocks(bar, late) == ["24 00:00", "24 23:00", "24 01:00"]


@pytest.mark.parametrize(
    ("grid", "step", "first"),
    [
        (Grid.OPENING_START, 30, ["24 09:10", "24 09:40"]),
        (Grid.HOUR_ALIGNED, 60, ["24 10:00", "24 11:00"]),
        (Grid.HOUR_ALIGNED, 30, ["24 09:30", "24 10:00"]),
        (Grid.HOUR_ALIGNED, 45, ["24 09:15", "24 10:00"]),
        (Grid.HOUR_ALIGNED, 7, ["24 09:10", "24 09:17"]),
    ],
)
def test_grids(grid: Grid, step: int, first: list[str]) -> None:
    week = WeeklyHours.parse({"tue": [["09:10", "17:00"]]})
    policy = Policy(duration_min=30, slot_step_min=step, grid=grid)
    assert clocks(agenda(policy, week=week), Search(TUESDAY, TUESDAY, limit=2)) == first


def test_hours_are_aligned_to_the_wall_clock_not_to_utc() -> None:
    kathmandu = ZoneInfo("Asia/Kathmandu")  # UTC+05:45
    week = WeeklyHours.parse({"tue": [["09:10", "12:00"]]})
    calendar = Agenda(OpeningHours(week, kathmandu), replace(HOURLY, grid=Grid.HOUR_ALIGNED))
    found = finish(find_slots({1: calendar}, Search(TUESDAY, TUESDAY), LONG_AGO))
    assert [slot.start.astimezone(kathmandu).time() for slot in found] == [time(10), time(11)]


def test_round_the_clock_every_date_lists_the_same_wall_times() -> None:
    always = agenda(Policy(duration_min=50, slot_step_min=50), week=WeeklyHours.always())
    found = clocks(always, Search(TUESDAY, TUESDAY + timedelta(days=1)))
    days = [[text[3:] for text in found if text.startswith(day)] for day in ("24", "25")]
    assert days[0] == days[1]
    assert days[0][:2] == ["00:00", "00:50"]


def test_each_slot_of_a_pool_names_the_calendars_that_are_free() -> None:
    ten = footprint(on(TUESDAY, "10:00"), on(TUESDAY, "11:00"))
    late = WeeklyHours.parse({"tue": [["10:30", "13:00"]]})
    agendas = {7: agenda(HOURLY, [ten]), 3: agenda(HOURLY, week=late), 5: Agenda(None, HOURLY)}
    found = finish(find_slots(agendas, Search(TUESDAY, TUESDAY, limit=5), LONG_AGO))
    assert [(f"{slot.start.astimezone(JERUSALEM):%H:%M}", slot.calendars) for slot in found] == [
        ("09:00", (7,)),
        ("10:30", (3,)),
        ("11:00", (7, 3)),  # on one calendar's grid and free in both
        ("11:30", (7, 3)),
        ("12:00", (7, 3)),
    ]


def test_each_calendar_of_a_pool_keeps_its_own_notice_and_limits() -> None:
    eager, slow = agenda(HOURLY), agenda(replace(HOURLY, min_notice_min=180))
    counted = footprint(on(TUESDAY, "09:00"), on(TUESDAY, "09:05"), on(TUESDAY, "09:00"))
    full = agenda(replace(HOURLY, max_per_day=1), [counted])
    found = finish(find_slots({1: eager, 2: slow, 3: full}, Search(TUESDAY, TUESDAY), NOON))
    assert [slot.calendars for slot in found] == [(1,), (1,), (1,), (1, 2), (1, 2)]


NOON = on(TUESDAY, "12:00")


@pytest.mark.parametrize(
    ("policy", "busy", "search", "reasons"),
    [
        ({}, [], {}, {}),
        ({}, [("24 00:00", "25 00:00", False)], {}, {24: Reason.SLOT_TAKEN}),
        ({"min_notice_min": 240}, [("24 00:00", "25 00:00", False)], {}, {24: Reason.SLOT_TAKEN}),
        ({"max_per_day": 1}, [("24 16:00", "24 17:00", True)], {}, {24: Reason.DAY_FULL}),
        ({}, [], {"since": on(TUESDAY, "16:30")}, {}),  # the date has slots, before the point to go on from
        ({"min_notice_min": 24 * 60}, [], {}, {24: Reason.TOO_SOON}),
        ({"booking_window_days": 0}, [], {"last": 25}, {25: Reason.TOO_FAR}),
        ({}, [], {"first": 23, "last": 23}, {23: Reason.PAST_DATE}),
        ({}, [], {"first": 28, "last": 28}, {28: Reason.CLOSED_DAY}),
        ({"duration_min": 481}, [], {}, {24: Reason.OUT_OF_HOURS}),
        ({}, [], {"between": PartOfDay.EVENING.between}, {24: Reason.OUT_OF_HOURS}),
        ({}, [], {"between": PartOfDay.MORNING.between}, {24: Reason.PAST_DATE}),
    ],
)
def test_why_a_date_has_no_slot(
    policy: dict[str, Any],
    busy: list[tuple[str, str, bool]],
    search: dict[str, Any],
    reasons: dict[int, Reason],
) -> None:
    """Asked at noon on Tuesday the 24th; Saturday the 28th is closed."""
    weekdays = WeeklyHours.parse({day: [["09:00", "17:00"]] for day in DAY_NAMES if day != "sat"})
    rows = [(at(start), at(end), at(start) if counts else None) for start, end, counts in busy]
    days = {name: date(2026, 11, search.get(name, 24)) for name in ("first", "last")}
    asked = Search(**{**search, **days})
    calendar = agenda(Policy(**policy), [footprint(*row) for row in rows], weekdays)
    assert {day.day: why for day, why in finish(why_empty({1: calendar}, asked, NOON)).items()} == reasons


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{text}").replace(tzinfo=JERUSALEM)


def test_a_pool_is_empty_for_the_reason_that_came_closest() -> None:
    taken = agenda(HOURLY, [footprint(at("24 00:00"), at("25 00:00"))])
    pool = {1: Agenda(None, HOURLY), 2: agenda(HOURLY, week=WeeklyHours.parse({})), 3: taken}
    assert finish(why_empty(pool, Search(TUESDAY, TUESDAY), NOON)) == {TUESDAY: Reason.SLOT_TAKEN}
    assert finish(why_empty({1: Agenda(None, HOURLY)}, Search(TUESDAY, TUESDAY), NOON)) == {
        TUESDAY: Reason.CALENDAR_UNAVAILABLE
    }


def test_the_next_free_day_is_the_first_slot_of_the_later_search() -> None:
    full = agenda(HOURLY, [footprint(at("24 00:00"), at("26 10:30"))])
    search = Search(TUESDAY, TUESDAY, between=PartOfDay.MORNING.between, near=time(11))
    assert clocks(full, search) == []
    assert clocks(full, later(search)) == ["26 11:00"]


@pytest.mark.parametrize(
    ("start", "policy", "starts"),
    [
        ("24 13:00", {}, ["24 14:00", "24 15:00", "24 16:00"]),
        ("25 13:00", {}, ["25 13:00", "25 12:00", "25 14:00"]),
        ("20 13:00", {}, ["24 14:00", "24 15:00", "24 16:00"]),
        ("30 13:00", {"booking_window_days": 2}, ["26 16:00", "26 15:00", "26 14:00"]),
        ("28 03:00", {}, ["28 09:00", "28 10:00", "28 11:00"]),
        ("25 17:00", {}, ["25 16:00", "25 15:00", "25 14:00"]),
        ("26 08:00", {}, ["26 09:00", "26 10:00", "26 11:00"]),
        ("26 01:00", {}, ["26 09:00", "25 16:00", "26 10:00"]),
    ],
)
def test_alternatives_are_the_nearest_bookable_starts(
    start: str, policy: dict[str, Any], starts: list[str]
) -> None:
    """Asked on Tuesday the 24th at noon; 12:00 to 14:00 is taken that day."""
    calendar = agenda(replace(HOURLY, **policy), [footprint(at("24 12:00"), at("24 14:00"))])
    assert clocks(calendar, around(at(start), calendar, NOON), NOON) == starts


def test_alternatives_are_looked_for_two_weeks_before_and_after_the_refused_date() -> None:
    calendar = agenda(replace(HOURLY, booking_window_days=40))
    spans = [around(NOON + timedelta(days=days), calendar, NOON) for days in (-1, 0, 2, 20, 40, 41)]
    today = NOON.date()
    assert [((span.first - today).days, (span.last - today).days) for span in spans] == [
        (0, 14),
        (0, 14),
        (0, 16),
        (6, 34),
        (26, 40),
        (26, 40),
    ]


def test_alternatives_exist_at_the_ends_of_the_calendar() -> None:
    for start in (datetime(1, 1, 1, tzinfo=ZoneInfo("Asia/Tokyo")), datetime.max.replace(tzinfo=UTC)):
        search = around(start, agenda(HOURLY), NOON)
        assert search.first >= TUESDAY
        finish(find_slots({1: agenda(HOURLY)}, search, NOON))


@pytest.mark.parametrize(
    ("count", "chosen"), [(1, [0]), (2, [0, 9]), (3, [0, 4, 9]), (10, list(range(10))), (99, list(range(10)))]
)
def test_spread_takes_evenly_from_first_to_last(count: int, chosen: list[int]) -> None:
    assert spread(range(10), count) == chosen


def test_the_first_slots_are_found_without_laying_out_the_rest() -> None:
    found = plan(agenda(HOURLY), Search(TUESDAY, TUESDAY + timedelta(days=99)), LONG_AGO).runs()
    assert next(found)[0] == seconds(at("24 09:00"))


def test_a_date_to_which_the_clock_goes_back_ends_where_it_ends_for_good() -> None:
    """St John's, 2010: at 00:01 on the 7th (02:31 UTC) the clock went back to 23:01 on the 6th."""
    low, high, exact = day_bounds(date(2010, 11, 6), date(2010, 11, 6), ZoneInfo("America/St_Johns"))
    assert (moment(low), moment(high), exact) == (
        datetime(2010, 11, 6, 2, 30, tzinfo=UTC),
        datetime(2010, 11, 7, 3, 30, tzinfo=UTC),
        False,
    )
