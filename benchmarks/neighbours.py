"""One business's worst requests, with another business's latency and `/livez` beside them, in ms.

    python -m benchmarks.neighbours [--seconds 10] [--at-once 16] [--only WORDS]

`luach serve` runs in a process of its own on an embedded PostgreSQL, and so do the attackers. The quiet
business searches a day, resolves a sentence, books and calls a tool, one after the other; `/livez` is asked
meanwhile. A round without attackers comes first and last.
"""

import argparse
import asyncio
import contextlib
import multiprocessing
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import httpx

from app.clock import utc_now
from app.db.engine import connect
from app.embedded import server as embedded
from app.migrations import apply_migrations
from benchmarks.neighbours_attacks import Attack, Setting, attacks, furnish
from benchmarks.scheduling import percentile

ROOT = Path(__file__).parents[1]
DRAIN_SECONDS = 60
"""How long the attackers wait for answers to what they have sent, after the measurement."""
ALL = "all of them at once"
PAUSE = 0.01
"""Seconds between two requests of the quiet business, and between two of `/livez`."""


class Outcome(NamedTuple):
    """Sorted latencies in ms, refusals of the quiet business, answers to the attackers by status."""

    quiet: list[float]
    alive: list[float]
    failures: Counter[int]
    answers: Counter[int | str]
    memory: float


def _start_server(url: str) -> tuple["subprocess.Popen[bytes]", int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "app.cli", "serve", "--port", str(port)],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url, "LUACH_LOG_LEVEL": "error", "LUACH_DEMO": "false"},
    )
    return server, port


@contextlib.asynccontextmanager
async def serving(url: str) -> AsyncIterator[tuple[str, int]]:
    """The address and the process id of `luach serve`, which runs as long as the block does."""
    server, port = _start_server(url)
    address = f"http://127.0.0.1:{port}"
    try:
        async with httpx.AsyncClient() as client:
            for _ in range(300):
                with contextlib.suppress(httpx.TransportError):
                    if (await client.get(f"{address}/readyz")).status_code == 200:
                        break
                await asyncio.sleep(0.1)
        yield address, server.pid
    finally:
        server.terminate()
        server.wait(30)


def attack(
    address: str, setting: Setting, names: list[str], at_once: int, seconds: float, queue: Any
) -> None:
    """Send requests in a process of its own until the time is over; the answers by status."""
    queue.put(asyncio.run(_attack(address, setting, names, at_once, seconds)))


async def _attack(
    address: str, setting: Setting, names: list[str], at_once: int, seconds: float
) -> Counter[int | str]:
    answers: Counter[int | str] = Counter()
    end = time.perf_counter() + seconds
    known = attacks(setting)
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=address, timeout=DRAIN_SECONDS, limits=limits) as client:

        async def send(each: Attack, number: int) -> None:
            while time.perf_counter() < end:
                request = each.request(number)
                key = {"Authorization": f"Bearer {setting.keys[each.role]}"} if each.role else {}
                try:
                    answer = await client.request(
                        request.method,
                        request.path,
                        content=request.content,
                        headers={**request.headers, **key},
                    )
                    answers[answer.status_code] += 1
                except httpx.TransportError as error:
                    answers[type(error).__name__] += 1
                number += at_once

        tasks = [send(known[name], number) for name in names for number in range(at_once)]
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.gather(*tasks), seconds + DRAIN_SECONDS)
    return answers


class Quiet:
    """The quiet business's requests in turn. Every booking takes a slot of its own."""

    def __init__(self, client: httpx.AsyncClient, setting: Setting) -> None:
        self._client, self._calendar = client, setting.quiet_calendar
        self._headers = {"Authorization": f"Bearer {setting.quiet_key}"}
        self._free = datetime.combine(utc_now().date() + timedelta(days=2), datetime.min.time()).astimezone()
        self._number = 0

    async def __call__(self) -> httpx.Response:
        self._number += 1
        turns = (self._search, self._resolve, self._book, self._tool)
        return await turns[self._number % len(turns)]()

    async def _search(self) -> httpx.Response:
        day = utc_now().date() + timedelta(days=300)
        query = f"calendar_id={self._calendar}&date_from={day}&date_to={day}"
        return await self._client.get(f"/api/calendar/slots?{query}", headers=self._headers)

    async def _resolve(self) -> httpx.Response:
        return await self._post("/api/calendar/resolve", {"intent_text": "שלום, צריך הובלה"})

    async def _book(self) -> httpx.Response:
        self._free += timedelta(minutes=15)
        wanted = {"calendar_id": self._calendar, "starts_at": self._free.isoformat(), "duration_minutes": 15}
        return await self._post("/api/calendar/appointments", {**wanted, "customer_name": "דנה"})

    async def _tool(self) -> httpx.Response:
        arguments = {"calendar_id": self._calendar, "date_from": "+200d", "intent_text": "הובלה"}
        return await self._post("/api/ai/tools/calendar_find_slots", arguments)

    async def _post(self, path: str, wanted: dict[str, Any]) -> httpx.Response:
        return await self._client.post(path, json=wanted, headers=self._headers)


