"""The values of one axis in order, fine enough to find where failing ends."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

from aureole.exam.search.space import Chances, Direction, Steps, number
from aureole.world.scenarios.variations.axes import Stepped

FINE = 1000  # steps of a range at least
TAILS = 1e-4  # of a distribution, that are left out at either end
SMOOTH = ("uniform", "normal", "log-normal", "histogram")
COUNTING = ("integer", "int", "unsignedInt", "unsignedShort")


@dataclass(frozen=True, slots=True)
class Ladder:
    """Values from the lowest to the highest."""

    name: str
    """The parameter."""
    low: Decimal
    step: Decimal
    """The tolerance; 0 where values are listed."""
    count: int
    listed: tuple[str, ...] = ()

    def text(self, place: int) -> str:
        """The value at a place."""
        return self.listed[place] if self.listed else f"{self.low + self.step * place:f}"

    def near(self, text: str) -> int:
        """The place of the nearest value."""
        if self.listed:
            return min(range(self.count), key=lambda place: abs(number(self.listed[place]) - number(text)))
        return min(max(round((Decimal(text) - self.low) / self.step), 0), self.count - 1)


def ladder(direction: Direction, kind: str) -> Ladder | None:
    """The ladder of an axis of numbers; None for any other. `kind`: the parameter's declared type."""
    if len(direction.names) > 1:
        return None
    name = direction.names[0]
    if isinstance(direction, Chances):
        told = direction.chance.told
        ends = [number(direction.chance.draw(u)) for u in (TAILS, 1.0 - TAILS)]
        if not told.startswith((*SMOOTH, "Poisson")) or not all(map(math.isfinite, ends)) or ends[0] >= ends[1]:
            return None
        counting = kind in COUNTING or told.startswith("Poisson")
        return _range(name, Decimal(repr(ends[0])), Decimal(repr(ends[1])), counting=counting)
    return _stepped(direction, name, kind)


def _stepped(direction: Steps, name: str, kind: str) -> Ladder | None:
    axis = direction.axis
    if isinstance(axis, Stepped):
        return _range(name, axis.lower, axis.lower + axis.step * (axis.count - 1), counting=kind in COUNTING)
    if direction.kind != 0 or direction.count < 2:
        return None
    order = direction.order or range(direction.count)
    return Ladder(name, Decimal(0), Decimal(0), direction.count, tuple(axis.at(place)[name] for place in order))


def _range(name: str, low: Decimal, high: Decimal, *, counting: bool) -> Ladder | None:
    """By a power of ten that cuts the range into at least `FINE` steps; whole numbers by one."""
    if high <= low:
        return None
    step = Decimal(1) if counting else Decimal(10) ** math.floor(math.log10((high - low) / FINE))
    first = (low / step).to_integral_value(rounding="ROUND_CEILING") * step
    return Ladder(name, first, step, max(int((high - first) / step) + 1, 1))
