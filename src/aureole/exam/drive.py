"""One shard of an exam: worlds of the same structure, driven side by side and judged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from aureole.core.driver import Driver
from aureole.core.errors import Blind, Trouble
from aureole.core.judge import Watcher
from aureole.core.observation import Observation
from aureole.core.road import Road
from aureole.core.verdict import Event, Verdict
from aureole.core.world import World
from aureole.drivers.network.driver import Changed
from aureole.exam.given import GIVEN
from aureole.exam.given import told as senses_told
from aureole.exam.judges.bench import Bench
from aureole.exam.life.apart import apart
from aureole.exam.logged.worlds import AnyWorld, build_world, painted_of, rules_of, scored_of
from aureole.exam.senses import perceiving
from aureole.exam.setup import Drive, Setup
from aureole.exam.stretches import run_stretches
from aureole.exam.tracks import History, Replay
from aureole.runtime.fingerprint import Digest
from aureole.runtime.loop import DriverFailure, run
from aureole.vehicle.follower import Follower
from aureole.world.scripted import Scripted

Seen = tuple[Replay, Road]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one batch."""

    verdicts: list[Verdict]
    history: History | None
    state: Any
    """The world's last state."""


def judged(drives: Sequence[Drive], setup: Setup, *, keep: bool = False) -> list[tuple[Verdict, Seen | None]]:
    """Drive one shard; where it breaks, halve it until the case that breaks it stands alone."""
    try:
        world = build_world(drives, setup)
        outcome = driven(drives, setup, history=keep, world=world)
    except Exception as error:  # noqa: BLE001  # the loop must outlive any driver and any world
        if len(drives) > 1:
            half = len(drives) // 2
            return judged(drives[:half], setup, keep=keep) + judged(drives[half:], setup, keep=keep)
        return [(broken(drives[0], setup, error), None)]
    history = outcome.history
    seen = [None if history is None else (history.replay(w), world.brief.road) for w in range(len(drives))]
    return list(zip(outcome.verdicts, seen, strict=True))


def driven(
    drives: Sequence[Drive], setup: Setup, *, extra: Sequence[Watcher] = (), history: bool = False,
    world: AnyWorld | None = None,
) -> Outcome:  # fmt: skip
    """Drive one shard with all judges; the history is kept on demand."""
    world = world or build_world(drives, setup)
    place: World[Any] = world
    jury = Jury(drives, setup, world, extra=extra, history=history)
    driver = made(setup, jury.bench.retell)
    if isinstance(place, Scripted) and not extra and not jury.scored.watchers:
        state: Any = run_stretches(place, driver, Follower(), jury.bare, [jury.bench], jury.kept)
    else:
        _, state = run(place, driver, Follower(), jury.watchers, [jury.bench])
    return Outcome(jury.verdicts(), jury.kept, state)


class Jury:
    """Everybody who watches a shard, and what they say in the end."""

    def __init__(
        self, drives: Sequence[Drive], setup: Setup, world: AnyWorld, *, extra: Sequence[Watcher] = (),
        history: bool = False,
    ) -> None:  # fmt: skip
        self.drives, self.digest, self.senses = drives, Digest(len(drives)), senses_told(setup)
        self.bench = Bench(world.brief, setup.driver, rules_of(world, setup))
        self.bare: list[Watcher] = [self.digest, self.bench]
        self.scored = scored_of(world, drives, setup)
        paint = painted_of(world, drives[0].case) if history else ()
        self.kept = History(world.brief, signals=self.bench.signals, paint=paint) if history else None
        kept = [self.kept] if self.kept is not None else []
        self.watchers: list[Watcher] = [*self.bare, *extra, *self.scored.watchers, *kept]

    def verdicts(self) -> list[Verdict]:
        """One a drive."""
        return [
            replace(found, case=drive.case.name, extra={**found.extra, **self.senses, "path": drive.case.told})
            for w, drive in enumerate(self.drives)
            for found in [self.scored.added(w, self.bench.verdict(w, digest=self.digest.text(w)))]
        ]


def made(setup: Setup, ear: Callable[[Observation], Any] = lambda _: None) -> Driver[Any]:
    """A fresh driver; one that cannot even be made has failed, unless its file was changed under it.

    Where it perceives, `ear` hears what it is told by its eyes.
    """
    driver = alone(setup)
    return driver if setup.senses == GIVEN else perceiving(driver, setup, ear)


def alone(setup: Setup) -> Driver[Any]:
    """The same without its eyes."""
    try:
        return apart(setup.make())
    except Changed:
        raise
    except Exception as error:
        raise DriverFailure(f"making the driver: {type(error).__name__}: {error}") from error


def broken(drive: Drive, setup: Setup, error: Exception) -> Verdict:
    """The verdict on a drive that did not come to its end."""
    own, blind = isinstance(error, DriverFailure), isinstance(error.__cause__, Blind)
    text = str(error) if isinstance(error, Trouble) else f"{type(error).__name__}: {error}"
    name = "bad_plan" if own else "infrastructure"
    event = Event(name, "-", 0.0, 0.0, 0.0, 0.0, own, text)
    return Verdict(
        case=drive.case.name, driver=setup.driver, seed=drive.seed, params=dict(drive.case.params),
        status="failed" if own else "infrastructure", score=0.0, measures={}, events=(event,),
        blame="perceive" if blind else "decide" if own else "none",
        extra={**senses_told(setup), "path": drive.case.told},
    )  # fmt: skip
