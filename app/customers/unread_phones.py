"""The reading of phone numbers that SQL statements wrote: the host's rows, and those of a changed country.

Upkeep calls this. Triggers note each appointment in `unread_phones`; the rows that were there before the
triggers are read by id, the newest first, as `phone_backlog` says. One process reads at a time: two that
read one appointment at different moments could store the older text last.
"""

import asyncio
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from app.customers.countries import phone_country
from app.customers.numbers import NO_COUNTRY, StoredPhone, stored_phone
from app.customers.unassigned import note_unassigned
from app.db.query import Command, Query

BATCH_SIZE = 200
"""Appointments per transaction."""

SLICE_SIZE = 20
"""Numbers that are read before others have their turn: 2 to 4 ms."""

BUSINESSES_BATCH_SIZE = 200


class _Lock(NamedTuple):
    ours: bool


class _Id(NamedTuple):
    appointment_id: int


class _Changed(NamedTuple):
    """A business whose country changed; `settled`: no booking that read the earlier one is still going on."""

    id: int
    business_id: int
    country: str | None
    timezone: str | None
    settled: bool


class _Text(NamedTuple):
    """The stored text of an appointment, with what says its business's country."""

    id: int
    business_id: int
    contact_phone: str
    country: str | None
    timezone: str | None


_LOCK = Query(
    "SELECT pg_try_advisory_xact_lock(hashtext(current_schema() || ' luach phones'), 0) AS ours", _Lock
)

_CHANGED = Query(
    """
    SELECT u.id, u.business_id, e.country, s.timezone, u.noted_at < now() - interval '1 minute' AS settled
    FROM unread_phones u
    LEFT JOIN business_settings s ON s.tenant_id = u.business_id
    LEFT JOIN business_booking_settings e ON e.business_id = u.business_id
    WHERE u.business_id IS NOT NULL ORDER BY u.id LIMIT :limit
    """,
    _Changed,
)

_NOTE_CHANGED = Command(
    """
    INSERT INTO unread_phones (appointment_id)
    SELECT p.appointment_id
    FROM unnest(CAST(:businesses AS integer[]), CAST(:countries AS text[])) AS now_in (business_id, country)
    JOIN appointment_phones p ON p.business_id = now_in.business_id AND p.country <> now_in.country
    """
)

_FORGET_CHANGED = Command("DELETE FROM unread_phones WHERE id = ANY (CAST(:ids AS bigint[]))")

_TAKE_NOTED = Query(
    """
    DELETE FROM unread_phones
    WHERE id IN (SELECT id FROM unread_phones WHERE appointment_id IS NOT NULL ORDER BY id DESC LIMIT :limit)
    RETURNING appointment_id
    """,
    _Id,
)

_BACKLOG = Query(
    """
    SELECT a.id AS appointment_id FROM appointments a
    WHERE a.id < (SELECT before_id FROM phone_backlog) ORDER BY a.id DESC LIMIT :limit
    """,
    _Id,
)

_GO_ON = Command("UPDATE phone_backlog SET before_id = :before")

_TEXTS = Query(
    """
    SELECT a.id, a.business_id, a.contact_phone, e.country, s.timezone
    FROM appointments a
    LEFT JOIN business_settings s ON s.tenant_id = a.business_id
    LEFT JOIN business_booking_settings e ON e.business_id = a.business_id
    WHERE a.id = ANY (CAST(:ids AS bigint[])) AND a.contact_phone IS NOT NULL AND a.business_id IS NOT NULL
    """,
    _Text,
)

_STORE = Command(
    """
    INSERT INTO appointment_phones (appointment_id, business_id, e164, country, read_from)
    SELECT DISTINCT ON (id) id, business_id, e164, country, read_from
    FROM unnest(CAST(:ids AS bigint[]), CAST(:businesses AS integer[]), CAST(:numbers AS text[]),
                CAST(:countries AS text[]), CAST(:texts AS text[]))
         AS read (id, business_id, e164, country, read_from)
    ORDER BY id
    ON CONFLICT (appointment_id) DO UPDATE SET business_id = EXCLUDED.business_id, e164 = EXCLUDED.e164,
        country = EXCLUDED.country, read_from = EXCLUDED.read_from
    """
)

_FORGET = Command(
    """
    DELETE FROM appointment_phones
    WHERE appointment_id = ANY (CAST(:ids AS bigint[]))
      AND NOT appointment_id = ANY (CAST(:there AS bigint[]))
    """
)


async def note_changed_countries(session: AsyncSession) -> None:
    """Note the appointments of businesses whose country changed and whose numbers depend on it.

    A business is looked at for a minute, for the sake of bookings that had read the earlier country.
    """
    if not (await _LOCK.one(session)).ours:
        return
    rows = await _CHANGED.rows(session, limit=BUSINESSES_BATCH_SIZE)
    if not rows:
        return
    countries = {row.business_id: phone_country(row.country, row.timezone) or NO_COUNTRY for row in rows}
    await _NOTE_CHANGED.run(session, businesses=list(countries), countries=list(countries.values()))
    await _FORGET_CHANGED.run(session, ids=[row.id for row in rows if row.settled])


async def read_next_phones(session: AsyncSession) -> int:
    """Read the next batch and return its size; 0 if nothing is left, or another process reads."""
    if not (await _LOCK.one(session)).ours:
        return 0
    rows = await _TAKE_NOTED.rows(session, limit=BATCH_SIZE)
    if rows:
        # Another number, or another reading of it, may mean another customer.
        await note_unassigned(session, [row.appointment_id for row in rows])
    elif rows := await _BACKLOG.rows(session, limit=BATCH_SIZE):
        await _GO_ON.run(session, before=rows[-1].appointment_id)
    await _read(session, [row.appointment_id for row in rows])
    return len(rows)


async def _read(session: AsyncSession, appointment_ids: Sequence[int]) -> None:
    """Store the numbers of appointments, and forget those of appointments that are gone or have none."""
    if not appointment_ids:
        return
    rows = await _TEXTS.rows(session, ids=appointment_ids)
    read: list[StoredPhone] = []
    for row in rows:
        if len(read) % SLICE_SIZE == 0:
            await asyncio.sleep(0)
        read.append(stored_phone(row.contact_phone, phone_country(row.country, row.timezone)))
    there = [row.id for row in rows]
    await _FORGET.run(session, ids=appointment_ids, there=there)
    await _STORE.run(
        session,
        ids=there,
        businesses=[row.business_id for row in rows],
        numbers=[phone.e164 for phone in read],
        countries=[phone.country for phone in read],
        texts=[phone.read_from for phone in read],
    )
