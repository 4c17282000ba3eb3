"""One driver's way through an exam: shards go out, verdicts come in, what kills a worker is split until it is alone."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aureole.core.road import Road
from aureole.core.verdict import Verdict
from aureole.exam.drive import Seen
from aureole.exam.life.executor import MAKING, Answer, Death, Executor
from aureole.exam.life.fates import Patience, given_up, lost
from aureole.exam.life.felt import Shard
from aureole.exam.setup import Drive, Setup
from aureole.exam.tracks import Replay

SPLIT = 8  # pieces: of 512 cases the one that kills its worker stands alone after three more deaths
DEATHS = 2  # over a case, before it counts: one may have come from outside and meant another


@dataclass(slots=True)
class Shown:
    """What the report needs to show drives again, by place in the list of verdicts."""

    replays: dict[int, Replay] = field(default_factory=dict)
    roads: dict[int, Road] = field(default_factory=dict)

    def take(self, place: int, seen: Seen | None) -> None:
        """Keep one, if there is something to keep."""
        if seen is not None:
            self.replays[place], self.roads[place] = seen


@dataclass(frozen=True, slots=True)
class Part:
    """Places that are driven together, and how many workers have died over them."""

    places: tuple[int, ...]
    deaths: int = 0


Finished = Callable[[Mapping[int, Verdict]], Any]


class Course:
    """Knows what is to be driven, takes what comes back; holds every verdict by place."""

    def __init__(
        self, drives: Sequence[Drive], setup: Setup, *, finished: Finished, shown: Shown | None = None
    ) -> None:  # fmt: skip
        self.drives, self.setup, self.finished, self.shown = drives, setup, finished, shown
        self.verdicts: dict[int, Verdict] = {}
        self.patience = Patience()
        self.took: Callable[[tuple[int, ...], Answer], Any] = lambda places, answer: None
        """Told of every shard that came back."""

    def work(self, part: Part) -> Shard | None:
        """What is to be done for these places; nothing if the driver is not asked any more."""
        if self.patience.spent():
            self.take({place: given_up(self.drives[place], self.setup, self.patience) for place in part.places})
            return None
        return Shard([self.drives[place] for place in part.places], self.setup, keep=self.shown is not None)

    def answered(self, part: Part, answer: Answer) -> list[Part]:
        """Take what came back; gives what is to be driven again.

        Raises:
            Trouble: this machine does not keep a worker alive.
        """
        if isinstance(answer.result, Death):
            return self._mend(part, answer.result)
        self.patience.finished()
        self.took(part.places, answer)
        if self.shown is not None:
            for place, (_, seen) in zip(part.places, answer.result, strict=True):
                self.shown.take(place, seen)
        self.take({place: verdict for place, (verdict, _) in zip(part.places, answer.result, strict=True)})
        return []

    def take(self, verdicts: Mapping[int, Verdict]) -> None:
        """These verdicts are there."""
        self.verdicts.update(verdicts)
        self.finished(verdicts)

    def _mend(self, part: Part, death: Death) -> list[Part]:
        """Once more in pieces; a single case once more as it is, then it has its verdict."""
        places, deaths = part.places, part.deaths + 1
        alone = len(places) == 1 and deaths >= DEATHS
        self.patience.died(death, alone=alone)
        if alone:
            self.take({places[0]: lost(self.drives[places[0]], self.setup, death)})
            return []
        if len(places) == 1 or (death.own and death.phase == MAKING):  # how a driver is made does not depend on cases
            return [Part(places, deaths)]
        size = -(-len(places) // SPLIT)
        return [Part(places[k : k + size], deaths) for k in range(0, len(places), size)]


def drive_all(executor: Executor, parts: Iterable[tuple[Course, tuple[int, ...]]]) -> None:
    """Drive these parts to their end, in this order as far as workers are free; what is split goes first.

    Raises:
        Trouble: this machine does not keep a worker alive.
    """
    coming = iter(parts)
    again: list[tuple[Course, Part]] = []
    flying: dict[int, tuple[Course, Part]] = {}
    for ticket in itertools.count():
        while len(flying) >= executor.jobs:
            back(executor, flying, again)
        following = again.pop() if again else next(((course, Part(places)) for course, places in coming), None)
        if following is None:
            if not flying:
                return
            back(executor, flying, again)
            continue
        course, part = following
        work = course.work(part)
        if work is not None:
            flying[ticket] = following
            executor.submit(ticket, work)


def back(executor: Executor, flying: dict[int, tuple[Course, Part]], again: list[tuple[Course, Part]]) -> None:
    """Wait for the next answer, and put what it leaves to do on top."""
    answer = executor.answer()
    course, part = flying.pop(answer.ticket)
    again.extend((course, piece) for piece in reversed(course.answered(part, answer)))
