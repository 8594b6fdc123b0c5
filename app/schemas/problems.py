"""The error body of every route: RFC 9457 `application/problem+json`."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from app.schemas.scheduling import SeriesFailure, SlotOut
from app.schemas.visits import MissingNeed

MAX_POINTER_LENGTH = 300


def _shorten(pointer: str) -> str:
    """A client chooses the names of unknown fields, and they may be as long as its body."""
    return pointer if len(pointer) <= MAX_POINTER_LENGTH else pointer[: MAX_POINTER_LENGTH - 1] + "…"


class FieldProblem(BaseModel):
    """One broken rule; `pointer` is a JSON pointer into the body, or names the parameter."""

    pointer: Annotated[str, AfterValidator(_shorten)] = Field(examples=["/starts_at"])
    code: str = Field(examples=["zone_needed"])
    message: str


class Problem(BaseModel):
    type: str = Field(examples=["/problems/slot_taken"])
    title: str
    status: int = Field(examples=[409])
    detail: str
    code: str = Field(description="Stable; decide by it.", examples=["slot_taken"])
    request_id: str
    errors: list[FieldProblem] | None = None
    alternatives: list[SlotOut] | None = Field(
        None, description="Free slots near a refused start, or near a hold that ran out."
    )
    missing_need: MissingNeed | None = Field(
        None, description="The need of the services that nobody can fill then."
    )
    appointment_id: int | None = Field(None, description="What a hold that was taken up became.")
    customer_id: int | None = Field(
        None, description="The customer that replaced a merged one, or that has the number and name already."
    )
    failures: list[SeriesFailure] | None = Field(None, description="Instances that cannot be booked.")
