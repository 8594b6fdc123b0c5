"""Steps of booking tests: search for free times, hold, join the waiting list, take time off."""

import asyncio
from collections import Counter
from collections.abc import Coroutine, Sequence
from typing import Any

import httpx

from tests.support.factories import (
    APPOINTMENTS,
    CALENDARS,
    SLOTS,
    Caller,
    House,
    Json,
    Service,
    body,
    local,
    made,
)
from tests.support.servers import connected

HOLDS = "/api/calendar/holds"
WAITLIST = "/api/calendar/waitlist"
SERIES = f"{APPOINTMENTS}/series"


def settings_of(calendar_id: int) -> str:
    return f"{CALENDARS}/{calendar_id}/settings"


def time_off_of(calendar_id: int) -> str:
    return f"{CALENDARS}/{calendar_id}/time-off"


async def search(house: House, day: str, calendar_id: int | None = None, **query: Any) -> Json:
    """The answer of a search on one day, in the default calendar unless another is named."""
    pool = "type_key" in query or "tag" in query
    named = {} if pool else {"calendar_id": calendar_id or house.default_calendar}
    wanted = {"date_from": day, "date_to": day, "limit": 500, **named, **query}
    found: Json = body(await house.viewer.get(SLOTS, params=wanted))
    return found


async def free(house: House, day: str, calendar_id: int | None = None, **query: Any) -> list[str]:
    """The wall times at which a day's slots start."""
    slots = (await search(house, day, calendar_id, **query))["slots"]
    return [slot["starts_at"][11:16] for slot in slots]


async def hold(house: House, starts_at: str, calendar_id: int | None = None, **fields: Any) -> httpx.Response:
    wanted = {"starts_at": starts_at, "calendar_id": calendar_id or house.default_calendar, **fields}
    return await house.agent.post(HOLDS, wanted)


async def held(house: House, starts_at: str, calendar_id: int | None = None, **fields: Any) -> Json:
    found: Json = body(await hold(house, starts_at, calendar_id, **fields), 201)
    return found


async def confirm(house: House, hold_id: int, **fields: Any) -> httpx.Response:
    return await house.agent.post(APPOINTMENTS, {"hold_id": hold_id, "customer_name": "דנה לוי", **fields})


async def waits(house: House, since: str, until: str, name: str = "רון", **fields: Any) -> Json:
    wanted = {"calendar_id": house.default_calendar, "since": since, "until": until, "customer_name": name}
    return await made(house.agent, WAITLIST, {**wanted, **fields})


async def line(house: House) -> dict[str, Json]:
    """The waiting list by customer, in the order of joining."""
    entries = body(await house.viewer.get(WAITLIST, params={"limit": 200}))["data"]
    return {entry["customer_name"]: entry for entry in entries}


async def standing(house: House) -> dict[str, str]:
    """The status of every entry of the waiting list, by customer."""
    return {name: entry["status"] for name, entry in (await line(house)).items()}


async def away(house: House, starts_at: str, ends_at: str, calendar_id: int | None = None) -> Json:
    place = time_off_of(calendar_id or house.default_calendar)
    return await made(house.owner, place, {"starts_at": starts_at, "ends_at": ends_at})


async def cancelled(caller: Caller, appointment: Json, **fields: Any) -> Json:
    found: Json = body(await caller.post(f"{APPOINTMENTS}/{appointment['id']}/cancel", fields or None))
    return found


async def all_at_once(*requests: Coroutine[Any, Any, httpx.Response]) -> list[httpx.Response]:
    return list(await asyncio.gather(*requests))


def statuses(answers: Sequence[httpx.Response]) -> Counter[int]:
    return Counter(answer.status_code for answer in answers)


async def overlaps(service: Service) -> int:
    """The number of overlapping pairs of exclusive footprints of one seat, counted without the constraint."""
    async with connected(service.database_url) as connection:
        found: int = await connection.fetchval(
            """
            SELECT count(*) FROM busy_intervals a JOIN busy_intervals b
            ON a.calendar_id = b.calendar_id AND a.seat = b.seat AND a.id < b.id
            AND a.exclusive AND b.exclusive AND a.footprint && b.footprint"""
        )
    return found


async def most_at_once(service: Service, calendar_id: int) -> int:
    """The largest number of appointments and holds of a calendar at one moment."""
    async with connected(service.database_url) as connection:
        found: int = await connection.fetchval(
            """
            SELECT coalesce(max(n), 0) FROM (
                SELECT (SELECT count(*) FROM busy_intervals b WHERE b.calendar_id = $1
                        AND b.footprint @> lower(a.footprint)) AS n
                FROM busy_intervals a WHERE a.calendar_id = $1) each""",
            calendar_id,
        )
    return found


async def with_key(caller: Caller, path: str, wanted: object, key: str) -> httpx.Response:
    return await caller.post(path, wanted, headers={"Idempotency-Key": key})


async def until_somebody_waits(service: Service) -> None:
    async with connected(service.database_url) as watcher:
        for _ in range(2000):
            if await watcher.fetchval(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                " AND datname = current_database()"
            ):
                return
            await asyncio.sleep(0.005)
    raise AssertionError("nobody waits")


async def raw(caller: Caller, path: str, content: Any, kind: str = "application/json") -> httpx.Response:
    """Send a body of raw bytes with its content type."""
    return await caller.request("POST", path, content=content, headers={"Content-Type": kind})


async def what_there_is(house: House) -> tuple[int, int]:
    """The numbers of the business's calendars and appointments."""
    span = {"since": local(1, "00:00"), "until": local(30, "00:00")}
    calendars = body(await house.owner.get(CALENDARS))["data"]
    return len(calendars), len(body(await house.owner.get(APPOINTMENTS, params=span))["data"])
