"""Dates in the examples of the API document, moved so that they lie a few days ahead of the reader.

The examples are written around one week. The committed `openapi.json` keeps that week, so that it changes
only with the API. The served document moves it by whole weeks, so that every example can be sent as it is.
"""

import re
from datetime import date, timedelta
from typing import Any

WRITTEN_FOR = date(2027, 1, 12)
"""The first day that the examples name, a Tuesday."""

DAYS_AHEAD = 2
"""Smallest number of days from today to that day in the served document. It is 8 at most, well within the
booking window of a new business."""

_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}(?=T|$)")


def with_dates_ahead(document: Any, today: date) -> Any:
    """A copy of the document, the dates in its examples moved by whole weeks."""
    days = (today + timedelta(days=DAYS_AHEAD) - WRITTEN_FOR).days
    return _move_dates(document, timedelta(weeks=-(-days // 7)), within_example=False)


def _move_dates(node: Any, by: timedelta, *, within_example: bool) -> Any:
    if isinstance(node, dict):
        return {
            name: _move_dates(value, by, within_example=within_example or name == "examples")
            for name, value in node.items()
        }
    if isinstance(node, list):
        return [_move_dates(value, by, within_example=within_example) for value in node]
    if within_example and isinstance(node, str):
        return _DATE.sub(lambda found: str(date.fromisoformat(found[0]) + by), node)
    return node
