"""How each kind of agent drives: the numbers of the intelligent driver and of its changes of lanes."""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from aureole.core.kinds import Kind
from aureole.core.notes import Float64
from aureole.kernels import device


class Manner(IntEnum):
    """Columns of `Net.manner`."""

    TIME_GAP = 0
    """s."""
    MIN_GAP = 1
    """m."""
    ACCEL = 2
    """m/s^2; on a free road from standstill."""
    BRAKE = 3
    """m/s^2; comfortable."""
    HARDEST = 4
    """m/s^2; what the brakes can do."""
    TOP = 5
    """m/s; no faster whatever the limit."""
    POLITE = 6
    """MOBIL's politeness, -."""
    THRESHOLD = 7
    """m/s^2; what a change must gain."""
    CHANGE = 8
    """s; how long a change of lanes lasts."""
    ROOM = 9
    """m; gap that must be left at once."""
    WHIM = 10
    """m/s^2; how much the threshold wavers from one thought to the next: the scale of a logistic distribution."""


# Cars, lorries: Treiber, Kesting, Traffic Flow Dynamics, table 11.2 (time gap, gap, acceleration, comfortable brake),
# and MOBIL's politeness and threshold as in Kesting, Treiber, Helbing 2007, table 1; the rest are choices between them.
# A change of lanes lasts 4 to 6 s on motorways (Toledo, Zohar 2007: mean 4.6 s).
CAR = (1.5, 2.0, 1.4, 2.0, 8.0, 60.0, 0.2, 0.1, 4.6, 1.0, 0.0)
LORRY = (1.7, 2.0, 0.7, 2.0, 6.0, 25.0, 0.2, 0.2, 6.0, 1.0, 0.0)
BUS = (1.7, 2.0, 1.0, 2.0, 6.0, 28.0, 0.2, 0.2, 6.0, 1.0, 0.0)
MOTORBIKE = (1.2, 2.0, 2.0, 2.5, 8.0, 60.0, 0.2, 0.1, 3.5, 1.0, 0.0)
BICYCLE = (1.2, 1.5, 0.8, 1.5, 5.0, 7.0, 0.2, 0.2, 4.0, 1.0, 0.0)
MANNERS: Float64 = np.array([CAR] * len(Kind), np.float64)
for kind, values in (
    (Kind.TRUCK, LORRY), (Kind.TRAILER, LORRY), (Kind.BUS, BUS), (Kind.MOTORBIKE, MOTORBIKE), (Kind.BICYCLE, BICYCLE)
):  # fmt: skip
    MANNERS[kind] = values
MANNERS.flags.writeable = False
KINDS = len(Kind)
CAR_KIND, VAN_KIND = int(Kind.CAR), int(Kind.VAN)
ABOVE = np.uint64(32)  # bits of a key below those that say who drives


@device(inline=True)
def row_of(manner: Float64, kind: int, key: np.uint64) -> int:
    """The row of `Net.manner` by which an agent drives: its kind's, or in a car one of the crowd's after them."""
    crowd = manner.shape[0] - KINDS
    if crowd <= 0 or (kind != CAR_KIND and kind != VAN_KIND):
        return kind
    return int(KINDS + int(key >> ABOVE) % crowd)
