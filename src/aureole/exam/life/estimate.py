"""How long an exam will take, from a few of its shards that are driven first and count like all others.

A shard of n cases takes a + b·n: every step has its own price, and every case. So of large groups a shard of one case
and one of some more are driven first, spread over the group; of small ones the first few shards as they are.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aureole.exam.life.executor import Answer
from aureole.exam.life.parts import spread

Places = tuple[int, ...]
SAMPLE = 64  # cases of the larger sample: enough that their own price is seen beside that of the steps
LARGE = 512  # cases of a group from which on two samples cost little beside it
GROUPS = 4  # large groups that are sampled, spread over all
FEW = 0.1  # share of an exam of small groups after which its time is told


def samples(groups: Sequence[Sequence[int]]) -> list[Places]:
    """What is driven first, if an exam is large: two shards each of some large groups."""
    large = [group for group in groups if len(group) >= LARGE]
    return [places for k in spread(range(len(large)), GROUPS) for places in _two(large[k])]


def _two(group: Sequence[int]) -> tuple[Places, Places]:
    larger = spread(group, SAMPLE)
    return larger, (next(place for place in group[len(group) // 2 :] if place not in larger),)


def few(parts: int, jobs: int) -> int:
    """So many shards tell how long the others take: at least one that its worker need not load anything for."""
    return min(parts, max(2 * jobs, round(FEW * parts)))


@dataclass(frozen=True, slots=True)
class Line:
    """Seconds of a shard: `step` + `case` · cases."""

    step: float
    case: float

    def seconds(self, cases: int) -> float:
        """Of a shard of so many."""
        return self.step + self.case * cases


def fitted(points: Sequence[tuple[int, float]]) -> Line:
    """Through the mean of the smallest and the mean of the largest shards; nothing of it falls below zero."""
    sizes = sorted({cases for cases, _ in points})
    means = {size: _mean(seconds for cases, seconds in points if cases == size) for size in (sizes[0], sizes[-1])}
    low, high = sizes[0], sizes[-1]
    if low == high:
        return Line(0.0, means[low] / low) if low == 1 else Line(means[low], 0.0)
    case = max(0.0, (means[high] - means[low]) / (high - low))
    return Line(max(0.0, means[low] - case * low), case)


class Outlook:
    """What is left of an exam, in seconds; a group of which nothing was driven yet takes the mean of the others.

    Args:
        groups: places by what can be driven together, the same for every driver.
        first: driver and places of the shards that are driven first.
        rest: of all others.
        jobs: how many are driven at once.
    """

    def __init__(
        self, groups: Sequence[Sequence[int]], first: Sequence[tuple[int, Places]], rest: Sequence[tuple[int, Places]],
        jobs: int,
    ) -> None:  # fmt: skip
        self.group_of = {place: number for number, group in enumerate(groups) for place in group}
        self.early = set(first)
        self.left = dict.fromkeys([*first, *rest])
        self.jobs = jobs
        self.points: dict[tuple[int, int], list[tuple[int, float]]] = {}
        self.fresh: dict[tuple[int, int], list[tuple[int, float]]] = {}

    def took(self, driver: int, places: Places, answer: Answer) -> None:
        """A shard was driven."""
        self.early.discard((driver, places))
        self.left.pop((driver, places), None)
        kept = self.fresh if answer.fresh else self.points
        kept.setdefault((driver, self.group_of[places[0]]), []).append((len(places), answer.seconds))

    def seconds(self) -> float | None:
        """Until the end; None before the first shards are there."""
        if self.early or not self.left:
            return None
        lines = {key: fitted(known) for key, known in self._known().items()}
        usual = Line(_mean(line.step for line in lines.values()), _mean(line.case for line in lines.values()))
        spans = (
            lines.get((driver, self.group_of[places[0]]), usual).seconds(len(places)) for driver, places in self.left
        )
        return makespan(spans, self.jobs)

    def _known(self) -> dict[tuple[int, int], list[tuple[int, float]]]:
        """What was measured; a worker's first shard counts where no other of that size does."""
        sizes = {size for points in self.points.values() for size, _ in points}
        known = {key: list(points) for key, points in self.points.items()}
        for key, points in self.fresh.items():
            extra = [point for point in points if point[0] not in sizes]
            if extra:
                known.setdefault(key, []).extend(extra)
        return known


def makespan(seconds: Iterable[float], jobs: int) -> float:
    """How long so many workers need for these shards, each taking the next when it is free.

    >>> makespan([3.0, 1.0, 1.0, 1.0], 2)
    3.0
    """
    busy = [0.0] * max(jobs, 1)
    for span in seconds:
        heapq.heappush(busy, heapq.heappop(busy) + span)
    return max(busy)


def _mean(values: Iterable[float]) -> float:
    known = list(values)
    return sum(known) / len(known) if known else 0.0
