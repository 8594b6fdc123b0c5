"""Migration 119: a tenant_id column for hosts that key business_settings by business_id.

The application uses `tenant_id` only. On such a host a trigger keeps both columns equal, whichever one is
written. On other hosts every part finds nothing to do, and undo removes nothing.
"""

from dataclasses import dataclass
from typing import ClassVar

from app.migrations.parts.batches import Batches
from app.migrations.parts.functions import Function, Trigger
from app.migrations.parts.host import KEYED_BY_BUSINESS, SETTINGS_KEY_ADDED, SETTINGS_KEY_FUNCTION
from app.migrations.parts.steps import Connection, PartKind, Step, Todo
from app.migrations.parts.tables import Column, ConcurrentIndex, Index

_TABLE = "business_settings"

_TRIGGER = "luach_settings_key"

# Only code that knows Luach writes tenant_id. It wins if it alone changed, or if business_id may hold just
# its default. Otherwise the host's key wins: a row copied by SELECT * carries an outdated tenant_id.
_SYNC_FUNCTION = Function(
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
    _SYNC_FUNCTION,
    Column(_TABLE, "tenant_id", "integer"),
    Trigger(_TRIGGER, _TABLE, "BEFORE INSERT OR UPDATE", SETTINGS_KEY_FUNCTION),
)


@dataclass(frozen=True)
class SecondKey:
    """Function, column and trigger in one transaction, so the function's presence proves that the column is
    ours."""

    kind: ClassVar[PartKind] = "tx"
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
        """Checked by the server: on other hosts tenant_id is the host's own key and must stay."""
        return (
            f"""
            DO $luach$ BEGIN
                IF {SETTINGS_KEY_ADDED} THEN
                    DROP TRIGGER IF EXISTS {_TRIGGER} ON {_TABLE};
                    ALTER TABLE {_TABLE} DROP COLUMN IF EXISTS tenant_id;
                    DROP FUNCTION {_SYNC_FUNCTION.signature};
                END IF;
            END $luach$""",
        )


# Not unique: a second unique key could fail the host's concurrent ON CONFLICT (business_id).
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
