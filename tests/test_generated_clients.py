"""Clients that others' generators make of the API's document, and one of them at work."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.children import printed_key, served, until_ready
from tests.support.source import ROOT

DOCUMENT = ROOT / "openapi.json"

TYPESCRIPT = "openapi-typescript@7.13.0"

BOOK = """
import sys
from datetime import date, timedelta

from luach_client import AuthenticatedClient
from luach_client.api.appointments import book_appointment, get_appointment
from luach_client.api.businesses import get_me
from luach_client.api.calendars import list_calendars
from luach_client.api.slots import find_slots
from luach_client.models import AppointmentIn, AppointmentInChannel, AppointmentOut, Problem

client = AuthenticatedClient(base_url=sys.argv[1], token=sys.argv[2])
me = get_me.sync(client=client)
calendars = list_calendars.sync(client=client)
calendar = next(each for each in calendars.data if each.type_key == "moves")
tomorrow = date.today() + timedelta(days=1)
found = find_slots.sync(client=client, calendar_id=[calendar.id], date_from=tomorrow)
slot = found.slots[0]
wanted = AppointmentIn(
    calendar_id=calendar.id,
    starts_at=slot.starts_at,
    customer_name="Dana",
    channel=AppointmentInChannel.WEB,
)
booked = book_appointment.sync(client=client, body=wanted, idempotency_key="once")
assert isinstance(booked, AppointmentOut), booked
assert booked.starts_at == slot.starts_at
assert get_appointment.sync(booked.id, client=client).starts_at == slot.starts_at
again = book_appointment.sync(client=client, body=wanted, idempotency_key="once")
assert again == booked
taken = book_appointment.sync(client=client, body=wanted)
assert isinstance(taken, Problem) and taken.code == "slot_taken", taken
assert taken.alternatives[0].starts_at != slot.starts_at
print(me.role.value, booked.id)
"""


def run(*command: str, cwd: Path, **environment: str) -> str:
    done = subprocess.run(
        command, cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def python_client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the package `luach_client`, which the generator made without a warning."""
    folder = tmp_path_factory.mktemp("client")
    (folder / "config.yml").write_text("post_hooks: []\n")
    generator = (sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none")
    where = ("--path", str(DOCUMENT), "--output-path", "luach_client", "--config", "config.yml")
    said = run(*generator, *where, cwd=folder)
    assert "warning" not in said.lower(), said
    return folder


def test_the_generated_python_client_books(python_client: Path, own_database: str) -> None:
    with served(DATABASE_URL=own_database, LUACH_DEMO="true") as child:
        address = child.address()
        until_ready(address)
        key = printed_key(child, "agent")
        said = run(sys.executable, "-c", BOOK, address, key, cwd=python_client, PYTHONPATH=str(python_client))
    role, number = said.split()
    assert (role, int(number) > 0) == ("agent", True)


def test_every_operation_is_in_the_generated_client(python_client: Path) -> None:
    document = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    wanted = {each["operationId"] for methods in document["paths"].values() for each in methods.values()}
    made = {path.stem for path in (python_client / "luach_client" / "api").rglob("*.py")}
    assert wanted <= made


def test_types_for_typescript_are_generated(tmp_path: Path) -> None:
    npx = shutil.which("npx")
    if npx is None:
        pytest.skip("npx is not installed")
    there = subprocess.run(
        (npx, "--yes", TYPESCRIPT, "--version"), capture_output=True, text=True, check=False, cwd=tmp_path
    )
    if there.returncode != 0:
        pytest.skip(f"{TYPESCRIPT} cannot be had here: {there.stderr.strip().splitlines()[-1:]}")
    run(npx, "--yes", TYPESCRIPT, str(DOCUMENT), "-o", "luach.d.ts", cwd=tmp_path)
    types = (tmp_path / "luach.d.ts").read_text(encoding="utf-8")
    for name in ("book_appointment: {", "AppointmentOut: {", "WeeklyHours: {"):
        assert name in types
