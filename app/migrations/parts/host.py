"""Differences between host databases that the SQL of a migration adapts to."""

from app.migrations.parts.steps import Connection

# Migration 119 puts a tenant_id beside the host's business_id; its function tells that it is not the host's.
SETTINGS_KEY_FUNCTION = "luach_settings_key"

SETTINGS_KEY_ADDED = f"""
    EXISTS (SELECT FROM pg_proc p JOIN pg_class c ON c.relnamespace = p.pronamespace
            WHERE p.proname = '{SETTINGS_KEY_FUNCTION}' AND c.oid = to_regclass('business_settings'))"""

KEYED_BY_BUSINESS = f"""
    SELECT coalesce(bool_or(attname = 'business_id'), FALSE)
           AND (NOT bool_or(attname = 'tenant_id') OR {SETTINGS_KEY_ADDED})
    FROM pg_attribute WHERE attrelid = to_regclass('business_settings') AND NOT attisdropped"""  # noqa: S608


async def for_host(connection: Connection, sql: str) -> str:
    """`{settings_key}`: the host's column of business_settings that names the business."""
    if "{settings_key}" not in sql:
        return sql
    by_business = await connection.fetchval(KEYED_BY_BUSINESS)
    return sql.replace("{settings_key}", "business_id" if by_business else "tenant_id")
