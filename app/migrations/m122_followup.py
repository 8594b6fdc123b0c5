"""Migration 122: what the first releases left open. Operators' retried requests."""

from app.migrations.schema import Index, Table
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
)
