"""Migration 118: appointment history, idempotency keys, series and the waiting list."""

from app.migrations.parts.steps import Step
from app.migrations.parts.tables import Column, ConcurrentIndex, Index, Table

_TO_BUSINESS = "FOREIGN KEY (business_id) REFERENCES business(id) ON DELETE CASCADE"

_TO_CALENDAR = "FOREIGN KEY (calendar_id) REFERENCES business_calendars(id) ON DELETE CASCADE"

# Settings that a host's business_settings lacks. NULL means the built-in default.
_BOOKING_SETTINGS = Table(
    "business_booking_settings",
    columns={
        "business_id": "integer CONSTRAINT business_booking_settings_pkey PRIMARY KEY",
        "max_per_day": "integer",
        "grid": "varchar(16)",
        "buffer_before_min": "integer",
        "buffer_after_min": "integer",
        "holiday_country": "varchar(8)",
        "holiday_eve_closes": "time",
        "updated_at": "timestamptz DEFAULT now() NOT NULL",
    },
    constraints={
        "business_booking_settings_business_id_fkey": _TO_BUSINESS,
        "business_booking_settings_max_per_day_check": "CHECK (max_per_day > 0)",
        "business_booking_settings_grid_check": "CHECK (grid IN ('opening_start', 'hour_aligned'))",
    },
    locks=("business",),
)

# No foreign key to appointments: history outlives the appointment.
_AUDIT = Table(
    "appointment_audit",
    columns={
        "id": "bigserial CONSTRAINT appointment_audit_pkey PRIMARY KEY",
        "business_id": "integer NOT NULL",
        "appointment_id": "bigint NOT NULL",
        "at": "timestamptz NOT NULL",
        "action": "varchar(16) NOT NULL",
        "actor": "varchar(300) NOT NULL",
        "channel": "varchar(32) NOT NULL",
        "before": "jsonb",
        "after": "jsonb",
    },
    constraints={
        "appointment_audit_business_id_fkey": _TO_BUSINESS,
        "appointment_audit_action_check": (
            "CHECK (action IN ('booked', 'moved', 'cancelled', 'overridden'))"
        ),
    },
    indexes=(
        Index("idx_appointment_audit_appointment", "appointment_audit", ("business_id", "appointment_id")),
    ),
    locks=("business",),
)

_IDEMPOTENCY = Table(
    "idempotency_keys",
    columns={
        "business_id": "integer NOT NULL",
        "key": "varchar(255) NOT NULL",
        "fingerprint": "bytea NOT NULL",
        "status": "smallint NOT NULL",
        "body": "text NOT NULL",
        "location": "varchar(255)",
        "expires_at": "timestamptz NOT NULL",
    },
    constraints={
        "idempotency_keys_pkey": "PRIMARY KEY (business_id, key)",
        "idempotency_keys_business_id_fkey": _TO_BUSINESS,
    },
    indexes=(Index("idx_idempotency_keys_expires", "idempotency_keys", ("expires_at",)),),
    locks=("business",),
)

_WAITLIST = Table(
    "waitlist_entries",
    columns={
        "id": "bigserial CONSTRAINT waitlist_entries_pkey PRIMARY KEY",
        "business_id": "integer NOT NULL",
        "calendar_id": "integer NOT NULL",
        "wanted": "tstzrange NOT NULL",
        "duration_minutes": "integer",
        "customer_name": "varchar(255) NOT NULL",
        "customer_phone": "varchar(64)",
        "notes": "text",
        "status": "varchar(16) DEFAULT 'waiting' NOT NULL",
        "hold_id": "bigint",
        "appointment_id": "bigint",
        "created_at": "timestamptz DEFAULT now() NOT NULL",
    },
    constraints={
        "waitlist_entries_business_id_fkey": _TO_BUSINESS,
        "waitlist_entries_calendar_id_fkey": _TO_CALENDAR,
        "waitlist_entries_wanted_check": "CHECK (NOT isempty(wanted))",
        "waitlist_entries_duration_check": "CHECK (duration_minutes > 0)",
        "waitlist_entries_status_check": (
            "CHECK (status IN ('waiting', 'offered', 'booked', 'expired', 'removed'))"
        ),
    },
    indexes=(
        Index(
            "idx_waitlist_entries_open",
            "waitlist_entries",
            ("calendar_id", "id"),
            where="status IN ('waiting', 'offered')",
        ),
        Index("idx_waitlist_entries_business", "waitlist_entries", ("business_id", "id")),
    ),
    locks=("business", "business_calendars"),
)

_SERIES = Table(
    "appointment_series",
    columns={
        "id": "bigserial CONSTRAINT appointment_series_pkey PRIMARY KEY",
        "business_id": "integer NOT NULL",
        "rrule": "varchar(500) NOT NULL",
        "starts_local": "timestamp NOT NULL",
        "timezone": "varchar(50) NOT NULL",
        "created_at": "timestamptz DEFAULT now() NOT NULL",
    },
    constraints={"appointment_series_business_id_fkey": _TO_BUSINESS},
    indexes=(Index("idx_appointment_series_business", "appointment_series", ("business_id",)),),
    locks=("business",),
)

_AFTER = ("001_business_table", "115_business_calendars_table")

STEPS = (
    Step(
        "118_business_booking_settings_table",
        "Booking settings that a host's own table lacks",
        _BOOKING_SETTINGS.parts,
        after=_AFTER,
        needs=("business",),
    ),
    Step("118_appointment_audit_table", "History of appointments", _AUDIT.parts, after=_AFTER),
    Step("118_idempotency_keys_table", "Answers to retried requests", _IDEMPOTENCY.parts, after=_AFTER),
    Step("118_waitlist_entries_table", "Customers who wait for a free slot", _WAITLIST.parts, after=_AFTER),
    Step(
        "118_appointment_series_table",
        "Recurring appointments",
        (
            *_SERIES.parts,
            Column("appointments", "series_id", "bigint"),
            ConcurrentIndex(
                Index(
                    "idx_appointments_series", "appointments", ("series_id",), where="series_id IS NOT NULL"
                )
            ),
        ),
        after=("001_business_table", "116_appointments_instants"),
        needs=("appointments",),
    ),
    Step(
        "118_busy_interval_note",
        "A note on holds and on time off",
        (
            Column("busy_intervals", "note", "varchar(255)"),
            ConcurrentIndex(
                Index(
                    "idx_busy_intervals_expires",
                    "busy_intervals",
                    ("expires_at",),
                    where="expires_at IS NOT NULL",
                )
            ),
        ),
        after=("116_busy_intervals_table",),
    ),
)
