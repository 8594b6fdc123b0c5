"""Changes of appointments."""

from typing import Literal

from pydantic import Field

from app.schemas.common import BigId, Input, LongText, Metadata, Name, example, optional
from app.schemas.scheduling import Email, Phone

AppointmentStatus = Literal["scheduled", "confirmed", "completed", "no_show", "cancelled"]


class AppointmentChange(Input):
    """Changes of an appointment; a field left out stays as it is. A new time is for `/reschedule`.

    Another name or number means another customer, unless `customer_id` says whom; `customer_id` alone fills
    in the customer's name, number and e-mail address.
    """

    model_config = example(status="confirmed", notes="קומה 3, בלי מעלית")

    title: Name = optional()
    customer_id: BigId | None = optional()
    customer_name: Name | None = optional()
    customer_phone: Phone | None = optional()
    customer_email: Email | None = optional()
    notes: LongText | None = optional()
    metadata: Metadata = optional()
    status: AppointmentStatus | None = Field(
        None,
        description=(
            "scheduled and confirmed become each other, and completed, no_show or cancelled; completed and "
            "no_show become each other. Agents confirm and cancel."
        ),
    )
    cancel_reason: LongText | None = Field(None, description="With `status` cancelled.")
