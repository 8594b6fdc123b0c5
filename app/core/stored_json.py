"""Reading JSON as the database stores it, whatever a host wrote into it."""

import json
from typing import Any


def read_json(text: str) -> Any:
    """The value, or the text itself where PostgreSQL takes what Python does not (5,000 digits, say)."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def texts(stored: str) -> tuple[str, ...]:
    """A JSON list of texts, as stored."""
    return as_texts(read_json(stored))


def as_texts(values: object) -> tuple[str, ...]:
    """A list of texts; a host's row may hold anything."""
    return tuple(value for value in values if isinstance(value, str)) if isinstance(values, list) else ()
