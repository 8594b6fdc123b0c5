"""Recurrence rules: what they mean, on which clock, and that no text can hang them."""

import contextlib
from datetime import UTC, date, datetime, timedelta
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.scheduling.recurrence import HORIZON_DAYS, MAX_INSTANCES, Recurrence, instances
from app.errors import FieldError

JERUSALEM = ZoneInfo("Asia/Jerusalem")
TUESDAY = datetime(2027, 1, 12, 10, 0)  # noqa: DTZ001 - a wall time


def walls(rule: str, first: datetime = TUESDAY, zone: ZoneInfo = JERUSALEM) -> list[str]:
    starts, _ = instances(rule, first, zone)
    return [f"{start.astimezone(zone):%m-%d %H:%M}" for start in starts]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=DAILY;COUNT=3", ["01-12", "01-13", "01-14"]),
        ("FREQ=DAILY;INTERVAL=10;COUNT=3", ["01-12", "01-22", "02-01"]),
        ("FREQ=WEEKLY;COUNT=2", ["01-12", "01-19"]),
        ("RRULE:FREQ=WEEKLY;COUNT=2", ["01-12", "01-19"]),
        ("freq=weekly;count=2", ["01-12", "01-19"]),
        ("FREQ=WEEKLY;BYDAY=SU,TU;COUNT=4", ["01-12", "01-17", "01-19", "01-24"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,TU;WKST=SU;COUNT=4", ["01-12", "01-24", "01-26", "02-07"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,TU;WKST=MO;COUNT=4", ["01-12", "01-17", "01-26", "01-31"]),
        ("FREQ=MONTHLY;COUNT=3", ["01-12", "02-12", "03-12"]),
        ("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3", ["01-31", "03-31", "05-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3", ["01-31", "02-28", "03-31"]),
        ("FREQ=MONTHLY;BYDAY=1SU;COUNT=3", ["02-07", "03-07", "04-04"]),
        ("FREQ=MONTHLY;BYDAY=-1TH;COUNT=2", ["01-28", "02-25"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,SU;BYSETPOS=-1;COUNT=2", ["01-31", "02-28"]),
        ("FREQ=YEARLY;COUNT=2", ["01-12", "01-12"]),
        ("FREQ=YEARLY;BYMONTH=3;BYDAY=2TU;COUNT=2", ["03-09", "03-14"]),
        ("FREQ=DAILY;UNTIL=20270114", ["01-12", "01-13", "01-14"]),
        ("FREQ=DAILY;UNTIL=20270114T095959", ["01-12", "01-13"]),
        ("FREQ=DAILY;UNTIL=20270114T100000", ["01-12", "01-13", "01-14"]),
        ("FREQ=DAILY;UNTIL=20270114T080000Z", ["01-12", "01-13", "01-14"]),
        ("FREQ=DAILY;UNTIL=20270114T075959Z", ["01-12", "01-13"]),
    ],
)
def test_a_rule_means_what_the_standard_says(rule: str, expected: list[str]) -> None:
    assert walls(rule) == [f"{day} 10:00" for day in expected]


def test_a_rule_may_name_several_times_of_a_day() -> None:
    found = walls("FREQ=DAILY;BYHOUR=9,16;BYMINUTE=0,30;COUNT=5", TUESDAY.replace(hour=9, minute=30))
    assert found == ["01-12 09:30", "01-12 16:00", "01-12 16:30", "01-13 09:00", "01-13 09:30"]


@pytest.mark.parametrize("first", [datetime(2027, 3, 21, 10), datetime(2027, 10, 24, 10)])  # noqa: DTZ001
def test_the_wall_clock_stays_when_the_offset_changes(first: datetime) -> None:
    starts, skipped = instances("FREQ=WEEKLY;COUNT=3", first, JERUSALEM)
    assert [start.astimezone(JERUSALEM).hour for start in starts] == [10, 10, 10]
    assert len({start.astimezone(JERUSALEM).utcoffset() for start in starts}) == 2
    assert skipped == []


def test_a_time_that_the_clock_skips_is_left_out_and_not_counted() -> None:
    first = datetime(2027, 3, 25, 2, 30)  # noqa: DTZ001 - a wall time
    starts, skipped = instances("FREQ=DAILY;COUNT=3", first, JERUSALEM)
    assert [start.astimezone(JERUSALEM).day for start in starts] == [25, 27, 28]
    assert skipped == [datetime(2027, 3, 26, 2, 30)]  # noqa: DTZ001
    assert instances("FREQ=DAILY;UNTIL=20270327", first, JERUSALEM)[0] == starts[:2]


def test_of_a_time_that_occurs_twice_the_first_is_taken() -> None:
    first = datetime(2027, 10, 30, 1, 30)  # noqa: DTZ001 - a wall time
    starts, skipped = instances("FREQ=DAILY;COUNT=3", first, JERUSALEM)
    assert starts[1] == datetime(2027, 10, 30, 22, 30, tzinfo=UTC)
    assert (len(starts), skipped) == (3, [])


HOSTILE = [
    "",
    ";",
    "FREQ",
    "FREQ=",
    "FREQ=;COUNT=1",
    "FREQ=FORTNIGHTLY;COUNT=1",
    "FREQ=SECONDLY;COUNT=3",
    "FREQ=MINUTELY;COUNT=3",
    "FREQ=HOURLY;COUNT=3",
    "FREQ=DAILY",
    "FREQ=YEARLY;INTERVAL=100",
    "FREQ=DAILY;COUNT=0",
    "FREQ=DAILY;COUNT=-5",
    "FREQ=DAILY;COUNT=101",
    "FREQ=DAILY;COUNT=" + "9" * 400,
    "FREQ=DAILY;COUNT=٣",
    "FREQ=DAILY;COUNT=1e3",
    "FREQ=DAILY;COUNT= 3",
    "FREQ=DAILY;COUNT=3;COUNT=4",
    "FREQ=DAILY;COUNT=3;UNTIL=20270201",
    "FREQ=DAILY;UNTIL=20270301;UNTIL=20270201",
    "FREQ=DAILY;UNTIL=99991231",
    "FREQ=YEARLY;UNTIL=20990101",
    "FREQ=DAILY;UNTIL=20270101",
    "FREQ=DAILY;UNTIL=20270631",
    "FREQ=DAILY;UNTIL=20270114T250000Z",
    "FREQ=DAILY;UNTIL=20270114T1000",
    "FREQ=DAILY;UNTIL=tomorrow",
    "FREQ=DAILY;UNTIL=20270501",
    "FREQ=DAILY;INTERVAL=0;COUNT=3",
    "FREQ=DAILY;INTERVAL=0;BYMONTH=2;COUNT=3",
    "FREQ=DAILY;INTERVAL=-1;COUNT=3",
    "FREQ=DAILY;INTERVAL=" + "9" * 30 + ";COUNT=3",
    "FREQ=YEARLY;INTERVAL=9999;COUNT=2",
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=3",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=3",
    "FREQ=MONTHLY;BYDAY=99MO;COUNT=1",
    "FREQ=MONTHLY;BYDAY=0MO;COUNT=1",
    "FREQ=MONTHLY;BYDAY=6MO;COUNT=1",
    "FREQ=WEEKLY;BYDAY=1MO;COUNT=1",
    "FREQ=WEEKLY;BYDAY=XX;COUNT=1",
    "FREQ=WEEKLY;BYDAY=;COUNT=1",
    "FREQ=WEEKLY;BYMONTHDAY=3;COUNT=1",
    "FREQ=WEEKLY;WKST=1MO;COUNT=1",
    "FREQ=MONTHLY;BYMONTHDAY=0;COUNT=1",
    "FREQ=MONTHLY;BYMONTHDAY=32;COUNT=1",
    "FREQ=DAILY;BYHOUR=24;COUNT=1",
    "FREQ=DAILY;BYSECOND=30;COUNT=2",
    "FREQ=DAILY;BYEASTER=0;COUNT=1",
    "FREQ=YEARLY;BYWEEKNO=54;COUNT=1",
    "FREQ=DAILY;X-FOO=1;COUNT=1",
    "FREQ=DAILY;COUNT=2\nEXDATE:20270113T100000",
    "EXDATE:20270113T100000",
    "DTSTART:20280101T100000\nRRULE:FREQ=DAILY;COUNT=2",
    "RRULE:RRULE:FREQ=DAILY;COUNT=2",
    "FREQ=DAILY;BYMINUTE=" + ",".join(map(str, range(60))) + ";COUNT=" + "1" * 300,
    "FREQ=DAILY;" * 900,
    "א" * 10_000,
    "9" * 10_000,
    "\x00",
]


@pytest.mark.parametrize("rule", HOSTILE, ids=[repr(rule)[:50] for rule in HOSTILE])
def test_a_hostile_rule_is_refused(rule: str) -> None:
    with pytest.raises(FieldError) as refused:
        instances(rule, TUESDAY, JERUSALEM)
    assert (refused.value.rule, refused.value.pointer) == ("bad_rrule", "/rrule")


@settings(max_examples=40, deadline=2000)
@given(st.text(alphabet="FREQ=DAILYWKMOCUNTBSP;,-+0123456789:Z\n", max_size=120))
def test_no_text_hangs_or_breaks_it(text: str) -> None:
    with contextlib.suppress(FieldError):
        starts, _ = instances(f"FREQ=DAILY;COUNT=5;{text}", TUESDAY, JERUSALEM)
        assert 0 < len(starts) <= MAX_INSTANCES


parts_of_rules = st.fixed_dictionaries(
    {"FREQ": st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])},
    optional={
        "INTERVAL": st.integers(1, 5).map(str),
        "BYDAY": st.lists(st.sampled_from(["MO", "TU", "SU"]), min_size=1, max_size=2).map(",".join),
        "BYMONTH": st.lists(st.integers(1, 12), min_size=1, max_size=3).map(lambda x: ",".join(map(str, x))),
        "BYMONTHDAY": st.sampled_from(["1", "15,-1", "29", "-3"]),
        "BYHOUR": st.sampled_from(["9", "8,16"]),
        "BYSETPOS": st.sampled_from(["1", "-1", "1,-1"]),
        "WKST": st.sampled_from(["SU", "MO", "TH"]),
    },
)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ordinals = st.sampled_from([None, "1SU", "-1TU", "2MO,-2SU"])


