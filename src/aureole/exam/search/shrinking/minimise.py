"""A failing drive made as small as it goes: fewer actors, the file's own values, and the value at which failing ends.

Everything is tried, nothing assumed: a step is kept if the drive still fails *alike*, by the same event under the same
clause. Actors are taken away one by one as long as one can go (one-minimal, as in Zeller & Hildebrandt, Simplifying and
isolating failure-inducing input, IEEE TSE 28, 2002). Then every parameter that may be is set to what the scenario's
file says. Then each axis of numbers is cut, again and again in `PIECES`, between a value that fails and the nearest
that does not, down to the axis's tolerance; between the two it may be otherwise.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from aureole.core.errors import BadInput, Unsupported
from aureole.core.verdict import Verdict
from aureole.exam.search.margin import kind
from aureole.exam.search.shrinking.ladder import Ladder, ladder
from aureole.exam.search.shrinking.thinned import actors, thinned
from aureole.exam.search.space import Direction, Space, Steps
from aureole.exam.setup import Drive
from aureole.world.scenarios.scenario import load
from aureole.world.scenarios.variations.distribution import same as equal

PIECES = 12  # that a stretch is cut into at once
FOLDER = "scenario"

Judge = Callable[[Sequence[Drive]], list[Verdict | None]]
"""Drives these; None for one that its own file shuts out."""


@dataclass(frozen=True, slots=True)
class Edge:
    """Where failing ends along one axis, all else being equal."""

    name: str
    side: str
    """`below`: smaller values do not fail; `above`: larger ones do not."""
    fails: str
    """The last value that fails alike."""
    passes: str
    """The first that does not; empty where it fails as far as the axis goes."""
    tolerance: str
    """Between the two; empty where values are listed and these are neighbours."""


@dataclass(frozen=True, slots=True)
class Smallest:
    """What is left of a failing drive."""

    drive: Drive
    verdict: Verdict
    away: tuple[str, ...]
    """Actors that it fails without."""
    reset: tuple[str, ...]
    """Parameters that have the file's own value again."""
    edges: tuple[Edge, ...]
    moved: str
    """The parameter that was moved to its edge; empty if none was."""
    before: str = ""
    """Its value before, from which the edges along the other axes were sought."""


