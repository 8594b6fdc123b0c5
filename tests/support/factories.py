"""Factories for tests of the service: a running application, a clock that can be set, and businesses."""

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import httpx
import pytest
from fastapi import FastAPI
from starlette.routing import BaseRoute

from app.core.principal import BusinessId, Role
from app.db.engine import Database
from app.main import create_app
from app.runtime import upkeep
from app.runtime.state import State
from app.scheduling.opening import change_business_settings
from app.schemas.opening import BusinessSettingsChange
from app.schemas.tenancy import BusinessIn
from app.settings import Settings
from app.tenancy.api_keys import create_key
from app.tenancy.businesses import create_business
from tests.support.servers import connected

# Sunday, 10:00 in Jerusalem: the first working day of the factories' businesses.
NOW = datetime(2027, 1, 10, 8, 0, tzinfo=UTC)
WEEK = {day: [["09:00", "17:00"]] for day in ("sun", "mon", "tue", "wed", "thu")}
CALENDARS = "/api/calendar/calendars"
RULES = "/api/calendar/routing-rules"
SERVICES = "/api/calendar/services"
APPOINTMENTS = "/api/calendar/appointments"
SLOTS = "/api/calendar/slots"
SETTINGS = "/api/calendar/settings"
RESOLVE = "/api/calendar/resolve"
OVERRIDES = "/api/calendar/date-overrides"
TOOLS = "/api/ai/tools"

Json = dict[str, Any]


