"""The Model Context Protocol's own conformance suite against a running Luach: `make mcp-conformance`.

The suite needs Node 22, which comes as an npm package, and knows no bearer keys: the application is served
with a key put into every request. What is missing here is named, and is no failure.
"""

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from app.embedded import server as embedded
from app.migrations import apply_migrations
from tests.support import factories
from tests.support.source import ROOT

TOOLBOX = ROOT / ".luach" / "conformance"
PACKAGES = (
    "node@22",
    "@modelcontextprotocol/conformance@0.2.0-alpha.12",
    "@modelcontextprotocol/inspector@2.12.0",
)
INSTALL_SECONDS, SCENARIO_SECONDS = 300, 60
SCENARIOS = {
    "2026-07-28": (
        "tools-list",
        "http-header-validation",
        "dns-rebinding-protection",
        "server-sse-multiple-streams",
        "sep-2164-resource-not-found",
        "input-required-result-unsupported-methods",
        "server-stateless",
    ),
    "2025-11-25": ("server-initialize", "ping", "tools-list", "dns-rebinding-protection"),
}
"""By revision of the protocol, the scenarios that a server without the suite's fixture tools can pass."""
NOT_TESTABLE = "Not testable: server does not list the diagnostic tool"
"""The reason that the suite gives where a check of a scenario needs one of its fixture tools."""


class WithKey:
    """ASGI middleware that puts one key into every request."""

    def __init__(self, app: ASGIApp, key: str) -> None:
        self._app, self._key = app, f"Bearer {key}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["headers"] = [*scope["headers"], (b"authorization", self._key)]
        await self._app(scope, receive, send)


def missing() -> str | None:
    """The reason why the suite cannot run here; None if it can."""
    if shutil.which("npm") is None:
        return "npm is not installed"
    if all((TOOLBOX / "node_modules" / ".bin" / name).exists() for name in ("conformance", "mcp-inspector")):
        return None
    TOOLBOX.mkdir(parents=True, exist_ok=True)
    install = ("npm", "install", "--no-audit", "--no-fund", "--silent", "--prefix", str(TOOLBOX), *PACKAGES)
    try:
        done = subprocess.run(install, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return f"npm did not bring the suite within {INSTALL_SECONDS} seconds"
    return f"npm could not bring the suite: {done.stderr.strip()[-300:]}" if done.returncode else None


async def run_suite(url: str) -> int:
    """Run every scenario against `url` and print its outcome; 1 if one failed, else 0."""
    failed = 0
    for revision, names in SCENARIOS.items():
        for name in names:
            problem = await run_scenario(url, revision, name)
            print(f"{revision} {name}: {problem or 'passed'}")  # noqa: T201 (a program's output)
            failed |= problem is not None
    return int(failed)


async def run_scenario(url: str, revision: str, name: str) -> str | None:
    """The suite's output where a check failed that this server could pass, else None."""
    programs = TOOLBOX / "node_modules" / ".bin"
    process = await asyncio.create_subprocess_exec(
        *(programs / "conformance", "server", "--url", url, "--spec-version", revision, "--scenario", name),
        cwd=TOOLBOX,
        env={**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        output, _ = await asyncio.wait_for(process.communicate(), SCENARIO_SECONDS)
    except TimeoutError:
        process.kill()
        return f"no result within {SCENARIO_SECONDS} seconds"
    text = output.decode()
    failures = text.count("FAILURE")
    if process.returncode == 0 or (failures and failures == text.count(NOT_TESTABLE)):
        return None
    return text


async def listening(server: uvicorn.Server) -> None:
    """Wait until it accepts connections."""
    while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.01)


async def serve_and_run(database_url: str) -> int:
    await apply_migrations(database_url)
    async with factories.running(database_url) as service:
        house = await service.house()
        app = WithKey(service.app, house.agent.key or "")
        server = uvicorn.Server(uvicorn.Config(app, port=0, lifespan="off", log_config=None))
        serving = asyncio.create_task(server.serve())
        await listening(server)
        port = server.servers[0].sockets[0].getsockname()[1]
        try:
            return await run_suite(f"http://127.0.0.1:{port}/mcp")
        finally:
            server.should_exit = True
            await serving


def main() -> int:
    if reason := missing():
        sys.stderr.write(f"MCP conformance skipped: {reason}\n")
        return 0
    with tempfile.TemporaryDirectory(dir="/tmp", ignore_cleanup_errors=True) as folder:
        # PostgreSQL's own account has to enter it where this runs as root.
        Path(folder).chmod(0o755)
        server = embedded.start(Path(folder) / "data")
        try:
            return asyncio.run(serve_and_run(server.url))
        finally:
            server.stop()


if __name__ == "__main__":
    sys.exit(main())
