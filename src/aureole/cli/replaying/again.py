"""Which recording a path means, and its replay."""

from __future__ import annotations

import sys
from pathlib import Path

from aureole.cli.booting.system import BUS
from aureole.cli.replaying.rehearsal import Rehearsal, rehearsed, retraced
from aureole.cli.work.verifying import inside
from aureole.core.errors import BadInput, Missing
from aureole.exam.suites.packed import NAME, RECORD, unpacked
from aureole.runtime.recorder.ring import parts_in


def again(path: Path) -> Rehearsal:
    """Replay a recorder's folder, or the one beside a record; else the record itself.

    Raises:
        BadInput: it is neither, or damaged, or of another car or version.
        Missing: this system has no operating system for cars.
    """
    if sys.platform != "linux":
        raise Missing("--runtime needs Linux", remedy="replay without --runtime")
    folder = recorded(path)
    if folder is not None:
        return rehearsed(folder, folder.parent / RECORD)
    found = inside(path, (RECORD, NAME))
    if found.suffix.lower() == ".zip":
        with unpacked(found) as packed:
            return retraced(packed.record)
    return retraced(found)


def recorded(path: Path) -> Path | None:
    """The folder in which a recorder left its parts, if the path means one."""
    places = [path, path / BUS] if path.is_dir() else [path.parent / BUS] if path.name == RECORD else []
    for place in places:
        try:
            if place.is_dir() and parts_in(place):
                return place
        except OSError as error:
            raise BadInput(f"cannot be read: {error.strerror or error}", place=str(place)) from error
    return None
