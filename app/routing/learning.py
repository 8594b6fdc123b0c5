"""What the examples of businesses have taught this process, and where the examples come from.

A request never waits: it uses the lesson that its business's settings name, if this process has learned it,
and otherwise leaves word that somebody asked. The background reads the examples, at most once an hour a
business, writes the version of the lesson into the settings, and learns it in a thread.
"""

import asyncio
from collections import OrderedDict
from datetime import datetime, timedelta
from importlib import import_module, util
from typing import cast

import structlog
from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import BusinessId
from app.core.routing.examples.examples import (
    MAX_EXAMPLES,
    Example,
    ExampleModel,
    TrainingSet,
    training_set_of,
)
from app.db.engine import Database
from app.db.models.calendars import BusinessCalendar
from app.db.models.routing import BusinessRoutingSettings, CalendarExamples, RoutingInquiry

log = structlog.get_logger("luach.examples")

LEARN_INTERVAL = timedelta(hours=1)

TRAININGS_PER_TURN = 4

MAX_MODELS = 64

# By version, which is a hash of the examples: equal versions are equal lessons, whatever database named them.
_LEARNED: OrderedDict[str, ExampleModel] = OrderedDict()

_ASKED: OrderedDict[BusinessId, None] = OrderedDict()


def can_learn() -> bool:
    """The extra `learn` is installed. Looks, and imports nothing."""
    return util.find_spec("sklearn") is not None


def learned(business: BusinessId, version: str | None) -> ExampleModel | None:
    """The lesson of this version, if this process has it; the business has asked in any case."""
    _ASKED[business] = None
    if version is None or version not in _LEARNED:
        return None
    _LEARNED.move_to_end(version)
    return _LEARNED[version]


async def learn_what_was_asked_for(database: Database, now: datetime) -> None:
    """A few lessons a turn. For the background of one process."""
    if not can_learn() or not _ASKED:
        return
    asked = tuple(_ASKED)
    _ASKED.clear()
    async with database.transaction() as session:
        due = await _due(session, asked, now)
    _ASKED.update(dict.fromkeys(due[TRAININGS_PER_TURN:]))
    for business in due[:TRAININGS_PER_TURN]:
        async with database.transaction() as session:
            lesson = await _renew(session, business, now)
        if lesson is not None and lesson.version not in _LEARNED:
            await _learn(business, lesson)


async def _due(session: AsyncSession, asked: tuple[BusinessId, ...], now: datetime) -> list[BusinessId]:
    """Whose examples have not been read for an hour, or whose lesson this process lacks."""
    settings = BusinessRoutingSettings
    wanted = settings.business_id.in_(asked), settings.examples.in_(("shadow", "on"))
    rows = await session.execute(
        select(settings.business_id, settings.lesson_at, settings.lesson_version).where(*wanted)
    )
    return [
        BusinessId(business)
        for business, read_at, version in rows
        if read_at is None
        or now - read_at >= LEARN_INTERVAL
        or (version is not None and version not in _LEARNED)
    ]


async def _learn(business: BusinessId, lesson: TrainingSet) -> None:
    try:
        found = await asyncio.to_thread(_teach, lesson)
    except ImportError as error:  # a broken installation must not end the background
        log.warning("examples_not_learned", business=business, problem=str(error))
        return
    _remember(lesson.version, found)
    log.info("examples_learned", business=business, examples=len(lesson.examples))


def _teach(lesson: TrainingSet) -> ExampleModel:
    return cast("ExampleModel", import_module("app.routing.example_model").train_model(lesson))


def _remember(version: str, lesson: ExampleModel) -> None:
    _LEARNED[version] = lesson
    if len(_LEARNED) > MAX_MODELS:
        _LEARNED.popitem(last=False)


async def _renew(session: AsyncSession, business: BusinessId, now: datetime) -> TrainingSet | None:
    """The lesson of the examples as they are now, named in the settings; None where they are too few."""
    lesson = training_set_of(await read_examples(session, business), await _active(session, business))
    mine = update(BusinessRoutingSettings).where(BusinessRoutingSettings.business_id == business)
    await session.execute(mine.values(lesson_version=lesson.version if lesson else None, lesson_at=now))
    return lesson


async def _active(session: AsyncSession, business: BusinessId) -> list[int]:
    mine = select(BusinessCalendar.id).where(
        BusinessCalendar.business_id == business, BusinessCalendar.is_active
    )
    return list(await session.scalars(mine))


async def read_examples(session: AsyncSession, business: BusinessId) -> list[Example]:
    """Those given, and inquiries of which it turned out what was meant: the newest, where there are many."""
    given = await session.execute(
        select(CalendarExamples.calendar_id, CalendarExamples.texts).where(
            CalendarExamples.business_id == business
        )
    )
    examples = [Example(text, calendar) for calendar, texts in given for text in texts]
    known: list[ColumnElement[bool]] = [
        RoutingInquiry.business_id == business,
        RoutingInquiry.meant_calendar_id.is_not(None),
        RoutingInquiry.intent_text.is_not(None),
    ]
    newest = RoutingInquiry.at.desc(), RoutingInquiry.id.desc()
    columns = select(RoutingInquiry.intent_text, RoutingInquiry.meant_calendar_id, RoutingInquiry.id)
    meant = await session.execute(columns.where(*known).order_by(*newest).limit(MAX_EXAMPLES))
    return [*examples, *(Example(str(text), calendar, id_) for text, calendar, id_ in meant)]


async def learn_soon(session: AsyncSession, business: BusinessId) -> None:
    """The examples changed: the background reads them at its next turn; until then the old lesson counts."""
    mine = update(BusinessRoutingSettings).where(BusinessRoutingSettings.business_id == business)
    await session.execute(mine.values(lesson_at=None))
    _ASKED[business] = None
