"""Migration 117: API keys. The secret is stored as a hash; `prefix` may be shown."""

from app.migrations.parts.steps import Step
from app.migrations.parts.tables import Index, Table

_KEYS = Table(
    "api_keys",
    columns={
        "id": "bigserial CONSTRAINT api_keys_pkey PRIMARY KEY",
        "business_id": "integer",
        "role": "varchar(16) NOT NULL",
        "name": "varchar(255) NOT NULL",
        "prefix": "varchar(16) NOT NULL",
        "key_hash": "bytea NOT NULL",
        "created_at": "timestamptz DEFAULT now() NOT NULL",
        "expires_at": "timestamptz",
        "last_used_at": "timestamptz",
        "revoked_at": "timestamptz",
    },
    constraints={
        "api_keys_key_hash_key": "UNIQUE (key_hash)",
        "api_keys_role_check": "CHECK (role IN ('system_admin', 'owner', 'admin', 'agent', 'viewer'))",
        "api_keys_business_check": "CHECK ((role = 'system_admin') = (business_id IS NULL))",
        "api_keys_business_id_fkey": "FOREIGN KEY (business_id) REFERENCES business(id) ON DELETE CASCADE",
    },
    indexes=(Index("idx_api_keys_business", "api_keys", ("business_id",)),),
    locks=("business",),
)

STEPS = (
    Step(
        "117_api_keys_table",
        "API keys",
        _KEYS.parts,
        after=("001_business_table",),
        needs=("business",),
    ),
)
