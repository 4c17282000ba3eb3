"""How much traffic a world has: how dense, of which kinds, who walks, what stands about."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Annotated

import numpy as np

from aureole.core.errors import BadInput
from aureole.core.kinds import Kind
from aureole.core.notes import Float64

# Length, width, wheelbase, from the rear axle back to the bumper: of common vehicles, m; the length varies by a tenth.
SHAPES: Mapping[Kind, tuple[float, float, float, float]] = MappingProxyType(
    {
        Kind.CAR: (4.5, 1.85, 2.7, 0.95),
        Kind.VAN: (5.3, 2.0, 3.2, 1.1),
        Kind.TRUCK: (8.5, 2.5, 4.5, 2.4),
        Kind.BUS: (12.0, 2.55, 5.9, 3.3),
        Kind.MOTORBIKE: (2.2, 0.8, 1.45, 0.35),
        Kind.BICYCLE: (1.8, 0.6, 1.05, 0.35),
    }
)
SHARES: Mapping[Kind, float] = MappingProxyType(
    {Kind.CAR: 0.8, Kind.VAN: 0.07, Kind.TRUCK: 0.06, Kind.BUS: 0.02, Kind.MOTORBIKE: 0.03, Kind.BICYCLE: 0.02}
)
"""A choice: near the mix on German roads outside motorways, not measured by us."""


def nothing() -> Float64:
    """No thing at all."""
    return np.zeros((0, 6))


@dataclass(frozen=True, slots=True)
class Demand:
    """Traffic for one world; `fill` puts as much of it on a net as there are rows and room."""

    density: float = 10.0
    """Vehicles per kilometre of lane."""
    shares: Mapping[Kind, float] = field(default_factory=lambda: SHARES)
    """Of the kinds of vehicles; they need not add up to 1."""
    speed: tuple[float, float] = (0.8, 1.1)
    """Wishes, as parts of the highest pace of the net: drawn evenly from, to."""
    walkers: int = 0
    parked: int = 0
    """Cars at the edge of the road."""
    things: Annotated[Float64, "things 6", "m", "world"] = field(default_factory=nothing)
    """What stands about in every world: x, y of its middle, heading, length, width, `Kind`."""

    def __post_init__(self) -> None:
        """Refuse what is no demand."""
        if not (math.isfinite(self.density) and self.density >= 0.0):
            raise BadInput(f"density={self.density} of a demand; it is 0 or above, per km of lane")
        wrong = {kind for kind in self.shares if kind not in SHAPES}
        if wrong or not all(math.isfinite(share) and share >= 0.0 for share in self.shares.values()):
            raise BadInput(
                f"shares of a demand: {dict(self.shares)}",
                remedy=f"give shares of 0 or above of {', '.join(kind.name for kind in SHAPES)}",
            )
        if self.density > 0.0 and sum(self.shares.values()) <= 0.0:
            raise BadInput("shares of a demand are all 0", remedy="give one of them more, or density 0")
        if not 0.0 < self.speed[0] <= self.speed[1] < math.inf:
            raise BadInput(f"speed={self.speed} of a demand; from above 0, to no less")
        if self.walkers < 0 or self.parked < 0:
            raise BadInput(f"walkers={self.walkers}, parked={self.parked} of a demand; 0 or above")
        if self.things.ndim != 2 or self.things.shape[1] != 6 or not np.isfinite(self.things).all():
            raise BadInput(f"things of a demand have shape {self.things.shape}; rows of 6 numbers")
