"""Customers who book, move, hold, confirm and cancel, and go on when a server dies during a request.

A create carries an Idempotency-Key and is repeated with it, on either server, until it is answered.
Moves, cancellations and releases are not repeated: the effect of an unanswered one is unknown until the next
answer.
"""

import asyncio
import contextlib
import json
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from app.clock import utc_now
from benchmarks.faults_ledger import UNANSWERED, Booking, Change, Hold, Ledger, State

APPOINTMENTS = "/api/calendar/appointments"
HOLDS = "/api/calendar/holds"
STEP = timedelta(minutes=15)
DAYS = 100
HOT_SLOTS = 24
PATIENCE = 120.0
"""Seconds after which an unanswered create is a violation: by then everything has long been up again."""

KINDS = {"book": 50, "hold": 14, "confirm": 9, "release": 3, "move": 15, "cancel": 9}
REFUSALS = {
    "book": {"slot_taken"},
    "hold": {"slot_taken"},
    "confirm": {"hold_expired", "hold_used", "unknown_hold"},
    "release": {"unknown_hold"},
    "move": {"slot_taken", "already_cancelled"},
    "cancel": {"already_cancelled"},
}


class Answer(NamedTuple):
    """An answer. `status` 0: it was lost; -1: no server accepted the request."""

    status: int
    body: Any = None
    replayed: bool = False

    @property
    def code(self) -> str:
        return str(self.body.get("code")) if isinstance(self.body, dict) else ""

    @property
    def outcome(self) -> str:
        named = {0: "lost", -1: "unreached"}.get(self.status)
        if named is None and self.code == "idempotency_in_flight":
            named = "in flight"
        if named is None and self.status >= 500:
            named = "unavailable"
        return named or ("done" if self.status < 300 else "refused")


class Line:
    """One kept-alive HTTP/1.1 connection; a complete client would take CPU time from the servers."""

    def __init__(self, port: int, key: str) -> None:
        self._port = port
        self._head = f"Host: 127.0.0.1\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\n"
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, wanted: Any = None, once: str | None = None) -> Answer:
        try:
            reader, writer = await self._open()
        except OSError:
            return Answer(-1)
        body = b"" if wanted is None else json.dumps(wanted).encode()
        head = f"{method} {path} HTTP/1.1\r\n{self._head}Content-Length: {len(body)}\r\n"
        if once is not None:
            head += f"Idempotency-Key: {once}\r\n"
        try:
            async with asyncio.timeout(60):
                writer.write(head.encode() + b"\r\n" + body)
                return await self._read(reader)
        except (OSError, EOFError, TimeoutError):
            await self.close()
            return Answer(0)

    async def close(self) -> None:
        if self._streams is not None:
            writer = self._streams[1]
            self._streams = None
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    async def _open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._streams is not None and self._streams[0].at_eof():
            await self.close()
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        return self._streams

    @staticmethod
    async def _read(reader: asyncio.StreamReader) -> Answer:
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = head.partition(b"content-length: ")[2].partition(b"\r\n")[0]
        body = await reader.readexactly(int(length)) if length else b""
        return Answer(
            int(head[9:12]), json.loads(body) if body else None, b"\r\nidempotency-replayed: true" in head
        )


@dataclass(frozen=True)
class Shop:
    """The tested business: its key and calendars, and the first moment that customers ask for."""

    id: int
    key: str
    calendars: Sequence[int]
    opens: datetime


