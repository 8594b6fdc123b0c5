"""Policy bounds, and the judge: each reason, its edges, and which reason is named first."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.core.scheduling.hours import OpeningHours, WeeklyHours
from app.core.scheduling.policy import (
    MAX_BUFFER_MIN,
    MAX_DURATION_MIN,
    Agenda,
    Busy,
    Grid,
    Policy,
    Reason,
    footprint,
    judge,
)
from app.errors import FieldError
from tests.support.hours import parse_overrides

JERUSALEM = ZoneInfo("Asia/Jerusalem")
NOW = datetime(2026, 11, 23, 8, 30, tzinfo=JERUSALEM)  # a Monday
WEEK = WeeklyHours.parse(
    {
        "sun": [["09:00", "17:00"]],
        "mon": [["09:00", "17:00"]],
        "tue": [["09:00", "12:00"], ["13:00", "17:00"]],
        "thu": [["20:00", "02:00"]],
    }
)
HOURS = OpeningHours(WEEK, JERUSALEM, parse_overrides({"2026-11-29": []}))


def at(text: str) -> datetime:
    """`24 10:00`: the 24th of November 2026 at ten in Jerusalem."""
    return datetime.fromisoformat(f"2026-11-{text}").replace(tzinfo=JERUSALEM)


def taken(start: str, end: str, counts: bool = False) -> Busy:
    return footprint(at(start), at(end), at(start) if counts else None)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("duration_min", 0),
        ("duration_min", -30),
        ("duration_min", MAX_DURATION_MIN + 1),
        ("duration_min", 365 * 24 * 60),
        ("duration_min", None),
        ("duration_min", True),
        ("duration_min", 30.0),
        ("slot_step_min", 0),
        ("slot_step_min", 1441),
        ("buffer_before_min", -1),
        ("buffer_after_min", MAX_BUFFER_MIN + 1),
        ("min_notice_min", -1),
        ("booking_window_days", -1),
        ("max_per_day", 0),
    ],
)
def test_a_policy_out_of_bounds_is_refused_by_field(field: str, value: object) -> None:
    fields: dict[str, Any] = {field: value}
    with pytest.raises(FieldError) as caught:
        Policy(**fields)
    assert (caught.value.rule, caught.value.pointer) == ("out_of_range", f"/{field}")


def test_an_asked_for_duration_replaces_the_calendars_own() -> None:
    policy = Policy(duration_min=60, buffer_after_min=10, grid=Grid.HOUR_ALIGNED)
    assert policy.lasting(None) is policy
    assert policy.lasting(90) == Policy(duration_min=90, buffer_after_min=10, grid=Grid.HOUR_ALIGNED)
    with pytest.raises(FieldError):
        policy.lasting(0)


@pytest.mark.parametrize(
    ("start", "policy", "busy", "verdict"),
    [
        ("24 10:00", {}, [], None),
        ("24 10:07", {}, [], None),  # off the grid
        ("24 09:00", {}, [], None),
        ("24 16:00", {}, [], None),  # ends with closing
        ("24 16:01", {}, [], Reason.OUT_OF_HOURS),
        ("24 08:59", {}, [], Reason.OUT_OF_HOURS),
        ("24 11:30", {}, [], Reason.OUT_OF_HOURS),  # over the midday break
        ("25 10:00", {}, [], Reason.CLOSED_DAY),  # no hours on Wednesdays
        ("29 10:00", {}, [], Reason.CLOSED_DAY),  # closed by the date's override
        ("26 23:30", {}, [], None),  # over midnight
        ("27 01:00", {}, [], None),  # in what is left of Thursday's evening
        ("27 01:30", {}, [], Reason.OUT_OF_HOURS),
        ("23 08:00", {}, [], Reason.PAST_DATE),
        ("22 10:00", {}, [], Reason.PAST_DATE),
        ("23 09:00", {"min_notice_min": 30}, [], None),  # notice is inclusive
        ("23 09:00", {"min_notice_min": 31}, [], Reason.TOO_SOON),
        ("24 10:00", {"booking_window_days": 1}, [], None),
        ("24 10:00", {"booking_window_days": 0}, [], Reason.TOO_FAR),
        ("23 16:00", {"booking_window_days": 0}, [], None),
        # footprints are half-open: touching is allowed
        ("24 10:00", {}, [taken("24 09:00", "24 10:00"), taken("24 11:00", "24 11:30")], None),
        ("24 10:00", {}, [taken("24 10:59", "24 11:30")], Reason.SLOT_TAKEN),
        ("24 10:00", {}, [taken("23 00:00", "26 00:00")], Reason.SLOT_TAKEN),
        ("24 10:00", {"buffer_before_min": 15}, [taken("24 09:00", "24 09:45")], None),
        ("24 10:00", {"buffer_before_min": 15}, [taken("24 09:00", "24 09:46")], Reason.SLOT_TAKEN),
        ("24 10:00", {"buffer_after_min": 15}, [taken("24 11:15", "24 12:00")], None),
        ("24 10:00", {"buffer_after_min": 15}, [taken("24 11:14", "24 12:00")], Reason.SLOT_TAKEN),
        ("24 09:00", {"buffer_before_min": 30}, [], None),  # a buffer may leave the opening
        ("24 09:00", {"buffer_before_min": 30}, [taken("24 08:00", "24 08:45")], Reason.SLOT_TAKEN),
        # the day's limit counts appointments that start on the day, not every footprint
        ("24 10:00", {"max_per_day": 1}, [taken("24 13:00", "24 14:00", counts=True)], Reason.DAY_FULL),
        ("24 10:00", {"max_per_day": 1}, [taken("24 13:00", "24 14:00")], None),
        ("24 10:00", {"max_per_day": 2}, [taken("24 13:00", "24 14:00", counts=True)], None),
        ("24 10:00", {"max_per_day": 1}, [taken("23 23:00", "24 01:00", counts=True)], None),
    ],
)
def test_verdicts(start: str, policy: dict[str, Any], busy: list[Busy], verdict: Reason | None) -> None:
    assert judge(at(start), Agenda(HOURS, Policy(**policy), busy), NOW) is verdict


def test_the_day_of_an_appointment_is_that_of_its_start_not_of_its_buffer() -> None:
    early = footprint(at("24 23:30"), at("25 01:00"), counts_at=at("25 00:15"))
    agenda = Agenda(OpeningHours(WeeklyHours.always(), JERUSALEM), Policy(max_per_day=1), [early])
    assert judge(at("24 10:00"), agenda, NOW) is None
    assert judge(at("25 10:00"), agenda, NOW) is Reason.DAY_FULL


def test_of_several_reasons_the_first_in_order_is_named() -> None:
    policy = Policy(min_notice_min=600, booking_window_days=0, max_per_day=1)
    agenda = Agenda(HOURS, policy, [taken("23 00:00", "28 00:00", counts=True)])
    starts = ["22 03:00", "23 17:30", "24 10:00"]
    assert [judge(at(start), agenda, NOW) for start in starts] == [
        Reason.PAST_DATE,
        Reason.TOO_SOON,
        Reason.TOO_FAR,
    ]
    assert judge(at("23 10:00"), Agenda(None, policy), NOW) is Reason.CALENDAR_UNAVAILABLE


def test_a_full_day_is_named_before_a_taken_slot() -> None:
    agenda = Agenda(HOURS, Policy(max_per_day=1), [taken("24 10:00", "24 11:00", counts=True)])
    assert judge(at("24 10:00"), agenda, NOW) is Reason.DAY_FULL


def test_an_appointment_may_last_for_days_where_the_calendar_never_closes() -> None:
    agenda = Agenda(OpeningHours(WeeklyHours.always(), JERUSALEM), Policy(duration_min=MAX_DURATION_MIN))
    assert judge(at("24 23:59"), agenda, NOW) is None


def test_a_day_long_appointment_may_start_before_midnight_of_a_short_day() -> None:
    agenda = Agenda(OpeningHours(WeeklyHours.always(), JERUSALEM), Policy(duration_min=24 * 60))
    assert judge(datetime(2027, 3, 25, 23, 30, tzinfo=JERUSALEM), agenda, NOW) is None


def test_the_fraction_of_a_second_counts_against_the_past() -> None:
    agenda = Agenda(OpeningHours(WeeklyHours.always(), JERUSALEM), Policy())
    assert judge(NOW, agenda, NOW) is None
    assert judge(NOW, agenda, NOW + timedelta(microseconds=1)) is Reason.PAST_DATE


@pytest.mark.parametrize("extra", [{"seconds": 30}, {"microseconds": 1}])
def test_a_start_is_a_whole_minute(extra: dict[str, int]) -> None:
    with pytest.raises(FieldError) as caught:
        judge(at("24 10:00") + timedelta(**extra), Agenda(HOURS, Policy()), NOW)
    assert (caught.value.rule, caught.value.pointer) == ("not_whole_minute", "/starts_at")


@pytest.mark.parametrize(
    ("start", "reason"),
    [
        (datetime(1, 1, 1, tzinfo=ZoneInfo("Asia/Tokyo")), Reason.PAST_DATE),
        (datetime(9999, 12, 31, 23, tzinfo=ZoneInfo("America/New_York")), Reason.TOO_FAR),
    ],
)
def test_the_ends_of_the_calendar_are_refused_like_any_other_date(start: datetime, reason: Reason) -> None:
    assert judge(start, Agenda(HOURS, Policy()), NOW) is reason


# Today ends when the calendar's zone says so, not UTC.
@pytest.mark.parametrize(
    ("now", "last"),
    [
        (datetime(2026, 11, 23, 21, 59, tzinfo=UTC), date(2026, 11, 24)),
        (datetime(2026, 11, 23, 22, 0, tzinfo=UTC), date(2026, 11, 25)),
    ],
)
def test_the_booking_window_counts_local_days(now: datetime, last: date) -> None:
    assert Policy(booking_window_days=1).last_date(now, JERUSALEM) == last


def test_a_start_in_the_spring_gap_is_judged_as_the_instant_that_it_comes_to() -> None:
    friday = OpeningHours(WeeklyHours.parse({"fri": [["03:00", "04:00"]]}), JERUSALEM)
    skipped = datetime(2027, 3, 26, 2, 30, tzinfo=JERUSALEM)  # 03:30 on the new clock
    agenda = Agenda(friday, Policy(duration_min=30))
    assert judge(skipped, agenda, NOW) is None
    assert judge(skipped - timedelta(hours=1), agenda, NOW) is Reason.OUT_OF_HOURS
