"""Fixtures for every test. Nothing here starts a server until a test asks for a database."""

import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from app.migrations import STEPS, apply_migrations
from tests.support import factories
from tests.support.factories import NOW, House, Service
from tests.support.servers import (
    RUN_FOLDER,
    PostgresServer,
    available_binaries,
    load_legacy,
    remove_abandoned,
    scratch,
)

# On a busy machine any example may take long; nothing in the tests asserts speed.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")

BINARIES = available_binaries()
EMBEDDED_MAJOR = 18
# The newest packaged PostgreSQL stands for the hosts that Luach attaches to; 0 when there is none.
PACKAGED_MAJOR = max((major for major in BINARIES if major != EMBEDDED_MAJOR), default=0)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--postgres",
        action="append",
        type=int,
        metavar="MAJOR",
        help="only this PostgreSQL major (may be repeated); default: 18 and the newest other one",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "postgres" in metafunc.fixturenames:
        majors = metafunc.config.getoption("--postgres") or [EMBEDDED_MAJOR, PACKAGED_MAJOR]
        # What the API answers to a request does not depend on the server's major; what the data keeps may.
        one_is_enough = getattr(metafunc.module, "ONE_MAJOR", False)
        if one_is_enough or metafunc.module.__name__.startswith("tests.api."):
            majors = majors[:1]
        names = [f"pg{major}" if major else "packaged" for major in majors]
        metafunc.parametrize("postgres", majors, indirect=True, scope="session", ids=names)


@pytest.fixture(scope="session")
def postgres_servers(testrun_uid: str) -> Iterator[Callable[[int], PostgresServer]]:
    """The run's servers by major, started when asked for. The last worker removes their folders."""
    started: dict[int, tuple[PostgresServer, Path]] = {}

    def server(major: int) -> PostgresServer:
        if not started:
            remove_abandoned()
        if major not in started:
            # Not below pytest's own folder: as root, the server's account could not enter it.
            folder = scratch() / f"{RUN_FOLDER}{testrun_uid[:12]}-{major}"
            started[major] = (PostgresServer(folder, BINARIES[major]), folder)
        return started[major][0]

    yield server
    for running, folder in started.values():
        if running.stop():
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres(
    request: pytest.FixtureRequest, postgres_servers: Callable[[int], PostgresServer]
) -> PostgresServer:
    """A running PostgreSQL, once for each installed major."""
    if request.param not in BINARIES:
        wanted = f"PostgreSQL {request.param}" if request.param else "a packaged PostgreSQL"
        pytest.skip(f"{wanted} is not installed (majors found: {sorted(BINARIES)})")
    return postgres_servers(request.param)


@pytest.fixture
def empty_database(postgres: PostgresServer) -> Iterator[str]:
    """URL of a database without any table, dropped after the test."""
    url = postgres.create_database()
    yield url
    postgres.drop_database(url)


@pytest.fixture(scope="session")
def migrated_template(postgres: PostgresServer) -> str:
    """URL of a database with every migration applied, to be cloned and never written to."""
    return postgres.template("migrated", migrate)


async def migrate(url: str) -> None:
    missing = {step.name for step in STEPS} - set(await apply_migrations(url))
    assert not missing, f"not applied to an empty database: {sorted(missing)}"


@pytest.fixture
def own_database(postgres: PostgresServer, migrated_template: str) -> Iterator[str]:
    """URL of a migrated database that this test has for itself, dropped afterwards (some 0.1-0.3 s)."""
    url = postgres.create_database(template=migrated_template)
    yield url
    postgres.drop_database(url)


@pytest.fixture(scope="session")
def shared_database(postgres: PostgresServer, migrated_template: str) -> Iterator[str]:
    """URL of one migrated database for many tests. Tests keep apart by making a business each."""
    url = postgres.create_database(template=migrated_template)
    yield url
    postgres.drop_database(url)


@pytest.fixture
def legacy_database(postgres: PostgresServer) -> Iterator[Callable[..., str]]:
    """Makes databases of a host system before migration 115:
    `legacy_database(businesses=100, appointments_per_business=20)` returns the URL of a new one."""
    made: list[str] = []

    def make(*, businesses: int = 100, appointments_per_business: int = 20) -> str:
        made.append(postgres.create_database())
        load_legacy(
            postgres, made[-1], businesses=businesses, appointments_per_business=appointments_per_business
        )
        return made[-1]

    yield make
    for url in made:
        postgres.drop_database(url)


@pytest.fixture(scope="session")
async def running_service(shared_database: str) -> AsyncIterator[Service]:
    async with factories.running(shared_database) as service:
        yield service


@pytest.fixture
def service(running_service: Service) -> Service:
    """The application in this process, its clock at `NOW`. Tests keep apart by making a business each."""
    running_service.clock.now = NOW
    return running_service


@pytest.fixture
async def house(service: Service) -> House:
    """A business of this test's own."""
    return await service.house()
