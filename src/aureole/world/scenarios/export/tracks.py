"""How every agent moved in one drive, taken from its scenes and checked: what an exported scenario must play again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from aureole.core.errors import BadInput
from aureole.core.notes import Array, Bool, Float64, Int32, Int64
from aureole.core.scene import Scene

NANO = 1e9  # ns in a second
SEEN = ("xyz", "heading", "pitch", "roll", "velocity", "speed")


@dataclass(frozen=True, slots=True)
class Tracks:
    """One drive; the leading axis is time. Frame `world` and reference points as in `Scene`."""

    stamp: Annotated[Int64, "moments", "ns", "-"]
    """Rises from 0."""
    present: Annotated[Bool, "moments agents", "-", "-"]
    xyz: Annotated[Float64, "moments agents 3", "m", "world"]
    heading: Annotated[Float64, "moments agents", "rad", "world"]
    pitch: Annotated[Float64, "moments agents", "rad", "world"]
    roll: Annotated[Float64, "moments agents", "rad", "world"]
    velocity: Annotated[Float64, "moments agents 2", "m/s", "world"]
    speed: Annotated[Float64, "moments agents", "m/s", "agent"]
    size: Annotated[Float64, "agents 3", "m", "agent"]
    box: Annotated[Float64, "agents 3", "m", "agent"]
    """Centre of the bounding box as seen from the reference point."""
    kind: Annotated[Int32, "agents", "-", "-"]

    @property
    def agents(self) -> int:
        """How many take part, be it for a moment."""
        return int(self.heading.shape[1])


def tracks(scene: Scene, place: str) -> Tracks:
    """The tracks of scenes whose leading axis is time; `place` is where they come from, for complaints.

    Raises:
        BadInput: there are no scenes, their moments do not rise, or a number of an agent that is present is none.
    """
    stamp = scene.stamp
    if not len(stamp) or (np.diff(stamp) <= 0).any():
        raise BadInput("the moments of the drive do not rise", place=place, remedy="drive the case again")
    present = np.asarray(scene.present, dtype=np.bool_)
    for name in (*SEEN, "size", "box_from_reference"):
        refuse_odd(name, getattr(scene, name), present, place)
    if not present.any(axis=0).all():
        agent = int(np.flatnonzero(~present.any(axis=0))[0])
        raise BadInput(f"agent {agent} is never there", place=place, remedy="drive the case again")
    first = present.argmax(axis=0)
    rows = np.arange(present.shape[1])
    xyz, heading, pitch, roll, velocity, speed = (np.asarray(getattr(scene, name), np.float64) for name in SEEN)
    return Tracks(
        stamp=stamp - stamp[0], present=present, xyz=xyz, heading=heading, pitch=pitch, roll=roll, velocity=velocity,
        speed=speed, size=scene.size[first, rows], box=scene.box_from_reference[first, rows],
        kind=scene.kind[first, rows],
    )  # fmt: skip


def refuse_odd(name: str, values: Array, present: Bool, place: str) -> None:
    """Raise BadInput if an agent that is present has a number that is not finite."""
    odd = present & ~np.isfinite(values).reshape(*present.shape, -1).all(axis=2)
    if odd.any():
        moment, agent = (int(index[0]) for index in np.nonzero(odd))
        what = f"{name} of agent {agent} at its moment {moment} is not a finite number"
        raise BadInput(what, place=place, remedy="drive the case again")
