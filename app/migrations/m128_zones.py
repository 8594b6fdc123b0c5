"""Migration 128: SQL reads wall-clock times as the service does, with the zones of its tzdata package.

PostgreSQL reads them with zone data of its own, which may be of another release, and takes names such as
`CET` for abbreviations of a fixed offset.
"""

from app.migrations import m116_sql, m128_sql
from app.migrations.parts.batches import Batches
from app.migrations.parts.functions import NewBody, Trigger
from app.migrations.parts.steps import Step
from app.migrations.parts.tables import Table
from app.migrations.parts.zone_data import TZDATA_RELEASE, ZoneData

# One row per zone; see `parts.zone_periods` for the three lists.
_OFFSETS = Table(
    "zone_offsets",
    columns={
        "zone": "varchar(64) CONSTRAINT zone_offsets_pkey PRIMARY KEY",
        "first_from": "timestamp[] NOT NULL",
        "later_from": "timestamp[] NOT NULL",
        "utc_offsets": "integer[] NOT NULL",
    },
)

# Businesses whose appointments are read again, because the periods of their zone have changed. No foreign
# key: a business that is deleted has nothing left to read.
_REREADS = Table(
    "zone_rereads",
    columns={
        "business_id": "integer CONSTRAINT zone_rereads_pkey PRIMARY KEY",
        "refuse_bookings": "boolean NOT NULL",
        "due": "boolean DEFAULT TRUE NOT NULL",
        "passes": "smallint DEFAULT 0 NOT NULL",
        "since": "timestamptz DEFAULT now() NOT NULL",
    },
)

# While wall-clock times are being rewritten (migration 123), some are of another zone than the business.
_READ_AGAIN = Batches(
    "zone_rereads",
    pending="t.due AND NOT EXISTS (SELECT FROM zone_changes c WHERE c.business_id = t.business_id)",
    statements=(m128_sql.READ_AGAIN, m128_sql.READ_ONCE),
    writes="appointments",
    key="business_id",
    always_selective=True,
)

STEPS = (
    Step(
        "128_zone_offsets",
        "The zones as the service reads them",
        (
            _OFFSETS,
            _REREADS,
            m128_sql.READ_FUNCTION,
            m128_sql.READ_AS_IS_FUNCTION,
            ZoneData(),
        ),
        after=("001_business_table", "001_business_settings_table"),
        release=TZDATA_RELEASE,
    ),
    Step(
        "128_appointment_written",
        "Wall-clock times are read with the zones of the service; a booking read otherwise is refused",
        (
            NewBody(m128_sql.ZONE_FUNCTION),
            NewBody(m128_sql.INSTANT_FUNCTION),
            NewBody(m128_sql.LATER_INSTANT_FUNCTION),
            m128_sql.FITS_FUNCTION,
            NewBody(m116_sql.WRITE_FUNCTION),
        ),
        after=("116_appointment_triggers", "126_appointment_written", "128_zone_offsets"),
        needs=("appointments", "business_settings"),
    ),
    Step(
        "128_read_again",
        "Appointments that were read with other zone data are read again",
        (_READ_AGAIN,),
        after=(
            "118_busy_interval_note",
            "123_zone_changes_table",
            "128_appointment_written",
        ),
        needs=("appointments", "business_settings"),
        release=TZDATA_RELEASE,
    ),
    Step(
        "128_zone_mended",
        "Appointments of an unknown zone are read again when the zone is corrected",
        (
            m128_sql.MENDED_FUNCTION,
            Trigger("luach_zone_mended", "business_settings", "AFTER UPDATE", "luach_zone_mended"),
        ),
        after=("128_zone_offsets", "119_settings_key"),
        needs=("business_settings",),
    ),
)
