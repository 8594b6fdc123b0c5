"""The customers of appointments that SQL statements wrote: the host's, and those of older processes.

Upkeep calls this after the phone numbers were read. Triggers note each appointment in
`unassigned_appointments`; the rows that were there before the triggers follow by id, the newest first, as
`customer_backlog` says. One process works at a time, so that an older contact is not assigned last.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.customers.names import Person, Unmatched, match_name, name_key
from app.db.query import Command, Query

BATCH_SIZE = 500
"""Appointments per transaction."""


class _Lock(NamedTuple):
    ours: bool


class _Id(NamedTuple):
    appointment_id: int


class _Contact(NamedTuple):
    """An appointment's contact; `is_read`: its number is read, `customer_id`: the customer it has."""

    id: int
    business_id: int
    name: str | None
    email: str | None
    e164: str | None
    is_read: bool
    customer_id: int | None


class _Known(NamedTuple):
    business_id: int
    e164: str
    id: int
    name: str | None


class _Added(NamedTuple):
    id: int
    business_id: int
    e164: str
    name_key: str


_Number = tuple[int, str]
"""A business and a number in E.164."""

_LOCK = Query(
    "SELECT pg_try_advisory_xact_lock(hashtext(current_schema() || ' luach customers'), 0) AS ours", _Lock
)

# A note whose number is still to be read waits, unless the number's own backlog will come there: then the
# backlog of customers, which follows it, will too.
_TAKE_NOTED = Query(
    """
    DELETE FROM unassigned_appointments u
    USING (SELECT id, appointment_id FROM unassigned_appointments ORDER BY id LIMIT :limit) n
    WHERE u.id = n.id AND NOT EXISTS (
        SELECT FROM appointments a
        WHERE a.id = n.appointment_id AND a.contact_phone IS NOT NULL AND a.business_id IS NOT NULL
          AND a.id >= (SELECT before_id FROM phone_backlog)
          AND NOT EXISTS (SELECT FROM appointment_phones p WHERE p.appointment_id = a.id
                          AND p.business_id = a.business_id AND p.read_from = a.contact_phone))
    RETURNING u.appointment_id
    """,
    _Id,
)

_BACKLOG = Query(
    """
    SELECT a.id AS appointment_id FROM appointments a
    WHERE a.id < (SELECT before_id FROM customer_backlog) AND a.id >= (SELECT before_id FROM phone_backlog)
    ORDER BY a.id DESC LIMIT :limit
    """,
    _Id,
)

_GO_ON = Command("UPDATE customer_backlog SET before_id = :before")

_CONTACTS = Query(
    """
    SELECT a.id, a.business_id, left(a.contact_name, 255) AS name, left(a.contact_email, 255) AS email,
           p.e164, a.contact_phone IS NULL OR p.appointment_id IS NOT NULL AS is_read, d.customer_id
    FROM appointments a JOIN business b ON b.id = a.business_id
    LEFT JOIN appointment_phones p ON p.appointment_id = a.id AND p.business_id = a.business_id
        AND p.read_from = a.contact_phone
    LEFT JOIN appointment_details d ON d.appointment_id = a.id AND d.business_id = a.business_id
    WHERE a.id = ANY (CAST(:ids AS bigint[]))
    """,
    _Contact,
)

_PEOPLE = Query(
    """
    WITH asked AS (
        SELECT * FROM unnest(CAST(:businesses AS integer[]), CAST(:numbers AS text[]))
            AS n (business_id, e164)
    )
    SELECT n.business_id, n.e164, c.id, c.name FROM asked n
    JOIN customers c ON c.business_id = n.business_id AND c.phone_e164 = n.e164 AND c.merged_into IS NULL
    UNION
    SELECT n.business_id, n.e164, coalesce(c.merged_into, c.id) AS id, c.name FROM asked n
    JOIN customer_phones p ON p.business_id = n.business_id AND p.phone_e164 = n.e164
    JOIN customers c ON c.id = p.customer_id
    """,
    _Known,
)

# In one order, so that two statements that add the same people wait for each other and never deadlock.
_ADD = Query(
    """
    INSERT INTO customers (business_id, name, name_key, phone_e164, email)
    SELECT business_id, name, name_key, e164, email
    FROM unnest(CAST(:businesses AS integer[]), CAST(:names AS text[]), CAST(:keys AS text[]),
                CAST(:numbers AS text[]), CAST(:emails AS text[]))
         AS new (business_id, name, name_key, e164, email)
    ORDER BY business_id, e164, name_key
    ON CONFLICT (business_id, phone_e164, name_key) WHERE phone_e164 IS NOT NULL AND merged_into IS NULL
    DO UPDATE SET name_key = EXCLUDED.name_key
    RETURNING id, business_id, phone_e164 AS e164, name_key
    """,
    _Added,
)

