"""Businesses, their settings, and keys."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from app.core.principal import Permission, Role
from app.schemas.common import (
    Id,
    Input,
    Instant,
    InstantOut,
    Name,
    Output,
    ShortText,
    Storable,
    StoredAsUtc,
    example,
    optional,
)

BusinessRole = Literal["owner", "admin", "agent", "viewer"]

Zone = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=50), Storable]


class BusinessIn(Input):
    model_config = example(name="הובלות כהן", timezone="Asia/Jerusalem")

    name: Name = Field(examples=["הובלות כהן"])
    business_type: Name = "general"
    phone_number: ShortText | None = None
    timezone: Zone = Field("Asia/Jerusalem", description="IANA name.", examples=["Asia/Jerusalem"])


class BusinessChange(Input):
    model_config = example(phone_number="+97231234567")

    name: Name = optional()
    business_type: Name = optional()
    phone_number: ShortText | None = optional()
    is_active: bool = optional()


class BusinessOut(Output):
    id: Id
    name: str
    business_type: str
    phone_number: str | None
    is_active: bool | None
    created_at: StoredAsUtc


class KeyIn(Input):
    model_config = example(role="agent", name="phone agent")

    role: BusinessRole
    name: Name = Field(examples=["phone agent"])
    expires_at: Instant | None = None


class KeyOut(Output):
    """A key without its secret; `prefix` is enough to recognise it."""

    id: int
    role: Role
    name: str
    prefix: str
    created_at: InstantOut
    expires_at: InstantOut | None
    last_used_at: InstantOut | None
    revoked_at: InstantOut | None


class KeyCreated(KeyOut):
    """`secret` is shown once, in the answer that made the key; it is stored nowhere, and null in a replay."""

    secret: str | None

    def without_secret(self) -> "KeyCreated":
        """The part that may be stored."""
        return self.model_copy(update={"secret": None})


class MeOut(Output):
    """The holder of a key, and what they may do."""

    key_id: int = Field(description="The key's id, as in the list of keys.")
    name: str = Field(description="The key's name.")
    role: Role
    permissions: list[Permission] = Field(
        description="`read`: see; `book`: book, move and cancel; `manage`: change calendars, rules, settings "
        "and keys; `administer`: make businesses and the keys of any."
    )
    business: BusinessOut | None = Field(
        description="The key's business; null for a system administrator who acts for none."
    )
    acting: bool = Field(
        description="Whether a system administrator acts for the business, by `Luach-Business`."
    )
    expires_at: InstantOut | None = Field(description="The end of the key; null: none.")


class BusinessCreated(BusinessOut):
    """A new business with its owner's key."""

    owner_key: KeyCreated

    def without_secret(self) -> "BusinessCreated":
        """The part that may be stored."""
        return self.model_copy(update={"owner_key": self.owner_key.without_secret()})
