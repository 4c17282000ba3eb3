"""Any log, read by what its name ends in; each is read once and kept for a while."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from aureole.core.errors import BadInput
from aureole.world.logs.argoverse import read as argoverse
from aureole.world.logs.recording import Recording
from aureole.world.logs.scenarionet.read import read as read_scenarionet
from aureole.world.roads.reading.opendrive import Map

KEPT = 8  # recordings held at a time

PICKLES = (".pkl", ".pkl.gz")
COMMONROAD = (".xml", ".xml.gz")


def ends(path: Path, endings: tuple[str, ...]) -> bool:
    """Whether a file's name ends so."""
    return path.name.lower().endswith(endings)


def is_log(path: Path) -> bool:
    """Whether this is a log by its name (a file), or by what lies in it (a folder)."""
    return ends(path, PICKLES + COMMONROAD) or argoverse.is_folder(path)


def commonroad() -> Callable[[Path], Recording]:
    """The reader of CommonRoad files."""
    from aureole.world.logs.commonroad.read import read

    return read


@lru_cache(maxsize=KEPT)
def load(path: Path) -> Recording:
    """The recording of a log.

    Raises:
        BadInput: it is none, or broken; with its place.
        Missing: a package that reads it is not installed.
    """
    if ends(path, PICKLES):
        return read_scenarionet(path)
    if ends(path, COMMONROAD):
        return commonroad()(path)
    if argoverse.is_folder(path):
        return argoverse.read(path)
    raise BadInput("is no log", place=str(path), remedy="give .xml, .pkl (packed by gzip or not) or a folder of Argoverse")


def files(path: Path) -> tuple[Path, ...]:
    """Everything that is read for a log."""
    return argoverse.files(path) if path.is_dir() else (path,)


def land(path: Path) -> Map:
    """The map of a log, as a record names it: by the log itself."""
    return load(path).map