_ASSIGN = Command(
    """
    INSERT INTO appointment_details (appointment_id, business_id, customer_id)
    SELECT id, business_id, customer_id
    FROM unnest(CAST(:ids AS bigint[]), CAST(:businesses AS integer[]), CAST(:customers AS bigint[]))
         AS assigned (id, business_id, customer_id)
    ORDER BY id
    ON CONFLICT (appointment_id) DO UPDATE
        SET business_id = EXCLUDED.business_id, customer_id = EXCLUDED.customer_id, updated_at = now()
        WHERE (appointment_details.business_id, appointment_details.customer_id)
              IS DISTINCT FROM (EXCLUDED.business_id, EXCLUDED.customer_id)
    """
)

# A customer without a number was chosen by staff, and no contact speaks against them.
_UNASSIGN = Command(
    """
    UPDATE appointment_details d SET customer_id = NULL, updated_at = now()
    FROM customers c
    WHERE d.appointment_id = ANY (CAST(:ids AS bigint[])) AND c.id = d.customer_id
      AND c.phone_e164 IS NOT NULL
    """
)

_FORGET = Command(
    """
    DELETE FROM appointment_details
    WHERE appointment_id = ANY (CAST(:ids AS bigint[]))
      AND NOT EXISTS (SELECT FROM appointments a WHERE a.id = appointment_id)
    """
)

_NOTE = Command(
    """
    INSERT INTO unassigned_appointments (appointment_id)
    SELECT id FROM unnest(CAST(:ids AS bigint[])) AS noted (id)
    """
)


async def note_unassigned(session: AsyncSession, appointment_ids: Sequence[int]) -> None:
    """Note appointments whose number was read anew."""
    if appointment_ids:
        await _NOTE.run(session, ids=appointment_ids)


async def assign_next_customers(session: AsyncSession) -> int:
    """Assign the next batch and return its size; 0 if nothing is left, or another process works."""
    if not (await _LOCK.one(session)).ours:
        return 0
    noted = [row.appointment_id for row in await _TAKE_NOTED.rows(session, limit=BATCH_SIZE)]
    if noted:
        await _FORGET.run(session, ids=noted)
        await _assign(session, await _CONTACTS.rows(session, ids=noted))
        return len(noted)
    following = [row.appointment_id for row in await _BACKLOG.rows(session, limit=BATCH_SIZE)]
    if following:
        contacts = await _CONTACTS.rows(session, ids=following)
        await _assign(session, [contact for contact in contacts if contact.customer_id is None])
        await _GO_ON.run(session, before=following[-1])
    return len(following)


async def _assign(session: AsyncSession, contacts: Sequence[_Contact]) -> None:
    read = [contact for contact in contacts if contact.is_read]
    reachable = [contact for contact in read if contact.e164 is not None]
    gone = [contact.id for contact in read if contact.e164 is None and contact.customer_id is not None]
    if gone:
        await _UNASSIGN.run(session, ids=gone)
    if reachable:
        customers = await _customers_of(session, reachable)
        await _ASSIGN.run(
            session,
            ids=[contact.id for contact in reachable],
            businesses=[contact.business_id for contact in reachable],
            customers=[customers[contact.id] for contact in reachable],
        )


async def _customers_of(session: AsyncSession, contacts: Sequence[_Contact]) -> dict[int, int | None]:
    """The customer by appointment; None where no name is told and several people share the number."""
    people = await _people_of(session, {_number_of(contact) for contact in contacts})
    # Whole names before first names, which may then mean one of them.
    in_order = sorted(contacts, key=lambda contact: (-len((contact.name or "").split()), -contact.id))
    new: dict[tuple[int, str, str], _Contact] = {}
    for contact in in_order:
        known = people.setdefault(_number_of(contact), [])
        if match_name(contact.name, known) is Unmatched.ANOTHER:
            new[(*_number_of(contact), name_key(contact.name))] = contact
            known.append(Person(-contact.id, contact.name))
    added = await _add(session, list(new.values()))
    numbers = {-new[key].id: customer for key, customer in added.items()}
    found: dict[int, int | None] = {}
    for contact in contacts:
        meant = match_name(contact.name, people[_number_of(contact)])
        found[contact.id] = numbers.get(meant.id, meant.id) if isinstance(meant, Person) else None
    return found


def _number_of(contact: _Contact) -> _Number:
    return contact.business_id, contact.e164 or ""


async def _people_of(session: AsyncSession, numbers: Iterable[_Number]) -> dict[_Number, list[Person]]:
    asked = sorted(numbers)
    rows = await _PEOPLE.rows(
        session, businesses=[business for business, _ in asked], numbers=[number for _, number in asked]
    )
    people: dict[_Number, list[Person]] = {}
    for row in rows:
        people.setdefault((row.business_id, row.e164), []).append(Person(row.id, row.name))
    return people


async def _add(session: AsyncSession, contacts: Sequence[_Contact]) -> dict[tuple[int, str, str], int]:
    if not contacts:
        return {}
    rows = await _ADD.rows(
        session,
        businesses=[contact.business_id for contact in contacts],
        names=[contact.name for contact in contacts],
        keys=[name_key(contact.name) for contact in contacts],
        numbers=[contact.e164 for contact in contacts],
        emails=[contact.email for contact in contacts],
    )
    return {(row.business_id, row.e164, row.name_key): row.id for row in rows}
