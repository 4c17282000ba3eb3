"""Who drives for a search: batches of drives on all workers, one driver after the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from aureole.core.verdict import Verdict
from aureole.exam.examine import Examination, drive_all, sort_drives
from aureole.exam.life.executor import Executor
from aureole.exam.life.fates import Patience
from aureole.exam.search.space import shut
from aureole.exam.setup import Drive, Setup


class Field:
    """Drives what it is given, with one driver.

    Args:
        setup: how.
        executor: who does the work.
        more: told how many more drives have come to their end.
    """

    def __init__(self, setup: Setup, executor: Executor, more: Callable[[int], Any]) -> None:
        self.setup, self.executor, self.more = setup, executor, more
        self.patience = Patience()

    def judge(self, drives: Sequence[Drive]) -> list[Verdict]:
        """Verdicts in the order of the drives; what they are depends neither on the batch nor on the workers.

        Raises:
            Trouble: this machine does not keep a worker alive.
        """
        exam = Examination(drives, self.setup, sort_drives(drives, self.setup.ego), self._finished)
        exam.begin()
        exam.course.patience = self.patience  # a driver that hangs in every batch is not asked for ever
        drive_all(self.executor, [(exam.course, places) for places in exam.left(self.executor.jobs)])
        return exam.found()

    def tried(self, drives: Sequence[Drive]) -> list[Verdict | None]:
        """The same; None for a drive that its own file shuts out."""
        inside = [drive for drive in drives if shut(drive) is None]
        verdicts = iter(self.judge(inside) if inside else [])
        kept = {id(drive) for drive in inside}
        return [next(verdicts) if id(drive) in kept else None for drive in drives]

    def _finished(self, verdicts: Mapping[int, Verdict]) -> None:
        self.more(len(verdicts))
