"""No request gets an answer of 500: a walk over every input that the API describes."""

import json
import string
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.operations import IDS, OPERATIONS, Operation
from tests.support.document import openapi_document
from tests.support.factories import Caller, House, Json, Service, local
from tests.support.tools import TOOLS_BY_NAME

DOCUMENT: Json = openapi_document()
DESCRIBED: dict[str, Json] = {
    operation["operationId"]: operation
    for methods in DOCUMENT["paths"].values()
    for operation in methods.values()
}
PLAUSIBLE = [
    *(local(12, "10:00"), local(12, "12:00"), local(13, "10:00"), "2027-01-12T10:00", "2027-01-12", "10:00"),
    *("tomorrow", "Asia/Jerusalem", "IL", "FREQ=DAILY;COUNT=3", "FREQ=WEEKLY;INTERVAL=0", "RRULE:", "moves"),
    *(
        "calls",
        "whatsapp",
        "scheduled",
        "agent",
        "system_admin",
        "+972501234567",
        "dana@example.com",
        "google",
    ),
]
EXTREME = [
    *(
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "0001-01-01",
        "9999-12-31",
        "2970-01-01T00:00Z",
    ),
    *("\ud800", "\x00", "", " ", "24:00", "-1", "1e400", "9" * 30, "%", "/", "~", "\u200f", "null", "P1D"),
]
# Small enough to be ids that exist, and what lies just outside of each kind of integer.
NUMBERS = st.one_of(st.integers(-2, 60), st.sampled_from([1440, 10_080, 2**31 - 1, 2**31, 2**63, -(2**63)]))
SCALARS = st.one_of(
    *(st.none(), st.booleans(), NUMBERS, st.floats(), st.text(max_size=20)),
    st.sampled_from(PLAUSIBLE),
    st.sampled_from(EXTREME),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
# An address has no lone surrogates: they cannot be percent-encoded.
WORDS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.sampled_from([word for word in PLAUSIBLE + EXTREME if word != "\ud800"]),
    NUMBERS.map(str),
)
BOUNDED = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))


def fields_of(operation: Operation) -> list[str]:
    """The fields that the body of an operation may have, and one that it may not."""
    if operation.name == "call_tool":
        return [*TOOLS_BY_NAME[operation.case].input.model_fields, "unknown"]
    schema = DESCRIBED[operation.name]["requestBody"]["content"]["application/json"]["schema"]
    (reference,) = [part["$ref"] for part in schema.get("anyOf", [schema]) if "$ref" in part]
    return [*DOCUMENT["components"]["schemas"][reference.rpartition("/")[2]]["properties"], "unknown"]


def queries_of(operation: Operation) -> list[str]:
    """The query parameters of an operation, and one that it does not know."""
    parameters = DESCRIBED[operation.name].get("parameters", [])
    return [*(each["name"] for each in parameters if each["in"] == "query"), "unknown"]


WRITES = [operation for operation in OPERATIONS if operation.body is not None]
READS = [operation for operation in OPERATIONS if operation.method == "GET"]
bodies = st.sampled_from(WRITES).flatmap(
    lambda operation: st.tuples(
        st.just(operation),
        st.dictionaries(st.sampled_from(fields_of(operation)), VALUES, max_size=4),
        st.sets(st.sampled_from(list(operation.body or {}) or [""]), max_size=1),
    )
)
queries = st.sampled_from(READS).flatmap(
    lambda operation: st.tuples(
        st.just(operation), st.dictionaries(st.sampled_from(queries_of(operation)), WORDS, max_size=4)
    )
)


@pytest.fixture
async def callers(service: Service) -> tuple[House, Caller, dict[str, int]]:
    """A business with one of most things, a system administrator, and ids to be used."""
    house, operator = await service.house(), await service.system_admin()
    calendar = await house.calendar()
    rule = await house.rule(calendar["id"], "הובלה")
    appointment = await house.booked(local(12, "10:00"), calendar["id"])
    ids = dict.fromkeys(IDS, 1) | {"{calendar}": calendar["id"], "{rule}": rule["id"]}
    return house, operator, ids | {"{appointment}": appointment["id"], "{business}": house.id}


def filled(path: str, ids: dict[str, int]) -> str:
    for name, number in ids.items():
        path = path.replace(name, str(number))
    return path


@given(request=bodies, idempotency=st.none() | st.text(string.printable[:94], min_size=1, max_size=300))
@BOUNDED
async def test_no_body_makes_a_fault_of_ours(
    callers: tuple[House, Caller, dict[str, int]],
    request: tuple[Operation, Json, set[str]],
    idempotency: str | None,
) -> None:
    house, operator, ids = callers
    operation, changed, left_out = request
    wanted: dict[str, Any] = {**(operation.body or {}), **changed}
    content = json.dumps({
        name: ids.get(value, value) if isinstance(value, str) else value
        for name, value in wanted.items()
        if name not in left_out
    })  # fmt: skip
    headers = {"Content-Type": "application/json"}
    if idempotency is not None:
        headers["Idempotency-Key"] = idempotency
    # An owner's change may switch the business off; the administrator makes businesses only.
    caller = operator if operation.may == {"system_admin"} and operation.method == "POST" else house.owner
    answer = await caller.request(
        operation.method, filled(operation.path, ids), content=content, headers=headers
    )
    assert answer.status_code < 500, f"{operation.method} {operation.path} {content}: {answer.text}"


@given(request=queries)
@BOUNDED
async def test_no_query_makes_a_fault_of_ours(
    callers: tuple[House, Caller, dict[str, int]], request: tuple[Operation, dict[str, str]]
) -> None:
    house, operator, ids = callers
    operation, changed = request
    query = {name: ids.get(str(value), value) for name, value in (operation.query or {}).items()}
    caller = operator if operation.may == {"system_admin"} else house.owner
    answer = await caller.get(filled(operation.path, ids), params={**query, **changed})
    assert answer.status_code < 500, f"{operation.path} {query} {changed}: {answer.text}"
