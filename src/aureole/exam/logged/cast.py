"""Who took part in a drive on a log, as its record says it, and the map found again by what the record names."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from aureole.world.logs.argoverse.land import land as argoverse_land
from aureole.world.logs.argoverse.read import map_in
from aureole.world.logs.playing.cast import AXLES, TRACK, WHEELBASE
from aureole.world.logs.reading import is_log, load
from aureole.world.roads.reading.markup import content
from aureole.world.roads.reading.opendrive import Map
from aureole.world.scenarios.export.cast import Cast, Member
from aureole.world.scenarios.scenario import load_map

if TYPE_CHECKING:  # with the compiler, which a refused file need not wait for
    from aureole.world.logs.playing.world import Logged


def cast_of(world: Logged, path: Path) -> Cast:
    """The cast of a drive; its map is the log itself, of a folder the file of its map.

    Raises:
        BadInput: the file is not there any more.
    """
    recording, driven = world.cast.recording, None if world.brief.passive else world.brief.mission.car
    members = []
    for agent, row in enumerate(world.cast.agents):
        length, width, _ = recording.size[row].tolist()
        axles = int(recording.kind[row]) in {int(kind) for kind in AXLES}
        own = driven if agent == 0 else None
        if own is not None:
            can = own.limits
            body = (own.body.wheelbase, own.body.track, can.speed, can.accel, can.brake)
            members.append(Member(recording.names[row], *body))
        else:
            measures = (WHEELBASE * length, TRACK * width) if axles else (0.0, 0.0)
            members.append(Member(recording.names[row], *measures))
    source = map_in(path) if path.is_dir() else path
    digest = hashlib.sha256(content(source, str(source))).hexdigest()
    return Cast(str(source.resolve()), digest, members)


def from_log(path: Path) -> bool:
    """Whether a map is that of a log."""
    return is_log(path) or path.name.startswith("log_map_archive_")


def land(path: Path) -> Map:
    """The map of a drive: an OpenDRIVE file, or what a log says of the road.

    Raises:
        BadInput: it is broken.
    """
    if path.name.startswith("log_map_archive_"):
        return argoverse_land(path)[0].map
    return load(path).map if is_log(path) else load_map(path)
