"""A conversation without a language model: a script that says what a good agent would say and call.

A script is a generator. It yields a `Move` (and is sent the tool's answer) or a text for the customer (and is
sent what the customer says next). Both framework examples run this script on a Luach that is
running: they need its address and a key of role `agent`, and import nothing from the service.
"""

import argparse
import asyncio
import uuid
from collections.abc import Awaitable, Callable, Generator
from typing import Any, NamedTuple

Answer = dict[str, Any]
Turns = Callable[[str], Awaitable[str]]


class Move(NamedTuple):
    """A tool call that the model would make."""

    tool: str
    arguments: Answer


Script = Generator["Move | str", Any, None]

CUSTOMER = ("שלום, אני צריך הובלה בשבוע הבא, עדיף בבוקר", "הראשון מצוין", "כן, תקבע. דנה לוי, 050-1234567")


class Service(NamedTuple):
    """The address of Luach, and the headers of every request. The model decides neither."""

    url: str
    headers: dict[str, str]


def service_of_command_line() -> Service:
    """The service named by the command's arguments, KEY and an optional URL."""
    parser = argparse.ArgumentParser(description="Book a move in a scripted conversation.")
    parser.add_argument("key", help="a key of role agent")
    parser.add_argument("url", nargs="?", default="http://127.0.0.1:8000", help="default: %(default)s")
    given = parser.parse_args()
    headers = {
        "Authorization": f"Bearer {given.key}",
        "Accept-Language": "he",
        "Luach-Channel": "calls",
        "Luach-Conversation": f"example-{uuid.uuid4().hex[:12]}",
        "Luach-Caller-Phone": "+972501234567",
    }
    return Service(given.url.rstrip("/"), headers)


def move_house() -> Script:
    """Words, free times, a hold, a clear yes, a booking; in Hebrew."""
    wish = yield ""
    resolved = yield Move("calendar_resolve_target", {"intent_text": wish})
    assert resolved["status"] == "ok", resolved
    wanted = {"calendar_id": resolved["calendar_id"], "date_from": "sun", "part_of_day": "morning"}
    found = yield Move("calendar_find_slots", wanted)
    assert found["status"] == "ok", found
    yield found["say"]
    held = yield Move("calendar_hold_slot", {"slot_id": found["slots"][0]["slot_id"]})
    assert held["status"] == "ok", held
    yield held["say"]
    who = {"customer_name": "דנה לוי", "customer_phone": "050-1234567"}
    booked = yield Move("calendar_create_appointment", {"slot_or_hold_id": held["hold_id"], **who})
    assert booked["status"] == "ok", booked
    yield booked["say"]


async def talk(turn: Turns) -> None:
    """Say the customer's lines one after the other and print the answers."""
    for line in CUSTOMER:
        said = await asyncio.wait_for(turn(line), 60)
        print(f"customer: {line}\nagent:    {said}")
