"""Migration 1: the host's three tables. Existing ones are adopted unchanged."""

from app.migrations.parts.steps import Step
from app.migrations.parts.tables import Index, Table

_BUSINESS = Table(
    "business",
    columns={
        "id": "serial CONSTRAINT business_pkey PRIMARY KEY",
        "name": "varchar(255) NOT NULL",
        "business_type": "varchar(255) NOT NULL DEFAULT 'general'",
        "phone_number": "varchar(255)",
        "whatsapp_number": "varchar(255)",
        "whatsapp_enabled": "boolean DEFAULT FALSE",
        "is_active": "boolean DEFAULT TRUE",
        "working_hours": "varchar(50) DEFAULT '08:00-18:00'",
        "created_at": "timestamp DEFAULT CURRENT_TIMESTAMP",
        "updated_at": "timestamp DEFAULT CURRENT_TIMESTAMP",
    },
    kept=True,
)

_SETTINGS = Table(
    "business_settings",
    columns={
        "tenant_id": "integer CONSTRAINT business_settings_pkey PRIMARY KEY",
        "phone_number": "varchar(255)",
        "email": "varchar(255)",
        "address": "varchar(500)",
        "timezone": "varchar(50) DEFAULT 'Asia/Jerusalem'",
        "slot_size_min": "integer DEFAULT 60",
        "allow_24_7": "boolean DEFAULT FALSE",
        "opening_hours_json": "json",
        "booking_window_days": "integer DEFAULT 30",
        "min_notice_min": "integer DEFAULT 0",
        "require_phone_before_booking": "boolean DEFAULT FALSE",
        "updated_at": "timestamp DEFAULT CURRENT_TIMESTAMP",
    },
    constraints={
        "business_settings_tenant_id_fkey": "FOREIGN KEY (tenant_id) REFERENCES business(id)",
    },
    locks=("business",),
    aliases={"tenant_id": "business_id"},
    kept=True,
)

_APPOINTMENTS = Table(
    "appointments",
    columns={
        "id": "serial CONSTRAINT appointments_pkey PRIMARY KEY",
        "business_id": "integer NOT NULL",
        "title": "varchar(255) NOT NULL",
        "description": "text",
        "start_time": "timestamp NOT NULL",
        "end_time": "timestamp NOT NULL",
        "location": "varchar(500)",
        "status": "varchar(32) DEFAULT 'scheduled'",
        "appointment_type": "varchar(64) DEFAULT 'appointment'",
        "priority": "varchar(16) DEFAULT 'medium'",
        "contact_name": "varchar(255)",
        "contact_phone": "varchar(64)",
        "contact_email": "varchar(255)",
        "notes": "text",
        "source": "varchar(32) DEFAULT 'manual'",
        "auto_generated": "boolean DEFAULT FALSE",
        "created_at": "timestamp DEFAULT CURRENT_TIMESTAMP",
        "updated_at": "timestamp DEFAULT CURRENT_TIMESTAMP",
    },
    constraints={
        "appointments_business_id_fkey": "FOREIGN KEY (business_id) REFERENCES business(id)",
    },
    indexes=(
        Index("ix_appointments_business_id", "appointments", ("business_id",)),
        Index("ix_appointments_start_time", "appointments", ("start_time",)),
        Index("ix_appointments_end_time", "appointments", ("end_time",)),
    ),
    locks=("business",),
    kept=True,
)

STEPS = (
    Step("001_business_table", "Businesses", (_BUSINESS,)),
    Step(
        "001_business_settings_table", "Settings of businesses", (_SETTINGS,), after=("001_business_table",)
    ),
    Step("001_appointments_table", "Appointments", (_APPOINTMENTS,), after=("001_business_table",)),
)
