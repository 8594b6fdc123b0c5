"""Pydantic's findings in our words."""

import typing
from datetime import date, datetime, time
from typing import Annotated, Any, Literal

import pytest
from pydantic import AwareDatetime, Field, ValidationError, create_model
from pydantic_core import ErrorDetails
from pydantic_core.core_schema import ErrorType

from app.schemas.common import Id, Input, Instant, Name, Tag
from app.schemas.field_problems import _RULE_OF, broken_rules
from app.schemas.scheduling import Email
from app.sentences.field_rules import RULES
from app.sentences.languages import LANGUAGES


def findings(kind: object, value: object) -> list[ErrorDetails]:
    """Pydantic's errors about `{"field": value}`, where `field` is of that kind."""
    fields: dict[str, Any] = {"field": (kind, ...)}
    model = create_model("Wanted", __base__=Input, **fields)
    with pytest.raises(ValidationError) as caught:
        model.model_validate({"field": value})
    return caught.value.errors()


@pytest.mark.parametrize(
    ("kind", "value", "rule", "message"),
    [
        (Name, "", "too_short", "must have at least 1 characters or items"),
        (Name, "x" * 256, "too_long", "must have at most 255 characters or items"),
        (Name, None, "not_text", None),
        (Name, "\ud800", "bad_text", None),
        (Name, "\x00", "bad_text", None),
        (Id, 0, "too_small", "must be at least 1"),
        (Id, 2**31, "too_large", "must be at most 2147483647"),
        (Annotated[int, Field(gt=0)], 0, "too_small", "must be at least 1"),
        (Annotated[int, Field(lt=10)], 10, "too_large", "must be at most 9"),
        (Id, "x", "not_a_number", None),
        (Id, 1.5, "not_a_number", None),
        (Id, float("nan"), "not_a_number", None),
        (Id, "9" * 5000, "not_a_number", None),
        (bool, "maybe", "not_true_or_false", None),
        (bool, None, "not_true_or_false", None),
        (list[Tag], "x", "not_a_list", None),
        (
            Annotated[list[int], Field(max_length=1)],
            [1, 2],
            "too_long",
            "must have at most 1 characters or items",
        ),
        (dict[str, int], [], "not_an_object", None),
        (Literal["a", "b"], "c", "not_allowed", "must be one of 'a' or 'b'"),
        (date, "x", "bad_date", None),
        (date, "2027-01-01T10:00", "bad_date", None),
        (time, "25:00", "bad_time", None),
        (time, [], "bad_time", None),
        (datetime, "x", "bad_instant", None),
        (datetime, None, "bad_instant", None),
        (AwareDatetime, "2027-01-01T00:00", "zone_needed", None),
        (Instant, "0001-01-01T00:00:00+14:00", "date_out_of_range", None),
        (Email, "dana", "bad_email", None),
        (complex, "?", "invalid", "is not valid"),
    ],
)
def test_a_finding_is_told_in_our_words(kind: object, value: object, rule: str, message: str | None) -> None:
    (found,) = broken_rules(findings(kind, value), "en")
    assert (found.pointer, found.code) == ("/field", rule)
    assert message is None or found.message == message
    (hebrew,) = broken_rules(findings(kind, value), "he")
    assert hebrew.message != found.message


@pytest.mark.parametrize(
    ("location", "pointer"),
    [
        (("body", "a", 0, "b"), "/a/0/b"),
        (("query", "since"), "/since"),
        (("path", "day"), "/day"),
        (("body",), ""),
        (("a/b", "c~d"), "/a~1b/c~0d"),
        ((), ""),
    ],
)
def test_the_pointer_leads_to_the_field(location: tuple[int | str, ...], pointer: str) -> None:
    (found,) = broken_rules([{"type": "missing", "loc": location}], "en")
    assert found.pointer == pointer


def test_what_was_sent_is_never_echoed() -> None:
    for found in broken_rules(findings(Id, "a secret"), "en"):
        assert "secret" not in found.model_dump_json()


@pytest.mark.parametrize("kind", typing.get_args(ErrorType))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_that_pydantic_has_can_be_told(kind: str, language: str) -> None:
    context = {"gt": 1, "lt": 1, "ge": 1, "le": 1, "min_length": 1, "max_length": 1, "expected": "x"}
    (found,) = broken_rules([{"type": kind, "loc": ("x",), "ctx": context}], language)  # type: ignore[arg-type]
    assert found.code in RULES or found.code == "invalid_json"
    assert found.message


def test_the_table_names_findings_that_pydantic_has() -> None:
    assert set(_RULE_OF) <= {*typing.get_args(ErrorType), "date_out_of_range"}
