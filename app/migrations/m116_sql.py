"""The SQL of migration 116: instants from wall-clock times, and the triggers that serve host code."""

from dataclasses import replace

from app.migrations.parts.functions import Function
from app.migrations.parts.host import CALENDAR_ORDER

# PostgreSQL reads `UTC+3` as a POSIX zone three hours *west* of Greenwich, so such names are rejected.
ZONE_FUNCTION = Function(
    "luach_zone",
    arguments="text",
    returns="text",
    attributes="",
    body="""
BEGIN
    IF $1 IS NULL OR (position('/' IN $1) = 0 AND $1 ~ '[0-9+]'
                      AND $1 !~ '^(EST5EDT|CST6CDT|MST7MDT|PST8PDT)$') THEN
        RETURN 'Asia/Jerusalem';
    END IF;
    -- AT TIME ZONE takes these names for abbreviations of a fixed offset, without summer time.
    IF upper($1) IN ('CET', 'MET') THEN
        RETURN 'Europe/Brussels';
    ELSIF upper($1) = 'EET' THEN
        RETURN 'Europe/Athens';
    ELSIF upper($1) = 'WET' THEN
        RETURN 'Europe/Lisbon';
    END IF;
    PERFORM now() AT TIME ZONE $1;
    RETURN $1;
EXCEPTION WHEN OTHERS THEN
    RETURN 'Asia/Jerusalem';
END
""",
)

# RFC 5545, 3.3.5: a time in a gap has the offset before the gap, a time in a fold is the first of the two.
# AT TIME ZONE does so in a gap but takes the second in a fold, so the offset of the day before is tried.
INSTANT_FUNCTION = Function(
    "luach_instant",
    arguments="timestamp without time zone, text",
    returns="timestamp with time zone",
    attributes="",
    body="""
DECLARE
    later timestamptz;
    earlier timestamptz;
    eve timestamptz;
BEGIN
    IF NOT isfinite($1) THEN
        RETURN $1 AT TIME ZONE 'UTC';
    END IF;
    later := $1 AT TIME ZONE $2;
    eve := later - interval '24 hours';
    earlier := ($1 - ((eve AT TIME ZONE $2) - (eve AT TIME ZONE 'UTC'))) AT TIME ZONE 'UTC';
    IF earlier < later AND (earlier AT TIME ZONE $2) = $1 THEN
        RETURN earlier;
    END IF;
    RETURN later;
EXCEPTION WHEN OTHERS THEN
    RETURN $1 AT TIME ZONE 'UTC';
END
""",
)

# The second of two readings in a fold; elsewhere the same as luach_instant.
LATER_INSTANT_FUNCTION = Function(
    "luach_later_instant",
    arguments="timestamp without time zone, text",
    returns="timestamp with time zone",
    attributes="",
    body="""
BEGIN
    RETURN $1 AT TIME ZONE $2;
EXCEPTION WHEN OTHERS THEN
    RETURN $1 AT TIME ZONE 'UTC';
END
""",
)

# For a host that already stores instants.
INSTANT_AS_IS_FUNCTION = Function(
    "luach_instant",
    arguments="timestamp with time zone, text",
    returns="timestamp with time zone",
    attributes="",
    body="""
BEGIN
    RETURN $1;
END
""",
)

LATER_INSTANT_AS_IS_FUNCTION = replace(INSTANT_AS_IS_FUNCTION, name="luach_later_instant")

# Runs with its owner's rights, because the host's role may have none on our tables. Finds its schema by the
# trigger's table. Waits less than deadlock_timeout, so that this statement gives way and not the host's.
TRIGGER_ATTRIBUTES = "SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '500ms'"

