"""The API's description: committed, equal to the code, complete; and its page, which needs no internet."""

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from app.main import create_app
from app.schemas.common import Input
from tests.support.document import openapi_document
from tests.support.source import ROOT

VENDOR = ROOT / "app" / "web" / "static" / "vendor"
DOCUMENT: dict[str, Any] = openapi_document()
OPERATIONS = [
    (method, path, operation)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
]
VENDORED = [
    (name, digest)
    for package in json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))
    for name, digest in package["files"].items()
]


def references(node: object) -> set[str]:
    """Every schema that something in the document points at."""
    if isinstance(node, dict):
        own = {node["$ref"]} if isinstance(node.get("$ref"), str) else set()
        return own.union(*map(references, node.values()))
    if isinstance(node, list):
        return set().union(*map(references, node))
    return set()


def test_the_committed_document_is_what_the_code_says() -> None:
    committed = json.loads((ROOT / "openapi.json").read_text(encoding="utf-8"))
    assert committed == DOCUMENT, (
        "the API changed: `make openapi`, then read the difference as a client would"
    )


def test_operations_have_names_of_their_own() -> None:
    names = [operation["operationId"] for _, _, operation in OPERATIONS]
    assert len(set(names)) == len(names) > 30
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", name) for name in names)


@pytest.mark.parametrize(
    ("method", "path", "operation"), OPERATIONS, ids=[" ".join(o[:2]) for o in OPERATIONS]
)
def test_an_operation_says_what_it_does_to_whom(method: str, path: str, operation: dict[str, Any]) -> None:
    assert operation["tags"]
    summary = operation["summary"]
    assert summary[0].isupper() or summary[0].isdigit()
    assert not summary.endswith(".")
    # FastAPI's own would be the function's name.
    assert summary.lower().replace(" ", "_") != operation["operationId"]
    assert operation.get("description", "More.").endswith(".")
    if path.startswith("/api/"):
        assert operation["security"] == [{"key": []}]
    assert method != "post" or operation["responses"].keys() & {"200", "201"}


def below(kind: type[Input]) -> Iterator[type[Input]]:
    for child in kind.__subclasses__():
        yield child
        yield from below(child)


def bodies() -> set[str]:
    """Names of the schemas that operations take as a body."""
    taken = (operation.get("requestBody", {}) for _, _, operation in OPERATIONS)
    return {reference.rpartition("/")[2] for body in taken for reference in references(body)}


@pytest.mark.parametrize("name", sorted(bodies()))
def test_the_example_of_a_body_can_be_sent_as_it_is(name: str) -> None:
    """Without one, the page makes up a value for every field, and those exclude each other."""
    (model,) = {kind for kind in below(Input) if kind.__name__ == name}
    (given,) = DOCUMENT["components"]["schemas"][name]["examples"]
    read = model.model_validate(given).model_fields_set
    assert {model.model_fields[field].alias or field for field in read} == set(given)
    with pytest.raises(ValueError, match="unknown"):
        model.model_validate(given | {"unknown": 1})


def test_every_component_is_there_and_used() -> None:
    names = {(kind, name) for kind, named in DOCUMENT["components"].items() for name in named}
    used = {tuple(reference.split("/")[2:]) for reference in references(DOCUMENT)}
    assert used | {("securitySchemes", "key")} == names


@pytest.mark.parametrize(("name", "digest"), VENDORED, ids=lambda value: value[:40])
def test_a_vendored_file_is_the_published_one(name: str, digest: str) -> None:
    assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == digest


def test_every_vendored_file_is_in_the_manifest() -> None:
    there = {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.is_file()}
    assert there == {name for name, _ in VENDORED} | {"manifest.json"}


async def test_the_docs_page_needs_this_server_only() -> None:
    transport = httpx.ASGITransport(create_app())
    async with httpx.AsyncClient(transport=transport, base_url="http://luach.test") as client:
        page = await client.get("/docs")
        assert page.status_code == 200
        assert not re.findall(r"(?:https?:)?//[a-z]", page.text)
        assert '"validatorUrl": null' in page.text
        loaded = re.findall(r'(?:src|href)="([^"]+)"', page.text)
        assert len(loaded) == 3
        for path in [*loaded, *re.findall(r"url: '([^']+)'", page.text)]:
            asset = await client.get(path)
            assert asset.status_code == 200, path
            assert asset.content
