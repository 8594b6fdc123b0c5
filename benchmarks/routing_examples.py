"""Routing with a business's own examples: `resolve` for a scorer, tables, and the fit of the confidence.

    python -m benchmarks.routing_examples --public FILE [--fit]

Only businesses made from public sentence sets have examples; see benchmarks/routing.py for their file.
`--fit` prints the weights of app/core/routing/examples/gaps.py fitted to the sentences in ten
parts of businesses, each judged by the other nine.
"""

import argparse
import math
import sys
import time
from collections import defaultdict
from collections.abc import Hashable, Sequence
from functools import partial
from importlib import import_module, util
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:  # the scorer loads this file by path, from anywhere
    sys.path.insert(0, str(ROOT))

from app.core.routing.deciding.resolver import route_inquiry as resolve_inquiry  # noqa: E402
from app.core.routing.examples.examples import CalendarSuggestion, Example, training_set_of  # noqa: E402
from app.core.routing.examples.gaps import GAPS, LEAST, fill_gap, may_fill  # noqa: E402
from app.core.routing.matching.compiler import CompiledRules  # noqa: E402
from app.core.routing.model import Inquiry, Resolution, Strictness  # noqa: E402
from benchmarks import routing  # noqa: E402
from benchmarks.routing import STRICTNESSES, Row, compile_rows, public_businesses  # noqa: E402

COUNTS = (10, 20)
PARTS = 10
WITHOUT = "skipped: scikit-learn is not installed (pip install 'luach[learn]')"

_known: dict[tuple[str, int], tuple[CompiledRules, Any]] = {}


def available() -> bool:
    return util.find_spec("sklearn") is not None


def train(examples: Sequence[Example], calendars: Sequence[Hashable]) -> Any:
    """A model of the usable examples of `calendars`; None where fewer than two calendars have enough."""
    usable = training_set_of(examples, calendars)
    return import_module("app.routing.example_model").train_model(usable) if usable else None


def learn_rows(calendars: list[Row], rules: list[Row], count: int) -> Any:
    """A model of the first `count` examples of each calendar; None if they are too few."""
    given: dict[object, list[str]] = defaultdict(list)
    for rule in rules:
        given[rule["calendar_id"]] += rule.get("examples") or []
    examples = [Example(text, calendar) for calendar, texts in given.items() for text in texts[:count]]
    active = [calendar["id"] for calendar in calendars if calendar["is_active"]]
    return train(examples, active)


def read(
    calendars: list[Row], rules: list[Row], request: Row, strictness: Strictness, count: int
) -> tuple[CompiledRules, Resolution, CalendarSuggestion | None]:
    """The rules' answer and the examples' suggestion; compiled and trained once per `tenant_id`."""
    key = (request["tenant_id"], count)
    if key not in _known:
        _known[key] = compile_rows(calendars, rules), learn_rows(calendars, rules, count)
    compiled, learned = _known[key]
    inquiry = Inquiry(request["intent_text"], request.get("service_label"), request.get("channel") or "all")
    answer = resolve_inquiry(compiled, inquiry, strictness=strictness)
    return compiled, answer, learned.suggest(inquiry.text) if learned else None


def resolve(
    calendars: list[Row],
    rules: list[Row],
    request: Row,
    strictness: Strictness = "normal",
    count: int = 1000,
) -> Row:
    compiled, answer, suggestion = read(calendars, rules, request, strictness, count)
    answer = fill_gap(compiled, request["intent_text"], answer, suggestion, "on").answer
    return {
        "calendar_id": answer.calendar_id,
        "needs_clarification": answer.decision == "ask",
        "suggested_calendar_ids": list(answer.candidates),
        "reason": answer.reason,
    }


def resolve_strict(calendars: list[Row], rules: list[Row], request: Row) -> Row:
    return resolve(calendars, rules, request, "strict")


def print_quality(rows: list[Row]) -> None:
    """Figures with and without examples, by language and kind."""
    for strictness in STRICTNESSES:
        print(f"\n{strictness}, with examples\n{routing.HEADER}")
        for count in (0, *COUNTS):
            answer = partial(resolve, count=count) if count else routing.resolve
            for group, tally in sorted(routing.quality(rows, strictness, answer).items()):
                if count in (0, COUNTS[-1]) or group.endswith(": all"):
                    print(tally.row(f"{count:2} examples, {group.removeprefix('public: ')}"))


