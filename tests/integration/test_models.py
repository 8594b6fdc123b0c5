"""The table models say what the migrations made."""

import pytest
from sqlalchemy.dialects import postgresql

from app.db.models import access as caller_models
from app.db.models import catalog as service_models
from app.db.models import customers as customer_models
from app.db.models import routing as inquiry_models
from app.db.models.base import Base
from tests.support.servers import connected

ONE_MAJOR = True

COLUMNS = """
    SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS nullable
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace = current_schema()::regnamespace AND a.attnum > 0 AND NOT a.attisdropped"""
# SQLAlchemy's words for types to PostgreSQL's own.
WORDS = {
    "VARCHAR": "character varying",
    "TIMESTAMP WITH TIME ZONE": "timestamp with time zone",
    "TIMESTAMP WITHOUT TIME ZONE": "timestamp without time zone",
    "TIME WITHOUT TIME ZONE": "time without time zone",
}


assert all(
    (caller_models, customer_models, inquiry_models, service_models)
)  # importing them adds their tables to the metadata


def spelled(kind: str) -> str:
    for ours, theirs in WORDS.items():
        kind = kind.replace(ours, theirs)
    return kind.lower()


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=lambda table: str(table.name))
async def test_a_model_has_the_types_of_its_table(shared_database: str, table: object) -> None:
    async with connected(shared_database) as connection:
        rows = await connection.fetch(COLUMNS)
    stored = {(row["relname"], row["attname"]): (row["type"], row["nullable"]) for row in rows}
    mapped = {
        (column.table.name, column.name): (
            spelled(column.type.compile(postgresql.dialect())),  # type: ignore[no-untyped-call]
            bool(column.nullable),
        )
        for column in table.columns  # type: ignore[attr-defined]
    }
    assert mapped == {place: stored.get(place) for place in mapped}
