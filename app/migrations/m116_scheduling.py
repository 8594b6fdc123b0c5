"""Migration 116: busy intervals with the constraint against overlaps, and instants of appointments."""

from app.migrations import m116_fill, m116_sql, m128_sql
from app.migrations.parts.batches import Batches
from app.migrations.parts.extensions import Extension
from app.migrations.parts.functions import Trigger
from app.migrations.parts.steps import Step
from app.migrations.parts.tables import Column, ConcurrentIndex, Index, Table

_TO_BUSINESS = "FOREIGN KEY (business_id) REFERENCES business(id) ON DELETE CASCADE"

_TO_CALENDAR = "FOREIGN KEY (calendar_id) REFERENCES business_calendars(id) ON DELETE CASCADE"

# The seat expression is NULL unless the row is exclusive, and NULL never conflicts. So one index over all
# rows both enforces the invariant and serves the query for busy time.
_BUSY = Table(
    "busy_intervals",
    columns={
        "id": "bigserial CONSTRAINT busy_intervals_pkey PRIMARY KEY",
        "business_id": "integer NOT NULL",
        "calendar_id": "integer NOT NULL",
        "footprint": "tstzrange NOT NULL",
        # The appointment or hold without its buffers; NULL if the footprint has no buffers.
        "starts_at": "timestamptz",
        "ends_at": "timestamptz",
        "kind": "varchar(16) NOT NULL",
        "exclusive": "boolean DEFAULT TRUE NOT NULL",
        "seat": "smallint DEFAULT 0 NOT NULL",
        "expires_at": "timestamptz",
        "created_at": "timestamptz DEFAULT now() NOT NULL",
    },
    constraints={
        "busy_intervals_business_id_fkey": _TO_BUSINESS,
        "busy_intervals_calendar_id_fkey": _TO_CALENDAR,
        "busy_intervals_footprint_check": (
            "CHECK (NOT isempty(footprint) AND isfinite(lower(footprint)) AND isfinite(upper(footprint))"
            " AND NOT lower_inf(footprint) AND NOT upper_inf(footprint))"
        ),
        "busy_intervals_kind_check": "CHECK (kind IN ('appointment', 'hold', 'external', 'time_off'))",
        "busy_intervals_seat_check": "CHECK (seat >= 0)",
        "busy_intervals_expires_check": "CHECK ((kind = 'hold') = (expires_at IS NOT NULL))",
        "busy_intervals_no_overlap": (
            "EXCLUDE USING gist (calendar_id WITH =, footprint WITH &&,"
            " (CASE WHEN exclusive THEN seat END) WITH =)"
        ),
    },
    locks=("business", "business_calendars"),
)

_CALENDAR_SETTINGS = Table(
    "calendar_settings",
    columns={
        "calendar_id": "integer CONSTRAINT calendar_settings_pkey PRIMARY KEY",
        "opening_hours": "jsonb",
        "slot_step_min": "integer",
        "min_notice_min": "integer",
        "booking_window_days": "integer",
        "max_per_day": "integer",
        "grid": "varchar(16)",
        "capacity": "smallint DEFAULT 1 NOT NULL",
        "updated_at": "timestamptz DEFAULT now() NOT NULL",
    },
    constraints={
        "calendar_settings_calendar_id_fkey": _TO_CALENDAR,
        "calendar_settings_slot_step_min_check": "CHECK (slot_step_min > 0)",
        "calendar_settings_min_notice_min_check": "CHECK (min_notice_min >= 0)",
        "calendar_settings_booking_window_check": "CHECK (booking_window_days >= 0)",
        "calendar_settings_max_per_day_check": "CHECK (max_per_day > 0)",
        "calendar_settings_grid_check": "CHECK (grid IN ('opening_start', 'hour_aligned'))",
        "calendar_settings_capacity_check": "CHECK (capacity > 0)",
    },
    locks=("business_calendars",),
)

