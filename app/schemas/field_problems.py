"""Pydantic's errors as FieldProblems: a rule, a JSON pointer and a sentence for each."""

from collections.abc import Sequence
from typing import Any

from app.schemas.problems import FieldProblem
from app.sentences.field_rules import RULES, rule_text
from app.sentences.languages import Language

# Pydantic's error types (docs: "Validation Errors") to our rule words.
_RULE_OF = {
    "missing": "missing",
    "extra_forbidden": "unknown_field",
    "string_too_short": "too_short",
    "too_short": "too_short",
    "string_too_long": "too_long",
    "too_long": "too_long",
    "greater_than": "too_small",
    "greater_than_equal": "too_small",
    "less_than": "too_large",
    "less_than_equal": "too_large",
    "int_parsing": "not_a_number",
    "int_parsing_size": "not_a_number",
    "int_type": "not_a_number",
    "int_from_float": "not_a_number",
    "finite_number": "not_a_number",
    "string_type": "not_text",
    "string_unicode": "bad_text",
    "bool_parsing": "not_true_or_false",
    "bool_type": "not_true_or_false",
    "list_type": "not_a_list",
    "dict_type": "not_an_object",
    "model_type": "not_an_object",
    "model_attributes_type": "not_an_object",
    "literal_error": "not_allowed",
    "enum": "not_allowed",
    "date_type": "bad_date",
    "date_parsing": "bad_date",
    "date_from_datetime_parsing": "bad_date",
    "date_from_datetime_inexact": "bad_date",
    "datetime_type": "bad_instant",
    "datetime_parsing": "bad_instant",
    "datetime_from_date_parsing": "bad_instant",
    "datetime_object_invalid": "bad_instant",
    "time_type": "bad_time",
    "time_parsing": "bad_time",
    "timezone_aware": "zone_needed",
    # E-mail addresses are the only texts with a pattern.
    "string_pattern_mismatch": "bad_email",
    "json_invalid": "invalid_json",
}


MAX_PROBLEMS = 50


def broken_rules(errors: Sequence[Any], language: Language) -> list[FieldProblem]:
    """A FieldProblem for each of pydantic's first errors, and one that counts the others.

    Of the input, only names of fields are shown.
    """
    shown = [_problem(error, language) for error in errors[:MAX_PROBLEMS]]
    if left_out := len(errors) - len(shown):
        message = rule_text("more_problems", language, {"count": left_out})
        shown.append(FieldProblem(pointer="", code="more_problems", message=message))
    return shown


def _problem(error: dict[str, Any], language: Language) -> FieldProblem:
    kind, context = error["type"], error.get("ctx", {})
    rule = _RULE_OF.get(kind) or (kind if kind in RULES else "invalid")
    params = dict(context)
    params.setdefault("min", _minimum(kind, context))
    params.setdefault("max", _maximum(kind, context))
    return FieldProblem(pointer=_pointer(error["loc"]), code=rule, message=rule_text(rule, language, params))


def _minimum(kind: str, context: dict[str, Any]) -> object:
    if kind == "greater_than":
        return context["gt"] + 1
    return context.get("ge", context.get("min_length"))


def _maximum(kind: str, context: dict[str, Any]) -> object:
    if kind == "less_than":
        return context["lt"] - 1
    return context.get("le", context.get("max_length"))


def _pointer(location: tuple[int | str, ...]) -> str:
    # FastAPI names the place first (body, query, path, header); RFC 6901 escapes '~' and '/'.
    parts = location[1:] if location and location[0] in {"body", "query", "path", "header"} else location
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)
