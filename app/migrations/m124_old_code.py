"""Migration 124: host code may alter its columns while its sessions go on."""

from app.migrations import m116_sql
from app.migrations.parts.functions import NewBody
from app.migrations.parts.steps import Step

STEPS = (
    Step(
        "124_appointment_written",
        "The trigger for old code reads the host's columns where nothing of theirs can fail it",
        (NewBody(m116_sql.WRITE_FUNCTION),),
        after=("116_appointment_triggers",),
        needs=("appointments", "business_settings"),
    ),
)
