"""Migration 124: old code may change any of its own columns, in whatever session."""

from app.migrations import m116_sql
from app.migrations.parts.functions import NewBody
from app.migrations.parts.steps import Step

STEPS = (
    Step(
        "124_appointment_written",
        "The trigger for old code reads the host's columns where nothing of theirs can fail it",
        (NewBody(m116_sql.WRITTEN),),
        after=("116_appointment_triggers",),
        needs=("appointments", "business_settings"),
    ),
)
