"""Stochastic distributions: a number in (0, 1) made into a value, by the inverse of the distribution function.

Every draw comes from one number of `core.noise`, so a run's value depends on its number alone: not on the order of
drawing, not on how many are drawn.
"""

from __future__ import annotations

import bisect
import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

from aureole.core.errors import BadInput
from aureole.world.scenarios.read import Node
from aureole.world.scenarios.variations.axes import parameter, real, user_defined

MOST_EXPECTED = 1e5  # of a Poisson distribution: its table is written out
STANDARD = NormalDist()

Draw = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Chance:
    """One StochasticDistribution: what it gives a value to, and how."""

    name: str
    told: str
    """In a few words."""
    draw: Draw
    """The value for a number in (0, 1)."""


def read_chance(node: Node) -> Chance:
    """A StochasticDistribution element."""
    name = parameter(node.known("parameterName", f"{' '.join(READERS)} UserDefinedDistribution"))
    inner = node.only_child()
    if inner.name == "UserDefinedDistribution":
        raise user_defined(inner)
    told, draw = READERS[inner.name](inner)
    return Chance(name, told, draw)


def limits(node: Node) -> tuple[float, float]:
    """The Range element of a distribution; without one, all numbers."""
    inner = node.find("Range")
    if inner is None:
        return -math.inf, math.inf
    low, high = real(inner.known("lowerLimit upperLimit"), "lowerLimit"), real(inner, "upperLimit")
    if high < low:
        raise BadInput(f"upperLimit {high:g} is below lowerLimit {low:g}", place=inner.place, remedy="swap them")
    return low, high


def below(z: float) -> float:
    """The standard normal distribution function, exact far out in the lower tail."""
    return 0.5 * math.erfc(-z / math.sqrt(2.0))


def cut_normal(low: float, high: float, place: str) -> Callable[[float], float]:
    """A standard normal number between two limits, from a number in (0, 1)."""
    if low > 0.0:  # the lower tail is the exact one
        mirrored = cut_normal(-high, -low, place)
        return lambda u: -mirrored(1.0 - u)
    start, end = below(low), below(high)
    if not end - start > 0.0:
        raise BadInput("its Range holds nothing of the distribution", place=place, remedy="move the Range")
    return lambda u: min(max(STANDARD.inv_cdf(start + u * (end - start)), low), high)


def _uniform(node: Node) -> tuple[str, Draw]:
    node.known("", "Range").one("Range")
    low, high = limits(node)
    return f"uniform, {low:g} to {high:g}", lambda u: repr(low + u * (high - low))


def _cut(low: float, high: float) -> str:
    return "" if math.isinf(low) and math.isinf(high) else f", {low:g} to {high:g}"


def _normal(node: Node) -> tuple[str, Draw]:
    mean = real(node.known("expectedValue variance", "Range"), "expectedValue")
    spread = math.sqrt(real(node, "variance", 0.0))
    low, high = limits(node)
    told = f"normal, mean {mean:g}, variance {spread**2:g}{_cut(low, high)}"
    if spread == 0.0:
        return told, _fixed(node, mean, low, high)
    draw = cut_normal((low - mean) / spread, (high - mean) / spread, node.place)
    return told, lambda u: repr(min(max(mean + spread * draw(u), low), high))


def _log_normal(node: Node) -> tuple[str, Draw]:
    """`expectedValue` and `variance` are those of the value itself, not of its logarithm."""
    mean = real(node.known("expectedValue variance", "Range"), "expectedValue")
    variance = real(node, "variance", 0.0)
    low, high = limits(node)
    if mean <= 0.0:
        raise BadInput(f"expectedValue is {mean:g}, expected above 0", place=node.place)
    told = f"log-normal, mean {mean:g}, variance {variance:g}{_cut(low, high)}"
    if variance == 0.0:
        return told, _fixed(node, mean, low, high)
    if high <= 0.0:
        raise BadInput("its Range holds nothing of the distribution", place=node.place, remedy="move the Range")
    spread = math.sqrt(math.log1p(variance / mean**2))
    centre = math.log(mean) - 0.5 * spread**2
    ends = [(math.log(end) - centre) / spread if 0.0 < end < math.inf else end for end in (low, high)]
    draw = cut_normal(-math.inf if low <= 0.0 else ends[0], ends[1], node.place)
    return told, lambda u: repr(min(max(math.exp(centre + spread * draw(u)), low), high))


