"""The trigger functions of migration 123: freed time and appointment history for changes made by host
code."""

from app.migrations.parts.functions import Function

# As in migration 116: owner's rights, the trigger's schema, and never an error for the host.
_TRIGGER = "SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '500ms'"

# For every table that decides when a calendar can be booked. Rows are read as JSON, so that the host may
# change its columns. The trigger only notes the change, and only where somebody waits; upkeep evaluates it.
FREED_TIME_FUNCTION = Function(
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

# Luach counts its own writes per row in luach_writes, and `WHEN` skips them; the rest are the host's.
# Values that the sweeps of migrations 115 and 116 fill in are no change of an appointment. Columns are read
# as JSON: a session that outlives the host's ALTER of a column still has the old type of NEW.status.
HISTORY_FUNCTION = Function(
    "luach_appointment_told",
    arguments="",
    returns="trigger",
    attributes=f"{_TRIGGER} SET timezone = 'UTC'",
    body="""
DECLARE
    old_row jsonb;
    new_row jsonb;
    gone text[] := ARRAY['cancelled', 'canceled', 'no_show'];
    moved boolean := FALSE;
    ended boolean := FALSE;
    action text;
    was jsonb;
    becomes jsonb;
    tell text;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        old_row := to_jsonb(OLD);
        was := jsonb_build_object('calendar_id', OLD.calendar_id, 'starts_at', OLD.starts_at,
                                  'ends_at', OLD.ends_at, 'status', old_row -> 'status');
    END IF;
    IF TG_OP <> 'DELETE' THEN
        new_row := to_jsonb(NEW);
        becomes := jsonb_build_object('calendar_id', NEW.calendar_id, 'starts_at', NEW.starts_at,
                                      'ends_at', NEW.ends_at, 'status', new_row -> 'status');
    END IF;
    IF TG_OP = 'UPDATE' THEN
        moved := old_row -> 'start_time' IS DISTINCT FROM new_row -> 'start_time'
                 OR old_row -> 'end_time' IS DISTINCT FROM new_row -> 'end_time'
                 OR old_row -> 'business_id' IS DISTINCT FROM new_row -> 'business_id'
                 OR coalesce(NEW.calendar_id <> OLD.calendar_id, FALSE);
        IF NOT moved AND old_row -> 'status' IS NOT DISTINCT FROM new_row -> 'status' THEN
            RETURN NULL;
        END IF;
        ended := coalesce(lower(new_row ->> 'status') = ANY (gone), FALSE);
    END IF;
    action := CASE WHEN TG_OP = 'INSERT' THEN 'booked' WHEN TG_OP = 'DELETE' THEN 'deleted'
                   WHEN old_row -> 'status' IS DISTINCT FROM new_row -> 'status'
                        AND ended AND lower(new_row ->> 'status') <> 'no_show' THEN 'cancelled'
                   WHEN moved THEN 'moved' ELSE 'changed' END;
    -- A business that is deleted in the same statement has no history any more.
    tell := format('INSERT INTO %1$I.appointment_audit
                        (business_id, appointment_id, at, action, actor, channel, before, after)
                    SELECT b.id, ($1 ->> ''id'')::bigint, clock_timestamp(), $2, ''host'', ''host'', $3, $4
                    FROM %1$I.business b WHERE b.id = ($1 ->> ''business_id'')::integer', TG_TABLE_SCHEMA);
    IF TG_OP = 'UPDATE' AND old_row -> 'business_id' IS DISTINCT FROM new_row -> 'business_id' THEN
        EXECUTE tell USING old_row, 'deleted', was, NULL::jsonb;
        EXECUTE tell USING new_row, 'booked', NULL::jsonb, becomes;
    ELSE
        EXECUTE tell USING coalesce(new_row, old_row), action, was, becomes;
    END IF;
    IF TG_OP <> 'INSERT' AND (TG_OP = 'DELETE' OR moved OR ended) AND OLD.ends_at > now()
       AND isfinite(OLD.starts_at) AND isfinite(OLD.ends_at)
       AND NOT coalesce(lower(old_row ->> 'status') = ANY (gone), FALSE) THEN
        EXECUTE format('INSERT INTO %1$I.freed_times (business_id, calendar_id, span)
                        SELECT $1, $2, tstzrange($3, $4)
                        WHERE $2 IS NOT NULL AND EXISTS (
                            SELECT FROM %1$I.waitlist_entries w WHERE w.business_id = $1
                            AND w.status = ''waiting'' AND w.wanted && tstzrange($3, $4))', TG_TABLE_SCHEMA)
        USING (old_row ->> 'business_id')::integer, OLD.calendar_id, OLD.starts_at, OLD.ends_at;
    END IF;
    RETURN NULL;
EXCEPTION WHEN OTHERS THEN
    RAISE WARNING 'a change of an appointment is missing in its history: %', SQLERRM;
    RETURN NULL;
END
""",
)
