"""What the network of perception is fed and gives: classes, fields and grids, by name and place.

The school (`learn.perception`) trains against these, the driver reads by them, a file is checked against them.
"""

from __future__ import annotations

import numpy as np

from aureole.core.kinds import Kind, SignalKind, SignalState
from aureole.drivers.perception.eyes import RAYS

VERSION = "3"  # of this table; a file made for another is refused

# --- What is seen in a picture, one channel of heat each ---

THINGS = (
    Kind.CAR, Kind.TRUCK, Kind.MOTORBIKE, Kind.BICYCLE, Kind.PEDESTRIAN, Kind.CONE, Kind.BARRIER, Kind.OBSTACLE,
)  # fmt: skip
"""Road users and objects; `ALIKE` says which others look so much like one that they share its channel."""
ALIKE = {
    Kind.VAN: Kind.CAR, Kind.BUS: Kind.TRUCK, Kind.TRAILER: Kind.TRUCK, Kind.TRAIN: Kind.TRUCK,
    Kind.ANIMAL: Kind.PEDESTRIAN,
}  # fmt: skip
SIGNS = (
    (SignalKind.LIGHT, SignalState.RED),
    (SignalKind.LIGHT, SignalState.YELLOW),
    (SignalKind.LIGHT, SignalState.GREEN),
    (SignalKind.LIGHT, SignalState.DARK),
    (SignalKind.STOP, SignalState.NONE),
    (SignalKind.YIELD, SignalState.NONE),
    (SignalKind.LIMIT, SignalState.NONE),
    (SignalKind.LIMIT_ENDS, SignalState.NONE),
    (SignalKind.PRIORITY, SignalState.NONE),
    (SignalKind.WORKS, SignalState.NONE),
    (SignalKind.WORKS_END, SignalState.NONE),
    (SignalKind.DETOUR, SignalState.NONE),
    (SignalKind.ARROW_BOARD, SignalState.LEFT),
    (SignalKind.ARROW_BOARD, SignalState.RIGHT),
    (SignalKind.PADDLE, SignalState.STOP),
    (SignalKind.PADDLE, SignalState.SLOW),
    (SignalKind.NO_ENTRY, SignalState.NONE),
    (SignalKind.LANE_CLOSED, SignalState.NONE),
    (SignalKind.ONE_WAY_TURNS, SignalState.NONE),
    (SignalKind.CROSSING, SignalState.NONE),
    (SignalKind.HAND, SignalState.STOP),
    (SignalKind.HAND, SignalState.NONE),
    (SignalKind.DANGER, SignalState.NONE),
)
"""Signals with what they show; a light that shows red and yellow is a red one, one that flashes a yellow one."""
HEAT = len(THINGS) + len(SIGNS)

# --- What is told of each, at its middle ---

(
    F_TURN, F_FAR, F_COS, F_SIN, F_LENGTH, F_WIDTH, F_AHEAD, F_LEFT, F_BRAKE, F_INDICATE_LEFT, F_INDICATE_RIGHT,
    F_TEMPORARY, F_LIMIT,
) = range(13)  # fmt: skip
F_OFFSET, F_COUNTS = F_AHEAD, F_BRAKE
"""Of signals: how much further than itself it counts, against `SPEED_SCALE` m; and whether it speaks to our way."""
LIMITS = tuple(range(10, 140, 10))  # km/h; what a limit can say
FIELDS = F_LIMIT + len(LIMITS)
# F_TURN: bearing of its middle against that of its cell; F_FAR: tangent of how much further below level the road lies
# under its middle than its cell looks; both in sides of a cell (`eyes.Aims.sides`), so that they are what is seen.
SIZE_SCALE = (4.5, 1.8)  # m; F_LENGTH and F_WIDTH are logarithms by these
SPEED_SCALE = 10.0  # m/s; of F_AHEAD and F_LEFT, a guess at the velocity over ground, along the way its cell looks

