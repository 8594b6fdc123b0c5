"""The documentation keeps its word: whatever it names exists, and whatever should be named is."""

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pydantic import AliasChoices
from typer.main import get_command

from app.cli import app as luach
from app.errors import LuachError
from app.migrations import STEPS, apply_migrations
from app.migrations.__main__ import app as migrations
from app.sentences.field_rules import RULES
from app.sentences.problems import PROBLEMS, REASONS, ROUTING, SERVICE_WARNINGS, WARNINGS
from app.settings import Settings
from app.web.errors import STATUS
from tests.support.catalog import Named, objects_of
from tests.support.document import openapi_document
from tests.support.servers import connected
from tests.support.source import CODE, ROOT
from tests.support.tools import TOOLS_BY_NAME

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
COMMANDS = {"luach": get_command(luach), "python -m app.migrations": get_command(migrations)}
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
OPENAPI_PATHS = [*openapi_document()["paths"], "/docs", "/openapi.json"]

pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def code_of(page: Path) -> Iterator[str]:
    """Lines of code blocks, continued lines joined, and what stands between backticks."""
    parts = re.split(r"^```\w*$", text_of(page), flags=re.MULTILINE)
    for block in parts[1::2]:
        yield from re.sub(r"\\\n\s*", "", block).splitlines()
    for prose in parts[0::2]:
        yield from re.findall(r"`([^`\n]+)`", prose)


def rows_of(page: Path, heading: str = "") -> Iterator[list[str]]:
    """Cells of the tables below a heading, header and rule left out."""
    section = re.split(r"\n##+ ", text_of(page).partition(heading)[2])[0] if heading else text_of(page)
    for table in re.findall(r"(?:^\|.*\n)+", section + "\n", re.MULTILINE):
        for line in table.splitlines()[2:]:
            yield [cell.strip() for cell in re.split(r"(?<=\s)\|(?=\s)", line.strip("|"))]


def named_in_first_cells(page: Path, heading: str = "") -> set[str]:
    return {name for row in rows_of(page, heading) for name in re.findall(r"`([^`]+)`", row[0])}


