"""The SQL of migration 116: instants from wall-clock times, and the triggers that serve host code."""

from app.migrations.m128_sql import first_reading, later_reading, zone_of
from app.migrations.parts.functions import Function
from app.migrations.parts.host import CALENDAR_ORDER

# Runs with its owner's rights, because the host's role may have none on our tables. Finds its schema by the
# trigger's table. Waits less than deadlock_timeout, so that this statement gives way and not the host's.
TRIGGER_ATTRIBUTES = "SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '500ms'"

# The claims $3 of an appointment that ended at $4, under its new interval $1. A claim that reached to the end
# of the appointment follows the end ($6), any other follows the start ($5). One whose time is taken, and each
# where $7 is false, blocks beside what is there.
_CARRY_CLAIMS = """$sql$
                    WITH wanted AS MATERIALIZED (
                        SELECT nextval('%1$I.busy_intervals_id_seq') AS id, o.calendar_id, o.for_calendar_id,
                               o.seat, tstzrange(o.since + $5, o.until + e.shift) AS footprint,
                               o.starts_at + $5 AS starts_at, o.ends_at + e.shift AS ends_at
                        FROM jsonb_to_recordset($3) AS o(
                            calendar_id integer, for_calendar_id integer, seat smallint, since timestamptz,
                            until timestamptz, starts_at timestamptz, ends_at timestamptz)
                        CROSS JOIN LATERAL (
                            SELECT CASE WHEN o.until >= $4 AND o.until + $6 > o.since + $5 THEN $6
                                        ELSE $5 END AS shift) e
                        ORDER BY o.calendar_id, o.seat, o.since
                    ), claimed AS (
                        INSERT INTO %1$I.busy_intervals (id, claim_id, business_id, calendar_id,
                            for_calendar_id, footprint, kind, seat, starts_at, ends_at)
                        SELECT id, $1, $2, calendar_id, for_calendar_id, footprint, 'appointment', seat,
                               starts_at, ends_at
                        FROM wanted WHERE $7 ON CONFLICT DO NOTHING RETURNING id
                    )
                    INSERT INTO %1$I.busy_intervals (id, claim_id, business_id, calendar_id,
                        for_calendar_id, footprint, kind, seat, starts_at, ends_at, exclusive)
                    SELECT id, $1, $2, calendar_id, for_calendar_id, footprint, 'appointment', seat,
                           starts_at, ends_at, FALSE
                    FROM wanted WHERE id NOT IN (SELECT id FROM claimed) $sql$"""

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
    taken_calendar integer;
    others jsonb;
    carry text;
    start_shift interval;
    end_shift interval;
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
            IF takes AND NEW.business_id = OLD.business_id THEN
                -- The claims on further calendars, which go with the first.
                EXECUTE format($sql$
                    SELECT jsonb_agg(jsonb_build_object(
                        'calendar_id', b.calendar_id, 'for_calendar_id', b.for_calendar_id, 'seat', b.seat,
                        'since', lower(b.footprint), 'until', upper(b.footprint),
                        'starts_at', b.starts_at, 'ends_at', b.ends_at))
                    FROM %I.busy_intervals b WHERE b.claim_id = $1 $sql$, TG_TABLE_SCHEMA)
                INTO others USING OLD.busy_interval_id;
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
        EXECUTE format('SELECT time_of FROM %I.calendar_settings WHERE calendar_id = $1', TG_TABLE_SCHEMA)
        INTO taken_calendar USING NEW.calendar_id;
        BEGIN
            EXECUTE format('INSERT INTO %I.busy_intervals (business_id, calendar_id, for_calendar_id,
                                footprint, kind, seat, starts_at, ends_at)
                            VALUES ($1, coalesce($8, $2), CASE WHEN $8 IS NOT NULL THEN $2 END,
                                tstzrange($3 - $6, $4 + $7), ''appointment'', $5, $3, $4)
                            ON CONFLICT DO NOTHING RETURNING id', TG_TABLE_SCHEMA)
            INTO NEW.busy_interval_id
            USING NEW.business_id, NEW.calendar_id, NEW.starts_at, NEW.ends_at, place, before, after,
                  taken_calendar;
        EXCEPTION WHEN OTHERS THEN
            NEW.busy_interval_id := NULL;
        END;
        IF NEW.busy_interval_id IS NULL THEN
            -- Taken, or in doubt: it blocks all the same, beside what was there.
            EXECUTE format('INSERT INTO %I.busy_intervals (business_id, calendar_id, for_calendar_id,
                                footprint, kind, seat, starts_at, ends_at, exclusive)
                            VALUES ($1, coalesce($8, $2), CASE WHEN $8 IS NOT NULL THEN $2 END,
                                tstzrange($3 - $6, $4 + $7), ''appointment'', $5, $3, $4, FALSE)
                            RETURNING id', TG_TABLE_SCHEMA)
            INTO NEW.busy_interval_id
            USING NEW.business_id, NEW.calendar_id, NEW.starts_at, NEW.ends_at, place, before, after,
                  taken_calendar;
        END IF;
        IF others IS NOT NULL THEN
            -- Seconds: days of an interval would be added on the wall clock of the session's zone.
            start_shift := make_interval(secs => extract(epoch FROM NEW.starts_at - OLD.starts_at));
            end_shift := make_interval(secs => extract(epoch FROM NEW.ends_at - OLD.ends_at));
            carry := format({_CARRY_CLAIMS}, TG_TABLE_SCHEMA);
            BEGIN
                EXECUTE carry USING NEW.busy_interval_id, NEW.business_id, others, OLD.ends_at, start_shift,
                                    end_shift, TRUE;
            EXCEPTION WHEN OTHERS THEN
                EXECUTE carry USING NEW.busy_interval_id, NEW.business_id, others, OLD.ends_at, start_shift,
                                    end_shift, FALSE;
            END;
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