# Rows whose starts_at or busy_interval_id the statement sets come from Luach itself and are left alone.
WRITE_FUNCTION = Function(
    "luach_appointment_written",
    arguments="",
    returns="trigger",
    attributes=TRIGGER_ATTRIBUTES,
    body=f"""
DECLARE
    given record := NEW;
    anew boolean := TG_OP = 'INSERT';
    restart boolean := TRUE;
    reend boolean := TRUE;
    link boolean := NEW.calendar_id IS NULL;
    takes boolean;
    status text;
    found record;
    before interval := '0';
    after interval := '0';
    place smallint := 0;
BEGIN
    IF anew THEN
        IF NEW.starts_at IS NOT NULL THEN
            RETURN NEW;
        END IF;
    ELSIF NEW.starts_at IS DISTINCT FROM OLD.starts_at OR NEW.ends_at IS DISTINCT FROM OLD.ends_at
          OR NEW.busy_interval_id IS DISTINCT FROM OLD.busy_interval_id THEN
        RETURN NEW;
    END IF;
    -- From here on the host's columns are read, which it may have changed or dropped in this very session.
    BEGIN
        status := to_jsonb(NEW) ->> 'status';
        IF NOT anew THEN
            IF NEW.start_time IS NOT DISTINCT FROM OLD.start_time
               AND NEW.end_time IS NOT DISTINCT FROM OLD.end_time
               AND status IS NOT DISTINCT FROM to_jsonb(OLD) ->> 'status'
               AND NEW.business_id IS NOT DISTINCT FROM OLD.business_id
               AND NEW.calendar_id IS NOT DISTINCT FROM OLD.calendar_id THEN
                RETURN NEW;
            END IF;
            restart := OLD.starts_at IS NULL OR NEW.start_time IS DISTINCT FROM OLD.start_time
                       OR NEW.business_id IS DISTINCT FROM OLD.business_id;
            reend := OLD.ends_at IS NULL OR NEW.end_time IS DISTINCT FROM OLD.end_time
                     OR NEW.business_id IS DISTINCT FROM OLD.business_id;
            IF NEW.business_id IS DISTINCT FROM OLD.business_id THEN
                link := link OR NEW.calendar_id IS NOT DISTINCT FROM OLD.calendar_id;
            ELSE
                -- A calendar that was deleted leaves NULL behind, as its foreign key says.
                link := link AND OLD.calendar_id IS NULL;
            END IF;
        END IF;
        IF restart OR reend OR link THEN
            EXECUTE format($sql$
                SELECT %1$I.luach_instant($1, z.zone) AS starts, %1$I.luach_instant($2, z.zone) AS ends,
                       %1$I.luach_later_instant($1, z.zone) AS later_starts,
                       %1$I.luach_later_instant($2, z.zone) AS later_ends,
                       (SELECT c.id FROM %1$I.business_calendars c WHERE c.business_id = $3
                        ORDER BY {CALENDAR_ORDER} LIMIT 1 FOR KEY SHARE) AS calendar
                FROM (SELECT %1$I.luach_zone((SELECT s.timezone FROM %1$I.business_settings s
                                              WHERE s.{{settings_key}} = $3 LIMIT 1)) AS zone) z
                $sql$, TG_TABLE_SCHEMA)
            INTO found USING NEW.start_time, NEW.end_time, NEW.business_id;
            -- Both ends are read in one zone: an end that stays must still be a reading of its wall time.
            IF restart OR reend AND OLD.starts_at NOT IN (found.starts, found.later_starts) THEN
                NEW.starts_at := found.starts;
            END IF;
            IF reend OR restart AND OLD.ends_at NOT IN (found.ends, found.later_ends) THEN
                NEW.ends_at := found.ends;
            END IF;
            IF (restart OR reend) AND NEW.ends_at <= NEW.starts_at AND NEW.end_time > NEW.start_time THEN
                -- It begins in the second hour of a fold, so it ends there too.
                NEW.ends_at := found.later_ends;
            END IF;
            IF link THEN NEW.calendar_id := found.calendar; END IF;
        END IF;
        takes := coalesce(lower(status), '') NOT IN ('cancelled', 'canceled', 'no_show')
                 AND NEW.calendar_id IS NOT NULL AND NEW.ends_at > NEW.starts_at
                 AND isfinite(NEW.starts_at) AND isfinite(NEW.ends_at);
        IF NOT anew AND NEW.busy_interval_id IS NOT NULL THEN
            IF takes AND NEW.starts_at = OLD.starts_at AND NEW.ends_at = OLD.ends_at
               AND NEW.calendar_id = OLD.calendar_id AND NEW.business_id = OLD.business_id THEN
                RETURN NEW;
            END IF;
            EXECUTE format('DELETE FROM %I.busy_intervals WHERE id = $1
                            RETURNING lower(footprint) AS starts, upper(footprint) AS ends, seat',
                           TG_TABLE_SCHEMA)
            INTO found USING OLD.busy_interval_id;
            NEW.busy_interval_id := NULL;
            -- The buffers and the seat that it was booked with move along.
            before := greatest(coalesce(OLD.starts_at - found.starts, '0'), '0');
            after := greatest(coalesce(found.ends - OLD.ends_at, '0'), '0');
            place := coalesce(found.seat, 0);
        END IF;
        IF NOT takes THEN
            RETURN NEW;
        END IF;
        BEGIN
            EXECUTE format('INSERT INTO %I.busy_intervals
                                (business_id, calendar_id, footprint, kind, seat, starts_at, ends_at)
                            VALUES ($1, $2, tstzrange($3 - $6, $4 + $7), ''appointment'', $5, $3, $4)
                            ON CONFLICT DO NOTHING RETURNING id', TG_TABLE_SCHEMA)
            INTO NEW.busy_interval_id
            USING NEW.business_id, NEW.calendar_id, NEW.starts_at, NEW.ends_at, place, before, after;
        EXCEPTION WHEN OTHERS THEN
            NEW.busy_interval_id := NULL;
        END;
        IF NEW.busy_interval_id IS NULL THEN
            -- Taken, or in doubt: it blocks all the same, beside what was there.
            EXECUTE format('INSERT INTO %I.busy_intervals
                                (business_id, calendar_id, footprint, kind, seat, starts_at, ends_at,
                                 exclusive)
                            VALUES ($1, $2, tstzrange($3 - $6, $4 + $7), ''appointment'', $5, $3, $4, FALSE)
                            RETURNING id', TG_TABLE_SCHEMA)
            INTO NEW.busy_interval_id
            USING NEW.business_id, NEW.calendar_id, NEW.starts_at, NEW.ends_at, place, before, after;
        END IF;
        RETURN NEW;
    EXCEPTION WHEN OTHERS THEN
        RAISE WARNING 'an appointment of business % waits for the next sweep: %', NEW.business_id, SQLERRM;
        NEW := given;
        IF NOT anew THEN
            NEW.starts_at := NULL;
            NEW.ends_at := NULL;
        END IF;
        RETURN NEW;
    END;
END
""",  # noqa: S608
)

