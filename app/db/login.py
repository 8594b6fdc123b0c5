"""Database addresses: their description without the password, and a first login that finds wrong ones."""

import ssl
from urllib.parse import parse_qs, unquote, urlsplit

import asyncpg
from asyncpg.exceptions import (
    CannotConnectNowError,
    ClientConfigurationError,
    InsufficientResourcesError,
    InvalidCatalogNameError,
    PostgresConnectionError,
)

from app.db.engine import asyncpg_dsn
from app.db.failures import UNREACHABLE
from app.errors import ConfigurationError
from app.settings import Settings

LOGIN_SECONDS = 3.0

FORM = "postgresql://user:password@host:5432/name"


def describe_database(url: str) -> str:
    """Name and host of the database, for people and logs: `database luach on db.example:5432`."""
    try:
        parts = urlsplit(asyncpg_dsn(url))
        query = parse_qs(parts.query)
    except ValueError:
        return "a database"
    host = parts.netloc.rpartition("@")[2] or next(iter(query.get("host", ())), "this machine")
    return f"database {unquote(parts.path.lstrip('/')) or '(default)'} on {host}"


async def check_logins(settings: Settings) -> None:
    """Log in once at each configured address. Raises ConfigurationError as `check_login` does."""
    for url, variable in (
        (settings.database_url, "DATABASE_URL"),
        (settings.migrations_database_url, "MIGRATIONS_DATABASE_URL"),
    ):
        if url is not None:
            await check_login(url, variable)


async def check_login(url: str, variable: str) -> None:
    """Log in once and out again.

    Raises ConfigurationError if no later try can succeed: an address that cannot be read, a database that
    does not exist, a refused login. A server that does not answer raises nothing: it may still be starting.
    `variable` is the setting that the sentence names.
    """
    try:
        connection = await asyncpg.connect(asyncpg_dsn(url), timeout=LOGIN_SECONDS)
    except (CannotConnectNowError, InsufficientResourcesError, PostgresConnectionError):
        return
    except ssl.SSLError as error:
        sentence = (
            f"TLS with the server of {variable} fails ({error.reason}): correct sslmode or sslrootcert."
        )
        raise ConfigurationError(sentence) from None
    except (ClientConfigurationError, ValueError):
        # The driver's own words may repeat a part of the password.
        raise ConfigurationError(
            f"{variable} cannot be read: write it as {FORM}, with special characters in the password "
            "percent-encoded, and with options that libpq knows, such as sslmode=require."
        ) from None
    except asyncpg.PostgresError as error:
        raise ConfigurationError(_refusal(url, variable, error)) from None
    except UNREACHABLE:
        return
    await connection.close(timeout=LOGIN_SECONDS)


def _refusal(url: str, variable: str, error: asyncpg.PostgresError) -> str:
    said = str(error).partition("\n")[0].rstrip(".")
    remedy = (
        "create it with createdb, or correct"
        if isinstance(error, InvalidCatalogNameError)
        else "correct user, password or options in"
    )
    return f"The server refuses {describe_database(url)} ({said}): {remedy} {variable}."