class Customer:
    """A customer who sends one request at a time, with a connection to each server. Nobody else changes their
    appointments."""

    def __init__(self, number: int, ports: Sequence[int], shop: Shop, ledger: Ledger) -> None:
        self.shop, self.ledger = shop, ledger
        self._name = f"c{number}"
        self._random = random.Random(number)  # noqa: S311 - choices of a load, not secrets
        self._lines = [Line(port, shop.key) for port in ports]
        self._avoided_until = [0.0 for _ in ports]
        self._made = 0
        self._bookings: list[Booking] = []
        self._holds: list[Hold] = []

    async def live(self, done: asyncio.Event) -> None:
        """Send one request after another until `done` is set."""
        kinds, weights = list(KINDS), list(KINDS.values())
        while not done.is_set():
            (kind,) = self._random.choices(kinds, weights)
            if kind in {"move", "cancel"} and not self._bookings:
                kind = "book"
            elif kind in {"confirm", "release"} and not self._holds:
                kind = "hold"
            await getattr(self, kind)()
        await self.leave()

    async def leave(self) -> None:
        for line in self._lines:
            await line.close()

    async def book(self, state: State | None = None) -> bool:
        """Book a start; returns whether it was booked."""
        state = state or self._somewhere()
        wanted = {"calendar_id": state.calendar_id, "starts_at": state.starts_at.isoformat()}
        return await self._booked("book", wanted, state)

    async def confirm(self, hold: Hold | None = None) -> bool:
        """Book the time of a hold; before it expires, a refusal is a violation."""
        hold = hold or self._any(self._holds)
        hold.gone = True
        booked = await self._booked("confirm", {"hold_id": hold.id}, hold.state)
        if not booked:
            hold.gone = False
            if utc_now() < hold.expires_at:
                self.ledger.violations.append(f"hold {hold.key} was refused before it expired")
        return booked

    async def hold(self) -> None:
        state = self._somewhere()
        minutes = self._random.choice((1, 1, 1, 5))
        wanted = {"calendar_id": state.calendar_id, "starts_at": state.starts_at.isoformat()}
        key, answer = await self._create("hold", HOLDS, {**wanted, "hold_minutes": minutes}, "note")
        if answer is not None:
            self._check_place(key, answer, state)
            expires_at = datetime.fromisoformat(answer["expires_at"])
            made = Hold(key, answer["id"], state, expires_at)
            self.ledger.holds[key] = made
            self._holds.append(made)

    async def release(self) -> None:
        hold = self._any(self._holds)
        hold.gone = True
        answer = await self._change("release", "DELETE", f"{HOLDS}/{hold.id}", None)
        if answer.outcome == "refused" and utc_now() < hold.expires_at:
            self.ledger.violations.append(f"hold {hold.key} was not found before it expired")

    async def move(self) -> None:
        booking, state = self._random.choice(self._bookings), self._somewhere()
        wanted = {"calendar_id": state.calendar_id, "starts_at": state.starts_at.isoformat()}
        answer = await self._change("move", "POST", f"{APPOINTMENTS}/{booking.id}/reschedule", wanted)
        self._note(booking, Change("moved", state, answered=answer.outcome == "done"), answer)
        if answer.outcome == "done":
            self._check_place(booking.key, answer.body, state)

    async def cancel(self) -> None:
        booking = self._random.choice(self._bookings)
        answer = await self._change("cancel", "POST", f"{APPOINTMENTS}/{booking.id}/cancel", {})
        self._note(booking, Change("cancelled", None, answered=answer.outcome == "done"), answer)
        if answer.outcome == "done":
            self._bookings.remove(booking)

    def _note(self, booking: Booking, change: Change, answer: Answer) -> None:
        if answer.outcome in {"done", *UNANSWERED}:
            booking.changes.append(change)
        elif answer.code == "already_cancelled":
            self._bookings.remove(booking)
            if not booking.was_cancelled():
                self.ledger.violations.append(f"{booking.key} was cancelled by nobody")

    async def _booked(self, kind: str, wanted: dict[str, Any], state: State) -> bool:
        key, answer = await self._create(kind, APPOINTMENTS, wanted, "customer_name")
        if answer is not None:
            self._check_place(key, answer, state)
            booking = Booking(key, answer["id"], [Change("booked", state, answered=True)])
            self.ledger.bookings[key] = booking
            self._bookings.append(booking)
        return answer is not None

    async def _create(self, kind: str, path: str, wanted: dict[str, Any], named: str) -> tuple[str, Any]:
        """Send a create until it is answered: its key, and what was made, or None if it was refused."""
        self._made += 1
        key = f"{self._name}-{self._made}"
        patience, wanted = time.monotonic() + PATIENCE, {**wanted, named: key}
        while True:
            answer = await self._ask(kind, "POST", path, wanted, key)
            if answer.outcome == "refused":
                self.ledger.refused.add(key)
                return key, None
            if answer.outcome == "done":
                break
            if time.monotonic() > patience:
                self.ledger.violations.append(f"{kind} {key} was never answered")
                return key, None
        if self._random.random() < 0.02:
            again = await self._ask(f"repeated {kind}", "POST", path, wanted, key)
            if again.outcome == "done" and (again.body, again.replayed) != (answer.body, True):
                self.ledger.violations.append(f"{kind} {key} was repeated and answered otherwise")
        return key, answer.body

    async def _change(self, kind: str, method: str, path: str, wanted: Any) -> Answer:
        while (answer := await self._ask(kind, method, path, wanted)).outcome == "unreached":
            pass
        return answer

    async def _ask(self, kind: str, method: str, path: str, wanted: Any, once: str | None = None) -> Answer:
        number = self._some_server()
        answer = await self._lines[number].ask(method, path, wanted, once)
        outcome = answer.outcome
        self.ledger.answers[kind, outcome] += 1
        if outcome == "done" and answer.replayed:
            self.ledger.answers[kind, "replayed"] += 1
        unforeseen = outcome == "refused" and answer.code not in REFUSALS.get(kind, ())
        if unforeseen or (outcome == "unavailable" and answer.status != 503):
            self.ledger.violations.append(f"{kind} was answered {answer.status} {answer.code}")
        if outcome in {"lost", "unreached"}:
            self._avoided_until[number] = time.monotonic() + self._random.uniform(0.2, 0.6)
        if outcome not in {"done", "refused"}:
            # A 503 asks for two seconds. Shorter waits are realistic, but the retries must not be the load.
            await asyncio.sleep(self._random.uniform(0.1, 0.3) if outcome == "unavailable" else 0.02)
        return answer

    def _some_server(self) -> int:
        """A server at random, leaving out for a moment one that has just failed, as a load balancer does."""
        now = time.monotonic()
        well = [number for number, until in enumerate(self._avoided_until) if until <= now]
        return self._random.choice(well or range(len(self._lines)))

    def _check_place(self, key: str, answer: dict[str, Any], state: State) -> None:
        told = State(answer["calendar_id"], datetime.fromisoformat(answer["starts_at"]).astimezone(UTC))
        if told != state:
            self.ledger.violations.append(f"{key} was to be at {state}, and the answer says {told}")

    def _somewhere(self) -> State:
        """A start at random; one in eight is among a few that all customers want."""
        if self._random.random() < 0.125:
            return State(self.shop.calendars[0], self.shop.opens + STEP * self._random.randrange(HOT_SLOTS))
        quarter = self._random.randrange(96, 96 * DAYS)
        return State(self._random.choice(self.shop.calendars), self.shop.opens + STEP * quarter)

    def _any(self, holds: list[Hold]) -> Hold:
        return holds.pop(self._random.randrange(len(holds)))
