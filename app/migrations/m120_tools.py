"""Migration 120: the secret that signs the AI tools' ids, and a count of writes per conversation."""

from app.migrations.parts.first_row import FirstRow
from app.migrations.parts.steps import Step
from app.migrations.parts.tables import Index, Table

_SECRET = Table(
    "tool_secret",
    columns={
        "id": "smallint CONSTRAINT tool_secret_pkey PRIMARY KEY",
        "secret": "bytea NOT NULL",
        "created_at": "timestamptz DEFAULT now() NOT NULL",
    },
    constraints={
        "tool_secret_id_check": "CHECK (id = 1)",
        "tool_secret_secret_check": "CHECK (octet_length(secret) >= 32)",
    },
)

# Two version 4 UUIDs hold 244 random bits from the server's strong generator.
_FIRST_SECRET = FirstRow(
    "tool_secret",
    "(id, secret) SELECT 1, decode("
    "replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex')",
)

_CONVERSATIONS = Table(
    "tool_conversations",
    columns={
        "business_id": "integer NOT NULL",
        "conversation": "varchar(64) NOT NULL",
        "tool": "varchar(64) NOT NULL",
        "writes": "integer NOT NULL",
        "expires_at": "timestamptz NOT NULL",
    },
    constraints={
        "tool_conversations_pkey": "PRIMARY KEY (business_id, conversation, tool)",
        "tool_conversations_business_id_fkey": (
            "FOREIGN KEY (business_id) REFERENCES business(id) ON DELETE CASCADE"
        ),
    },
    indexes=(Index("idx_tool_conversations_expires", "tool_conversations", ("expires_at",)),),
    locks=("business",),
)

STEPS = (
    Step(
        "120_tool_secret_table",
        "The secret that signs the tools' ids",
        (*_SECRET.parts, _FIRST_SECRET),
    ),
    Step(
        "120_tool_conversations_table",
        "The number of writes of each conversation",
        _CONVERSATIONS.parts,
        after=("001_business_table",),
        needs=("business",),
    ),
)
