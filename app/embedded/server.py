"""The embedded PostgreSQL server, shared by the processes of one machine and stopped by the last of them.

All calls block; use `asyncio.to_thread` in an event loop. One folder of mode 0700 holds the cluster (`pg18`,
named by its major version), the socket, the server's log and two lock files. The server has no TCP port, so
`trust` on its socket admits the folder's owner and root only.

Every process that uses the server holds a shared flock on `users.lock`. The kernel releases it when the
process ends, even after kill -9. docs/decisions/embedded-postgresql.md gives the reasons.
"""

import contextlib
import fcntl
import hashlib
import os
import re
import shlex
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from app.embedded.account import can_reach, chown_tree, claim_folder, server_ids
from app.embedded.programs import program_major, program_version, programs_for_data
from app.errors import ConfigurationError

DATABASE = "luach"

START_SECONDS = 60

# sun_path holds 107 bytes on Linux and 103 on macOS; asyncpg and the server split a list of hosts at commas.
SOCKET_FOLDER = re.compile(rf"[A-Za-z0-9/._-]{{1,{103 - len('/.s.PGSQL.5432')}}}")

# Messages of a new postmaster while child processes of a killed one still run.
STILL_DYING = re.compile(r'"postmaster\.pid" already exists|shared memory block .* is still in use')

MAKE_DATABASE = (
    f"SELECT 'CREATE DATABASE {DATABASE}' "  # noqa: S608 (a constant)
    f"WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{DATABASE}') \\gexec"
)


def start(
    data_dir: Path, *, settings: Mapping[str, str] | None = None, bindir: Path | None = None
) -> "EmbeddedPostgres":
    """Attach to the server of `data_dir`, and create and start it if needed. The caller must call `stop()`
    once.

    `settings` are PostgreSQL parameters; they apply only if this call starts the server. `bindir` overrides
    the choice of `programs_for_data`. Raises ConfigurationError with one sentence for the operator.
    """
    root = data_dir.resolve()
    server = EmbeddedPostgres(root, bindir or programs_for_data(root), settings or {})
    server.start()
    return server


