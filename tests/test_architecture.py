"""The rules of the house: imports go down, the core stays pure, budgets hold, exceptions carry a reason."""

import ast
import re
import statistics
import sys
import tomllib
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from app import ai_tools
from app.tooling import Tool
from tests.support.source import CODE, MODULES, ROOT, at, calls, comments, functions, imports, tree, types_of

# From the bottom up: folders of app/ and files at its root. A module imports from the rungs below its own,
# and from its own folder.
LADDER: tuple[tuple[str, ...], ...] = (
    ("errors", "clock"),
    ("core", "sentences"),
    ("settings", "logs"),
    ("db", "embedded", "schemas"),
    ("migrations",),
    ("customers",),
    ("scheduling", "routing", "catalog", "tenancy"),
    ("tooling",),
    ("reception",),
    ("ai_tools",),
    ("runtime",),
    ("web",),
    ("routers",),
    ("main", "cli"),
)
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
# The only third-party package of the core, and the one file that may import it.
CORE_EXCEPTION = ("app.core.scheduling.holidays", "holidays")
EDGE = {"main", "routers", "web"}
MIGRATIONS_MAY_USE = {"app.clock", "app.db.failures", "app.errors", "app.logs", "app.settings"}
# Where an error of any kind may end, and why.
LAST_RESORT = {"app.web.boundary": "whatever nobody else caught becomes a logged 500 with a request id"}

MAX_FILE_LINES, MAX_FUNCTION_LINES, MAX_MEDIAN_LINES = 300, 60, 10


def ours(names: frozenset[str]) -> Iterator[str]:
    return (name for name in names if name == "app" or name.startswith("app."))


def room(module: str) -> str:
    """The folder of app/ that a module lies in, or its own name at the root."""
    return module.split(".")[1] if "." in module else module


def rung(module: str) -> int:
    name = room(module)
    if name == "app":
        return -1
    for number, names in enumerate(LADDER):
        if name in names:
            return number
    pytest.fail(f"{module}: say in LADDER where app/{name} belongs")


def test_imports_go_down() -> None:
    upward = [
        f"{module} imports {name}"
        for module in MODULES
        for name in ours(imports(module))
        if room(name) != room(module) and rung(name) >= rung(module)
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
        if {room(module), room(name)} == {"scheduling", "routing"}
    ]
    assert not met


def test_the_core_imports_the_standard_library_and_errors_only() -> None:
    core = [module for module in MODULES if room(module) == "core"]
    assert len(core) > 50, "the rule has lost its subject"
    impure = [
        f"{module} imports {name}"
        for module in core
        for name in imports(module)
        if not (
            room(name) in {"core", "errors"}
            if name.split(".")[0] == "app"
            else name.split(".")[0] in sys.stdlib_module_names - IMPURE_STDLIB
        )
        and (module, name) != CORE_EXCEPTION
    ]
    assert not impure


def test_core_scheduling_and_core_routing_never_meet() -> None:
    met = [
        f"{module} imports {name}"
        for module in MODULES
        for name in ours(imports(module))
        if {".".join(module.split(".")[:3]), ".".join(name.split(".")[:3])}
        == {"app.core.scheduling", "app.core.routing"}
    ]
    assert not met


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
        if name.split(".")[0] in {"fastapi", "starlette"} and room(module) not in EDGE
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


def test_nothing_is_imported_for_a_side_effect_only() -> None:
    """A module imports by name what it needs. The linter refuses unused imports unless silenced."""
    silenced = [
        at(path, line)
        for path in MODULES.values()
        for line, comment in comments(path)
        if re.search(r"noqa.*\bF401\b", comment)
    ]
    # Loaded by name: an import_module() whose value nothing takes is the same in another form.
    dropped = [
        at(path, node.lineno)
        for path in MODULES.values()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and ast.unparse(node.value.func).rpartition(".")[2] in {"import_module", "__import__"}
    ]
    lint = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]["lint"]
    assert "F" in lint["select"]
    assert "F401" not in lint["ignore"]
    assert not [name for name, codes in lint["per-file-ignores"].items() if {"F", "F401"} & set(codes)]
    assert not silenced + dropped


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


def test_a_store_that_outlives_a_request_is_held_by_the_state() -> None:
    """A module-level container that starts empty is filled by requests: it belongs into `runtime.state`."""
    makers = {"dict", "list", "set", "OrderedDict", "deque", "defaultdict", "Counter", "WeakKeyDictionary"}
    stores = [
        at(path, node.lineno)
        for path in MODULES.values()
        for node in tree(path).body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        if (isinstance(node.value, ast.Dict) and not node.value.keys)
        or (isinstance(node.value, ast.List | ast.Set) and not node.value.elts)
        or (
            isinstance(node.value, ast.Call)
            and not node.value.args
            and ast.unparse(node.value.func).rpartition(".")[2] in makers
        )
    ]
    assert not stores


def test_rows_are_read_by_name_and_typed() -> None:
    """The two modules that turn the driver's rows into typed ones are the only ones to fetch any."""
    fetchers = {
        module
        for module, path in MODULES.items()
        for _, _, name in calls(path)
        if name in {"fetch", "fetchrow"}
    }
    assert fetchers == {"app.db.query", "app.migrations.parts.rows"}


def test_only_the_database_module_ends_a_transaction() -> None:
    """A savepoint may be kept or given up anywhere; the transaction belongs to the request."""
    enders = [
        at(path, node.lineno)
        for module, path in MODULES.items()
        if room(module) != "db"
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


def test_a_public_type_is_defined_in_one_module() -> None:
    """Classes and type aliases: one name means one thing in the whole application."""
    homes: dict[str, list[str]] = {}
    for module, path in MODULES.items():
        for name in types_of(path):
            homes.setdefault(name, []).append(module)
    assert len(homes) > 300, "the rule has lost its subject"
    shared = {name: modules for name, modules in homes.items() if len(modules) > 1}
    assert not shared


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


def test_tools_are_named_in_one_tuple_and_registered_nowhere() -> None:
    """Every tool of `app.ai_tools` stands in `TOOLS`; a module's import changes nothing elsewhere."""
    defined = [value for value in vars(ai_tools).values() if isinstance(value, Tool)]
    assert list(ai_tools.TOOLS) == defined
    assert len(defined) > 5, "the rule has lost its subject"
