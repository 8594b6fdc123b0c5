"""Migration 136: a hold knows the services that it is for."""

from app.migrations.parts.steps import Step
from app.migrations.parts.tables import Column

STEPS = (
    Step(
        "136_held_visits",
        "A hold knows its services until it is booked",
        (
            # Of the interval that leads a hold: the services with their times and prices, as
            # `appointment_details` will have them.
            Column("busy_intervals", "visit", "jsonb"),
        ),
        after=("131_claims",),
    ),
)
