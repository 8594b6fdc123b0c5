"""/api/calendar/resolve"""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from app.customers.numbers import read_number
from app.routing.resolving import InquiryContext, resolve_answer, resolve_inquiry
from app.schemas.inquiries import ResolveIn
from app.schemas.routing import ResolutionOut
from app.sentences.languages import problem_language
from app.tooling import Caller
from app.web.callers import caller_dep
from app.web.deps import NowDep, ReaderOf, StateDep
from app.web.key_first import KeyFirst

router = APIRouter(route_class=KeyFirst, prefix="/api/calendar", tags=["routing"])


@router.post("/resolve")
async def resolve(
    request: Request,
    inquiry: ResolveIn,
    business: ReaderOf,
    state: StateDep,
    now: NowDep,
    caller: Annotated[Caller, Depends(caller_dep)],
    explain: Annotated[
        bool, Query(description="A dry run: also say why each other calendar lost, and store nothing.")
    ] = False,
) -> ResolutionOut:
    """The calendar that a sentence means, with its evidence, or the question to ask.

    An answer to that question comes with the question's `candidates` and `answers_id`, its `inquiry_id`.
    """
    number = await read_number(state.database, business, caller.phone)
    customer = None if explain else InquiryContext(now, caller.conversation, number, inquiry.answers_id)
    language = problem_language(request.headers.get("accept-language"))
    current = await state.rules.current(state.database, business)
    if inquiry.candidates:
        offered = inquiry.candidates
        work = partial(resolve_answer, current, business, offered, inquiry, customer, language=language)
    else:
        work = partial(resolve_inquiry, current, business, inquiry, customer, language=language)
    found = await state.rules.threads.run_for_text(business, inquiry.intent_text, work)
    state.journal.add(*found.notes)
    return found.out
