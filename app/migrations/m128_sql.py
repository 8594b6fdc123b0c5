"""The SQL of migration 128: wall-clock times are read with the periods in zone_offsets."""

from dataclasses import replace

from app.migrations.parts.functions import Function

DEFAULT_ZONE = "Asia/Jerusalem"

# RFC 5545, 3.3.5, by the list that it is given: `first_from` reads a wall time that occurs twice as the first
# of the two, `later_from` as the second. Inlined into the statement that calls it.
READ_FUNCTION = Function(
    "luach_read",
    arguments="timestamp without time zone, timestamp without time zone[], integer[]",
    returns="timestamp with time zone",
    language="sql",
    attributes="IMMUTABLE PARALLEL SAFE",
    body="""
    SELECT ($1 - $3[width_bucket($1, $2)] * interval '1 second') AT TIME ZONE 'UTC'
""",
)

# For a host that already stores instants.
READ_AS_IS_FUNCTION = replace(
    READ_FUNCTION,
    arguments="timestamp with time zone, timestamp without time zone[], integer[]",
    body="""
    SELECT $1
""",
)

# The three functions below serve processes of the release before this one.
ZONE_FUNCTION = Function(
    "luach_zone",
    arguments="text",
    returns="text",
    attributes="",
    body=f"""
BEGIN
    RETURN coalesce((SELECT o.zone FROM zone_offsets o WHERE o.zone = $1), '{DEFAULT_ZONE}');
END
""",  # noqa: S608
)

INSTANT_FUNCTION = Function(
    "luach_instant",
    arguments="timestamp without time zone, text",
    returns="timestamp with time zone",
    attributes="",
    body="""
BEGIN
    RETURN (SELECT luach_read($1, o.first_from, o.utc_offsets) FROM zone_offsets o WHERE o.zone = $2);
END
""",
)

LATER_INSTANT_FUNCTION = Function(
    "luach_later_instant",
    arguments="timestamp without time zone, text",
    returns="timestamp with time zone",
    attributes="",
    body="""
BEGIN
    RETURN (SELECT greatest(luach_read($1, o.first_from, o.utc_offsets),
                            luach_read($1, o.later_from, o.utc_offsets))
            FROM zone_offsets o WHERE o.zone = $2);
END
""",
)

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


def first_reading(wall: str, schema: str = "") -> str:
    """The instant of the wall time `wall` in the zone whose periods are the row `z`."""
    return f"{schema}luach_read({wall}, z.first_from, z.utc_offsets)"


def later_reading(wall: str, schema: str = "") -> str:
    """The second of two instants where the wall time occurs twice; elsewhere the same as `first_reading`.

    In a gap the later list gives the earlier instant, which no clock shows.
    """
    first = first_reading(wall, schema)
    return f"greatest({first}, {schema}luach_read({wall}, z.later_from, z.utc_offsets))"


def zone_of(business: str, schema: str = "") -> str:
    """The name of a business's zone: its setting if the table knows it, otherwise the default zone."""
    return f"""coalesce((SELECT known.zone FROM {schema}business_settings s
                      JOIN {schema}zone_offsets known ON known.zone = s.timezone::text
                      WHERE s.{{settings_key}} = {business} LIMIT 1), '{DEFAULT_ZONE}')"""  # noqa: S608


_STARTS_FIT = f"t.starts_at IN ({first_reading('t.start_time')}, {later_reading('t.start_time')})"

_ENDS_FIT = f"t.ends_at IN ({first_reading('t.end_time')}, {later_reading('t.end_time')})"

# Whether a booking of Luach may be written: its wall-clock times, its instants, the business. The distance of
# the two must be an offset of the zone at that time; a change of the business's zone moves instants by a
# microsecond for a moment. It keeps its search_path, so that its plan is made once per session.
FITS_FUNCTION = Function(
    "luach_booking_fits",
    arguments="timestamp without time zone, timestamp without time zone,"
    " timestamp with time zone, timestamp with time zone, integer",
    returns="boolean",
    attributes="STABLE SET search_path FROM CURRENT",
    body=f"""
BEGIN
    RETURN (
        SELECT round(extract(epoch FROM $1 - ($3 AT TIME ZONE 'UTC'))) IN (
                   z.utc_offsets[width_bucket($1, z.first_from)],
                   z.utc_offsets[width_bucket($1, z.later_from)])
               AND round(extract(epoch FROM $2 - ($4 AT TIME ZONE 'UTC'))) IN (
                   z.utc_offsets[width_bucket($2, z.first_from)],
                   z.utc_offsets[width_bucket($2, z.later_from)])
        FROM zone_offsets z WHERE z.zone = {zone_of("$5")}
    ) AND NOT EXISTS (SELECT FROM zone_rereads r WHERE r.business_id = $5 AND r.refuse_bookings);
END
""",  # noqa: S608
)

# What was read in the default zone, because nobody knew the stored one, is to be read in the zone that
# replaces it. Until then nothing is booked there.
MENDED_FUNCTION = Function(
    "luach_zone_mended",
    arguments="",
    returns="trigger",
    attributes="SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '500ms'",
    body="""
BEGIN
    IF OLD.timezone::text IS DISTINCT FROM NEW.timezone::text AND OLD.timezone::text <> '' THEN
        EXECUTE format('INSERT INTO %1$I.zone_rereads (business_id, refuse_bookings)
                        SELECT $1, TRUE
                        WHERE EXISTS (SELECT FROM %1$I.zone_offsets z WHERE z.zone = $3)
                          AND NOT EXISTS (SELECT FROM %1$I.zone_offsets z WHERE z.zone = $2)
                        ON CONFLICT (business_id) DO UPDATE
                        SET refuse_bookings = TRUE, due = TRUE, passes = 0, since = excluded.since',
                       TG_TABLE_SCHEMA)
        USING NEW.{settings_key}, OLD.timezone::text, NEW.timezone::text;
    END IF;
    RETURN NULL;
EXCEPTION WHEN OTHERS THEN
    RAISE WARNING 'appointments are not read again in their new zone: %', SQLERRM;
    RETURN NULL;
END
""",
)

