"""The tables as the migrations make them. Relationships never load by surprise (`lazy="raise"`).

`business`, `business_settings` and `appointments` belong to the host where there is one: only columns that
Luach reads or writes are mapped. The migrations, not these classes, decide what the database holds; a test
compares the two.
"""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Date,
    DateTime,
    ForeignKey,
    Integer,
    SmallInteger,
    String,
    Text,
    Time,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TSTZRANGE, Range
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

Instant = DateTime(timezone=True)
WallTime = DateTime(timezone=False)


class Base(DeclarativeBase):
    # An id is a 64-bit number in all tables of our own; only the seed's and the host's are 32 bits.
    type_annotation_map = {int: BigInteger}  # noqa: RUF012 - SQLAlchemy reads it from the class


class Business(Base):
    __tablename__ = "business"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(255))
    business_type: Mapped[str] = mapped_column(String(255), server_default="general")
    phone_number: Mapped[str | None] = mapped_column(String(255))
    is_active: Mapped[bool | None] = mapped_column(Boolean, server_default=text("true"))
    working_hours: Mapped[str | None] = mapped_column(String(50), server_default="08:00-18:00")
    created_at: Mapped[datetime | None] = mapped_column(WallTime, server_default=text("CURRENT_TIMESTAMP"))


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
    created_at: Mapped[datetime | None] = mapped_column(WallTime, server_default=text("CURRENT_TIMESTAMP"))
    updated_at: Mapped[datetime | None] = mapped_column(WallTime, server_default=text("CURRENT_TIMESTAMP"))


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
    created_at: Mapped[datetime | None] = mapped_column(WallTime, server_default=text("CURRENT_TIMESTAMP"))
    updated_at: Mapped[datetime | None] = mapped_column(WallTime, server_default=text("CURRENT_TIMESTAMP"))

    calendar: Mapped[BusinessCalendar] = relationship(lazy="raise")


class CalendarSettings(Base):
    """What a calendar does differently from its business; NULL means 'as the business does'."""

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
    updated_at: Mapped[datetime] = mapped_column(Instant, server_default=text("now()"))


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
    updated_at: Mapped[datetime] = mapped_column(Instant, server_default=text("now()"))


class OpeningHoursOverride(Base):
    """One date's own hours, of a calendar or (calendar_id NULL) of the whole business; `[]` is closed."""

    __tablename__ = "opening_hours_overrides"

    id: Mapped[int] = mapped_column(primary_key=True)
    business_id: Mapped[int] = mapped_column(ForeignKey("business.id", ondelete="CASCADE"))
    calendar_id: Mapped[int | None] = mapped_column(ForeignKey("business_calendars.id", ondelete="CASCADE"))
    day: Mapped[date] = mapped_column(Date)
    windows: Mapped[list[list[str]]] = mapped_column(JSONB)
    note: Mapped[str | None] = mapped_column(String(255))
    created_at: Mapped[datetime] = mapped_column(Instant, server_default=text("now()"))


class Appointment(Base):
    """`start_time` and `end_time` are wall-clock times for the host's code; Luach decides by the instants.

    `luach_writes` counts our writes: one without a count is the host's, and a trigger tells of it.
    """

    __tablename__ = "appointments"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    business_id: Mapped[int] = mapped_column(ForeignKey("business.id"))
    calendar_id: Mapped[int | None] = mapped_column(ForeignKey("business_calendars.id", ondelete="SET NULL"))
    busy_interval_id: Mapped[int | None]
    series_id: Mapped[int | None]
    luach_writes: Mapped[int | None] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(String(255))
    start_time: Mapped[datetime] = mapped_column(WallTime)
    end_time: Mapped[datetime] = mapped_column(WallTime)
    starts_at: Mapped[datetime | None] = mapped_column(Instant)
    ends_at: Mapped[datetime | None] = mapped_column(Instant)
    status: Mapped[str | None] = mapped_column(String(32), server_default="scheduled")
    contact_name: Mapped[str | None] = mapped_column(String(255))
    contact_phone: Mapped[str | None] = mapped_column(String(64))
    contact_email: Mapped[str | None] = mapped_column(String(255))
    notes: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str | None] = mapped_column(String(32), server_default="manual")
    auto_generated: Mapped[bool | None] = mapped_column(Boolean, server_default=text("false"))
    created_at: Mapped[datetime | None] = mapped_column(WallTime, server_default=text("CURRENT_TIMESTAMP"))
    updated_at: Mapped[datetime | None] = mapped_column(WallTime, server_default=text("CURRENT_TIMESTAMP"))

    calendar: Mapped[BusinessCalendar | None] = relationship(lazy="raise")


