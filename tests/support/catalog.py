"""The named objects of a database's schema, read from PostgreSQL's catalog."""

from typing import NamedTuple

from tests.support.servers import connected

_OBJECTS = """
    SELECT 'table' AS kind, c.relname AS of_table, '' AS name
    FROM pg_class c WHERE c.relnamespace = current_schema::regnamespace AND c.relkind = 'r'
    UNION ALL
    SELECT 'column', c.relname, a.attname
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = current_schema::regnamespace AND c.relkind = 'r'
    AND a.attnum > 0 AND NOT a.attisdropped
    UNION ALL
    SELECT 'index', t.relname, c.relname
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
    WHERE c.relnamespace = current_schema::regnamespace
    UNION ALL
    SELECT 'trigger', t.relname, g.tgname
    FROM pg_trigger g JOIN pg_class t ON t.oid = g.tgrelid
    WHERE t.relnamespace = current_schema::regnamespace AND NOT g.tgisinternal
    UNION ALL
    SELECT 'sequence', '', c.relname
    FROM pg_class c WHERE c.relnamespace = current_schema::regnamespace AND c.relkind = 'S'
    UNION ALL
    SELECT 'function', '', p.proname
    FROM pg_proc p WHERE p.pronamespace = current_schema::regnamespace
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
    UNION ALL
    SELECT 'extension', '', e.extname FROM pg_extension e"""


class Named(NamedTuple):
    """One object: its kind, the table that it belongs to ('' for none), and its name ('' for the table)."""

    kind: str
    table: str
    name: str


async def objects_of(url: str) -> set[Named]:
    """Every table, column, index, trigger, sequence, function and extension of the current schema."""
    async with connected(url) as connection:
        return {Named(*map(str, row)) for row in await connection.fetch(_OBJECTS)}
