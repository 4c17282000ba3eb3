"""How long an exam will take, from a few of its shards that are driven first and count like all others.

What a shard costs is simulated time: every step of its longest drive has its own price, and every step of each drive.
Both prices are measured, over all shards that have come back; how long the drives of a group last is known from a small
spread of it that is driven to its end first. So one file with long drives does not pass for one with short ones.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from aureole.exam.life.executor import Answer
from aureole.exam.life.parts import spread

Places = tuple[int, ...]
SAMPLE = 64  # cases of the larger sample: enough that their own price is seen beside that of the steps
FEWER = 8  # cases of the sample of every other group: enough to see how long its drives last
LARGE = 512  # cases of an exam from which on samples cost little beside it
WIDE = 128  # and of a group
GROUPS = 4  # groups of which two are driven: half of them the largest, half spread over the others
SMALL = 64  # cases of a smaller exam of few shards from which on samples cost little beside it
MOST = 32  # groups that are sampled, the largest; there may be one for every file of thousands
TICK = 1e-6  # s; less is no measurement
RECENT = 12  # shards of a worker each, by which the pace of now is known: others may have begun to use the machine
KEPT = 1.7  # times as long takes a drive of which the report keeps what it shows
FEW = 0.1  # share of an exam of small groups after which its time is told


def samples(groups: Sequence[Sequence[int]]) -> list[Places]:
    """What is driven first, if an exam is large: two shards each of some groups, a small one of the other wide ones."""
    wide = [group for group in groups if len(group) >= WIDE]
    if not wide or sum(map(len, groups)) < LARGE:
        return []
    by_size = sorted(range(len(wide)), key=lambda k: -len(wide[k]))
    both = {*by_size[: GROUPS // 2], *spread(sorted(by_size[GROUPS // 2 :]), GROUPS - GROUPS // 2)}
    found = [places for k, group in enumerate(wide) if k in both for places in _two(group)]
    others = sorted((group for k, group in enumerate(wide) if k not in both), key=len, reverse=True)
    return [*found, *(spread(group, FEWER) for group in others[: MOST - len(both)])]


def sample(groups: Sequence[Sequence[int]]) -> list[Places]:
    """The same of an exam of so few shards that nothing would be left of it once the first of them are there."""
    largest = max(groups, key=len, default=())
    return list(_two(largest, FEWER)) if len(largest) >= SMALL else []


def _two(group: Sequence[int], count: int = SAMPLE) -> tuple[Places, Places]:
    larger = spread(group, count)
    return larger, (next(place for place in group[len(group) // 2 :] if place not in larger),)


def few(parts: int, jobs: int) -> int:
    """So many shards tell how long the others take: at least one that its worker need not load anything for."""
    return min(parts, max(2 * jobs, round(FEW * parts)))


class Took(NamedTuple):
    """A shard that was driven."""

    longest: float
    """Simulated seconds of its longest drive."""
    total: float
    """Of all its drives."""
    cases: int
    seconds: float
    """How long it took."""
    fresh: bool = False
    """Its worker had to load what it drives with, too."""


@dataclass(frozen=True, slots=True)
class Price:
    """Seconds of a shard: `step` · its longest drive + `drive` · all its drives, both in simulated seconds."""

    step: float
    drive: float

    def seconds(self, longest: float, total: float) -> float:
        """Of a shard with so long a longest drive, and so long drives in all."""
        return self.step * longest + self.drive * total


def fitted(known: Sequence[Took]) -> Price:
    """The prices that meet what was measured best, relative to each shard's time; neither falls below zero."""
    rows = [(one.longest / one.seconds, one.total / one.seconds) for one in known if one.seconds > TICK]
    aa, ab, bb = (sum(x[i] * x[j] for x in rows) for i, j in ((0, 0), (0, 1), (1, 1)))
    a, b = sum(x[0] for x in rows), sum(x[1] for x in rows)
    det = aa * bb - ab * ab
    if det > 1e-9 * aa * bb:
        step, drive = (a * bb - b * ab) / det, (b * aa - a * ab) / det
        if step >= 0.0 and drive >= 0.0:
            return Price(step, drive)
    alone = [Price(a / aa, 0.0) if aa > 0.0 else Price(0.0, 0.0), Price(0.0, b / bb) if bb > 0.0 else Price(0.0, 0.0)]
    return min(alone, key=lambda price: sum((price.step * x + price.drive * y - 1.0) ** 2 for x, y in rows))


class Length(NamedTuple):
    """How long the drives of a group last, in simulated seconds."""

    longest: float
    mean: float


