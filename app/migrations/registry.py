"""All migration steps, in the order of their numbers."""

from app.migrations import (
    m001_core,
    m115_calendars,
    m116_scheduling,
    m117_access,
    m118_booking,
    m119_settings_key,
    m120_tools,
    m121_inquiries,
    m122_examples,
    m123_followup,
    m124_old_code,
    m125_customers,
    m126_safety,
    m127_conversations,
    m128_zones,
    m129_closed_dates,
)

STEPS = (
    *m001_core.STEPS,
    *m115_calendars.STEPS,
    *m116_scheduling.STEPS,
    *m117_access.STEPS,
    *m118_booking.STEPS,
    *m119_settings_key.STEPS,
    *m120_tools.STEPS,
    *m121_inquiries.STEPS,
    *m122_examples.STEPS,
    *m123_followup.STEPS,
    *m124_old_code.STEPS,
    *m125_customers.STEPS,
    *m126_safety.STEPS,
    *m127_conversations.STEPS,
    *m128_zones.STEPS,
    *m129_closed_dates.STEPS,
)
