"""Whom the embedded PostgreSQL runs as, and what that user may reach. Only root has a choice to make.

Nothing here creates an account or opens a folder to more people: a path that the user may not enter is
copied from or refused, never chmodded.
"""

import contextlib
import os
import pwd
import stat
from pathlib import Path

from app.errors import ConfigurationError


def server_ids(root: Path) -> tuple[int, int]:
    """Whom the server runs as; from root, whom it refuses: the folder's owner, else postgres, else nobody."""
    if os.geteuid() != 0:
        return os.geteuid(), os.getegid()
    with contextlib.suppress(KeyError):
        if owner := root.stat().st_uid:
            return owner, pwd.getpwuid(owner).pw_gid
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)[2:4]
    raise ConfigurationError("PostgreSQL refuses to run as root, and there is no user postgres or nobody.")


def take_over(folder: Path, uid: int, gid: int) -> None:
    """Make `folder` private and hand it to the server's user, unless it is somebody else's."""
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (os.geteuid(), uid):
        raise ConfigurationError(f"{folder} cannot hold PostgreSQL's data: it belongs to another user.")
    folder.chmod(0o700)
    os.chown(folder, uid, gid)


def reachable(path: Path, uid: int, gid: int) -> bool:
    """May another user enter every folder on the way to `path`, and run or enter it? (Mode bits, no ACLs.)"""
    if uid == os.geteuid():
        return True  # our own right is the kernel's to say, when we use it
    for step in (path, *path.parents):
        found = step.stat()
        mine = stat.S_IXUSR if found.st_uid == uid else stat.S_IXGRP if found.st_gid == gid else stat.S_IXOTH
        if not found.st_mode & mine:
            return False
    return True


def hand_over(tree: Path, uid: int, gid: int) -> None:
    for folder, _, files in os.walk(tree):
        for path in (folder, *(os.path.join(folder, name) for name in files)):
            os.chown(path, uid, gid, follow_symlinks=False)