def anchors_of(page: Path) -> set[str]:
    """Anchors of the headings, as GitHub makes them."""
    titles = re.findall(r"^#+ (.+)$", text_of(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pages
def test_links_within_the_repository_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", text_of(page)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), target
        assert there.is_relative_to(ROOT), target
        assert not anchor or anchor in anchors_of(there), target


@pages
def test_named_files_exist(page: Path) -> None:
    for code in code_of(page):
        for path in re.findall(
            r"(?<![\w/.])(?:app|tests|benchmarks|examples|docs)/[\w./]*(?![\w./<*])", code
        ):
            assert (ROOT / path.rstrip(".")).exists(), path


@pages
def test_make_targets_exist(page: Path) -> None:
    for code in code_of(page):
        for target in re.findall(r"(?:^|[`;&] ?)make ([a-z-]+)", code):
            assert target in TARGETS, target


@pages
def test_commands_and_their_options_exist(page: Path) -> None:
    for code in code_of(page):
        for name, command in COMMANDS.items():
            found = re.match(rf"(?:\S*bin/|docker compose exec luach )?{name} ([a-z].*)", code)
            if found is None:
                continue
            words = found[1].split("#")[0].split()
            while words and words[0] in getattr(command, "commands", {}):
                command = command.commands[words.pop(0)]  # type: ignore[attr-defined]
            assert not hasattr(command, "commands"), f"no such command: {code}"
            known = {option for parameter in command.params for option in parameter.opts}
            assert {word for word in words if word.startswith("--")} <= known, code


@pages
def test_named_addresses_are_served(page: Path) -> None:
    patterns = [re.compile(re.sub(r"\{\w+\}", r"[$\\w{}.-]+", path)) for path in OPENAPI_PATHS]
    prefixes = {"$API": "/api/calendar", "$TOOLS": "/api/ai/tools"}
    for code in code_of(page):
        for before, path in re.findall(r"(\$API|\$TOOLS|(?<![\w.$)/]))((?:/[$\w{}.-]+)+)", code):
            address = prefixes.get(before, "") + path
            if before or path.startswith(("/api", "/livez", "/readyz", "/version", "/problems", "/docs")):
                assert any(pattern.fullmatch(address) for pattern in patterns), code


@pages
def test_bodies_in_examples_are_json(page: Path) -> None:
    for code in code_of(page):
        # '$DAY' ends the quotation for a variable of the shell.
        for body in re.findall(r"-d '([^']+)'", re.sub(r"'\$\w+'", "1", code)):
            json.loads(body)


@pages
def test_every_page_can_be_found_from_the_index(page: Path) -> None:
    index = ROOT / "docs" / ("decisions/README.md" if page.parent.name == "decisions" else "README.md")
    linked = {(index.parent / target).resolve() for target in re.findall(r"\]\(([^)#\s]+)", text_of(index))}
    assert page in linked | {index}


def test_every_setting_is_documented_and_no_other() -> None:
    aliases = [field.validation_alias for field in Settings.model_fields.values()]
    names = {str(a.choices[-1]) for a in aliases if isinstance(a, AliasChoices)}
    assert len(names) == len(Settings.model_fields)
    assert named_in_first_cells(ROOT / "docs/operations/running.md", "## Settings") == names


@pytest.mark.parametrize(
    ("heading", "codes"),
    [
        ("## Problems", PROBLEMS),
        ("## Booking refusals", REASONS),
        ("## Field rules", RULES),
        ("## Warnings about routing rules", WARNINGS),
        ("## Warnings about services", SERVICE_WARNINGS),
    ],
    ids=["problems", "reasons", "rules", "warnings", "warnings of services"],
)
def test_every_error_code_is_documented_and_no_other(heading: str, codes: dict[str, object]) -> None:
    assert named_in_first_cells(ROOT / "docs/errors.md", heading) == set(codes)


def test_every_reason_of_routing_is_documented_and_no_other() -> None:
    assert named_in_first_cells(ROOT / "docs/routing.md", "## Reasons") == set(ROUTING)


def every_kind(kind: type[LuachError]) -> Iterator[type[LuachError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from every_kind(below)


def test_the_documented_status_of_an_error_is_the_one_it_has() -> None:
    documented = {row[0].strip("`"): row[1] for row in rows_of(ROOT / "docs/errors.md", "## Problems")}
    for kind in every_kind(LuachError):
        status = next(status for base, status in STATUS if issubclass(kind, base))
        # What only an operator sees has no status.
        if documented.get(kind.code, "-") != "-":
            assert documented[kind.code] == str(status), kind.code


def test_every_tool_is_documented_and_no_other() -> None:
    page = ROOT / "docs/agents.md"
    assert {name for name in named_in_first_cells(page) if name.startswith("calendar_")} == set(TOOLS_BY_NAME)


def test_every_dependency_is_documented_and_no_other() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(one for extra in project["optional-dependencies"].values() for one in extra),
    ]
    names = {re.split(r"[^\w-]", one)[0] for one in wanted}
    tables = [row[0] for row in rows_of(ROOT / "docs/decisions/dependencies.md")]
    assert {re.split(r"[ (]", name)[0] for row in tables for name in row.split(", ")} == names


def names_in(cell: str) -> list[str]:
    return re.findall(r"`(\w+)`", cell)


def documented_objects() -> set[Named]:
    """The objects that docs/engineer.md lists as added to a host's schema."""
    page = ROOT / "docs/engineer.md"
    found = {
        Named("function", "", name) for row in rows_of(page, "### Functions") for name in names_in(row[0])
    }
    found.add(Named("extension", "", "btree_gist"))
    for table, _, *cells in rows_of(page, "### Tables of Luach"):
        found.add(Named("table", names_in(table)[0], ""))
        found |= objects_in(table, cells)
    for table, *cells in rows_of(page, "### On your tables"):
        found |= objects_in(table, cells)
    return found


def objects_in(table: str, cells: list[str]) -> set[Named]:
    """The objects of a table's row, whose cells name columns, indexes and triggers."""
    kinds = ("column", "index", "trigger")
    return {
        Named(kind, names_in(table)[0], name)
        for kind, cell in zip(kinds, cells, strict=False)
        for name in names_in(cell)
    }


# A host that keys its settings by business_id, and one that has only what Luach cannot do without.
_KEYED_BY_BUSINESS = ("ALTER TABLE business_settings RENAME COLUMN tenant_id TO business_id",)
_SPARSE = (
    "DROP TABLE appointments, business_settings, business",
    "CREATE TABLE business (id serial PRIMARY KEY, name text)",
    "CREATE TABLE business_settings (tenant_id integer PRIMARY KEY)",
    "CREATE TABLE appointments (id serial PRIMARY KEY, business_id integer NOT NULL, start_time timestamp,"
    " end_time timestamp, status text)",
)


async def test_every_object_that_lands_in_a_hosts_database_is_documented_and_no_other(
    legacy_database: Callable[..., str],
) -> None:
    added: set[Named] = set()
    for changes in ((), _KEYED_BY_BUSINESS, _SPARSE):
        url = legacy_database(businesses=2, appointments_per_business=2)
        async with connected(url) as connection:
            for change in changes:
                await connection.execute(change)
        before = await objects_of(url)
        await apply_migrations(url)
        after = await objects_of(url)
        assert before <= after
        added |= after - before
    tables = {name.table for name in added if name.kind == "table"}
    assert {name.name for name in added if name.kind == "sequence"} <= {f"{table}_id_seq" for table in tables}
    named, documented = {name for name in added if name.kind != "sequence"}, documented_objects()
    assert sorted(named - documented) == [], "add these names to docs/engineer.md"
    assert sorted(documented - named) == [], "docs/engineer.md names these, and no migration makes them"


def test_every_guarantee_names_the_tests_that_hold_it() -> None:
    page = ROOT / "docs/guarantees.md"
    for promise, held_by in rows_of(page):
        named = re.findall(r"`([^`]+)`", held_by)
        assert named, promise
        assert all(re.fullmatch(r"tests/[\w/]+\.py::test_\w+", name) for name in named), promise
    for path, name in re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", text_of(page)):
        code = (ROOT / path).read_text(encoding="utf-8")
        assert re.search(rf"^(?:async )?def {name}\(", code, re.MULTILINE), f"{path}::{name}"


def test_the_changelog_names_every_migration() -> None:
    named = set(re.findall(r"`(\d{3})`", text_of(ROOT / "CHANGELOG.md")))
    assert named == {step.name[:3] for step in STEPS}


def test_every_step_is_in_the_operators_table_and_no_other() -> None:
    page = ROOT / "docs/operations/migrations.md"
    assert named_in_first_cells(page, "## What happens, step by step") == {step.name for step in STEPS}


def test_the_readmes_tree_names_every_folder_of_the_application_and_every_file_at_its_root() -> None:
    tree = text_of(ROOT / "README.md").partition("\n  main.py")[2].partition("\ntests/")[0]
    # Names stand at the beginning of a line, two spaces apart; a text follows after at least two more.
    named = set(re.findall(r"^ +([\w-]+(?:/|\.py))(?=  |$)", "  main.py" + tree, re.MULTILINE))
    named |= set(re.findall(r"  ([\w-]+/)(?=  |$)", tree, re.MULTILINE))
    app = ROOT / "app"
    there = {path.name for path in app.glob("*.py") if path.name != "__init__.py"}
    there |= {f"{path.name}/" for path in app.rglob("*") if path.is_dir() and path.name != "__pycache__"}
    assert sorted(there - named) == []
    assert sorted(named - there) == []


def test_pages_named_in_the_code_exist() -> None:
    for path in set(CODE) - {Path(__file__)}:
        for name in re.findall(r"docs/[\w/-]+\.md", path.read_text(encoding="utf-8")):
            assert (ROOT / name).exists(), f"{path.relative_to(ROOT)} names {name}"
