"""Properties of visits: what is listed is what a brute force finds, and all of it can be booked."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.scheduling.claimed_times import claims_of
from app.core.scheduling.intervals import moment, seconds
from app.core.scheduling.itineraries import Itinerary, Visit
from app.core.scheduling.needs import Need, NeedCandidate, NeedWindow, OfferedService, merge_windows
from app.core.scheduling.search import Search
from app.core.scheduling.slices import finish
from app.core.scheduling.visits import Fit, VisitPlans
from app.core.scheduling.workload import CalendarDays
from tests.support.visit_reference import ReferenceCalendar, ReferenceChoice, ReferenceVisit, can_begin
from tests.support.visits import DAY, NOW, STEP, ZERO, days_of

OPENINGS = [[(480, 960)], [(480, 720), (780, 960)], [(540, 1000)]]
CALENDARS = range(1, 6)

quarters = st.integers(28, 68).map(lambda n: n * STEP)
lengths = st.sampled_from([15, 30, 60, 120])


def engine_form(number: int, calendar: ReferenceCalendar) -> CalendarDays:
    return days_of(
        number,
        open_at=calendar.open,
        busy=calendar.busy,
        before=calendar.before,
        after=calendar.after,
        capacity=calendar.capacity,
        party_max=calendar.party_max,
    )


@st.composite
def calendars(draw: st.DrawFn) -> ReferenceCalendar:
    capacity = draw(st.sampled_from([1, 1, 2, 3]))
    seats = st.one_of(st.none(), st.integers(0, capacity - 1)) if capacity > 1 else st.just(0)
    spans = st.tuples(quarters, lengths, seats)
    return ReferenceCalendar(
        draw(st.sampled_from(OPENINGS)),
        [(a, a + length, seat) for a, length, seat in draw(st.lists(spans, max_size=4))],
        capacity,
        draw(st.sampled_from([0, 0, 10])),
        draw(st.sampled_from([0, 0, 15])),
        draw(st.sampled_from([None, None, 2, 4])),
    )


@st.composite
def services(draw: st.DrawFn, number: int, leads: list[int]) -> OfferedService:
    minutes = draw(st.sampled_from([30, 60, 105]))
    window = st.sampled_from([(0, 30), (75, 105), (-15, 45), (30, 75), (60, 120)])
    windows = st.lists(window, max_size=2).map(
        lambda spans: merge_windows(NeedWindow(a, b) for a, b in spans)
    )

    def candidate(calendar: int) -> NeedCandidate:
        return NeedCandidate(calendar, draw(windows), draw(st.integers(0, 1)))

    first = Need(tuple(candidate(each) for each in leads))
    others = st.lists(st.sampled_from(list(CALENDARS)), min_size=1, max_size=3, unique=True)
    roles = st.sampled_from([None, "chair", "room"])
    needs = draw(st.lists(st.tuples(others, roles), max_size=2))
    rest = (Need(tuple(candidate(each) for each in found), role) for found, role in needs)
    return OfferedService(number, f"service {number}", minutes, (first, *rest), party_max=4)


class Scene:
    """Calendars with what is taken in them, and one or two services, back to back."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.reference = {number: draw(calendars()) for number in CALENDARS}
        leads = draw(st.lists(st.sampled_from(list(CALENDARS)), min_size=1, max_size=3, unique=True))
        count = draw(st.integers(1, 2))
        wanted = tuple(draw(services(number, leads)) for number in range(count))
        self.visit = Visit(wanted, party_size=draw(st.sampled_from([1, 1, 2, 3])))
        self.days = {number: engine_form(number, each) for number, each in self.reference.items()}
        self.plans = finish(VisitPlans.of(self.visit, self.days, (DAY, DAY)))
        self.search = Search(DAY, DAY)

    def can_begin(self, itinerary: Itinerary, start: int) -> bool:
        demands = [
            [
                ReferenceChoice(choice.calendar_id, [(w.start, w.end) for w in choice.windows])
                for choice in demand.choices
            ]
            for demand in itinerary.demands
        ]
        visit = ReferenceVisit(itinerary.duration_min, demands, self.visit.party_size)
        return can_begin(visit, self.reference, (start - ZERO) // 60)

    def grid(self, lead: int) -> list[int]:
        return [ZERO + minute * 60 for a, b in self.reference[lead].open for minute in range(a, b, STEP)]


scenes = st.composite(lambda draw: Scene(draw))()
some = settings(max_examples=60, deadline=None)


@some
@given(scenes)
def test_listed_starts_are_those_that_a_brute_force_finds(scene: Scene) -> None:
    for lead, plan in scene.plans.plans.items():
        swept = [at for run in finish(plan.sweep(scene.search, NOW)).runs() for at in run]
        assert swept == [at for at in scene.grid(lead) if scene.can_begin(plan.itinerary, at)]


@some
@given(scenes)
def test_all_that_is_offered_can_be_booked_with_each_calendar_that_it_names(scene: Scene) -> None:
    for slot in finish(scene.plans.find(scene.search, NOW)):
        assert slot.calendars
        for lead in slot.calendars:
            assert isinstance(scene.plans.plans[lead].judge(slot.start, NOW), Fit)
        best = scene.plans.judge(slot.start, NOW)
        assert isinstance(best, Fit)
        assert best.itinerary.lead == slot.calendars[0]


@some
@given(scenes, st.integers(450, 1000))
def test_the_judge_agrees_with_the_brute_force_on_the_grid_and_off_it(scene: Scene, minute: int) -> None:
    at = ZERO + minute * 60
    for plan in scene.plans.plans.values():
        verdict = plan.judge(moment(at), NOW)
        assert isinstance(verdict, Fit) == scene.can_begin(plan.itinerary, at)


@some
@given(scenes)
def test_claims_lie_in_free_time_and_in_one_order(scene: Scene) -> None:
    for slot in finish(scene.plans.find(scene.search, NOW)):
        fit = scene.plans.judge(slot.start, NOW)
        assert isinstance(fit, Fit)
        claims = claims_of(fit)
        keys = [(each.calendar_id, each.seat, each.since) for each in claims.times]
        assert keys == sorted(set(keys))
        assert claims.times[claims.lead].calendar_id == fit.itinerary.lead
        for one, other in zip(claims.times, claims.times[1:], strict=False):
            same = (one.calendar_id, one.seat) == (other.calendar_id, other.seat)
            assert not same or one.until < other.since
        for each in claims.times:
            for taken in scene.days[each.calendar_id].taken:
                apart = taken.end <= seconds(each.since) or seconds(each.until) <= taken.start
                assert apart or taken.seat not in (None, each.seat)
