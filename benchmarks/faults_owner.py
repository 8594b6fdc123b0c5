"""The owner of the tested business, who revokes keys and changes the business's zone while customers book."""

import asyncio
import itertools
import time
from collections.abc import Sequence

from benchmarks.faults_clients import Answer, Line
from benchmarks.faults_ledger import UNANSWERED, Ledger

ZONES = ("Asia/Dubai", "Asia/Kolkata", "UTC")
"""Without summer time: every wall time is one instant."""

REVOKED_WITHIN = 0.1
"""Seconds within which every process refuses a revoked key."""

SETTINGS = "/api/calendar/settings"


class Owner:
    """The owner, with a connection to each server."""

    def __init__(self, ports: Sequence[int], business: int, key: str, ledger: Ledger) -> None:
        self._ports, self._keys, self._ledger = ports, f"/api/businesses/{business}/keys", ledger
        self._lines = [Line(port, key) for port in ports]
        self._turn = itertools.cycle(range(len(ports)))

    async def live(self, done: asyncio.Event, pause: float) -> None:
        """Revoke a key and change the zone in turn, `pause` seconds apart, until `done` is set."""
        zones = itertools.cycle(ZONES)
        while not done.is_set():
            await self._revoke()
            await self._ask("zone", "PATCH", SETTINGS, {"timezone": next(zones)})
            await asyncio.sleep(pause)
        for line in self._lines:
            await line.close()

    async def _revoke(self) -> None:
        """Make a key, use it on all servers, and revoke it; after `REVOKED_WITHIN` none may accept it."""
        made = await self._ask("key", "POST", self._keys, {"role": "viewer", "name": "to be revoked"})
        if made.outcome != "done":
            return
        lines = [Line(port, made.body["secret"]) for port in self._ports]
        for line in lines:
            await line.ask("GET", SETTINGS)
        revoked = await self._ask("revoke", "DELETE", f"{self._keys}/{made.body['id']}")
        if revoked.outcome == "done":
            await asyncio.sleep(REVOKED_WITHIN)
            for line in lines:
                began = time.monotonic()
                answer = await line.ask("GET", SETTINGS)
                self._note("revoked key", answer)
                if answer.status == 200:
                    late = time.monotonic() - began
                    self._ledger.violations.append(f"a revoked key was accepted (an answer of {late:.1f} s)")
        for line in lines:
            await line.close()

    async def _ask(self, kind: str, method: str, path: str, wanted: object = None) -> Answer:
        """The answer of one server or, if it accepts no requests, of the next one."""
        while (
            answer := await self._lines[next(self._turn)].ask(method, path, wanted)
        ).outcome == "unreached":
            self._note(kind, answer)
            await asyncio.sleep(0.1)
        self._note(kind, answer)
        if answer.outcome == "refused" or (answer.outcome in UNANSWERED and answer.status not in {0, 503}):
            self._ledger.violations.append(f"{kind} was answered {answer.status} {answer.code}")
        return answer

    def _note(self, kind: str, answer: Answer) -> None:
        self._ledger.answers[kind, answer.outcome] += 1