@dataclass(slots=True)
class Stretch:
    """Between a place that fails alike and one that may not."""

    ladder: Ladder
    side: str
    fails: int
    passes: int | None
    """None: nothing that passes is known yet."""
    end: int

    @property
    def far(self) -> int:
        """The other end of what is still to be cut."""
        return self.end if self.passes is None else self.passes

    def open(self) -> bool:
        """Whether there is anything between."""
        return abs(self.far - self.fails) > (0 if self.passes is None else 1)

    def tried(self) -> list[int]:
        """Places to try, from the failing one on."""
        way, far = (1 if self.far > self.fails else -1), abs(self.far - self.fails)
        last = far if self.passes is None else far - 1
        count = min(PIECES, last)
        return [self.fails + way * -(-last * k // count) for k in range(1, count + 1)]

    def learn(self, places: Sequence[int], alike: Sequence[bool]) -> None:
        """Take in which of them fail alike; the nearest that does not ends the stretch."""
        for place, still in zip(places, alike, strict=True):
            if not still:
                self.passes = place
                return
            self.fails = place


class Shrinking:
    """Makes one failing drive smaller.

    Args:
        start: the drive and its verdict.
        space: what it was found in.
        find: what is looked for (`margin`).
        judge: who drives.
        folder: where scenarios with fewer actors are written.
    """

    def __init__(
        self, start: tuple[Drive, Verdict], space: Space, find: str, judge: Judge, folder: Path
    ) -> None:  # fmt: skip
        self.drive, self.verdict = start
        self.space, self.find, self.judge, self.folder = space, find, judge, folder
        self.kind = kind(self.verdict, find)

    def alike(self, drives: Sequence[Drive]) -> list[bool]:
        """Which of these fail as the first one did."""
        found = self.judge(drives)
        for verdict in found:
            if verdict is not None and kind(verdict, self.find) == self.kind:
                self.last = verdict
        return [verdict is not None and kind(verdict, self.find) == self.kind for verdict in found]

    def kept(self, drive: Drive) -> bool:
        """Go on from this drive, if it still fails alike."""
        if not self.alike([drive])[0]:
            return False
        self.drive, self.verdict = drive, self.last
        return True

    def shrunk(self, axes: Sequence[int], ego: str | None) -> Smallest:
        """The smallest drive; `axes`: of the space, the one that matters most first."""
        away = self.fewer(ego)
        reset = self.plainer()
        ladders = [one for axis in axes if (one := self.ladder(self.space.directions[axis])) is not None]
        edges = self.edges(ladders)
        before = self.drive.case.params
        moved = next((edge for edge in edges if edge.passes), None)
        if moved is not None and not self.kept(self.with_values({moved.name: moved.fails})):
            moved = None
        name = moved.name if moved else ""
        return Smallest(self.drive, self.verdict, away, reset, tuple(edges), name, before.get(name, ""))

    def with_values(self, values: dict[str, str]) -> Drive:
        """The drive with other values."""
        case = self.drive.case
        name = f"{case.name.partition('#')[0]}#smallest"
        return replace(self.drive, case=replace(case, name=name, params={**case.params, **values}))

    def fewer(self, ego: str | None) -> tuple[str, ...]:
        """Take actors away, one by one, as long as one can go."""
        original = self.drive
        away: tuple[str, ...] = ()
        left, number, progress = list(actors(self.drive, ego)), 0, True
        while progress:
            progress = False
            for name in list(left):
                number += 1
                folder = self.folder / f"{FOLDER}-{number}"
                if self._without(original, (*away, name), folder):
                    away, progress = (*away, name), True
                    left.remove(name)
        self._tidy()
        return away

    def _without(self, original: Drive, away: tuple[str, ...], folder: Path) -> bool:
        for declared in (False, True):
            shutil.rmtree(folder, ignore_errors=True)
            try:
                case = thinned(original.case, away, folder, declared=declared)
                if self.kept(replace(self.drive, case=replace(case, params=self.drive.case.params))):
                    return True
            except (BadInput, Unsupported):
                continue
        shutil.rmtree(folder, ignore_errors=True)
        return False

    def _tidy(self) -> None:
        """Only the folder of the scenario that is driven now stays."""
        for folder in self.folder.glob(f"{FOLDER}-*"):
            if folder not in self.drive.case.path.parents:
                shutil.rmtree(folder, ignore_errors=True)

    def plainer(self) -> tuple[str, ...]:
        """Set what may be to the file's own values, one axis after the other."""
        own = {one.name: one.text for one in load(self.drive.case.path).parameters.declared}
        found: list[str] = []
        for direction in self.space.directions:
            values = _on(direction, {name: own[name] for name in direction.names if name in own})
            now = self.drive.case.params
            if values and any(now.get(name) != text for name, text in values.items()):
                found += direction.names if self.kept(self.with_values(values)) else ()
        return tuple(found)

    def ladder(self, direction: Direction) -> Ladder | None:
        """The values of an axis in order, if they are numbers."""
        kinds = {one.name: one.kind for one in load(self.drive.case.path).parameters.declared}
        return ladder(direction, kinds.get(direction.names[0], "double"))

    def edges(self, ladders: Sequence[Ladder]) -> list[Edge]:
        """Where failing ends, along every axis on either side, all cut side by side."""
        stretches = []
        for one in ladders:
            place = one.near(self.drive.case.params[one.name])
            stretches += [Stretch(one, "below", place, None, 0), Stretch(one, "above", place, None, one.count - 1)]
        while True:
            asked = [(stretch, stretch.tried()) for stretch in stretches if stretch.open()]
            if not asked:
                break
            drives = [
                self.with_values({stretch.ladder.name: stretch.ladder.text(place)})
                for stretch, places in asked
                for place in places
            ]
            alike = iter(self.alike(drives))
            for stretch, places in asked:
                stretch.learn(places, [next(alike) for _ in places])
        return [_edge(stretch) for stretch in stretches]


def _edge(stretch: Stretch) -> Edge:
    one = stretch.ladder
    passes = "" if stretch.passes is None else one.text(stretch.passes)
    return Edge(one.name, stretch.side, one.text(stretch.fails), passes, "" if one.listed else f"{one.step:f}")


def _on(direction: Direction, own: dict[str, str]) -> dict[str, str]:
    """The file's own values, if the axis holds them."""
    if set(own) != set(direction.names):
        return {}
    if isinstance(direction, Steps):
        for place in range(min(direction.count, 10_000)):
            values = direction.axis.at(place)
            if all(equal(values.get(name, ""), text) for name, text in own.items()):
                return dict(values)
        return {}
    one = ladder(direction, "double")
    (text,) = own.values()
    held = one is not None and float(one.text(0)) <= float(text) <= float(one.text(one.count - 1))
    return own if held else {}
