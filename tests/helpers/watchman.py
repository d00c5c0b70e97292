"""Sees every attempt of a program, and of the processes it starts, to reach the network."""

from __future__ import annotations

from pathlib import Path

# Python reads sitecustomize in every process it starts, the encoder process too. An
# audit hook sees each attempt, through whatever wrapper it is made; it cannot be removed.
WATCHMAN = """
import os, socket, sys

def watch(event, arguments):
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        refuse(event, arguments)
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        if arguments[0].family != getattr(socket, "AF_UNIX", None):
            refuse(event, arguments[1:])

def refuse(event, what):
    with open(os.environ["WATCHMAN_LOG"], "a") as log:
        log.write(f"{event} {what}\\n")
    raise OSError(f"blocked: {event}")

sys.addaudithook(watch)
with open(os.environ["WATCHMAN_LOG"] + ".started", "a") as log:
    log.write(f"{os.getpid()}\\n")
"""


def watched(folder: Path) -> dict[str, str]:
    """Environment in which each attempt is refused and written down in WATCHMAN_LOG.

    WATCHMAN_LOG with ``.started`` behind it lists the processes that were watched.
    """
    folder.mkdir(exist_ok=True)
    (folder / "sitecustomize.py").write_text(WATCHMAN)
    return {"PYTHONPATH": str(folder), "WATCHMAN_LOG": str(folder / "attempts.log")}
