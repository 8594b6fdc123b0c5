"""The settings of the service. No other module reads the environment."""

import os
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import AliasChoices, Field, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.errors import ConfigurationError


class Settings(BaseSettings):
    """Settings from the environment and `.env`; `.env.example` lists all of them."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_file=".env", populate_by_name=True)

    database_url: str | None = Field(
        None,
        validation_alias=AliasChoices("database_url", "DATABASE_URL"),
        description="PostgreSQL 14 to 18. Without it, the embedded PostgreSQL is started.",
    )
    migrations_database_url: str | None = Field(
        None,
        validation_alias=AliasChoices("migrations_database_url", "MIGRATIONS_DATABASE_URL"),
        description="A direct address of the same database, if DATABASE_URL points at a pooler.",
    )
    db_pooler: Literal["none", "transaction"] = Field(
        "none",
        validation_alias=AliasChoices("db_pooler", "DB_POOLER"),
        description="'transaction' for PgBouncer in transaction pooling: no prepared statements are kept.",
    )
    db_pool_size: int = Field(
        10,
        ge=1,
        le=200,
        validation_alias=AliasChoices("db_pool_size", "LUACH_DB_POOL_SIZE"),
        description="Size of each of a worker's two pools: one for sessions, one for search and booking.",
    )
    data_dir: Path | None = Field(
        None,
        validation_alias=AliasChoices("data_dir", "LUACH_DATA_DIR"),
        description="Folder of the embedded PostgreSQL. Default: in XDG_STATE_HOME; as root /var/lib/luach.",
    )
    state_home: Path | None = Field(
        None,
        validation_alias=AliasChoices("state_home", "XDG_STATE_HOME"),
        description="Parent of the default data folder. Default: ~/.local/state.",
    )
    environment: Literal["development", "production"] = Field(
        "development",
        validation_alias=AliasChoices("environment", "APP_ENV"),
        description="'production' refuses to start on the embedded PostgreSQL.",
    )
    demo: bool | None = Field(
        None,
        validation_alias=AliasChoices("demo", "LUACH_DEMO"),
        description="Create the demo business in an empty database. Default: only on the embedded one.",
    )
    log_format: Literal["auto", "console", "json"] = Field(
        "auto",
        validation_alias=AliasChoices("log_format", "LUACH_LOG_FORMAT"),
        description="'auto' writes readable lines on a terminal and JSON lines elsewhere.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info",
        validation_alias=AliasChoices("log_level", "LUACH_LOG_LEVEL"),
        description="The lowest level that is logged.",
    )
    host: str = Field(
        "127.0.0.1",
        validation_alias=AliasChoices("host", "LUACH_HOST"),
        description="The address that `luach serve` binds.",
    )
    port: int = Field(
        8000,
        ge=1,
        le=65535,
        validation_alias=AliasChoices("port", "LUACH_PORT"),
        description="The port that `luach serve` binds.",
    )

    max_keywords: int = Field(
        5_000,
        ge=1,
        validation_alias=AliasChoices("max_keywords", "LUACH_MAX_KEYWORDS"),
        description="Keywords and labels that the active rules of a business may have together.",
    )
    public_url: str | None = Field(
        None,
        validation_alias=AliasChoices("public_url", "LUACH_PUBLIC_URL"),
        description="The public address, such as https://api.example.com. MCP accepts no other host.",
    )
    key: str | None = Field(
        None,
        validation_alias=AliasChoices("key", "LUACH_KEY"),
        repr=False,
        description="The API key that `luach mcp` uses.",
    )

    @field_validator(
        *("database_url", "migrations_database_url", "data_dir", "state_home", "demo", "public_url", "key"),
        mode="before",
    )
    @classmethod
    def _empty_is_unset(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("database_url", "migrations_database_url")
    @classmethod
    def _is_postgresql(cls, value: str | None) -> str | None:
        if value is not None and value.partition("://")[0] not in {
            "postgresql",
            "postgres",
            "postgresql+asyncpg",
        }:
            raise ValueError("must start with postgresql:// (or postgresql+asyncpg://)")
        return value

    @field_validator("public_url")
    @classmethod
    def _is_address(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        return value

    @model_validator(mode="after")
    def _production_has_a_database(self) -> Self:
        if self.environment == "production" and self.database_url is None:
            raise ValueError(
                "APP_ENV=production needs DATABASE_URL, such as postgresql://user:password@host:5432/name: "
                "the embedded PostgreSQL serves one machine"
            )
        return self

    @cached_property
    def embedded_dir(self) -> Path:
        """The folder of the embedded PostgreSQL."""
        if self.data_dir is not None:
            return self.data_dir.absolute()
        if os.geteuid() == 0:
            # PostgreSQL refuses to run as root, and the account that it runs under cannot enter root's home.
            return Path("/var/lib/luach")
        return (self.state_home or Path.home() / ".local" / "state") / "luach"


def read_settings(**given: Any) -> Settings:
    """The settings; those `given` go before the environment's.

    Raises ConfigurationError, whose sentence names the variable.
    """
    try:
        return Settings(**given)
    except ValidationError as error:
        raise ConfigurationError("; ".join(_sentence(fault) for fault in error.errors()) + ".") from None


def _sentence(fault: ErrorDetails) -> str:
    message = fault["msg"].removeprefix("Value error, ").replace("Input should", "should")
    if not fault["loc"]:
        return message
    name = str(fault["loc"][0])
    alias = Settings.model_fields[name].validation_alias if name in Settings.model_fields else None
    return f"{alias.choices[-1] if isinstance(alias, AliasChoices) else name} {message}"
