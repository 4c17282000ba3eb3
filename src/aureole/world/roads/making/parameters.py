"""What may be set of each kind of network: names, ranges, what is kept for tests; and the values that a seed draws.

Training and test networks are kept apart twice. A seed is one or the other by its hash (`draw.split`), and one
parameter of each kind that shows in the geometry itself is drawn from two ranges with a gap between them, one for each.
A value set by hand must lie in the range of the seed's split, so no test network comes from a training seed.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping
from typing import NamedTuple

from aureole.core.errors import BadInput
from aureole.world.roads.making.draw import TEST, TRAIN, Draw, split


class Range(NamedTuple):
    """One parameter of a kind of network."""

    low: float
    high: float
    step: float
    """Whole numbers have 1."""
    unit: str
    english: str
    chinese: str
    kept: tuple[float, float] | None = None
    """Range of test seeds; low…high is then that of training seeds."""

    def span(self, half: str) -> tuple[float, float]:
        """The range for a split."""
        return self.kept if self.kept is not None and half == TEST else (self.low, self.high)


BENDS = Range(900, 1400, 10, "m", "radius of the motorway's curves", "高速公路弯道半径", (1600, 2200))
LANES = Range(2, 3, 1, "", "lanes of each carriageway", "每侧车道数")
KINDS: dict[str, dict[str, Range]] = {
    "motorway": {
        "radius": BENDS,
        "lanes": LANES,
        "interchanges": Range(1, 2, 1, "", "interchanges with ramps", "互通立交数"),
        "slip": Range(150, 250, 10, "m", "length of the lanes for slowing down and speeding up", "加减速车道长度"),
    },
    "rural": {
        "radius": Range(250, 500, 10, "m", "radius of the main road's curves", "主路弯道半径", (600, 900)),
        "junctions": Range(1, 4, 1, "", "junctions with side roads", "与支路相交的路口数"),
        "relief": Range(0, 6, 0.5, "m", "how high the road rises and falls between its knees", "道路起伏高度"),
    },
    "grid": {
        "block": Range(80, 115, 1, "m", "mean length of a block", "街区平均边长", (130, 165)),
        "columns": Range(2, 4, 1, "", "streets from south to north", "南北向街道数"),
        "rows": Range(2, 4, 1, "", "streets from west to east", "东西向街道数"),
        "signals": Range(0, 1, 0.05, "", "share of lights where main streets cross streets", "主街路口设信号灯的比例"),
        "parking": Range(0, 1, 0.05, "", "share of parking lanes' spaces marked as such", "划线停车位比例"),
    },
    "organic": {
        "spacing": Range(75, 105, 1, "m", "least distance between junctions", "路口最小间距", (120, 150)),
        "junctions": Range(8, 18, 1, "", "places that streets are drawn between", "布设街道的节点数"),
        "bend": Range(0, 0.3, 0.01, "", "how far streets bend aside, of their length", "街道弯曲程度"),
        "signals": Range(0, 1, 0.05, "", "share of lights where main streets cross streets", "主街路口设信号灯的比例"),
        "parking": Range(0, 1, 0.05, "", "share of parking lanes' spaces marked as such", "划线停车位比例"),
    },
    "roundabout": {
        "radius": Range(15, 19, 0.5, "m", "radius of the island", "环岛半径", (21, 26)),
        "arms": Range(3, 5, 1, "", "roads that meet", "交汇道路数"),
        "bend": Range(0, 0.3, 0.01, "", "how far roads bend aside, of their length", "道路弯曲程度"),
    },
    "mixed": {
        "radius": BENDS,
        "lanes": LANES,
        "block": Range(80, 115, 1, "m", "mean length of a block of the town", "城镇街区平均边长"),
        "columns": Range(2, 3, 1, "", "streets from south to north", "南北向街道数"),
        "rows": Range(2, 3, 1, "", "streets from west to east", "东西向街道数"),
        "relief": Range(0, 6, 0.5, "m", "how high the rural road rises and falls", "乡村道路起伏高度"),
    },
}
TRUNK = "road networks"
MOST = 2**63  # seeds lie below it


def values(kind: str, seed: int, given: Mapping[str, str]) -> dict[str, float]:
    """The parameters of a network: what is given, the rest drawn by the seed.

    Raises:
        BadInput: no such kind, seed or parameter, or a value outside its range.
    """
    if kind not in KINDS:
        raise BadInput(f"no kind of network '{kind[:40]}'", remedy=f"take one of: {', '.join(KINDS)}")
    if not 0 <= seed < MOST:
        raise BadInput(f"--seed {seed}: expected a whole number from 0 to {MOST - 1}")
    unknown = next((name for name in given if name not in KINDS[kind]), None)
    if unknown is not None:
        near = difflib.get_close_matches(unknown, KINDS[kind], 1)
        hint = f"did you mean {near[0]}? " if near else ""
        raise BadInput(
            f"'{unknown[:40]}' is no parameter of {kind}", remedy=f"{hint}there are {', '.join(KINDS[kind])}"
        )
    half, draw, found = split(seed), Draw(kind, seed, "parameters"), {}
    for name, limits in KINDS[kind].items():
        low, high = limits.span(half)
        drawn = round(draw.between(low, high, limits.step), 6)
        found[name] = value_of(name, given[name], limits, half) if name in given else drawn
    return found


def value_of(name: str, text: str, limits: Range, half: str) -> float:
    """A value given by hand, checked."""
    low, high = limits.span(half)
    unit = f" {limits.unit}" if limits.unit else ""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    whole = limits.step == 1 and limits.unit == ""
    if not low <= value <= high or (whole and value != int(value)):
        kept = limits.span(TRAIN if half == TEST else TEST)
        elsewhere = limits.kept is not None and kept[0] <= value <= kept[1]
        number = "a whole number" if whole else "a number"
        remedy = f"{number} from {low:g} to {high:g}{unit}"
        if elsewhere:
            other = TRAIN if half == TEST else TEST
            remedy += f"; {value:g}{unit} is kept for {other} seeds, and this seed is for {half}: take another seed"
        raise BadInput(f"--set {name}={text[:40]}: out of its range", remedy=remedy)
    return value
