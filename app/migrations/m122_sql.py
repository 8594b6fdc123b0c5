"""The SQL of migration 122: time that comes free where no request of ours is at work."""

from app.migrations.functions import Function

# As those of migration 116: with its owner's rights, in the trigger's schema, and never the host's trouble.
_TRIGGER = "SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '500ms'"

# On whatever decides when a calendar can be booked. Rows are read as JSON, so that the host may change its
# columns. What a change means is left to the background; where nobody waits it costs a look.
TIME_FREED = Function(
    "luach_time_freed",
    arguments="",
    returns="trigger",
    attributes=_TRIGGER,
    body="""
DECLARE
    changed jsonb;
    owner integer;
    calendar integer;
    span tstzrange := '(,)';
BEGIN
    changed := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
    IF TG_OP = 'UPDATE' AND changed - 'updated_at' = to_jsonb(OLD) - 'updated_at' THEN
        RETURN NULL;
    END IF;
    IF TG_TABLE_NAME = 'business' THEN
        owner := changed ->> 'id';
    ELSE
        -- A host's settings may have a business_id that means something else (migration 119).
        owner := coalesce(changed ->> 'tenant_id', changed ->> 'business_id');
    END IF;
    calendar := coalesce(changed ->> 'calendar_id',
                         CASE WHEN TG_TABLE_NAME = 'business_calendars' THEN changed ->> 'id' END);
    IF TG_TABLE_NAME = 'opening_hours_overrides' THEN
        -- In whatever zone, and with windows that reach into the days after it.
        span := tstzrange((changed ->> 'day')::date - 2, (changed ->> 'day')::date + 3);
    END IF;
    EXECUTE format('INSERT INTO %1$I.freed_times (business_id, calendar_id, span)
                    SELECT c.business_id, c.id, $3 FROM %1$I.business_calendars c
                    WHERE c.is_active AND %2$s
                      AND EXISTS (SELECT FROM %1$I.waitlist_entries w
                                  WHERE w.business_id = c.business_id AND w.status = ''waiting''
                                    AND w.wanted && $3)',
                   TG_TABLE_SCHEMA, CASE WHEN calendar IS NULL THEN 'c.business_id = $1' ELSE 'c.id = $2' END)
    USING owner, calendar, span;
    RETURN NULL;
EXCEPTION WHEN OTHERS THEN
    RAISE WARNING 'what came free by a change of % is not offered: %', TG_TABLE_NAME, SQLERRM;
    RETURN NULL;
END
""",
)
