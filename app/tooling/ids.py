"""Opaque ids that a model carries from one call to the next, signed for one business.

An id is a letter, an underscore, and base64url of payload and MAC. The MAC covers the kind and the business,
so invented, changed and foreign ids fail alike. For appointments it also covers the owner of the id: a phone
number or a conversation. The MAC is 48 bits of HMAC-SHA-256 (truncated as in RFC 2104,
section 5): guessing one takes 2^47 calls on average. Slot ids do not expire: booking checks the start again.
"""

import base64
import binascii
import hashlib
import hmac
import struct
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import BusinessId
from app.db.models.access import ToolSecret
from app.errors import FieldError, UnknownAppointment, UnknownHold, UnknownSlot
from app.schemas.scheduling import SlotOut

MAC_BYTES = 6

MAX_CANDIDATES = 6

_SLOT = struct.Struct(">IIH")

_HOLD = struct.Struct(">Q")

_APPOINTMENT = struct.Struct(">I")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_MINUTE = timedelta(minutes=1)


class SlotRef(NamedTuple):
    calendar_id: int
    starts_at: datetime
    duration_min: int


class QuestionRef(NamedTuple):
    """`inquiry_id` is None where the inquiry is not kept."""

    inquiry_id: int | None
    candidates: tuple[int, ...]


class Signer:
    """Writes and reads the ids of one business."""

    def __init__(self, secret: bytes, business: BusinessId) -> None:
        self._secret, self._business = secret, business

    def slot(self, slot: SlotOut) -> str:
        """24 characters for a calendar, a start and a length in minutes."""
        start, length = (slot.starts_at - _EPOCH) // _MINUTE, (slot.ends_at - slot.starts_at) // _MINUTE
        return self._write("s", _SLOT.pack(slot.calendar_id, start, length))

    def read_slot(self, text: str) -> SlotRef:
        """Raises UnknownSlot."""
        payload = self._read("s", text)
        if payload is None or len(payload) != _SLOT.size:
            raise UnknownSlot
        calendar_id, start, length = _SLOT.unpack(payload)
        return SlotRef(calendar_id, _EPOCH + start * _MINUTE, length)

    def hold(self, hold_id: int) -> str:
        return self._write("h", _HOLD.pack(hold_id))

    def read_hold(self, text: str) -> int:
        """Raises UnknownHold."""
        payload = self._read("h", text)
        if payload is None or len(payload) != _HOLD.size:
            raise UnknownHold
        return int(_HOLD.unpack(payload)[0])

    def appointment(self, appointment_id: int, owner: str) -> str:
        """An id that only `owner` can use (`Caller.owners`)."""
        return self._write("a", _APPOINTMENT.pack(appointment_id), owner)

    def read_appointment(self, text: str, owners: Iterable[str]) -> int:
        """Raises UnknownAppointment, also for an id that none of the owners may use."""
        for owner in owners:
            payload = self._read("a", text, owner)
            if payload is not None and len(payload) == _APPOINTMENT.size:
                return int(_APPOINTMENT.unpack(payload)[0])
        raise UnknownAppointment

    def question(self, inquiry_id: int | None, candidates: Sequence[int]) -> str:
        """For a question about an inquiry that offered these calendars, in this order; the first six."""
        offered = candidates[:MAX_CANDIDATES]
        return self._write("q", struct.pack(f">Q{len(offered)}I", inquiry_id or 0, *offered))

    def read_question(self, text: str) -> QuestionRef:
        """Raises FieldError `unknown_question`."""
        payload = self._read("q", text)
        if payload is None or len(payload) < _HOLD.size or len(payload) % 4:
            raise FieldError("unknown_question", pointer="/clarification_id")
        inquiry_id, *offered = struct.unpack(f">Q{(len(payload) - _HOLD.size) // 4}I", payload)
        return QuestionRef(inquiry_id or None, tuple(offered))

    def _write(self, kind: str, payload: bytes, owner: str = "") -> str:
        whole = payload + self._mac(kind, payload, owner)
        return f"{kind}_{base64.urlsafe_b64encode(whole).decode().rstrip('=')}"

    def _read(self, kind: str, text: str, owner: str = "") -> bytes | None:
        if not text.startswith(f"{kind}_") or not text.isascii():
            return None
        encoded = text[2:]
        try:
            whole = base64.b64decode(encoded + "=" * (-len(encoded) % 4), b"-_", validate=True)
        except binascii.Error:
            return None
        payload, mac = whole[:-MAC_BYTES], whole[-MAC_BYTES:]
        genuine = hmac.compare_digest(mac, self._mac(kind, payload, owner))
        # One id, one spelling: base64 leaves spare bits at the end that decode to the same bytes.
        return payload if genuine and self._write(kind, payload, owner) == text else None

    def _mac(self, kind: str, payload: bytes, owner: str) -> bytes:
        # A digest of fixed length, so that no owner can run into the payload.
        owned = hashlib.sha256(owner.encode()).hexdigest() if owner else ""
        message = f"{kind} {self._business} {owned}".encode() + payload
        return hmac.digest(self._secret, message, "sha256")[:MAC_BYTES]


async def read_secret(session: AsyncSession) -> bytes:
    """The database's secret for signing ids. It never changes."""
    return (await session.execute(select(ToolSecret.secret))).scalar_one()
