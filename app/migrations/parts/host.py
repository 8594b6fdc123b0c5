"""Differences between host databases, and the SQL that adapts to them."""

from app.migrations.parts.steps import Connection

# The calendar of an appointment that names none: the default calendar, or else the active one of the highest
# priority. Several defaults may come from earlier concurrent installations.
CALENDAR_ORDER = "(c.type_key = 'default') IS TRUE DESC, c.is_active DESC, c.priority DESC, c.id"

# The presence of this function proves that migration 119 added tenant_id, and not the host.
SETTINGS_KEY_FUNCTION = "luach_settings_key"

SETTINGS_KEY_ADDED = f"""
    EXISTS (SELECT FROM pg_proc p JOIN pg_class c ON c.relnamespace = p.pronamespace
            WHERE p.proname = '{SETTINGS_KEY_FUNCTION}' AND c.oid = to_regclass('business_settings'))"""

KEYED_BY_BUSINESS = f"""
    SELECT coalesce(bool_or(attname = 'business_id'), FALSE)
           AND (NOT bool_or(attname = 'tenant_id') OR {SETTINGS_KEY_ADDED})
    FROM pg_attribute WHERE attrelid = to_regclass('business_settings') AND NOT attisdropped"""  # noqa: S608


async def adapt_to_host(connection: Connection, sql: str) -> str:
    """`sql` with `{settings_key}` replaced by the column that identifies the business in
    business_settings."""
    if "{settings_key}" not in sql:
        return sql
    by_business = await connection.fetchval(KEYED_BY_BUSINESS)
    return sql.replace("{settings_key}", "business_id" if by_business else "tenant_id")
