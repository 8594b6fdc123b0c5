"""Migration 126: coming appointments are filled before the service is ready.

Migration 116 fills all rows in the order of their ids, behind a ready service. Until its turn, a coming
appointment takes no time, so its time could be given to somebody else.
"""

from app.migrations import m116_sql
from app.migrations.parts.batches import Batches
from app.migrations.parts.steps import Step

# The host's end_time is a wall-clock time: two days cover every zone. NULL counts as coming.
_COMING = "coalesce(t.end_time > now() - interval '2 days', TRUE)"

_FILL_COMING = Batches(
    "appointments",
    pending=f"t.starts_at IS NULL AND t.start_time IS NOT NULL AND {_COMING}",
    statements=(m116_sql.RELEASE_INTERVALS, m116_sql.FILL_INSTANTS),
    analyze_before=("appointments (calendar_id, starts_at)", "business_calendars"),
    always_selective=True,
)

STEPS = (
    Step(
        "126_fill_coming",
        "Instants and busy intervals of appointments that are not over",
        (_FILL_COMING,),
        after=("116_appointment_triggers", "115_default_calendars"),
    ),
)
