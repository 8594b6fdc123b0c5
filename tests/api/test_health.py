"""The routes without a key: liveness, readiness, versions, and the meaning of error codes."""

import pytest

from app.errors import BookingRefused
from app.sentences.problems import PROBLEMS, REASONS
from tests.support.factories import Service, body, problem


async def test_a_service_that_is_ready_says_so(service: Service) -> None:
    assert body(await service.anonymous.get("/livez")) == {"status": "live"}
    ready = body(await service.anonymous.get("/readyz"))
    assert ready == {"status": "ready", "database": "ok", "waiting": [], "failed": [], "background": []}


async def test_the_version_names_the_release_of_the_zone_data(service: Service) -> None:
    version = body(await service.anonymous.get("/version"))
    assert version["timezone_data"][:2] == "20"


@pytest.mark.parametrize("code", [*PROBLEMS, *REASONS])
async def test_the_type_of_every_problem_can_be_read(service: Service, code: str) -> None:
    for language in ("en", "he"):
        answer = await service.anonymous.get(f"/problems/{code}", headers={"Accept-Language": language})
        assert body(answer)["code"] == code
    assert BookingRefused.code in PROBLEMS


async def test_an_unknown_problem_and_an_unknown_address_are_not_found(service: Service) -> None:
    problem(await service.anonymous.get("/problems/no_such"), 404, "not_found")
    problem(await service.anonymous.get("/api/no/such/place"), 404, "not_found")


async def test_the_documents_are_served_by_us(service: Service) -> None:
    page = await service.anonymous.get("/docs")
    assert page.status_code == 200
    assert "http://" not in page.text
    assert "https://" not in page.text
    for asset in ("swagger-ui-bundle.js", "swagger-ui.css"):
        assert asset in page.text
        found = await service.anonymous.get(f"/static/vendor/swagger-ui/{asset}")
        assert found.status_code == 200
        assert len(found.content) > 10_000
