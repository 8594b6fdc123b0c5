"""The replay of a business's stored inquiries against rules that are not saved."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import cast

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import BusinessId
from app.core.routing.matching.compiler import compile_rules
from app.core.routing.model import Inquiry, Resolution, Rule
from app.core.routing.reviewing.replay import ReplayComparison, ReplaySide, apply_edits, replay_inquiries
from app.core.stored_json import as_texts
from app.db.models.calendars import BusinessCalendar
from app.db.models.routing import CalendarRoutingRule, RoutingInquiry
from app.errors import FieldError, UnknownRule
from app.routing.rules import check_quota
from app.routing.ruleset import CurrentRules, RulesCache
from app.routing.threads import BusinessThreads
from app.schemas.calendars import RuleIn
from app.schemas.inquiries import CalendarCounts, ReplayChange, ReplayIn, ReplayOut, ReplayOutcome, RuleEdit

REPLAY_SECONDS = 5.0

MAX_CHANGES_SHOWN = 200


@dataclass(frozen=True, slots=True)
class ReplayJob:
    """The input of a replay, which runs without the database. `inquiries`: the newest first."""

    business: BusinessId
    current: CurrentRules
    rules: tuple[Rule, ...]
    wanted: ReplayIn
    inquiries: tuple[RoutingInquiry, ...]
    without_text: int


async def prepare_replay(
    session: AsyncSession,
    rules: RulesCache,
    business: BusinessId,
    wanted: ReplayIn,
    *,
    max_keywords: int | None = None,
) -> ReplayJob:
    """Raises UnknownRule, TooManyKeywords, FieldError `unknown_calendar`, `missing`, and the errors of a
    rule's fields.
    """
    current = await rules.current(session, business)
    stored = select(CalendarRoutingRule).where(CalendarRoutingRule.business_id == business)
    known = {row.id: row for row in await session.scalars(stored)}
    own = select(BusinessCalendar.id).where(BusinessCalendar.business_id == business)
    calendars = set(await session.scalars(own))
    for id_ in wanted.delete:
        if id_ not in known:
            raise UnknownRule(id=id_)
    upsert = [_apply_edit(known, calendars, number, edit) for number, edit in enumerate(wanted.upsert)]
    last = (
        select(RoutingInquiry)
        .where(RoutingInquiry.business_id == business, RoutingInquiry.answers_id.is_(None))
        .order_by(RoutingInquiry.at.desc(), RoutingInquiry.id.desc())
        .limit(wanted.limit)
    )
    found = (await session.scalars(last)).all()
    readable = tuple(row for row in found if row.intent_text is not None)
    before = tuple(map(_rule, known.values()))
    edited = apply_edits(before, upsert, wanted.delete)
    check_quota(_count_keywords(before), _count_keywords(edited), max_keywords)
    return ReplayJob(business, current, edited, wanted, readable, len(found) - len(readable))


async def run_replay(job: ReplayJob, threads: BusinessThreads) -> ReplayOut:
    """Replay in a thread, at most `REPLAY_SECONDS`; the result says how many inquiries were not reached."""
    found = await threads.run(job.business, _replay, job, asyncio.get_running_loop().time)
    changes = [
        _change(row, one) for row, one in zip(job.inquiries, found, strict=False) if one.kind is not None
    ]
    return ReplayOut(
        replayed=len(found),
        without_text=job.without_text,
        not_reached=len(job.inquiries) - len(found),
        changed=len(changes),
        kinds=dict(Counter(change.kind for change in changes)),
        calendars=_counts(found),
        changes=changes[:MAX_CHANGES_SHOWN],
    )


def _count_keywords(rules: Iterable[Rule]) -> int:
    return sum(len(rule.keywords) + len(rule.labels) for rule in rules if rule.is_active)


def _replay(job: ReplayJob, seconds: Callable[[], float]) -> list[ReplayComparison]:
    deadline = seconds() + REPLAY_SECONDS
    settings, given = job.current.settings, job.wanted.model_fields_set
    compiled = job.current.compiled
    before = ReplaySide(compiled, settings.strictness, settings.default_question)
    after = ReplaySide(
        compile_rules(compiled.calendars, job.rules),
        job.wanted.strictness if "strictness" in given else settings.strictness,
        job.wanted.default_question if "default_question" in given else settings.default_question,
    )
    inquiries = [Inquiry(row.intent_text or "", row.service_label, row.channel) for row in job.inquiries]
    return replay_inquiries(before, after, inquiries, lambda: seconds() < deadline)


def _apply_edit(
    known: dict[int, CalendarRoutingRule], calendars: set[int], number: int, edit: RuleEdit
) -> Rule:
    """A rule as it would be stored. Fields left out have the stored values, or defaults in a new rule."""
    fields = edit.model_dump(exclude_unset=True, exclude={"id"})
    if edit.id is None and "calendar_id" not in fields:
        raise FieldError("missing", pointer=f"/upsert/{number}/calendar_id")
    if "calendar_id" in fields and fields["calendar_id"] not in calendars:
        pointer = f"/upsert/{number}/calendar_id"
        raise FieldError("unknown_calendar", pointer=pointer, id=fields["calendar_id"])
    if edit.id is None:
        # The id is never shown. It only has to differ from all others.
        return _rule(CalendarRoutingRule(id=-number - 1, **RuleIn(**fields).model_dump()))
    if edit.id not in known:
        raise UnknownRule(id=edit.id)
    columns = CalendarRoutingRule.__table__.columns.keys()
    before = {name: getattr(known[edit.id], name) for name in columns}
    return _rule(CalendarRoutingRule(**{**before, **fields}))


def _rule(row: CalendarRoutingRule) -> Rule:
    return Rule(
        row.id,
        row.calendar_id,
        as_texts(row.match_labels),
        as_texts(row.match_keywords),
        row.channel_scope,
        bool(row.when_ambiguous_ask),
        row.question_text,
        row.priority,
        row.is_active,
    )


def _change(row: RoutingInquiry, found: ReplayComparison) -> ReplayChange:
    return ReplayChange.model_validate(
        {
            "inquiry_id": row.id,
            "created_at": row.at,
            "channel": row.channel,
            "intent_text": row.intent_text,
            "service_label": row.service_label,
            "kind": found.kind,
            "before": _outcome(found.before),
            "after": _outcome(found.after),
        }
    )


def _outcome(answer: Resolution) -> ReplayOutcome:
    return ReplayOutcome.model_validate(answer)


def _counts(found: list[ReplayComparison]) -> list[CalendarCounts]:
    before = Counter(cast("int | None", one.before.calendar_id) for one in found)
    after = Counter(cast("int | None", one.after.calendar_id) for one in found)
    ids = sorted(before.keys() | after.keys(), key=lambda id_: (id_ is None, id_))
    return [CalendarCounts(calendar_id=id_, before=before[id_], after=after[id_]) for id_ in ids]
