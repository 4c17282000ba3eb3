"""A case with all that it takes to drive it again: `case.zip`.

It holds `case.json` (how it was driven and what came of it), `drive.mcap` (the record), `car.toml` if the car is none
of ours, and under `files/` the scenario with its map and catalogs, byte for byte, where its references lead to.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec

from aureole.core.errors import BadInput, Trouble, Unsupported
from aureole.core.verdict import Verdict
from aureole.exam.suites.cases import SuiteCase
from aureole.exam.verdicts import case_from_json
from aureole.runtime.archive.plain import refuse_name
from aureole.runtime.archive.read import Archive, opened
from aureole.runtime.archive.write import sha256, write
from aureole.world.scenarios.export.belongings import ELSEWHERE, INSIDE, belongings
from aureole.world.scenarios.references import TABLE

NAME = "case.zip"
FORMAT = 1
TOLD, RECORD, CAR = "case.json", "drive.mcap", "car.toml"
MOST_TOLD = 2**24  # bytes of case.json; a verdict of a long drive has some thousand
REMEDY = "drive the case again with --out DIR, which writes DIR/case.zip"


class Mind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who drove."""

    name: str
    hash: str
    """Over the driver's own sources; empty where none was found."""


class Looks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a driver was given that had to see for itself."""

    senses: str
    weather: str
    faults: tuple[str, ...]
    perception: str
    """File of the network; empty: ours."""
    sight: str
    """Hash of that network."""


class Told(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What `case.json` says."""

    format: int = FORMAT
    aureole: str
    """Version."""
    sources: str
    """Hash over the sources of Aureole itself."""
    case: str
    scenario: str
    """Its name in the archive."""
    params: dict[str, str]
    seed: int
    driver: Mind
    car: str
    """Name of one of ours, `car.toml`, or empty: the sedan with the measures of the scenario."""
    dt: float
    """Seconds a step."""
    timeout: float
    """s"""
    order: str
    ego: str
    """Empty: the one that is found."""
    fails: tuple[str, ...]
    """Events that fail the drive; empty: the usual."""
    digest: str
    verdict: dict[str, Any]
    machine: dict[str, str]
    """Fingerprint of the machine that drove it."""
    files: dict[str, str] = {}
    """SHA-256 by name of everything else in the archive."""
    folders: tuple[str, ...] = ()
    """Catalog directories, the empty ones too."""
    looks: Looks | msgspec.UnsetType = msgspec.UNSET
    """Left out where the driver was given things."""


class Head(msgspec.Struct):
    """What every format of it says."""

    format: int


@dataclass(frozen=True, slots=True)
class Packed:
    """An unpacked case; it is gone when the block that opened it ends."""

    path: Path
    """Of the archive."""
    told: Told
    verdict: Verdict
    case: SuiteCase
    record: Path
    car: str
    """As `--car` takes it; empty: none."""


def pack(path: Path, told: Told, case: SuiteCase, record: Path, car: str = "") -> None:
    """Write a case with its record, whole or not at all; the same drive gives the same bytes.

    Args:
        path: of the archive.
        told: all but `scenario`, `files` and `folders`, which are filled in here.
        case: what was driven.
        record: of the drive.
        car: the car as TOML, if it is none of ours.

    Raises:
        Unsupported: a file of the case has a name, or all of them a size, that an archive for everybody cannot have.
        Trouble: a file cannot be read, the archive cannot be written.
    """
    found = belongings(case.path, case.params)
    members: dict[str, bytes | Path] = {RECORD: record, **({CAR: car.encode()} if car else {}), **found.files}
    if found.references:
        name = str(PurePosixPath(found.scenario).with_name(TABLE))
        members[name] = msgspec.json.format(msgspec.json.encode(found.references, order="sorted"), indent=1)
    sums = {name: sha256(content) for name, content in members.items()}
    told = msgspec.structs.replace(told, scenario=found.scenario, files=sums, folders=found.folders)
    text = msgspec.json.format(msgspec.json.encode(told), indent=1) + b"\n"
    write(path, {TOLD: text, **members}, stored=frozenset({RECORD}))


