"""The tables of a business and its settings."""

from datetime import datetime, time
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    ForeignKey,
    Integer,
    String,
    Time,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.db.models.base import Base, InstantColumn, WallTimeColumn


class Business(Base):
    __tablename__ = "business"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(255))
    business_type: Mapped[str] = mapped_column(String(255), server_default="general")
    phone_number: Mapped[str | None] = mapped_column(String(255))
    is_active: Mapped[bool | None] = mapped_column(Boolean, server_default=text("true"))
    working_hours: Mapped[str | None] = mapped_column(String(50), server_default="08:00-18:00")
    created_at: Mapped[datetime | None] = mapped_column(
        WallTimeColumn, server_default=text("CURRENT_TIMESTAMP")
    )


class BusinessSettings(Base):
    __tablename__ = "business_settings"

    tenant_id: Mapped[int] = mapped_column(ForeignKey("business.id"), primary_key=True)
    timezone: Mapped[str | None] = mapped_column(String(50), server_default="Asia/Jerusalem")
    slot_size_min: Mapped[int | None] = mapped_column(Integer, server_default=text("60"))
    allow_24_7: Mapped[bool | None] = mapped_column(Boolean, server_default=text("false"))
    opening_hours_json: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    booking_window_days: Mapped[int | None] = mapped_column(Integer, server_default=text("30"))
    min_notice_min: Mapped[int | None] = mapped_column(Integer, server_default=text("0"))
    require_phone_before_booking: Mapped[bool | None] = mapped_column(Boolean, server_default=text("false"))


class BusinessBookingSettings(Base):
    """Booking settings of a business that a host's own table lacks; NULL is the built-in default."""

    __tablename__ = "business_booking_settings"

    business_id: Mapped[int] = mapped_column(ForeignKey("business.id", ondelete="CASCADE"), primary_key=True)
    max_per_day: Mapped[int | None] = mapped_column(Integer)
    grid: Mapped[str | None] = mapped_column(String(16))
    buffer_before_min: Mapped[int | None] = mapped_column(Integer)
    buffer_after_min: Mapped[int | None] = mapped_column(Integer)
    holiday_country: Mapped[str | None] = mapped_column(String(8))
    holiday_eve_closes: Mapped[time | None] = mapped_column(Time)
    country: Mapped[str | None] = mapped_column(String(2))
    withheld_may_name_number: Mapped[bool | None] = mapped_column(Boolean)
    closed_dates_keep_evening: Mapped[bool | None] = mapped_column(Boolean)
    updated_at: Mapped[datetime] = mapped_column(InstantColumn, server_default=text("now()"))
