"""What a situation is: what happens, what must and must not be done, and the ranges its values are drawn from.

Training and held-out situations differ in everything that is drawn: each range is cut into five bands, of which the
first, third and fifth are for training and the second and fourth are held out, with a gap between neighbours. Both
halves are equally hard, and none of their values is the same. Which half a seed belongs to is told by its hash, as for
made maps (`world.roads.making.draw.split`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from aureole.world.roads.making.draw import TEST, TRAIN, Draw, split

if TYPE_CHECKING:
    from aureole.world.situations.stage import Stage

BANDS = {TRAIN: (0, 2, 4), TEST: (1, 3)}
COUNT = 5  # bands of a range
GUARD = 0.1  # part of a band at each of its ends that nobody draws from
ABILITIES = (
    "overtaking", "merging", "emergency brake", "give way", "traffic signs", "road works", "physics",
)  # fmt: skip
Item = TypeVar("Item")


class Span(NamedTuple):
    """A range that a value is drawn from."""

    low: float
    high: float
    unit: str
    en: str
    zh: str

    def bands(self, half: str) -> tuple[tuple[float, float], ...]:
        """The parts of the range that are drawn from in training, or held out.

        >>> [(round(low, 3), round(high, 3)) for low, high in Span(0.0, 10.0, "m", "", "").bands("test")]
        [(2.2, 3.8), (6.2, 7.8)]
        """
        wide = (self.high - self.low) / COUNT
        return tuple((self.low + (k + GUARD) * wide, self.low + (k + 1 - GUARD) * wide) for k in BANDS[half])

    def drawn(self, draw: Draw, half: str) -> float:
        """A value for a half, to the thousandth."""
        low, high = draw.one(self.bands(half))
        return round(low + draw.part() * (high - low), 3)


Values = Mapping[str, float]
SEEN: dict[str, Span] = {
    "bearing": Span(-3.1, 3.1, "rad", "direction of the road on the map", "道路在地图上的朝向"),
    "width": Span(3.0, 3.75, "m", "width of a lane", "车道宽度"),
    "turn": Span(-0.24, 0.24, "rad", "by how much the road bends on the way", "途中道路转过的角度"),
    "sun": Span(0.15, 1.3, "rad", "elevation of the sun", "太阳高度角"),
    "azimuth": Span(0.0, 6.2, "rad", "direction of the sun", "太阳方位角"),
    "cloud": Span(0.0, 8.0, "okta", "clouds", "云量"),
}
"""Ranges that all situations share: roads and looks."""


class Hand(Draw):
    """The draws of one situation; knows which half it draws for."""

    def __init__(self, name: str, seed: int) -> None:
        super().__init__(f"situation {name}", seed, "values")
        self.half = split(seed)

    def look(self, items: tuple[Item, ...]) -> Item:
        """One of several looks: those at even places are for training, the others held out."""
        return self.one(items[0 if self.half == TRAIN else 1 :: 2])


@dataclass(frozen=True, slots=True)
class Situation:
    """One kind of situation."""

    name: str
    group: str
    abilities: tuple[str, ...]
    """Of `ABILITIES`."""
    en: str
    """What happens, in one sentence."""
    zh: str
    must: tuple[str, str]
    """What the car has to do; English and Chinese."""
    forbidden: tuple[str, str]
    make: Callable[[Hand, Values], Stage]
    spans: Mapping[str, Span] = field(default_factory=dict)
    """Ranges beside those that all share."""
    opposite: bool = False
    """The lane of those who come towards the car may be used: it must be, or the way is led there. The route score then
    does not count it, as CARLA's scenarios switch that test off."""
    clauses: tuple[str, ...] = ()
    """What it is about: of `conduct.clauses`, by which it is judged first of all, then of `conduct.rights.laws`."""

    @property
    def ranges(self) -> dict[str, Span]:
        """Every range it draws from."""
        return {**SEEN, **self.spans}

    def values(self, hand: Hand) -> dict[str, float]:
        """One draw of every value, in the order of the ranges."""
        return {name: span.drawn(hand, hand.half) for name, span in self.ranges.items()}

    def stage(self, seed: int) -> Stage:
        """The situation of a seed before it is written."""
        hand = Hand(self.name, seed)
        values = self.values(hand)
        found = self.make(hand, values)
        found.values = values
        return found
