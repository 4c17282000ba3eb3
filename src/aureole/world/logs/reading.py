"""Any log, read by what its name ends in; each is read once and kept for a while."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np

from aureole.core.errors import BadInput
from aureole.core.kinds import Kind
from aureole.world.logs.argoverse import read as argoverse
from aureole.world.logs.commonroad.recording import recording
from aureole.world.logs.commonroad.scenario import read_scenario
from aureole.world.logs.recording import Recording
from aureole.world.logs.scenarionet.read import read as read_scenarionet
from aureole.world.roads.reading.opendrive import Map

KEPT = 8  # recordings held at a time
DRIVEN = (Kind.CAR, Kind.VAN, Kind.TRUCK, Kind.BUS)

PICKLES = (".pkl", ".pkl.gz")
COMMONROAD = (".xml", ".xml.gz")


def ends(path: Path, endings: tuple[str, ...]) -> bool:
    """Whether a file's name ends so."""
    return path.name.lower().endswith(endings)


def is_log(path: Path) -> bool:
    """Whether this is a log by its name (a file), or by what lies in it (a folder)."""
    return ends(path, PICKLES + COMMONROAD) or argoverse.is_folder(path)


def read_commonroad(path: Path) -> Recording:
    """A CommonRoad file; where it poses no problem the car that goes furthest is examined."""
    scenario = read_scenario(path)
    if scenario.problems:
        return recording(scenario, str(path))
    ways = {
        one.name: float(np.hypot(*np.diff([(state.x, state.y) for state in one.states], axis=0).T).sum())
        for one in scenario.obstacles
        if not one.static and len(one.states) > 1 and one.kind in DRIVEN
    }
    if not ways:
        raise BadInput("no planning problem, and no car that moves", place=str(path), remedy="give another file")
    return recording(scenario, str(path), vehicle=max(ways, key=lambda name: ways[name]))


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
        return read_commonroad(path)
    if argoverse.is_folder(path):
        return argoverse.read(path)
    remedy = "give .xml or .pkl (packed by gzip or not), or a folder of Argoverse 2"
    raise BadInput("is no log", place=str(path), remedy=remedy)


def files(path: Path) -> tuple[Path, ...]:
    """Everything that is read for a log."""
    return argoverse.files(path) if path.is_dir() else (path,)


def land(path: Path) -> Map:
    """The map of a log, as a record names it: by the log itself."""
    return load(path).map