def _fixed(node: Node, value: float, low: float, high: float) -> Draw:
    if not low <= value <= high:
        raise BadInput("its Range holds nothing of the distribution", place=node.place, remedy="move the Range")
    return lambda _: repr(value)


def _poisson(node: Node) -> tuple[str, Draw]:
    mean = real(node.known("expectedValue", "Range"), "expectedValue", 0.0)
    low, high = limits(node)
    if mean > MOST_EXPECTED:
        raise BadInput(f"expectedValue is {mean:g}, the limit is {MOST_EXPECTED:g}", place=node.place)
    last = int(min(mean + 40.0 * math.sqrt(mean) + 60.0, high)) if high >= 0.0 else -1
    first = max(0, math.ceil(low)) if low > -math.inf else 0
    log_mean = math.log(mean) if mean > 0.0 else 0.0
    weights = [math.exp(k * log_mean - mean - math.lgamma(k + 1.0)) for k in range(first, last + 1)]
    if mean == 0.0:
        weights = [float(k == 0) for k in range(first, last + 1)]
    if not math.fsum(weights) > 0.0:
        raise BadInput("its Range holds nothing of the distribution", place=node.place, remedy="move the Range")
    pick = picker(weights)
    return f"Poisson, mean {mean:g}{_cut(low, high)}", lambda u: str(first + pick(u)[0])


def picker(weights: Sequence[float]) -> Callable[[float], tuple[int, float]]:
    """Which of several weighted places a number in (0, 1) falls on, and how far into it, 0 to 1."""
    sums = list(itertools.accumulate(weights))
    total = sums[-1]

    def pick(u: float) -> tuple[int, float]:
        place = min(bisect.bisect_right(sums, u * total), len(sums) - 1)
        while weights[place] == 0.0:
            place -= 1
        return place, min(max((u * total - (sums[place] - weights[place])) / weights[place], 0.0), 1.0)

    return pick


def _weights(nodes: Sequence[Node], holder: Node) -> list[float]:
    weights = [real(node, "weight", 0.0) for node in nodes]
    if not math.fsum(weights) > 0.0:
        raise BadInput("no weight is above 0", place=holder.place, remedy="give at least one")
    return weights


def _histogram(node: Node) -> tuple[str, Draw]:
    bins = [one.known("weight", "Range") for one in node.known("", "Bin")]
    pick = picker(_weights(bins, node))
    spans = [(one.one("Range"), limits(one))[1] for one in bins]

    def draw(u: float) -> str:
        place, part = pick(u)
        low, high = spans[place]
        return repr(low + part * (high - low))

    return f"histogram of {len(bins)} bins, {min(s[0] for s in spans):g} to {max(s[1] for s in spans):g}", draw


def _chosen(node: Node) -> tuple[str, Draw]:
    elements = [one.known("value weight") for one in node.known("", "Element")]
    weights, values = _weights(elements, node), [one.raw("value") for one in elements]
    pick = picker(weights)
    told = ", ".join(f"{value} ({weight:g})" for value, weight in list(zip(values, weights, strict=True))[:8])
    return f"one of {told}{' …' if len(values) > 8 else ''}", lambda u: values[pick(u)[0]]


READERS: dict[str, Callable[[Node], tuple[str, Draw]]] = {
    "UniformDistribution": _uniform, "NormalDistribution": _normal, "LogNormalDistribution": _log_normal,
    "PoissonDistribution": _poisson, "Histogram": _histogram, "ProbabilityDistributionSet": _chosen,
}  # fmt: skip
