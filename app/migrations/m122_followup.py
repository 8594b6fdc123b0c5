"""Migration 122: what the first releases left open: operators' retried requests, waiting for any calendar."""

from app.migrations.changes import Nullable
from app.migrations.schema import Column, ConcurrentIndex, Index, Table
from app.migrations.steps import Step

# A business is made before it has an id, so an operator's keys belong to none.
_OF_OPERATORS = Table(
    "operator_idempotency_keys",
    columns={
        "key": "varchar(255) CONSTRAINT operator_idempotency_keys_pkey PRIMARY KEY",
        "fingerprint": "bytea NOT NULL",
        "status": "smallint NOT NULL",
        "body": "text NOT NULL",
        "location": "varchar(255)",
        "expires_at": "timestamptz NOT NULL",
    },
    indexes=(Index("idx_operator_idempotency_keys_expires", "operator_idempotency_keys", ("expires_at",)),),
)

STEPS = (
    Step(
        "122_operator_idempotency_keys_table",
        "Answers to operators' retried requests",
        _OF_OPERATORS.parts,
    ),
    Step(
        "122_waitlist_pools",
        "Waiting for a pool of calendars, or for any",
        (
            Column("waitlist_entries", "type_key", "varchar(64)"),
            Column("waitlist_entries", "tag", "varchar(100)"),
            Nullable("waitlist_entries", "calendar_id"),
            ConcurrentIndex(
                Index(
                    "idx_waitlist_entries_waiting",
                    "waitlist_entries",
                    ("business_id", "id"),
                    where="status IN ('waiting', 'offered')",
                )
            ),
        ),
        after=("118_waitlist_entries_table",),
    ),
)
