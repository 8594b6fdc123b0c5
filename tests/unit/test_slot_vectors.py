"""The shared slot cases, through the production engine and before its judge."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from app.core.scheduling.policy import judge
from benchmarks.slots import agenda_of, solve

VECTORS = Path(__file__).resolve().parents[3] / "shared" / "slots" / "vectors.json"
CASES: list[dict[str, Any]] = json.loads(VECTORS.read_text()) if VECTORS.exists() else []

pytestmark = pytest.mark.skipif(not CASES, reason=f"{VECTORS} is not there")


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_the_engine_offers_what_the_case_expects(case: dict[str, Any]) -> None:
    assert solve(case) == case["expected_slot_starts_utc"]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_the_judge_books_what_the_case_expects(case: dict[str, Any]) -> None:
    agenda, now = agenda_of(case), datetime.fromisoformat(case["now_utc"])
    starts = [datetime.fromisoformat(text) for text in case["expected_slot_starts_utc"]]
    assert [judge(start, agenda, now) for start in starts] == [None] * len(starts)
