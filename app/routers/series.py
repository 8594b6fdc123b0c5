"""/api/calendar/appointments/series"""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from app.core.principal import Permission
from app.reception import choose_for
from app.scheduling import series
from app.schemas.series import SeriesCancelIn, SeriesCancelled, SeriesIn, SeriesOut, SeriesShown
from app.web.deps import BookerOf, NowDep, PrincipalDep, ReaderOf, SessionDep, StateDep
from app.web.idempotent import OnceDep
from app.web.key_first import KeyFirst

router = APIRouter(route_class=KeyFirst, prefix="/api/calendar/appointments/series", tags=["appointments"])

SeriesId = Annotated[int, Path(ge=1, le=2**63 - 1)]


@router.post("", status_code=201, response_model=SeriesOut)
async def book_series(
    wanted: SeriesIn,
    principal: PrincipalDep,
    business: BookerOf,
    session: SessionDep,
    state: StateDep,
    now: NowDep,
    once: OnceDep,
) -> Response:
    """Book a recurring appointment: every instance, or none and the list of those that cannot be booked."""
    if wanted.allow_blocked:
        principal.require(Permission.MANAGE)

    async def work() -> SeriesOut:
        chosen = await choose_for(session, state.rules, business, wanted)
        return await series.book_series(
            session,
            business,
            wanted,
            chosen.calendar_ids,
            chosen_by=chosen.chosen_by,
            author=principal.author(wanted.channel),
            now=now,
            heavy=state.heavy,
        )

    return await once(business, work, location=lambda made: f"{router.prefix}/{made.id}")


@router.get("/{series_id}")
async def get_series(series_id: SeriesId, business: ReaderOf, session: SessionDep) -> SeriesShown:
    """A series with its appointments as they stand, in order of time."""
    return await series.get_series(session, business, series_id)


@router.post("/{series_id}/cancel", response_model=SeriesCancelled)
async def cancel_series(
    series_id: SeriesId,
    principal: PrincipalDep,
    business: BookerOf,
    session: SessionDep,
    now: NowDep,
    once: OnceDep,
    wanted: SeriesCancelIn | None = None,
) -> Response:
    """Cancel what is left of it, all or nothing; the times are free at once, or offered to those who wait."""
    given = wanted or SeriesCancelIn()
    author = principal.author(given.channel)
    return await once(
        business,
        lambda: series.cancel_series(session, business, series_id, given, author=author, now=now),
        status=200,
    )
