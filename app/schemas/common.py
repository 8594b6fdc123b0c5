"""Types and base classes that the schemas share."""

import hashlib
import re
import unicodedata
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, tzinfo
from typing import Annotated, Any, Generic, TypeVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from app.core.scheduling.policy import EARLIEST, LATEST
from app.core.scheduling.zones import bounded
from app.errors import PreconditionFailed

PAGE_SIZE = 50

MAX_PAGE_SIZE = 200

MAX_FIELDS = 100
"""Fields of one object in an input, known or not. The largest input has some 25."""


def _storable(value: str) -> str:
    # PostgreSQL stores no NUL in text; pydantic has already refused lone surrogates.
    if "\x00" in value:
        raise PydanticCustomError("bad_text", "must not contain the NUL character")
    return value


ANSWER_ZONE: ContextVar[tzinfo] = ContextVar("answer_zone", default=UTC)
"""The zone whose offset the instants of the present answer carry: the business's."""


def _in_answer_zone(value: datetime | None) -> datetime | None:
    return value and value.astimezone(ANSWER_ZONE.get())


def _read_as_utc(value: object) -> object:
    if not isinstance(value, datetime):
        return value
    stored = bounded(value)
    return stored and stored.replace(tzinfo=stored.tzinfo or UTC)


_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

_DATE_TIME = re.compile(
    _DATE + r"[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?([Zz]|[+-][0-9]{2}:?[0-9]{2})?"
)

_CLOCK = re.compile(r"[0-9]{2}:[0-9]{2}(:00)?")

_CLOCK_SCHEMA = {"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$", "examples": ["09:30"]}


def _date_time_form(value: object) -> object:
    # pydantic would also take a bare date, as midnight, and a number, as an epoch.
    if isinstance(value, datetime) or (isinstance(value, str) and _DATE_TIME.fullmatch(value)):
        return value
    raise PydanticCustomError("bad_instant", "must be a date and time like 2027-03-26T10:00:00+03:00")


def _date_form(value: object) -> object:
    # pydantic would also take a number, as an epoch, and a midnight.
    if type(value) is date or (isinstance(value, str) and re.fullmatch(_DATE, value)):
        return value
    raise PydanticCustomError("bad_date", "must be a date like 2027-03-26")


def _clock_form(value: object) -> object:
    # pydantic would also take a number, as seconds since midnight, and a time with an offset.
    if isinstance(value, time) or (isinstance(value, str) and _CLOCK.fullmatch(value)):
        return value
    raise PydanticCustomError("bad_time", "must be a time like 09:30")


# Characters that show nothing, though Unicode counts them as letters or symbols.
_BLANKS = "\u115f\u1160\u3164\uffa0\u2800"


def _readable(value: str) -> str:
    categories = {character: unicodedata.category(character) for character in value}
    if not categories.keys().isdisjoint("\u2028\u2029") or "Cc" in categories.values():
        raise PydanticCustomError("bad_name", "must be one line without control characters")
    if not any(kind[0] in "LNPS" and character not in _BLANKS for character, kind in categories.items()):
        raise PydanticCustomError("bad_name", "must have a character that can be seen")
    return value


Reached = TypeVar("Reached", date, datetime)


def _within_reach(value: Reached) -> Reached:
    if not EARLIEST <= (value.date() if isinstance(value, datetime) else value) <= LATEST:
        bounds: dict[str, Any] = {"min": EARLIEST, "max": LATEST}
        raise PydanticCustomError("date_out_of_range", "must be from {min} to {max}", bounds)
    return value


Storable = AfterValidator(_storable)

Instant = Annotated[AwareDatetime, BeforeValidator(_date_time_form), AfterValidator(_within_reach)]

StartTime = Annotated[datetime, BeforeValidator(_date_time_form), AfterValidator(_within_reach)]
"""A date with a time. Without an offset it is read on the calendar's wall clock."""

LocalDate = Annotated[date, BeforeValidator(_date_form), AfterValidator(_within_reach)]

WallTime = Annotated[time, BeforeValidator(_clock_form), WithJsonSchema(_CLOCK_SCHEMA)]


