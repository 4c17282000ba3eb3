"""A drive as files that others can play: a scenario of its tracks, and the map beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import structs

from aureole.cli import given
from aureole.cli.work.reading import ahead
from aureole.core.command import Command
from aureole.core.errors import BadInput, Unsupported
from aureole.core.plan import Plan
from aureole.core.scene import Scene
from aureole.exam.logged.cast import from_log
from aureole.exam.logged.cast import land as map_of
from aureole.exam.suites.held import beside, map_in
from aureole.runtime.files import whole_together
from aureole.runtime.replay import read
from aureole.world.logs.reading import is_log
from aureole.world.roads.writing.opendrive import document
from aureole.world.scenarios.case import Case, Variation
from aureole.world.scenarios.export.cast import Cast, cast_of, ground, read_cast
from aureole.world.scenarios.export.document import About, scenario
from aureole.world.scenarios.export.tracks import tracks

RECORD = "drive.mcap"
WORDS = ("driver", "seed", "dt", "digest")
"""What the file's header tells of a record, where it says it."""


@dataclass(frozen=True, slots=True)
class Drive:
    """What becomes a scenario."""

    name: str
    """Of the files."""
    told: str
    """What drive it is, in words."""
    place: str
    cast: Cast
    scene: Scene
    """Leading axis: time."""
    land: bytes
    """The map; empty if there is none."""


class Keep:
    """A watcher that keeps every scene of the first world."""

    def __init__(self) -> None:
        self.scenes: list[Scene] = []

    def watch(self, scene: Scene, plan: Plan, command: Command) -> None:
        """Keep one step; the frozen steps after the end are left out."""
        if not self.scenes or not self.scenes[-1].over[0]:
            self.scenes.append(scene)

    def stacked(self) -> Scene:
        """All of them, the leading axis being time."""
        names = [field.name for field in fields(Scene)]
        return Scene(**{name: np.stack([getattr(scene, name)[0] for scene in self.scenes]) for name in names})


def shareable(source: str) -> bool:
    """Whether this is a drive or a case rather than another file: a record, its folder, a scenario, a name."""
    path = Path(source)
    return path.suffix.lower() in (".mcap", ".xosc") or (not path.suffix and not path.is_file())


def share(source: str, out: Path, sets: Sequence[str] = (), *, tell: Callable[[], Any] = lambda: None) -> list[Path]:
    """Write OUT/NAME.xosc, and OUT/NAME.xodr if there is a map, of a record or of a passive case; gives their paths.

    A case is played as the scenario alone moves it.

    Args:
        source: a record, a folder with one, an embedded case or a scenario file.
        out: the folder; made if it is not there.
        sets: PARAM=VALUE of a case.
        tell: called if kernels must be compiled first.

    Raises:
        BadInput: the source is none of these or broken, or its map is not there any more.
        Trouble: the files cannot be written; then neither is there.
    """
    if out.suffix.lower() in (".xosc", ".xodr"):
        raise BadInput(f"--out {out}: a drive becomes two files", place=source, remedy="give a folder as --out")
    path = Path(source)
    if path.suffix == ".mcap" or (path / RECORD).is_file():
        if sets:
            raise BadInput("--set is for a case; a record has been driven", place=source, remedy="leave --set out")
        drive = recorded(path if path.suffix == ".mcap" else path / RECORD)
    else:
        drive = played(source, sets, tell)
    land = drive.land
    about = About(drive.told, datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S"), drive.place)
    beside = f"{drive.name}.xodr" if land else ""
    story = scenario(tracks(drive.scene, drive.place), drive.cast.members, beside, about)
    files = {out / f"{drive.name}.xosc": story, **({out / beside: land} if land else {})}
    refuse_own(files, drive)
    whole_together(files)
    return list(files)


def refuse_own(files: dict[Path, bytes], drive: Drive) -> None:
    """Raise BadInput if a file would take the place of what it is made from."""
    sources = {Path(drive.place).resolve(), Path(drive.cast.map).resolve()}
    for path in files:
        if path.resolve() in sources:
            raise BadInput("would be written over what it is made from", place=str(path), remedy="choose another --out")


def recorded(path: Path) -> Drive:
    """The drive in a record; named after its case, or after the file if the case has no fit name."""
    record = read(path)
    told = record.drive
    case = told.get("case", "")
    words = ", ".join(f"{word} {told[word]}" for word in WORDS if told.get(word))
    cast = read_cast(told.get("cast", ""), str(path))
    with beside(path) as packed:
        inside = None if packed is None else map_in(packed, cast.digest)
        land = ground(cast if inside is None else structs.replace(cast, map=str(inside)), str(path))
        if from_log(Path(cast.map)):
            land = document(map_of(Path(cast.map)))
    name = fit(case) or fit(path.stem) or "drive"
    return Drive(name, f"The drive of a record: {case}, {words}", str(path), cast, record.scene, land)


def played(source: str, sets: Sequence[str], tell: Callable[[], Any]) -> Drive:
    """The case as the scenario alone moves it, to the scenario's end."""
    case = given.case_of(source, list(sets))
    if is_log(case.path):
        what = "a log has no storyboard that could be played"
        raise Unsupported(what, place=source, remedy="drive it with --driver passive, and convert its record")
    ahead([case], None)
    from aureole.cli.work import warming  # with the compiler, which a refused file need not wait for
    from aureole.runtime.loop import run
    from aureole.vehicle.follower import Follower
    from aureole.world.scenarios.build import build

    setup = given.setup("passive", None)
    warming.ahead(tell)
    world = build(Case(case.name, case.path), [Variation(dict(case.params))], passive=True)
    keep = Keep()
    run(world, setup.make(), Follower(), [keep])
    chosen = " ".join(f"{name}={value}" for name, value in case.params.items())
    cast = cast_of(case.path, case.params, world.brief)
    told = f"The case {case.name} {chosen}".strip() + " as the scenario alone moves it"
    place = str(case.path)
    return Drive(fit(case.name) or "case", told, place, cast, keep.stacked(), ground(cast, place))


def fit(name: str) -> str:
    """A name with nothing but what every file system takes; empty if too little is left."""
    letters = "".join(letter if letter.isalnum() or letter in "-_." else "-" for letter in name)
    return letters.strip("-.")[:100]
