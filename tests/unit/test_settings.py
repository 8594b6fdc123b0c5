"""Settings: what the environment may say, and the file that lists it all."""

from pathlib import Path

import pytest
from pydantic import AliasChoices, ValidationError

from app.settings import Settings

EXAMPLE = Path(__file__).parents[2] / ".env.example"


def names() -> dict[str, str]:
    """Each field and its name in the environment."""
    found = {}
    for name, field in Settings.model_fields.items():
        assert isinstance(field.validation_alias, AliasChoices)
        own, environment = field.validation_alias.choices
        assert own == name
        found[name] = str(environment)
    return found


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing of the surroundings counts."""
    monkeypatch.chdir(tmp_path)
    for name in names().values():
        monkeypatch.delenv(name, raising=False)


def test_the_example_lists_every_setting_with_its_default_and_its_meaning() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    head, *blocks = text.rstrip("\n").split("\n\n")
    assert head.startswith("#")
    assert blocks == [
        f"# {field.description}\n{names()[name]}={'' if field.default is None else field.default}"
        for name, field in Settings.model_fields.items()
    ]


def test_the_example_as_it_stands_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    from_example = Settings()
    (tmp_path / ".env").unlink()
    assert from_example == Settings()
    assert from_example.database_url is None


def test_the_environment_goes_before_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("LUACH_PORT=9001\nLUACH_HOST=0.0.0.0\n", encoding="utf-8")
    monkeypatch.setenv("LUACH_PORT", "9002")
    settings = Settings()
    assert (settings.port, settings.host) == (9002, "0.0.0.0")  # noqa: S104 - a value, bound by nobody


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError):
        Settings().port = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://localhost/luach"),
        ("DATABASE_URL", "sqlite:///luach.db"),
        ("DATABASE_URL", "luach"),
        ("MIGRATIONS_DATABASE_URL", "http://localhost"),
        ("DB_POOLER", "session"),
        ("LUACH_DB_POOL_SIZE", "0"),
        ("LUACH_DB_POOL_SIZE", "many"),
        ("APP_ENV", "prod"),
        ("LUACH_PORT", "70000"),
        ("LUACH_LOG_LEVEL", "loud"),
        ("LUACH_DEMO", "perhaps"),
    ],
)
def test_a_value_that_is_none_of_a_setting_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError):
        Settings()


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+asyncpg"])
def test_every_common_way_to_write_the_address_is_taken(scheme: str) -> None:
    assert Settings(database_url=f"{scheme}://h/d").database_url == f"{scheme}://h/d"


def test_the_embedded_folder_is_the_one_given() -> None:
    assert Settings(data_dir=Path("/somewhere/luach")).embedded_dir == Path("/somewhere/luach")
    assert Settings(data_dir=Path("here")).embedded_dir == Path.cwd() / "here"
    assert Settings().embedded_dir.is_absolute()
