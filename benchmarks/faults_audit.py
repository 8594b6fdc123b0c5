"""The comparison of the ledger with the database. `audit` is pure; `read` gives it the rows.

Rows are read without any index, so that a broken index cannot hide a broken row.
"""

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import asyncpg

from benchmarks.faults_host import OLD_CODE
from benchmarks.faults_ledger import Booking, Ledger, State

Row = Mapping[str, Any]
LENGTH = timedelta(minutes=15)
ACTIONS = ("booked", "moved", "cancelled")

_BLIND = ("enable_indexscan", "enable_indexonlyscan", "enable_bitmapscan")
_APPOINTMENTS = """SELECT id, calendar_id, busy_interval_id, starts_at, ends_at, status, contact_name AS key
                   FROM appointments WHERE business_id = $1"""
_BUSY = """SELECT id, calendar_id, seat, kind, exclusive, starts_at, ends_at, expires_at, note AS key,
                  lower(footprint) AS low, upper(footprint) AS high
           FROM busy_intervals WHERE business_id = $1"""
_HISTORY = """SELECT id, appointment_id, action, before->>'calendar_id' AS old_calendar,
                     (before->>'starts_at')::timestamptz AS old_start, before->>'status' AS old_status,
                     after->>'calendar_id' AS calendar, (after->>'starts_at')::timestamptz AS start,
                     after->>'status' AS status
              FROM appointment_audit WHERE business_id = $1"""
_KEYS = """SELECT key, status, (body::jsonb->>'id')::bigint AS made FROM idempotency_keys
           WHERE business_id = $1"""


@dataclass(frozen=True)
class Found:
    """The business's rows at the time `at`; `buffers` are minutes before and after, by calendar.

    `host_rows` are the appointments that the host's old code wrote.
    """

    at: datetime
    buffers: Mapping[int, tuple[int, int]]
    appointments: Sequence[Row]
    host_rows: Sequence[Row]
    busy: Sequence[Row]
    history: Sequence[Row]
    keys: Sequence[Row]


async def read(url: str, business: int, buffers: Mapping[int, tuple[int, int]]) -> Found:
    connection = await asyncpg.connect(url)
    try:
        for setting in _BLIND:
            await connection.execute(f"SET {setting} = off")
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            queries = (_APPOINTMENTS, _BUSY, _HISTORY, _KEYS)
            rows, *tables = [list[Any](await connection.fetch(query, business)) for query in queries]
            ours = [row for row in rows if row["key"] != OLD_CODE]
            others = [row for row in rows if row["key"] == OLD_CODE]
            return Found(
                await connection.fetchval("SELECT clock_timestamp()"), buffers, ours, others, *tables
            )
    finally:
        await connection.close()


def audit(found: Found, ledger: Ledger) -> list[str]:
    """A sentence for each disagreement; none when all answers are true."""
    return [
        *_overlaps(found),
        *_answered(found, ledger),
        *_once(found, ledger),
        *_intervals(found),
        *_histories(found, ledger),
        *_holds(found, ledger),
    ]


def _overlaps(found: Found) -> Iterator[str]:
    """Exclusive times of one seat must not overlap."""
    exclusive = sorted(
        (row["calendar_id"], row["seat"], row["low"], row["high"], row["id"])
        for row in found.busy
        if row["exclusive"]
    )
    for (calendar, seat, _, high, one), (other_calendar, other_seat, low, _, other) in itertools.pairwise(
        exclusive
    ):
        if (calendar, seat) == (other_calendar, other_seat) and low < high:
            yield f"busy intervals {one} and {other} overlap in calendar {calendar}"


def _answered(found: Found, ledger: Ledger) -> Iterator[str]:
    """The appointment of every 201 must exist, at the time of the last answer."""
    rows = {row["id"]: row for row in found.appointments}
    for booking in ledger.bookings.values():
        row = rows.get(booking.id)
        if row is None:
            yield f"appointment {booking.id} ({booking.key}) was answered and is not there"
        elif row["key"] != booking.key:
            yield f"appointment {booking.id} is {row['key']}'s and was answered to {booking.key}"
        elif _state(row) not in booking.possible():
            yield f"appointment {booking.id} stands at {_state(row)}, not in {booking.possible()}"


def _once(found: Found, ledger: Ledger) -> Iterator[str]:
    """A key must have made one row if it was answered with 201, and none if it was refused."""
    stored = {row["key"]: row["made"] for row in found.keys}
    made = Counter(row["key"] for row in found.appointments)
    held = Counter(row["key"] for row in found.busy if row["key"] is not None)
    for key, count in itertools.chain(made.items(), held.items()):
        if count != 1:
            yield f"key {key} has made {count}"
        if key in ledger.refused:
            yield f"key {key} was refused and has made something"
        elif key not in stored:
            yield f"key {key} has made something and no answer is kept"
    for key, made_id in stored.items():
        known = ledger.bookings.get(key) or ledger.holds.get(key)
        if known is None or known.id != made_id:
            yield f"the answer kept for key {key} names {made_id}, and the customer was told otherwise"
    for key in {*ledger.bookings, *ledger.holds} - stored.keys():
        yield f"key {key} was answered 201 and no answer is kept"


