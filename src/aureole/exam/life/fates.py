"""What is held against whom when a worker died or hung, and when enough is enough."""

from __future__ import annotations

from dataclasses import dataclass, replace

from aureole.core.errors import Trouble
from aureole.core.verdict import Event, Verdict
from aureole.exam.drive import broken
from aureole.exam.life.executor import DRIVING, MAKING, Death
from aureole.exam.sentences.tell import tell
from aureole.exam.setup import Drive, Setup

IN_A_ROW = 3  # cases whose driver hung or died alone, with nothing finished between them: it is asked no more
HANGS, FALLS = 30, 300  # the same in all: at 30 s each a quarter of an hour; a worker starts again in about a second
DEATHS_IN_A_ROW = 10  # workers that died of nobody's fault with nothing finished between them: the machine is broken
PER_SECOND = 1_000_000_000  # ns


@dataclass(slots=True)
class Patience:
    """How often workers were lost, and whether it is worth going on."""

    row: int = 0
    hangs: int = 0
    falls: int = 0
    deaths: int = 0
    lost: int = 0

    def finished(self) -> None:
        """Something was finished."""
        self.row = self.deaths = 0

    def died(self, death: Death, *, alone: bool) -> None:
        """A worker was lost over one case, or over several.

        Raises:
            Trouble: too many were lost that no driver is to blame for.
        """
        if not death.own:
            self.deaths += 1
            self.lost += alone
            if self.deaths >= DEATHS_IN_A_ROW or self.lost >= FALLS:
                count = f"{self.deaths} workers in a row" if self.deaths >= DEATHS_IN_A_ROW else f"{self.lost} workers"
                raise Trouble(
                    f"{count} died before they finished anything, the last one {death.how}",
                    remedy="look at memory and disk of this machine, or take fewer --jobs; --resume goes on from here",
                )
        elif alone or death.phase == MAKING:
            self.row += 1
            self.hangs += death.hung
            self.falls += not death.hung

    def spent(self) -> str:
        """Why the driver is not asked any more; empty as long as it is."""
        what = "did not answer" if self.hangs else "ended its worker"
        if self.row >= IN_A_ROW:
            return tell("times_in_a_row", failing=what, count=self.row)
        if self.hangs >= HANGS or self.falls >= FALLS:
            return tell("times", failing=what, count=self.hangs + self.falls)
        return ""

    @property
    def blame(self) -> str:
        """What a driver that is not asked any more is blamed for."""
        return "timing" if self.hangs else "decide"


def lost(drive: Drive, setup: Setup, death: Death) -> Verdict:
    """The verdict on a drive over which workers died, it alone at the end."""
    at = death.stamp / PER_SECOND
    if not death.own:
        return broken(drive, setup, Trouble(tell("worker_lost", rest=death.how)))
    where = f"{death.phase} at {at:.2f} s, tick {round(at / setup.step)}" if death.phase == DRIVING else death.phase
    what = f"the driver did not answer when {where}" if death.hung else f"the driver ended its worker when {where}"
    return failed(drive, setup, f"{what}: {death.how}", at, blame="timing" if death.hung else "decide")


def given_up(drive: Drive, setup: Setup, patience: Patience) -> Verdict:
    """The verdict on a drive for which the driver was not asked any more."""
    return failed(drive, setup, tell("not_asked", rest=patience.spent()), 0.0, blame=patience.blame)


def failed(drive: Drive, setup: Setup, text: str, at: float, *, blame: str) -> Verdict:
    """The verdict on a drive that its driver broke off."""
    verdict = broken(drive, setup, Trouble(text))
    event = Event("bad_plan", "-", at, 0.0, 0.0, 0.0, True, text)
    return replace(verdict, status="failed", events=(event,), blame=blame)


def unheld(drive: Drive, setup: Setup, error: Trouble) -> Verdict:
    """The verdict on a case that its own file shuts out: there was nothing to drive."""
    return replace(broken(drive, setup, error), status="not_exercised")
