"""/ : the page that a person finds at the service's address"""

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

MAKE_KEY = ".venv/bin/python -m app.cli keys create --business 1 --role agent --name test"

ASK = """curl -s -H 'Authorization: Bearer luach_...' -H 'Content-Type: application/json' \\
  -d '{"intent_text": "I need movers on Sunday"}' """

LINKS = (
    ("/docs", "API pages", "every address, with its inputs, answers and a form to try it"),
    ("/openapi.json", "OpenAPI document", "the same for programs"),
    ("/readyz", "Readiness", "what monitors ask"),
    ("/version", "Version", "this release and its time zone data"),
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
        more = f"<p>Migration steps at work in the background: {behind}.</p>" if behind else ""
        return f'<section class="state ready"><strong>Ready</strong><p>It takes requests.</p>{more}</section>'
    reasons = [
        *(["The database cannot be reached."] if readiness.database != "ok" else []),
        *(
            f"The migration step {_code(each.step)} failed: {escape(each.problem)}"
            for each in readiness.failed
        ),
        *(f"The migration step {_code(step)} is still to be done." for step in readiness.waiting),
    ]
    items = "".join(f"<li>{reason}</li>" for reason in reasons)
    return (
        f'<section class="state"><strong>Not ready yet</strong><ul>{items}</ul>'
        '<p class="soft">The log says more. This page looks again by itself.</p></section>'
    )


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
    """The README's first steps."""
    ask = f"{ASK}{address}/api/calendar/resolve"
    return (
        "<h2>Next steps</h2><ol>"
        "<li>Take a key. The first start on an empty embedded database printed two on its terminal; "
        f"this makes another:<pre>{MAKE_KEY}</pre></li>"
        f"<li>Ask which calendar a sentence means:<pre>{escape(ask)}</pre></li>"
        '<li>Find free times and book one: the <a href="/docs">API pages</a> show both, and '
        "<code>README.md</code> has the calls.</li>"
        f"<li>Let an agent do it: over MCP at {_code(f'{address}/mcp')}, or with the tools of "
        "<code>/api/ai/tools</code>.</li></ol>"
    )


def _code(text: str) -> str:
    return f"<code>{escape(text)}</code>"
