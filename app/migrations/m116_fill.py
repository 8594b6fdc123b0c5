"""The statement of migrations 116 and 126 that fills appointments: their instants and busy intervals."""

from app.migrations.m128_sql import first_reading, zone_of
from app.migrations.parts.host import CALENDAR_ORDER

# One statement per batch: lock the rows, delete what is left of the intervals of rows that the trigger could
# not complete, insert an exclusive interval where the time is free and a non-exclusive one elsewhere, and
# write each row once, its calendar included. The further claims, the buffers and the seat of a deleted
# interval go over to the new one. Scalar subqueries and arrays instead of joins keep the plan independent of
# statistics; an ORDER BY deletes all before the first is inserted.
FILL_INSTANTS = f"""
    WITH picked AS MATERIALIZED (
        SELECT a.id, a.business_id, a.start_time, a.end_time, a.busy_interval_id,
               coalesce(lower(a.status::text), '') NOT IN ('cancelled', 'canceled', 'no_show') AS live,
               coalesce(a.calendar_id, (
                   SELECT c.id FROM business_calendars c WHERE c.business_id = a.business_id
                   ORDER BY {CALENDAR_ORDER} LIMIT 1)) AS calendar_id
        FROM appointments a WHERE a.id = ANY($1) AND a.starts_at IS NULL ORDER BY a.id FOR NO KEY UPDATE
    ), left_claims AS (
        DELETE FROM busy_intervals WHERE claim_id = ANY(ARRAY(
            SELECT busy_interval_id FROM picked WHERE busy_interval_id IS NOT NULL))
        RETURNING claim_id, business_id, calendar_id, for_calendar_id, footprint, seat, starts_at, ends_at
    ), left_leads AS (
        DELETE FROM busy_intervals WHERE id = ANY(ARRAY(
            SELECT busy_interval_id FROM picked WHERE busy_interval_id IS NOT NULL))
        RETURNING id, footprint, seat, coalesce(starts_at, lower(footprint)) AS starts_at,
                  coalesce(ends_at, upper(footprint)) AS ends_at
    ), read AS MATERIALIZED (
        SELECT p.id, p.business_id, p.live, p.calendar_id, p.busy_interval_id,
               CASE WHEN isfinite(p.start_time) AND isfinite(p.end_time)
                    THEN p.end_time - p.start_time END AS wall_length,
               {first_reading("p.start_time")} AS starts_at, {first_reading("p.end_time")} AS read_end
        FROM picked p JOIN zone_offsets z ON z.zone = {zone_of("p.business_id")}
    ), whole AS MATERIALIZED (
        SELECT id, business_id, live, calendar_id, busy_interval_id, starts_at,
               CASE WHEN read_end <= starts_at AND wall_length > interval '0' THEN starts_at + wall_length
                    ELSE read_end END AS ends_at
        FROM read
    ), timed AS MATERIALIZED (
        SELECT r.*, CASE WHEN live AND calendar_id IS NOT NULL AND ends_at > starts_at
                              AND isfinite(starts_at) AND isfinite(ends_at)
                         THEN nextval('busy_intervals_id_seq') END AS interval_id,
               (SELECT k.time_of FROM calendar_settings k WHERE k.calendar_id = r.calendar_id) AS time_of
        FROM whole r ORDER BY id
    ), shifted AS MATERIALIZED (
        SELECT t.*, l.seat, l.starts_at AS was_start, l.ends_at AS was_end,
               greatest(l.starts_at - lower(l.footprint), interval '0') AS before,
               greatest(upper(l.footprint) - l.ends_at, interval '0') AS after,
               make_interval(secs => extract(epoch FROM t.starts_at - l.starts_at)) AS start_shift,
               make_interval(secs => extract(epoch FROM t.ends_at - l.ends_at)) AS end_shift
        FROM timed t LEFT JOIN left_leads l ON l.id = t.busy_interval_id WHERE t.interval_id IS NOT NULL
    ), claims AS MATERIALIZED (
        SELECT s.interval_id AS id, NULL::bigint AS claim_id, s.business_id,
               coalesce(s.time_of, s.calendar_id) AS calendar_id,
               CASE WHEN s.time_of IS NOT NULL THEN s.calendar_id END AS for_calendar_id,
               tstzrange(s.starts_at - coalesce(s.before, '0'), s.ends_at + coalesce(s.after, '0'))
                   AS footprint,
               coalesce(s.seat, 0::smallint) AS seat,
               CASE WHEN s.before > '0' OR s.after > '0' THEN s.starts_at END AS starts_at,
               CASE WHEN s.before > '0' OR s.after > '0' THEN s.ends_at END AS ends_at, s.id AS turn
        FROM shifted s
        UNION ALL
        SELECT nextval('busy_intervals_id_seq'), s.interval_id, c.business_id, c.calendar_id,
               c.for_calendar_id, tstzrange(lower(c.footprint) + s.start_shift,
                                            upper(c.footprint) + e.shift), c.seat,
               c.starts_at + s.start_shift, c.ends_at + e.shift, s.id
        FROM shifted s
        JOIN left_claims c ON c.claim_id = s.busy_interval_id AND c.business_id = s.business_id
        CROSS JOIN LATERAL (
            SELECT CASE WHEN upper(c.footprint) >= s.was_end
                             AND upper(c.footprint) + s.end_shift > lower(c.footprint) + s.start_shift
                        THEN s.end_shift ELSE s.start_shift END AS shift) e
        ORDER BY turn, claim_id NULLS FIRST
    ), taken AS (
        INSERT INTO busy_intervals (id, claim_id, business_id, calendar_id, for_calendar_id, footprint, kind,
                                    seat, starts_at, ends_at)
        SELECT id, claim_id, business_id, calendar_id, for_calendar_id, footprint, 'appointment', seat,
               starts_at, ends_at
        FROM claims ON CONFLICT DO NOTHING RETURNING id
    ), beside AS (
        INSERT INTO busy_intervals (id, claim_id, business_id, calendar_id, for_calendar_id, footprint, kind,
                                    seat, starts_at, ends_at, exclusive)
        SELECT id, claim_id, business_id, calendar_id, for_calendar_id, footprint, 'appointment', seat,
               starts_at, ends_at, FALSE
        FROM claims WHERE id NOT IN (SELECT id FROM taken)
    )
    UPDATE appointments a
    SET calendar_id = t.calendar_id, starts_at = t.starts_at, ends_at = t.ends_at,
        busy_interval_id = t.interval_id
    FROM timed t WHERE a.id = t.id"""  # noqa: S608
