"""The truth about every agent at one moment: worlds write it, judges read it, drivers never see it."""

from dataclasses import dataclass
from typing import Annotated

from aureole.core.notes import Bool, Float64, Int32, Int64


@dataclass(frozen=True, slots=True)
class Scene:
    """All agents of all worlds; agent 0 is the examined car.

    Reference point: middle of the rear axle on the ground for vehicles (also the origin of OpenSCENARIO vehicles),
    the entity's origin for pedestrians and objects. Frame `world` is the map's, x east, y north, z up (ISO 8855
    axes); `agent` is x forward, y left, z up.
    Temporary objects are agents; what a signal is and where it stands is in the `Brief`.
    """

    stamp: Annotated[Int64, "worlds", "ns", "-"]
    """Time since the drive began; stands still once a drive is over."""
    present: Annotated[Bool, "worlds agents", "-", "-"]
    """False for an unused place."""
    xyz: Annotated[Float64, "worlds agents 3", "m", "world"]
    """Reference point."""
    heading: Annotated[Float64, "worlds agents", "rad", "world"]
    """Counter-clockwise from east."""
    pitch: Annotated[Float64, "worlds agents", "rad", "world"]
    """Nose down is plus (right-hand rule about the left axis, ISO 8855)."""
    roll: Annotated[Float64, "worlds agents", "rad", "world"]
    """Right side down is plus."""
    velocity: Annotated[Float64, "worlds agents 2", "m/s", "world"]
    """Of the reference point."""
    speed: Annotated[Float64, "worlds agents", "m/s", "agent"]
    """Along the heading; below zero is backwards."""
    accel: Annotated[Float64, "worlds agents", "m/s^2", "agent"]
    """Along the heading."""
    yaw_rate: Annotated[Float64, "worlds agents", "rad/s", "agent"]
    """Counter-clockwise is plus."""
    steer: Annotated[Float64, "worlds agents", "rad", "agent"]
    """Road-wheel angle at the front axle; zero for what has no wheels."""
    size: Annotated[Float64, "worlds agents 3", "m", "agent"]
    """Length, width, height of the bounding box."""
    box_from_reference: Annotated[Float64, "worlds agents 3", "m", "agent"]
    """Centre of the bounding box as seen from the reference point."""
    kind: Annotated[Int32, "worlds agents", "-", "-"]
    """`core.kinds.Kind`."""
    lamps: Annotated[Int32, "worlds agents", "-", "-"]
    """`core.kinds.Lamps`, as bits."""
    road: Annotated[Int32, "worlds agents", "-", "-"]
    """Index of the road the reference point is on; -1 off every road."""
    lane: Annotated[Int32, "worlds agents", "-", "-"]
    """Index into the road's lane table; -1 outside every lane."""
    s: Annotated[Float64, "worlds agents", "m", "road"]
    """Along the reference line of `road`."""
    t: Annotated[Float64, "worlds agents", "m", "road"]
    """Left of the reference line of `road`."""
    signals: Annotated[Int32, "worlds signals", "-", "-"]
    """What each signal of the `Brief` shows, `core.kinds.SignalState`."""
    hit: Annotated[Int32, "worlds", "-", "-"]
    """Which agent the examined car's box overlaps at this moment; -1 none."""
    exercised: Annotated[Bool, "worlds", "-", "-"]
    """The scenario has played its part: every event but the ego's own has started at least once."""
    over: Annotated[Bool, "worlds", "-", "-"]
    """The world has ended this drive: stop trigger, or 1 s after a collision of the examined car."""
