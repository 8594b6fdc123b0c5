"""A noisy business with many calendars and keywords, and its worst requests."""

import itertools
import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any, NamedTuple

from app.clock import utc_now
from app.core.principal import BusinessId, Role
from app.db.engine import Database
from app.scheduling.calendars import create_calendar
from app.scheduling.opening import change_business_settings
from app.schemas.calendars import CalendarIn
from app.schemas.opening import BusinessSettingsChange
from app.schemas.tenancy import BusinessIn
from app.tenancy.api_keys import create_key
from app.tenancy.businesses import create_business

LETTERS = "אבגדהוזחטיכלמנסעפצקרשת"
POOL = 300
RULES, KEYWORDS = 16, 300
FREED = 3_624
UNKNOWN = {f"field{number}": 1 for number in range(50_000)}
UNKNOWN_SMALL = {f"field{number}": 1 for number in range(7_000)}
ROLES = (Role.OWNER, Role.ADMIN, Role.AGENT, Role.VIEWER)

_CALENDARS = """
    INSERT INTO business_calendars (business_id, name, type_key)
    SELECT $1, 'room ' || n, 'pool' FROM generate_series(1, $2::integer) n RETURNING id"""
_GRID = """
    INSERT INTO calendar_settings (calendar_id, slot_step_min) SELECT id, 1 FROM unnest($1::integer[]) id
    ON CONFLICT (calendar_id) DO UPDATE SET slot_step_min = 1"""
_RULE = """
    INSERT INTO calendar_routing_rules (business_id, calendar_id, match_keywords)
    VALUES ($1, $2, CAST($3 AS jsonb)) RETURNING id"""
_FREED = """
    INSERT INTO freed_times (business_id, calendar_id, span)
    SELECT $1, $2, tstzrange(now() + n * interval '1 hour', now() + (n + 1) * interval '1 hour')
    FROM generate_series(1, $3::integer) n"""


class Setting(NamedTuple):
    """The keys of the noisy business by role, what its requests name, and the quiet business."""

    keys: dict[str, str]
    calendar: int
    rules: list[int]
    quiet_key: str
    quiet_calendar: int


class Request(NamedTuple):
    method: str
    path: str
    content: bytes = b""
    headers: Mapping[str, str] = MappingProxyType({})


class Attack(NamedTuple):
    """Requests of one kind. `role` is that of the key; None sends no key."""

    role: Role | None
    request: Callable[[int], Request]


def words(first: int, count: int) -> list[str]:
    """Different phrases of two words without a meaning."""
    found = itertools.islice(itertools.product(LETTERS, repeat=4), first, first + count)
    return ["ק" + "".join(letters) + " ב" + "".join(reversed(letters)) for letters in found]


async def furnish(database: Database) -> Setting:
    """Two businesses that are open round the clock, one of them noisy."""
    hours = {day: [["00:00", "24:00"]] for day in ("sun", "mon", "tue", "wed", "thu", "fri", "sat")}
    change = BusinessSettingsChange(opening_hours=hours, slot_step_minutes=15, booking_window_days=365)
    places = []
    async with database.transaction() as session:
        for name in ("noisy", "quiet"):
            business = BusinessId((await create_business(session, BusinessIn(name=name))).id)
            await change_business_settings(session, business, change, utc_now())
            calendar = (await create_calendar(session, business, CalendarIn(name=f"{name} 1"))).id
            keys = {role.value: (await create_key(session, business, role, role)).secret for role in ROLES}
            places.append((business, calendar, keys))
    (noisy, calendar, keys), (quiet, quiet_calendar, quiet_keys) = places
    async with database.write(whole=True) as connection:
        ids = [row["id"] for row in await connection.fetch(_CALENDARS, noisy, POOL)]
        await connection.fetch(_GRID, ids)
        stored = [json.dumps(words(number * KEYWORDS, KEYWORDS)) for number in range(RULES)]
        rules = [(await connection.fetch(_RULE, noisy, calendar, each))[0]["id"] for each in stored]
        await connection.fetch(_RULE, quiet, quiet_calendar, json.dumps(["הובלה", "דירה"]))
        await connection.fetch(_FREED, noisy, calendar, FREED)
    return Setting(keys, calendar, rules, quiet_keys["agent"], quiet_calendar)


def attacks(setting: Setting) -> dict[str, Attack]:
    """The requests of the noisy business, and those without a key."""
    return {
        **_searches_and_bookings(setting),
        **_words_and_rules(setting),
        **_large_inputs(),
        **_without_key(),
    }


