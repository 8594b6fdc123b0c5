"""The rules of the house: imports go down, the core stays pure, budgets hold, exceptions carry a reason."""

import ast
import re
import statistics
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from tests.source import CODE, MODULES, ROOT, at, calls, comments, functions, imports, tree

# From the bottom up. A module imports from the layers below its own, and from its own package.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("app", "app.errors", "app.clock", "app.texts"),
    ("app.speech", "app.tenancy.principal", "app.scheduling.pure", "app.routing.pure"),
    ("app.phrases",),
    ("app.settings", "app.logs", "app.db", "app.models", "app.embedded_account", "app.embedded_programs"),
    ("app.embedded", "app.migrations", "app.caller_models", "app.inquiry_models"),
    ("app.schemas",),
    ("app.field_problems", "app.idempotency", "app.paging"),
    ("app.scheduling", "app.routing", "app.tenancy"),
    ("app.state",),
    ("app.reception", "app.demo", "app.upkeep"),
    ("app.tooling",),
    ("app.tool_answers",),
    ("app.ai_tools",),
    ("app.mcp_server", "app.routers", "app.ui"),
    ("app.main", "app.cli"),
)
# The modules of the two cores that read or write the database, or need an extra. Every other one is pure.
OPERATIONS = {
    "app.scheduling": {
        *("appointments", "audit", "availability", "booking", "calendars", "claims", "holds", "holidays"),
        *("ledger", "offers", "opening", "places", "queries", "series", "time_off", "waitlist", "workload"),
        "zone_changes",
    },
    "app.routing": {
        *("current", "example_lessons", "example_model", "given_examples", "inquiries", "journal", "lessons"),
        *("replays", "rules", "settings", "stored", "warnings"),
    },
}
IMPURE_STDLIB = {
    "asyncio",
    "logging",
    "os",
    "pathlib",
    "random",
    "shutil",
    "socket",
    "subprocess",
    "time",
    "urllib",
}
EDGE = ("app.main", "app.mcp_server", "app.routers", "app.ui")
MIGRATIONS_MAY_USE = {"app.clock", "app.db", "app.errors", "app.logs", "app.settings"}
# Where an error of any kind may end, and why.
LAST_RESORT = {"app.routers.boundary": "whatever nobody else caught becomes a logged 500 with a request id"}

MAX_FILE_LINES, MAX_FUNCTION_LINES, MAX_MEDIAN_LINES = 300, 60, 10


def ours(names: frozenset[str]) -> Iterator[str]:
    return (name for name in names if name == "app" or name.startswith("app."))


def is_pure(module: str) -> bool:
    package, _, rest = module.partition(".")[2].partition(".")
    operations = OPERATIONS.get(f"app.{package}")
    if operations is None:
        return module in {"app.errors", "app.texts", "app.speech", "app.tenancy.principal"}
    return rest.split(".")[0] not in operations


def layer(module: str) -> int:
    """The number of the module's layer; the longest name in LAYERS that it lies under decides."""
    name = module
    if is_pure(module) and name.startswith(tuple(OPERATIONS)):
        name = ".".join(name.split(".")[:2]) + ".pure"
    while name:
        for number, names in enumerate(LAYERS):
            if name in names and (name != "app" or module == "app"):
                return number
        name = name.rpartition(".")[0]
    pytest.fail(f"{module}: say in LAYERS where it belongs")


def package(module: str) -> str:
    return ".".join(module.split(".")[:2])


def test_imports_go_down() -> None:
    upward = [
        f"{module} imports {name}"
        for module in MODULES
        for name in ours(imports(module))
        if package(name) != package(module) and layer(name) >= layer(module)
    ]
    assert not upward


def test_nothing_imports_itself_by_a_detour() -> None:
    # A package's own __init__ gathers its modules; they never go through it.
    TopologicalSorter({module: set(ours(imports(module))) for module in MODULES}).prepare()


def test_scheduling_and_routing_never_meet() -> None:
    met = [
        f"{module} imports {name}"
        for module in MODULES
        for name in ours(imports(module))
        if {package(module), package(name)} == {"app.scheduling", "app.routing"}
    ]
    assert not met


def test_pure_modules_import_the_standard_library_and_each_other_only() -> None:
    assert sum(map(is_pure, MODULES)) > 10, "the rule has lost its subject"
    impure = []
    for module in filter(is_pure, MODULES):
        for name in imports(module):
            root = name.split(".")[0]
            fine = (
                name in {"app.errors", "app.clock"} or (is_pure(name) and package(name) == package(module))
                if root == "app"
                else root in sys.stdlib_module_names - IMPURE_STDLIB
            )
            if not fine and not (module == "app.speech" and name == "app.texts"):
                impure.append(f"{module} imports {name}")
    assert not impure


