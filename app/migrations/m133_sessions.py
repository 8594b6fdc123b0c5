"""Migration 133: the dated sessions of classes, whose places are sold."""

from app.migrations.parts.steps import Step
from app.migrations.parts.tables import Index, Table

# `calendar_id` is the class, whose seats are the places. `busy_interval_id` leads the claims on the class,
# the teacher and the room.
_SESSIONS = Table(
    "class_sessions",
    columns={
        "id": "bigserial CONSTRAINT class_sessions_pkey PRIMARY KEY",
        "business_id": "integer NOT NULL",
        "service_id": "bigint NOT NULL",
        "calendar_id": "integer NOT NULL",
        "busy_interval_id": "bigint",
        "starts_at": "timestamptz NOT NULL",
        "ends_at": "timestamptz NOT NULL",
        "capacity": "smallint NOT NULL",
        "status": "varchar(16) DEFAULT 'scheduled' NOT NULL",
        "series_id": "bigint",
        "note": "varchar(255)",
        "created_at": "timestamptz DEFAULT now() NOT NULL",
        "updated_at": "timestamptz DEFAULT now() NOT NULL",
    },
    constraints={
        "class_sessions_business_id_fkey": (
            "FOREIGN KEY (business_id) REFERENCES business(id) ON DELETE CASCADE"
        ),
        "class_sessions_service_id_fkey": "FOREIGN KEY (service_id) REFERENCES services(id)",
        "class_sessions_calendar_id_fkey": (
            "FOREIGN KEY (calendar_id) REFERENCES business_calendars(id) ON DELETE CASCADE"
        ),
        "class_sessions_span_check": "CHECK (ends_at > starts_at)",
        # The seat above 32000 stands for the session itself.
        "class_sessions_capacity_check": "CHECK (capacity BETWEEN 1 AND 32000)",
        "class_sessions_status_check": "CHECK (status IN ('scheduled', 'cancelled'))",
    },
    indexes=(
        Index("idx_class_sessions_calendar", "class_sessions", ("calendar_id", "starts_at")),
        Index("idx_class_sessions_service", "class_sessions", ("service_id", "starts_at")),
        Index("idx_class_sessions_business", "class_sessions", ("business_id", "starts_at")),
    ),
    locks=("business", "business_calendars"),
)

STEPS = (
    Step(
        "133_class_sessions_table",
        "Sessions of classes",
        _SESSIONS.parts,
        after=("130_services_table", "115_business_calendars_table"),
    ),
)
