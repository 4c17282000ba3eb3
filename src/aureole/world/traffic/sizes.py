"""What a batch hands out and what it works with: observations, flags, scratch; made once, written in place."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np

from aureole.core.notes import Array, Bool, Float32, Float64, Int32, Int64
from aureole.kernels.masks import WORD

OWN = ("speed", "accel", "yaw_rate", "steer", "length", "width", "aim_x", "aim_y", "hit", "off", "wrong")
"""Fields of `Seen.own`: m/s, m/s^2, rad/s, rad, m, m, m, m (own frame; 0, 0 without an aim), flags 0 or 1."""
OTHER = ("x", "y", "cosine", "sine", "speed", "length", "width", "kind")
"""Fields of `Seen.others`: middle of the box and direction in the own frame (m), m/s, m, m, `core.kinds.Kind`."""
POINT = ("x", "y", "cosine", "sine", "kind")
"""Fields of `Seen.points`: m and direction in the own frame, `ground.ground.Line`."""
NONE = 1e36  # m^2; squared distance of who is not there
FAR = 1e19  # m; where who is not there is put
GUESS = 900.0  # m^2; a first guess at how far the nearest reach


class Sizes(NamedTuple):
    """How much is observed."""

    neighbours: int = 16
    """Nearest other agents, by the distance of the middles of the boxes."""
    points: int = 64
    """Nearest road points."""
    watched: int = -1
    """So many agents of a world, the first ones, observe and have flags (`Flags`); -1 all. Others are not looked at."""


class Seen(NamedTuple):
    """What agents observe, in their own frames: middle of the box, heading ahead; field by field.

    The nearest are a set: agents stand in order of their index, points in no order. What is not there is all zero.
    """

    own: Annotated[Float32, "11 worlds watched", "-", "agent"]
    """`OWN`."""
    others: Annotated[Float32, "8 worlds watched neighbours", "-", "agent"]
    """`OTHER`."""
    points: Annotated[Float32, "5 worlds watched points", "-", "agent"]
    """`POINT`."""


class Flags(NamedTuple):
    """What has become of the agents that are watched, after each step."""

    hit: Annotated[Int32, "worlds agents", "-", "-"]
    """The first agent, by index, whose box overlaps its own; -1 none."""
    off: Annotated[Bool, "worlds agents", "-", "-"]
    """A vehicle, and a corner of its box lies on no paved lane."""
    wrong: Annotated[Bool, "worlds agents", "-", "-"]
    """A vehicle, the middle of its box lies on paved lanes, and all of them lead against its heading."""
    arrived: Annotated[Bool, "worlds agents", "-", "-"]
    """The middle of its box is near its aim."""
    tick: Annotated[Int64, "worlds", "-", "-"]
    """Steps since the reset."""
    late: Annotated[Bool, "worlds", "-", "-"]
    """The world's time is up."""


class Scratch(NamedTuple):
    """What a kernel needs beside the state; one row a thread of the CPU, a world of the GPU."""

    x: Annotated[Float64, "rows agents", "m", "world"]
    """Middle of the box; `FAR` away for who is not there."""
    y: Annotated[Float64, "rows agents", "m", "world"]
    cosine: Annotated[Float64, "rows agents", "-", "world"]
    sine: Annotated[Float64, "rows agents", "-", "world"]
    radius: Annotated[Float64, "rows agents", "m", "-"]
    """Of the circle around the box."""
    looks: Annotated[Float32, "rows six_agents", "-", "-"]
    """As others see them: cosine of all agents, sine, speed, length, width, kind; and one number more, of nobody."""
    cell: Annotated[Int32, "rows agents", "-", "-"]
    """Cell of the surface its middle is in, block by block; -1 none."""
    list: Annotated[Int32, "rows four_agents", "-", "-"]
    """Four numbers of each agent: `Points.cell` of where it is."""
    touched: Annotated[Int32, "rows agents", "-", "-"]
    """Of no use but that its lists are in the cache once it was made."""
    limit: Annotated[Float32, "worlds agents", "m^2", "-"]
    """Squared distance that the nearest agents were within last time: where to look for it first."""
    square: Annotated[Float64, "lists room", "m^2", "-"]
    """Squared distances of one agent's candidates; a list a thread, of the GPU too."""
    rounded: Annotated[Float32, "lists room", "m^2", "-"]
    """The same, rounded."""
    gap: Annotated[Float32, "lists room", "m^2", "-"]
    """Squared distances less those of boxes that may touch, rounded."""
    chosen: Annotated[Array, "lists room", "-", "-"]
    """uint32: who was chosen of them."""
    rows: Annotated[Float32, "lists four_room", "-", "-"]
    """`Points.flat` of the chosen."""


def seen_of(worlds: int, watched: int, sizes: Sizes) -> Seen:
    """Observations with nothing in them."""
    return Seen(
        np.zeros((len(OWN), worlds, watched), np.float32),
        np.zeros((len(OTHER), worlds, watched, sizes.neighbours), np.float32),
        np.zeros((len(POINT), worlds, watched, sizes.points), np.float32),
    )


def flags_of(worlds: int, agents: int) -> Flags:
    """Flags of nobody."""
    shape = (worlds, agents)
    off, wrong, arrived = (np.zeros(shape, np.bool_) for _ in range(3))
    return Flags(
        np.full(shape, -1, np.int32), off, wrong, arrived, np.zeros(worlds, np.int64), np.zeros(worlds, np.bool_)
    )


def scratch_of(rows: int, lists: int, agents: int, room: int, worlds: int = 1) -> Scratch:
    """Scratch for rows of so many agents, and lists of so many candidates."""
    room = (room // WORD + 1) * WORD  # so many are compared at once
    five = (np.zeros((rows, agents)) for _ in range(5))
    return Scratch._make(
        [*five, np.zeros((rows, 6 * agents + 1), np.float32), np.zeros((rows, agents), np.int32),
         np.zeros((rows, 4 * agents), np.int32), np.zeros((rows, agents), np.int32),
         np.full((worlds, agents), GUESS, np.float32), np.zeros((lists, room)), np.zeros((lists, room), np.float32),
         np.zeros((lists, room), np.float32), np.zeros((lists, room), np.uint32),
         np.zeros((lists, 4 * room), np.float32)]
    )  # fmt: skip
