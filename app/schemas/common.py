"""Types and base classes that the schemas share."""

import hashlib
from datetime import UTC, datetime
from typing import Annotated, Any, Generic, TypeVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

from app.core.scheduling.policy import EARLIEST, LATEST

PAGE_SIZE = 50

MAX_PAGE_SIZE = 200


def _storable(value: str) -> str:
    # PostgreSQL stores no NUL in text; pydantic has already refused lone surrogates.
    if "\x00" in value:
        raise PydanticCustomError("bad_text", "must not contain the NUL character")
    return value


def _read_as_utc(value: object) -> object:
    # These columns have no zone; our sessions write them in UTC.
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    return value


def _within_reach(value: datetime) -> datetime:
    # Beyond these years, shifting a time by its offset could overflow.
    if not EARLIEST <= value.date() <= LATEST:
        raise PydanticCustomError("date_out_of_range", "is outside the years that can be booked")
    return value


Storable = AfterValidator(_storable)

Instant = Annotated[AwareDatetime, AfterValidator(_within_reach)]

StoredAsUtc = Annotated[datetime, BeforeValidator(_read_as_utc)]

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=255), Storable]

Tag = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), Storable]

ShortText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=255), Storable]

LongText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=5000), Storable]

CustomerText = Annotated[str, StringConstraints(max_length=10_000), Storable]

Int32 = Annotated[int, Field(ge=-(2**31), le=2**31 - 1)]

Id = Annotated[int, Field(ge=1, le=2**31 - 1)]


class Input(BaseModel):
    """A closed input: an unknown field is an error, never silently dropped."""

    model_config = ConfigDict(extra="forbid")


def example(**fields: Any) -> ConfigDict:
    """The configuration of an input with an example that can be sent as it is."""
    return ConfigDict(json_schema_extra={"examples": [fields]})


class Output(BaseModel):
    model_config = ConfigDict(from_attributes=True, frozen=True)


def etag_of(json: str) -> str:
    """A strong validator (RFC 9110, 8.8.3) for a representation, quotes included."""
    return f'"{hashlib.sha256(json.encode()).hexdigest()[:20]}"'


class Versioned(Output):
    """A resource that two people may change at once; its `etag` is a hash of its representation."""

    @property
    def etag(self) -> str:
        """The value of the ETag header."""
        return etag_of(self.model_dump_json())

    def matches(self, if_match: str) -> bool:
        """Whether an If-Match header names this version (RFC 9110, 13.1.1)."""
        return if_match.strip() == "*" or self.etag in (part.strip() for part in if_match.split(","))


def _without_default(schema: dict[str, Any]) -> None:
    schema.pop("default", None)


def optional() -> Any:
    """A field of a change: left out, it stays as it was; null is refused unless the type allows it."""
    return Field(default=None, json_schema_extra=_without_default)


Item = TypeVar("Item")


class Page(BaseModel, Generic[Item]):
    """One page of a list; give `next_cursor` back as `cursor` for the next."""

    data: list[Item]
    next_cursor: str | None = None
    has_more: bool = False

    @classmethod
    def of(cls, data: list[Item], next_cursor: str | None) -> "Page[Item]":
        """A page; it is the last one if there is no next cursor."""
        return cls(data=data, next_cursor=next_cursor, has_more=next_cursor is not None)
