"""The pieces of the statements that write a booking. `claimed (id)` comes first: the interval of its time.

`CUSTOMER` and `DETAILS` belong only to bookings that have something to tell beside the host's columns: they
cost two rows. One statement is atomic by itself and costs one round trip instead of seven. In a database
sharded by Citus, several INSERTs in a transaction would be faster; only this file would change.
"""

from datetime import datetime
from typing import NamedTuple

from app.db.query import Query
from app.scheduling.claims import INTERVAL_COLUMNS, INTERVAL_VALUES
from app.scheduling.several_claims import SEVERAL


class BookedRow(NamedTuple):
    """The values that the database gave a new appointment."""

    id: int
    created_at: datetime | None
    customer_id: int | None
    hold_id: int | None


CLAIMED = f"""
    claimed AS (
        INSERT INTO busy_intervals ({INTERVAL_COLUMNS}) VALUES ({INTERVAL_VALUES})
        ON CONFLICT DO NOTHING RETURNING id
    )"""  # noqa: S608 - our own columns

HELD = "claimed AS (SELECT CAST(:interval AS bigint) AS id)"

BOOKED = """
    booked AS (
        INSERT INTO appointments (
            business_id, calendar_id, busy_interval_id, series_id, title, status, contact_name,
            contact_phone, contact_email, notes, source, auto_generated, starts_at, ends_at, start_time,
            end_time, luach_writes)
        SELECT CAST(:business AS integer), CAST(:calendar AS integer), claimed.id, CAST(:series AS bigint),
               :title, :status, CAST(:contact_name AS varchar), CAST(:contact_phone AS varchar),
               CAST(:contact_email AS varchar), CAST(:notes AS text), :source, FALSE,
               CAST(:starts_at AS timestamptz), CAST(:ends_at AS timestamptz),
               CAST(:start_time AS timestamp), CAST(:end_time AS timestamp), 1
        FROM claimed RETURNING id, created_at
    ), phone AS (
        INSERT INTO appointment_phones (appointment_id, business_id, e164, country, read_from)
        SELECT booked.id, CAST(:business AS integer), CAST(:e164 AS varchar), CAST(:phone_country AS varchar),
               CAST(:contact_phone AS varchar)
        FROM booked WHERE CAST(:contact_phone AS varchar) IS NOT NULL
        ON CONFLICT (appointment_id) DO UPDATE SET business_id = EXCLUDED.business_id, e164 = EXCLUDED.e164,
            country = EXCLUDED.country, read_from = EXCLUDED.read_from
    ), told AS (
        INSERT INTO appointment_audit (business_id, appointment_id, at, action, actor, channel, after)
        SELECT CAST(:business AS integer), booked.id, CAST(:now AS timestamptz), :action, :actor, :channel,
               CAST(:after AS jsonb)
        FROM booked
    )"""

# A known customer is locked against being merged or erased meanwhile; one who just was is not taken. Two
# bookings of one new customer make one row: the later one waits for the earlier one and returns its row.
CUSTOMER = """
    known AS (
        SELECT id FROM customers
        WHERE id = CAST(:customer AS bigint) AND business_id = CAST(:business AS integer)
          AND merged_into IS NULL AND erased_at IS NULL
        FOR KEY SHARE
    ), added AS (
        INSERT INTO customers (business_id, name, name_key, phone_e164, email)
        SELECT CAST(:business AS integer), CAST(:contact_name AS varchar), CAST(:name_key AS varchar),
               CAST(:e164 AS varchar), CAST(:contact_email AS varchar)
        FROM claimed WHERE CAST(:customer AS bigint) IS NULL AND CAST(:e164 AS varchar) IS NOT NULL
        ON CONFLICT (business_id, phone_e164, name_key) WHERE phone_e164 IS NOT NULL AND merged_into IS NULL
        DO UPDATE SET updated_at = now() RETURNING id
    ), customer AS (SELECT id FROM known UNION ALL SELECT id FROM added)"""

# A host may give an id again after it emptied its table.
DETAILS = """
    details AS (
        INSERT INTO appointment_details (appointment_id, business_id, customer_id, hold_id, metadata,
            service_id, party_size, items, price_minor, currency)
        SELECT booked.id, CAST(:business AS integer), (SELECT id FROM customer), CAST(:hold AS bigint),
               CAST(:metadata AS jsonb), CAST(:service AS bigint), CAST(:party_size AS smallint),
               CAST(:items AS jsonb), CAST(:price_minor AS bigint), CAST(:currency AS varchar)
        FROM booked
        ON CONFLICT (appointment_id) DO UPDATE SET business_id = EXCLUDED.business_id,
            customer_id = EXCLUDED.customer_id, hold_id = EXCLUDED.hold_id, metadata = EXCLUDED.metadata,
            service_id = EXCLUDED.service_id, session_id = NULL, party_size = EXCLUDED.party_size,
            items = EXCLUDED.items, price_minor = EXCLUDED.price_minor, currency = EXCLUDED.currency,
            cancel_reason = NULL, cancelled_at = NULL, cancelled_by = NULL
    )"""

_NO_DETAILS = "SELECT id, created_at, NULL::bigint AS customer_id, NULL::bigint AS hold_id FROM booked"

_RESULT = """
    SELECT id, created_at, (SELECT id FROM customer) AS customer_id, CAST(:hold AS bigint) AS hold_id
    FROM booked"""

BOOK = Query(f"WITH {CLAIMED}, {BOOKED} {_NO_DETAILS}", BookedRow)

BOOK_WITH_DETAILS = Query(f"WITH {CLAIMED}, {BOOKED}, {CUSTOMER}, {DETAILS} {_RESULT}", BookedRow)

BOOK_SEVERAL = Query(f"WITH {SEVERAL}, {BOOKED}, {CUSTOMER}, {DETAILS} {_RESULT}", BookedRow)

BOOK_HELD = Query(f"WITH {HELD}, {BOOKED}, {CUSTOMER}, {DETAILS} {_RESULT}", BookedRow)
