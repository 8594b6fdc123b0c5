"""Migration 135: the customers of appointments that SQL statements wrote.

SQL can neither read phone numbers nor compare names, so upkeep finds the customers
(`app/customers/unassigned.py`): those of the host's rows and of older processes, because a trigger notes the
appointment, and those of the rows that are there, the newest first.
"""

from app.migrations.m116_sql import TRIGGER_ATTRIBUTES
from app.migrations.parts.first_row import FirstRow
from app.migrations.parts.functions import Function, Trigger
from app.migrations.parts.steps import Step
from app.migrations.parts.tables import Table

# No foreign key: a row that a host's statement adds must neither wait for another transaction nor fail.
_UNASSIGNED = Table(
    "unassigned_appointments",
    columns={
        "id": "bigserial CONSTRAINT unassigned_appointments_pkey PRIMARY KEY",
        "appointment_id": "bigint NOT NULL",
    },
)

# The appointments below `before_id` were there before the triggers and have no customer yet.
_BACKLOG = Table(
    "customer_backlog",
    columns={
        "id": "smallint CONSTRAINT customer_backlog_pkey PRIMARY KEY",
        "before_id": "bigint NOT NULL",
    },
    constraints={"customer_backlog_id_check": "CHECK (id = 1)"},
)

# The host may alter its columns while a session goes on: whatever cannot be compared counts as changed. An
# INSERT with `luach_writes` is ours, and has its customer already unless an older process made it.
_CONTACT_FUNCTION = Function(
    "luach_contact_changed",
    arguments="",
    returns="trigger",
    attributes=TRIGGER_ATTRIBUTES,
    body="""
DECLARE
    changed boolean := TRUE;
    ours boolean := FALSE;
BEGIN
    IF TG_OP <> 'DELETE' THEN
        BEGIN
            IF TG_OP = 'INSERT' THEN
                changed := NEW.contact_phone IS NOT NULL;
                ours := NEW.luach_writes IS NOT NULL;
            ELSE
                changed := NEW.contact_phone IS DISTINCT FROM OLD.contact_phone
                           OR NEW.contact_name IS DISTINCT FROM OLD.contact_name
                           OR NEW.business_id IS DISTINCT FROM OLD.business_id;
            END IF;
        EXCEPTION WHEN OTHERS THEN
            changed := TRUE;
        END;
    END IF;
    IF changed THEN
        EXECUTE format('INSERT INTO %1$I.unassigned_appointments (appointment_id)
                        SELECT $1 WHERE NOT $2 OR NOT EXISTS (
                            SELECT FROM %1$I.appointment_details d
                            WHERE d.appointment_id = $1 AND d.customer_id IS NOT NULL)', TG_TABLE_SCHEMA)
        USING CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END::bigint, ours;
    END IF;
    RETURN NULL;
EXCEPTION WHEN OTHERS THEN
    RAISE WARNING 'an appointment stays without its customer: %', SQLERRM;
    RETURN NULL;
END
""",
)

_BY_HOST = "NEW.luach_writes IS NOT DISTINCT FROM OLD.luach_writes"

STEPS = (
    Step(
        "135_unassigned_appointments_table",
        "Appointments whose customer is still to be found",
        _UNASSIGNED.parts,
    ),
    Step(
        "135_contact_triggers",
        "Names and numbers that the host's code writes are noted for upkeep",
        (
            _CONTACT_FUNCTION,
            Trigger(
                "luach_contact_written", "appointments", "AFTER INSERT OR DELETE", "luach_contact_changed"
            ),
            Trigger(
                "luach_contact_changed",
                "appointments",
                "AFTER UPDATE",
                "luach_contact_changed",
                only=_BY_HOST,
            ),
        ),
        after=(
            "001_appointments_table",
            "123_appointments_luach_writes",
            "134_appointment_details_table",
            "135_unassigned_appointments_table",
        ),
        needs=("appointments",),
    ),
    Step(
        "135_customer_backlog",
        "The progress of finding the customers of existing appointments",
        (*_BACKLOG.parts, FirstRow("customer_backlog", "(id, before_id) VALUES (1, 9223372036854775807)")),
        # Whatever is written from now on is noted by the triggers.
        after=("125_phone_backlog", "132_customer_phones_table", "135_contact_triggers"),
    ),
)
