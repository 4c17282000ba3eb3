"""A driver whose turns are felt: the one who waits outside learns when it is asked and when it has answered."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from aureole.core.driver import Driver
from aureole.core.mission import Mission
from aureole.core.notes import Int64
from aureole.core.observation import Observation
from aureole.core.plan import Plan
from aureole.core.verdict import Verdict
from aureole.exam.drive import Seen, judged
from aureole.exam.life.apart import apart
from aureole.exam.life.executor import BEGINNING, DRIVING, MAKING, Pulse
from aureole.exam.setup import Drive, Setup


class Felt:
    """A driver that fits the role as the one within does."""

    def __init__(self, driver: Driver[Any], pulse: Pulse) -> None:
        self.driver, self.pulse = driver, pulse

    def reset(self, mission: Mission) -> Any:
        """The memory of the one within."""
        self.pulse.asking(BEGINNING)
        try:
            return self.driver.reset(mission)
        finally:
            self.pulse.answered()

    @property
    def kept(self) -> Callable[[Any, Int64], Any] | None:
        """How the one within leaves out worlds that are over; None if it cannot."""
        within: Callable[[Any, Int64], Any] | None = getattr(self.driver, "kept", None)
        return None if within is None else functools.partial(self._keep, within)

    def _keep(self, within: Callable[[Any, Int64], Any], memory: Any, rows: Int64) -> Any:
        self.pulse.asking(DRIVING)
        try:
            return within(memory, rows)
        finally:
            self.pulse.answered()

    def drive(self, observation: Observation, memory: Any) -> tuple[Plan, Any]:
        """The plan of the one within."""
        self.pulse.asking(DRIVING, int(observation.stamp.max()))
        try:
            return self.driver.drive(observation, memory)
        finally:
            self.pulse.answered()


@dataclass(frozen=True, slots=True)
class Feeling:
    """Makes drivers that are felt, in the making too."""

    make: Callable[[], Driver[Any]]
    pulse: Pulse

    def __call__(self) -> Felt:
        """A fresh driver."""
        self.pulse.asking(MAKING)
        try:
            return Felt(apart(self.make()), self.pulse)
        finally:
            self.pulse.answered()


def felt(setup: Setup, pulse: Pulse) -> Setup:
    """The same terms with a driver that is felt."""
    return replace(setup, make=Feeling(setup.make, pulse))


@dataclass(frozen=True, slots=True)
class Shard:
    """Work: some drives of the same structure, judged; gives verdicts with what the report shows, in order."""

    drives: Sequence[Drive]
    setup: Setup
    keep: bool = False
    """Whether what happened is kept for the report."""

    def __call__(self, pulse: Pulse) -> list[tuple[Verdict, Seen | None]]:
        """Drive them."""
        return judged(self.drives, felt(self.setup, pulse), keep=self.keep)