class Outlook:
    """What is left of an exam, in seconds; a group of which nothing was driven yet lasts as long as the others.

    Args:
        groups: places by what can be driven together, the same for every driver.
        first: driver and places of the shards that are driven first.
        rest: of all others.
        jobs: how many are driven at once.
        again: drives that go once more at the end, for the report.
    """

    def __init__(
        self, groups: Sequence[Sequence[int]], first: Sequence[tuple[int, Places]], rest: Sequence[tuple[int, Places]],
        jobs: int, again: int = 0,
    ) -> None:  # fmt: skip
        self.group_of = {place: number for number, group in enumerate(groups) for place in group}
        self.early = set(first)
        self.left = dict.fromkeys([*first, *rest])
        self.jobs, self.again = jobs, again
        self.points: dict[tuple[int, int], list[Took]] = {}
        self.recent: list[tuple[int, int, Took]] = []

    def took(self, driver: int, places: Places, answer: Answer) -> None:
        """A shard was driven."""
        self.early.discard((driver, places))
        self.left.pop((driver, places), None)
        times = simulated(answer.result, len(places))
        one = Took(max(times), sum(times), len(places), answer.seconds, fresh=answer.fresh)
        group = self.group_of[places[0]]
        self.points.setdefault((driver, group), []).append(one)
        if not one.fresh:
            self.recent = [*self.recent[1 - RECENT * max(self.jobs, 1) :], (driver, group, one)]

    def seconds(self) -> float | None:
        """Until the end; None before the first shards are there."""
        if self.early or not self.left:
            return None
        prices = {driver: fitted(self._warm(driver)) for driver in {driver for driver, _ in self.points}}
        spans = [self._span(driver, places, prices) for driver, places in self.left]
        return self._pace(prices) * (makespan(spans, self.jobs) + self._once_more(prices))

    def _pace(self, prices: Mapping[int, Price]) -> float:
        """How many times longer than all so far the last shards took: 1 where too few have come back to tell."""
        if len(self.recent) < RECENT * max(self.jobs, 1):
            return 1.0
        told = sum(
            self._share(driver, group, prices[driver]) * prices[driver].seconds(one.longest, one.total)
            for driver, group, one in self.recent
        )
        return sum(one.seconds for *_, one in self.recent) / told if told > 0.0 else 1.0

    def _span(self, driver: int, places: Places, prices: Mapping[int, Price]) -> float:
        """Of a shard that is left."""
        group = self.group_of[places[0]]
        known = self.points.get((driver, group), ())
        price = prices.get(driver) or next(iter(prices.values()))
        length = lasting(known) if known else self._usual(driver)
        return self._share(driver, group, price) * price.seconds(length.longest, length.mean * len(places))

    def _share(self, driver: int, group: int, price: Price) -> float:
        """How many times longer the shards of a group took than by the prices of all."""
        known = [one for one in self.points.get((driver, group), ()) if not one.fresh]
        told = sum(price.seconds(one.longest, one.total) for one in known)
        return sum(one.seconds for one in known) / told if told > 0.0 else 1.0

    def _usual(self, driver: int) -> Length:
        """How long drives last in a group that nobody has driven yet."""
        mine = [lasting(known) for (who, _), known in self.points.items() if who == driver]
        mine = mine or [lasting(known) for known in self.points.values()]
        return Length(_mean(one.longest for one in mine), _mean(one.mean for one in mine))

    def _warm(self, driver: int) -> list[Took]:
        """What was measured of a driver; shards of workers that had to load first count where there are no others."""
        mine = [one for (who, _), known in self.points.items() if who == driver for one in known]
        sizes = {one.cases for one in mine if not one.fresh}
        return [one for one in mine if not one.fresh or one.cases not in sizes]

    def _once_more(self, prices: Mapping[int, Price]) -> float:
        """What the report shows is driven again, in more pieces, and at worst each drive in a shard of its own."""
        lengths = [lasting(known) for known in self.points.values()]
        longest = _mean(one.longest for one in lengths)
        price = Price(_mean(one.step for one in prices.values()), _mean(one.drive for one in prices.values()))
        return KEPT * price.seconds(longest, longest) * self.again / max(self.jobs, 1)


def lasting(known: Sequence[Took]) -> Length:
    """How long the drives of a group last, by those that were driven."""
    return Length(max(one.longest for one in known), sum(one.total for one in known) / sum(one.cases for one in known))


def simulated(result: object, cases: int) -> list[float]:
    """How long each drive of a shard lasted, in simulated seconds; 1 each where it does not tell."""
    found = [verdict.measures.get("time", 0.0) for verdict, _ in result] if isinstance(result, list) else []
    return found if len(found) == cases and sum(found) > 0.0 else [1.0] * cases


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
