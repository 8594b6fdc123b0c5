"""The tables of appointments and of everything that takes or waits for a calendar's time."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    ForeignKey,
    Integer,
    SmallInteger,
    String,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TSTZRANGE, Range
from sqlalchemy.orm import Mapped, mapped_column

from app.db.models.base import Base, InstantColumn, WallTimeColumn


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
    start_time: Mapped[datetime] = mapped_column(WallTimeColumn)
    end_time: Mapped[datetime] = mapped_column(WallTimeColumn)
    starts_at: Mapped[datetime | None] = mapped_column(InstantColumn)
    ends_at: Mapped[datetime | None] = mapped_column(InstantColumn)
    status: Mapped[str | None] = mapped_column(String(32), server_default="scheduled")
    contact_name: Mapped[str | None] = mapped_column(String(255))
    contact_phone: Mapped[str | None] = mapped_column(String(64))
    contact_email: Mapped[str | None] = mapped_column(String(255))
    notes: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str | None] = mapped_column(String(32), server_default="manual")
    auto_generated: Mapped[bool | None] = mapped_column(Boolean, server_default=text("false"))
    created_at: Mapped[datetime | None] = mapped_column(
        WallTimeColumn, server_default=text("CURRENT_TIMESTAMP")
    )
    updated_at: Mapped[datetime | None] = mapped_column(
        WallTimeColumn, server_default=text("CURRENT_TIMESTAMP")
    )


class AppointmentPhone(Base):
    """An appointment's phone number: `read_from` is the text, `e164` what it means (NULL: no number).

    `country` is the country in which it was read, NULL where that had no part in the reading.
    """

    __tablename__ = "appointment_phones"

    appointment_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    business_id: Mapped[int] = mapped_column(Integer)
    e164: Mapped[str | None] = mapped_column(String(16))
    country: Mapped[str | None] = mapped_column(String(2))
    read_from: Mapped[str] = mapped_column(Text)


class AppointmentDetails(Base):
    """Details of an appointment that the host has no columns for. `items` are its services as booked, with
    their names, calendars, times and prices; `service_id` is that of the first."""

    __tablename__ = "appointment_details"

    appointment_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    business_id: Mapped[int] = mapped_column(ForeignKey("business.id", ondelete="CASCADE"))
    customer_id: Mapped[int | None]
    service_id: Mapped[int | None]
    session_id: Mapped[int | None]
    hold_id: Mapped[int | None]
    party_size: Mapped[int] = mapped_column(SmallInteger, server_default=text("1"))
    items: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=text("'[]'::jsonb"))
    price_minor: Mapped[int | None]
    currency: Mapped[str | None] = mapped_column(String(3))
    # `metadata` is SQLAlchemy's own attribute of a model.
    extra: Mapped[dict[str, str]] = mapped_column("metadata", JSONB, server_default=text("'{}'::jsonb"))
    cancel_reason: Mapped[str | None] = mapped_column(Text)
    cancelled_at: Mapped[datetime | None] = mapped_column(InstantColumn)
    cancelled_by: Mapped[str | None] = mapped_column(String(300))
    created_at: Mapped[datetime] = mapped_column(InstantColumn, server_default=text("now()"))
    updated_at: Mapped[datetime] = mapped_column(InstantColumn, server_default=text("now()"))


class BusyInterval(Base):
    """A stretch of a calendar's time that is taken, buffers included.

    `busy_intervals_no_overlap` lets no two exclusive footprints of one calendar and seat overlap. `claim_id`
    is the leading interval of the same booking; this one is deleted with it. `for_calendar_id` is the
    calendar that was booked, where that takes the time of another, `calendar_id`; else NULL. `visit` has the
    services that a hold is for. `holder` is a SHA-256 hash of the conversation or caller whose hold it is.
    """

    __tablename__ = "busy_intervals"

    id: Mapped[int] = mapped_column(primary_key=True)
    business_id: Mapped[int] = mapped_column(ForeignKey("business.id", ondelete="CASCADE"))
    calendar_id: Mapped[int] = mapped_column(ForeignKey("business_calendars.id", ondelete="CASCADE"))
    for_calendar_id: Mapped[int | None] = mapped_column(
        ForeignKey("business_calendars.id", ondelete="CASCADE")
    )
    footprint: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    starts_at: Mapped[datetime | None] = mapped_column(InstantColumn)
    ends_at: Mapped[datetime | None] = mapped_column(InstantColumn)
    kind: Mapped[str] = mapped_column(String(16))
    exclusive: Mapped[bool] = mapped_column(Boolean, server_default=text("true"))
    seat: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    expires_at: Mapped[datetime | None] = mapped_column(InstantColumn)
    claim_id: Mapped[int | None] = mapped_column(ForeignKey("busy_intervals.id", ondelete="CASCADE"))
    visit: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    note: Mapped[str | None] = mapped_column(String(255))
    holder: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(InstantColumn, server_default=text("now()"))


class AppointmentAudit(Base):
    """One change of an appointment: who, when, what, from which channel. It outlives the appointment."""

    __tablename__ = "appointment_audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    business_id: Mapped[int] = mapped_column(ForeignKey("business.id", ondelete="CASCADE"))
    appointment_id: Mapped[int]
    at: Mapped[datetime] = mapped_column(InstantColumn)
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
    starts_local: Mapped[datetime] = mapped_column(WallTimeColumn)
    timezone: Mapped[str] = mapped_column(String(50))
    created_at: Mapped[datetime] = mapped_column(InstantColumn, server_default=text("now()"))


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
    changed_at: Mapped[datetime] = mapped_column(InstantColumn)
    due_at: Mapped[datetime] = mapped_column(InstantColumn)
    after_start: Mapped[datetime] = mapped_column(InstantColumn)
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
    created_at: Mapped[datetime] = mapped_column(InstantColumn, server_default=text("now()"))
