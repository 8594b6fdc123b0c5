"""Migration 126: coming appointments are filled before the service is ready, both ends of an appointment are
read in one zone, and a new business's calendar gets its slot size.

Migration 116 fills all rows in the order of their ids, behind a ready service. Until its turn, a coming
appointment takes no time, so its time could be given to somebody else.
"""

from app.migrations import m116_fill, m116_sql, m128_sql
from app.migrations.parts.batches import Batches
from app.migrations.parts.functions import Function, NewBody, Trigger
from app.migrations.parts.steps import Step
from app.migrations.parts.tables import ConcurrentIndex, Index

# The host's end_time is a wall-clock time: two days cover every zone. NULL counts as coming.
_COMING = "coalesce(t.end_time > now() - interval '2 days', TRUE)"

_FILL_COMING = Batches(
    "appointments",
    pending=f"t.starts_at IS NULL AND t.start_time IS NOT NULL AND {_COMING}",
    statements=(m116_fill.FILL_INSTANTS,),
    analyze_before=("appointments (calendar_id, starts_at)", "business_calendars"),
    always_selective=True,
)

# Only a default calendar that nobody has changed follows the settings. The host may alter its columns.
_SLOT_SIZE_FUNCTION = Function(
    "luach_slot_size",
    arguments="",
    returns="trigger",
    attributes=m116_sql.TRIGGER_ATTRIBUTES,
    body="""
DECLARE
    changed jsonb;
BEGIN
    -- Inside the block: a failure in DECLARE is not caught, and the host may store JSON that jsonb refuses.
    changed := to_jsonb(NEW);
    IF (changed ->> 'slot_size_min')::integer > 0
       AND (TG_OP = 'INSERT' OR changed -> 'slot_size_min' IS DISTINCT FROM to_jsonb(OLD) -> 'slot_size_min')
    THEN
        EXECUTE format('UPDATE %I.business_calendars SET default_duration_minutes = $1
                        WHERE business_id = $2 AND type_key = ''default'' AND updated_at = created_at
                          AND default_duration_minutes IS DISTINCT FROM $1', TG_TABLE_SCHEMA)
        USING (changed ->> 'slot_size_min')::integer, (changed ->> '{settings_key}')::integer;
    END IF;
    RETURN NULL;
EXCEPTION WHEN OTHERS THEN
    RAISE WARNING 'a default calendar has no slot size yet: %', SQLERRM;
    RETURN NULL;
END
""",
)

STEPS = (
    Step(
        "126_appointment_written",
        "Both ends of an appointment are read in one zone, and every appointment is linked to a calendar",
        (
            NewBody(m128_sql.ZONE_FUNCTION),
            NewBody(m128_sql.LATER_INSTANT_FUNCTION),
            NewBody(m128_sql.LATER_INSTANT_AS_IS_FUNCTION),
            NewBody(m116_sql.WRITE_FUNCTION),
        ),
        after=("116_appointment_triggers", "124_appointment_written"),
        needs=("appointments", "business_settings"),
    ),
    Step(
        "126_slot_size",
        "A new business's default calendar gets its slot size when the settings arrive",
        (
            _SLOT_SIZE_FUNCTION,
            Trigger("luach_slot_size", "business_settings", "AFTER INSERT OR UPDATE", "luach_slot_size"),
        ),
        after=("001_business_settings_table", "115_business_calendars_table"),
        needs=("business_settings",),
    ),
    Step(
        "126_fill_coming",
        "Instants and busy intervals of appointments that are not over",
        (_FILL_COMING,),
        after=("116_appointment_triggers", "115_default_calendars", "128_zone_offsets"),
    ),
    Step(
        "126_unfilled_index",
        "An index of the rows that a trigger could not complete, so that a sweep finds them at once",
        (
            ConcurrentIndex(
                Index("idx_appointments_unfilled", "appointments", ("id",), where="starts_at IS NULL")
            ),
        ),
        # Built when the rows are filled: until then it would hold most of them.
        after=("116_fill_instants",),
        needs=("appointments",),
        gate=False,
    ),
)
