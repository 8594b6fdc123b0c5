"""Visits of real kinds of business: who is chosen, when, for how long, for how much, and what is missing."""

from collections.abc import Iterable

import pytest

from app.core.scheduling.claimed_times import claims_of
from app.core.scheduling.itineraries import Visit, itineraries
from app.core.scheduling.needs import (
    Need,
    NeedCandidate,
    NeedWindow,
    OfferedService,
    Price,
    read_need_windows,
)
from app.core.scheduling.policy import Reason
from app.core.scheduling.search import Search
from app.core.scheduling.slices import finish
from app.core.scheduling.visits import Fit, VisitPlans, VisitRefusal
from app.core.scheduling.workload import CalendarDays
from app.errors import FieldError
from tests.support.visits import DAY, NOW, clock, days_of

AVI, BEN, CHEN = 1, 2, 3
DANA, CHAIR_1, CHAIR_2 = 4, 5, 6
LEVI, COHEN, ROOM, LASER = 7, 8, 9, 10


def need(*calendars: int, role: str | None = None, windows: Iterable[tuple[int, int]] = ()) -> Need:
    spans = tuple(NeedWindow(*span) for span in windows)
    return Need(tuple(NeedCandidate(each, spans) for each in calendars), role)


def service(minutes: int, *needs: Need, price: int | None = None, number: int = 1) -> OfferedService:
    cost = None if price is None else Price(price, "ILS")
    return OfferedService(number, f"service {number}", minutes, needs, price=cost)


HAIRCUT = service(
    30,
    Need((NeedCandidate(AVI), NeedCandidate(BEN), NeedCandidate(CHEN, (), -1, 45, 12_000))),
    price=8_000,
)
COLOUR = service(
    105, need(DANA, windows=[(0, 30), (75, 105)]), need(CHAIR_1, CHAIR_2, role="chair"), price=35_000
)
CUT = service(30, need(DANA), need(CHAIR_1, CHAIR_2, role="chair"), price=15_000, number=2)
LASERING = service(45, need(LEVI, COHEN), need(ROOM, role="room", windows=[(0, 60)]), need(LASER))


def plans(visit: Visit, *days: CalendarDays, leads: Iterable[int] | None = None) -> VisitPlans:
    known = {each.setup.id: each for each in days}
    for number in visit.calendar_ids:
        known.setdefault(number, days_of(number))
    return finish(VisitPlans.of(visit, known, (DAY, DAY), leads))


def fit(found: VisitPlans, at: str) -> Fit:
    verdict = found.judge(clock(at), NOW)
    assert isinstance(verdict, Fit), verdict
    return verdict


def refused(found: VisitPlans, at: str) -> VisitRefusal:
    verdict = found.judge(clock(at), NOW)
    assert isinstance(verdict, VisitRefusal), verdict
    return verdict


def calendars_of(found: Fit) -> list[int]:
    return [chosen.option.setup.id for chosen in found.combination]


@pytest.mark.parametrize(
    ("days", "at", "lead"),
    [
        ([], "14:00", AVI),
        ([days_of(AVI, busy=[(600, 630, 0)])], "14:00", BEN),
        ([days_of(AVI, busy=[(600, 630, 0)]), days_of(BEN, busy=[(540, 570, 0)])], "14:00", AVI),
        ([days_of(BEN, busy=[(840, 870, 0)])], "14:00", AVI),
        ([days_of(each, busy=[(830, 850, 0)]) for each in (AVI, BEN)], "14:00", CHEN),
    ],
    ids=["lowest id", "least booked", "equally booked", "taken", "lowest priority last"],
)
def test_anybody_is_the_highest_priority_then_the_least_booked_then_the_lowest_id(
    days: list[CalendarDays], at: str, lead: int
) -> None:
    assert fit(plans(Visit((HAIRCUT,)), *days), at).itinerary.lead == lead


def test_each_leading_calendar_has_its_own_length_and_price() -> None:
    found = {each.lead: each for each in itineraries(Visit((HAIRCUT,)))}
    assert [(each.duration_min, each.price and each.price.amount_minor) for each in found.values()] == [
        (30, 8_000),
        (30, 8_000),
        (45, 12_000),
    ]


