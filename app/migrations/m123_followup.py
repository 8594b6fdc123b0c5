"""Migration 123: idempotency keys of operators, waiting for any calendar, and changes made by host code."""

from app.migrations import m123_sql
from app.migrations.parts.changes import MoreWords, Nullable
from app.migrations.parts.functions import Trigger
from app.migrations.parts.steps import Step
from app.migrations.parts.tables import Column, ConcurrentIndex, Index, Table

# A business has no id while it is created, so operators' keys belong to no business.
_OPERATOR_KEYS = Table(
    "operator_idempotency_keys",
    columns={
        "key": "varchar(255) CONSTRAINT operator_idempotency_keys_pkey PRIMARY KEY",
        "fingerprint": "bytea NOT NULL",
        "status": "smallint NOT NULL",
        "body": "text NOT NULL",
        "location": "varchar(255)",
        "expires_at": "timestamptz NOT NULL",
    },
    indexes=(Index("idx_operator_idempotency_keys_expires", "operator_idempotency_keys", ("expires_at",)),),
)

# No foreign keys: a row that a host's statement adds must neither wait for another transaction nor fail.
_FREED = Table(
    "freed_times",
    columns={
        "id": "bigserial CONSTRAINT freed_times_pkey PRIMARY KEY",
        "business_id": "integer NOT NULL",
        "calendar_id": "integer NOT NULL",
        "span": "tstzrange NOT NULL",
        # Entries up to this id have been offered the time.
        "after_id": "bigint DEFAULT 0 NOT NULL",
    },
)

_ZONES = Table(
    "zone_changes",
    columns={
        "business_id": "integer CONSTRAINT zone_changes_pkey PRIMARY KEY",
        "changed_at": "timestamptz NOT NULL",
        "due_at": "timestamptz NOT NULL",
        # Appointments up to this position have been rewritten.
        "after_start": "timestamptz NOT NULL",
        "after_id": "integer DEFAULT 0 NOT NULL",
    },
    constraints={
        "zone_changes_business_id_fkey": (
            "FOREIGN KEY (business_id) REFERENCES business(id) ON DELETE CASCADE"
        ),
    },
    locks=("business",),
)

_DECIDING_TABLES = (
    ("business", "AFTER UPDATE"),
    ("business_settings", "AFTER INSERT OR UPDATE"),
    ("business_booking_settings", "AFTER INSERT OR UPDATE"),
    ("business_calendars", "AFTER INSERT OR UPDATE"),
    ("calendar_settings", "AFTER INSERT OR UPDATE"),
    ("opening_hours_overrides", "AFTER INSERT OR UPDATE OR DELETE"),
)

# Our own column only: a condition on a host's column would block the host's ALTER TABLE.
_BY_HOST = "NEW.luach_writes IS NOT DISTINCT FROM OLD.luach_writes"

STEPS = (
    Step(
        "123_operator_idempotency_keys_table",
        "Answers to operators' retried requests",
        _OPERATOR_KEYS.parts,
    ),
    Step(
        "123_waitlist_pools",
        "Waiting for a pool of calendars, or for any",
        (
            Column("waitlist_entries", "type_key", "varchar(64)"),
            Column("waitlist_entries", "tag", "varchar(100)"),
            Nullable("waitlist_entries", "calendar_id"),
            ConcurrentIndex(
                Index(
                    "idx_waitlist_entries_waiting",
                    "waitlist_entries",
                    ("business_id", "id"),
                    where="status IN ('waiting', 'offered')",
                )
            ),
        ),
        after=("118_waitlist_entries_table",),
    ),
    Step("123_freed_times_table", "Time that came free, to be offered to those who wait", _FREED.parts),
    Step(
        "123_freed_time_triggers",
        "Time that comes free by a change of hours or settings is offered to those who wait",
        (
            m123_sql.FREED_TIME_FUNCTION,
            *(
                Trigger("luach_time_freed", table, when, "luach_time_freed")
                for table, when in _DECIDING_TABLES
            ),
        ),
        after=(
            "118_business_booking_settings_table",
            "116_calendar_settings_table",
            "116_opening_hours_overrides_table",
            "123_waitlist_pools",
            "123_freed_times_table",
        ),
        needs=("business", "business_settings"),
        gate=False,
    ),
    Step(
        "123_zone_changes_table",
        "Businesses whose zone has changed",
        _ZONES.parts,
        after=("001_business_table",),
        needs=("business",),
    ),
    Step(
        "123_appointments_luach_writes",
        "The number of Luach's writes to an appointment",
        (Column("appointments", "luach_writes", "integer"),),
        after=("116_appointments_instants",),
        needs=("appointments",),
    ),
    Step(
        "123_history_of_host",
        "The history records what the host's code does with an appointment",
        (
            MoreWords(
                "appointment_audit", "action", "appointment_audit_action_check", ("changed", "deleted")
            ),
            m123_sql.HISTORY_FUNCTION,
            Trigger(
                "luach_history_inserted",
                "appointments",
                "AFTER INSERT",
                "luach_appointment_told",
                only="NEW.luach_writes IS NULL",
            ),
            Trigger(
                "luach_history_updated",
                "appointments",
                "AFTER UPDATE",
                "luach_appointment_told",
                only=_BY_HOST,
            ),
            Trigger("luach_history_deleted", "appointments", "AFTER DELETE", "luach_appointment_told"),
        ),
        # History starts when all rows are filled, because filling is no change of an appointment.
        after=(
            "115_link_appointments",
            "116_fill_instants",
            "118_appointment_audit_table",
            "123_waitlist_pools",
            "123_freed_times_table",
            "123_appointments_luach_writes",
        ),
        needs=("appointments",),
        gate=False,
    ),
)
