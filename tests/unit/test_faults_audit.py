"""The audit of benchmarks/faults.py sees what is not true, and accepts what may be."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from benchmarks.faults_audit import Found, audit
from benchmarks.faults_host import OLD_CODE, SAME_TIME, HostFound, OldCode, audit_host
from benchmarks.faults_ledger import Booking, Change, Hold, Ledger, State

NINE = datetime(2027, 1, 12, 9, tzinfo=UTC)
TEN, ELEVEN = NINE + timedelta(hours=1), NINE + timedelta(hours=2)
QUARTER = timedelta(minutes=15)
Rows = list[dict[str, Any]]


def sound() -> tuple[dict[str, Rows], Ledger]:
    """Two appointments, one of them moved from nine to eleven, a cancelled one and a hold."""
    tables: dict[str, Rows] = {"appointments": [], "host": [], "busy": [], "history": [], "keys": []}
    ledger = Ledger()
    for number, (key, start) in enumerate((("moved", ELEVEN), ("quiet", TEN), ("gone", NINE)), 1):
        cancelled = key == "gone"
        status = "cancelled" if cancelled else "scheduled"
        times = {"calendar_id": 1, "starts_at": start, "ends_at": start + QUARTER}
        tables["appointments"].append(
            {"id": number, "busy_interval_id": None if cancelled else number, "status": status, "key": key}
            | times
        )
        if not cancelled:
            tables["busy"].append(interval(number, start) | times)
        tables["keys"].append({"key": key, "status": 201, "made": number})
        ledger.bookings[key] = Booking(key, number, [Change("booked", State(1, start), answered=True)])
    ledger.bookings["moved"].changes = [
        Change("booked", State(1, NINE), answered=True),
        Change("moved", State(1, ELEVEN), answered=True),
        Change("moved", State(1, TEN), answered=False),
    ]
    ledger.bookings["gone"].changes.append(Change("cancelled", None, answered=True))
    tables["history"] = [
        line(1, 1, "booked", None, NINE),
        line(2, 2, "booked", None, TEN),
        line(3, 1, "moved", NINE, ELEVEN),
        line(4, 3, "booked", None, NINE),
        line(5, 3, "cancelled", NINE, NINE) | {"status": "cancelled"},
    ]
    expires = ELEVEN + timedelta(days=1)
    tables["busy"].append(interval(9, NINE) | {"kind": "hold", "expires_at": expires, "key": "held"})
    tables["keys"].append({"key": "held", "status": 201, "made": 9})
    ledger.holds["held"] = Hold("held", 9, State(1, NINE), expires)
    # Old code wrote over the appointment at ten, and deleted another one.
    tables["host"].append({"id": 20, "busy_interval_id": 20, "status": "scheduled", "key": OLD_CODE})
    tables["busy"].append(interval(20, TEN) | {"exclusive": False})
    tables["history"] += [line(6, 20, "booked", None, TEN), line(7, 21, "deleted", TEN, TEN)]
    return tables, ledger


def interval(number: int, start: datetime) -> dict[str, Any]:
    return {
        "id": number,
        "calendar_id": 1,
        "seat": 0,
        "kind": "appointment",
        "exclusive": True,
        "starts_at": start,
        "ends_at": start + QUARTER,
        "expires_at": None,
        "key": None,
        "low": start,
        "high": start + QUARTER,
    }


def line(
    number: int, appointment: int, action: str, before: datetime | None, after: datetime
) -> dict[str, Any]:
    return {
        "id": number,
        "appointment_id": appointment,
        "action": action,
        "old_calendar": before and "1",
        "old_start": before,
        "old_status": before and "scheduled",
        "calendar": "1",
        "start": after,
        "status": "scheduled",
    }


def found(tables: dict[str, Rows]) -> Found:
    names = ("appointments", "host", "busy", "history", "keys")
    return Found(ELEVEN, {1: (0, 0)}, *(tables[name] for name in names))


def test_an_audit_of_sound_books_says_nothing() -> None:
    tables, ledger = sound()
    assert audit(found(tables), ledger) == []


def lose_a_booking(tables: dict[str, Rows], _: Ledger) -> None:
    del tables["appointments"][1], tables["busy"][1], tables["history"][1]


def lose_a_move(tables: dict[str, Rows], _: Ledger) -> None:
    back = {"starts_at": NINE, "ends_at": NINE + QUARTER}
    tables["appointments"][0] |= back
    tables["busy"] = [
        interval(1, NINE) | {"seat": 1},
        *tables["busy"][1:],
    ]
    del tables["history"][2]


def lose_a_cancellation(tables: dict[str, Rows], _: Ledger) -> None:
    tables["appointments"][2] |= {"status": "scheduled", "busy_interval_id": 3}
    tables["busy"].append(interval(3, NINE) | {"seat": 1})
    del tables["history"][4]


def share_a_time(tables: dict[str, Rows], _: Ledger) -> None:
    tables["busy"].append(interval(8, TEN + timedelta(minutes=14)))


def book_twice(tables: dict[str, Rows], _: Ledger) -> None:
    tables["appointments"].append(tables["appointments"][2] | {"id": 7})
    tables["history"] += [each | {"appointment_id": 7} for each in tables["history"][3:5]]


def book_what_was_refused(_: dict[str, Rows], ledger: Ledger) -> None:
    del ledger.bookings["quiet"]
    ledger.refused.add("quiet")


def lose_an_interval(tables: dict[str, Rows], _: Ledger) -> None:
    del tables["busy"][0]


def shorten_an_interval(tables: dict[str, Rows], _: Ledger) -> None:
    tables["busy"][0]["high"] -= timedelta(minutes=1)


def lose_a_line_of_history(tables: dict[str, Rows], _: Ledger) -> None:
    del tables["history"][0]


def tell_of_a_move_that_nobody_asked_for(tables: dict[str, Rows], _: Ledger) -> None:
    tables["history"] += [line(8, 2, "moved", TEN, NINE), line(9, 2, "moved", NINE, TEN)]


def lose_a_hold(tables: dict[str, Rows], _: Ledger) -> None:
    del tables["busy"][2]


def prolong_a_hold(tables: dict[str, Rows], _: Ledger) -> None:
    tables["busy"][2]["expires_at"] += timedelta(minutes=1)


def free_the_time_of_old_code(tables: dict[str, Rows], _: Ledger) -> None:
    tables["host"][0]["busy_interval_id"] = None


def keep_the_time_of_what_old_code_cancelled(tables: dict[str, Rows], _: Ledger) -> None:
    tables["host"][0]["status"] = "Cancelled"


def lose_a_deletion(tables: dict[str, Rows], _: Ledger) -> None:
    del tables["history"][-1]
    tables["history"].append(line(7, 21, "booked", None, TEN))


def lose_a_key(tables: dict[str, Rows], _: Ledger) -> None:
    del tables["keys"][1]


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lose_a_booking, "is not there"),
        (lose_a_move, "stands at"),
        (lose_a_cancellation, "stands at"),
        (share_a_time, "overlap"),
        (book_twice, "has made 2"),
        (book_what_was_refused, "was refused and has made something"),
        (lose_an_interval, "has no busy interval of its own"),
        (shorten_an_interval, "its busy interval has another high"),
        (lose_a_line_of_history, "does not lead to what it is"),
        (tell_of_a_move_that_nobody_asked_for, "is not what was answered"),
        (lose_a_hold, "its time is not over"),
        (prolong_a_hold, "was to end at"),
        (lose_a_key, "no answer is kept"),
        (free_the_time_of_old_code, "takes time otherwise"),
        (keep_the_time_of_what_old_code_cancelled, "takes time otherwise"),
        (lose_a_deletion, "does not say whether it is there"),
    ],
)
def test_an_audit_sees(damage: Callable[[dict[str, Rows], Ledger], None], said: str) -> None:
    tables, ledger = sound()
    damage(tables, ledger)
    problems = audit(found(tables), ledger)
    assert any(said in problem for problem in problems), problems


def test_an_unanswered_change_may_have_been_made() -> None:
    tables, ledger = sound()
    for row in (tables["appointments"][1], tables["busy"][1]):
        row |= {"starts_at": NINE + QUARTER, "ends_at": NINE + 2 * QUARTER}
    tables["busy"][1] |= {"low": NINE + QUARTER, "high": NINE + 2 * QUARTER}
    tables["history"].append(line(8, 2, "moved", TEN, NINE + QUARTER))
    assert audit(found(tables), ledger) != []
    ledger.bookings["quiet"].changes.append(Change("moved", State(1, NINE + QUARTER), answered=False))
    assert audit(found(tables), ledger) == []


def host_row(number: int, name: str, placed: datetime, **fields: Any) -> dict[str, Any]:
    """An appointment at ten of a business in UTC."""
    wall = TEN.replace(tzinfo=None)
    return {
        "id": number,
        "calendar_id": 1,
        "starts_at": TEN,
        "ends_at": TEN + QUARTER,
        "start_time": wall,
        "wall": wall,
        "status": "scheduled",
        "contact_name": name,
        "placed": placed,
    } | fields


BEFORE = NINE - 2 * SAME_TIME


@pytest.mark.parametrize(
    ("rows", "left", "unfilled", "said"),
    [
        ([host_row(1, "c1-1", BEFORE), host_row(2, OLD_CODE, NINE)], {2: "scheduled"}, 0, None),
        ([host_row(1, "c1-1", NINE), host_row(2, OLD_CODE, BEFORE)], {}, 0, "a customer came second"),
        ([host_row(1, "c1-1", NINE), host_row(2, "c2-1", BEFORE)], {}, 0, "a customer came second"),
        ([host_row(1, "c1-1", NINE), host_row(2, OLD_CODE, BEFORE, status="Cancelled")], {}, 0, None),
        ([host_row(1, "c1-1", NINE), host_row(2, OLD_CODE, BEFORE, calendar_id=3)], {}, 0, None),
        ([host_row(1, OLD_CODE, NINE, calendar_id=3), host_row(2, "c", NINE, calendar_id=3)], {}, 0, None),
        ([host_row(1, OLD_CODE, NINE)], {1: "Cancelled"}, 0, "old code left 1 Cancelled"),
        ([host_row(1, OLD_CODE, NINE)], {1: None}, 0, "old code left 1 None"),
        ([], {1: "scheduled"}, 0, "old code left 1 scheduled, and it is None"),
        ([], {1: None}, 0, None),
        ([host_row(1, "c1-1", NINE, wall=None)], {}, 0, "is not"),
        ([host_row(1, OLD_CODE, NINE, wall=NINE.replace(tzinfo=None))], {}, 0, "is not"),
        ([], {}, 3, "3 coming appointments of the host have no instants"),
    ],
)
def test_an_audit_of_the_host_sees(
    rows: Rows, left: dict[int, str | None], unfilled: int, said: str | None
) -> None:
    program = OldCode("", 1, NINE, 96, Ledger(), left=left)
    problems = audit_host(HostFound(rows, "UTC", unfilled), [program], {3: 2})
    assert len(problems) == (said is not None), problems
    assert said is None or said in problems[0]
