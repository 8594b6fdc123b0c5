"""Routing quality and speed: `resolve` for a scorer, and tables of figures as a program.

    python -m benchmarks.routing [--public FILE]

The hand-written businesses of tests/data/routing are part of the repository. Businesses made from public
sentence sets are not: some of the sets are share-alike. `--public` names a file of them in the same form.
"""

import argparse
import gc
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:  # the scorer loads this file by path, from anywhere
    sys.path.insert(0, str(ROOT))

from app.core.routing.deciding.resolver import route_inquiry as resolve_inquiry  # noqa: E402
from app.core.routing.matching.compiler import CompiledRules, compile_rules  # noqa: E402
from app.core.routing.model import Calendar, Inquiry, Rule, Strictness  # noqa: E402

Row = dict[str, Any]
STRICTNESSES: tuple[Strictness, ...] = ("normal", "strict")
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
    """The production resolver in the scorer's form; rules are compiled once per `tenant_id`."""
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


DATA = ROOT / "tests" / "data" / "routing"
FILES = (DATA / "customers.jsonl", DATA / "handwritten.jsonl")
HANDWRITTEN = frozenset({"handwritten", "second-author"})
"""The sources of businesses that were written for this project."""
WITHOUT_PUBLIC = (
    "skipped: the public sentence sets (CLINC150, Banking77, NLU++, SLURP, Snips; share-alike: HINT3, xSID,"
    " ArBanking77) are not part of the repository; name a file made from them with --public"
)
SIZES = (10, 100, 1000)
SENTENCES = 400
HEADER = f"{'':34}  lines coverage    wrong  strictly asks-when-should"


class Tally:
    """Counts of one group of lines, as the scorer counts them."""

    def __init__(self) -> None:
        self.lines = self.in_scope = self.answered = self.wrong = self.strictly_wrong = self.asked = 0

    def add(self, case: Row, got: object) -> None:
        expected, either = case["expect"], case.get("either") or ()
        self.lines += 1
        self.in_scope += expected is not None
        self.answered += expected is not None and got is not None
        self.asked += expected is None and got is None
        wrong = got is not None and got != expected
        self.wrong += wrong
        self.strictly_wrong += wrong and not (expected is None and got in either)

    def row(self, name: str) -> str:
        should_ask = self.lines - self.in_scope
        coverage = f"{self.answered / self.in_scope:8.3f}" if self.in_scope else " " * 8
        asks = f"{self.asked / should_ask:8.3f}" if should_ask else " " * 8
        shares = f"{self.wrong / self.lines:8.4f} {self.strictly_wrong / self.lines:8.4f}"
        return f"{name:34} {self.lines:6} {coverage} {shares} {asks}"


def businesses(path: Path) -> list[Row]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def public_businesses(path: Path) -> list[Row]:
    """The businesses of `path` that were made from public sentence sets."""
    return [row for row in businesses(path) if row["source"] not in HANDWRITTEN]


def quality(
    rows: list[Row], strictness: Strictness, answered: Callable[..., Row] = resolve
) -> dict[str, Tally]:
    """Tallies by part, language and kind."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for row in rows:
        part = row["source"] if row["source"] in HANDWRITTEN else "public"
        for case in row["cases"]:
            request = {**case["request"], "tenant_id": f"{row['tenant_id']}/{row['split']}"}
            answer = answered(row["calendars"], row["rules"], request, strictness)
            for group in ("all", f"lang {case['lang']}", f"kind {case['kind']}"):
                tallies[f"{part}: {group}"].add(case, answer["calendar_id"])
    return tallies


def print_quality(name: str, rows: list[Row], strictness: Strictness) -> None:
    print(f"\n{name}, {strictness}\n{HEADER}")
    for group, tally in sorted(quality(rows, strictness).items()):
        print(tally.row(group))


def business_of(size: int) -> tuple[list[Row], list[Row]]:
    """`size` rules over a tenth as many calendars: the hand-written businesses' words, then numbered ones."""
    rows = [row for path in FILES for row in businesses(path)]
    pool = [word for row in rows for rule in row["rules"] for word in rule["match_keywords"]]
    calendars: list[Row] = [
        {
            "id": n,
            "name": f"calendar {n}",
            "type_key": None,
            "priority": 0,
            "allowed_tags": [],
            "is_active": True,
        }
        for n in range(max(4, size // 10))
    ]
    rules = []
    for n in range(size):
        words = [pool[(n * 4 + k) % len(pool)] for k in range(4)]
        suffix = "" if n * 4 < len(pool) else f" {n}"
        rules.append(
            {
                "id": n,
                "calendar_id": n % len(calendars),
                "match_labels": [words[0] + suffix],
                "match_keywords": [word + suffix for word in words],
                "channel_scope": "all",
                "when_ambiguous_ask": False,
                "question_text": None,
                "priority": 0,
                "is_active": True,
            }
        )
    return calendars, rules


def print_speed() -> None:
    texts = [case["request"]["intent_text"] for row in businesses(FILES[0]) for case in row["cases"]][
        :SENTENCES
    ]
    print("\nspeed: CPU microseconds a sentence, CPU milliseconds to compile")
    print(" rules      p50      p95      p99  compile")
    for size in SIZES:
        calendars, rules = business_of(size)
        gc.collect()  # or the measurement includes the garbage collector's pass over the benchmark's data
        started = time.process_time()
        compiled = compile_rows(calendars, rules)
        compile_ms = (time.process_time() - started) * 1e3
        for text in texts:
            resolve_inquiry(compiled, Inquiry(text))
        times = sorted(_microseconds(compiled, text) for text in texts)
        p50, p95, p99 = (times[int(len(times) * share)] for share in (0.5, 0.95, 0.99))
        print(f"{size:6} {p50:8.0f} {p95:8.0f} {p99:8.0f} {compile_ms:8.1f}")
    calendars, rules = business_of(100)
    compiled = compile_rows(calendars, rules)
    for name, text in adversarial(texts).items():
        print(f"{name:24} {len(text):6} characters {_microseconds(compiled, text) / 1e3:8.1f} ms")


def adversarial(texts: list[str]) -> dict[str, str]:
    """Texts of 10,000 characters that would cost a careless matcher the square of their length."""
    return {
        "customers' sentences": " ".join(texts)[:10_000],
        "one keyword repeated": ("לא רוצה תיקון סליחה " * 1000)[:10_000],
        "letters and dots": ("א." * 5_000),
        "one long word": "תיקון" * 2_000,
        "marks and controls": ("\u200f\u05b0" * 5_000),
        "only commas": "," * 10_000,
        "unheard words": " ".join(
            f"{chr(1488 + n % 22)}{chr(1488 + n // 22 % 22)}{n}טיק" for n in range(1_500)
        )[:10_000],
    }


def _microseconds(compiled: CompiledRules, text: str) -> float:
    """CPU time of one process, the best of three runs, because the machine is shared."""
    times = []
    for _ in range(3):
        started = time.process_time()
        resolve_inquiry(compiled, Inquiry(text))
        times.append(time.process_time() - started)
    return min(times) * 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description="Routing quality and speed")
    parser.add_argument("--public", type=Path, metavar="FILE", help="businesses from public sentence sets")
    public: Path | None = parser.parse_args().public
    parts = {path.name: businesses(path) for path in FILES}
    if public is not None:
        parts[public.name] = public_businesses(public)
    for name, rows in parts.items():
        for strictness in STRICTNESSES:
            print_quality(name, rows, strictness)
    print_speed()
    if public is None:
        print(f"\npublic sentence sets: {WITHOUT_PUBLIC}")


if __name__ == "__main__":
    main()