def test_migrations_know_nothing_of_what_moves_on() -> None:
    wrong = []
    for module in (name for name in MODULES if name.startswith("app.migrations")):
        is_migration = re.match(r"app\.migrations\.m\d+_", module)
        for name in ours(imports(module)):
            allowed = name.startswith("app.migrations") or (name in MIGRATIONS_MAY_USE and not is_migration)
            if not allowed:
                wrong.append(f"{module} imports {name}")
    assert not wrong


def test_only_the_edge_knows_http() -> None:
    below = [
        f"{module} imports {name}"
        for module in MODULES
        for name in imports(module)
        if name.split(".")[0] in {"fastapi", "starlette"} and not module.startswith(EDGE)
    ]
    assert not below


def test_imports_stand_at_the_top() -> None:
    inner = [
        at(path, node.lineno)
        for path in CODE
        for function in ast.walk(tree(path))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not inner


def test_the_clock_is_read_in_one_place() -> None:
    readers = {
        module
        for module, path in MODULES.items()
        for _, value, name in calls(path)
        if (name in {"now", "utcnow", "today"} and value.split(".")[-1] in {"datetime", "date"})
        or (value, name) == ("time", "time")
    }
    assert readers == {"app.clock"}


def test_the_environment_is_read_in_one_place() -> None:
    readers = [
        at(path, node.lineno)
        for module, path in MODULES.items()
        if module != "app.settings"
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.Attribute) and node.attr in {"environ", "environb", "getenv"})
        or (
            isinstance(node, ast.ImportFrom)
            and node.module == "os"
            and {n.name for n in node.names} & {"environ", "getenv"}
        )
    ]
    assert not readers


def test_only_the_database_module_ends_a_transaction() -> None:
    """A savepoint may be kept or given up anywhere; the transaction belongs to the request."""
    enders = [
        at(path, node.lineno)
        for module, path in MODULES.items()
        if module != "app.db"
        for node, value, name in calls(path)
        if name in {"commit", "rollback", "begin"} and "savepoint" not in value
    ]
    assert not enders


def test_errors_of_every_kind_are_caught_at_the_outer_boundary_only() -> None:
    caught = set()
    for module, path in MODULES.items():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ExceptHandler):
                kinds = (
                    {"BaseException"}
                    if node.type is None
                    else set(re.findall(r"\w+", ast.unparse(node.type)))
                )
                # One that passes the error on has only cleaned up.
                passes_on = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
                if kinds & {"Exception", "BaseException"} and not passes_on:
                    caught.add(module)
    assert caught == set(LAST_RESORT)


def test_files_and_functions_stay_small() -> None:
    files = [
        f"{path.relative_to(ROOT)}: {lines} lines"
        for path in CODE
        if not path.is_relative_to(ROOT / "tests")  # a table of cases is as long as it is
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > MAX_FILE_LINES
    ]
    long = [
        f"{path.relative_to(ROOT)}: {name} has {lines} lines"
        for path in CODE
        for name, lines in functions(path)
        if lines > MAX_FUNCTION_LINES
    ]
    assert not files + long


def test_half_of_the_functions_fit_into_ten_lines() -> None:
    lines = [lines for path in MODULES.values() for _, lines in functions(path)]
    assert statistics.median(lines) <= MAX_MEDIAN_LINES


def test_a_silenced_check_says_which() -> None:
    vague = [
        at(path, line)
        for path in CODE
        for line, comment in comments(path)
        if re.search(r"noqa(?!: ?[A-Z]+\d+)|type: ?ignore(?!\[[a-z-]+)|pragma", comment)
    ]
    assert not vague


def test_nothing_is_left_for_later() -> None:
    words = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    left = [at(path, line) for path in CODE for line, comment in comments(path) if words.search(comment)]
    assert not left


def test_the_application_decorates_nothing() -> None:
    signs = re.compile(r"[\U0001f300-\U0001faff\u2600-\u27bf\ufe0f]")
    decorated = [
        at(path, number)
        for path in MODULES.values()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if signs.search(line)
    ]
    assert not decorated


def test_tests_mock_nothing() -> None:
    mocked = [
        at(path, node.lineno)
        for path in CODE
        if path != Path(__file__)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Import | ast.ImportFrom) and "mock" in ast.unparse(node)
    ]
    assert not mocked