# Appointments of the last month and coming ones; $1 are ids of businesses. A business in one transaction, so
# that an interval does not meet its neighbour where that was before. An instant that is still a reading of
# its wall time stays. An interval keeps its buffers and its seat, and its id, unless further claims hang on
# it: the foreign key would delete them with it. They move as its start does. The ORDER BY deletes all before
# it inserts the first.
READ_AGAIN = f"""
    WITH again AS MATERIALIZED (
        SELECT t.id, t.busy_interval_id, t.starts_at AS was_start, t.ends_at AS was_end,
               CASE WHEN isfinite(t.start_time) AND isfinite(t.end_time)
                    THEN t.end_time - t.start_time END AS wall_length,
               CASE WHEN {_STARTS_FIT} THEN t.starts_at ELSE {first_reading("t.start_time")} END AS starts_at,
               CASE WHEN {_ENDS_FIT} THEN t.ends_at ELSE {first_reading("t.end_time")} END AS ends_at
        FROM zone_rereads r JOIN zone_offsets z ON z.zone = {zone_of("r.business_id")}
        JOIN appointments t ON t.business_id = r.business_id
        WHERE r.business_id = ANY($1) AND t.starts_at > now() - interval '31 days'
          AND NOT ({_STARTS_FIT} AND {_ENDS_FIT})
        ORDER BY t.id FOR NO KEY UPDATE OF t
    ), read AS MATERIALIZED (
        SELECT id, busy_interval_id, was_start, was_end, starts_at,
               CASE WHEN ends_at <= starts_at AND wall_length > interval '0' THEN starts_at + wall_length
                    ELSE ends_at END AS ends_at
        FROM again
    ), freed AS (
        DELETE FROM busy_intervals b USING read r WHERE b.id = r.busy_interval_id
        RETURNING b.id, b.business_id, b.calendar_id, b.for_calendar_id, b.kind, b.exclusive, b.seat, b.note,
                  b.created_at, r.starts_at, r.ends_at,
                  greatest(r.was_start - lower(b.footprint), interval '0') AS before,
                  greatest(upper(b.footprint) - r.was_end, interval '0') AS after,
                  make_interval(secs => extract(epoch FROM r.starts_at - r.was_start)) AS shift
    ), freed_claims AS (
        DELETE FROM busy_intervals b USING read r WHERE b.claim_id = r.busy_interval_id
        RETURNING b.id, b.claim_id, b.business_id, b.calendar_id, b.for_calendar_id, b.footprint, b.kind,
                  b.exclusive, b.seat, b.note, b.created_at, b.starts_at, b.ends_at
    ), leads AS MATERIALIZED (
        SELECT f.*, CASE WHEN EXISTS (SELECT FROM freed_claims c WHERE c.claim_id = f.id)
                         THEN nextval('busy_intervals_id_seq') ELSE f.id END AS new_id
        FROM freed f WHERE f.ends_at > f.starts_at ORDER BY f.id
    ), moved AS MATERIALIZED (
        SELECT new_id AS id, NULL::bigint AS claim_id, business_id, calendar_id, for_calendar_id,
               tstzrange(starts_at - before, ends_at + after) AS footprint, kind, exclusive, seat, note,
               created_at, starts_at, ends_at
        FROM leads
        UNION ALL
        SELECT c.id, l.new_id, c.business_id, c.calendar_id, c.for_calendar_id,
               tstzrange(lower(c.footprint) + l.shift, upper(c.footprint) + l.shift), c.kind, c.exclusive,
               c.seat, c.note, c.created_at, c.starts_at + l.shift, c.ends_at + l.shift
        FROM freed_claims c JOIN leads l ON l.id = c.claim_id
        ORDER BY id
    ), taken AS (
        INSERT INTO busy_intervals (id, claim_id, business_id, calendar_id, for_calendar_id, footprint, kind,
                                    exclusive, seat, note, created_at, starts_at, ends_at)
        SELECT id, claim_id, business_id, calendar_id, for_calendar_id, footprint, kind, exclusive, seat,
               note, created_at, starts_at, ends_at
        FROM moved ON CONFLICT DO NOTHING RETURNING id
    ), beside AS (
        INSERT INTO busy_intervals (id, claim_id, business_id, calendar_id, for_calendar_id, footprint, kind,
                                    exclusive, seat, note, created_at, starts_at, ends_at)
        SELECT id, claim_id, business_id, calendar_id, for_calendar_id, footprint, kind, FALSE, seat,
               note, created_at, starts_at, ends_at
        FROM moved WHERE id NOT IN (SELECT id FROM taken)
    )
    UPDATE appointments t
    SET starts_at = r.starts_at, ends_at = r.ends_at,
        busy_interval_id = (SELECT l.new_id FROM leads l WHERE l.id = t.busy_interval_id)
    FROM read r WHERE t.id = r.id"""  # noqa: S608

# The second pass finds what a transaction wrote that began before the periods changed.
READ_ONCE = """
    UPDATE zone_rereads SET due = FALSE, refuse_bookings = FALSE, passes = passes + 1
    WHERE business_id = ANY($1)"""
