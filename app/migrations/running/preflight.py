"""The conditions that a host must meet before anything is made on it. Reads only."""

from collections.abc import Iterator
from typing import NamedTuple

from app.errors import LuachError
from app.migrations.parts.rows import fetch_rows
from app.migrations.parts.steps import Connection

_PLACE = """
    SELECT current_schema()::text AS schema, current_schemas(FALSE)::text[] AS path,
           current_user::text AS role,
           current_setting('search_path') AS setting, current_database()::text AS database,
           current_schema() IS NULL OR has_schema_privilege(current_schema(), 'CREATE') AS may_create"""

_TABLES = """
    SELECT c.relname::text AS name, n.nspname::text AS schema, r.rolname::text AS owner,
           pg_has_role(c.relowner, 'USAGE') AS owned, row_security_active(c.oid) AS hidden
    FROM unnest(ARRAY['business', 'business_settings', 'appointments']) wanted
    JOIN pg_class c ON c.oid = to_regclass(wanted)
    JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_roles r ON r.oid = c.relowner"""

_KEYS = """
    SELECT c.relname::text AS table, a.attname::text AS column, format_type(a.atttypid, NULL) AS type
    FROM unnest(ARRAY['business', 'business_settings', 'business_settings', 'appointments', 'appointments'],
                ARRAY['id', 'tenant_id', 'business_id', 'id', 'business_id']) wanted (relation, key)
    JOIN pg_class c ON c.oid = to_regclass(wanted.relation)
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = wanted.key AND NOT a.attisdropped"""

_INTEGERS = ("smallint", "integer", "bigint")

# Our columns that refer to a host's row are `integer`.
_LARGEST_KEY = 2**31 - 1


class _PlaceRow(NamedTuple):
    """The place where new objects land. `path` are the schemas of `setting` that exist."""

    schema: str | None
    path: list[str]
    role: str
    setting: str
    database: str
    may_create: bool


class _TableRow(NamedTuple):
    """A table of the host. `hidden`: row-level security applies to this role."""

    name: str
    schema: str
    owner: str
    owned: bool
    hidden: bool


class _KeyRow(NamedTuple):
    table: str
    column: str
    type: str


class HostRefused(LuachError):
    """Nothing was made; `problems` are sentences that say why, and what to do."""

    code = "migration_host_refused"

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(problems=problems)

    def __str__(self) -> str:
        return " ".join(self.problems)


async def require_suitable_host(connection: Connection) -> None:
    """Raise HostRefused unless Luach can work on this host."""
    if problems := await host_problems(connection):
        raise HostRefused(problems)


async def host_problems(connection: Connection) -> list[str]:
    """A sentence for each reason not to begin: a schema that old code's triggers would not find, keys that
    are no integers, rows that row-level security hides, missing rights."""
    (place,) = await fetch_rows(connection, _PlaceRow, _PLACE)
    tables = await fetch_rows(connection, _TableRow, _TABLES)
    problems = [*_schema_problems(place, tables)]
    for table in tables:
        problems += _table_problems(place.role, table)
    problems += [
        f"The key {key.table}.{key.column} is of the type {key.type}; Luach needs integer or bigint."
        for key in await fetch_rows(connection, _KeyRow, _KEYS)
        if key.type not in _INTEGERS
    ]
    return problems or await _too_large_keys(connection)


def _schema_problems(place: _PlaceRow, tables: list[_TableRow]) -> Iterator[str]:
    first, path = place.schema, place.path
    if first is None:
        yield (
            f"No schema of search_path ({place.setting}) exists, so there is none to create in. "
            "Create it, or correct search_path in DATABASE_URL or of the role."
        )
        return
    for table in (one for one in tables if one.schema != first):
        wanted = ", ".join(_quoted(name) for name in dict.fromkeys((table.schema, *path)))
        yield (
            f"{table.name} lies in the schema {_quoted(table.schema)}, but search_path makes new "
            f"objects in {_quoted(first)}, where the triggers of {table.name} would not find them. "
            f"Put its schema first: "
            f"ALTER ROLE {_quoted(place.role)} IN DATABASE {_quoted(place.database)} "
            f"SET search_path = {wanted}; or set search_path in DATABASE_URL."
        )
        return
    if not place.may_create:
        yield (
            f"The role {place.role} may not create in the schema {first}. As its owner or a superuser: "
            f"GRANT CREATE ON SCHEMA {_quoted(first)} TO {_quoted(place.role)};"
        )


def _table_problems(role: str, table: _TableRow) -> Iterator[str]:
    if not table.owned:
        yield (
            f"The role {role} is no member of {table.owner}, which owns {table.name}. As a superuser, "
            f"or with the right to grant that role: GRANT {_quoted(table.owner)} TO {_quoted(role)};"
        )
    if table.hidden:
        yield (
            f"Row-level security hides rows of {table.name} from the role {role}. As a superuser: "
            f"ALTER ROLE {_quoted(role)} BYPASSRLS; or as the owner: "
            f"ALTER TABLE {table.name} NO FORCE ROW LEVEL SECURITY;"
        )


async def _too_large_keys(connection: Connection) -> list[str]:
    problems = []
    for table in ("business", "appointments"):
        if not await connection.fetchval("SELECT to_regclass($1) IS NOT NULL", table):
            continue
        largest = await connection.fetchval(f"SELECT max(id) FROM {table}")  # noqa: S608
        if largest is not None and largest > _LARGEST_KEY:
            problems.append(
                f"The key {table}.id has grown to {largest}; Luach reads keys up to {_LARGEST_KEY}."
            )
    return problems


def _quoted(name: str) -> str:
    plain = name.isidentifier() and name.islower() and name.isascii()
    return name if plain else '"' + name.replace('"', '""') + '"'
