"""/api/calendar/holds"""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from app.reception import choose_for
from app.scheduling import holds
from app.schemas.scheduling import HoldIn, HoldOut
from app.web.deps import BookerOf, NowDep, ReaderOf, SessionDep, StateDep
from app.web.idempotent import OnceDep
from app.web.key_first import KeyFirst

router = APIRouter(route_class=KeyFirst, prefix="/api/calendar/holds", tags=["holds"])

HoldId = Annotated[int, Path(ge=1, le=2**63 - 1)]


@router.post("", status_code=201, response_model=HoldOut)
async def hold_slot(
    wanted: HoldIn, business: BookerOf, session: SessionDep, state: StateDep, now: NowDep, once: OnceDep
) -> Response:
    """Keep a start for some minutes; book it with `hold_id`. 409 says why not, with free times nearby."""

    async def work() -> HoldOut:
        chosen = await choose_for(session, state.rules, business, wanted)
        return await holds.hold(
            session, business, wanted, chosen.calendar_ids, chosen_by=chosen.chosen_by, now=now
        )

    return await once(business, work, location=lambda made: f"{router.prefix}/{made.id}")


@router.get("/{hold_id}")
async def get_hold(hold_id: HoldId, business: ReaderOf, session: SessionDep, now: NowDep) -> HoldOut:
    """A hold that has not expired."""
    return await holds.get_hold(session, business, hold_id, now)


@router.delete("/{hold_id}", status_code=204)
async def release_hold(hold_id: HoldId, business: BookerOf, session: SessionDep, now: NowDep) -> None:
    """Give the slot back."""
    await holds.release_hold(session, business, hold_id, now)
