"""The shell commands of a documentation page, run from top to bottom in one session."""

import json
import re
import shlex
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from tests.support.children import CLEAN
from tests.support.source import ROOT

# First on the PATH, before the real curl: prints the body, and records request and answer.
_CURL = """#!{python}
import json, os, subprocess, sys
own = ["-o", "-", "-w", "\\n%{{http_code}}"]
done = subprocess.run(["{curl}", *sys.argv[1:], *own], capture_output=True, text=True)
body, _, status = done.stdout.rpartition("\\n")
with open("{log}", "a") as log:
    print(json.dumps([sys.argv[1:], int(status or 0), body or done.stderr]), file=log)
print(body)
sys.exit(done.returncode)
"""

# A reader's .venv is the environment that runs this test.
_ENVIRONMENT = {
    ".venv/bin/": f"{Path(sys.executable).parent}/",
    ".venv/lib/python3*/site-packages/": f"{sysconfig.get_path('purelib')}/",
}


class Call(NamedTuple):
    """One request of a page: curl's arguments, the status of the answer (0: none) and its body."""

    arguments: list[str]
    status: int
    body: str


class Outcome(NamedTuple):
    """The result of a page: the session's exit code and output, and its requests in order."""

    code: int
    output: str
    calls: list[Call]


def commands_of(page: Path) -> list[str]:
    """The lines of the page's `sh` blocks, continued lines joined; comments and empty lines left out."""
    blocks = re.findall(r"^```sh\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    lines = re.sub(r"\\\n\s*", "", "".join(blocks)).splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def run_page(
    commands: list[str], replacements: Mapping[str, str], folder: Path, curl: str, **environment: str
) -> Outcome:
    """Run the commands in one bash session that stops at the first failure. `replacements` are what a reader
    replaces in them; `folder` is an empty working folder, which also takes the wrapper of curl."""
    script = "\n".join(commands)
    for printed, actual in {**_ENVIRONMENT, **replacements}.items():
        script = script.replace(printed, actual)
    log, wrapper = folder / "calls.jsonl", folder / "bin" / "curl"
    log.touch()
    wrapper.parent.mkdir()
    wrapper.write_text(_CURL.format(python=sys.executable, curl=curl, log=log))
    wrapper.chmod(0o755)
    path = f"export PATH={shlex.quote(str(wrapper.parent))}:$PATH\n"
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", path + script],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        env={**CLEAN, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    calls = [Call(*json.loads(line)) for line in log.read_text(encoding="utf-8").splitlines()]
    return Outcome(done.returncode, done.stdout + done.stderr, calls)
