"""Migration 132: customers. A customer is a phone number in E.164 and a name; several may share a number."""

from app.migrations.parts.steps import Step
from app.migrations.parts.tables import Index, Table

_E164 = "CHECK (phone_e164 ~ '^\\+[1-9][0-9]{5,14}$')"

# `name_key` is the name as it is compared, '' where no name is known. In byte order an index serves prefixes.
_CUSTOMERS = Table(
    "customers",
    columns={
        "id": "bigserial CONSTRAINT customers_pkey PRIMARY KEY",
        "business_id": "integer NOT NULL",
        "name": "varchar(255)",
        "name_key": "varchar(255) COLLATE \"C\" DEFAULT '' NOT NULL",
        "phone_e164": "varchar(16)",
        "email": "varchar(255)",
        "language": "varchar(16)",
        "notes": "text",
        "blocked_at": "timestamptz",
        "blocked_reason": "varchar(255)",
        "merged_into": "bigint",
        "erased_at": "timestamptz",
        "metadata": "jsonb DEFAULT '{}'::jsonb NOT NULL",
        "created_at": "timestamptz DEFAULT now() NOT NULL",
        "updated_at": "timestamptz DEFAULT now() NOT NULL",
    },
    constraints={
        "customers_business_id_fkey": "FOREIGN KEY (business_id) REFERENCES business(id) ON DELETE CASCADE",
        "customers_phone_check": _E164,
        "customers_merged_check": "CHECK (merged_into <> id)",
    },
    indexes=(
        Index(
            "idx_customers_phone_name",
            "customers",
            ("business_id", "phone_e164", "name_key"),
            unique=True,
            where="phone_e164 IS NOT NULL AND merged_into IS NULL",
        ),
        Index(
            "idx_customers_name",
            "customers",
            ("business_id", "name_key", "id"),
            where="merged_into IS NULL",
        ),
    ),
    locks=("business",),
)

# Further numbers of a customer, beside customers.phone_e164.
_PHONES = Table(
    "customer_phones",
    columns={
        "business_id": "integer NOT NULL",
        "phone_e164": "varchar(16) NOT NULL",
        "customer_id": "bigint NOT NULL",
    },
    constraints={
        "customer_phones_pkey": "PRIMARY KEY (business_id, phone_e164, customer_id)",
        "customer_phones_customer_id_fkey": (
            "FOREIGN KEY (customer_id) REFERENCES customers(id) ON DELETE CASCADE"
        ),
        "customer_phones_phone_check": _E164,
    },
    indexes=(Index("idx_customer_phones_customer", "customer_phones", ("customer_id",)),),
)

STEPS = (
    Step(
        "132_customers_table",
        "Customers: a phone number and a name",
        _CUSTOMERS.parts,
        after=("001_business_table",),
        needs=("business",),
    ),
    Step(
        "132_customer_phones_table",
        "Further phone numbers of a customer",
        _PHONES.parts,
        after=("132_customers_table",),
    ),
)
