"""The Model Context Protocol's own conformance suite against a running Luach: `make mcp-conformance`.

The suite needs Node 22, which comes as an npm package, and knows no bearer keys: the application is served
with a key put into every request. What cannot be had here is said, and is no failure.
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

GATE = ROOT.parent / "shared" / "mcp" / "conformance_gate.sh"
TOOLBOX = ROOT / ".luach" / "conformance"
PACKAGES = (
    "node@22",
    "@modelcontextprotocol/conformance@0.2.0-alpha.12",
    "@modelcontextprotocol/inspector@2.12.0",
)
INSTALL_SECONDS, GATE_SECONDS = 300, 240


class WithKey:
    """Everybody is the holder of one key."""

    def __init__(self, app: ASGIApp, key: str) -> None:
        self._app, self._key = app, f"Bearer {key}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["headers"] = [*scope["headers"], (b"authorization", self._key)]
        await self._app(scope, receive, send)


def missing() -> str | None:
    """Why the suite cannot run here; None if it can."""
    if not GATE.is_file():
        return f"the list of scenarios is not here ({GATE})"
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


async def run_gate(url: str) -> int:
    """The gate's exit code; its lines go to our output."""
    path = f"{TOOLBOX / 'node_modules' / '.bin'}{os.pathsep}{os.environ['PATH']}"
    gate = await asyncio.create_subprocess_exec(
        "bash", str(GATE), url, cwd=TOOLBOX, env={**os.environ, "PATH": path}
    )
    try:
        return await asyncio.wait_for(gate.wait(), GATE_SECONDS)
    except TimeoutError:
        gate.kill()
        sys.stderr.write(f"the gate was not through after {GATE_SECONDS} seconds\n")
        return 1


async def listening(server: uvicorn.Server) -> None:
    """Until it accepts connections."""
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
            return await run_gate(f"http://127.0.0.1:{port}/mcp")
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
