"""From a fresh clone to a booking: `make run`, and the README's commands without make under pip 23.0.1.

Each way starts from a clone of the last commit in a temporary folder, with an empty home, without pip's cache
and with PATH as the only variable of the caller. It ends when the three printed commands have run and one has
booked. Downloads are measured alone afterwards, because they depend on the network.
"""

import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

OLDEST_PIP = "23.0.1"

PIP_INSTALL = (".venv/bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check")

LOCKED = ("--no-deps", "--require-hashes", "--requirement")

PATIENCE_SECONDS = 600.0


class Clone:
    """A clone and the environment of its commands."""

    def __init__(self, folder: Path) -> None:
        folder.chmod(0o755)  # for root's embedded PostgreSQL, which runs as another user
        self.folder = folder / "luach"
        self.port = _free_port()
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "LUACH_PORT": str(self.port),
            "LUACH_DATA_DIR": str(folder / "data"),
        }
        subprocess.run(["git", "clone", "--quiet", ROOT, self.folder], check=True)

    def run(self, *command: str | Path) -> float:
        """Run a command; the seconds that it took."""
        began = time.perf_counter()
        subprocess.run(command, cwd=self.folder, env=self.environment, check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - began

    def book(self, *command: str) -> float:
        """Seconds until the server that `command` starts has taken the printed booking. Stops the server."""
        began = time.perf_counter()
        log = self.folder / "start.log"
        with log.open("w") as output:
            server = subprocess.Popen(
                command, cwd=self.folder, env=self.environment, stderr=output, stdout=output
            )
        try:
            while not self._is_ready() or len(calls := re.findall(r"^curl .*$", log.read_text(), re.M)) < 3:
                if server.poll() is not None or time.perf_counter() - began > PATIENCE_SECONDS:
                    sys.exit(f"the service did not start:\n{log.read_text()}")
                time.sleep(0.05)
            answers = [json.loads(subprocess.check_output(["sh", "-c", call])) for call in calls]
            assert answers[2]["status"] == "scheduled", answers
            return time.perf_counter() - began
        finally:
            server.terminate()
            server.wait()

    def _is_ready(self) -> bool:
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz") as answer:
            return bool(answer.status == 200)
        return False


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def _download(clone: Clone, *locks: str) -> float:
    """Seconds to download the files of these lock files, without a cache."""
    target = clone.folder / "downloads"
    command = (
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-cache-dir",
        "--dest",
        target,
        *LOCKED,
    )
    return sum(clone.run(*command, f"requirements/{lock}.txt") for lock in locks)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="luach-clone-") as folder:
        clone = Clone(Path(folder))
        total, downloads = clone.book("make", "run"), _download(clone, "run", "build")
        print(f"make run: {total:.1f} s to a booking; downloads alone {downloads:.1f} s")
    with tempfile.TemporaryDirectory(prefix="luach-clone-") as folder:
        clone = Clone(Path(folder))
        clone.run(sys.executable, "-m", "venv", ".venv")
        clone.run(*PIP_INSTALL, f"pip=={OLDEST_PIP}")
        total = clone.run(*PIP_INSTALL, *LOCKED, "requirements/dev.txt")
        total += clone.run(".venv/bin/python", "-m", "pip", "check")
        total += clone.book(".venv/bin/uvicorn", "app.main:app", "--port", str(clone.port))
        downloads = _download(clone, "dev")
        print(
            f"without make, pip {OLDEST_PIP}: {total:.1f} s to a booking; downloads alone {downloads:.1f} s"
        )


if __name__ == "__main__":
    main()
