"""From cases to verdicts: batches of the same scenario, driven side by side, judged, shown again."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, overload

from aureole.core.car import Car
from aureole.core.driver import Driver
from aureole.core.errors import Trouble
from aureole.core.judge import Watcher
from aureole.core.road import Road
from aureole.core.verdict import Event, Verdict
from aureole.exam.judges.bench import Bench
from aureole.exam.scores.scored import Scored
from aureole.exam.suites.cases import SuiteCase
from aureole.exam.tracks import History, Replay
from aureole.runtime.fingerprint import Digest
from aureole.runtime.loop import DriverFailure, run
from aureole.vehicle.follower import Follower
from aureole.world.scenarios.build import build, group, outside
from aureole.world.scenarios.case import Case, Variation
from aureole.world.scripted import Scripted

SHARD = 512  # worlds driven side by side at most: their state stays in the cache
WORST = 50  # cases the report shows again


@dataclass(frozen=True, slots=True)
class Setup:
    """How an exam is driven."""

    driver: str
    make: Callable[[], Driver[Any]]
    car: Car | None = None
    """None: the sedan, fitted to the measures the scenario gives its ego."""
    step: float = 0.01
    timeout: float = 600.0
    order: str = ""
    ego: str | None = None
    jobs: int = 1
    shard: int = SHARD
    fails: tuple[str, ...] = ()
    """Events that fail a drive; empty: what the bench holds usual."""
    scores: tuple[str, ...] = ()
    """Of the field, by name (`exam.scores.table.SCORES`), beside our own measures."""


@dataclass(frozen=True, slots=True)
class Drive:
    """One line of an exam: a case with a seed."""

    case: SuiteCase
    seed: int


@dataclass(frozen=True, slots=True)
class Drives(Sequence[Drive]):
    """Every case with the seeds 0 to `seeds` - 1, without holding them."""

    cases: Sequence[SuiteCase]
    seeds: int

    def __len__(self) -> int:
        return len(self.cases) * self.seeds

    @overload
    def __getitem__(self, place: int) -> Drive: ...
    @overload
    def __getitem__(self, place: slice) -> list[Drive]: ...
    def __getitem__(self, place: int | slice) -> Drive | list[Drive]:
        if isinstance(place, slice):
            return [self[k] for k in range(len(self))[place]]
        case, seed = divmod(range(len(self))[place], self.seeds)
        return Drive(self.cases[case], seed)

    def __iter__(self) -> Iterator[Drive]:
        return (Drive(case, seed) for case in self.cases for seed in range(self.seeds))


@dataclass(slots=True)
class Shown:
    """What the report needs to show drives again, by place in the list of verdicts."""

    replays: dict[int, Replay] = field(default_factory=dict)
    roads: dict[int, Road] = field(default_factory=dict)


Seen = tuple[Replay, Road]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one batch."""

    verdicts: list[Verdict]
    history: History | None
    state: Any
    """The world's last state."""


def identity(case: SuiteCase) -> Case:
    """The case as its own randomness knows it: by its file, whatever it is called and whoever drives beside it."""
    return Case(Path(case.path).stem, Path(case.path))


def build_world(drives: Sequence[Drive], setup: Setup) -> Scripted:
    """One world batch; all drives must share scenario structure and road."""
    first = drives[0].case
    variations = [Variation(dict(drive.case.params), drive.seed) for drive in drives]
    return build(
        identity(first), variations, car=setup.car, step=setup.step,
        passive=setup.driver == "passive", ego=setup.ego, timeout=setup.timeout, order=setup.order,
    )  # fmt: skip


def shut_out(drives: Sequence[Drive]) -> dict[int, Trouble]:
    """Drives whose values their own file's constraints shut out, and why: a distribution may hold such.

    Raises:
        BadInput: all of a file are.
    """
    found: dict[int, Trouble] = {}
    held: dict[str, Trouble | None] = {}
    for place, drive in enumerate(drives):
        error = outside(identity(drive.case), Variation(drive.case.params)) if drive.case.params else None
        file = str(drive.case.path)
        if error is not None:
            found[place] = error
            held.setdefault(file, error)
        else:
            held[file] = None
    for first in held.values():
        if first is not None:
            raise first
    return found


def shards(drives: Sequence[Drive], setup: Setup, without: Container[int] = ()) -> list[list[int]]:
    """Places of the drives that can run side by side, at most `setup.shard` each.

    Every file is read here, so that a bad one is refused before anything is driven.
    """
    by_file: dict[str, list[int]] = {}
    for place, drive in enumerate(drives):
        if place not in without:
            by_file.setdefault(str(drive.case.path), []).append(place)
    found: list[list[int]] = []
    for places in by_file.values():
        first = drives[places[0]].case
        variations = (Variation(drive.case.params, drive.seed) for drive in (drives[p] for p in places))
        for alike in group(identity(first), variations, ego=setup.ego):
            members = [places[k] for k in alike]
            found.extend(members[k : k + setup.shard] for k in range(0, len(members), setup.shard))
    return found


