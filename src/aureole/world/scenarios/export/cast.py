"""Who took part in a drive and on which map: what a record must say beyond the tracks to become a scenario again."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from pathlib import Path

import msgspec

from aureole.core.brief import Brief
from aureole.core.car import Car
from aureole.core.errors import BadInput
from aureole.world.roads.reading.markup import content
from aureole.world.scenarios.entities.entity import Entity
from aureole.world.scenarios.entities.trailers import trailer_of
from aureole.world.scenarios.network import NOWHERE
from aureole.world.scenarios.scenario import load


class Member(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One agent: its name and what a `Scene` does not say about it; a limit that is not given is infinite."""

    name: str
    wheelbase: float = 0.0
    """m; 0 for what has no wheels."""
    track: float = 0.0
    """m; of the rear axle."""
    max_speed: float | None = None
    """m/s"""
    max_accel: float | None = None
    """m/s²"""
    max_brake: float | None = None
    """m/s², above zero."""
    hitch: float | None = None
    """m; where its trailer hangs, ahead of the origin; None without a hitch."""
    coupler: float | None = None
    """m; where it hangs on a tractor, ahead of the origin; None without a coupler."""
    trailer: str | None = None
    """Name of the agent that it pulls when the drive begins."""


class Cast(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The agents in the order of the scene, and the map they drove on."""

    map: str
    """Path of the OpenDRIVE file; empty for a plane without roads."""
    digest: str
    """SHA-256 of its bytes (unpacked), so that another map is not taken for it."""
    members: list[Member]

    def json(self) -> str:
        """As it stands in a record."""
        return msgspec.json.encode(self).decode()


def cast_of(path: Path, params: Mapping[str, str], brief: Brief) -> Cast:
    """The cast of a case with these parameter values, as it was built into a world with this brief.

    Raises:
        BadInput: the file, a value or the map is wrong.
    """
    scenario = load(path)
    scope = scenario.parameters.scope(dict(params))
    entities = scenario.cast(scope)
    driven = None if brief.passive else brief.mission.car
    members = [member(name, entities[name], driven if agent == 0 else None) for agent, name in enumerate(brief.names)]
    place = scenario.map(scope)
    if place == NOWHERE:
        return Cast("", "", members)
    data = content(place, str(place))
    return Cast(str(place.resolve()), hashlib.sha256(data).hexdigest(), members)


def member(name: str, entity: Entity, driven: Car | None) -> Member:
    """One agent; a driven one has the axles and limits of its car."""
    coupling = (entity.hitch, entity.coupler, trailer_of(name, entity))
    if driven is not None:
        can = driven.limits
        return Member(name, driven.body.wheelbase, driven.body.track, can.speed, can.accel, can.brake, *coupling)
    limits = (entity.max_speed, entity.max_accel, entity.max_brake)
    speed, accel, brake = (limit if math.isfinite(limit) else None for limit in limits)
    return Member(name, entity.wheelbase, entity.track, speed, accel, brake, *coupling)


def read_cast(text: str, place: str) -> Cast:
    """The cast that a record says.

    Raises:
        BadInput: it says none, or not in this version's words.
    """
    try:
        return msgspec.json.decode(text, type=Cast)
    except msgspec.MsgspecError as error:
        raise BadInput(
            f"the record does not say who took part: {error}", place=place,
            remedy="drive the case again with this version",
        ) from None  # fmt: skip


def ground(cast: Cast, place: str) -> bytes:
    """The map of a cast, byte for byte (unpacked if it was packed); empty if there is none.

    Raises:
        BadInput: it is not where it lay, or it has changed since the drive.
    """
    if not cast.map:
        return b""
    try:
        data = content(Path(cast.map), cast.map)
    except BadInput as error:
        what = f"the map of the drive, {cast.map}: {error.what}"
        raise BadInput(what, place=place, remedy="put the map back where it was") from None
    if hashlib.sha256(data).hexdigest() != cast.digest:
        what = f"the map {cast.map} has changed since the drive"
        raise BadInput(what, place=place, remedy="drive the case again on the new map")
    return data
