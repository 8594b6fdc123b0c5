"""The SQL of migration 116: instants from wall-clock times, and the triggers that serve host code."""

from app.migrations.m128_sql import first_reading, later_reading, zone_of
from app.migrations.parts.functions import Function
from app.migrations.parts.host import CALENDAR_ORDER

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
    ours boolean;
    timed boolean;
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
        ours := NEW.starts_at IS NOT NULL;
        timed := ours;
    ELSE
        timed := NEW.starts_at IS DISTINCT FROM OLD.starts_at OR NEW.ends_at IS DISTINCT FROM OLD.ends_at;
        ours := timed OR NEW.busy_interval_id IS DISTINCT FROM OLD.busy_interval_id;
    END IF;
    IF ours THEN
        -- The table says nothing of times after its horizon. A host may store instants, which are not read.
        IF timed AND current_setting('application_name') = 'luach'
           AND pg_typeof(NEW.start_time) = 'timestamp'::regtype AND NEW.start_time < '2100-01-01' THEN
            EXECUTE format('SELECT %I.luach_booking_fits($1, $2, $3, $4, $5)', TG_TABLE_SCHEMA)
            INTO takes USING NEW.start_time, NEW.end_time, NEW.starts_at, NEW.ends_at, NEW.business_id;
            IF NOT coalesce(takes, FALSE) THEN
                RAISE EXCEPTION 'the wall-clock times of this booking were read with other time zone data'
                    USING ERRCODE = 'configuration_limit_exceeded', CONSTRAINT = 'luach_one_reading';
            END IF;
        END IF;
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
                SELECT {first_reading("$1", "%1$I.")} AS starts, {first_reading("$2", "%1$I.")} AS ends,
                       {later_reading("$1", "%1$I.")} AS later_starts,
                       {later_reading("$2", "%1$I.")} AS later_ends,
                       (SELECT c.id FROM %1$I.business_calendars c WHERE c.business_id = $3
                        ORDER BY {CALENDAR_ORDER} LIMIT 1 FOR KEY SHARE) AS calendar
                FROM %1$I.zone_offsets z WHERE z.zone = {zone_of("$3", "%1$I.")}
                $sql$, TG_TABLE_SCHEMA)
            INTO STRICT found USING NEW.start_time, NEW.end_time, NEW.business_id;
            -- Both ends are read in one zone: an end that stays must still be a reading of its wall time.
            IF restart OR reend AND OLD.starts_at NOT IN (found.starts, found.later_starts) THEN
                NEW.starts_at := found.starts;
            END IF;
            IF reend OR restart AND OLD.ends_at NOT IN (found.ends, found.later_ends) THEN
                NEW.ends_at := found.ends;
            END IF;
            IF (restart OR reend) AND NEW.ends_at <= NEW.starts_at AND NEW.end_time > NEW.start_time THEN
                -- It begins in a gap or in the second hour of a fold, and lasts as its wall times say.
                NEW.ends_at := NEW.starts_at + (NEW.end_time - NEW.start_time);
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
               coalesce(a.calendar_id, (
                   SELECT c.id FROM business_calendars c WHERE c.business_id = a.business_id
                   ORDER BY {CALENDAR_ORDER} LIMIT 1)) AS calendar_id
        FROM appointments a WHERE a.id = ANY($1) AND a.starts_at IS NULL ORDER BY a.id FOR NO KEY UPDATE
    ), read AS MATERIALIZED (
        SELECT p.id, p.business_id, p.live, p.calendar_id,
               CASE WHEN isfinite(p.start_time) AND isfinite(p.end_time)
                    THEN p.end_time - p.start_time END AS wall_length,
               {first_reading("p.start_time")} AS starts_at, {first_reading("p.end_time")} AS read_end
        FROM picked p JOIN zone_offsets z ON z.zone = {zone_of("p.business_id")}
    ), whole AS MATERIALIZED (
        SELECT id, business_id, live, calendar_id, starts_at,
               CASE WHEN read_end <= starts_at AND wall_length > interval '0' THEN starts_at + wall_length
                    ELSE read_end END AS ends_at
        FROM read
    ), timed AS MATERIALIZED (
        SELECT r.*, CASE WHEN live AND calendar_id IS NOT NULL AND ends_at > starts_at
                              AND isfinite(starts_at) AND isfinite(ends_at)
                         THEN nextval('busy_intervals_id_seq') END AS interval_id
        FROM whole r ORDER BY id
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
