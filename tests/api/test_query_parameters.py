"""The query string is as closed as a body, and a refused method names those that there are."""

from typing import Any

import pytest

from tests.support.document import openapi_document
from tests.support.factories import APPOINTMENTS, CALENDARS, RULES, House, body, local, problem

DOCUMENT: dict[str, Any] = openapi_document()
OPERATIONS = [(method.upper(), path) for path, methods in DOCUMENT["paths"].items() for method in methods]
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
RANGE = {"since": local(1, "00:00"), "until": local(30, "00:00")}


def address(path: str) -> str:
    """The path with something in the place of its parameters."""
    filled = (
        path.replace("{code}", "not_found").replace("{name}", "calendar_list").replace("{day}", "2027-01-12")
    )
    return "/".join("1" if part.startswith("{") else part for part in filled.split("/"))


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=lambda value: str(value))
@pytest.mark.parametrize("name", ["customer_phone", "Limit", "limit ", "calendarId", "", "x\x00"])
async def test_an_unknown_query_parameter_is_refused_on_every_route(
    house: House, method: str, path: str, name: str
) -> None:
    answer = await house.owner.request(method, address(path), params={name: "0000000"})
    refused = problem(answer, 422, "invalid_input")
    assert {"pointer": f"/{name}", "code": "unknown_field"}.items() <= refused["errors"][0].items()


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=lambda value: str(value))
async def test_every_documented_query_parameter_is_known(house: House, method: str, path: str) -> None:
    operation = DOCUMENT["paths"][path][method.lower()]
    for parameter in operation.get("parameters", ()):
        if parameter["in"] == "query":
            answer = await house.owner.request(method, address(path), params={parameter["name"]: "1"})
            assert "unknown_field" not in answer.text, parameter["name"]


async def test_known_and_unknown_parameters_together_are_refused(house: House) -> None:
    await house.booked(local(12, "10:00"))
    answer = await house.owner.get(APPOINTMENTS, params={**RANGE, "customer_phone": "0000000"})
    problem(answer, 422, "invalid_input")


@pytest.mark.parametrize("status", ["bogus", "cancel", "cancelledd", "no show", "", "'", "שלום"])
async def test_appointments_of_an_unknown_status_are_refused(house: House, status: str) -> None:
    answer = await house.viewer.get(APPOINTMENTS, params={**RANGE, "status": status})
    problem(answer, 422, "invalid_input")


@pytest.mark.parametrize("status", ["scheduled", "SCHEDULED", "Scheduled"])
async def test_a_status_is_found_in_every_case(house: House, status: str) -> None:
    booked = await house.booked(local(12, "10:00"))
    found = body(await house.viewer.get(APPOINTMENTS, params={**RANGE, "status": status}))
    assert [one["id"] for one in found["data"]] == [booked["id"]]


def allowed(answer: Any) -> set[str]:
    return set(answer.headers["allow"].split(", "))


@pytest.mark.parametrize("path", DOCUMENT["paths"])
async def test_a_refused_method_names_every_method_of_the_address(house: House, path: str) -> None:
    documented = {method.upper() for method in DOCUMENT["paths"][path]}
    for method in set(METHODS) - documented:
        answer = await house.owner.request(method, address(path))
        if answer.status_code == 405:
            assert allowed(answer) >= documented, method


@pytest.mark.parametrize(
    ("method", "path", "methods"),
    [
        ("PUT", CALENDARS, {"GET", "HEAD", "POST"}),
        ("POST", f"{CALENDARS}/1", {"GET", "HEAD", "PUT", "PATCH", "DELETE"}),
        ("POST", f"{RULES}/1", {"GET", "HEAD", "PUT", "PATCH", "DELETE"}),
        ("GET", "/mcp", {"POST"}),
        ("DELETE", "/openapi.json", {"GET", "HEAD"}),
        ("POST", "/static/page.css", {"GET", "HEAD"}),
        ("TRACE", CALENDARS, {"GET", "HEAD", "POST"}),
        ("PROPFIND", CALENDARS, {"GET", "HEAD", "POST"}),
    ],
)
async def test_allow_is_exact(house: House, method: str, path: str, methods: set[str]) -> None:
    answer = await house.owner.request(method, path)
    assert answer.status_code == 405
    assert allowed(answer) == methods
