"""Migration 134: the details of an appointment that the host has no columns for."""

from app.migrations.parts.steps import Step
from app.migrations.parts.tables import Index, Table

# No foreign key to the host's appointments, which it may TRUNCATE: a row whose appointment is gone means
# nothing. `items` are the services as they were booked, with their names, calendars, times and prices;
# `service_id` is that of the first.
_DETAILS = Table(
    "appointment_details",
    columns={
        "appointment_id": "bigint CONSTRAINT appointment_details_pkey PRIMARY KEY",
        "business_id": "integer NOT NULL",
        "customer_id": "bigint",
        "service_id": "bigint",
        "session_id": "bigint",
        "hold_id": "bigint",
        "party_size": "smallint DEFAULT 1 NOT NULL",
        "items": "jsonb DEFAULT '[]'::jsonb NOT NULL",
        "price_minor": "bigint",
        "currency": "varchar(3)",
        "metadata": "jsonb DEFAULT '{}'::jsonb NOT NULL",
        "cancel_reason": "text",
        "cancelled_at": "timestamptz",
        "cancelled_by": "varchar(300)",
        "created_at": "timestamptz DEFAULT now() NOT NULL",
        "updated_at": "timestamptz DEFAULT now() NOT NULL",
    },
    constraints={
        "appointment_details_business_id_fkey": (
            "FOREIGN KEY (business_id) REFERENCES business(id) ON DELETE CASCADE"
        ),
        "appointment_details_party_check": "CHECK (party_size > 0)",
    },
    indexes=(
        Index(
            "idx_appointment_details_customer",
            "appointment_details",
            ("business_id", "customer_id", "appointment_id"),
            where="customer_id IS NOT NULL",
        ),
        Index(
            "idx_appointment_details_service",
            "appointment_details",
            ("business_id", "service_id", "appointment_id"),
            where="service_id IS NOT NULL",
        ),
        Index(
            "idx_appointment_details_session",
            "appointment_details",
            ("session_id",),
            where="session_id IS NOT NULL",
        ),
    ),
    locks=("business",),
)

STEPS = (
    Step(
        "134_appointment_details_table",
        "An appointment's customer, services, price and cancellation",
        _DETAILS.parts,
        after=("001_business_table",),
        needs=("business",),
    ),
)