# --- Lanes, on a grid that is straightened along the route and goes through the car ---

STATIONS = np.arange(2.5, 62.6, 2.5)  # m along it
OFFSETS = np.arange(-10.0, 10.01, 0.5)  # m to its left
L_LEFT, L_RIGHT, L_SURE = range(3)
STATION = 3  # numbers of a station: own lane's left and right border (m to the left), and whether they are known
PLACES = (-2, -1, 1, 2)  # lanes beside the own one, to the right and to the left
G_SURE, G_OWN, G_MARK_LEFT, G_MARK_RIGHT, G_MAY_LEFT, G_MAY_RIGHT = 0, 1, 2, 6, 10, 11
G_BESIDE = 12  # then of each of `PLACES`: there, forward, for driving, width
BESIDE = 4
MARKS = 4  # none, solid, broken, another
FACTS = G_BESIDE + BESIDE * len(PLACES)
WIDTH_SCALE = 3.4  # m; widths are told against this

# --- What is occupied, on a grid in the frame of the car ---

CELL = 1.0  # m
AHEAD, LEFT = (-20.0, 60.0), (-20.0, 20.0)  # m
GRID = (round((AHEAD[1] - AHEAD[0]) / CELL), round((LEFT[1] - LEFT[0]) / CELL))
HEIGHTS = (0.0, 0.8)  # m above the road, at which features are looked up
OCCUPIED = 3  # free, off the road, taken

INPUTS = {
    "images": ("uint8", ("eyes", "rows", "columns", "3")),
    "rays": ("float", ("eyes", str(RAYS), "cell_rows", "cell_columns")),
    "lane_grid": ("float", (str(len(STATIONS)), str(len(OFFSETS)), "2")),
    "lane_known": ("float", (str(len(STATIONS)), str(len(OFFSETS)))),
    "ground_grid": ("float", (str(len(HEIGHTS)), str(GRID[0]), str(GRID[1]), "2")),
    "ground_known": ("float", (str(len(HEIGHTS)), str(GRID[0]), str(GRID[1]))),
}
OUTPUTS = {
    "heat": ("float", ("eyes", str(HEAT), "cell_rows", "cell_columns")),
    "fields": ("float", ("eyes", str(FIELDS), "cell_rows", "cell_columns")),
    "lane": ("float", (str(len(STATIONS)), str(STATION))),
    "facts": ("float", (str(FACTS),)),
    "occupied": ("float", (str(OCCUPIED), str(GRID[0]), str(GRID[1]))),
}
"""Type and axes by name; a figure is a size, a word is free but the same everywhere."""


def heat_of(kind: int) -> int:
    """The channel of a kind of road user or object; -1 if it has none.

    >>> heat_of(Kind.BUS) == THINGS.index(Kind.TRUCK), heat_of(Kind.NONE)
    (True, -1)
    """
    known = ALIKE.get(Kind(kind), Kind(kind))
    return THINGS.index(known) if known in THINGS else -1


def sign_of(kind: int, state: int) -> int:
    """The channel of a signal that shows a state; -1 if it has none.

    >>> sign_of(SignalKind.LIGHT, SignalState.RED_YELLOW) == len(THINGS)
    True
    """
    alike = {
        SignalState.RED_YELLOW: SignalState.RED, SignalState.FLASHING: SignalState.YELLOW,
    }.get(SignalState(state), SignalState(state))  # fmt: skip
    if kind == SignalKind.HAND and alike != SignalState.STOP:
        alike = SignalState.NONE
    if kind == SignalKind.LIGHT and alike == SignalState.NONE:
        alike = SignalState.DARK
    wanted = (SignalKind(kind), alike)
    if wanted in SIGNS:
        return len(THINGS) + SIGNS.index(wanted)
    plain = (SignalKind(kind), SignalState.NONE)
    return len(THINGS) + SIGNS.index(plain) if plain in SIGNS else -1
