"""/docs: Swagger UI from files of our own, without the internet, and the document that it shows."""

import json
from datetime import date
from functools import lru_cache
from pathlib import Path

from fastapi import APIRouter, FastAPI
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles

from app.clock import Clock
from app.web.example_dates import with_dates_ahead

STATIC = Path(__file__).parent / "static"

SWAGGER = "/static/vendor/swagger-ui"

router = APIRouter(include_in_schema=False)


@router.get("/docs")
async def docs() -> HTMLResponse:
    return get_swagger_ui_html(
        openapi_url="/openapi.json",
        title="Luach API",
        swagger_js_url=f"{SWAGGER}/swagger-ui-bundle.js",
        swagger_css_url=f"{SWAGGER}/swagger-ui.css",
        swagger_favicon_url=f"{SWAGGER}/favicon-32x32.png",
        swagger_ui_parameters={
            "persistAuthorization": True,
            "displayOperationId": True,
            "defaultModelsExpandDepth": 0,
            # Its default sends the document's address to a validator on the internet.
            "validatorUrl": None,
        },
    )


def mount_document(app: FastAPI, clock: Clock) -> None:
    """Serve `/openapi.json`, its examples on days that can be booked. It is made once per day."""

    @lru_cache(maxsize=1)
    def document(today: date) -> bytes:
        return json.dumps(with_dates_ahead(app.openapi(), today), ensure_ascii=False).encode()

    @app.get("/openapi.json", include_in_schema=False)
    async def openapi() -> Response:
        return Response(document(clock().date()), media_type="application/json")


def mount_static(app: FastAPI) -> None:
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
