"""Search and booking over HTTP against their floors, side by side in one server, loaded by wrk from outside.

    python -m benchmarks.scheduling --appointments 1000000 [--rounds 5] [--seconds 4]

A floor is a bare FastAPI route in the same process that runs one statement of the same kind. Rounds of both
alternate; medians and their ratio are printed. Needs wrk (Debian: apt-get install wrk).
"""

import argparse
import asyncio
import contextlib
import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from app.embedded import server as embedded
from benchmarks.scheduling_fill import CALENDARS, DAY, Place, fill

ROOT = Path(__file__).parents[1]

# Bookings, each of a slot of its own: a quarter of an hour in every calendar, then the next quarter.
_LUA = """
local n = {first}
request = function()
  n = n + 1
  local calendar = {calendar} + n % {calendars}
  local slot = math.floor(n / {calendars})
  local start = os.date("!%Y-%m-%dT%H:%M:00Z", {start} + slot * 900)
  local body = string.format('{{"calendar_id": %d, "starts_at": "%s"{more}}}', calendar, start)
  return wrk.format("POST", "{path}", {{["Content-Type"] = "application/json",
    ["Authorization"] = "Bearer {key}"}}, body)
end
"""


def start_server(url: str) -> tuple["subprocess.Popen[bytes]", str]:
    """Start a server process; the process and its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "benchmarks.scheduling_server:app", "--port", str(port)]
    server = subprocess.Popen(
        [*command, "--log-level", "warning", "--no-access-log"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url, "LUACH_LOG_LEVEL": "warning"},
    )
    return server, f"http://127.0.0.1:{port}"


@contextlib.asynccontextmanager
async def serving(url: str) -> AsyncIterator[str]:
    """The address of a server that runs until the block ends."""
    server, address = start_server(url)
    try:
        async with httpx.AsyncClient() as client:
            for _ in range(200):
                with contextlib.suppress(httpx.TransportError):
                    if (await client.get(f"{address}/readyz")).status_code == 200:
                        break
                await asyncio.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(20)


def wrk(address: str, path: str, key: str, seconds: float, script: str | None = None) -> float:
    """Requests per second over eight connections; every answer must be 2xx."""
    command = ["wrk", "-t1", "-c8", f"-d{seconds:g}s", "-H", f"Authorization: Bearer {key}"]
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        if script is not None:
            file.write(script)
            file.flush()
            command += ["-s", file.name]
        said = subprocess.run([*command, address + path], capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        raise SystemExit(f"{path}: {said}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    return float(found[1]) if found else 0.0


def compare(address: str, place: Place, rounds: int, seconds: float) -> dict[str, tuple[float, float]]:
    """Medians of (floor, ours) in requests per second."""
    rates: dict[str, list[float]] = {"floor search": [], "search": [], "floor booking": [], "booking": []}
    for number in range(rounds + 1):
        measured = {
            "floor search": wrk(address, floor_search_of(place), place.key, seconds),
            "search": wrk(address, search_of(place), place.key, seconds),
            "floor booking": wrk(
                address, "", place.key, seconds, _bookings(place, "/floor/bookings", number, "")
            ),
            "booking": wrk(address, "", place.key, seconds, bookings_of(place, number)),
        }
        for name, rate in measured.items():
            if number:  # the first round warms up
                rates[name].append(rate)
    median = {name: statistics.median(found) for name, found in rates.items()}
    return {
        "find_slots, 1 calendar x 1 day": (median["floor search"], median["search"]),
        "create_appointment": (median["floor booking"], median["booking"]),
    }


def search_of(place: Place) -> str:
    """The path of a search of one day in a calendar with an ordinary day."""
    day = f"{DAY:%Y-%m-%d}"
    return f"/api/calendar/slots?calendar_id={place.usual_calendar}&date_from={day}&date_to={day}"


def floor_search_of(place: Place) -> str:
    return f"/floor/day?calendar_id={place.usual_calendar}&date_from={DAY:%Y-%m-%dT%H:%M:%SZ}"


def bookings_of(place: Place, number: int) -> str:
    """wrk's script that books slots of its own for each `number`."""
    return _bookings(place, "/api/calendar/appointments", number, ', "customer_name": "x"')


def _bookings(place: Place, path: str, number: int, more: str) -> str:
    return _LUA.format(
        first=number * 40_000,
        calendar=place.first_calendar,
        calendars=CALENDARS,
        start=int(DAY.timestamp()) + 86_400,
        more=more,
        path=path,
        key=place.key,
    )


