"""One conversation of an agent with one customer, over HTTP."""

import itertools
from typing import Any

from tests.support.factories import TOOLS, House, Json, body

DANA: Json = {"customer_name": "דנה לוי", "customer_phone": "050-1234567"}


_NUMBERS = itertools.count()


class Talk:
    """One conversation of an agent with one customer."""

    def __init__(self, house: House, **headers: str) -> None:
        self.house = house
        self.headers = {"Luach-Conversation": f"talk {next(_NUMBERS)}", "Accept-Language": "he", **headers}

    async def call(self, tool: str, status: int = 200, **arguments: Any) -> Json:
        headers = {name: value.encode("latin-1") for name, value in self.headers.items()}
        answer = await self.house.agent.post(f"{TOOLS}/calendar_{tool}", arguments, headers=headers)
        found: Json = body(answer, status)
        return found

    async def slots(self, **wanted: Any) -> list[Json]:
        found: list[Json] = (await self.call("find_slots", **{"date_from": "tomorrow", **wanted}))["slots"]
        return found

    async def booked(self, slot: Json | None = None) -> Json:
        slot = slot or (await self.slots())[0]
        made = await self.call("create_appointment", slot_or_hold_id=slot["slot_id"], **DANA)
        assert made["status"] == "ok", made
        return made
