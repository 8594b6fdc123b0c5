"""Tables of callers: keys, stored answers of their requests, and conversations."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, LargeBinary, SmallInteger, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.models.base import Base, InstantColumn


class IdempotencyKey(Base):
    """The stored answer of a request with an idempotency key."""

    __tablename__ = "idempotency_keys"

    business_id: Mapped[int] = mapped_column(ForeignKey("business.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary)
    status: Mapped[int] = mapped_column(SmallInteger)
    body: Mapped[str] = mapped_column(Text)
    location: Mapped[str | None] = mapped_column(String(255))
    expires_at: Mapped[datetime] = mapped_column(InstantColumn)


class OperatorIdempotencyKey(Base):
    """The stored answer of a system administrator's request, which belongs to no business."""

    __tablename__ = "operator_idempotency_keys"

    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary)
    status: Mapped[int] = mapped_column(SmallInteger)
    body: Mapped[str] = mapped_column(Text)
    location: Mapped[str | None] = mapped_column(String(255))
    expires_at: Mapped[datetime] = mapped_column(InstantColumn)


class ToolSecret(Base):
    """The secret that signs the ids of the AI tools: one row, the same for every process."""

    __tablename__ = "tool_secret"

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    secret: Mapped[bytes] = mapped_column(LargeBinary)


class ToolConversation(Base):
    """The number of writes of a conversation per tool; `conversation` is a SHA-256 hash."""

    __tablename__ = "tool_conversations"

    business_id: Mapped[int] = mapped_column(ForeignKey("business.id", ondelete="CASCADE"), primary_key=True)
    conversation: Mapped[str] = mapped_column(String(64), primary_key=True)
    tool: Mapped[str] = mapped_column(String(64), primary_key=True)
    writes: Mapped[int] = mapped_column(Integer)
    expires_at: Mapped[datetime] = mapped_column(InstantColumn)


class ConversationBooking(Base):
    """An appointment that a conversation booked; `conversation` is a SHA-256 hash."""

    __tablename__ = "conversation_bookings"

    business_id: Mapped[int] = mapped_column(ForeignKey("business.id", ondelete="CASCADE"), primary_key=True)
    conversation: Mapped[str] = mapped_column(String(64), primary_key=True)
    appointment_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(InstantColumn)


class ApiKey(Base):
    __tablename__ = "api_keys"

    id: Mapped[int] = mapped_column(primary_key=True)
    business_id: Mapped[int | None] = mapped_column(ForeignKey("business.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(255))
    prefix: Mapped[str] = mapped_column(String(16))
    key_hash: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(InstantColumn, server_default=text("now()"))
    expires_at: Mapped[datetime | None] = mapped_column(InstantColumn)
    last_used_at: Mapped[datetime | None] = mapped_column(InstantColumn)
    revoked_at: Mapped[datetime | None] = mapped_column(InstantColumn)