def test_a_slot_names_those_who_can_lead_it_in_the_order_of_choice() -> None:
    found = plans(Visit((HAIRCUT,)), days_of(AVI, busy=[(900, 930, 0)]), leads=None)
    slots = {slot.start: slot.calendars for slot in finish(found.find(Search(DAY, DAY), NOW))}
    assert slots[clock("14:00")] == (BEN, AVI, CHEN)
    assert slots[clock("16:30")] == (BEN, AVI)
    only = plans(Visit((HAIRCUT,)), leads=[CHEN])
    assert {slot.calendars for slot in finish(only.find(Search(DAY, DAY), NOW))} == {(CHEN,)}


def test_colour_and_cut_with_one_person_keep_one_chair_and_leave_the_gap_to_others() -> None:
    found = fit(plans(Visit((COLOUR, CUT)), days_of(CHAIR_1, busy=[(660, 690, 0)])), "09:00")
    assert found.itinerary.duration_min == 135
    assert found.itinerary.price == Price(50_000, "ILS")
    times = [(each.calendar_id, each.starts_at, each.ends_at) for each in claims_of(found).times]
    assert times == [
        (DANA, clock("09:00"), clock("09:30")),
        (DANA, clock("10:15"), clock("11:15")),
        (CHAIR_2, clock("09:00"), clock("11:15")),
    ]
    in_the_gap = days_of(DANA, busy=[(540, 570, 0), (615, 675, 0)])
    assert fit(plans(Visit((CUT,)), in_the_gap), "09:30")
    assert refused(plans(Visit((CUT,)), in_the_gap), "10:00").demand == 0


def test_a_refusal_names_the_demand_that_is_missing() -> None:
    busy = days_of(LASER, busy=[(540, 585, 0)])
    found = plans(Visit((LASERING,)), busy)
    assert refused(found, "09:00")[0::2] == (Reason.SLOT_TAKEN, 2)
    assert fit(found, "09:45").itinerary.lead == LEVI
    assert refused(plans(Visit((LASERING,)), days_of(ROOM, busy=[(640, 660, 0)])), "10:00").demand == 1
    nobody = [days_of(each, busy=[(540, 1020, 0)]) for each in (LEVI, COHEN)]
    assert refused(plans(Visit((LASERING,)), *nobody), "10:00").demand == 0


@pytest.mark.parametrize(
    ("party", "busy", "table"), [(2, (), 1), (5, (), 3), (2, (1,), 2), (3, (2,), 3), (1, (), 1)]
)
def test_a_party_gets_the_smallest_table_that_holds_it(party: int, busy: tuple[int, ...], table: int) -> None:
    tables = [
        days_of(
            number, party_max=size, busy=[(1080, 1170, 0)] if number in busy else (), open_at=[(1080, 1400)]
        )
        for number, size in ((1, 2), (2, 4), (3, 6))
    ]
    dinner = OfferedService(1, "dinner", 90, (need(3, 2, 1),), party_max=6)
    assert fit(plans(Visit((dinner,), party_size=party), *tables), "18:00").itinerary.lead == table


def test_seats_of_a_group_are_taken_for_the_whole_party() -> None:
    group = days_of(1, capacity=4, busy=[(600, 660, 1)])
    found = fit(plans(Visit((service(60, need(1)),), party_size=3), group), "10:00")
    assert [(each.calendar_id, each.seat) for each in claims_of(found).times] == [(1, 0), (1, 2), (1, 3)]
    assert refused(plans(Visit((service(60, need(1)),), party_size=4), group), "10:00").demand == 0


def test_two_needs_with_the_same_candidates_take_two_of_them() -> None:
    moving = service(240, need(1), need(2, 3, role="mover"), need(2, 3, role="mover"))
    assert calendars_of(fit(plans(Visit((moving,))), "09:00")) == [1, 2, 3]
    ill = days_of(3, busy=[(540, 1020, 0)])
    assert isinstance(plans(Visit((moving,)), ill).judge(clock("09:00"), NOW), VisitRefusal)
    assert finish(plans(Visit((moving,)), ill).find(Search(DAY, DAY), NOW)) == []


def test_a_choice_is_taken_back_where_the_others_would_find_nobody() -> None:
    team = service(60, need(9), need(1, 2), need(1, 3), need(1, 3))
    assert sorted(calendars_of(fit(plans(Visit((team,))), "10:00"))) == [1, 2, 3, 9]


