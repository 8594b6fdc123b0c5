"""Migration 130: services, the calendars that each can be done in, and the kind and use of a calendar."""

from app.migrations.parts.changes import MoreWords
from app.migrations.parts.constraints import Constraint
from app.migrations.parts.steps import Step
from app.migrations.parts.tables import Column, ConcurrentIndex, Index, Table

# `needs` is a list of objects, each with a role and the windows, in minutes of the service, in which its
# calendar is taken: [{"role": "stylist", "windows": [[0, 30], [75, 105]]}, {"role": "chair"}]. Without
# windows it is taken throughout. The first need leads: its calendar is the appointment's.
_SERVICES = Table(
    "services",
    columns={
        "id": "bigserial CONSTRAINT services_pkey PRIMARY KEY",
        "business_id": "integer NOT NULL",
        "name": "varchar(255) NOT NULL",
        "description": "text",
        "kind": "varchar(16) DEFAULT 'appointment' NOT NULL",
        "duration_minutes": "integer NOT NULL",
        # NULL: the buffers of each calendar.
        "buffer_before_minutes": "integer",
        "buffer_after_minutes": "integer",
        "needs": "jsonb DEFAULT '[{}]'::jsonb NOT NULL",
        # The price is in minor units of the currency (ISO 4217).
        "price_kind": "varchar(8) DEFAULT 'none' NOT NULL",
        "price_minor": "bigint",
        "currency": "varchar(3)",
        "party_max": "smallint DEFAULT 1 NOT NULL",
        "match_labels": "jsonb DEFAULT '[]'::jsonb NOT NULL",
        "match_keywords": "jsonb DEFAULT '[]'::jsonb NOT NULL",
        "priority": "integer DEFAULT 0 NOT NULL",
        "is_active": "boolean DEFAULT TRUE NOT NULL",
        "metadata": "jsonb DEFAULT '{}'::jsonb NOT NULL",
        "created_at": "timestamptz DEFAULT now() NOT NULL",
        "updated_at": "timestamptz DEFAULT now() NOT NULL",
    },
    constraints={
        "services_business_id_fkey": "FOREIGN KEY (business_id) REFERENCES business(id) ON DELETE CASCADE",
        "services_kind_check": "CHECK (kind IN ('appointment', 'class', 'addon'))",
        "services_duration_check": (
            "CHECK (duration_minutes BETWEEN 1 AND 10080 OR (kind = 'addon' AND duration_minutes = 0))"
        ),
        "services_buffers_check": "CHECK (buffer_before_minutes >= 0 AND buffer_after_minutes >= 0)",
        "services_needs_check": "CHECK (jsonb_typeof(needs) = 'array')",
        "services_price_kind_check": "CHECK (price_kind IN ('none', 'fixed', 'from'))",
        "services_price_check": (
            "CHECK ((price_kind = 'none') = (price_minor IS NULL)"
            " AND (price_minor IS NULL) = (currency IS NULL) AND (price_minor IS NULL OR price_minor >= 0))"
        ),
        "services_party_check": "CHECK (party_max > 0)",
    },
    indexes=(Index("idx_services_business", "services", ("business_id", "is_active", "priority")),),
    locks=("business",),
)

# `need` is the position in services.needs. NULL: as the service says.
_CANDIDATES = Table(
    "service_calendars",
    columns={
        "service_id": "bigint NOT NULL",
        "need": "smallint DEFAULT 0 NOT NULL",
        "calendar_id": "integer NOT NULL",
        "business_id": "integer NOT NULL",
        "duration_minutes": "integer",
        "windows": "jsonb",
        "price_minor": "bigint",
        "priority": "integer DEFAULT 0 NOT NULL",
    },
    constraints={
        "service_calendars_pkey": "PRIMARY KEY (service_id, need, calendar_id)",
        "service_calendars_service_id_fkey": (
            "FOREIGN KEY (service_id) REFERENCES services(id) ON DELETE CASCADE"
        ),
        "service_calendars_calendar_id_fkey": (
            "FOREIGN KEY (calendar_id) REFERENCES business_calendars(id) ON DELETE CASCADE"
        ),
        "service_calendars_need_check": "CHECK (need BETWEEN 0 AND 7)",
        # The lead's calendar decides how long the service takes there and what it costs.
        "service_calendars_lead_check": (
            "CHECK (need = 0 OR (duration_minutes IS NULL AND price_minor IS NULL))"
        ),
        "service_calendars_duration_check": "CHECK (duration_minutes BETWEEN 1 AND 10080)",
        "service_calendars_windows_check": "CHECK (jsonb_typeof(windows) = 'array')",
        "service_calendars_price_check": "CHECK (price_minor >= 0)",
    },
    indexes=(Index("idx_service_calendars_calendar", "service_calendars", ("calendar_id",)),),
    locks=("business_calendars",),
)

_SETTINGS = "calendar_settings"

STEPS = (
    Step(
        "130_services_table",
        "Services: what customers ask for, its length, its price and what it needs",
        _SERVICES.parts,
        after=("001_business_table",),
        needs=("business",),
    ),
    Step(
        "130_service_calendars_table",
        "The calendars in which a service can be done",
        _CANDIDATES.parts,
        after=("130_services_table", "115_business_calendars_table"),
    ),
    Step(
        "130_calendar_settings_columns",
        "The kind of a calendar, its use by services, and the calendar whose time it takes",
        (
            Column(_SETTINGS, "kind", "varchar(16)"),
            MoreWords(
                _SETTINGS, "kind", "calendar_settings_kind_check", ("person", "place", "thing", "class")
            ),
            # TRUE: services may claim an inactive calendar, which nobody books alone.
            Column(_SETTINGS, "in_use", "boolean"),
            Column(_SETTINGS, "party_max", "smallint"),
            Constraint(_SETTINGS, "calendar_settings_party_check", "CHECK (party_max > 0)"),
            Column(_SETTINGS, "time_of", "integer", references="business_calendars(id) ON DELETE SET NULL"),
            Constraint(_SETTINGS, "calendar_settings_time_of_check", "CHECK (time_of <> calendar_id)"),
            ConcurrentIndex(
                Index("idx_calendar_settings_time_of", _SETTINGS, ("time_of",), where="time_of IS NOT NULL")
            ),
        ),
        after=("116_calendar_settings_table",),
    ),
)
