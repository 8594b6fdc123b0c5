"""Liveness, readiness and version. These routes need no key and show no tenant's data."""

from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

import app
from app.clock import timezone_data
from app.db.engine import Database
from app.db.failures import UNREACHABLE
from app.errors import NotFound
from app.runtime.state import State
from app.schemas.common import Output
from app.sentences.languages import problem_language
from app.sentences.problems import PROBLEMS, REASONS
from app.web.deps import StateDep
from app.web.errors import RETRY_LATER

router = APIRouter(tags=["health"])


class Live(Output):
    status: Literal["live"] = "live"


class FailedStep(Output):
    step: str
    problem: str


class Readiness(Output):
    """`waiting`: migration steps that requests need; `background`: steps at work behind a ready service."""

    status: Literal["ready", "not ready"]
    database: Literal["ok", "unreachable"]
    waiting: list[str]
    failed: list[FailedStep]
    background: list[str]


class Version(Output):
    """`timezone_data`: the release of the IANA database that wall times are read with."""

    version: str
    timezone_data: str


class ProblemDoc(Output):
    code: str
    description: str


@router.get("/livez")
async def livez() -> Live:
    """200 while the process serves requests at all."""
    return Live()


@router.get("/readyz", responses={503: {"model": Readiness}})
async def readyz(state: StateDep) -> JSONResponse:
    """200 once every migration step that requests need has run and the database answers; else 503 and why."""
    readiness = await read_readiness(state)
    if readiness.status == "ready":
        return JSONResponse(readiness.model_dump())
    return JSONResponse(readiness.model_dump(), 503, RETRY_LATER)


@router.get("/version", name="version")
async def get_version() -> Version:
    """The release of Luach and of its time zone data."""
    return Version(version=app.__version__, timezone_data=timezone_data())


@router.get("/problems/{code}")
async def describe_problem(code: str, request: Request) -> ProblemDoc:
    """The meaning of an error code: the `type` of every problem points here."""
    text_of_code = PROBLEMS.get(code) or REASONS.get(code)
    if text_of_code is None:
        raise NotFound
    language = problem_language(request.headers.get("accept-language"))
    return ProblemDoc(code=code, description=text_of_code.render(language, {}))


async def read_readiness(state: State) -> Readiness:
    """The state of the migrations, and whether the database answers now."""
    migrations = state.migrations.state
    database = await _ping(state.database)
    return Readiness(
        status="ready" if migrations.ready and database == "ok" else "not ready",
        database=database,
        waiting=list(migrations.waiting),
        failed=[FailedStep(step=step, problem=problem) for step, problem in migrations.failed],
        background=list(migrations.background),
    )


async def _ping(database: Database) -> Literal["ok", "unreachable"]:
    try:
        async with database.read() as connection:
            await connection.execute("SELECT 1")
    except UNREACHABLE:
        return "unreachable"
    return "ok"