class EmbeddedPostgres:
    """One process's share in the server of `root`. `url` is its address, `major` its major version."""

    def __init__(self, root: Path, bindir: Path, settings: Mapping[str, str]) -> None:
        self.root = root
        self.bindir = bindir
        self.major = program_major(bindir)
        self.cluster = root / f"pg{self.major}"
        self.socket_folder = root
        self._settings = settings
        self._uid, self._gid = os.geteuid(), os.getegid()
        self._share: int | None = None

    @property
    def url(self) -> str:
        # Without an explicit port, asyncpg would read PGPORT.
        return f"postgresql://postgres@/{DATABASE}?host={self.socket_folder}&port=5432"

    def start(self) -> None:
        try:
            self._prepare_root()
        except OSError as error:
            raise ConfigurationError(
                f"{self.root} cannot hold PostgreSQL's data: {error.strerror}."
            ) from None
        with _exclusive(self.root / "mutex.lock"):
            self._prepare_socket_folder()
            for abandoned in self.root.glob("new-*"):
                shutil.rmtree(abandoned, ignore_errors=True)
            self._prepare_programs()
            if not self.cluster.exists():
                self._create_cluster()
            self._ensure_running()
            self._psql(MAKE_DATABASE)
            self._share = _open_lock(self.root / "users.lock")
            fcntl.flock(self._share, fcntl.LOCK_SH)

    def restart(self) -> None:
        """Start the server again if it has ended, unless this process has given up its share."""
        with _exclusive(self.root / "mutex.lock"):
            if self._share is not None:
                self._ensure_running()

    def stop(self) -> bool:
        """Give up this process's share. Returns whether it was the last one, so that the server was
        stopped."""
        with _exclusive(self.root / "mutex.lock"):
            if self._share is None:
                return False
            os.close(self._share)
            self._share = None
            if not _nobody_holds(self.root / "users.lock"):
                return False
            self._forget_dead_postmaster()
            if (self.cluster / "postmaster.pid").exists():
                self._run("pg_ctl", "-D", self.cluster.name, "-m", "fast", "-t", str(START_SECONDS), "stop")
            if self.socket_folder != self.root:
                shutil.rmtree(self.socket_folder, ignore_errors=True)
            return True

    def _prepare_root(self) -> None:
        """Create the folder with mode 0700, owned by the user that runs the server."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(self.root.iterdir()) and not (self.root / "mutex.lock").exists():
            raise ConfigurationError(f"{self.root} cannot hold PostgreSQL's data: other files are in it.")
        self._uid, self._gid = server_ids(self.root)
        if not can_reach(self.root.parent, self._uid, self._gid):
            raise ConfigurationError(
                f"{self.root} cannot hold PostgreSQL's data: root runs it as uid {self._uid}, "
                "which may not enter that path; choose a folder such as /var/lib/luach."
            )
        claim_folder(self.root, self._uid, self._gid)

    def _prepare_socket_folder(self) -> None:
        if not SOCKET_FOLDER.fullmatch(str(self.root)):
            digest = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:12]
            # Not TMPDIR: every process that shares the server must find the same folder.
            self.socket_folder = Path(f"/tmp/luach-{digest}")  # noqa: S108 (0700, its owner checked)
            self.socket_folder.mkdir(mode=0o700, exist_ok=True)
            claim_folder(self.socket_folder, self._uid, self._gid)

    def _prepare_programs(self) -> None:
        """Copy the programs if the server's user cannot run them where they are, such as in a venv below
        /root."""
        if can_reach(self.bindir / "postgres", self._uid, self._gid):
            return
        target = self.root / f"binaries-{program_version(self.bindir)}"
        package = self.bindir.parent.parent
        if not target.exists():
            building = Path(tempfile.mkdtemp(prefix="new-", dir=self.root))
            # The programs find libpq in the wheel's second folder, relative to their own.
            for part in (f"{package.name}/pginstall", f"{package.name}.libs"):
                if (package.parent / part).is_dir():
                    shutil.copytree(package.parent / part, building / part, symlinks=True)
            chown_tree(building, self._uid, self._gid)
            building.rename(target)
        self.bindir = target / package.name / "pginstall" / "bin"

    def _create_cluster(self) -> None:
        """Run initdb in a temporary folder and rename it, so that an interrupted run leaves no partial
        cluster."""
        building = Path(tempfile.mkdtemp(prefix="new-", dir=self.root))
        chown_tree(building, self._uid, self._gid)
        options = ["--auth-local=trust", "--auth-host=reject", "--encoding=UTF8", "--locale=C.UTF-8"]
        if self.major >= 17:
            options.append("--locale-provider=builtin")
        if self._settings.get("fsync") == "off":
            options.append("--no-sync")
        done = self._run("initdb", "-D", building.name, "-U", "postgres", *options)
        if done.returncode:
            shutil.rmtree(building, ignore_errors=True)
            raise ConfigurationError(f"PostgreSQL could not make its data folder: {_last_line(done.stderr)}")
        building.rename(self.cluster)

    def _ensure_running(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while (answer := self._run("pg_isready", "-h", self.socket_folder, "-p", "5432").returncode) != 0:
            busy = answer == 1  # the server is starting or stopping
            said = "it is still starting" if busy else self._launch()
            hopeless = said and not busy and not STILL_DYING.search(said)
            if hopeless or time.monotonic() > deadline:
                log = self.root / "server.log"
                raise ConfigurationError(f"PostgreSQL did not start: {_last_line(said)} (log: {log})")
            if said:
                time.sleep(0.1)

    def _launch(self) -> str:
        """Try to start once. Returns "" when the server runs, else the new lines of its log."""
        self._forget_dead_postmaster()
        parameters = dict(self._settings) | {
            "listen_addresses": "",
            "port": "5432",
            "unix_socket_directories": str(self.socket_folder),
            "unix_socket_permissions": "0700",
            "timezone": "UTC",
        }
        options = shlex.join(part for name, value in parameters.items() for part in ("-c", f"{name}={value}"))
        log = self.root / "server.log"
        written = log.stat().st_size if log.exists() else 0
        # Relative names: pg_ctl inserts them into a shell command without quoting.
        where = ("-D", self.cluster.name, "-l", log.name)
        done = self._run("pg_ctl", *where, "-w", "-t", str(START_SECONDS), "-o", options, "start")
        if done.returncode == 0:
            return ""
        with log.open("rb") as lines:
            lines.seek(written)
            return lines.read().decode(errors="replace") or done.stderr

    def _forget_dead_postmaster(self) -> None:
        """Remove the lock files of a postmaster that has ended, is a zombie, or whose pid another program
        has.

        PostgreSQL only checks that the pid exists. A zombie passes that check, permanently where pid 1 does
        not reap. A new postmaster still refuses to start while children of the old one hold its memory.
        """
        pid_file = self.cluster / "postmaster.pid"
        if Path("/proc/self/stat").exists() and not _is_postmaster(pid_file, self.cluster):
            pid_file.unlink(missing_ok=True)
            (self.socket_folder / ".s.PGSQL.5432.lock").unlink(missing_ok=True)

    def _psql(self, statement: str) -> None:
        session = ("-X", "-q", "-v", "ON_ERROR_STOP=1", "-U", "postgres", "-d", "postgres")
        done = self._run("psql", "-h", self.socket_folder, "-p", "5432", *session, given=statement)
        if done.returncode:
            raise ConfigurationError(f"PostgreSQL refused the first connection: {_last_line(done.stderr)}")

    def _run(self, program: str, *arguments: str | Path, given: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603 (our own programs and arguments, no shell)
            [self.bindir / program, *arguments],
            cwd=self.root,
            env={"LC_ALL": "C.UTF-8", "TZ": "UTC", "PATH": f"{self.bindir}:/usr/bin:/bin"},
            input=given,
            capture_output=True,
            text=True,
            check=False,
            user=self._uid,
            group=self._gid,
            extra_groups=[] if os.geteuid() == 0 else None,
        )


def _is_postmaster(pid_file: Path, cluster: Path) -> bool:
    """Whether the process in `pid_file` is a live postmaster whose working folder is `cluster`."""
    try:
        process = Path("/proc", pid_file.read_text().partition("\n")[0].lstrip("-"))
        name, _, state = (process / "stat").read_text().rpartition(") ")
        return name.endswith("(postgres") and state[0] != "Z" and os.path.samefile(process / "cwd", cluster)
    except PermissionError:
        return True  # root of a container may lack access; PostgreSQL's own check decides
    except OSError:
        return False


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


def _nobody_holds(path: Path) -> bool:
    descriptor = _open_lock(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True


def _last_line(text: str) -> str:
    return next(reversed(text.strip().splitlines()), "no reason given")