_OVERRIDES = Table(
    "opening_hours_overrides",
    columns={
        "id": "bigserial CONSTRAINT opening_hours_overrides_pkey PRIMARY KEY",
        "business_id": "integer NOT NULL",
        "calendar_id": "integer",
        "day": "date NOT NULL",
        "windows": "jsonb NOT NULL",
        "note": "varchar(255)",
        "created_at": "timestamptz DEFAULT now() NOT NULL",
    },
    constraints={
        "opening_hours_overrides_business_id_fkey": _TO_BUSINESS,
        "opening_hours_overrides_calendar_id_fkey": _TO_CALENDAR,
        "opening_hours_overrides_windows_check": "CHECK (jsonb_typeof(windows) = 'array')",
    },
    indexes=(
        Index(
            "idx_opening_hours_overrides_day",
            "opening_hours_overrides",
            ("business_id", "COALESCE(calendar_id, 0)", "day"),
            unique=True,
        ),
    ),
    locks=("business", "business_calendars"),
)

_FILL = Batches(
    "appointments",
    pending="t.starts_at IS NULL AND t.start_time IS NOT NULL",
    statements=(m116_fill.FILL_INSTANTS,),
    analyze_before=("appointments (calendar_id, starts_at)", "business_calendars"),
    analyze_after=("appointments", "busy_intervals"),
)

STEPS = (
    Step("116_btree_gist", "Extension for the overlap constraint", (Extension("btree_gist"),)),
    Step(
        "116_busy_intervals_table",
        "Busy time, one table for whatever takes a calendar's time",
        _BUSY.parts,
        after=("115_business_calendars_table", "116_btree_gist"),
    ),
    Step(
        "116_appointments_instants",
        "An appointment's instants and the interval that it takes",
        (
            Column("appointments", "starts_at", "timestamptz"),
            Column("appointments", "ends_at", "timestamptz"),
            Column("appointments", "busy_interval_id", "bigint"),
            ConcurrentIndex(
                Index("idx_appointments_calendar_starts", "appointments", ("calendar_id", "starts_at"))
            ),
            ConcurrentIndex(
                Index("idx_appointments_business_starts", "appointments", ("business_id", "starts_at"))
            ),
        ),
        after=("115_appointments_calendar_id",),
        needs=("appointments",),
    ),
    Step(
        "116_calendar_settings_table",
        "Settings of a calendar that differ from its business's",
        _CALENDAR_SETTINGS.parts,
        after=("115_business_calendars_table",),
    ),
    Step(
        "116_opening_hours_overrides_table",
        "Opening hours of single dates",
        _OVERRIDES.parts,
        after=("115_business_calendars_table",),
    ),
    Step(
        "116_appointment_triggers",
        "Calendar, instants and busy interval for the appointments that old code writes",
        (
            m128_sql.ZONE_FUNCTION,
            m128_sql.INSTANT_FUNCTION,
            m128_sql.INSTANT_AS_IS_FUNCTION,
            m128_sql.LATER_INSTANT_FUNCTION,
            m128_sql.LATER_INSTANT_AS_IS_FUNCTION,
            m116_sql.WRITE_FUNCTION,
            m116_sql.DELETE_FUNCTION,
            Trigger(
                "luach_appointment_written",
                "appointments",
                "BEFORE INSERT OR UPDATE",
                "luach_appointment_written",
            ),
            Trigger("luach_appointment_deleted", "appointments", "AFTER DELETE", "luach_appointment_deleted"),
        ),
        # The triggers of a new database read the zones of migration 128, and the columns of 130 and 131.
        after=(
            "001_business_settings_table",
            "116_appointments_instants",
            "116_busy_intervals_table",
            "128_zone_offsets",
            "130_calendar_settings_columns",
            "131_claims",
        ),
        needs=("appointments", "business_settings"),
    ),
    Step(
        "116_fill_instants",
        "Instants and busy intervals of the existing appointments",
        (_FILL,),
        after=("116_appointment_triggers", "115_default_calendars", "128_zone_offsets"),
        gate=False,
    ),
)
