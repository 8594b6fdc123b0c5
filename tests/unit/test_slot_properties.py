"""Properties that tie every listing to the judge, on dates around which clocks change."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.core.scheduling.hours import DAY_NAMES, OpeningHours, WeeklyHours
from app.core.scheduling.intervals import moment, seconds
from app.core.scheduling.policy import RANK, Agenda, Busy, Grid, Policy, Reason, footprint, judge
from app.core.scheduling.search import Search, day_bounds
from app.core.scheduling.slices import finish
from app.core.scheduling.slots import find_slots, why_empty
from app.core.scheduling.zones import local_date
from tests.support.hours import free_time

# Zones and dates around which clocks change, among them at midnight, by half an hour, and by a whole day.
CHANGES = [
    ("Asia/Jerusalem", date(2027, 3, 26)),
    ("Asia/Jerusalem", date(2026, 10, 25)),
    ("Europe/London", date(2026, 10, 25)),
    ("America/New_York", date(2026, 3, 8)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("America/Asuncion", date(2023, 10, 1)),
    ("America/Asuncion", date(2023, 3, 26)),
    ("Asia/Beirut", date(2026, 10, 25)),
    ("America/Havana", date(2025, 11, 2)),
    ("America/St_Johns", date(2010, 11, 7)),
    ("Pacific/Apia", date(2011, 12, 30)),
]
clock_texts = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.sampled_from([0, 10, 15, 30, 45]))
window = st.tuples(clock_texts, st.one_of(st.just("24:00"), clock_texts)).filter(lambda w: w[0] != w[1])
weeks = st.one_of(
    st.dictionaries(st.sampled_from(DAY_NAMES), st.lists(window, max_size=2), min_size=4).map(
        WeeklyHours.parse
    ),
    st.just(WeeklyHours.always()),
)
policies = st.builds(
    Policy,
    duration_min=st.sampled_from([10, 30, 60, 90, 1500]),
    slot_step_min=st.sampled_from([20, 30, 50, 60]),
    buffer_before_min=st.sampled_from([0, 5, 60]),
    buffer_after_min=st.sampled_from([0, 10, 45]),
    min_notice_min=st.sampled_from([0, 90]),
    booking_window_days=st.sampled_from([None, 0, 1]),
    max_per_day=st.sampled_from([None, 1, 2]),
    grid=st.sampled_from(list(Grid)),
)


class Scene:
    """One calendar, a range of one or two dates near a change of clocks, and a moment to ask at."""

    def __init__(self, draw: st.DrawFn) -> None:
        zone, day = draw(st.sampled_from(CHANGES))
        first = day + timedelta(days=draw(st.integers(-1, 1)))
        self.base = datetime.combine(first, time(), UTC)
        self.search = Search(first, first + timedelta(days=draw(st.integers(0, 1))))
        hours = OpeningHours(draw(weeks), ZoneInfo(zone))
        self.agenda = Agenda(hours, draw(policies), draw(st.lists(self.footprints(), max_size=6)))
        minute, micro = draw(st.integers(-2 * 1440, 1440)), draw(st.sampled_from([0, 1, 999_999]))
        self.now = self.base + timedelta(minutes=minute, microseconds=micro)

    def footprints(self) -> st.SearchStrategy[Busy]:
        def build(start: int, length: int, counts: bool) -> Busy:
            begin = self.base + timedelta(minutes=start)
            return footprint(begin, begin + timedelta(minutes=length), begin if counts else None)

        return st.builds(build, st.integers(-1500, 4000), st.integers(1, 300), st.booleans())

    @property
    def hours(self) -> OpeningHours:
        assert isinstance(self.agenda.hours, OpeningHours)
        return self.agenda.hours

    def starts(self, changed: Agenda | None = None) -> list[int]:
        found = finish(find_slots({1: changed or self.agenda}, self.search, self.now))
        return [seconds(slot.start) for slot in found]

    def dates(self) -> list[date]:
        days = (self.search.last - self.search.first).days + 1
        return [self.search.first + timedelta(days=i) for i in range(days)]

    def has(self, at: int) -> bool:
        return self.search.first <= local_date(at, self.hours.zone) <= self.search.last

    def grid(self) -> Iterator[int]:
        """Every grid start on the dates, step by step from the start of each stretch."""
        policy = self.agenda.policy
        unit = next(u for u in (60, 30, 20, 15, 10, 5, 1) if policy.slot_step_min % u == 0)
        for start, end in self.hours.openings(self.search.first, self.search.last + timedelta(days=3)).grids:
            while policy.grid is Grid.HOUR_ALIGNED and self.wall(start).minute % unit:
                start += 60
            for at in range(start, end, policy.slot_step_min * 60):
                if self.has(at):
                    yield at

    def wall(self, at: int) -> datetime:
        return datetime.fromtimestamp(at, self.hours.zone)

    def verdict(self, at: int, changed: Agenda | None = None) -> Reason | None:
        return judge(moment(at), changed or self.agenda, self.now)


scenes = st.composite(lambda draw: Scene(draw))()
few = settings(max_examples=20, deadline=None)


@few
@given(scenes)
def test_listing_is_equal_to_judging_each_grid_start(scene: Scene) -> None:
    assert scene.starts() == [at for at in scene.grid() if scene.verdict(at) is None]


@few
@given(scenes)
def test_no_offered_slot_meets_a_footprint(scene: Scene) -> None:
    policy = scene.agenda.policy
    for at in scene.starts():
        begin, end = at - policy.before, at + policy.duration + policy.after
        assert all(end <= a or b <= begin for a, b, _ in scene.agenda.busy)


@few
@given(scenes, weeks)
def test_widening_hours_takes_no_offered_start_away(scene: Scene, more: WeeklyHours) -> None:
    both = WeeklyHours(tuple(a + b for a, b in zip(scene.hours.weekly.days, more.days, strict=True)))
    wider = replace(scene.agenda, hours=replace(scene.hours, weekly=both))
    assert [scene.verdict(at, wider) for at in scene.starts()] == [None] * len(scene.starts())


@few
@given(scenes, st.randoms(use_true_random=False))
def test_the_order_of_busy_rows_does_not_matter(scene: Scene, dice: Any) -> None:
    shuffled = list(scene.agenda.busy)
    dice.shuffle(shuffled)
    assert scene.starts(replace(scene.agenda, busy=shuffled)) == scene.starts()


@few
@given(scenes)
def test_a_range_lists_what_its_dates_list(scene: Scene) -> None:
    by_date = [Search(day, day) for day in scene.dates()]
    single = [slot for search in by_date for slot in finish(find_slots({1: scene.agenda}, search, scene.now))]
    assert sorted(single) == finish(find_slots({1: scene.agenda}, scene.search, scene.now))


@few
@given(scenes, st.integers(1, 5))
def test_the_first_slots_are_those_of_the_whole_list(scene: Scene, limit: int) -> None:
    found = finish(find_slots({1: scene.agenda}, replace(scene.search, limit=limit), scene.now))
    assert [seconds(slot.start) for slot in found] == scene.starts()[:limit]


@few
@given(scenes)
def test_footprints_out_of_reach_do_not_matter(scene: Scene) -> None:
    """So much must be read for a search; what reads it takes care to read more."""
    low, high, _ = day_bounds(scene.search.first, scene.search.last, scene.hours.zone)
    policy = scene.agenda.policy
    since, until = low - policy.before, high + policy.duration + policy.after
    near = [row for row in scene.agenda.busy if row[0] < until and since < row[1]]
    assert scene.starts(replace(scene.agenda, busy=near)) == scene.starts()


@few
@given(scenes, policies, weeks)
def test_a_pool_names_exactly_the_calendars_that_the_judge_allows(
    scene: Scene, policy: Policy, week: WeeklyHours
) -> None:
    other = Agenda(replace(scene.hours, weekly=week), policy, scene.agenda.busy[:1])
    pool = {1: scene.agenda, 2: other}
    for slot in finish(find_slots(pool, scene.search, scene.now)):
        allowed = [key for key, each in pool.items() if judge(slot.start, each, scene.now) is None]
        assert list(slot.calendars) == allowed != []


@few
@given(scenes)
def test_a_date_is_listed_or_its_reason_is_the_judges(scene: Scene) -> None:
    reasons = finish(why_empty({1: scene.agenda}, scene.search, scene.now))
    room = scene.agenda.policy.duration
    openings = scene.hours.openings(scene.search.first, scene.search.last + timedelta(days=3)).merged
    verdicts: dict[date, list[Reason | None]] = {day: [] for day in scene.dates()}
    for at in scene.grid():
        if any(a <= at and at + room <= b for a, b in openings):
            verdicts[local_date(at, scene.hours.zone)].append(scene.verdict(at))
    for day, judged in verdicts.items():
        if None in judged:
            assert day not in reasons
        elif judged:
            assert reasons[day] == max((why for why in judged if why), key=RANK.__getitem__)
        else:
            assert RANK[reasons[day]] <= RANK[Reason.OUT_OF_HOURS]


@few
@given(scenes)
def test_free_time_is_where_the_judge_finds_room(scene: Scene) -> None:
    assume(scene.hours.zone.key != "America/St_Johns")  # where a date's bounds are not exact
    unlimited = replace(scene.agenda, policy=replace(scene.agenda.policy, max_per_day=None))
    for a, b in free_time(unlimited, scene.search, scene.now):
        for at in (-(-a // 60) * 60, b // 60 * 60 - unlimited.policy.duration):
            if a <= at and at + unlimited.policy.duration <= b:
                assert scene.verdict(at, unlimited) is None


@settings(max_examples=50)
@given(st.sampled_from(CHANGES), st.integers(-2, 2), st.integers(0, 2), st.integers(-5, 5 * 24 * 6))
def test_day_bounds_hold_every_moment_of_the_dates(
    change: tuple[str, date], ahead: int, more: int, step: int
) -> None:
    zone = ZoneInfo(change[0])
    first = change[1] + timedelta(days=ahead)
    low, high, exact = day_bounds(first, first + timedelta(days=more), zone)
    at = seconds(datetime.combine(first, time(), UTC)) + (step - 72) * 600
    inside = first <= local_date(at, zone) <= first + timedelta(days=more)
    assert (low <= at < high) == inside if exact else not inside or low <= at < high
