"""All a driver may know, in the frame of its own car."""

from dataclasses import dataclass
from typing import Annotated

from aureole.core.notes import Bool, Float32, Int32, Int64, Uint8


@dataclass(frozen=True, slots=True)
class EgoMotion:
    """The car's own motion, fresh at every step (wheel speeds, gyroscope, steering angle)."""

    speed: Annotated[Float32, "worlds", "m/s", "ego"]
    accel: Annotated[Float32, "worlds", "m/s^2", "ego"]
    yaw_rate: Annotated[Float32, "worlds", "rad/s", "ego"]
    steer: Annotated[Float32, "worlds", "rad", "ego"]


@dataclass(frozen=True, slots=True)
class Tracks:
    """Other road users and obstacles, nearest first; a track keeps its `id`, not its place."""

    present: Annotated[Bool, "worlds tracks", "-", "-"]
    id: Annotated[Int32, "worlds tracks", "-", "-"]
    xy: Annotated[Float32, "worlds tracks 2", "m", "ego"]
    """Centre of the box, relative to the ego's reference point."""
    heading: Annotated[Float32, "worlds tracks", "rad", "ego"]
    velocity: Annotated[Float32, "worlds tracks 2", "m/s", "ego"]
    """Over ground, along the ego's axes."""
    size: Annotated[Float32, "worlds tracks 2", "m", "agent"]
    """Length, width."""
    kind: Annotated[Int32, "worlds tracks", "-", "-"]
    """`core.kinds.Kind`."""
    lamps: Annotated[Int32, "worlds tracks", "-", "-"]
    """`core.kinds.Lamps`."""
    sure: Annotated[Float32, "worlds tracks", "-", "-"]
    """Confidence from 0 to 1."""
    given: Annotated[Bool, "worlds", "-", "-"]
    """True where the world gave them, False where they were perceived from sensors."""


@dataclass(frozen=True, slots=True)
class Lanes:
    """Lanes the car can know, sampled from behind to ahead; place 0 is its own, the others go from right to left."""

    present: Annotated[Bool, "worlds lanes", "-", "-"]
    centre: Annotated[Float32, "worlds lanes points 2", "m", "ego"]
    half_width: Annotated[Float32, "worlds lanes points", "m", "-"]
    """From the centre line to either border."""
    seen: Annotated[Int32, "worlds lanes", "-", "-"]
    """How many points are valid, from the first."""
    kind: Annotated[Int32, "worlds lanes", "-", "-"]
    """`core.kinds.LaneKind`."""
    forward: Annotated[Bool, "worlds lanes", "-", "-"]
    """Traffic in it goes our way."""
    limit: Annotated[Float32, "worlds lanes", "m/s", "-"]
    left: Annotated[Int32, "worlds lanes", "-", "-"]
    """Place of the left neighbour; -1 none."""
    right: Annotated[Int32, "worlds lanes", "-", "-"]
    mark_left: Annotated[Int32, "worlds lanes", "-", "-"]
    """`core.kinds.Mark` at the car's station."""
    mark_right: Annotated[Int32, "worlds lanes", "-", "-"]
    may_left: Annotated[Bool, "worlds lanes", "-", "-"]
    """The left line may be crossed to the left."""
    may_right: Annotated[Bool, "worlds lanes", "-", "-"]
    sure: Annotated[Float32, "worlds lanes", "-", "-"]
    """From 0 to 1; 1 where given."""
    given: Annotated[Bool, "worlds", "-", "-"]


@dataclass(frozen=True, slots=True)
class Signals:
    """Lights, signs, paddles and boards, the nearest on the own way first, then the others; `id` stays the same."""

    present: Annotated[Bool, "worlds signals", "-", "-"]
    id: Annotated[Int32, "worlds signals", "-", "-"]
    xy: Annotated[Float32, "worlds signals 2", "m", "ego"]
    """Where it stands, hangs or is carried."""
    heading: Annotated[Float32, "worlds signals", "rad", "ego"]
    """Of the traffic it speaks to: zero where it faces us."""
    kind: Annotated[Int32, "worlds signals", "-", "-"]
    """`core.kinds.SignalKind`."""
    state: Annotated[Int32, "worlds signals", "-", "-"]
    """`core.kinds.SignalState`."""
    value: Annotated[Float32, "worlds signals", "m/s", "-"]
    """Of a limit; else zero."""
    ahead: Annotated[Float32, "worlds signals", "m", "ego"]
    """From the reference point along the own way to where it counts (its stop line); infinite off the own way."""
    temporary: Annotated[Bool, "worlds signals", "-", "-"]
    """Of road works or a person; goes before what always stands there."""
    sure: Annotated[Float32, "worlds signals", "-", "-"]
    """Confidence from 0 to 1."""
    given: Annotated[Bool, "worlds", "-", "-"]


@dataclass(frozen=True, slots=True)
class Objects:
    """Temporary objects that stand on the road: cones, barriers, what was lost; nearest first."""

    present: Annotated[Bool, "worlds objects", "-", "-"]
    id: Annotated[Int32, "worlds objects", "-", "-"]
    xy: Annotated[Float32, "worlds objects 2", "m", "ego"]
    """Centre of the box."""
    heading: Annotated[Float32, "worlds objects", "rad", "ego"]
    size: Annotated[Float32, "worlds objects 2", "m", "agent"]
    """Length, width."""
    kind: Annotated[Int32, "worlds objects", "-", "-"]
    """`core.kinds.Kind`."""
    sure: Annotated[Float32, "worlds objects", "-", "-"]
    """Confidence from 0 to 1."""
    given: Annotated[Bool, "worlds", "-", "-"]


@dataclass(frozen=True, slots=True)
class Observation:
    """One look at the world; `ego` is fresh, all else but lanes and route shows the world `age` ago."""

    stamp: Annotated[Int64, "worlds", "ns", "-"]
    ego: EgoMotion
    tracks: Tracks
    lanes: Lanes
    signals: Signals
    objects: Objects
    route: Annotated[Float32, "worlds points 2", "m", "ego"]
    """Where the journey goes: points ahead, from the car on."""
    set_speed: Annotated[Float32, "worlds", "m/s", "-"]
    images: Annotated[Uint8, "worlds cameras rows columns 3", "-", "-"]
    """What the car's eyes (`Optics.eye`) saw, in their order; no camera where the senses are given."""
    points: Annotated[Float32, "worlds returns 4", "m", "ego"]
    """Lidar returns x, y, z and reflectance; no lidar yet."""
    order: Annotated[Uint8, "worlds 128", "-", "-"]
    """The human's words, UTF-8."""
    order_length: Annotated[Int32, "worlds", "-", "-"]
    age: Annotated[Float32, "worlds sensors", "s", "-"]
    """Health: age of what each sensor gave last; infinite when it is silent. Of eyes, where things are perceived."""