@settings(max_examples=25, deadline=None)
@given(parts_of_rules, ordinals, st.dates(date(2024, 1, 1), date(2030, 12, 31)))
def test_rules_expand_as_another_implementation_expands_them(
    parts: dict[str, str], ordinal: str | None, day: date
) -> None:
    if ordinal and parts["FREQ"] in {"MONTHLY", "YEARLY"}:
        parts = {**parts, "BYDAY": ordinal}
    if parts["FREQ"] == "WEEKLY":
        parts = {name: value for name, value in parts.items() if name != "BYMONTHDAY"}
        if "BYSETPOS" in parts:
            # RFC 5545 counts positions in the whole week; the other one counts from the first start.
            day -= timedelta(days=(day.weekday() - WEEKDAYS.index(parts.get("WKST", "MO"))) % 7)
    rule = ";".join(f"{name}={value}" for name, value in parts.items())
    first = datetime(day.year, day.month, day.day, 10)  # noqa: DTZ001 - a wall time
    # Far enough apart that the other one stops looking soon, near enough for both to find the same.
    end = first + timedelta(days=800)
    mine = takewhile(lambda wall: wall <= end, Recurrence.parse(f"{rule};COUNT=1").walls(first))
    other = rrulestr(f"{rule};UNTIL={end:%Y%m%dT%H%M%S}", dtstart=first)
    assert list(islice(mine, 50)) == list(islice(other, 50))
    assert HORIZON_DAYS > 800
