"""Where the state of a booted car lies: folders of one user that nobody else can enter."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

import platformdirs

from aureole.core.errors import Trouble

STATE = "AUREOLE_STATE"  # environment variable: one folder for all of it
SOCKET, LOCK, JOURNAL = "up.sock", "up.lock", "journal.jsonl"
TROUBLES, RECORDING = "trouble-codes.json", "recording"


def runtime() -> Path:
    """The folder of socket and lock: gone when the machine starts anew, where the system has such a folder."""
    return _first([Path(f"/run/user/{os.getuid()}"), *_usual()], "aureole")


def lasting() -> Path:
    """The folder of the journal: it is there tomorrow, unless this user has no home."""
    return _first(_usual(), "aureole")


def _usual() -> list[Path]:
    return [Path(platformdirs.user_state_dir())]


def _first(parents: list[Path], name: str) -> Path:
    """The first folder that can be this user's own; else one in the folder for temporary files."""
    given = os.environ.get(STATE)
    if given:
        return Path(given).absolute()
    for parent in parents:
        nearest = next(each for each in (parent, *parent.parents) if each.exists())
        if nearest.stat().st_uid == os.geteuid() and os.access(nearest, os.W_OK | os.X_OK):
            return parent / name
    return Path(tempfile.gettempdir()) / f"{name}-{os.geteuid()}"


def made(folder: Path) -> Path:
    """The folder, made if it is not there; ours alone.

    Raises:
        Trouble: it cannot be made, or is somebody else's.
    """
    remedy = f"set {STATE} to a folder of your own"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
            raise Trouble("this is no folder of yours: nothing is written there", place=str(folder), remedy=remedy)
        if found.st_mode & 0o077:
            folder.chmod(0o700)
    except OSError as error:
        raise Trouble(f"cannot be made: {error.strerror or error}", place=str(folder), remedy=remedy) from error
    return folder
