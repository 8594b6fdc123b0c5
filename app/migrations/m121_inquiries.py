"""Migration 121: routing settings per business, and the inquiries of its customers.

The answering process draws an inquiry's id at random, because the answer names it before it is stored.
"""

from app.migrations.parts.steps import Step
from app.migrations.parts.tables import Index, Table

_TO_BUSINESS = "FOREIGN KEY (business_id) REFERENCES business(id) ON DELETE CASCADE"

_SETTINGS = Table(
    "business_routing_settings",
    columns={
        "business_id": "integer CONSTRAINT business_routing_settings_pkey PRIMARY KEY",
        "strictness": "varchar(16) DEFAULT 'normal' NOT NULL",
        "default_question": "varchar(500)",
        "inquiry_storage": "varchar(16) DEFAULT 'text' NOT NULL",
        # PostgreSQL 18 would derive a name of more than 50 bytes.
        "inquiry_retention_days": (
            "integer DEFAULT 30 CONSTRAINT business_routing_settings_days_not_null NOT NULL"
        ),
        "updated_at": "timestamptz DEFAULT now() NOT NULL",
    },
    constraints={
        "business_routing_settings_business_id_fkey": _TO_BUSINESS,
        "business_routing_settings_strictness_check": "CHECK (strictness IN ('normal', 'strict'))",
        "business_routing_settings_storage_check": ("CHECK (inquiry_storage IN ('text', 'spans', 'off'))"),
        "business_routing_settings_retention_check": ("CHECK (inquiry_retention_days BETWEEN 1 AND 365)"),
    },
    locks=("business",),
)

# No foreign keys to calendars and rules: a stored answer never changes.
_INQUIRIES = Table(
    "routing_inquiries",
    columns={
        "business_id": "integer NOT NULL",
        "id": "bigint NOT NULL",
        "at": "timestamptz NOT NULL",
        "expires_at": "timestamptz NOT NULL",
        "channel": "varchar(32) NOT NULL",
        "intent_text": "text",
        "service_label": "varchar(255)",
        "decision": "varchar(16) NOT NULL",
        "reason": "varchar(32) NOT NULL",
        "calendar_id": "integer",
        "candidates": "jsonb DEFAULT '[]'::jsonb NOT NULL",
        "rule_ids": "jsonb DEFAULT '[]'::jsonb NOT NULL",
        "evidence": "jsonb DEFAULT '[]'::jsonb NOT NULL",
        "intent": "varchar(16) NOT NULL",
        "language": "varchar(16) NOT NULL",
        "rules_version": "varchar(32) NOT NULL",
        "algorithm_version": "varchar(32) NOT NULL",
        "answers_id": "bigint",
        "conversation": "varchar(64)",
        "customer": "varchar(64)",
        "meant_calendar_id": "integer",
        "meant_by": "varchar(16)",
    },
    constraints={
        "routing_inquiries_pkey": "PRIMARY KEY (business_id, id)",
        "routing_inquiries_business_id_fkey": _TO_BUSINESS,
        "routing_inquiries_meant_by_check": "CHECK (meant_by IN ('staff', 'answer', 'booking'))",
        "routing_inquiries_meant_check": "CHECK ((meant_by IS NULL) = (meant_calendar_id IS NULL))",
    },
    indexes=(
        Index("idx_routing_inquiries_at", "routing_inquiries", ("business_id", "at", "id")),
        Index("idx_routing_inquiries_expires", "routing_inquiries", ("expires_at",)),
        Index(
            "idx_routing_inquiries_conversation",
            "routing_inquiries",
            ("business_id", "conversation"),
            where="conversation IS NOT NULL",
        ),
        Index(
            "idx_routing_inquiries_customer",
            "routing_inquiries",
            ("business_id", "customer"),
            where="customer IS NOT NULL",
        ),
    ),
    locks=("business",),
)

_AFTER = ("001_business_table",)

STEPS = (
    Step(
        "121_business_routing_settings_table",
        "Settings of routing and of stored inquiries",
        _SETTINGS.parts,
        after=_AFTER,
        needs=("business",),
    ),
    Step(
        "121_routing_inquiries_table",
        "Inquiries of customers and their results",
        _INQUIRIES.parts,
        after=_AFTER,
        needs=("business",),
    ),
)