DELETE_FUNCTION = Function(
    "luach_appointment_deleted",
    arguments="",
    returns="trigger",
    attributes=TRIGGER_ATTRIBUTES,
    body="""
BEGIN
    IF OLD.busy_interval_id IS NOT NULL THEN
        EXECUTE format('DELETE FROM %I.busy_intervals WHERE id = $1', TG_TABLE_SCHEMA)
        USING OLD.busy_interval_id;
    END IF;
    RETURN NULL;
EXCEPTION WHEN OTHERS THEN
    RAISE WARNING 'busy interval % of a deleted appointment stays: %', OLD.busy_interval_id, SQLERRM;
    RETURN NULL;
END
""",
)

# The former interval of a row whose last change the trigger could not complete (see its exception handler).
RELEASE_INTERVALS = """
    DELETE FROM busy_intervals WHERE id IN (
        SELECT busy_interval_id FROM appointments
        WHERE id = ANY($1) AND starts_at IS NULL AND busy_interval_id IS NOT NULL)"""

# One statement per batch: lock the rows, insert an exclusive interval where the time is free and a
# non-exclusive one elsewhere, and write each row once, its calendar included. Scalar subqueries instead of
# joins keep the plan independent of statistics.
FILL_INSTANTS = f"""
    WITH picked AS MATERIALIZED (
        SELECT a.id, a.business_id, a.start_time, a.end_time,
               coalesce(lower(a.status::text), '') NOT IN ('cancelled', 'canceled', 'no_show') AS live,
               luach_zone((SELECT s.timezone FROM business_settings s
                           WHERE s.{{settings_key}} = a.business_id LIMIT 1)) AS zone,
               coalesce(a.calendar_id, (
                   SELECT c.id FROM business_calendars c WHERE c.business_id = a.business_id
                   ORDER BY {CALENDAR_ORDER} LIMIT 1)) AS calendar_id
        FROM appointments a WHERE a.id = ANY($1) AND a.starts_at IS NULL ORDER BY a.id FOR NO KEY UPDATE
    ), read AS MATERIALIZED (
        SELECT id, business_id, live, calendar_id,
               luach_instant(start_time, zone) AS starts_at, luach_instant(end_time, zone) AS ends_at
        FROM picked
    ), timed AS MATERIALIZED (
        SELECT r.*, CASE WHEN live AND calendar_id IS NOT NULL AND ends_at > starts_at
                              AND isfinite(starts_at) AND isfinite(ends_at)
                         THEN nextval('busy_intervals_id_seq') END AS interval_id
        FROM read r ORDER BY id
    ), taken AS (
        INSERT INTO busy_intervals (id, business_id, calendar_id, footprint, kind)
        SELECT interval_id, business_id, calendar_id, tstzrange(starts_at, ends_at), 'appointment'
        FROM timed WHERE interval_id IS NOT NULL ORDER BY id
        ON CONFLICT DO NOTHING RETURNING id
    ), beside AS (
        INSERT INTO busy_intervals (id, business_id, calendar_id, footprint, kind, exclusive)
        SELECT interval_id, business_id, calendar_id, tstzrange(starts_at, ends_at), 'appointment', FALSE
        FROM timed WHERE interval_id IS NOT NULL AND interval_id NOT IN (SELECT id FROM taken)
    )
    UPDATE appointments a
    SET calendar_id = t.calendar_id, starts_at = t.starts_at, ends_at = t.ends_at,
        busy_interval_id = t.interval_id
    FROM timed t WHERE a.id = t.id"""  # noqa: S608
