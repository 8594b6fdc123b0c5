"""Routing quality and speed: `resolve` for the scorer, and a table as a program."""

import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:  # the scorer loads this file by path, from anywhere
    sys.path.insert(0, str(ROOT))

from app.routing.matcher import CompiledRules, compile_rules  # noqa: E402
from app.routing.model import Calendar, Inquiry, Rule, Strictness  # noqa: E402
from app.routing.resolver import resolve as resolve_inquiry  # noqa: E402

Row = dict[str, Any]
_compiled: dict[str, CompiledRules] = {}


def compile_rows(calendars: list[Row], rules: list[Row]) -> CompiledRules:
    return compile_rules(
        [
            Calendar(
                c["id"], c["name"], c["type_key"], c["priority"], tuple(c["allowed_tags"]), c["is_active"]
            )
            for c in calendars
        ],
        [
            Rule(
                id=r["id"],
                calendar_id=r["calendar_id"],
                labels=tuple(r["match_labels"]),
                keywords=tuple(r["match_keywords"]),
                channel_scope=r["channel_scope"],
                when_ambiguous_ask=r["when_ambiguous_ask"],
                question_text=r["question_text"],
                priority=r["priority"],
                is_active=r["is_active"],
            )
            for r in rules
        ],
    )


def resolve(calendars: list[Row], rules: list[Row], request: Row, strictness: Strictness = "normal") -> Row:
    """The production resolver in the scorer's form; rules are compiled once a `tenant_id`."""
    business = request["tenant_id"]
    if business not in _compiled:
        _compiled[business] = compile_rows(calendars, rules)
    inquiry = Inquiry(request["intent_text"], request.get("service_label"), request.get("channel") or "all")
    answer = resolve_inquiry(_compiled[business], inquiry, strictness=strictness)
    return {
        "calendar_id": answer.calendar_id,
        "needs_clarification": answer.decision == "ask",
        "suggested_calendar_ids": list(answer.candidates),
        "reason": answer.reason,
        "intent": answer.intent,
    }


def resolve_strict(calendars: list[Row], rules: list[Row], request: Row) -> Row:
    return resolve(calendars, rules, request, "strict")
