"""Pages for people: the start page with the service's state, and a 404 for whoever asks for HTML."""

import asyncio
import re

import pytest

from tests.support import factories
from tests.support.factories import Service, problem
from tests.support.servers import PostgresServer, connected

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
HTML = "text/html; charset=utf-8"


async def test_the_start_page_says_that_it_is_ready_and_where_to_go_on(service: Service) -> None:
    answer = await service.anonymous.get("/")
    assert (answer.status_code, answer.headers["content-type"]) == (200, HTML)
    assert "Ready" in answer.text
    assert "refresh" not in answer.text
    for address in set(re.findall(r'href="(/[^"]*)"', answer.text)):
        assert (await service.anonymous.get(address)).status_code == 200, address
    assert {"/docs", "/openapi.json", "/readyz"} <= set(re.findall(r'href="([^"]*)"', answer.text))


async def test_pages_load_nothing_from_elsewhere(service: Service) -> None:
    for path in ("/", "/nothing-here"):
        answer = await service.anonymous.get(path, headers={"Accept": BROWSER})
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        loaded = re.findall(r'<(?:script|img|iframe)\b|@import|url\(|<link[^>]*href="(?!data:)', answer.text)
        assert not loaded


async def test_the_start_page_says_why_it_is_not_ready(own_database: str, postgres: PostgresServer) -> None:
    async with factories.running(own_database) as service:
        assert "Ready" in (await service.anonymous.get("/")).text
        postgres.drop_database(own_database)
        answer = await service.anonymous.get("/")
        assert answer.status_code == 200
        assert "Not ready yet" in answer.text
        assert "The database cannot be reached." in answer.text
        assert 'http-equiv="refresh"' in answer.text


async def test_the_start_page_names_a_migration_step_that_failed(
    empty_database: str, postgres: PostgresServer
) -> None:
    async with connected(empty_database) as connection:
        # The step makes a table of this name with other columns.
        await connection.execute("CREATE VIEW business AS SELECT 1 AS id, 'x & <y>' AS name")
    async with factories.running(empty_database) as service:
        async with asyncio.timeout(60):
            while not service.state.migrations.state.failed:  # noqa: ASYNC110 - it signals nothing
                await asyncio.sleep(0.05)
        text = (await service.anonymous.get("/")).text
    assert "Not ready yet" in text
    assert re.search(r"The migration step <code>001_business_table</code> failed: \S+", text)
    assert re.search(r"\d+ migration steps are still to be done", text)


async def test_what_a_request_says_of_its_host_is_text(service: Service) -> None:
    for host in ("<script>alert(1)</script>", "[", "a b", "x:y:z"):
        answer = await service.anonymous.get("/", headers={"Host": host})
        assert answer.status_code == 200
        assert "<script" not in answer.text


@pytest.mark.parametrize(
    "accept",
    [
        BROWSER,
        "text/html",
        "text/*",
        "TEXT/HTML;level=1;q=0.5, application/json;q=0.4",
        "text/html, application/json;q=broken",
    ],
)
@pytest.mark.parametrize("path", ["/nothing-here", "/api/nothing-here", "/problems/nothing", "/docs/x"])
async def test_a_404_is_a_page_where_html_is_preferred(service: Service, accept: str, path: str) -> None:
    answer = await service.anonymous.get(path, headers={"Accept": accept, "Accept-Language": "he"})
    assert (answer.status_code, answer.headers["content-type"]) == (404, HTML)
    assert "Accept" in re.split(r",\s*", answer.headers["vary"])
    assert 'lang="he" dir="rtl"' in answer.text
    assert answer.headers["x-request-id"]


@pytest.mark.parametrize(
    "accept",
    [
        "",
        "*/*",
        "application/json",
        "application/problem+json, text/html",
        "text/html;q=0.9, application/json",
        "text/html;q=0, */*;q=0.1",
        "application/*, text/html;q=0.5",
        "text/html;q=broken",
        ";;,,q=1",
    ],
)
async def test_a_404_is_a_problem_everywhere_else(service: Service, accept: str) -> None:
    problem(await service.anonymous.get("/nothing-here", headers={"Accept": accept}), 404, "not_found")


async def test_other_refusals_stay_problems(service: Service) -> None:
    answer = await service.anonymous.get("/api/calendar/calendars", headers={"Accept": BROWSER})
    problem(answer, 401, "unauthenticated")
