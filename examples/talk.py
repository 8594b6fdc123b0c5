"""A conversation without a language model: a script that says what a good agent would say and call.

A script is a generator. It yields a `Move` (and is sent the tool's answer) or a text for the customer (and is
sent what the customer says next). Both framework examples run this one.
"""

import asyncio
from collections.abc import Awaitable, Callable, Generator
from typing import Any, NamedTuple

from app.clock import utc_now
from app.db.engine import Database
from app.tooling import Caller, call_tool

Answer = dict[str, Any]
Call = Callable[[str, Answer], Awaitable[Answer]]
Turns = Callable[[str], Awaitable[str]]


class Move(NamedTuple):
    tool: str
    arguments: Answer


Script = Generator["Move | str", Any, None]

CUSTOMER = ("שלום, אני צריך הובלה בשבוע הבא, עדיף בבוקר", "הראשון מצוין", "כן, תקבע. דנה לוי, 050-1234567")


def move_house() -> Script:
    """Words, free times, a hold, a clear yes, a booking; in Hebrew."""
    wish = yield ""
    resolved = yield Move("calendar_resolve_target", {"intent_text": wish})
    assert resolved["status"] == "ok", resolved
    wanted = {"calendar_id": resolved["calendar_id"], "date_from": "sun", "part_of_day": "morning"}
    found = yield Move("calendar_find_slots", wanted)
    yield found["say"]
    held = yield Move("calendar_hold_slot", {"slot_id": found["slots"][0]["slot_id"]})
    yield held["say"]
    who = {"customer_name": "דנה לוי", "customer_phone": "050-1234567"}
    booked = yield Move("calendar_create_appointment", {"slot_or_hold_id": held["hold_id"], **who})
    assert booked["status"] == "ok", booked
    yield booked["say"]


def in_process(database: Database, caller: Caller) -> Call:
    """The tools of one caller as a function from name and arguments to an answer."""

    async def call(name: str, arguments: Answer) -> Answer:
        answer = await call_tool(database, caller, name, arguments, now=utc_now())
        return answer.model_dump(mode="json", exclude_none=True)

    return call


async def talk(turn: Turns) -> list[str]:
    """Say the customer's lines one after the other; what was answered."""
    said = []
    for line in CUSTOMER:
        said.append(await asyncio.wait_for(turn(line), 30))
        print(f"customer: {line}\nagent:    {said[-1]}")
    return said
