"""Services and the calendars that do them, made for tests through the API."""

from typing import Any

from tests.support.factories import House, Json, body, made

SERVICES = "/api/calendar/services"


async def calendars(house: House, *names: str, **settings: Any) -> list[int]:
    """Calendars of these names; `settings` are fields of each calendar's settings."""
    ids = []
    for name in names:
        calendar = await house.calendar(name=name)
        ids.append(calendar["id"])
        if settings:
            body(await house.owner.patch(f"/api/calendar/calendars/{calendar['id']}/settings", settings))
    return ids


def need(*calendar_ids: int, role: str | None = None, windows: list[list[int]] | None = None) -> Json:
    found: Json = {"calendars": [{"calendar_id": each} for each in calendar_ids]}
    return found | ({"role": role} if role else {}) | ({"windows_minutes": windows} if windows else {})


async def add_service(house: House, name: str, minutes: int, *needs: Json, **fields: Any) -> int:
    """The id of a new service."""
    wanted = {"name": name, "duration_minutes": minutes, "needs": list(needs), **fields}
    return int((await made(house.owner, SERVICES, wanted))["id"])


def shekels(amount: int) -> Json:
    return {"kind": "fixed", "amount": amount * 100, "currency": "ILS"}
