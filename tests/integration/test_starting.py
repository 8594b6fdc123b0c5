"""Starts from outside: wrong configurations end in one sentence, and nothing is made before it listens."""

import asyncio
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.children import CLEAN, ROOT, Child, free_port, until_ready
from tests.support.servers import PostgresServer, connected, database_name

ONE_MAJOR = True

SERVE = ("-m", "app.cli", "serve")
UVICORN = ("-m", "uvicorn", "app.main:app")
WRONG_CODE, UVICORN_CODE = 2, 3


@pytest.fixture
def taken_port() -> Iterator[str]:
    """A port on which another program listens."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        yield str(taken.getsockname()[1])


def refused(*command: str, **environment: str) -> tuple[int, str]:
    """The exit code and standard error of a command that must end by itself."""
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**CLEAN, "LUACH_LOG_FORMAT": "json", **environment},
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stderr.strip()


def wrong_addresses(url: str) -> dict[str, str]:
    """Addresses that no later try would make right, by the word that the sentence must name."""
    return {
        "nowhere": url.replace(f"/{database_name(url)}?", "/nowhere?"),
        "stranger": url.replace("postgres@", "stranger@"),
        "must start with postgresql://": "mysql://root@localhost/luach",
        "percent-encoded": "postgresql://luach:pa#ss@localhost/luach",
        "postgresql://user:password@host:5432/name": "postgresql://localhost:port/luach",
        "sslmode": "postgresql://localhost/luach?sslmode=perhaps",
        "no_such_setting": f"{url}&no_such_setting=1",
    }


ADDRESSES = tuple(wrong_addresses("postgresql://postgres@/x?host=/"))


@pytest.mark.parametrize("word", ADDRESSES)
def test_serve_refuses_a_wrong_database_address_in_one_sentence(empty_database: str, word: str) -> None:
    environment = {"DATABASE_URL": wrong_addresses(empty_database)[word], "LUACH_PORT": str(free_port())}
    code, said = refused(*SERVE, **environment)
    assert code == WRONG_CODE, said
    assert len(said.splitlines()) == 1, said
    assert "DATABASE_URL" in said
    if word != "sslmode":
        assert word in said
    assert "pa#ss" not in said


@pytest.mark.parametrize("word", ["nowhere", "stranger", "must start with postgresql://", "percent-encoded"])
def test_uvicorn_ends_with_its_own_code_and_the_same_sentence(empty_database: str, word: str) -> None:
    code, said = refused(*UVICORN, "--port", "0", DATABASE_URL=wrong_addresses(empty_database)[word])
    assert code == UVICORN_CODE, said
    assert "DATABASE_URL" in said
    assert word in said


def test_several_workers_refuse_a_wrong_database_address_before_they_start(empty_database: str) -> None:
    code, said = refused(
        *SERVE,
        *("--workers", "2", "--port", str(free_port())),
        DATABASE_URL=wrong_addresses(empty_database)["nowhere"],
    )
    assert (code, len(said.splitlines())) == (WRONG_CODE, 1), said


@pytest.mark.parametrize("command", [SERVE, UVICORN], ids=["serve", "uvicorn"])
def test_production_without_a_database_is_refused_and_makes_nothing(
    home: Path, command: tuple[str, ...]
) -> None:
    code, said = refused(*command, APP_ENV="production", LUACH_DATA_DIR=str(home / "data"))
    assert code == (WRONG_CODE if command is SERVE else UVICORN_CODE), said
    assert "APP_ENV=production" in said
    assert "DATABASE_URL" in said
    assert not (home / "data").exists()


@pytest.mark.parametrize(
    ("name", "value"), [("LUACH_PORT", "http"), ("LUACH_DEMO", "perhaps"), ("APP_ENV", "staging")]
)
def test_a_setting_that_does_not_fit_is_named(name: str, value: str) -> None:
    code, said = refused(*SERVE, **{name: value})
    assert (code, len(said.splitlines())) == (WRONG_CODE, 1), said
    assert said.startswith(name)
    code, said = refused(*UVICORN, "--port", "0", **{name: value})
    assert code == UVICORN_CODE
    assert name in said


def test_a_command_that_cannot_log_in_says_so_in_one_sentence(empty_database: str) -> None:
    address = wrong_addresses(empty_database)["nowhere"]
    code, said = refused("-m", "app.cli", "keys", "list", DATABASE_URL=address)
    assert (code, len(said.splitlines())) == (WRONG_CODE, 1), said
    assert "nowhere" in said
    silent = f"postgresql://luach@127.0.0.1:{free_port()}/luach"
    code, said = refused("-m", "app.cli", "keys", "list", DATABASE_URL=silent)
    assert (code, len(said.splitlines())) == (1, 1), said


@pytest.mark.parametrize("workers", ["1", "2"])
def test_serve_on_a_taken_port_makes_nothing(home: Path, taken_port: str, workers: str) -> None:
    code, said = refused(
        *SERVE, "--port", taken_port, "--workers", workers, LUACH_DATA_DIR=str(home / "data"), DATABASE_URL=""
    )
    assert code == WRONG_CODE, said
    assert len(said.splitlines()) == 1, said
    assert taken_port in said
    assert "LUACH_PORT" in said
    assert not (home / "data").exists()


async def test_uvicorn_on_a_taken_port_makes_no_demo_and_loses_no_key(
    own_database: str, taken_port: str
) -> None:
    command = (*UVICORN, "--port", taken_port)
    code, said = await asyncio.to_thread(refused, *command, DATABASE_URL=own_database, LUACH_DEMO="true")
    assert code in {1, UVICORN_CODE}, said
    assert "luach_" not in said
    async with connected(own_database) as connection:
        assert await connection.fetchval("SELECT count(*) FROM business") == 0
        assert await connection.fetchval("SELECT count(*) FROM api_keys") == 0


def test_an_address_of_another_machine_is_refused(home: Path) -> None:
    for host in ("192.0.2.1", "no-such-host.invalid"):
        code, said = refused(*SERVE, "--host", host, LUACH_DATA_DIR=str(home / "data"), DATABASE_URL="")
        assert (code, len(said.splitlines())) == (WRONG_CODE, 1), said
        assert host in said
        assert "LUACH_HOST" in said
    assert not (home / "data").exists()


@pytest.mark.parametrize("command", [SERVE, UVICORN], ids=["serve", "uvicorn"])
def test_the_demo_is_told_at_the_address_that_listens(own_database: str, command: tuple[str, ...]) -> None:
    port = str(free_port())
    # LUACH_PORT is not what uvicorn listens on.
    child = Child(*command, "--port", port, DATABASE_URL=own_database, LUACH_DEMO="true", LUACH_PORT="9")
    try:
        lines = child.printed("curl ", 3)
        assert all(f"'http://127.0.0.1:{port}/" in line for line in lines)
        assert httpx.get(f"http://127.0.0.1:{port}/livez").status_code == 200
    finally:
        child.stop()


@pytest.mark.parametrize("command", [SERVE, (*SERVE, "--workers", "2"), UVICORN])
def test_every_start_says_where_it_listens_and_how_to_start_afresh(
    home: Path, command: tuple[str, ...]
) -> None:
    port = str(free_port())
    folder = home / "data"
    for _ in range(2):
        child = Child(*command, "--port", port, LUACH_DATA_DIR=str(folder), DATABASE_URL="")
        try:
            until_ready(f"http://127.0.0.1:{port}")
            told = child.event("listening")
            assert told["address"] == f"http://127.0.0.1:{port}"
            assert told["docs"] == f"http://127.0.0.1:{port}/docs"
            assert str(folder) in told["data"]
            assert str(folder) in told["start_afresh"]
        finally:
            child.stop()


def test_people_are_told_in_sentences_and_no_password_is_shown(
    own_database: str, postgres: PostgresServer
) -> None:
    port = str(free_port())
    address = own_database.replace("postgres@", "postgres:s3cret@")
    child = Child(*UVICORN, "--port", port, DATABASE_URL=address, LUACH_LOG_FORMAT="console")
    try:
        child.printed("Luach listens on ", 1)
        until_ready(f"http://127.0.0.1:{port}")
        said = re.sub(r"\s+", " ", " ".join(child.lines))
        assert f"http://127.0.0.1:{port}/docs" in said
        assert f"database {database_name(own_database)}" in said
        assert "start afresh" in said
        assert "s3cret" not in said
    finally:
        child.stop()


def test_a_database_that_does_not_answer_yet_is_waited_for() -> None:
    port, silent = str(free_port()), free_port()
    address = f"postgresql://luach:s3cret@127.0.0.1:{silent}/luach"
    child = Child(*SERVE, "--port", port, DATABASE_URL=address)
    try:
        told = child.event("database_unreachable")
        assert told["database"] == f"database luach on 127.0.0.1:{silent}"
        assert httpx.get(f"http://127.0.0.1:{port}/livez").status_code == 200
        assert httpx.get(f"http://127.0.0.1:{port}/readyz").status_code == 503
        assert not any("s3cret" in line for line in child.lines)
    finally:
        child.stop()
