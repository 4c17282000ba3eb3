"""One drive with everything that is written about it."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from msgspec import structs

from aureole.cli import say
from aureole.cli.booting.ports import Behind, WorldBehind
from aureole.cli.drivers import filed, weights
from aureole.cli.packing.keep import keep
from aureole.cli.work import warming
from aureole.core.errors import Trouble, Unsupported
from aureole.core.judge import Watcher
from aureole.core.verdict import Verdict
from aureole.exam.examine import Drive, Setup, broken, build_world, driven
from aureole.exam.given import GIVEN, PERCEIVED, shown
from aureole.exam.given import told as senses_told
from aureole.exam.logged.worlds import AnyWorld, cast_of
from aureole.exam.report.write import About, write
from aureole.exam.suites.cases import SuiteCase
from aureole.exam.tracks import Replay
from aureole.exam.verdicts import case_to_json, finite
from aureole.runtime.loop import DriverFailure
from aureole.runtime.machine import fingerprint
from aureole.runtime.record import Recorder
from aureole.runtime.trace import Trace, write_transitions
from aureole.world.signs.told import told as signs_told


def quiet(*_: object) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Files:
    """What shall be written where; None: not at all, or the default folder."""

    trace: Path | None = None
    storyboard: Path | None = None
    out: Path | None = None
    command: str = ""
    """As it was typed."""
    again: str = ""
    """What drives this again, if the case alone does not say it."""
    map: str = ""
    """The map's path as it is told, if it is only unpacked where it is read."""
    system: str = ""
    """`real` or `logical`: through the operating system by that time; empty: in this process."""
    behind: Behind | None = None
    """What stands behind the car's port in the operating system; None: the world."""
    limit: int = 0
    """Bytes that the recorder of the operating system may take; 0: as many as it usually may."""
    say: Callable[[str], Any] = quiet
    """Hears how the operating system fared."""
    tell: Callable[[], Any] = quiet
    """Called if the kernels must be compiled first."""


def drive_one(case: SuiteCase, setup: Setup, seed: int, files: Files, *, lang: str) -> tuple[Verdict, dict[str, Path]]:
    """The verdict, and the files that were written by kind; none of a drive that its driver broke off."""
    warming.ahead(files.tell, eyes=setup.senses == PERCEIVED)
    try:
        return recorded(Drive(case, seed), setup, files, lang=lang)
    except DriverFailure as failure:
        return broken(Drive(case, seed), setup, failure), {}


def recorded(drive: Drive, setup: Setup, files: Files, *, lang: str) -> tuple[Verdict, dict[str, Path]]:
    """The same, of a driver that gives plans."""
    case = drive.case
    folder = files.out or Path("aureole-out") / f"{case.name}-{filed(setup.driver)}"
    world = build_world([drive], setup)
    record = folder / "drive.mcap"
    cast = cast_of(world, case)
    if cast.map and files.map:
        cast = structs.replace(cast, map=files.map)
    told = {**description(drive, setup), "cast": cast.json(), **signs_told(world.brief.signs)}
    trace = Trace(world.brief.names)
    if files.system:
        verdict, replays = booted(drive, setup, world, files, (record, told), lang)
    else:
        with Recorder(record, told) as recorder:
            extra: list[Watcher] = [recorder] + ([trace] if files.trace else [])
            outcome = driven([drive], setup, extra=extra, history=True, world=world)
            verdict, history = outcome.verdicts[0], outcome.history
            recorder.close({"digest": verdict.digest, "verdict": json.dumps(finite(case_to_json(verdict)))})
        replays = {0: history.replay(0)} if history is not None else {}
    report = folder / "report.html"
    about = About(
        suite=case.name, command=files.command, dt=setup.step, car=world.brief.mission.car.name,
        machine=fingerprint().get("cpu", ""), title=case.name, senses=shown(senses_told(setup)),
        again=(files.again,) if files.again else (),
    )  # fmt: skip
    written = {"record": record} if record.exists() else {}
    with losing(files):
        write(report, [verdict], replays, {0: world.brief.road}, about=about, lang=lang)
        written["report"] = report
    if files.trace:
        trace.write(files.trace)
    if files.storyboard:
        write_transitions(files.storyboard, world.transitions(outcome.state, 0))
    with losing(files):
        written |= travelling(record, drive, setup, verdict, lang) if "record" in written else {}
    return verdict, written


@contextlib.contextmanager
def losing(files: Files) -> Iterator[None]:
    """Through the operating system a verdict comes out, whether its files can be written or not; what is lost is said.

    Raises:
        Trouble: a file of another drive cannot be written.
    """
    try:
        yield
    except Trouble as error:
        if not files.system:
            raise
        say.complain(str(error))


def booted(
    drive: Drive, setup: Setup, world: AnyWorld, files: Files, record: tuple[Path, dict[str, str]], lang: str
) -> tuple[Verdict, dict[int, Replay]]:  # fmt: skip
    """The verdict of a drive through the operating system, and what there is to be shown; its chains are told."""
    from aureole.cli.booting.tell import told
    from aureole.cli.booting.through import through
    from aureole.runtime.recorder.ring import LIMIT

    if files.trace or files.storyboard:
        raise Unsupported("--runtime with --trace or --storyboard", remedy="leave one of them out")
    behind = files.behind or WorldBehind()
    clock = files.system
    came = through(drive, setup, world, record, behind, logical=clock == "logical", limit=files.limit or LIMIT)
    files.say("\n".join([told(came, clock, lang), *behind.told(came.results, lang)]))
    if came.found is None:
        raise came.failure or Trouble("the drive came to no verdict")
    return came.found.verdict, {} if came.found.replay is None else {0: came.found.replay}


def travelling(record: Path, drive: Drive, setup: Setup, verdict: Verdict, lang: str) -> dict[str, Path]:
    """The case beside its record; where it cannot travel nothing is written, and it is said why."""
    try:
        return {"case": keep(record, drive, setup, verdict)}
    except Unsupported as error:
        say.complain(f"{say.word('no_case', lang)}: {error}")
        return {}


def description(drive: Drive, setup: Setup) -> dict[str, str]:
    """What must be known to drive it again."""
    return {
        "case": drive.case.name,
        "path": drive.case.told,
        "params": json.dumps(drive.case.params),
        "driver": setup.driver,
        **({"weights": weights(setup.make)} if weights(setup.make) else {}),
        "car": setup.car.name if setup.car else "",
        "seed": str(drive.seed),
        "dt": repr(setup.step),
        "timeout": repr(setup.timeout),
        "order": setup.order,
        "ego": setup.ego or "",
        **({} if setup.senses == GIVEN else senses_told(setup)),
    }