async def wide_search(address: str, place: Place, requests: int = 60) -> list[float]:
    """Durations in ms of sequential searches of 10 calendars x 30 days with 3,000 busy intervals."""
    query: dict[str, str | int | list[int]] = {
        "calendar_id": place.busy_calendars,
        "date_from": f"{DAY:%Y-%m-%d}",
        "date_to": f"{DAY + timedelta(days=29):%Y-%m-%d}",
        "limit": 500,
    }
    took = []
    headers = {"Authorization": f"Bearer {place.key}"}
    async with httpx.AsyncClient(base_url=address, headers=headers, timeout=30) as client:
        for _ in range(requests):
            began = time.perf_counter()
            answer = await client.get("/api/calendar/slots", params=query)
            took.append((time.perf_counter() - began) * 1000)
            if len(answer.json()["slots"]) != 500:
                raise SystemExit(answer.text)
    return sorted(took)


async def storm(address: str, place: Place, rounds: int = 10) -> tuple[list[int], list[float]]:
    """Rounds of 100 parallel bookings of one slot: for each, the number of winners and all latencies in ms.

    The connections are bare and opened before: for a hundred requests at once, a client library works several
    times as long as the server.
    """
    host, _, port = address.removeprefix("http://").partition(":")
    connections = [await asyncio.open_connection(host, port) for _ in range(100)]
    winners, took = [], []
    for number in range(rounds):
        start = datetime(2031, 1, 1, tzinfo=UTC) + timedelta(days=number)
        body = {"calendar_id": place.usual_calendar, "starts_at": start.isoformat(), "customer_name": "x"}
        request = _raw_request(place.key, json.dumps(body).encode())
        answers = await asyncio.gather(*(_ask(connection, request) for connection in connections))
        statuses = [status for status, _ in answers]
        if set(statuses) - {201, 409}:
            raise SystemExit(f"unexpected: {set(statuses)}")
        winners.append(statuses.count(201))
        took += [elapsed for _, elapsed in answers]
    for _, writer in connections:
        writer.close()
    return winners, sorted(took)


def _raw_request(key: str, body: bytes) -> bytes:
    head = (
        "POST /api/calendar/appointments HTTP/1.1",
        "Host: localhost",
        f"Authorization: Bearer {key}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    )
    return "\r\n".join((*head, "", "")).encode() + body


async def _ask(
    connection: tuple[asyncio.StreamReader, asyncio.StreamWriter], request: bytes
) -> tuple[int, float]:
    """Status and duration in ms of one exchange."""
    reader, writer = connection
    began = time.perf_counter()
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head.lower())
    await reader.readexactly(int(length[1]) if length else 0)
    return int(head.split()[1]), (time.perf_counter() - began) * 1000


def percentile(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


@contextlib.asynccontextmanager
async def filled(appointments: int) -> AsyncIterator[tuple[Place, str]]:
    """A server on a new database with that many appointments."""
    folder = Path(tempfile.mkdtemp(prefix="luach-benchmark-"))
    shutil.rmtree(folder)
    server = await asyncio.to_thread(
        embedded.start, folder, settings={"max_connections": "200", "shared_buffers": "512MB"}
    )
    try:
        began = time.perf_counter()
        place = await fill(server.url, appointments)
        print(f"\n{appointments:,} appointments, filled in {time.perf_counter() - began:.0f} s")
        async with serving(server.url) as address:
            yield place, address
    finally:
        await asyncio.to_thread(server.stop)
        shutil.rmtree(folder, ignore_errors=True)


async def measure(place: Place, address: str, rounds: int, seconds: float) -> None:
    rates = await asyncio.to_thread(compare, address, place, rounds, seconds)
    for name, (floor, ours) in rates.items():
        print(f"{name:34} floor {floor:8.0f}/s  ours {ours:8.0f}/s  ratio {ours / floor:.2f}")
    wide = await wide_search(address, place)
    print(f"10 calendars x 30 days: p50 {percentile(wide, 0.5):.1f} ms, p95 {percentile(wide, 0.95):.1f} ms")
    winners, took = await storm(address, place)
    print(
        f"100 parallel bookings of one slot: winners {json.dumps(winners)}, "
        f"p50 {percentile(took, 0.5):.0f} ms, p99 {percentile(took, 0.99):.0f} ms"
    )


async def main() -> None:
    parser = argparse.ArgumentParser(description="Search and booking against their floors.")
    parser.add_argument("--appointments", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4)
    options = parser.parse_args()
    need_wrk()
    async with filled(options.appointments) as (place, address):
        await measure(place, address, options.rounds, options.seconds)


def need_wrk() -> None:
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is not installed; on Debian: apt-get install wrk")


if __name__ == "__main__":
    asyncio.run(main())