class BusyInterval(Base):
    """A stretch of a calendar's time that is taken, buffers included.

    `busy_intervals_no_overlap` lets no two exclusive footprints of one calendar and seat overlap.
    """

    __tablename__ = "busy_intervals"

    id: Mapped[int] = mapped_column(primary_key=True)
    business_id: Mapped[int] = mapped_column(ForeignKey("business.id", ondelete="CASCADE"))
    calendar_id: Mapped[int] = mapped_column(ForeignKey("business_calendars.id", ondelete="CASCADE"))
    footprint: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    starts_at: Mapped[datetime | None] = mapped_column(Instant)
    ends_at: Mapped[datetime | None] = mapped_column(Instant)
    kind: Mapped[str] = mapped_column(String(16))
    exclusive: Mapped[bool] = mapped_column(Boolean, server_default=text("true"))
    seat: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    expires_at: Mapped[datetime | None] = mapped_column(Instant)
    note: Mapped[str | None] = mapped_column(String(255))
    created_at: Mapped[datetime] = mapped_column(Instant, server_default=text("now()"))


class AppointmentAudit(Base):
    """One change of an appointment: who, when, what, from which channel. It outlives the appointment."""

    __tablename__ = "appointment_audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    business_id: Mapped[int] = mapped_column(ForeignKey("business.id", ondelete="CASCADE"))
    appointment_id: Mapped[int]
    at: Mapped[datetime] = mapped_column(Instant)
    action: Mapped[str] = mapped_column(String(16))
    actor: Mapped[str] = mapped_column(String(300))
    channel: Mapped[str] = mapped_column(String(32))
    before: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))


class AppointmentSeries(Base):
    __tablename__ = "appointment_series"

    id: Mapped[int] = mapped_column(primary_key=True)
    business_id: Mapped[int] = mapped_column(ForeignKey("business.id", ondelete="CASCADE"))
    rrule: Mapped[str] = mapped_column(String(500))
    starts_local: Mapped[datetime] = mapped_column(WallTime)
    timezone: Mapped[str] = mapped_column(String(50))
    created_at: Mapped[datetime] = mapped_column(Instant, server_default=text("now()"))


class FreedTime(Base):
    """Time of a calendar that came free and is still to be offered to those who wait; for the background."""

    __tablename__ = "freed_times"

    id: Mapped[int] = mapped_column(primary_key=True)
    business_id: Mapped[int] = mapped_column(Integer)
    calendar_id: Mapped[int] = mapped_column(Integer)
    span: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    after_id: Mapped[int] = mapped_column(server_default=text("0"))


class ZoneChange(Base):
    """A business whose host's wall-clock times are being rewritten, and how far that has come."""

    __tablename__ = "zone_changes"

    business_id: Mapped[int] = mapped_column(ForeignKey("business.id", ondelete="CASCADE"), primary_key=True)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    due_at: Mapped[datetime] = mapped_column(Instant)
    after_start: Mapped[datetime] = mapped_column(Instant)
    after_id: Mapped[int] = mapped_column(Integer, server_default=text("0"))


class WaitlistEntry(Base):
    """A customer who waits for a slot inside `wanted`; `hold_id` is the busy interval offered to them.

    `calendar_id` NULL: in any active calendar of the pool (`type_key`, `tag`), or in any at all.
    """

    __tablename__ = "waitlist_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    business_id: Mapped[int] = mapped_column(ForeignKey("business.id", ondelete="CASCADE"))
    calendar_id: Mapped[int | None] = mapped_column(ForeignKey("business_calendars.id", ondelete="CASCADE"))
    type_key: Mapped[str | None] = mapped_column(String(64))
    tag: Mapped[str | None] = mapped_column(String(100))
    wanted: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    duration_minutes: Mapped[int | None] = mapped_column(Integer)
    customer_name: Mapped[str] = mapped_column(String(255))
    customer_phone: Mapped[str | None] = mapped_column(String(64))
    notes: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(16), server_default="waiting")
    hold_id: Mapped[int | None]
    appointment_id: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(Instant, server_default=text("now()"))
