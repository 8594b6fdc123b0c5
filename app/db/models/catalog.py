"""The tables of the catalog: services, the calendars that do them, and sessions of classes."""

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Integer, SmallInteger, String, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.db.models.base import Base, InstantColumn


class Service(Base):
    """A service of a business. `needs` is a list of objects with `role` and `windows`; the first leads.

    `price_minor` is in minor units of `currency` (ISO 4217). Buffers of NULL are those of each calendar.
    """

    __tablename__ = "services"

    id: Mapped[int] = mapped_column(primary_key=True)
    business_id: Mapped[int] = mapped_column(ForeignKey("business.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(255))
    description: Mapped[str | None] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(16), server_default="appointment")
    duration_minutes: Mapped[int] = mapped_column(Integer)
    buffer_before_minutes: Mapped[int | None] = mapped_column(Integer)
    buffer_after_minutes: Mapped[int | None] = mapped_column(Integer)
    needs: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=text("'[{}]'::jsonb"))
    price_kind: Mapped[str] = mapped_column(String(8), server_default="none")
    price_minor: Mapped[int | None]
    currency: Mapped[str | None] = mapped_column(String(3))
    party_max: Mapped[int] = mapped_column(SmallInteger, server_default=text("1"))
    match_labels: Mapped[list[str]] = mapped_column(JSONB, server_default=text("'[]'::jsonb"))
    match_keywords: Mapped[list[str]] = mapped_column(JSONB, server_default=text("'[]'::jsonb"))
    priority: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    is_active: Mapped[bool] = mapped_column(Boolean, server_default=text("true"))
    # `metadata` is SQLAlchemy's own attribute of a model.
    extra: Mapped[dict[str, str]] = mapped_column("metadata", JSONB, server_default=text("'{}'::jsonb"))
    created_at: Mapped[datetime] = mapped_column(InstantColumn, server_default=text("now()"))
    updated_at: Mapped[datetime] = mapped_column(InstantColumn, server_default=text("now()"))


class ServiceCalendar(Base):
    """A calendar that can fill one need of a service.

    `need` is the need's position. NULL means 'as the service says'; only the first need has a duration and
    prices of its calendars.
    """

    __tablename__ = "service_calendars"

    service_id: Mapped[int] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"), primary_key=True)
    need: Mapped[int] = mapped_column(SmallInteger, primary_key=True, server_default=text("0"))
    calendar_id: Mapped[int] = mapped_column(
        ForeignKey("business_calendars.id", ondelete="CASCADE"), primary_key=True
    )
    business_id: Mapped[int] = mapped_column(Integer)
    duration_minutes: Mapped[int | None] = mapped_column(Integer)
    windows: Mapped[list[list[int]] | None] = mapped_column(JSONB(none_as_null=True))
    price_minor: Mapped[int | None]
    priority: Mapped[int] = mapped_column(Integer, server_default=text("0"))


class ClassSession(Base):
    """A dated session of a class. `calendar_id` is the class, whose seats are sold; `busy_interval_id` leads
    the session's claims on the class, its teacher and its room."""

    __tablename__ = "class_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    business_id: Mapped[int] = mapped_column(ForeignKey("business.id", ondelete="CASCADE"))
    service_id: Mapped[int] = mapped_column(ForeignKey("services.id"))
    calendar_id: Mapped[int] = mapped_column(ForeignKey("business_calendars.id", ondelete="CASCADE"))
    busy_interval_id: Mapped[int | None]
    starts_at: Mapped[datetime] = mapped_column(InstantColumn)
    ends_at: Mapped[datetime] = mapped_column(InstantColumn)
    capacity: Mapped[int] = mapped_column(SmallInteger)
    status: Mapped[str] = mapped_column(String(16), server_default="scheduled")
    series_id: Mapped[int | None]
    note: Mapped[str | None] = mapped_column(String(255))
    created_at: Mapped[datetime] = mapped_column(InstantColumn, server_default=text("now()"))
    updated_at: Mapped[datetime] = mapped_column(InstantColumn, server_default=text("now()"))
