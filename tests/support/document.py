"""The OpenAPI document of the application, built once per process: it takes half a second."""

from functools import lru_cache
from typing import Any

from app.main import create_app


@lru_cache(maxsize=1)
def openapi_document() -> dict[str, Any]:
    """The document; nobody may change it."""
    return create_app().openapi()
