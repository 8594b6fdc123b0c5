"""The tables as the migrations make them. Relationships never load by surprise (`lazy="raise"`).

`business`, `business_settings` and `appointments` belong to the host where there is one: only columns that
Luach reads or writes are mapped. The migrations, not these classes, decide what the database holds; a test
compares the two.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Date,
    ForeignKey,
    Integer,
    SmallInteger,
    String,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.db.models.base import Base, InstantColumn, WallTimeColumn


class BusinessCalendar(Base):
    __tablename__ = "business_calendars"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    business_id: Mapped[int] = mapped_column(ForeignKey("business.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(255))
    type_key: Mapped[str | None] = mapped_column(String(64))
    provider: Mapped[str] = mapped_column(String(32), server_default="internal")
    calendar_external_id: Mapped[str | None] = mapped_column(String(255))
    is_active: Mapped[bool] = mapped_column(Boolean, server_default=text("true"))
    priority: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    default_duration_minutes: Mapped[int | None] = mapped_column(Integer, server_default=text("60"))
    buffer_before_minutes: Mapped[int | None] = mapped_column(Integer, server_default=text("0"))
    buffer_after_minutes: Mapped[int | None] = mapped_column(Integer, server_default=text("0"))
    allowed_tags: Mapped[list[str]] = mapped_column(JSONB, server_default=text("'[]'::jsonb"))
    created_at: Mapped[datetime | None] = mapped_column(
        WallTimeColumn, server_default=text("CURRENT_TIMESTAMP")
    )
    updated_at: Mapped[datetime | None] = mapped_column(
        WallTimeColumn, server_default=text("CURRENT_TIMESTAMP")
    )


class CalendarSettings(Base):
    """A calendar's own values of the business's settings; NULL means 'as the business does'.

    `kind` is what the calendar stands for: a person, a place, a thing or a class. `in_use`: services may
    claim it although it is inactive. `time_of` is the calendar whose time it takes, NULL for its own.
    """

    __tablename__ = "calendar_settings"

    calendar_id: Mapped[int] = mapped_column(
        ForeignKey("business_calendars.id", ondelete="CASCADE"), primary_key=True
    )
    opening_hours: Mapped[Any | None] = mapped_column(JSONB(none_as_null=True))
    slot_step_min: Mapped[int | None] = mapped_column(Integer)
    min_notice_min: Mapped[int | None] = mapped_column(Integer)
    booking_window_days: Mapped[int | None] = mapped_column(Integer)
    max_per_day: Mapped[int | None] = mapped_column(Integer)
    grid: Mapped[str | None] = mapped_column(String(16))
    capacity: Mapped[int] = mapped_column(SmallInteger, server_default=text("1"))
    kind: Mapped[str | None] = mapped_column(String(16))
    in_use: Mapped[bool | None] = mapped_column(Boolean)
    party_max: Mapped[int | None] = mapped_column(SmallInteger)
    time_of: Mapped[int | None] = mapped_column(ForeignKey("business_calendars.id", ondelete="SET NULL"))
    updated_at: Mapped[datetime] = mapped_column(InstantColumn, server_default=text("now()"))


class OpeningHoursOverride(Base):
    """One date's own hours, of a calendar or (calendar_id NULL) of the whole business; `[]` is closed."""

    __tablename__ = "opening_hours_overrides"

    id: Mapped[int] = mapped_column(primary_key=True)
    business_id: Mapped[int] = mapped_column(ForeignKey("business.id", ondelete="CASCADE"))
    calendar_id: Mapped[int | None] = mapped_column(ForeignKey("business_calendars.id", ondelete="CASCADE"))
    day: Mapped[date] = mapped_column(Date)
    windows: Mapped[list[list[str]]] = mapped_column(JSONB)
    note: Mapped[str | None] = mapped_column(String(255))
    created_at: Mapped[datetime] = mapped_column(InstantColumn, server_default=text("now()"))