@contextlib.contextmanager
def unpacked(path: Path) -> Iterator[Packed]:
    """A case in a folder of its own, checked against what its `case.json` says.

    Raises:
        BadInput: it is damaged, hostile, or not what it says; nothing is left behind.
        Unsupported: a newer version wrote it.
        Trouble: there is no room for it.
    """
    with opened(path) as archive:
        told = _told(archive)
        names = set(archive.infos) - {TOLD}
        for name in sorted(names ^ set(told.files)):
            what = "is not in it" if name not in names else "is in it, but case.json does not name it"
            raise BadInput(f"'{name}' {what}", place=str(path), remedy=REMEDY)
        verdict = _verdict(told, str(path))
        with _temporary(path) as home:
            for name, digest in told.files.items():
                if archive.extract(name, home / name) != digest:
                    what = f"'{name}' has changed since the case was packed"
                    raise BadInput(what, place=str(path), remedy="unpack it and drive the scenario in it")
            for name in told.folders:
                (home / name).mkdir(parents=True, exist_ok=True)
            case = SuiteCase(told.case, home / told.scenario, dict(told.params), origin=str(path))
            _refuse_strangers(case, home, told, str(path))
            yield Packed(path, told, verdict, case, home / RECORD, str(home / CAR) if told.car == CAR else told.car)


@contextlib.contextmanager
def _temporary(path: Path) -> Iterator[Path]:
    """A folder that is gone after the block; complaints about what is in it name the archive instead."""
    with tempfile.TemporaryDirectory(prefix="aureole-case-", ignore_cleanup_errors=True) as folder:
        home = Path(folder).resolve()
        try:
            yield home
        except Trouble as error:
            for name in ("what", "place", "remedy"):
                setattr(error, name, getattr(error, name).replace(str(home), str(path)))
            raise


def _told(archive: Archive) -> Told:
    """What `case.json` says, every part of it of its type."""
    text = archive.read(TOLD, MOST_TOLD)
    try:
        format_ = msgspec.json.decode(text, type=Head).format
        if format_ > FORMAT:
            what = f"is of format {format_}, this version reads {FORMAT}"
            raise Unsupported(what, place=archive.place, remedy="install a newer Aureole")
        told = msgspec.json.decode(text, type=Told)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise BadInput(f"{TOLD}: {str(error)[:300]}", place=archive.place, remedy=REMEDY) from None
    for name in (told.scenario, *told.folders):
        refuse_name(name, archive.place)
        if name.partition("/")[0] not in (INSIDE, ELSEWHERE):
            raise BadInput(f"{TOLD}: '{name[:80]}' lies outside {INSIDE}/", place=archive.place, remedy=REMEDY)
    wanted = {told.scenario, RECORD, *([CAR] if told.car == CAR else [])}
    for name in sorted(wanted - set(told.files)):
        raise BadInput(f"{TOLD} does not name '{name[:80]}' among its files", place=archive.place, remedy=REMEDY)
    return told


def _verdict(told: Told, place: str) -> Verdict:
    try:
        verdict = case_from_json(told.verdict)
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise BadInput(f"{TOLD}: its verdict is none: {error}", place=place, remedy=REMEDY) from None
    if (verdict.seed, verdict.digest) != (told.seed, told.digest):
        raise BadInput(f"{TOLD}: the verdict is about another drive", place=place, remedy=REMEDY)
    return verdict


def _refuse_strangers(case: SuiteCase, home: Path, told: Told, place: str) -> None:
    """Raise BadInput if the scenario reads a file that did not come with it."""
    found = belongings(case.path, case.params)
    for one in (*found.files.values(), *(home / name for name in found.folders if name.startswith(".."))):
        if not one.resolve().is_relative_to(home):
            raise BadInput(f"its scenario reads {one}, which is not in it", place=place, remedy=REMEDY)
    if found.scenario != told.scenario:
        raise BadInput("its scenario refers to folders that are not in it", place=place, remedy=REMEDY)
