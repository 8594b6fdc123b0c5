"""Migration 119: a host whose business_settings is keyed by business_id gets tenant_id beside it.

The application knows one name for the key. Where the host has the other, both columns hold the same, whoever
writes which. On every other host each part finds nothing to do, and undo nothing to take away.
"""

from dataclasses import dataclass
from typing import ClassVar

from app.migrations.parts.batches import Batches
from app.migrations.parts.functions import Function, Trigger
from app.migrations.parts.host import KEYED_BY_BUSINESS, SETTINGS_KEY_ADDED, SETTINGS_KEY_FUNCTION
from app.migrations.parts.steps import Connection, Kind, Step, Todo
from app.migrations.parts.tables import Column, ConcurrentIndex, Index

_TABLE = "business_settings"

_TRIGGER = "luach_settings_key"

# Only code that knows us writes tenant_id. It counts where it alone was written, or where business_id may
# merely have its default; else the host's own key counts: a row copied by SELECT * carries an old tenant_id.
_IN_STEP = Function(
    SETTINGS_KEY_FUNCTION,
    arguments="",
    returns="trigger",
    attributes="SET search_path = pg_catalog, pg_temp",
    body="""
DECLARE
    by_us boolean := FALSE;
BEGIN
    IF NEW.tenant_id IS NULL THEN
        by_us := FALSE;
    ELSIF TG_OP = 'UPDATE' THEN
        by_us := NEW.tenant_id IS DISTINCT FROM OLD.tenant_id
                 AND NEW.business_id IS NOT DISTINCT FROM OLD.business_id;
    ELSE
        by_us := NEW.business_id IS NULL OR EXISTS (
            SELECT FROM pg_attribute
            WHERE attrelid = TG_RELID AND attname = 'business_id' AND (atthasdef OR attidentity <> ''));
    END IF;
    IF by_us THEN
        NEW.business_id := NEW.tenant_id;
    ELSE
        NEW.tenant_id := NEW.business_id;
    END IF;
    RETURN NEW;
EXCEPTION WHEN OTHERS THEN
    RAISE WARNING 'tenant_id of a row of business_settings is not in step: %', SQLERRM;
    RETURN NEW;
END
""",
)

_PARTS = (
    _IN_STEP,
    Column(_TABLE, "tenant_id", "integer"),
    Trigger(_TRIGGER, _TABLE, "BEFORE INSERT OR UPDATE", SETTINGS_KEY_FUNCTION),
)


@dataclass(frozen=True)
class SecondKey:
    """Function, column and trigger in one transaction: where the function is, the column is ours."""

    kind: ClassVar[Kind] = "tx"
    table: str = _TABLE
    lock: str = "ACCESS EXCLUSIVE"

    async def todo(self, connection: Connection) -> Todo:
        if not await connection.fetchval(KEYED_BY_BUSINESS):
            return []
        missing = [sql for part in _PARTS for group in await part.todo(connection) for sql in group]
        return [missing] if missing else []

    def sql(self) -> tuple[str, ...]:
        return tuple(sql for part in _PARTS for sql in part.sql())

    def undo(self) -> tuple[str, ...]:
        """Elsewhere tenant_id is the host's own key, which no undo may touch: the server itself looks."""
        return (
            f"""
            DO $luach$ BEGIN
                IF {SETTINGS_KEY_ADDED} THEN
                    DROP TRIGGER IF EXISTS {_TRIGGER} ON {_TABLE};
                    ALTER TABLE {_TABLE} DROP COLUMN IF EXISTS tenant_id;
                    DROP FUNCTION {_IN_STEP.signature};
                END IF;
            END $luach$""",
        )


# Not unique: a second unique key can make the host's own concurrent ON CONFLICT (business_id) fail.
_INDEX = ConcurrentIndex(
    Index("idx_business_settings_tenant", _TABLE, ("tenant_id",)), only=KEYED_BY_BUSINESS
)

_FILL = Batches(
    _TABLE,
    pending="t.tenant_id IS DISTINCT FROM t.{settings_key}",
    statements=(
        """
        UPDATE business_settings SET tenant_id = {settings_key}
        WHERE {settings_key} = ANY($1) AND tenant_id IS DISTINCT FROM {settings_key}""",
    ),
    key="{settings_key}",
)

STEPS = (
    Step(
        "119_settings_key",
        "Settings by tenant_id where the host keys them by business_id",
        (SecondKey(), _INDEX, _FILL),
        after=("001_business_settings_table", "115_business_calendars_table"),
        needs=(_TABLE,),
    ),
)