def _intervals(found: Found) -> Iterator[str]:
    """Each live appointment must have one busy interval with its times; no other interval may stay."""
    taken = {row["id"]: row for row in found.busy if row["kind"] == "appointment"}
    owners = Counter(row["busy_interval_id"] for row in (*found.appointments, *found.host_rows))
    for row in found.appointments:
        interval = row["busy_interval_id"]
        if row["status"] == "cancelled":
            if interval is not None:
                yield f"appointment {row['id']} is cancelled and has a busy interval"
        elif interval not in taken or owners[interval] != 1:
            yield f"appointment {row['id']} has no busy interval of its own"
        elif (problem := _misfit(row, taken[interval], found.buffers[row["calendar_id"]])) is not None:
            yield f"appointment {row['id']}: its busy interval has {problem}"
    for row in found.host_rows:
        if (row["status"] == "scheduled") != (row["busy_interval_id"] in taken):
            yield f"the host's appointment {row['id']} is {row['status']} and takes time otherwise"
    for orphan in taken.keys() - owners.keys():
        yield f"busy interval {orphan} belongs to no appointment"


def _misfit(row: Row, interval: Row, buffers: tuple[int, int]) -> str | None:
    before, after = (timedelta(minutes=minutes) for minutes in buffers)
    wanted = {
        "calendar_id": row["calendar_id"],
        "starts_at": row["starts_at"],
        "ends_at": row["ends_at"],
        "low": row["starts_at"] - before,
        "high": row["starts_at"] + LENGTH + after,
        "expires_at": None,
    }
    wrong = [name for name, value in wanted.items() if interval[name] != value]
    return f"another {', '.join(wrong)}" if wrong else None


def _histories(found: Found, ledger: Ledger) -> Iterator[str]:
    """Each history line must follow from the one before, the last one must agree with the row, and every
    answered change must have a line."""
    lines: dict[int, list[Row]] = defaultdict(list)
    for line in sorted(found.history, key=lambda each: int(each["id"])):
        lines[line["appointment_id"]].append(line)
    bookings = {booking.id: booking for booking in ledger.bookings.values()}
    for row in found.appointments:
        own = lines.pop(row["id"], [])
        if not _is_chain(own) or _after(own[-1]) != _state(row):
            yield f"the history of appointment {row['id']} does not lead to what it is"
        elif row["id"] in bookings and not _tells(own, bookings[row["id"]]):
            yield f"the history of appointment {row['id']} is not what was answered"
    kept = {row["id"] for row in found.host_rows}
    for appointment, own in lines.items():
        if (appointment in kept) == (own[-1]["action"] == "deleted"):
            yield f"the history of appointment {appointment} does not say whether it is there"


def _is_chain(lines: Sequence[Row]) -> bool:
    if not lines or lines[0]["action"] != "booked" or lines[0]["old_start"] is not None:
        return False
    return all(
        _after(one) == _before(other) and other["action"] != "booked" and one["action"] != "cancelled"
        for one, other in itertools.pairwise(lines)
    )


def _tells(lines: Sequence[Row], booking: Booking) -> bool:
    """Whether the history holds the answered changes in order, and no change that nobody asked for."""
    counts = Counter(line["action"] for line in lines)
    asked = Counter(change.action for change in booking.changes)
    rest: Iterator[Row] = iter(lines)
    told = all(
        any(
            line["action"] == change.action and (change.to is None or change.to == _after(line))
            for line in rest
        )
        for change in booking.changes
        if change.answered and change.action != "cancelled"
    )
    cancelled = any(change.answered and change.action == "cancelled" for change in booking.changes)
    return (
        told
        and all(counts[action] <= asked[action] for action in ACTIONS)
        and (not cancelled or lines[-1]["action"] == "cancelled")
    )


def _holds(found: Found, ledger: Ledger) -> Iterator[str]:
    """A hold must exist until it expires or is released or booked, at the time of the answer."""
    held = {row["id"]: row for row in found.busy if row["kind"] == "hold"}
    known = {hold.id: hold for hold in ledger.holds.values()}
    for hold in ledger.holds.values():
        row = held.get(hold.id)
        if row is None and not hold.gone and found.at < hold.expires_at:
            yield f"hold {hold.key} is not there, and its time is not over"
        elif row is not None and row["expires_at"] != hold.expires_at:
            yield f"hold {hold.key} was to end at {hold.expires_at}, and ends at {row['expires_at']}"
    for orphan in held.keys() - known.keys():
        yield f"hold {orphan} was never answered"


def _state(row: Row) -> State:
    return State(row["calendar_id"], row["starts_at"], row["status"] == "cancelled")


def _after(line: Row) -> State:
    return State(int(line["calendar"]), line["start"], line["status"] == "cancelled")


def _before(line: Row) -> State:
    return State(int(line["old_calendar"]), line["old_start"], line["old_status"] == "cancelled")


def summary(violations: Sequence[str], shown: int = 20) -> str:
    """The number of disagreements, and the most frequent ones."""
    lines = (f"  {count} x {each}" for each, count in Counter(violations).most_common(shown))
    return "\n".join([f"violations: {len(violations)}", *lines])
