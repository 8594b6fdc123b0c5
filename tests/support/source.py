"""Our own source as syntax trees, for the tests that hold the rules of the house."""

import ast
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("app", "benchmarks", "examples", "tests")
CODE = tuple(sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")))
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in CODE
    if path.is_relative_to(ROOT / "app")
}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(module: str) -> frozenset[str]:
    """Full names of what a module of the application imports."""
    return imports_of(MODULES[module])


@cache
def imports_of(path: Path) -> frozenset[str]:
    """Full names of what a file imports; a name out of our package is its module where it has one."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: a relative import"
            parent = str(node.module)
            found |= {full if (full := f"{parent}.{name.name}") in MODULES else parent for name in node.names}
    return frozenset(found)


def calls(path: Path) -> Iterator[tuple[ast.Call, str, str]]:
    """Every call of an attribute: the node, what stands before the dot, the attribute."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node, ast.unparse(node.func.value), node.func.attr


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Name and lines of every function."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def types_of(path: Path) -> Iterator[str]:
    """The public classes and type aliases of a module. An alias is recognised by its spelling: `NewName`."""
    for node in tree(path).body:
        if isinstance(node, ast.ClassDef):
            names = [node.name]
        elif isinstance(node, ast.Assign):
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names = [node.target.id]
        else:
            continue
        yield from (name for name in names if name[0].isupper() and not name.isupper())


def comments(path: Path) -> Iterator[tuple[int, str]]:
    with path.open("rb") as file:
        for token in tokenize.tokenize(file.readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string


def at(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT)}:{line}"
