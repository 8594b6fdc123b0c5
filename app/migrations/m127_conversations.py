"""Migration 127: the appointments that each conversation booked."""

from app.migrations.parts.steps import Step
from app.migrations.parts.tables import Index, Table

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
)