async def measure(
    ask: Callable[[], Awaitable[httpx.Response]], end: float, failures: Counter[int]
) -> list[float]:
    """Milliseconds of each call until the time is over, sorted."""
    took = []
    while time.perf_counter() < end:
        began = time.perf_counter()
        answer = await ask()
        took.append((time.perf_counter() - began) * 1000)
        if answer.is_error or '"status":"error"' in answer.text:
            failures[answer.status_code] += 1
        await asyncio.sleep(PAUSE)
    return sorted(took)


async def observe(
    address: str, pid: int, quiet: Quiet, client: httpx.AsyncClient, start: Callable[[], Any], seconds: float
) -> Outcome:
    failures: Counter[int] = Counter()
    answers = start()
    end = time.perf_counter() + seconds
    own, alive = await asyncio.gather(
        measure(quiet, end, failures), measure(lambda: client.get(f"{address}/livez"), end, failures)
    )
    return Outcome(own, alive, failures, await answers(), _memory(pid))


def _memory(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * 4 / 1024


def _attackers(
    address: str, setting: Setting, names: list[str], at_once: int, seconds: float
) -> Callable[[], Callable[[], Awaitable[Counter[int | str]]]]:
    """Start the attackers' process when called; what that returns awaits their answers."""

    def start() -> Callable[[], Awaitable[Counter[int | str]]]:
        context = multiprocessing.get_context("spawn")
        queue = context.Queue()
        process = context.Process(target=attack, args=(address, setting, names, at_once, seconds, queue))
        process.start()

        async def answers() -> Counter[int | str]:
            found: Counter[int | str] = await asyncio.to_thread(queue.get)
            await asyncio.to_thread(process.join)
            return found

        return answers

    return start


async def run(url: str, seconds: float, at_once: int, only: str) -> None:
    database = connect(url, pool_size=2)
    setting = await furnish(database)
    await database.close()
    names = [name for name in attacks(setting) if only in name]
    rounds: list[tuple[str, list[str], int]] = [("nothing", [], at_once)]
    rounds += [(name, [name], at_once) for name in names]
    rounds += [(ALL, names, 2), ("nothing again", [], at_once)]
    async with serving(url) as (address, pid), httpx.AsyncClient(base_url=address, timeout=120) as client:
        quiet = Quiet(client, setting)
        await measure(quiet, time.perf_counter() + 2, Counter())
        print("| what | key | answers | other p50 | p99 | longest | refused | /livez p99 | longest | MB |")
        for name, sent, each in rounds:
            start = _attackers(address, setting, sent, each, seconds)
            found = await observe(address, pid, quiet, client, start, seconds)
            role = (attacks(setting)[name].role or "none") if name in names else ""
            print(_line(name, role, found), flush=True)
            await asyncio.sleep(2)


def _line(name: str, role: str, found: Outcome) -> str:
    answers = ", ".join(f"{status}: {count}" for status, count in found.answers.most_common())
    quiet, alive = found.quiet, found.alive
    cells = [name, role, answers, *(f"{percentile(quiet, share):.0f}" for share in (0.5, 0.99))]
    cells += [f"{quiet[-1]:.0f}", f"{found.failures.total()} of {len(quiet)}"]
    cells += [f"{percentile(alive, 0.99):.0f}", f"{alive[-1]:.0f}", f"{found.memory:.0f}"]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--at-once", type=int, default=16)
    parser.add_argument("--only", default="", help="only attacks whose name has these words")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="luach-benchmark-", ignore_cleanup_errors=True) as folder:
        # PostgreSQL's own account has to enter it where this runs as root.
        Path(folder).chmod(0o755)
        server = embedded.start(Path(folder) / "data")
        try:
            asyncio.run(apply_migrations(server.url))
            asyncio.run(run(server.url, given.seconds, given.at_once, given.only))
        finally:
            server.stop()


if __name__ == "__main__":
    main()
