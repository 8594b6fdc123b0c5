"""The forms in which times, days and names are accepted, for every input that has one."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any, get_args, get_origin

import pytest
from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

import app.main
from app.schemas.common import Input, LocalDate, Name, ShortText, StartTime

assert app.main.app, "every input is defined"


def inputs(kind: type[Input] = Input) -> Iterator[type[Input]]:
    for below in kind.__subclasses__():
        yield below
        yield from inputs(below)


def kinds_in(annotation: Any) -> set[Any]:
    """The types that an annotation is made of."""
    return {annotation}.union(*map(kinds_in, get_args(annotation)))


def fields_of(kind: type) -> list[tuple[str, FieldInfo]]:
    """The fields of all inputs that take a value of `kind`."""
    return [
        (f"{model.__name__}.{name}", field)
        for model in inputs()
        for name, field in model.model_fields.items()
        if kind in kinds_in(field.annotation)
    ]


def accepted(field: FieldInfo | Any, value: object) -> bool:
    kind = field.rebuild_annotation() if isinstance(field, FieldInfo) else field
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError:
        return False
    return True


TIMES = fields_of(datetime)
DAYS = fields_of(date)
CLOCKS = fields_of(time)
FREE_TEXTS = {
    *(
        "intent_text",
        "service_label",
        "notes",
        "note",
        "reason",
        "question_text",
        "default_question",
        "texts",
    ),
    *("customer_phone", "customer_email", "phone_number", "timezone", "holiday_country", "country", "rrule"),
    *("calendar_external_id", "conversation", "tag", "date_from", "date_to"),
    *("description", "currency", "metadata"),
    *("phone", "other_phones", "email", "language", "blocked_reason", "cancel_reason", "status"),
    *("slot_id", "hold_id", "slot_or_hold_id", "appointment_id", "new_slot_id", "clarification_id"),
}
"""Fields that are not names, or that look up something by its name."""

NAMES = [
    (name, field)
    for name, field in fields_of(str)
    if name.partition(".")[2] not in FREE_TEXTS
    and not (name.endswith(".type_key") and kinds_in(field.annotation) == kinds_in(ShortText | None))
]


def test_there_are_times_days_and_names_to_look_at() -> None:
    assert len(TIMES) >= 7
    assert len(DAYS) >= 2
    assert len(CLOCKS) >= 3
    assert {name.partition(".")[2] for name, _ in NAMES} == {
        *("name", "customer_name", "title", "type_key", "business_type", "role"),
        *("allowed_tags", "match_labels", "match_keywords"),
    }


@pytest.mark.parametrize(("name", "field"), TIMES, ids=[name for name, _ in TIMES])
@pytest.mark.parametrize(
    "value",
    [
        "2027-02-04",
        "20270204",
        "1801562400",
        1801562400,
        1801562400.5,
        "1801562400000",
        "-1",
        "0",
        True,
        "2027-02-04T10",
        "2027-W05-4T10:00",
        "10:00",
        "2027-02-04T10:00:00 +02:00:00:00",
        "٢٠٢٧-٠٢-٠٤T١٠:٠٠:٠٠+02:00",
        date(2027, 2, 4),
        "",
    ],
    ids=repr,
)
def test_what_is_no_date_with_a_time_is_refused(name: str, field: FieldInfo, value: object) -> None:
    assert not accepted(field, value)


@pytest.mark.parametrize(("name", "field"), TIMES, ids=[name for name, _ in TIMES])
@pytest.mark.parametrize(
    "value",
    [
        "2027-02-04T10:00:00+02:00",
        "2027-02-04T10:00:00Z",
        "2027-02-04t10:00:00z",
        "2027-02-04T10:00+02:00",
        "2027-02-04 10:00:00.000-05:30",
        datetime(2027, 2, 4, 10, tzinfo=UTC),
    ],
    ids=repr,
)
def test_a_date_with_a_time_and_an_offset_is_accepted(name: str, field: FieldInfo, value: object) -> None:
    assert accepted(field, value)


@pytest.mark.parametrize("value", ["2027-02-04T10:00:00", "2027-02-04T10:00", "2027-02-04 10:00"])
def test_a_start_may_come_without_an_offset(value: str) -> None:
    assert TypeAdapter(StartTime).validate_python(value) == datetime(2027, 2, 4, 10)  # noqa: DTZ001


@pytest.mark.parametrize("kind", [LocalDate, *(field for _, field in DAYS)])
@pytest.mark.parametrize(
    "value",
    [
        *("0", "1", 0, 86400, "86400", "20270204", "2027-2-4", "2027-02-30", "2027-02-04T00:00:00", True, ""),
        *("0001-01-01", "1969-12-31", "9999-12-31", "3000-01-01", "٢٠٢٧-٠٢-٠٤", "-2027-02-04"),
        *("1970-01-02", "1999-12-31", "2101-01-01", "2207-02-04", "2999-12-31"),
    ],
    ids=repr,
)
def test_what_is_no_day_of_a_year_that_can_be_booked_is_refused(kind: Any, value: object) -> None:
    assert not accepted(kind, value)


@pytest.mark.parametrize("kind", [LocalDate, *(field for _, field in DAYS)])
@pytest.mark.parametrize("value", ["2027-02-04", "2028-02-29", date(2027, 2, 4)], ids=repr)
def test_a_day_is_accepted(kind: Any, value: object) -> None:
    assert accepted(kind, value)


@pytest.mark.parametrize(("name", "field"), TIMES, ids=[name for name, _ in TIMES])
@pytest.mark.parametrize("year", ["0001", "1970", "1999", "2101", "2207", "2999", "9999"])
def test_a_time_of_a_year_that_cannot_be_booked_is_refused(name: str, field: FieldInfo, year: str) -> None:
    assert not accepted(field, f"{year}-02-04T10:00:00+02:00")


@pytest.mark.parametrize(("name", "field"), CLOCKS, ids=[name for name, _ in CLOCKS])
@pytest.mark.parametrize(
    "value",
    [
        *(0, 36000, 36000.5, "36000", "0", True, "10", "10h", "2027-02-04T10:00", "10:00+02:00", "10:00Z"),
        *("24:00", "25:00", "10:60", "١٠:٠٠", "10:00:00.5", "10:00\n", ""),
    ],
    ids=repr,
)
def test_what_is_no_time_of_the_day_is_refused(name: str, field: FieldInfo, value: object) -> None:
    assert not accepted(field, value)


@pytest.mark.parametrize(("name", "field"), CLOCKS, ids=[name for name, _ in CLOCKS])
@pytest.mark.parametrize("value", ["00:00", "16:30", "16:30:00", time(9)], ids=repr)
def test_a_time_of_the_day_is_accepted(name: str, field: FieldInfo, value: object) -> None:
    assert accepted(field, value)


INVISIBLE = [
    "\u200b", "\u200b\u200c\u200d", "\u202e", "\u202e\u202c", "\u2066\u2069", "\u200e\u200f", "\ufeff",
    "\x00", "\x07", "\x1b", "\x7f", "\x85", "\u00ad", "\u2060", "\u3164", "\u115f", "\uffa0", "\u2800",
    "\ufe0f", "\u0301", "\U000e0041", "\u00a0", " \u200b ", "\u180e", "\ue000",
]  # fmt: skip
BROKEN = [
    "דנה\nלוי",
    "Dana\rLevi",
    "a\u2028b",
    "a\u2029b",
    "a\x0bb",
    "a\x0cb",
    "a\x85b",
    "a\x1bb",
    "a\x00b",
    "a\tb",
]


def accepted_as_name(field: FieldInfo, value: str) -> bool:
    return accepted(
        field, [value] if any(get_origin(kind) is list for kind in kinds_in(field.annotation)) else value
    )


@pytest.mark.parametrize(("name", "field"), NAMES, ids=[name for name, _ in NAMES])
def test_a_name_that_nobody_can_see_is_refused(name: str, field: FieldInfo) -> None:
    assert [value for value in INVISIBLE if accepted_as_name(field, value)] == []


@pytest.mark.parametrize(("name", "field"), NAMES, ids=[name for name, _ in NAMES])
def test_a_name_with_a_line_break_or_a_control_character_is_refused(name: str, field: FieldInfo) -> None:
    assert [value for value in BROKEN if accepted_as_name(field, value)] == []


@pytest.mark.parametrize(("name", "field"), NAMES, ids=[name for name, _ in NAMES])
def test_a_plain_name_is_accepted_in_every_field_of_names(name: str, field: FieldInfo) -> None:
    assert accepted_as_name(field, "דנה לוי")


@pytest.mark.parametrize(
    "value",
    [
        "דנה לוי",
        "\u200fדנה\u200f",
        "می\u200cخواهم",
        "O'Brien",
        "José",
        "e\u0301",
        "李",
        "שָׁלוֹם",
        "🙂",
        "5",
        "-",
    ],
    ids=ascii,
)
def test_a_name_of_any_script_is_accepted(value: str) -> None:
    assert accepted(Name, value)