class Clock:
    """The application's clock, standing at `now` until a test sets it."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True)
class Caller:
    """Somebody with a key (or without one: `key` None), talking to the application."""

    client: httpx.AsyncClient
    key: str | None

    async def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        headers = dict(options.pop("headers", None) or {})
        if self.key is not None:
            headers.setdefault("Authorization", f"Bearer {self.key}")
        return await self.client.request(method, path, headers=headers, **options)

    async def get(self, path: str, **options: Any) -> httpx.Response:
        return await self.request("GET", path, **options)

    async def post(self, path: str, json: Any = None, **options: Any) -> httpx.Response:
        return await self.request("POST", path, json=json, **options)

    async def patch(self, path: str, json: Any = None, **options: Any) -> httpx.Response:
        return await self.request("PATCH", path, json=json, **options)

    async def put(self, path: str, json: Any = None, **options: Any) -> httpx.Response:
        return await self.request("PUT", path, json=json, **options)

    async def delete(self, path: str, **options: Any) -> httpx.Response:
        return await self.request("DELETE", path, **options)


@dataclass(frozen=True)
class House:
    """A business with a caller for each role. Open Sunday to Thursday 09:00-17:00 in Jerusalem."""

    id: int
    default_calendar: int
    owner: Caller
    admin: Caller
    agent: Caller
    viewer: Caller

    async def calendar(self, **fields: Any) -> Json:
        return await made(self.owner, CALENDARS, {"name": "הובלות", **fields})

    async def rule(self, calendar_id: int, *keywords: str, **fields: Any) -> Json:
        rule = {"calendar_id": calendar_id, "match_keywords": list(keywords), **fields}
        return await made(self.owner, RULES, rule)

    async def booking(self, starts_at: str, calendar_id: int | None = None, **fields: Any) -> httpx.Response:
        wanted: Json = {"starts_at": starts_at, "customer_name": "דנה לוי", **fields}
        if calendar_id is not None:
            wanted["calendar_id"] = calendar_id
        return await self.agent.post(APPOINTMENTS, wanted)

    async def booked(self, starts_at: str, calendar_id: int | None = None, **fields: Any) -> Json:
        booked: Json = body(await self.booking(starts_at, calendar_id, **fields), 201)
        return booked


@dataclass(frozen=True)
class Service:
    """An application that runs inside the test, on a database that tests share."""

    app: FastAPI
    client: httpx.AsyncClient
    clock: Clock
    database_url: str
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    @property
    def state(self) -> State:
        return cast("State", self.app.state.luach)

    @property
    def database(self) -> Database:
        return self.state.database

    @property
    def anonymous(self) -> Caller:
        return Caller(self.client, None)

    async def house(self, **settings: Any) -> House:
        """A new business; `settings` are fields of BusinessSettingsChange."""
        async with self.database.transaction() as session:
            wanted = BusinessIn(name=f"עסק {next(self._numbers)}")
            business = BusinessId((await create_business(session, wanted)).id)
            change = BusinessSettingsChange(**{"opening_hours": WEEK, "booking_window_days": 365, **settings})
            await change_business_settings(session, business, change, self.clock())
            roles = (Role.OWNER, Role.ADMIN, Role.AGENT, Role.VIEWER)
            keys = [(await create_key(session, business, role, role.value)).secret for role in roles]
        callers = [Caller(self.client, key) for key in keys]
        (calendar,) = body(await callers[0].get(CALENDARS))["data"]
        return House(business, calendar["id"], *callers)

    async def system_admin(self) -> Caller:
        async with self.database.transaction() as session:
            made_key = await create_key(session, None, Role.SYSTEM_ADMIN, "operator")
        return Caller(self.client, made_key.secret)

    def routes(self) -> list[BaseRoute]:
        return list(self.app.routes)


@contextlib.asynccontextmanager
async def running(database_url: str, **settings: Any) -> AsyncIterator[Service]:
    """The application with its lifespan entered, and a client that talks to it without a network.

    Its background never begins a round by itself: a round in the middle of a test takes work from the
    rounds that the test runs. A test of the background calls `upkeep.run_round` or `upkeep.run`.
    """
    clock = Clock()
    app = create_app(
        Settings(database_url=database_url, demo=False, **{"log_level": "error", **settings}), clock=clock
    )
    # An error that nobody caught is an answer too, and tests look at it.
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with (
        _without_rounds(app),
        httpx.AsyncClient(transport=transport, base_url="http://luach", timeout=60) as client,
    ):
        yield Service(app, client, clock, database_url)


@contextlib.asynccontextmanager
async def _without_rounds(app: FastAPI) -> AsyncIterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(upkeep, "INTERVAL_SECONDS", 86_400.0)
        async with app.router.lifespan_context(app):
            await asyncio.sleep(0)  # the background reads its interval when it begins to wait
            patch.undo()
            yield


def body(answer: httpx.Response, status: int = 200) -> Any:
    """The JSON of an answer that must have this status."""
    assert answer.status_code == status, f"{answer.status_code}: {answer.text}"
    return answer.json() if answer.content else None


async def made(caller: Caller, path: str, wanted: Json) -> Json:
    found: Json = body(await caller.post(path, wanted), 201)
    return found


def problem(answer: httpx.Response, status: int, code: str, pointer: str | None = None) -> Json:
    """The problem of a refused request: RFC 9457, with its code and, if given, a field's pointer."""
    assert answer.status_code == status, f"{answer.status_code}: {answer.text}"
    assert answer.headers["content-type"] == "application/problem+json"
    found: Json = answer.json()
    assert found["status"] == status
    assert found["request_id"] == answer.headers["x-request-id"]
    assert found["title"].strip()
    if pointer is None:
        assert found["code"] == code, answer.text
        assert found["type"] == f"/problems/{code}"
    else:
        assert found["code"] == "invalid_input", answer.text
        fields = [(fault["pointer"], fault["code"]) for fault in found["errors"]]
        assert (pointer, code) in fields, answer.text
        assert all(fault["message"].strip() for fault in found["errors"])
    return found


async def stored(service: Service, house: House) -> tuple[int, int]:
    """The numbers of the business's appointments and busy intervals, counted in the database."""
    count = "SELECT count(*) FROM {} WHERE business_id = $1"
    async with connected(service.database_url) as connection:
        appointments = await connection.fetchval(count.format("appointments"), house.id)
        return appointments, await connection.fetchval(count.format("busy_intervals"), house.id)


def local(day: int, clock: str, month: int = 1) -> str:
    """An instant of 2027 as Jerusalem's winter clock shows it."""
    return f"2027-{month:02}-{day:02}T{clock}:00+02:00"


def instants(slots: list[Json]) -> list[datetime]:
    return [datetime.fromisoformat(slot["starts_at"]) for slot in slots]


def hours_later(start: str, hours: float) -> str:
    return (datetime.fromisoformat(start) + timedelta(hours=hours)).isoformat()
