"""Examples of what customers say, by calendar, and what came of them."""

from fastapi import APIRouter, Depends

from app.routers.inquiries import flush_journal
from app.routing import examples
from app.schemas.examples import ExamplesIn, ExamplesOut, ExamplesReport
from app.web.deps import CalendarId, ManagerOf, SessionDep, StateDep
from app.web.key_first import KeyFirst

router = APIRouter(route_class=KeyFirst, prefix="/api/calendar", tags=["routing"])


@router.get("/routing-examples", dependencies=[Depends(flush_journal)])
async def get_examples_report(business: ManagerOf, session: SessionDep) -> ExamplesReport:
    """The number of examples per calendar, and how many inquiries they answered, rightly and wrongly."""
    return await examples.report_examples(session, business)


@router.get("/calendars/{calendar_id}/examples")
async def get_calendar_examples(
    calendar_id: CalendarId, business: ManagerOf, session: SessionDep
) -> ExamplesOut:
    """The examples that were given for a calendar."""
    return await examples.get_examples(session, business, calendar_id)


@router.put("/calendars/{calendar_id}/examples")
async def replace_calendar_examples(
    calendar_id: CalendarId, given: ExamplesIn, business: ManagerOf, session: SessionDep, state: StateDep
) -> ExamplesOut:
    """Give a calendar its examples, all at once."""
    return await examples.replace_examples(session, state.rules.models, business, calendar_id, given)
