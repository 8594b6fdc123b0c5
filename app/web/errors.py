"""The translation of errors to RFC 9457 problems, with one table from error class to status."""

from html import escape
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Match

from app.db.failures import DATABASE_ERRORS, is_temporary, read_otherwise
from app.errors import (
    BookingRefused,
    Conflict,
    CustomerExists,
    CustomerMerged,
    DatabaseUnavailable,
    FieldError,
    Forbidden,
    Gone,
    HoldExpired,
    HoldUsed,
    IdempotencyConflict,
    LuachError,
    NotFound,
    NotReady,
    PreconditionFailed,
    SearchTooLarge,
    SeriesRefused,
    TooManyAtOnce,
    Unauthenticated,
    ZoneDataDiffer,
)
from app.schemas.field_problems import broken_rules
from app.schemas.problems import FieldProblem, Problem
from app.schemas.scheduling import SeriesFailure, SlotOut
from app.schemas.visits import MissingNeed
from app.sentences.field_rules import rule_text
from app.sentences.languages import Language, problem_language
from app.sentences.problems import problem_text
from app.web.pages import html_page, prefers_html

log = structlog.get_logger("luach.http")

MEDIA_TYPE = "application/problem+json"

RETRY_LATER = {"Retry-After": "2"}

_HEADERS = {401: {"WWW-Authenticate": "Bearer"}, 429: RETRY_LATER, 503: RETRY_LATER}
"""The header of every 503, in seconds."""

# The first matching class decides.
STATUS: tuple[tuple[type[LuachError], int], ...] = (
    (FieldError, 422),
    (Unauthenticated, 401),
    (Forbidden, 403),
    (NotFound, 404),
    (Gone, 410),
    (PreconditionFailed, 412),
    (BookingRefused, 409),
    (IdempotencyConflict, 422),
    (Conflict, 409),
    (SearchTooLarge, 422),
    (TooManyAtOnce, 429),
    (NotReady, 503),
    (DatabaseUnavailable, 503),
    (LuachError, 500),
)

_METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}

_METHODS_OF_FILES = {"GET", "HEAD"}

_HTTP_CODES = {
    400: "invalid_json",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
}


def problem_response(
    request: Request,
    status: int,
    code: str,
    *,
    params: dict[str, object] | None = None,
    errors: list[FieldProblem] | None = None,
    headers: dict[str, str] | None = None,
    **extensions: Any,
) -> Response:
    """The answer for an error `code`, in the language that the request asks for; a 404 may be a page.

    `extensions` are further fields of Problem.
    """
    language = problem_language(request.headers.get("accept-language"))
    title = problem_text(code, language, params or {})
    varying = {"Content-Language": language, "Vary": "Accept-Language", **(headers or {})}
    if status == 404:
        varying["Vary"] = "Accept, Accept-Language"
        if prefers_html(request):
            return _not_found_page(title, language, varying)
    body = Problem(
        type=f"/problems/{code}",
        title=title,
        status=status,
        detail="; ".join(f"{error.pointer} {error.message}" for error in errors or ()) or title,
        code=code,
        request_id=request.state.request_id,
        errors=errors,
        **extensions,
    )
    return JSONResponse(
        body.model_dump(mode="json", exclude_none=True),
        status,
        varying,
        MEDIA_TYPE,
    )


def _not_found_page(title: str, language: Language, headers: dict[str, str]) -> Response:
    links = f'<p><a href="/">Luach</a> · <a href="/docs">{"API" if language == "he" else "API pages"}</a></p>'
    body = f"<h1>404</h1><p>{escape(title)}</p>{links}"
    return html_page("404 · Luach", body, status=404, language=language, headers=headers)


async def _luach_error(request: Request, error: LuachError) -> Response:
    status = next(status for kind, status in STATUS if isinstance(error, kind))
    if isinstance(error, FieldError):
        language = problem_language(request.headers.get("accept-language"))
        message = rule_text(error.rule, language, error.params)
        fields = [FieldProblem(pointer=error.pointer or "", code=error.rule, message=message)]
        return problem_response(request, status, error.code, errors=fields)
    if status >= 500:
        log.error("request_failed", code=error.code, params=error.params)
    headers = _HEADERS.get(status)
    code = error.reason if isinstance(error, BookingRefused) else error.code
    return problem_response(request, status, code, params=error.params, headers=headers, **_extensions(error))


def _extensions(error: LuachError) -> dict[str, Any]:
    """The extension members of an error's problem (RFC 9457, 3.2)."""
    if isinstance(error, BookingRefused | HoldExpired):
        slots = [SlotOut.model_validate(slot) for slot in error.alternatives]
        missing = error.params.get("missing")
        return {"alternatives": slots, "missing_need": missing and MissingNeed.model_validate(missing)}
    if isinstance(error, SeriesRefused):
        return {"failures": [SeriesFailure.model_validate(each) for each in error.failures]}
    if isinstance(error, HoldUsed):
        return {"appointment_id": error.appointment_id}
    if isinstance(error, CustomerMerged | CustomerExists):
        return {"customer_id": error.params["customer_id"]}
    return {}


async def _invalid_request(request: Request, error: RequestValidationError | ValidationError) -> Response:
    language = problem_language(request.headers.get("accept-language"))
    fields = broken_rules(error.errors(), language)
    if any(field.code == "invalid_json" for field in fields):
        return problem_response(request, 400, "invalid_json")
    if any(isinstance(fault.get("input"), bytes) for fault in error.errors()):
        # FastAPI passes on the raw bytes of a body that is not declared as JSON.
        return problem_response(request, 415, "not_json")
    return problem_response(request, 422, "invalid_input", errors=fields)


async def _http_exception(request: Request, error: HTTPException) -> Response:
    code = _HTTP_CODES.get(error.status_code, "invalid_input")
    headers = dict(error.headers or {})
    if error.status_code == 405:
        headers["Allow"] = ", ".join(_methods_of_address(request))
    return problem_response(request, error.status_code, code, headers=headers)


def _methods_of_address(request: Request) -> list[str]:
    """The methods that some route answers at the request's address.

    Starlette names those of the first route only, and several routes share an address.
    """
    methods: set[str] = set()
    for route in request.app.routes:
        for method in _METHODS:
            if route.matches({**request.scope, "method": method})[0] is Match.FULL:
                methods |= {method, "HEAD"} if method == "GET" else {method}
    # Within a mount the scope's path is no route's any more; all that is mounted here are files.
    return sorted(methods or _METHODS_OF_FILES)


async def _database_error(request: Request, error: Exception) -> Response:
    if read_otherwise(error):
        return await _luach_error(request, ZoneDataDiffer())
    if not is_temporary(error):
        raise error
    # A timeout has no message.
    log.error("database_unavailable", error=str(error).partition("\n")[0] or type(error).__name__)
    return problem_response(request, 503, "database_unavailable", headers=RETRY_LATER)


def install(app: FastAPI) -> None:
    """Register the handlers for every error that a route may raise."""
    app.exception_handler(LuachError)(_luach_error)
    app.exception_handler(RequestValidationError)(_invalid_request)
    app.exception_handler(ValidationError)(_invalid_request)
    app.exception_handler(HTTPException)(_http_exception)
    for kind in DATABASE_ERRORS:
        app.exception_handler(kind)(_database_error)
