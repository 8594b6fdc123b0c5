"""HTML pages for people: one layout that loads nothing from elsewhere, and whether a request wants HTML."""

from html import escape
from importlib import resources

from starlette.requests import Request
from starlette.responses import HTMLResponse

from app.sentences.languages import Language

# The pages run no scripts and load nothing.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
    "Referrer-Policy": "no-referrer",
}

_STYLE = (resources.files("app.web") / "static" / "page.css").read_text(encoding="utf-8")


def html_page(
    title: str,
    body: str,
    *,
    status: int = 200,
    language: Language = "en",
    reload_seconds: int | None = None,
    headers: dict[str, str] | None = None,
) -> HTMLResponse:
    """A whole page. `title` is text; `body` is HTML, whose texts the caller has escaped."""
    reload = f'<meta http-equiv="refresh" content="{reload_seconds}">' if reload_seconds else ""
    document = f"""<!doctype html>
<html lang="{language}" dir="{"rtl" if language == "he" else "ltr"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
{reload}
<title>{escape(title)}</title>
<link rel="icon" href="data:,">
<style>{_STYLE}</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""
    return HTMLResponse(document, status, HEADERS | (headers or {}))


def prefers_html(request: Request) -> bool:
    """Whether the Accept header asks for HTML before JSON (RFC 9110, 12.5.1). A tie goes to JSON."""
    accept = request.headers.get("accept", "")
    as_json = max(_quality(accept, "application/json"), _quality(accept, "application/problem+json"))
    return _quality(accept, "text/html") > as_json


def _quality(accept: str, media_type: str) -> float:
    """The weight of the most specific range of an Accept header that covers a media type; 0 without one."""
    ranges = (media_type, media_type.partition("/")[0] + "/*", "*/*")
    weights = {name: weight for name, weight in map(_range, accept.split(",")) if name in ranges}
    return next((weights[name] for name in ranges if name in weights), 0.0)


def _range(part: str) -> tuple[str, float]:
    name, *parameters = (each.strip().lower() for each in part.split(";"))
    weight = next((each[2:] for each in parameters if each.startswith("q=")), "1")
    try:
        return name, float(weight)
    except ValueError:
        return name, 0.0
