"""Input with more broken rules than anybody reads: a short answer that says how many more there are."""

import json
from typing import Any

import httpx
import pytest

from tests.support.desk import raw
from tests.support.doors import by_http, by_mcp, by_python
from tests.support.factories import (
    APPOINTMENTS,
    CALENDARS,
    OVERRIDES,
    RULES,
    SETTINGS,
    SLOTS,
    House,
    Json,
    Service,
    problem,
)

LARGEST_ANSWER = 70_000
# As many as fit into the largest body: 128 KB, for rules 1 MB.
UNKNOWN = {f"field{number}": 1 for number in range(8_000)}
UNKNOWN_OF_RULE = {f"field{number}": 1 for number in range(60_000)}


def short_problem(answer: httpx.Response, code: str, pointer: str) -> list[Json]:
    found: list[Json] = problem(answer, 422, code, pointer)["errors"]
    assert len(answer.content) < LARGEST_ANSWER
    assert len(found) <= 51
    return found


@pytest.mark.parametrize(
    ("path", "wanted", "pointer"),
    [
        (APPOINTMENTS, UNKNOWN, ""),
        (CALENDARS, {"name": "x", **UNKNOWN}, ""),
        (RULES, UNKNOWN_OF_RULE, ""),
        (f"{RULES}/replay", {"upsert": [UNKNOWN_OF_RULE]}, "/upsert/0"),
        (f"{RULES}/replay", {"upsert": [{}, {f"f{number}": 1 for number in range(101)}]}, "/upsert/1"),
    ],
    ids=["appointment", "calendar", "rule", "nested", "one more than allowed"],
)
async def test_an_object_with_too_many_fields_is_one_problem(
    house: House, path: str, wanted: Json, pointer: str
) -> None:
    (found,) = short_problem(await house.owner.post(path, wanted), "too_many_fields", pointer)
    assert found["message"] == "must not have more than 100 fields"


async def test_problems_beyond_the_first_fifty_are_counted(house: House) -> None:
    wanted = {"name": "x", **{f"field{number}": 1 for number in range(80)}}
    found = short_problem(await house.owner.post(CALENDARS, wanted), "more_problems", "")
    assert [each["code"] for each in found] == ["unknown_field"] * 50 + ["more_problems"]
    assert found[-1]["message"] == "30 more rules are broken"
    hebrew = await house.owner.post(CALENDARS, wanted, headers={"Accept-Language": "he"})
    assert hebrew.json()["errors"][-1]["message"] == "הופרו עוד 30 כללים"


async def test_fifty_problems_are_all_shown(house: House) -> None:
    wanted = {"name": "x", **{f"field{number}": 1 for number in range(50)}}
    found = short_problem(await house.owner.post(CALENDARS, wanted), "unknown_field", "/field49")
    assert len(found) == 50


async def test_long_names_of_fields_are_cut(house: House) -> None:
    wanted = {"name": "x", **{f"{number:03}" + "ש" * 900: 1 for number in range(60)}}
    answer = await house.owner.post(CALENDARS, wanted)
    found = short_problem(answer, "more_problems", "")
    assert {len(each["pointer"]) for each in found[:-1]} == {300}
    assert found[0]["pointer"].startswith("/000ש")
    assert found[0]["pointer"].endswith("…")


REPLAY = f"{RULES}/replay"
OVERRIDE = f"{OVERRIDES}/2027-02-03"
BAD_EDIT = {"match_keywords": [1] * 300, "match_labels": [1] * 300}
BELOW: dict[str, tuple[str, str, Json, str, str]] = {
    "edits": ("POST", REPLAY, {"upsert": [BAD_EDIT] * 500}, "not_text", "/upsert/0/match_labels/0"),
    "ids": ("POST", REPLAY, {"delete": [0] * 1000}, "too_small", "/delete/0"),
    "days": ("PATCH", SETTINGS, {"opening_hours": UNKNOWN}, "unknown_day", "/opening_hours/field0"),
    "windows": ("PUT", OVERRIDE, {"windows": [["25:00", "26:00"]] * 7_000}, "too_long", "/windows"),
}


@pytest.mark.parametrize(("method", "path", "wanted", "code", "pointer"), BELOW.values(), ids=list(BELOW))
async def test_many_faults_below_one_field_make_a_short_answer(
    house: House, method: str, path: str, wanted: Json, code: str, pointer: str
) -> None:
    short_problem(await house.owner.request(method, path, json=wanted), code, pointer)


@pytest.mark.parametrize("shape", ['{"a":%s}', "[%s]", '{"upsert":[%s]}'])
@pytest.mark.parametrize("depth", [90, 900, 50_000])
async def test_deep_nesting_makes_a_short_answer(house: House, shape: str, depth: int) -> None:
    before, _, after = shape.partition("%s")
    answer = await raw(house.owner, f"{RULES}/replay", before * depth + "1" + after * depth)
    assert answer.status_code in {400, 422}, answer.text[:500]
    assert len(answer.content) < LARGEST_ANSWER


async def test_unknown_query_parameters_are_shown_up_to_fifty(house: House) -> None:
    query = "&".join(f"p{number}=1" for number in range(2_000))
    found = short_problem(await house.viewer.get(f"{APPOINTMENTS}?{query}"), "unknown_field", "/p0")
    assert found[-1]["message"] == "1950 more rules are broken"
    repeated = "&".join(["calendar_id=x"] * 2_000)
    short_problem(await house.viewer.get(f"{SLOTS}?{repeated}"), "too_long", "/calendar_id")


@pytest.mark.parametrize("call", [by_python, by_http, by_mcp], ids=["python", "http", "mcp"])
@pytest.mark.parametrize(
    "arguments",
    [
        UNKNOWN,
        {"ש" * 20_000: 1},
        {"intent_text": ["x"] * 25_000},
        {"intent_text": "x", "explain": {"a" * 120_000: 1}},
    ],
    ids=["many", "a long name", "a long list", "a long name below"],
)
async def test_a_tool_says_one_problem_in_few_words(service: Service, arguments: Json, call: Any) -> None:
    house = await service.house()
    answer = await call(service, house.agent, "calendar_resolve_target", arguments)
    assert answer["status"] == "error"
    assert len(json.dumps(answer)) < 2_000
