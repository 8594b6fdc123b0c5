"""The shipped artefacts: the wheel, the Dockerfile and the compose file. No container engine is needed."""

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from pydantic import AliasChoices
from typer.main import get_command

from app.cli import app as cli
from app.settings import Settings
from tests.support.document import openapi_document
from tests.support.source import ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
INSTRUCTIONS = [
    cast("tuple[str, str]", tuple(line.split(None, 1)))
    for line in re.sub(r"\\\n\s*", "", DOCKERFILE).splitlines()
    if line and not line.startswith("#")
]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))


def arguments(instruction: str) -> list[str]:
    return [value for name, value in INSTRUCTIONS if name == instruction]


def environment_names() -> set[str]:
    """The names under which settings are read from the environment."""
    aliases = [field.validation_alias for field in Settings.model_fields.values()]
    return {str(name) for alias in aliases if isinstance(alias, AliasChoices) for name in alias.choices}


def test_every_stage_is_the_slim_image_of_the_oldest_python_we_support() -> None:
    assert [base.split()[0] for base in arguments("FROM")] == ["python:3.11-slim"] * 2


def commands_of(path: Path) -> list[str]:
    """The command lines of a file; of the Makefile, those that `make` runs for both sets."""
    if path.name != "Makefile":
        return re.sub(r"\\\n\s*", " ", path.read_text(encoding="utf-8")).splitlines()
    dry_run = ("make", "--dry-run", "--always-make", ".venv/.dev")
    return subprocess.run(dry_run, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()


@pytest.mark.parametrize("name", ["Makefile", "README.md", "Dockerfile", ".ci/check-locks"])
def test_lock_files_are_installed_without_resolving_and_checked_afterwards(name: str) -> None:
    """pip before 23.3 takes an extra that a dependency asks for as a requirement without a pin."""
    commands = [line for line in commands_of(ROOT / name) if "pip" in line and not line.startswith("#")]
    locked = [number for number, line in enumerate(commands) if "--require-hashes" in line]
    assert locked
    assert all("--no-deps" in commands[number] for number in locked)
    assert any(re.search(r"\bcheck\b", line) for line in commands[locked[-1] + 1 :])


def test_a_package_has_one_version_in_all_lock_files() -> None:
    """`make run` after `make test` then finds nothing to change."""
    pins = {
        lock.stem: set(re.findall(r"^([a-z0-9-]+)\S*?==([^\s;]+)", lock.read_text("utf-8"), re.M))
        for lock in (ROOT / "requirements").glob("*.txt")
    }
    for name in ("base", "run", "build"):
        assert pins[name]
        assert pins[name] <= pins["dev"], name


def test_what_comes_over_the_network_is_checked_by_hash() -> None:
    installs = [line for line in arguments("RUN") if "pip" in line.split() and "install" in line.split()]
    assert len(installs) == 3
    for line in installs:
        assert "--require-hashes" in line or "--no-index" in line, line


@pytest.mark.parametrize("lock", sorted((ROOT / "requirements").glob("*.txt")), ids=lambda path: path.name)
def test_lock_files_pin_every_package_with_hashes_and_name_no_index(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index" not in text
    pinned = re.findall(
        r"^([a-z0-9-]+(?:\[[a-z,]+\])?)==[^\s;]+[^\n\\]*\\\n    --hash=sha256:[0-9a-f]{64}", text, re.M
    )
    assert len(pinned) == len(re.findall(r"^[^\s#]", text, re.M)) > 0


def test_the_image_runs_as_nobody_in_particular() -> None:
    last_stage = DOCKERFILE.rpartition("FROM ")[2]
    assert "USER 10001:10001" in last_stage
    assert last_stage.index("USER ") < last_stage.index("CMD ")
    assert "--uid 10001 " in last_stage


def test_the_image_starts_a_command_that_exists_and_stops_on_sigterm() -> None:
    program, command, *options = json.loads(arguments("CMD")[0])
    assert program == "luach"
    known = get_command(cli).commands[command]  # type: ignore[attr-defined]
    given = {option for option in options if option.startswith("--")}
    assert given <= {name for parameter in known.params for name in parameter.opts}
    assert arguments("STOPSIGNAL") == ["SIGTERM"]


def test_the_health_check_asks_a_path_and_port_that_are_served() -> None:
    check = json.loads(arguments("HEALTHCHECK")[0].partition("CMD ")[2])
    port, path = re.findall(r"http://127\.0\.0\.1:(\d+)(/\w+)", check[2])[0]
    assert path in openapi_document()["paths"]
    assert port in arguments("CMD")[0]
    assert arguments("EXPOSE") == [port]
    compile(check[2], "HEALTHCHECK", "exec")


def test_what_the_image_copies_is_there_and_not_ignored() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert "*" in ignored
    for line in arguments("COPY"):
        if line.startswith("--from="):
            continue
        for source in line.split()[:-1]:
            assert (ROOT / source).exists()
            assert f"!{source.split('/')[0]}" in ignored


def test_compose_starts_luach_once_postgresql_18_is_healthy() -> None:
    luach, database = COMPOSE["services"]["luach"], COMPOSE["services"]["database"]
    assert database["image"] == "postgres:18"
    assert database["healthcheck"]["test"]
    assert luach["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert luach["init"] is True
    assert luach["environment"]["LUACH_DEMO"] == "true"


def test_compose_sets_settings_that_exist_to_values_that_they_take() -> None:
    given = COMPOSE["services"]["luach"]["environment"]
    assert set(given) <= environment_names()
    plain = {name: re.sub(r"\$\{\w+:-(\w+)\}", r"\1", value) for name, value in given.items()}
    assert Settings.model_validate(plain).database_url == "postgresql://luach:luach@database:5432/luach"


def test_compose_publishes_on_the_loopback_address_only() -> None:
    for service in COMPOSE["services"].values():
        for port in service.get("ports", ()):
            assert port.startswith("127.0.0.1:")


def test_the_wheel_holds_the_application_with_its_static_files_and_nothing_else(tmp_path: Path) -> None:
    build = (sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path)
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"app"}
    shipped = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "app").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert shipped <= names
