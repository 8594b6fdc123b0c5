"""Migration 127: the appointments that each conversation booked, and whose hold it is."""

from app.migrations.parts.steps import Step
from app.migrations.parts.tables import Column, Index, Table

# No foreign key to the host's appointments: a row whose appointment is gone means nothing and expires.
_BOOKINGS = Table(
    "conversation_bookings",
    columns={
        "business_id": "integer NOT NULL",
        "conversation": "varchar(64) NOT NULL",
        "appointment_id": "integer NOT NULL",
        "expires_at": "timestamptz NOT NULL",
    },
    constraints={
        "conversation_bookings_pkey": "PRIMARY KEY (business_id, conversation, appointment_id)",
        "conversation_bookings_business_id_fkey": (
            "FOREIGN KEY (business_id) REFERENCES business(id) ON DELETE CASCADE"
        ),
    },
    indexes=(Index("idx_conversation_bookings_expires", "conversation_bookings", ("expires_at",)),),
    locks=("business",),
)

STEPS = (
    Step(
        "127_conversation_bookings_table",
        "The appointments that each conversation booked",
        _BOOKINGS.parts,
        after=("001_business_table",),
        needs=("business",),
    ),
    Step(
        "127_busy_interval_holder",
        "The conversation or caller that a hold belongs to",
        (Column("busy_intervals", "holder", "varchar(64)"),),
        after=("116_busy_intervals_table",),
    ),
)
