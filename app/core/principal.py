"""The holder of a key: their business, their role, and the permissions of each role."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from enum import StrEnum
from typing import NewType, Self

from app.errors import Forbidden

BusinessId = NewType("BusinessId", int)
"""A business id that came out of a credential (or was checked against one), never out of an argument."""


class Role(StrEnum):
    SYSTEM_ADMIN = "system_admin"
    OWNER = "owner"
    ADMIN = "admin"
    AGENT = "agent"
    VIEWER = "viewer"


class Permission(StrEnum):
    READ = "read"
    """See calendars, rules, settings, slots and appointments; route a sentence."""
    BOOK = "book"
    """Book, move and cancel appointments."""
    MANAGE = "manage"
    """Change calendars, rules, settings and keys of the own business."""
    ADMINISTER = "administer"
    """Create businesses and the keys of any business."""


_GRANTED: dict[Role, frozenset[Permission]] = {
    Role.SYSTEM_ADMIN: frozenset({Permission.ADMINISTER}),
    Role.OWNER: frozenset({Permission.READ, Permission.BOOK, Permission.MANAGE}),
    Role.ADMIN: frozenset({Permission.READ, Permission.BOOK, Permission.MANAGE}),
    Role.AGENT: frozenset({Permission.READ, Permission.BOOK}),
    Role.VIEWER: frozenset({Permission.READ}),
}

# The words that the host's code already knows for where an appointment came from.
_SOURCE_OF_CHANNEL = {"calls": "phone_call", "whatsapp": "whatsapp"}


@dataclass(frozen=True, slots=True)
class Author:
    """The author of a change, for the history; `source` is the host's word for an appointment's origin."""

    actor: str
    channel: str
    source: str


@dataclass(frozen=True, slots=True)
class Principal:
    """The holder of a key. `zone` is the business's.

    Without a `business` the holder is a system administrator, who may also act for one: see `acting_for`.
    """

    key_id: int
    role: Role
    business: BusinessId | None
    name: str
    expires_at: datetime | None = None
    zone: tzinfo = UTC

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    @property
    def permissions(self) -> frozenset[Permission]:
        """The role's permissions. Acting for a business, a system administrator has its owner's too."""
        granted = _GRANTED[self.role]
        acting = self.role is Role.SYSTEM_ADMIN and self.business is not None
        return granted | _GRANTED[Role.OWNER] if acting else granted

    def acting_for(self, business: BusinessId, zone: tzinfo) -> Self:
        """A system administrator who acts for a business. Raises Forbidden for every other role."""
        if self.role is not Role.SYSTEM_ADMIN:
            raise Forbidden(role=self.role.value, permission="act for a business")
        return replace(self, business=business, zone=zone)

    def require(self, permission: Permission) -> None:
        """Raise Forbidden unless the role grants `permission`."""
        if not self.may(permission):
            raise Forbidden(role=self.role.value, permission=permission.value)

    def business_for(self, permission: Permission) -> BusinessId:
        """The business to act in, after `permission` was checked. Raises Forbidden."""
        self.require(permission)
        if self.business is None:
            raise Forbidden(role=self.role.value, permission=permission.value)
        return self.business

    def author(self, channel: str) -> Author:
        """This caller as the author of a change that came in on `channel` ('all': not known)."""
        unknown = "ai_agent" if self.role is Role.AGENT else "manual"
        source = _SOURCE_OF_CHANNEL.get(channel, unknown if channel == "all" else channel)
        return Author(f"{self.role.value}: {self.name}", channel, source)
