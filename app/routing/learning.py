"""Models trained from the businesses' examples, and the training in the background.

A request never waits for a model: it uses the one that its business's settings name if this process has it,
and otherwise requests it. The background reads the examples at most once per hour and business, writes the
version of the training set into the settings, and trains the model in a thread.
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


class ModelStore:
    """The models of one process, the longest unused dropped first, and the businesses that requested one.

    The key of a model is its version, a hash of the examples: equal versions are equal models.
    """

    def __init__(self) -> None:
        self._models: OrderedDict[str, ExampleModel] = OrderedDict()
        self._requested: dict[BusinessId, None] = {}

    def __contains__(self, version: str) -> bool:
        return version in self._models

    def find(self, version: str | None) -> ExampleModel | None:
        if version is None or version not in self._models:
            return None
        self._models.move_to_end(version)
        return self._models[version]

    def add(self, version: str, model: ExampleModel) -> None:
        self._models[version] = model
        if len(self._models) > MAX_MODELS:
            self._models.popitem(last=False)

    def request(self, *businesses: BusinessId) -> None:
        """Have the models of these businesses brought up to date in the background."""
        self._requested.update(dict.fromkeys(businesses))

    def postpone(self, *businesses: BusinessId) -> None:
        """Put requests that were taken back in front of those that came meanwhile."""
        self._requested = {**dict.fromkeys(businesses), **self._requested}

    def take_requests(self) -> tuple[BusinessId, ...]:
        """The businesses that requested a model since the last call, the longest waiting first."""
        requests = tuple(self._requested)
        self._requested.clear()
        return requests


def can_learn() -> bool:
    """Whether the extra `learn` is installed. Imports nothing."""
    return util.find_spec("sklearn") is not None


async def train_requested_models(models: ModelStore, database: Database, now: datetime) -> None:
    """Train a few of the requested models; the others wait for the next turn of the background."""
    if not can_learn() or not (requests := models.take_requests()):
        return
    async with database.transaction() as session:
        due = await _due(session, models, requests, now)
    models.postpone(*due[TRAININGS_PER_TURN:])
    for business in due[:TRAININGS_PER_TURN]:
        async with database.transaction() as session:
            training_set = await _renew_training_set(session, business, now)
        if training_set is not None and training_set.version not in models:
            await _train(models, business, training_set)


async def _due(
    session: AsyncSession, models: ModelStore, requests: tuple[BusinessId, ...], now: datetime
) -> list[BusinessId]:
    """Those of `requests`, in their order, whose examples have not been read for an hour or whose model
    this process lacks."""
    settings = BusinessRoutingSettings
    wanted = settings.business_id.in_(requests), settings.examples.in_(("shadow", "on"))
    rows = await session.execute(
        select(settings.business_id, settings.lesson_at, settings.lesson_version).where(*wanted)
    )
    due = {
        business
        for business, read_at, version in rows
        if read_at is None
        or now - read_at >= LEARN_INTERVAL
        or (version is not None and version not in models)
    }
    return [business for business in requests if business in due]


async def _train(models: ModelStore, business: BusinessId, training_set: TrainingSet) -> None:
    try:
        model = await asyncio.to_thread(_train_model, training_set)
    except ImportError as error:  # a broken installation must not end the background
        log.warning("examples_not_learned", business=business, problem=str(error))
        return
    models.add(training_set.version, model)
    log.info("examples_learned", business=business, examples=len(training_set.examples))


def _train_model(training_set: TrainingSet) -> ExampleModel:
    return cast("ExampleModel", import_module("app.routing.example_model").train_model(training_set))


async def _renew_training_set(
    session: AsyncSession, business: BusinessId, now: datetime
) -> TrainingSet | None:
    """The training set of the present examples, its version in the settings; None if they are too few."""
    found = training_set_of(await read_examples(session, business), await _active(session, business))
    mine = update(BusinessRoutingSettings).where(BusinessRoutingSettings.business_id == business)
    await session.execute(mine.values(lesson_version=found.version if found else None, lesson_at=now))
    return found


async def _active(session: AsyncSession, business: BusinessId) -> list[int]:
    mine = select(BusinessCalendar.id).where(
        BusinessCalendar.business_id == business, BusinessCalendar.is_active
    )
    return list(await session.scalars(mine))


async def read_examples(session: AsyncSession, business: BusinessId) -> list[Example]:
    """The examples that were given, and the newest inquiries whose calendar is known."""
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


async def learn_soon(session: AsyncSession, models: ModelStore, business: BusinessId) -> None:
    """Have changed examples read at the next turn of the background; the old model counts until then."""
    mine = update(BusinessRoutingSettings).where(BusinessRoutingSettings.business_id == business)
    await session.execute(mine.values(lesson_at=None))
    models.request(business)
