"""Claims of several calendars in one statement: all of them or none.

Rows are inserted in the order (calendar, seat, start), in every transaction: whoever waits for a row waits
only for a later one, and nobody in a circle. Where one is taken, the function `luach_whole` raises LU001, and
the statement leaves nothing. The first claim of the leading calendar leads; the others hang on it.
"""

from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from asyncpg import PostgresError
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import BusinessId
from app.core.scheduling.claimed_times import VisitClaims
from app.db.failures import CLAIMS_INCOMPLETE
from app.db.query import Query, Reader, driver_of
from app.db.transaction import atomic
from app.scheduling.claims import ClaimedInterval

RowT = TypeVar("RowT")

SEVERAL = """
    lead AS MATERIALIZED (SELECT nextval('busy_intervals_id_seq') AS id),
    claims AS (
        INSERT INTO busy_intervals (
            id, claim_id, business_id, calendar_id, footprint, starts_at, ends_at, kind, exclusive, seat,
            expires_at, note, holder, for_calendar_id, visit)
        SELECT CASE WHEN w.n = CAST(:lead AS bigint) THEN lead.id
                    ELSE nextval('busy_intervals_id_seq') END,
               CASE WHEN w.n <> CAST(:lead AS bigint) THEN lead.id END,
               CAST(:business AS integer), w.calendar_id, tstzrange(w.since, w.until), w.starts_at, w.ends_at,
               :kind, :exclusive, w.seat, CAST(:expires_at AS timestamptz), :note, CAST(:holder AS varchar),
               w.for_calendar_id, CASE WHEN w.n = CAST(:lead AS bigint) THEN CAST(:visit AS jsonb) END
        FROM unnest(CAST(:diaries AS integer[]), CAST(:seats AS smallint[]), CAST(:sinces AS timestamptz[]),
                    CAST(:untils AS timestamptz[]), CAST(:starts AS timestamptz[]),
                    CAST(:ends AS timestamptz[]), CAST(:for_calendars AS integer[]))
             WITH ORDINALITY AS w(calendar_id, seat, since, until, starts_at, ends_at, for_calendar_id, n),
             lead
        ORDER BY w.n
        ON CONFLICT DO NOTHING RETURNING id
    ), whole AS (
        SELECT luach_whole(count(*), cardinality(CAST(:diaries AS integer[]))) AS ok FROM claims
    ), claimed AS (
        SELECT lead.id FROM lead, whole WHERE whole.ok
    )"""

CLAIM_SEVERAL = Query(f"WITH {SEVERAL} SELECT id FROM claimed", ClaimedInterval)  # noqa: S608 - our own columns


class _Meeting(NamedTuple):
    meets: bool


_MEETS = Query(
    """
    SELECT EXISTS (
        SELECT FROM busy_intervals b
        JOIN unnest(CAST(:diaries AS integer[]), CAST(:sinces AS timestamptz[]),
                    CAST(:untils AS timestamptz[])) AS w(calendar_id, since, until)
          ON b.calendar_id = w.calendar_id AND b.footprint && tstzrange(w.since, w.until)
        WHERE b.id = :id OR b.claim_id = :id) AS meets
    """,
    _Meeting,
)


def several_values(
    business: BusinessId, claims: VisitClaims, start: datetime, end: datetime
) -> dict[str, Any]:
    """The parameters of `SEVERAL` for an appointment. The leading claim has the appointment's own times."""
    own = [
        (start, end) if position == claims.lead else (each.starts_at, each.ends_at)
        for position, each in enumerate(claims.times)
    ]
    return {
        "business": business,
        "lead": claims.lead + 1,
        "diaries": [each.calendar_id for each in claims.times],
        "seats": [each.seat for each in claims.times],
        "sinces": [each.since for each in claims.times],
        "untils": [each.until for each in claims.times],
        "for_calendars": [each.for_calendar_id for each in claims.times],
        "starts": [since for since, _ in own],
        "ends": [until for _, until in own],
        "kind": "appointment",
        "exclusive": True,
        "expires_at": None,
        "note": None,
        "holder": None,
        "visit": None,
    }


async def write_whole(reader: Reader, statement: Query[RowT], **values: object) -> RowT | None:
    """The row of a statement with `SEVERAL`; None where one of the times is taken, and nothing is written."""
    driver = await driver_of(reader) if isinstance(reader, AsyncSession) else reader
    try:
        if not driver.is_in_transaction():
            return await statement.first(reader, **values)
        async with atomic(reader):
            return await statement.first(reader, **values)
    except PostgresError as error:
        if error.sqlstate != CLAIMS_INCOMPLETE:
            raise
        return None


async def claims_meet(reader: Reader, claims: VisitClaims, interval: int) -> bool:
    """Whether any of the claims meets an interval or those that hang on it."""
    values = {
        "diaries": [each.calendar_id for each in claims.times],
        "sinces": [each.since for each in claims.times],
        "untils": [each.until for each in claims.times],
    }
    return (await _MEETS.one(reader, **values, id=interval)).meets
