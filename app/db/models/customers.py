"""The tables of customers."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.db.models.base import Base, InstantColumn


class Customer(Base):
    """A person of a business: a phone number in E.164 and a name. `name_key` is the name as it is compared,
    '' where no name is known. `merged_into` is the customer that replaces this one."""

    __tablename__ = "customers"

    id: Mapped[int] = mapped_column(primary_key=True)
    business_id: Mapped[int] = mapped_column(ForeignKey("business.id", ondelete="CASCADE"))
    name: Mapped[str | None] = mapped_column(String(255))
    name_key: Mapped[str] = mapped_column(String(255), server_default="")
    phone_e164: Mapped[str | None] = mapped_column(String(16))
    email: Mapped[str | None] = mapped_column(String(255))
    language: Mapped[str | None] = mapped_column(String(16))
    notes: Mapped[str | None] = mapped_column(Text)
    blocked_at: Mapped[datetime | None] = mapped_column(InstantColumn)
    blocked_reason: Mapped[str | None] = mapped_column(String(255))
    merged_into: Mapped[int | None]
    erased_at: Mapped[datetime | None] = mapped_column(InstantColumn)
    # `metadata` is SQLAlchemy's own attribute of a model.
    extra: Mapped[dict[str, str]] = mapped_column("metadata", JSONB, server_default=text("'{}'::jsonb"))
    created_at: Mapped[datetime] = mapped_column(InstantColumn, server_default=text("now()"))
    updated_at: Mapped[datetime] = mapped_column(InstantColumn, server_default=text("now()"))


class CustomerPhone(Base):
    """A further phone number of a customer, beside that of their row in `customers`."""

    __tablename__ = "customer_phones"

    business_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    phone_e164: Mapped[str] = mapped_column(String(16), primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id", ondelete="CASCADE"), primary_key=True)
