"""The service under test with two bare routes beside it, in one process.

The floors measure the machine and FastAPI alone: one asyncpg statement, no key, no rule.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import asyncpg
from fastapi import FastAPI
from pydantic import BaseModel
from starlette.types import Receive, Scope, Send

from app.main import create_app
from app.settings import Settings

_DAY = """SELECT lower(footprint) AS starts_at, upper(footprint) AS ends_at FROM busy_intervals
          WHERE calendar_id = $1 AND footprint && tstzrange($2, $3)"""
_BOOK = """INSERT INTO floor_bookings (calendar_id, during) VALUES ($1, tstzrange($2, $3))
           ON CONFLICT DO NOTHING RETURNING id"""
_TABLE = """CREATE TABLE IF NOT EXISTS floor_bookings (id bigserial PRIMARY KEY, calendar_id integer NOT NULL,
            during tstzrange NOT NULL, EXCLUDE USING gist (calendar_id WITH =, during WITH &&))"""

service = create_app(Settings(log_level="warning"))


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with service.router.lifespan_context(service):
        app.state.pool = await asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=10, max_size=10)
        await app.state.pool.execute(_TABLE)
        yield
        await app.state.pool.close()


floor = FastAPI(lifespan=lifespan)


class Booking(BaseModel):
    calendar_id: int
    starts_at: datetime


@floor.get("/floor/day")
async def day(calendar_id: int, date_from: datetime) -> list[dict[str, Any]]:
    rows = await floor.state.pool.fetch(_DAY, calendar_id, date_from, date_from + timedelta(days=1))
    return [dict(row) for row in rows]


@floor.post("/floor/bookings", status_code=201)
async def book(wanted: Booking) -> dict[str, Any]:
    ends_at = wanted.starts_at + timedelta(minutes=15)
    return {"id": await floor.state.pool.fetchval(_BOOK, wanted.calendar_id, wanted.starts_at, ends_at)}


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Both applications in one event loop; neither runs the other's middleware."""
    bare = scope["type"] == "lifespan" or scope["path"].startswith("/floor/")
    await (floor if bare else service)(scope, receive, send)
