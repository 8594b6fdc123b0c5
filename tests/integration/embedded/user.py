"""A process that uses the embedded PostgreSQL. It is told `start` and `stop`, and answers in JSON lines.

Run as `python -m tests.integration.embedded.user DATA_DIR [--uid N] [--keep-zombies]`.
"""

import argparse
import ctypes
import json
import os
import sys
from pathlib import Path

from app.embedded import server as embedded
from app.errors import ConfigurationError

PR_SET_CHILD_SUBREAPER = 36


def answer(command: str, data_dir: Path, shares: list[embedded.EmbeddedPostgres]) -> dict[str, object]:
    if command == "stop":
        return {"last": shares.pop().stop()}
    try:
        server = embedded.start(data_dir, settings={"fsync": "off"})
    except ConfigurationError as error:
        return {"error": str(error)}
    shares.append(server)
    postmaster = int((server.cluster / "postmaster.pid").read_text().partition("\n")[0])
    return {"url": server.url, "postmaster": postmaster, "folder": str(server.socket_folder)}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data_dir", type=Path)
    parser.add_argument("--uid", type=int)
    parser.add_argument("--keep-zombies", action="store_true")
    options = parser.parse_args()
    if options.keep_zombies and ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1) != 0:
        sys.exit("prctl")
    if options.uid is not None:
        # After the imports: the interpreter itself may be out of that user's reach.
        os.setgroups([])
        os.setgid(options.uid)
        os.setuid(options.uid)
    shares: list[embedded.EmbeddedPostgres] = []
    for line in sys.stdin:
        reply = answer(line.strip(), options.data_dir, shares)
        sys.stdout.write(json.dumps(reply) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
