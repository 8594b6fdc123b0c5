"""Migration 131: an appointment claims the time of several calendars, all of it or nothing."""

from app.migrations import m116_sql
from app.migrations.parts.changes import MoreWords
from app.migrations.parts.constraints import Constraint
from app.migrations.parts.functions import Function, NewBody
from app.migrations.parts.steps import Step
from app.migrations.parts.tables import Column, ConcurrentIndex, Index

# A statement that claims several intervals with ON CONFLICT DO NOTHING calls it with the number that it got
# and the number that it wants. The error takes back the whole statement.
_WHOLE_FUNCTION = Function(
    "luach_whole",
    arguments="bigint, integer",
    returns="boolean",
    attributes="STABLE",
    body="""
BEGIN
    IF $1 <> $2 THEN
        RAISE EXCEPTION 'claimed % of % intervals', $1, $2 USING ERRCODE = 'LU001';
    END IF;
    RETURN TRUE;
END
""",
)

STEPS = (
    Step(
        "131_appointment_written",
        "Further claims of an appointment follow it when old code moves it",
        (NewBody(m116_sql.WRITE_FUNCTION),),
        after=("116_appointment_triggers", "128_appointment_written"),
        needs=("appointments", "business_settings"),
    ),
    Step(
        "131_claims",
        "An appointment's further calendars are claimed and freed together with its first",
        (
            Column("busy_intervals", "claim_id", "bigint"),
            ConcurrentIndex(
                Index(
                    "idx_busy_intervals_claim",
                    "busy_intervals",
                    ("claim_id",),
                    where="claim_id IS NOT NULL",
                )
            ),
            # Only now: without the index, each deleted interval would scan the table for dependent ones.
            Constraint(
                "busy_intervals",
                "busy_intervals_claim_id_fkey",
                "FOREIGN KEY (claim_id) REFERENCES busy_intervals(id) ON DELETE CASCADE",
            ),
            # Where calendar_id is the calendar whose time another one takes (`time_of`): that other one.
            Column("busy_intervals", "for_calendar_id", "integer"),
            ConcurrentIndex(
                Index(
                    "idx_busy_intervals_for_calendar",
                    "busy_intervals",
                    ("for_calendar_id",),
                    where="for_calendar_id IS NOT NULL",
                )
            ),
            Constraint(
                "busy_intervals",
                "busy_intervals_for_calendar_id_fkey",
                "FOREIGN KEY (for_calendar_id) REFERENCES business_calendars(id) ON DELETE CASCADE",
            ),
            _WHOLE_FUNCTION,
        ),
        after=("116_busy_intervals_table",),
    ),
    Step(
        "131_session_kind",
        "Sessions of a class take time",
        (MoreWords("busy_intervals", "kind", "busy_intervals_kind_check", ("session",)),),
        after=("116_busy_intervals_table",),
    ),
)
