"""Runs of starts: conditions on the wall clock cut them exactly as they would judge each start."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.scheduling.hours import DAY_NAMES, OpeningHours, WeeklyHours
from app.core.scheduling.policy import Agenda, Policy
from app.core.scheduling.runs import Between, WallConditions, days_of, part_of
from app.core.scheduling.search import Search
from app.core.scheduling.slices import SLICE, finish
from app.core.scheduling.slots import find_slots, why_empty
from tests.unit.test_slot_properties import CHANGES

few = settings(max_examples=60, deadline=None)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
TUESDAY = date(2027, 1, 12)
clocks = st.one_of(st.just(time(0)), st.builds(time, st.integers(0, 23), st.sampled_from([0, 1, 30, 59])))


@st.composite
def scenes(draw: st.DrawFn) -> tuple[range, WallConditions]:
    """A run of up to two days near a change of clocks, and conditions on its starts."""
    name, day = draw(st.sampled_from(CHANGES))
    base = int(datetime.combine(day, time(), UTC).timestamp())
    start = base + 60 * draw(st.integers(-2000, 2000))
    run = range(start, start + 60 * draw(st.integers(1, 2880)), 60 * draw(st.sampled_from([1, 7, 30, 50])))
    near = st.integers(-1, 1).map(lambda days: day + timedelta(days=days))
    dates = draw(st.none() | st.tuples(near, near))
    full = draw(st.frozensets(near, max_size=2))
    return run, WallConditions(ZoneInfo(name), draw(st.none() | st.tuples(clocks, clocks)), dates, full)


def meets(at: int, conditions: WallConditions) -> bool:
    local = datetime.fromtimestamp(at, conditions.zone)
    first, last = conditions.dates or (date.min, date.max)
    on_date = first <= local.date() <= last and local.date() not in conditions.full
    return on_date and (conditions.between is None or lies_in(local.time(), conditions.between))


def lies_in(clock: time, between: Between) -> bool:
    begin, end = between
    return begin <= clock < end if begin < end else clock >= begin or clock < end


@few
@given(scenes())
def test_a_run_is_cut_as_if_each_start_were_judged(scene: tuple[range, WallConditions]) -> None:
    run, conditions = scene
    wanted = [at for at in run if meets(at, conditions)]
    assert [at for part in conditions.kept(run) for at in part] == wanted
    assert [at for at in run if conditions.met(at)] == wanted
    assert all(conditions.kept(run))


@few
@given(scenes())
def test_the_days_of_a_run_hold_each_start_on_its_own_date(scene: tuple[range, WallConditions]) -> None:
    run, zone = scene[0], scene[1].zone
    found = [(at, day) for day, _, part in days_of(run, zone) for at in part]
    assert found == [(at, datetime.fromtimestamp(at, zone).date()) for at in run]


@few
@given(st.integers(0, 50), st.integers(1, 9), st.integers(-20, 200), st.integers(-20, 200))
def test_a_part_of_a_run_is_what_lies_within(count: int, step: int, low: int, high: int) -> None:
    run = range(0, count * step, step)
    assert list(part_of(run, low, high)) == [at for at in run if low <= at < high]


def pool(count: int, week: WeeklyHours) -> dict[int, Agenda]:
    """Calendars with a start in every minute of their hours."""
    policy = Policy(duration_min=30, slot_step_min=1)
    return {key: Agenda(OpeningHours(week, ZoneInfo("Asia/Jerusalem")), policy) for key in range(count)}


def test_a_search_pauses_after_each_calendar_and_within_a_long_one() -> None:
    agendas, days = pool(7, WeeklyHours.always()), 50
    search = Search(TUESDAY, TUESDAY + timedelta(days=days - 1), 100, spread=True)
    pauses = sum(1 for _ in find_slots(agendas, search, LONG_AGO))
    assert pauses >= 7 * days * 1440 / (SLICE + 1440)
    evenings = Search(TUESDAY, TUESDAY, 3, between=(time(20), time(21)))
    closed = pool(7, WeeklyHours.parse({name: [["09:00", "17:00"]] for name in DAY_NAMES}))
    assert sum(1 for _ in find_slots(closed, evenings, LONG_AGO)) >= 3 * 7
    assert sum(1 for _ in why_empty(closed, evenings, LONG_AGO)) == 7


def test_a_spread_is_chosen_from_all_starts_and_named_nearest_first() -> None:
    agendas = pool(2, WeeklyHours.parse({"tue": [["09:00", "11:00"]]}))
    search = Search(TUESDAY, TUESDAY, 3, spread=True)

    def starts(wanted: Search) -> list[str]:
        found = finish(find_slots(agendas, wanted, LONG_AGO))
        assert {slot.calendars for slot in found} == {(0, 1)}
        return [f"{slot.start.astimezone(ZoneInfo('Asia/Jerusalem')):%H:%M}" for slot in found]

    assert starts(search) == ["09:00", "09:45", "10:30"]
    assert starts(Search(TUESDAY, TUESDAY, 3, near=time(10), spread=True)) == ["09:45", "10:30", "09:00"]
