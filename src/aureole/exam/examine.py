"""From cases to verdicts: shards of the same scenario, driven by whoever does the work, judged, shown again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from typing import Any

from aureole.core.verdict import Verdict
from aureole.exam.drive import Outcome, broken, driven, judged
from aureole.exam.life.course import Course, Finished, Shown, drive_all
from aureole.exam.life.estimate import Places, few, sample, samples
from aureole.exam.life.executor import Executor, Here
from aureole.exam.life.fates import unheld
from aureole.exam.life.parts import Sorted, shards, sort_drives, spread
from aureole.exam.logged.worlds import build_world
from aureole.exam.report.worst import WORST, badness
from aureole.exam.setup import SHARD, Drive, Drives, Setup, identity

__all__ = [
    "SHARD", "WORST", "Drive", "Drives", "Examination", "Outcome", "Setup", "Shown", "broken", "build_world",
    "drive_all", "driven", "examine", "identity", "judged", "shards", "sort_drives", "worst",
]  # fmt: skip


def examine(
    drives: Sequence[Drive], setup: Setup, *, done: Callable[[int], Any] | None = None, shown: Shown | None = None,
    executor: Executor | None = None,
) -> list[Verdict]:  # fmt: skip
    """One verdict a drive, in the order of the drives, whoever does the work.

    Args:
        drives: what is driven.
        setup: how.
        done: told how many more drives have come to their end.
        shown: filled with the replays of the worst; few drives are kept as they go, of many the worst go again.
        executor: who does the work; this process, one shard after the other, if left out.

    Raises:
        BadInput: a file or a parameter is wrong; nothing has been driven then.
        Trouble: this machine does not keep a worker alive.
    """
    workers = executor or Here()
    examination = Examination(drives, setup, sort_drives(drives, setup.ego), lambda found: done and done(len(found)))
    examination.begin(shown=shown)
    drive_all(workers, [(examination.course, places) for places in examination.left(workers.jobs)])
    return examination.end(workers)


def quiet(_: Mapping[int, Verdict]) -> None:
    """Tell nobody."""


class Examination:
    """One driver's exam: `begin`, drive what is `left`, `end`."""

    def __init__(self, drives: Sequence[Drive], setup: Setup, parts: Sorted, finished: Finished) -> None:
        self.drives, self.setup, self.parts, self.finished = drives, setup, parts, finished

    def begin(self, known: Mapping[int, Verdict] | None = None, *, shown: Shown | None = None) -> None:
        """Take in what is known already, and tell which drives their own files shut out."""
        self.shown = shown
        keep = shown if len(self.drives) <= WORST else None
        self.course = Course(self.drives, self.setup, finished=self.finished, shown=keep)
        self.course.verdicts.update(known or {})
        shut = {place: error for place, error in self.parts.shut.items() if place not in self.course.verdicts}
        if shut:
            self.course.take({place: unheld(self.drives[place], self.setup, error) for place, error in shut.items()})

    def left(self, jobs: int) -> list[Places]:
        """The shards that are still to be driven, so many at once."""
        return shards(self.parts.groups, self._most(jobs), self.course.verdicts)

    def ordered(self, jobs: int) -> tuple[list[Places], list[Places]]:
        """The same: those from whose time that of all others is told, and the others."""
        left = [[place for place in group if place not in self.course.verdicts] for group in self.parts.groups]
        parts = self.left(jobs)
        count = few(len(parts), jobs)
        first = samples(left) or (sample(left) if count == len(parts) else [])
        if first:
            sampled = {place for places in first for place in places}
            return first, shards(left, self._most(jobs), sampled)
        first = list(spread(parts, count))
        early = set(first)
        return first, [places for places in parts if places not in early]

    def _most(self, jobs: int) -> int:
        return min(self.setup.shard, max(1, -(-len(self.drives) // max(jobs, 1))))

    def end(self, executor: Executor) -> list[Verdict]:
        """All verdicts in the order of the drives; the worst are driven once more if the report shows any.

        A drive is the same each time, so what is shown is what was judged.
        """
        found = self.found()
        self.show({k for k in worst(found) if found[k].digest}, executor)
        return found

    def found(self) -> list[Verdict]:
        """All verdicts in the order of the drives."""
        return [self.course.verdicts[place] for place in range(len(self.drives))]

    def show(self, places: Set[int], executor: Executor) -> None:
        """Keep what the report shows of these, driven once more where it was not kept."""
        drive_all(executor, self.again(places, executor.jobs))

    def again(self, places: Set[int], jobs: int, finished: Finished = quiet) -> list[tuple[Course, Places]]:
        """What is to be driven once more so that the report can show these."""
        if self.shown is None:
            return []
        wanted = {place for place in places if place not in self.shown.replays}
        groups = [[place for place in group if place in wanted] for group in self.parts.groups]
        course = Course(self.drives, self.setup, finished=finished, shown=self.shown)
        return [(course, part) for part in shards(groups, max(1, -(-len(wanted) // jobs)))]


def worst(verdicts: Sequence[Verdict], count: int = WORST) -> list[int]:
    """Places of the verdicts one wants to see first: failures, then the lowest scores."""
    return sorted(range(len(verdicts)), key=lambda k: (*badness(verdicts[k]), k))[:count]
