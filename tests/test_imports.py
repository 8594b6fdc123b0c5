"""A module works wherever it is imported first: nothing that it needs was registered by another's import."""

import subprocess
import sys
import tomllib

from tests.support.source import MODULES, ROOT, imports_of

# The libraries are loaded once. Each module is then imported in a child that has none of the application yet.
ALONE = """
import importlib, os, sys, traceback
import app.cli, app.web.mcp_server
for name in [name for name in sys.modules if name.partition(".")[0] == "app"]:
    del sys.modules[name]
for name in sys.argv[1:]:
    child = os.fork()
    if child == 0:
        try:
            importlib.import_module(name)
        except BaseException:
            print(name)
            traceback.print_exc()
        sys.stdout.flush()
        os._exit(0)
    os.waitpid(child, 0)
"""


def entry_modules() -> set[str]:
    """The modules of the application that examples and benchmarks import, and those that start a command."""
    outside = [*(ROOT / "examples").glob("*.py"), *(ROOT / "benchmarks").glob("*.py")]
    named = {name for path in outside for name in imports_of(path) if name in MODULES and name != "app"}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    commands = {target.partition(":")[0] for target in project["scripts"].values()}
    return {*named, *commands, "app.main", "app.ai_tools", "app.tooling.door", "app.migrations.__main__"}


def test_each_entry_module_can_be_imported_first() -> None:
    names = sorted(entry_modules())
    assert len(names) > 30, "the rule has lost its subject"
    done = subprocess.run(
        [sys.executable, "-c", ALONE, *names], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "", done.stdout + done.stderr