def _searches_and_bookings(setting: Setting) -> dict[str, Attack]:
    first = utc_now().date() + timedelta(days=1)
    search = f"/api/calendar/slots?type_key=pool&limit=500&date_from={first}&date_to="
    hundred, month = (first + timedelta(days=days) for days in (99, 30))
    booking = {"customer_name": "x", "customer_phone": "0501234567", "duration_minutes": 30}
    series = {
        **booking,
        "type_key": "pool",
        "starts_at": f"{first}T10:00:00",
        "rrule": "FREQ=DAILY;COUNT=100",
        "duration_minutes": 1440,
    }

    def book(number: int) -> Request:
        start = f"{first + timedelta(days=number // 100)}T10:00:00+00:00"
        wanted = {**booking, "calendar_id": setting.calendar, "starts_at": start}
        return _json("POST", "/api/calendar/appointments", wanted)

    return {
        "search of 300 calendars, 100 days": Attack(
            Role.VIEWER, lambda _: Request("GET", f"{search}{hundred}&spread=true")
        ),
        "search of 300 calendars, a month": Attack(
            Role.VIEWER, lambda _: Request("GET", f"{search}{month}&near_time=12:00")
        ),
        "series of 100 over the pool": Attack(Role.AGENT, _post("/api/calendar/appointments/series", series)),
        "one slot booked by all": Attack(Role.AGENT, book),
        "settings, told to those who wait": Attack(
            Role.OWNER,
            lambda number: _json("PATCH", "/api/calendar/settings", {"min_notice_minutes": number % 1000}),
        ),
    }


def _words_and_rules(setting: Setting) -> dict[str, Attack]:
    rules = "/api/calendar/routing-rules"
    text = " ".join(words(0, 1_000))[:10_000]
    edits = [{"id": rule, "match_keywords": words(7, KEYWORDS)} for rule in setting.rules]

    def edit(number: int) -> Request:
        changed = {"match_keywords": words(10_000 + 37 * number % 90_000, KEYWORDS)}
        return _json("PATCH", f"{rules}/{setting.rules[number % RULES]}", changed)

    return {
        "words of 10,000 characters": Attack(
            Role.AGENT, _post("/api/calendar/resolve", {"intent_text": text})
        ),
        "tool: words of 10,000 characters": Attack(
            Role.AGENT, _post("/api/ai/tools/calendar_resolve_target", {"intent_text": text})
        ),
        "edits of 4,800 keywords": Attack(Role.ADMIN, edit),
        "replays of 4,800 keywords": Attack(Role.ADMIN, _post(f"{rules}/replay", {"upsert": edits})),
        "warnings of 4,800 keywords": Attack(
            Role.VIEWER, lambda _: Request("GET", f"{rules}/warnings?limit=200")
        ),
        "50,000 unknown fields of a rule": Attack(Role.ADMIN, _post(rules, UNKNOWN)),
    }


def _large_inputs() -> dict[str, Attack]:
    return {
        "50,000 unknown fields": Attack(Role.AGENT, _post("/api/calendar/appointments", UNKNOWN)),
        "7,000 unknown fields": Attack(Role.AGENT, _post("/api/calendar/appointments", UNKNOWN_SMALL)),
        "tool: 50,000 unknown fields": Attack(
            Role.AGENT, _post("/api/ai/tools/calendar_resolve_target", UNKNOWN)
        ),
        "MCP: 50,000 unknown fields": Attack(Role.AGENT, _mcp(UNKNOWN)),
    }


def _without_key() -> dict[str, Attack]:
    calendars = "/api/calendar/calendars"
    many = {f"x-{number}": "a" * 1_000 for number in range(60)}

    def guess(number: int) -> Request:
        return Request("GET", calendars, b"", {"Authorization": f"Bearer luach_{number:040}"})

    return {
        "a body of 0.9 MB": Attack(None, _post("/api/calendar/appointments", UNKNOWN)),
        "headers of 60 KB": Attack(None, lambda _: Request("GET", calendars, b"", many)),
        "headers of 5 MB": Attack(None, lambda _: Request("GET", calendars, b"", {"x": "a" * 5_000_000})),
        "keys that nobody has": Attack(None, guess),
    }


def _json(method: str, path: str, wanted: dict[str, Any]) -> Request:
    return Request(method, path, json.dumps(wanted).encode(), {"Content-Type": "application/json"})


def _post(path: str, wanted: dict[str, Any]) -> Callable[[int], Request]:
    request = _json("POST", path, wanted)
    return lambda _: request


def _mcp(arguments: dict[str, Any]) -> Callable[[int], Request]:
    params = {"name": "calendar_resolve_target", "arguments": arguments}
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
    request = _json("POST", "/mcp", message)
    headers = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2025-11-25"}
    request = request._replace(headers={**request.headers, **headers})
    return lambda _: request
