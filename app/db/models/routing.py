"""The tables of routing: rules, settings, inquiries, examples."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    ForeignKey,
    Integer,
    String,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.db.models.base import Base, InstantColumn, WallTimeColumn


class CalendarRoutingRule(Base):
    __tablename__ = "calendar_routing_rules"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    business_id: Mapped[int] = mapped_column(ForeignKey("business.id", ondelete="CASCADE"))
    calendar_id: Mapped[int] = mapped_column(ForeignKey("business_calendars.id", ondelete="CASCADE"))
    match_labels: Mapped[list[str]] = mapped_column(JSONB, server_default=text("'[]'::jsonb"))
    match_keywords: Mapped[list[str]] = mapped_column(JSONB, server_default=text("'[]'::jsonb"))
    channel_scope: Mapped[str] = mapped_column(String(32), server_default="all")
    when_ambiguous_ask: Mapped[bool | None] = mapped_column(Boolean, server_default=text("false"))
    question_text: Mapped[str | None] = mapped_column(String(500))
    priority: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    is_active: Mapped[bool] = mapped_column(Boolean, server_default=text("true"))
    created_at: Mapped[datetime | None] = mapped_column(
        WallTimeColumn, server_default=text("CURRENT_TIMESTAMP")
    )
    updated_at: Mapped[datetime | None] = mapped_column(
        WallTimeColumn, server_default=text("CURRENT_TIMESTAMP")
    )


class BusinessRoutingSettings(Base):
    """No row means the defaults of the columns. `lesson_*`: app/routing/learning.py."""

    __tablename__ = "business_routing_settings"

    business_id: Mapped[int] = mapped_column(ForeignKey("business.id", ondelete="CASCADE"), primary_key=True)
    strictness: Mapped[str] = mapped_column(String(16), server_default="normal")
    default_question: Mapped[str | None] = mapped_column(String(500))
    inquiry_storage: Mapped[str] = mapped_column(String(16), server_default="text")
    inquiry_retention_days: Mapped[int] = mapped_column(Integer, server_default=text("30"))
    examples: Mapped[str | None] = mapped_column(String(16))
    lesson_version: Mapped[str | None] = mapped_column(String(32))
    lesson_at: Mapped[datetime | None] = mapped_column(InstantColumn)
    updated_at: Mapped[datetime] = mapped_column(InstantColumn, server_default=text("now()"))


class RoutingInquiry(Base):
    """An inquiry of a customer and its answer. `conversation` and `customer` are hashes.

    `answers_id` is the inquiry whose question this one answers. `meant_calendar_id` is the calendar that
    turned out to be meant, known from `meant_by`. `proposed_calendar_id` is the calendar that the business's
    examples answered, or in `shadow` would have.
    """

    __tablename__ = "routing_inquiries"

    business_id: Mapped[int] = mapped_column(ForeignKey("business.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(InstantColumn)
    expires_at: Mapped[datetime] = mapped_column(InstantColumn)
    channel: Mapped[str] = mapped_column(String(32))
    intent_text: Mapped[str | None] = mapped_column(Text)
    service_label: Mapped[str | None] = mapped_column(String(255))
    decision: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(32))
    calendar_id: Mapped[int | None] = mapped_column(Integer)
    candidates: Mapped[list[int]] = mapped_column(JSONB, server_default=text("'[]'::jsonb"))
    rule_ids: Mapped[list[int]] = mapped_column(JSONB, server_default=text("'[]'::jsonb"))
    evidence: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=text("'[]'::jsonb"))
    intent: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(16))
    rules_version: Mapped[str] = mapped_column(String(32))
    algorithm_version: Mapped[str] = mapped_column(String(32))
    answers_id: Mapped[int | None]
    conversation: Mapped[str | None] = mapped_column(String(64))
    customer: Mapped[str | None] = mapped_column(String(64))
    meant_calendar_id: Mapped[int | None] = mapped_column(Integer)
    meant_by: Mapped[str | None] = mapped_column(String(16))
    proposed_calendar_id: Mapped[int | None] = mapped_column(Integer)


class CalendarExamples(Base):
    """Sentences that a business gave as examples of a calendar."""

    __tablename__ = "calendar_examples"

    calendar_id: Mapped[int] = mapped_column(
        ForeignKey("business_calendars.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    business_id: Mapped[int] = mapped_column(ForeignKey("business.id", ondelete="CASCADE"))
    texts: Mapped[list[str]] = mapped_column(JSONB, server_default=text("'[]'::jsonb"))
    updated_at: Mapped[datetime] = mapped_column(InstantColumn, server_default=text("now()"))
