"""`/`: a page for people, with the state of the service, links and first steps."""

from html import escape

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

import app
from app.routers.health import Readiness, read_readiness
from app.runtime.state import State
from app.web.deps import StateDep
from app.web.pages import html_page

router = APIRouter(include_in_schema=False)

RELOAD_SECONDS = 3

PURPOSE = """Scheduling for businesses whose customers talk to AI agents: Luach finds the right calendar for
what a customer says, offers times that are free, and books one so that nobody else can have it."""

MAKE_KEY = """.venv/bin/python -m app.cli keys create \\
  --business 1 --role agent --name test"""

ASK = """curl -s -H 'Authorization: Bearer luach_...' \\
  -H 'Content-Type: application/json' \\
  -d '{"intent_text": "I need movers on Sunday"}' \\
  """

LINKS = (
    ("/docs", "API pages", "every route, with its inputs, its answers and a form to try it"),
    ("/openapi.json", "OpenAPI document", "the same for programs"),
    ("/readyz", "Readiness", "the state above, for monitoring"),
    ("/version", "Version", "the release, and its time zone data"),
)


@router.api_route("/", methods=["GET", "HEAD"])
async def show_home(request: Request, state: StateDep) -> HTMLResponse:
    readiness = await read_readiness(state)
    ready = readiness.status == "ready"
    body = (
        f"<h1>Luach <small>{escape(app.__version__)}</small></h1>\n"
        f'<p class="soft">{PURPOSE}</p>\n'
        f"{_state(readiness)}\n{_links()}\n{_steps(_address(request, state))}"
    )
    return html_page("Luach", body, reload_seconds=None if ready else RELOAD_SECONDS)


def _state(readiness: Readiness) -> str:
    if readiness.status == "ready":
        behind = ", ".join(map(_code, readiness.background))
        more = f"<p>Migration steps that run in the background: {behind}.</p>" if behind else ""
        return (
            '<section class="state ready"><strong>Ready</strong>'
            f"<p>The database answers, and every migration that requests need is done.</p>{more}</section>"
        )
    reasons = [
        *(["The database cannot be reached."] if readiness.database != "ok" else []),
        *(
            f"The migration step {_code(each.step)} failed: {escape(each.problem)}"
            for each in readiness.failed
        ),
        *([_waiting(readiness.waiting)] if readiness.waiting else []),
    ]
    items = "".join(f"<li>{reason}</li>" for reason in reasons)
    return (
        f'<section class="state"><strong>Not ready yet</strong><ul>{items}</ul>'
        '<p class="soft">The log has the details. This page reloads by itself.</p></section>'
    )


def _waiting(steps: list[str]) -> str:
    count = "One migration step is" if len(steps) == 1 else f"{len(steps)} migration steps are"
    return f"{count} still to be done. Next: {_code(steps[0])}."


def _links() -> str:
    items = "".join(
        f'<li><a href="{path}">{name}</a> <span class="soft">{purpose}</span></li>'
        for path, name, purpose in LINKS
    )
    return f"<h2>Look around</h2><ul>{items}</ul>"


def _address(request: Request, state: State) -> str:
    """The address for clients: as configured, else as this request named it."""
    if state.settings.public_url is not None:
        return state.settings.public_url.rstrip("/")
    return f"{request.scope['scheme']}://{request.headers.get('host', '127.0.0.1')}"


def _steps(address: str) -> str:
    """The first calls, as in README.md."""
    ask = f"{ASK}{address}/api/calendar/resolve"
    return (
        "<h2>Next steps</h2><ol>"
        "<li>Take a key. The first start on an empty embedded database prints two on its terminal; "
        f"this command makes another:<pre>{MAKE_KEY}</pre></li>"
        f"<li>Ask which calendar a sentence means:<pre>{escape(ask)}</pre></li>"
        '<li>Find free times and book one: the <a href="/docs">API pages</a> have a form for each call, and '
        "<code>README.md</code> has the commands.</li>"
        f"<li>Connect an AI agent: over MCP at {_code(f'{address}/mcp')}, or with the tools of "
        "<code>/api/ai/tools</code>.</li></ol>"
    )


def _code(text: str) -> str:
    return f"<code>{escape(text)}</code>"
