"""Examples that a business gives for its calendars, and how well the examples have done."""

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import BusinessId
from app.core.routing.examples.examples import MIN_EXAMPLES, usable_examples
from app.db.models.calendars import BusinessCalendar
from app.db.models.routing import BusinessRoutingSettings, CalendarExamples, RoutingInquiry
from app.db.ownership import require_calendar
from app.routing.learning import ModelStore, can_learn, learn_soon, read_examples
from app.schemas.examples import CalendarTaught, ExamplesIn, ExamplesOut, ExamplesReport, ShadowOut


async def get_examples(session: AsyncSession, business: BusinessId, calendar_id: int) -> ExamplesOut:
    """Raises UnknownCalendar."""
    await require_calendar(session, business, calendar_id)
    row = await session.get(CalendarExamples, calendar_id, populate_existing=True)
    return ExamplesOut(calendar_id=calendar_id, texts=row.texts if row else [])


async def replace_examples(
    session: AsyncSession, models: ModelStore, business: BusinessId, calendar_id: int, given: ExamplesIn
) -> ExamplesOut:
    """Raises UnknownCalendar."""
    await require_calendar(session, business, calendar_id)
    texts = list(dict.fromkeys(given.texts))
    row = {"business_id": business, "texts": texts, "updated_at": func.clock_timestamp()}
    upsert = insert(CalendarExamples).values(calendar_id=calendar_id, **row)
    await session.execute(upsert.on_conflict_do_update(index_elements=["calendar_id"], set_=row))
    await learn_soon(session, models, business)
    return ExamplesOut(calendar_id=calendar_id, texts=texts)


async def report_examples(session: AsyncSession, business: BusinessId) -> ExamplesReport:
    settings = await session.get(BusinessRoutingSettings, business, populate_existing=True)
    calendars = select(BusinessCalendar.id, BusinessCalendar.name).where(
        BusinessCalendar.business_id == business, BusinessCalendar.is_active
    )
    found = await session.execute(calendars.order_by(BusinessCalendar.id))
    names: dict[int, str] = {row.id: row.name for row in found}
    usable = usable_examples(await read_examples(session, business), names)
    return ExamplesReport(
        mode=(settings and settings.examples) or "off",
        installed=can_learn(),
        learned_at=settings.lesson_at if settings and settings.lesson_version else None,
        enough=MIN_EXAMPLES,
        calendars=[
            CalendarTaught(id=id_, name=name, examples=len(usable.get(id_, ())))
            for id_, name in names.items()
        ],
        answers=await _answers(session, business),
    )


async def _answers(session: AsyncSession, business: BusinessId) -> ShadowOut:
    proposed, meant = RoutingInquiry.proposed_calendar_id, RoutingInquiry.meant_calendar_id
    left_open = (RoutingInquiry.decision == "ask") | (RoutingInquiry.reason == "examples")
    counts = select(
        func.count().filter(left_open),
        func.count(proposed),
        func.count().filter(proposed == meant),
        func.count().filter(proposed != meant),
    ).where(RoutingInquiry.business_id == business, RoutingInquiry.answers_id.is_(None))
    asked, answered, right, wrong = (await session.execute(counts)).one()
    return ShadowOut(left_open=asked, answered=answered, right=right, wrong=wrong)
