"""Migration 129: whether an opening of the evening before goes on into a closed date."""

from app.migrations.parts.steps import Step
from app.migrations.parts.tables import Column

STEPS = (
    Step(
        "129_closed_dates_columns",
        "The setting for an opening that runs into a closed date",
        (Column("business_booking_settings", "closed_dates_keep_evening", "boolean"),),
        after=("118_business_booking_settings_table",),
        needs=("business_booking_settings",),
    ),
)
