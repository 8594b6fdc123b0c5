"""Cases of free slots, through the engine, its judge, and the minute-by-minute reference."""

import json
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.scheduling.policy import judge
from benchmarks.slots import agenda_of, solve
from tests.support.slot_reference import free_starts
from tests.support.source import ROOT

CASES: list[dict[str, Any]] = json.loads((ROOT / "tests/data/slots.json").read_text(encoding="utf-8"))
each_case = pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
# Local dates around which clocks change, with the days of the week of the day before and of the day itself.
CHANGES = (
    ("Asia/Jerusalem", "2027-03-25", "2027-03-26", ("thu", "fri")),
    ("Asia/Jerusalem", "2026-10-24", "2026-10-25", ("sat", "sun")),
    ("America/New_York", "2026-10-31", "2026-11-01", ("sat", "sun")),
    ("Australia/Lord_Howe", "2026-10-03", "2026-10-04", ("sat", "sun")),
)
times = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.sampled_from((0, 15, 20, 30)))
windows = st.lists(st.tuples(times, times).filter(lambda pair: pair[0] != pair[1]), max_size=3)


@each_case
def test_the_engine_offers_what_the_case_expects(case: dict[str, Any]) -> None:
    assert solve(case) == case["expected"]


@each_case
def test_the_judge_books_what_the_case_expects(case: dict[str, Any]) -> None:
    agenda, now = agenda_of(case), datetime.fromisoformat(case["now_utc"])
    starts = [datetime.fromisoformat(text) for text in case["expected"]]
    assert [judge(start, agenda, now) for start in starts] == [None] * len(starts)


@each_case
def test_the_reference_agrees_with_the_case(case: dict[str, Any]) -> None:
    assert free_starts(case) == case["expected"]


@given(st.data())
def test_the_engine_agrees_with_the_reference_where_clocks_change(data: st.DataObject) -> None:
    zone, first, last, days = data.draw(st.sampled_from(CHANGES))
    case = {
        "timezone": zone,
        "opening_hours": {day: data.draw(windows) for day in days},
        "slot_step_min": data.draw(st.sampled_from((15, 25, 60))),
        "duration_min": data.draw(st.sampled_from((15, 40, 120))),
        "buffer_before_min": data.draw(st.sampled_from((0, 10))),
        "now_utc": "2026-01-01T00:00:00Z",
        "range_local": [first, last],
        "busy_utc": [[f"{first}T{data.draw(times)}:00Z", f"{last}T{data.draw(times)}:00Z"]]
        if data.draw(st.booleans())
        else [],
    }
    assert solve(case) == free_starts(case)
