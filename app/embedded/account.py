"""The user that runs the embedded PostgreSQL, and that user's access to files.

PostgreSQL refuses to run as root, so a process of root runs it under another account. No account is created
and no existing folder is opened to more users: files out of reach are copied, or the folder is refused.
"""

import contextlib
import os
import pwd
import stat
from pathlib import Path

from app.errors import ConfigurationError


def server_ids(root: Path) -> tuple[int, int]:
    """The (uid, gid) that runs the server: the current user or, for root, the folder's owner, `postgres` or
    `nobody`.

    Raises ConfigurationError when root has no such user."""
    if os.geteuid() != 0:
        return os.geteuid(), os.getegid()
    with contextlib.suppress(KeyError):
        if owner := root.stat().st_uid:
            return owner, pwd.getpwuid(owner).pw_gid
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)[2:4]
    raise ConfigurationError("PostgreSQL refuses to run as root, and there is no user postgres or nobody.")


def claim_folder(folder: Path, uid: int, gid: int) -> None:
    """Set mode 0700 and the server's user as the owner.

    Raises ConfigurationError when `folder` is no folder or belongs to a third user."""
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (os.geteuid(), uid):
        raise ConfigurationError(f"{folder} cannot hold PostgreSQL's data: it belongs to another user.")
    folder.chmod(0o700)
    os.chown(folder, uid, gid)


def can_reach(path: Path, uid: int, gid: int) -> bool:
    """Whether the user may enter every folder above `path` and execute or enter `path`.

    Reads mode bits only, no access control lists."""
    if uid == os.geteuid():
        return True  # the kernel checks our own access when we use it
    for step in (path, *path.parents):
        found = step.stat()
        mine = stat.S_IXUSR if found.st_uid == uid else stat.S_IXGRP if found.st_gid == gid else stat.S_IXOTH
        if not found.st_mode & mine:
            return False
    return True


def chown_tree(tree: Path, uid: int, gid: int) -> None:
    """Change the owner of `tree` and of everything below it."""
    for folder, _, files in os.walk(tree):
        for path in (folder, *(os.path.join(folder, name) for name in files)):
            os.chown(path, uid, gid, follow_symlinks=False)
