"""Migration 125: the phone number of each appointment in E.164, and the country in which numbers are read.

SQL cannot read phone numbers, so upkeep reads them (`app/customers/unread_phones.py`): those that host code
writes, because a trigger notes the appointment, and those of the rows that are there, the newest first.
"""

from app.migrations.m125_sql import COUNTRY_CHANGED_FUNCTION, PHONE_CHANGED_FUNCTION
from app.migrations.parts.first_row import FirstRow
from app.migrations.parts.functions import Trigger
from app.migrations.parts.steps import Step
from app.migrations.parts.tables import Column, Index, Table

# No foreign keys: a row whose appointment is gone means nothing, and is deleted by upkeep. `e164` is NULL
# where the text is no number. `country` is NULL where it had no part in the reading, and ZZ where the
# business has none.
_NUMBERS = Table(
    "appointment_phones",
    columns={
        "appointment_id": "bigint CONSTRAINT appointment_phones_pkey PRIMARY KEY",
        "business_id": "integer NOT NULL",
        "e164": "varchar(16)",
        "country": "varchar(2)",
        "read_from": "text NOT NULL",
    },
    indexes=(Index("idx_appointment_phones_e164", "appointment_phones", ("business_id", "e164")),),
)

# An appointment, or all appointments of a business whose country changed. No foreign keys: a row that a
# host's statement adds must neither wait for another transaction nor fail.
_UNREAD = Table(
    "unread_phones",
    columns={
        "id": "bigserial CONSTRAINT unread_phones_pkey PRIMARY KEY",
        "appointment_id": "bigint",
        "business_id": "integer",
        "noted_at": "timestamptz DEFAULT now() NOT NULL",
    },
    constraints={
        "unread_phones_subject_check": "CHECK ((appointment_id IS NULL) <> (business_id IS NULL))",
    },
    indexes=(
        Index(
            "idx_unread_phones_business", "unread_phones", ("business_id",), where="business_id IS NOT NULL"
        ),
    ),
)

# The appointments below `before_id` were there before the triggers and are still to be read.
_BACKLOG = Table(
    "phone_backlog",
    columns={
        "id": "smallint CONSTRAINT phone_backlog_pkey PRIMARY KEY",
        "before_id": "bigint NOT NULL",
    },
    constraints={"phone_backlog_id_check": "CHECK (id = 1)"},
)

_ALL = FirstRow("phone_backlog", "(id, before_id) VALUES (1, 9223372036854775807)")

STEPS = (
    Step(
        "125_country_columns",
        "The country in which phone numbers are read",
        (
            Column("business_booking_settings", "country", "varchar(2)"),
            Column("business_booking_settings", "withheld_may_name_number", "boolean"),
        ),
        after=("118_business_booking_settings_table",),
        needs=("business_booking_settings",),
    ),
    Step(
        "125_appointment_phones_table",
        "The phone number of each appointment in E.164",
        _NUMBERS.parts,
    ),
    Step("125_unread_phones_table", "Phone numbers that are still to be read", _UNREAD.parts),
    Step(
        "125_phone_triggers",
        "Phone numbers that the host's code writes are noted for upkeep",
        (
            PHONE_CHANGED_FUNCTION,
            COUNTRY_CHANGED_FUNCTION,
            Trigger(
                "luach_phone_changed",
                "appointments",
                "AFTER INSERT OR UPDATE OR DELETE",
                "luach_phone_changed",
            ),
            *(
                Trigger(
                    "luach_country_changed",
                    table,
                    "AFTER INSERT OR UPDATE OR DELETE",
                    "luach_country_changed",
                )
                for table in ("business_settings", "business_booking_settings")
            ),
        ),
        after=(
            "001_business_settings_table",
            "116_appointment_triggers",
            "125_country_columns",
            "125_appointment_phones_table",
            "125_unread_phones_table",
        ),
        needs=("appointments", "business_settings", "business_booking_settings"),
    ),
    Step(
        "125_phone_backlog",
        "The progress of reading the phone numbers of existing appointments",
        (*_BACKLOG.parts, _ALL),
        # Whatever is written from now on is noted by the triggers.
        after=("125_phone_triggers",),
    ),
)
