"""Interval arithmetic against sets of seconds."""

from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.core.scheduling.intervals import (
    Interval,
    clip,
    intersect,
    merge,
    moment,
    seconds,
    seconds_up,
    subtract,
)

few = settings(max_examples=30)
# inverted and empty ones among them
loose = st.lists(st.tuples(st.integers(-20, 60), st.integers(-20, 60)), max_size=8)


def covered(intervals: list[Interval]) -> set[int]:
    return {second for a, b in intervals for second in range(a, b)}


def is_merged(intervals: list[Interval]) -> bool:
    return all(a < b for a, b in intervals) and all(left[1] < right[0] for left, right in pairwise(intervals))


@few
@given(loose)
def test_merge_keeps_the_time_and_joins_what_overlaps_or_touches(intervals: list[Interval]) -> None:
    assert is_merged(merge(intervals))
    assert covered(merge(intervals)) == covered(intervals)


@few
@given(loose.flatmap(lambda intervals: st.tuples(st.just(intervals), st.permutations(intervals))))
def test_merge_does_not_depend_on_the_order(orders: tuple[list[Interval], list[Interval]]) -> None:
    assert merge(orders[0]) == merge(orders[1])


@few
@given(loose, loose)
def test_subtract_and_intersect_are_those_of_sets(left: list[Interval], right: list[Interval]) -> None:
    a, b = merge(left), merge(right)
    assert covered(subtract(a, b)) == covered(a) - covered(b)
    assert covered(intersect(a, b)) == covered(a) & covered(b)
    assert is_merged(subtract(a, b))
    assert is_merged(intersect(a, b))


@few
@given(loose, st.integers(-25, 65), st.integers(-25, 65))
def test_clip_is_the_part_inside(intervals: list[Interval], start: int, end: int) -> None:
    clipped = clip(merge(intervals), start, end)
    assert is_merged(clipped)
    assert covered(clipped) == covered(intervals) & set(range(start, end))


@few
@example(datetime(2515, 1, 1, 0, 0, 0, 999_999), 0)  # noqa: DTZ001
@given(st.datetimes(datetime(1960, 1, 1), datetime(2900, 1, 1)), st.integers(-720, 840))  # noqa: DTZ001
def test_seconds_round_down_and_up_around_the_instant(wall: datetime, offset: int) -> None:
    at = wall.replace(tzinfo=timezone(timedelta(minutes=offset)))
    assert moment(seconds(at)) <= at <= moment(seconds_up(at))
    assert seconds_up(at) - seconds(at) == (1 if at.microsecond else 0)


def test_a_naive_time_is_not_an_instant() -> None:
    with pytest.raises(ValueError, match="naive"):
        seconds(datetime(2026, 11, 23))  # noqa: DTZ001


def test_moment_is_in_utc() -> None:
    assert moment(0) == datetime(1970, 1, 1, tzinfo=UTC)