def _stored_instant(value: object) -> object:
    # PostgreSQL writes infinite times, and years that Python does not have, into JSON too.
    try:
        return bounded(datetime.fromisoformat(value)) if isinstance(value, str) else value
    except ValueError:
        return None


InstantOut = Annotated[datetime, AfterValidator(_in_answer_zone)]

StoredAsUtc = Annotated[datetime | None, BeforeValidator(_read_as_utc), AfterValidator(_in_answer_zone)]
"""An instant of a column that has no zone; our sessions write them in UTC."""

StoredInJson = Annotated[datetime | None, BeforeValidator(_stored_instant), AfterValidator(_in_answer_zone)]
"""An instant inside stored JSON; null where nobody can be told when that is."""

LocalDateTime = Annotated[
    datetime, WithJsonSchema({"type": "string", "examples": ["2027-03-26T02:30:00"]}, mode="serialization")
]
"""A date and a time of day that do not exist in the zone, so that they have no offset."""

ClockOut = Annotated[
    time, PlainSerializer(lambda value: f"{value:%H:%M}", return_type=str), WithJsonSchema(_CLOCK_SCHEMA)
]

OneLine = AfterValidator(_readable)
"""For names: one line, with a character that can be seen."""

Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=255), Storable, OneLine
]

Tag = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), Storable, OneLine
]

ShortText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=255), Storable]

LongText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=5000), Storable]

CustomerText = Annotated[str, StringConstraints(max_length=10_000), Storable]

Metadata = Annotated[
    dict[
        Annotated[str, StringConstraints(min_length=1, max_length=40), Storable],
        Annotated[str, StringConstraints(max_length=500), Storable],
    ],
    Field(max_length=50),
]
"""The caller's own keys and values: at most 50 keys of 40 characters, values of 500."""

BigId = Annotated[int, Field(ge=1, le=2**63 - 1)]

Int32 = Annotated[int, Field(ge=-(2**31), le=2**31 - 1)]

Id = Annotated[int, Field(ge=1, le=2**31 - 1)]


class Input(BaseModel):
    """A closed input: an unknown field is an error, never silently dropped."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _has_few_fields(cls, given: Any) -> Any:
        # pydantic would make an error for each unknown field: 85,000 of them took seconds.
        if isinstance(given, dict) and len(given) > MAX_FIELDS:
            raise PydanticCustomError("too_many_fields", "too many fields", {"max": MAX_FIELDS})
        return given


def example(**fields: Any) -> ConfigDict:
    """The configuration of an input with an example that can be sent as it is."""
    return ConfigDict(json_schema_extra={"examples": [fields]})


class Output(BaseModel):
    model_config = ConfigDict(
        from_attributes=True, frozen=True, json_schema_serialization_defaults_required=True
    )


def etag_of(json: str) -> str:
    """A strong validator (RFC 9110, 8.8.3) for a representation, quotes included."""
    return f'"{hashlib.sha256(json.encode()).hexdigest()[:20]}"'


class Versioned(Output):
    """A resource that two people may change at once; its `etag` is a hash of its representation."""

    @property
    def etag(self) -> str:
        """The value of the ETag header."""
        return etag_of(self.model_dump_json())

    def require(self, if_match: str | None, **params: int) -> None:
        """Raise PreconditionFailed for an If-Match header that names other versions (RFC 9110, 13.1.1)."""
        given = {"*"} if if_match is None else {part.strip() for part in if_match.split(",")}
        if given.isdisjoint({"*", self.etag}):
            raise PreconditionFailed(pointer=None, **params)


def _without_default(schema: dict[str, Any]) -> None:
    schema.pop("default", None)


def optional() -> Any:
    """A field of a change: left out, it stays as it was; null is refused unless the type allows it."""
    return Field(default=None, json_schema_extra=_without_default)


Item = TypeVar("Item")


class Page(BaseModel, Generic[Item]):
    """One page of a list; give `next_cursor` back as `cursor` for the next."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    data: list[Item]
    next_cursor: str | None = None
    has_more: bool = False

    @classmethod
    def of(cls, data: list[Item], next_cursor: str | None) -> "Page[Item]":
        """A page; it is the last one if there is no next cursor."""
        return cls(data=data, next_cursor=next_cursor, has_more=next_cursor is not None)