def test_two_needs_of_one_group_share_its_seats_whatever_is_free_of_each() -> None:
    mats, hall = 1, 2
    group = days_of(mats, capacity=2, busy=[(630, 660, 1)])
    visit = Visit((service(60, need(hall), need(mats, windows=[(0, 30)]), need(mats)),))
    found = fit(plans(visit, group), "10:00")
    seats = {(each.seat, each.starts_at) for each in claims_of(found).times if each.calendar_id == mats}
    assert seats == {(0, clock("10:00")), (1, clock("10:00"))}
    assert refused(plans(visit, group), "10:15").demand == 2


def test_what_a_need_takes_before_and_after_may_lie_outside_opening_hours() -> None:
    surgery = service(60, need(1), need(2, windows=[(-15, 90)]))
    times = [(each.since, each.until) for each in claims_of(fit(plans(Visit((surgery,))), "09:00")).times]
    assert times == [(clock("09:00"), clock("10:00")), (clock("08:45"), clock("10:30"))]
    late = days_of(2, busy=[(525, 530, 0)])
    assert refused(plans(Visit((surgery,)), late), "09:00").demand == 1


def test_buffers_of_a_service_replace_those_of_its_calendars_and_join_claims_that_meet() -> None:
    own = OfferedService(1, "colour", 105, COLOUR.needs, buffer_before_min=0, buffer_after_min=45)
    days = [days_of(DANA, before=10, after=10), days_of(CHAIR_1)]
    dana, *_ = claims_of(fit(plans(Visit((own,)), *days), "10:00")).times
    assert (dana.since, dana.until) == (clock("10:00"), clock("12:30"))
    (first, second, _) = claims_of(fit(plans(Visit((COLOUR,)), *days), "10:00")).times
    assert (first.since, first.until) == (clock("09:50"), clock("10:40"))
    assert (second.since, second.until) == (clock("11:05"), clock("11:55"))


def test_an_addon_is_done_by_whoever_leads_and_keeps_what_the_service_has() -> None:
    addon = OfferedService(9, "wash", 15, (), price=Price(2_000, "ILS"))
    found = fit(plans(Visit((CUT,), (addon,))), "09:00")
    assert (found.itinerary.duration_min, found.itinerary.price) == (45, Price(17_000, "ILS"))
    assert {each.ends_at for each in claims_of(found).times} == {clock("09:45")}


def test_services_back_to_back_are_led_by_somebody_who_does_all_of_them() -> None:
    one, two = service(30, need(1, 2)), service(30, need(2, 3), number=2)
    assert [each.lead for each in itineraries(Visit((one, two)))] == [2]
    assert itineraries(Visit((one, service(30, need(3), number=3)))) == []


def test_calendars_that_nobody_books_alone_serve_and_switched_off_ones_do_not() -> None:
    serving = plans(Visit((LASERING,)), days_of(LASER, is_active=False, in_use=True))
    assert fit(serving, "09:00")
    gone = plans(Visit((LASERING,)), days_of(LASER, is_active=False))
    assert refused(gone, "09:00").demand == 2


def test_two_calendars_of_one_person_cannot_be_needed_at_once() -> None:
    both = service(30, need(1), need(2, 3))
    days = days_of(2, time_of=1), days_of(3)
    assert calendars_of(fit(plans(Visit((both,)), *days), "09:00")) == [1, 3]
    assert isinstance(
        plans(Visit((service(30, need(1), need(2)),)), *days).judge(clock("09:00"), NOW), VisitRefusal
    )


@pytest.mark.parametrize(
    ("value", "rule", "pointer"),
    [
        ("0-30", "not_a_list", ""),
        ([[0]], "not_a_window", "/0"),
        ([[0, 30], [True, 5]], "out_of_range", "/1/0"),
        ([[0, 1.5]], "out_of_range", "/0/1"),
        ([[30, 30]], "empty_window", "/0"),
        ([[0, 5]] * 25, "too_long", ""),
    ],
)
def test_windows_that_break_a_rule_are_told_where(value: object, rule: str, pointer: str) -> None:
    with pytest.raises(FieldError) as refusal:
        read_need_windows(value)
    assert (refusal.value.rule, refusal.value.pointer) == (rule, pointer)


def test_windows_are_read_in_order_and_joined_where_they_meet() -> None:
    assert read_need_windows([[75, 105], [0, 20], [20, 30]]) == ((0, 30), (75, 105))
    assert read_need_windows(None) == read_need_windows([]) == ()