def print_speed(rows: list[Row]) -> None:
    print("\nlearning: CPU milliseconds a business, microseconds a suggestion")
    print("calendars examples    learn      p50      p95  features")
    texts = sorted({text for row in rows for rule in row["rules"] for text in rule["examples"]})
    for calendars, count in ((5, 20), (10, 50), (20, 200), (40, 100)):
        given = [
            texts[n % len(texts)] + (f" {n}" if n >= len(texts) else "") for n in range(calendars * count)
        ]
        examples = [Example(text, n % calendars) for n, text in enumerate(given)]
        started = time.process_time()
        learned = train(examples, range(calendars))
        learn_ms = (time.process_time() - started) * 1e3
        times = sorted(_microseconds(learned, text) for text in given[:300])
        p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
        row = f"{calendars:9} {calendars * count:8} {learn_ms:8.0f} {p50:8.0f} {p95:8.0f}"
        print(f"{row} {len(learned.weighing.numbers):9}")


def _microseconds(learned: Any, text: str) -> float:
    started = time.process_time()
    learned.suggest(text)
    return (time.process_time() - started) * 1e6


def fit(rows: list[Row], strictness: Strictness = "strict", count: int = 20) -> None:
    """Logistic regression of "the suggestion is right" on the inputs of `confidence_of`."""
    features, right, parts = [], [], []
    for number, row in enumerate(rows):
        for case in row["cases"]:
            request = {**case["request"], "tenant_id": f"{row['tenant_id']}/{row['split']}"}
            compiled, answer, suggestion = read(row["calendars"], row["rules"], request, strictness, count)
            gap = answer.decision == "ask" and answer.reason in GAPS - {"two_calendars"}
            if suggestion is None or not gap or not may_fill(compiled, request["intent_text"], answer):
                continue
            share = min(max(suggestion.share, LEAST), 1 - LEAST)
            like = max(suggestion.known * suggestion.nearest[0].likeness, LEAST)
            named = float(answer.reason == "below_threshold" and suggestion.calendar_id in answer.candidates)
            features.append([math.log(share / (1 - share)), math.log(like), named])
            right.append(suggestion.calendar_id == case["expect"])
            parts.append(number % PARTS)
    _print_fit(features, right, parts)


def _print_fit(features: list[list[float]], right: list[bool], parts: list[int]) -> None:
    model = partial(import_module("sklearn.linear_model").LogisticRegression, C=10.0)
    whole = model().fit(features, right)
    print("SHARE, LIKENESS, NAMED, OFFSET =", *(round(w, 2) for w in (*whole.coef_[0], whole.intercept_[0])))
    judged: list[tuple[float, bool]] = []
    for part in range(PARTS):
        mine = [n for n, other in enumerate(parts) if other == part]
        rest = [n for n, other in enumerate(parts) if other != part]
        fitted = model().fit([features[n] for n in rest], [right[n] for n in rest])
        shares = fitted.predict_proba([features[n] for n in mine])[:, 1]
        judged += [(float(share), right[n]) for share, n in zip(shares, mine, strict=True)]
    print("confidence   lines    right")
    for low in (0.0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.9, 0.95):
        high = {0.0: 0.2, 0.2: 0.4, 0.4: 0.6, 0.6: 0.7, 0.7: 0.8, 0.8: 0.9, 0.9: 0.95}.get(low, 1.01)
        inside = [was_right for share, was_right in judged if low <= share < high]
        print(f"{low:4} to {min(high, 1):4} {len(inside):6} {sum(inside) / max(len(inside), 1):8.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Routing with a business's own examples")
    parser.add_argument("--public", type=Path, metavar="FILE", help="businesses from public sentence sets")
    parser.add_argument("--fit", action="store_true", help="fit the weights of the confidence")
    options = parser.parse_args()
    if not available() or options.public is None:
        print(f"\nwith examples: {WITHOUT if not available() else routing.WITHOUT_PUBLIC}")
        return
    rows = public_businesses(options.public)
    if options.fit:
        fit(rows)
    else:
        print_quality(rows)
        print_speed(rows)


if __name__ == "__main__":
    main()
