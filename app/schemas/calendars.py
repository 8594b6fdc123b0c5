"""Calendars and routing rules."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from app.core.routing.model import QUESTION_MAX_LENGTH
from app.core.routing.reviewing.lint import WarningCode
from app.core.scheduling.policy import MAX_BUFFER_MIN, MAX_DURATION_MIN
from app.schemas.common import (
    Id,
    Input,
    Int32,
    Name,
    OneLine,
    Output,
    ShortText,
    Storable,
    StoredAsUtc,
    Tag,
    Versioned,
    etag_of,
    example,
    optional,
)

Provider = Literal["internal", "google", "outlook", "caldav"]

ChannelScope = Literal["all", "calls", "whatsapp", "web", "api", "sms", "email"]

Duration = Annotated[int, Field(gt=0, le=MAX_DURATION_MIN, description="Minutes.", examples=[60])]

Buffer = Annotated[int, Field(ge=0, le=MAX_BUFFER_MIN, description="Minutes.", examples=[10])]

TypeKey = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64), Storable, OneLine
]

Question = Annotated[str, StringConstraints(strip_whitespace=True, max_length=QUESTION_MAX_LENGTH), Storable]


def _distinct(values: list[str]) -> list[str]:
    return list(dict.fromkeys(values))


Tags = Annotated[list[Tag], Field(max_length=100), AfterValidator(_distinct)]

Keywords = Annotated[list[Tag], Field(max_length=300), AfterValidator(_distinct)]


class CalendarIn(Input):
    """A new calendar. Only `name` is needed."""

    model_config = example(
        name="הובלות", type_key="moves", priority=1, default_duration_minutes=180, buffer_after_minutes=30
    )

    name: Name = Field(examples=["הובלות"])
    type_key: TypeKey | None = Field(None, examples=["moves"])
    provider: Provider = "internal"
    calendar_external_id: ShortText | None = None
    is_active: bool = True
    priority: Int32 = 0
    default_duration_minutes: Duration = 60
    buffer_before_minutes: Buffer | None = Field(0, description="Null: as the business does.")
    buffer_after_minutes: Buffer | None = Field(0, description="Null: as the business does.")
    allowed_tags: Tags = Field(default_factory=list, examples=[["הובלה"]])


class CalendarChange(Input):
    """Changes of a calendar; a field left out stays as it is."""

    model_config = example(default_duration_minutes=120)

    name: Name = optional()
    type_key: TypeKey | None = optional()
    provider: Provider = optional()
    calendar_external_id: ShortText | None = optional()
    is_active: bool = optional()
    priority: Int32 = optional()
    default_duration_minutes: Duration = optional()
    buffer_before_minutes: Buffer | None = optional()
    buffer_after_minutes: Buffer | None = optional()
    allowed_tags: Tags = optional()


class CalendarOut(Versioned):
    """A calendar of the business."""

    id: Id
    name: str
    type_key: str | None
    provider: str
    calendar_external_id: str | None
    is_active: bool
    priority: int
    default_duration_minutes: int | None
    buffer_before_minutes: int | None
    buffer_after_minutes: int | None
    allowed_tags: list[str]
    created_at: StoredAsUtc
    updated_at: StoredAsUtc


class RuleIn(Input):
    """A routing rule: an inquiry with one of these labels or keywords means that calendar."""

    model_config = example(calendar_id=1, match_labels=["הובלה"], match_keywords=["הובלה", "מעבר דירה"])

    calendar_id: Id
    match_labels: Keywords = Field(default_factory=list, examples=[["הובלה"]])
    match_keywords: Keywords = Field(default_factory=list, examples=[["הובלה", "מעבר דירה"]])
    channel_scope: ChannelScope = "all"
    when_ambiguous_ask: bool = False
    question_text: Question | None = Field(None, examples=["האם מדובר בהובלה או בייעוץ?"])
    priority: Int32 = 0
    is_active: bool = True


class RuleChange(Input):
    """Changes of a rule; a field left out stays as it is."""

    model_config = example(when_ambiguous_ask=True, question_text="האם מדובר בהובלה או בייעוץ?")

    calendar_id: Id = optional()
    match_labels: Keywords = optional()
    match_keywords: Keywords = optional()
    channel_scope: ChannelScope = optional()
    when_ambiguous_ask: bool = optional()
    question_text: Question | None = optional()
    priority: Int32 = optional()
    is_active: bool = optional()


class RuleOut(Versioned):
    id: Id
    calendar_id: Id
    match_labels: list[str]
    match_keywords: list[str]
    channel_scope: str
    when_ambiguous_ask: bool | None
    question_text: str | None
    priority: int
    is_active: bool
    created_at: StoredAsUtc
    updated_at: StoredAsUtc


class RuleWarning(Output):
    """A reason why a keyword of a rule may lead astray; the rule holds all the same."""

    code: WarningCode
    message: str
    rule_id: Id
    keyword: str
    other_rule_id: Id | None = Field(description="The first rule of another calendar that says the same.")
    other_keyword: str | None


class RuleSaved(RuleOut):
    """A rule as it was stored, and what may lead astray in it: nothing while it or its calendar is off."""

    warnings: list[RuleWarning]

    @property
    def etag(self) -> str:
        """The rule's own: what other rules say is no part of it."""
        return etag_of(self.model_dump_json(exclude={"warnings"}))
