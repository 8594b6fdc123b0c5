"""Migration 122: example sentences per calendar, and the calendar that they would have chosen."""

from app.migrations.parts.steps import Step
from app.migrations.parts.tables import Column, Index, Table

_EXAMPLES = Table(
    "calendar_examples",
    columns={
        "calendar_id": "integer CONSTRAINT calendar_examples_pkey PRIMARY KEY",
        "business_id": "integer NOT NULL",
        "texts": "jsonb DEFAULT '[]'::jsonb NOT NULL",
        "updated_at": "timestamptz DEFAULT now() NOT NULL",
    },
    constraints={
        "calendar_examples_calendar_id_fkey": (
            "FOREIGN KEY (calendar_id) REFERENCES business_calendars(id) ON DELETE CASCADE"
        ),
        "calendar_examples_business_id_fkey": (
            "FOREIGN KEY (business_id) REFERENCES business(id) ON DELETE CASCADE"
        ),
    },
    indexes=(Index("idx_calendar_examples_business", "calendar_examples", ("business_id",)),),
    locks=("business", "business_calendars"),
)

STEPS = (
    Step(
        "122_calendar_examples_table",
        "Sentences that a business gives as examples of a calendar",
        _EXAMPLES.parts,
        after=("001_business_table", "115_business_calendars_table"),
        needs=("business", "business_calendars"),
    ),
    Step(
        "122_examples_columns",
        "The use of examples, and the answers that they would have given",
        (
            Column("business_routing_settings", "examples", "varchar(16)"),
            Column("business_routing_settings", "lesson_version", "varchar(32)"),
            Column("business_routing_settings", "lesson_at", "timestamptz"),
            Column("routing_inquiries", "proposed_calendar_id", "integer"),
        ),
        after=("121_business_routing_settings_table", "121_routing_inquiries_table"),
        needs=("business_routing_settings", "routing_inquiries"),
    ),
)
