"""What a search of one suite by one driver found: by scenario, and of all of them together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from aureole.core.notes import Bool, Float64
from aureole.core.verdict import Verdict
from aureole.exam.search.estimate import Estimate, nothing
from aureole.exam.search.shrinking.minimise import Smallest
from aureole.exam.search.space import Space
from aureole.exam.setup import Drive
from aureole.exam.statistics.bounds import Interval

PARTS = 10  # of an axis, to see where failures crowd


@dataclass(slots=True)
class Seen:
    """One drive of a search."""

    row: Float64
    drive: Drive
    verdict: Verdict
    margin: float
    """Distance to what is looked for; below zero where it happened."""


@dataclass(slots=True)
class Looked:
    """One scenario, searched."""

    space: Space
    weight: float
    """Its share of the suite's cases."""
    seen: list[Seen] = field(default_factory=list)
    """Different drives, in the order they were driven."""
    estimate: Estimate = field(default_factory=nothing)
    draws: int = 0
    shut: int = 0
    """Draws that the scenario's own constraints shut out; they count as no failure."""
    broken: int = 0
    """Drives that broke off for no fault of the driver's."""

    @property
    def hits(self) -> list[Seen]:
        """Drives in which it happened."""
        return [one for one in self.seen if one.margin < 0.0]

    def relevance(self) -> list[tuple[int, float]]:
        """Axes with how much failures crowd along them, the most crowded first.

        From 0, failures lie as the drives do, to 1; the total variation between the two, in `PARTS` parts of the axis.
        """
        rows = np.array([one.row for one in self.seen]).reshape(len(self.seen), len(self.space.kinds))
        hit = np.array([one.margin < 0.0 for one in self.seen])
        axes = [axis for axis, one in enumerate(self.space.directions) if one.count != 1]
        return sorted(((axis, crowding(rows[:, axis], hit)) for axis in axes), key=lambda found: -found[1])


def crowding(u: Float64, hit: Bool) -> float:
    """Total variation between where hits lie along an axis and where the other drives do."""
    if not hit.any() or hit.all():
        return 0.0
    counts = [np.histogram(u[chosen], PARTS, (0.0, 1.0))[0] / chosen.sum() for chosen in (hit, ~hit)]
    return float(0.5 * np.abs(counts[0] - counts[1]).sum())


@dataclass(slots=True)
class Found:
    """All that one driver's search came to."""

    driver: str
    looked: list[Looked]
    seconds: float = 0.0
    smallest: Smallest | None = None
    case: str = ""
    """Path of the `case.zip`, if one was written."""
    stopped: bool = False
    """It was interrupted: nothing is claimed."""

    @property
    def drives(self) -> int:
        """Different drives that were driven."""
        return sum(len(one.seen) for one in self.looked)

    @property
    def draws(self) -> int:
        """Draws, those that meet the same drive again counted again."""
        return sum(one.draws for one in self.looked)

    @property
    def hits(self) -> list[Seen]:
        """Drives in which it happened, in all scenarios."""
        return [hit for one in self.looked for hit in one.hits]

    @property
    def broken(self) -> int:
        """Drives that broke off for no fault of the driver's."""
        return sum(one.broken for one in self.looked)

    def estimate(self) -> Estimate:
        """The rate over the whole suite: every case weighs the same."""
        return together([(one.weight, one.estimate) for one in self.looked])


def together(parts: Sequence[tuple[float, Estimate]]) -> Estimate:
    """The weighted mean of estimates that know nothing of each other, with its interval.

    The interval is MOVER's (Zou & Donner, Construction of confidence limits about effect measures, Statistics in
    Medicine 27, 2008): the squares of the parts' distances from rate to bound add up. It needs no common form of them.
    """
    if len(parts) == 1:
        return parts[0][1]
    if not parts or any(math.isnan(one.rate) for _, one in parts):
        return nothing()
    rate = sum(weight * one.rate for weight, one in parts)
    low, high = (
        math.sqrt(sum((weight * (one.rate - one.interval[side])) ** 2 for weight, one in parts)) for side in (0, 1)
    )
    plain = Interval(*(sum(weight * one.plain[side] for weight, one in parts) for side in (0, 1)))
    methods = dict.fromkeys(one.method for _, one in parts)
    return Estimate(
        " + ".join(methods), rate, Interval(max(0.0, rate - low), min(1.0, rate + high)), parts[0][1].level,
        sum(weight**2 * one.variance for weight, one in parts), sum(one.effective for _, one in parts),
        sum(one.used for _, one in parts), plain,
    )  # fmt: skip


def told(one: Estimate) -> dict[str, Any]:
    """An estimate for machines."""
    return {
        "method": one.method, "rate": one.rate, "interval": list(one.interval), "level": one.level,
        "standard_error": math.sqrt(one.variance), "effective_failures": one.effective, "draws": one.used,
        "equivalent_monte_carlo": one.equivalent, "plain_interval": list(one.plain),
    }  # fmt: skip


def content(found: Found) -> dict[str, Any]:
    """All of it for machines (`search.json`)."""
    return {
        **told(found.estimate()), "stopped": found.stopped, "drives": found.drives, "draws_in_all": found.draws,
        "broken": found.broken, "seconds": found.seconds, "failures": len(found.hits), "case": found.case,
        "smallest": None if found.smallest is None else _smallest(found.smallest),
        "scenarios": [_looked(one) for one in found.looked],
    }  # fmt: skip


def _looked(one: Looked) -> dict[str, Any]:
    axes = [
        {"parameters": list(one.space.directions[axis].names), "crowding": crowd} for axis, crowd in one.relevance()
    ]
    return {
        "scenario": one.space.name, "weight": one.weight, **told(one.estimate), "drives": len(one.seen),
        "draws_in_all": one.draws, "shut_out": one.shut, "axes": axes,
        "closest": None if not one.seen else _seen(min(one.seen, key=lambda seen: seen.margin)),
        "failures": [_seen(hit) for hit in sorted(one.hits, key=lambda hit: -hit.margin)],
    }  # fmt: skip


def _seen(one: Seen) -> dict[str, Any]:
    return {
        "case": one.verdict.case, "params": dict(one.verdict.params), "seed": one.verdict.seed, "margin": one.margin,
        "digest": one.verdict.digest,
        "events": [f"{event.name} [{event.clause}]" for event in one.verdict.events if event.fails or one.margin < 0.0],
    }  # fmt: skip


def _smallest(one: Smallest) -> dict[str, Any]:
    return {
        "params": dict(one.verdict.params), "seed": one.verdict.seed, "digest": one.verdict.digest,
        "without_actors": list(one.away), "own_values": list(one.reset),
        "moved_to_edge": one.moved, "moved_from": one.before,
        "edges": [asdict(edge) for edge in one.edges],
    }  # fmt: skip