def examine(
    drives: Sequence[Drive], setup: Setup, *, done: Callable[[int], Any] | None = None, shown: Shown | None = None
) -> list[Verdict]:  # fmt: skip
    """One verdict a drive, in the order of the drives, whatever the number of jobs.

    Args:
        drives: what is driven.
        setup: how.
        done: told how many more drives have come to their end.
        shown: filled with the replays of the worst; few drives are kept as they go, of many the worst go again.

    Raises:
        BadInput: a file or a parameter is wrong; nothing has been driven then.
    """
    idle = shut_out(drives)
    verdicts: dict[int, Verdict] = {place: unheld(drives[place], setup, error) for place, error in idle.items()}
    keep = shown if shown is not None and len(drives) <= WORST else None

    def work(places: list[int]) -> None:
        for place, (verdict, seen) in zip(places, judged([drives[p] for p in places], setup, keep), strict=True):
            verdicts[place] = verdict
            if keep is not None and seen is not None:
                keep.replays[place], keep.roads[place] = seen
        if done is not None:
            done(len(places))

    even = max(1, -(-len(drives) // max(setup.jobs, 1)))
    parts = shards(drives, replace(setup, shard=min(setup.shard, even)), idle)
    if done is not None and idle:
        done(len(idle))
    if setup.jobs <= 1 or len(parts) == 1:
        for part in parts:
            work(part)
    else:
        with ThreadPoolExecutor(setup.jobs) as pool:
            list(pool.map(work, parts))
    found = [verdicts[place] for place in range(len(drives))]
    if shown is not None and keep is None:
        show_again(drives, found, setup, shown)
    return found


def judged(drives: Sequence[Drive], setup: Setup, keep: Shown | None = None) -> list[tuple[Verdict, Seen | None]]:
    """Drive one shard; where it breaks, halve it until the case that breaks it stands alone."""
    try:
        world = build_world(drives, setup)
        outcome = driven(drives, setup, history=keep is not None, world=world)
    except Exception as error:  # noqa: BLE001  # the loop must outlive any driver and any world
        if len(drives) > 1:
            half = len(drives) // 2
            return judged(drives[:half], setup, keep) + judged(drives[half:], setup, keep)
        return [(broken(drives[0], setup, error), None)]
    history = outcome.history
    seen = [None if history is None else (history.replay(w), world.brief.road) for w in range(len(drives))]
    return list(zip(outcome.verdicts, seen, strict=True))


def driven(
    drives: Sequence[Drive], setup: Setup, *, extra: Sequence[Watcher] = (), history: bool = False,
    world: Scripted | None = None,
) -> Outcome:  # fmt: skip
    """Drive one shard with all judges; the history is kept on demand."""
    world = world or build_world(drives, setup)
    digest = Digest(len(drives))
    rules = dict.fromkeys(setup.fails, True) if setup.fails and not world.brief.passive else None
    bench = Bench(world.brief, setup.driver, rules)
    watchers: list[Watcher] = [digest, bench, *extra]
    scored = Scored(world.brief, drives[0].case, setup.scores)
    watchers += scored.watchers
    kept = History(world.brief, signals=bench.signals) if history else None
    if kept is not None:
        watchers.append(kept)
    _, state = run(world, made(setup), Follower(), watchers)
    verdicts = [
        replace(found, case=drive.case.name, extra={**found.extra, "path": str(drive.case.path)})
        for w, drive in enumerate(drives)
        for found in [scored.added(w, bench.verdict(w, digest=digest.text(w)))]
    ]
    return Outcome(verdicts, kept, state)


def made(setup: Setup) -> Driver[Any]:
    """A fresh driver; one that cannot even be made has failed."""
    try:
        return setup.make()
    except Exception as error:
        raise DriverFailure(f"making the driver: {type(error).__name__}: {error}") from error


def broken(drive: Drive, setup: Setup, error: Exception) -> Verdict:
    """The verdict on a drive that did not come to its end."""
    own = isinstance(error, DriverFailure)
    text = str(error) if isinstance(error, Trouble) else f"{type(error).__name__}: {error}"
    name = "bad_plan" if own else "infrastructure"
    event = Event(name, "-", 0.0, 0.0, 0.0, 0.0, own, text)
    return Verdict(
        case=drive.case.name, driver=setup.driver, seed=drive.seed, params=dict(drive.case.params),
        status="failed" if own else "infrastructure", score=0.0, measures={}, events=(event,),
        blame="decide" if own else "none", extra={"path": str(drive.case.path)},
    )  # fmt: skip


def unheld(drive: Drive, setup: Setup, error: Trouble) -> Verdict:
    """The verdict on a case that its own file shuts out: there was nothing to drive."""
    return replace(broken(drive, setup, error), status="not_exercised")


def worst(verdicts: Sequence[Verdict], count: int = WORST) -> list[int]:
    """Places of the verdicts one wants to see first: failures, then the lowest scores."""
    rank = {"failed": 0, "infrastructure": 1, "unavoidable": 2, "not_exercised": 3, "passed": 4}
    order = sorted(range(len(verdicts)), key=lambda k: (rank[verdicts[k].status], verdicts[k].score, k))
    return order[:count]


def show_again(drives: Sequence[Drive], verdicts: Sequence[Verdict], setup: Setup, shown: Shown) -> None:
    """Drive the worst once more with a history; drives are deterministic, so it is the same drive."""
    for place in worst(verdicts):
        if verdicts[place].digest:
            _, seen = judged([drives[place]], setup, shown)[0]
            if seen is not None:
                shown.replays[place], shown.roads[place] = seen
