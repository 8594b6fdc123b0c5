"""A database that is frozen or killed under a running service: 503 within seconds, and recovery by itself."""

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.support.children import Child, free_port, printed_key, until_ready

ANSWER_SECONDS = 3.0
BUSY_MACHINE_SECONDS = 1.5
PATIENCE = 60.0
SLOTS, BOOKING = "/api/calendar/slots?calendar_id=2", "/api/calendar/appointments"


def postmaster(folder: Path) -> int:
    """The pid of the server of this data folder, once it has one."""
    deadline = time.monotonic() + PATIENCE
    while True:
        with contextlib.suppress(OSError, ValueError):
            (pid_file,) = folder.glob("pg*/postmaster.pid")
            return int(pid_file.read_text().partition("\n")[0])
        assert time.monotonic() < deadline, "no postmaster"
        time.sleep(0.05)


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@contextlib.contextmanager
def frozen(folder: Path) -> Iterator[None]:
    """Stops the postmaster first, so that it starts no process meanwhile, and then its processes."""
    stopped = [postmaster(folder)]
    os.kill(stopped[0], signal.SIGSTOP)
    for child in children_of(stopped[0]):
        os.kill(child, signal.SIGSTOP)
        stopped.append(child)
    try:
        yield
    finally:
        for pid in stopped:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


@pytest.fixture(
    params=[("-m", "app.cli", "serve"), ("-m", "uvicorn", "app.main:app")], ids=["serve", "uvicorn"]
)
def running(request: pytest.FixtureRequest, home: Path) -> Iterator[Child]:
    child = Child(
        *(*request.param, "--port", str(free_port())), LUACH_DATA_DIR=str(home / "data"), DATABASE_URL=""
    )
    try:
        until_ready(child.address())
        yield child
    finally:
        child.stop()


def until_served(client: httpx.Client) -> None:
    deadline = time.monotonic() + PATIENCE
    while client.get(SLOTS).status_code != 200 or client.get("/readyz").status_code != 200:
        assert time.monotonic() < deadline, "no recovery"
        time.sleep(0.1)


def client_of(child: Child, role: str) -> httpx.Client:
    key = {"Authorization": f"Bearer {printed_key(child, role)}"}
    limits = httpx.Limits(max_connections=100)
    return httpx.Client(base_url=child.address(), headers=key, timeout=30, limits=limits)


def test_a_frozen_database_is_answered_for_and_recovers(running: Child, home: Path) -> None:
    calls = (
        ("GET", SLOTS, None),
        ("GET", "/api/calendar/appointments/1", None),
        ("POST", BOOKING, {"calendar_id": 2, "starts_at": "2030-01-01T10:00:00Z", "customer_name": "x"}),
        ("PATCH", "/api/calendar/calendars/2", {"priority": 7}),
        ("POST", "/api/calendar/resolve", {"intent_text": "הובלה"}),
        ("POST", "/api/calendar/holds", {"calendar_id": 2, "starts_at": "2030-01-01T10:00:00Z"}),
        ("POST", "/api/ai/tools/calendar_find_slots", {"calendar_id": 2}),
        ("GET", "/readyz", None),
    )
    with client_of(running, "agent") as agent, client_of(running, "owner") as owner:
        until_served(agent)

        def ask(number: int) -> tuple[float, httpx.Response]:
            method, path, json = calls[number % len(calls)]
            began = time.monotonic()
            answer = (agent if number % 2 else owner).request(method, path, json=json)
            return time.monotonic() - began, answer

        with frozen(home / "data"), ThreadPoolExecutor(40) as threads:
            for _ in range(3):  # the first requests find it out, the others know it
                answers = list(threads.map(ask, range(48)))
                assert max(seconds for seconds, _ in answers) < ANSWER_SECONDS + BUSY_MACHINE_SECONDS
                # 403: a role that a remembered key does not have is refused without the database.
                assert {answer.status_code for _, answer in answers} - {403} == {503}
                assert all(
                    answer.headers["retry-after"] for _, answer in answers if answer.status_code == 503
                )
            began = time.monotonic()
            assert agent.get("/livez").status_code == 200
            assert "The database cannot be reached." in agent.get("/").text
            assert time.monotonic() - began < ANSWER_SECONDS + BUSY_MACHINE_SECONDS
        until_served(agent)
        assert max(ask(number)[1].status_code for number in range(16)) < 500


def test_the_embedded_postgresql_is_started_again_after_kill_9(running: Child, home: Path) -> None:
    with client_of(running, "agent") as agent:
        for _ in range(2):
            until_served(agent)
            killed = postmaster(home / "data")
            os.kill(killed, signal.SIGKILL)
            # Its processes may answer a little longer.
            while postmaster(home / "data") == killed:
                time.sleep(0.05)
            until_served(agent)


def test_several_workers_start_it_again_once(home: Path) -> None:
    port = str(free_port())
    command = ("-m", "app.cli", "serve", "--workers", "2", "--port", port)
    child = Child(*command, LUACH_DATA_DIR=str(home / "data"), DATABASE_URL="")
    try:
        until_ready(f"http://127.0.0.1:{port}")
        with client_of(child, "agent") as agent:
            until_served(agent)
            os.kill(postmaster(home / "data"), signal.SIGKILL)
            until_served(agent)
    finally:
        child.stop()
    assert not list(home.glob("data/pg*/postmaster.pid")), "its PostgreSQL outlived it"
