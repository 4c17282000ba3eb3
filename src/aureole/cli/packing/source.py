"""What is driven and how: from the options alone, or from a `case.zip` with the options in its stead."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import UnsetType

from aureole.cli import drivers, given
from aureole.cli.people.traffic import params_of
from aureole.core.errors import BadInput
from aureole.exam.suites.cases import SuiteCase
from aureole.exam.suites.logs import drivable
from aureole.exam.suites.suite import picked

if TYPE_CHECKING:
    from aureole.exam.examine import Setup
    from aureole.exam.suites.packed import Looks, Packed

USUAL: dict[str, Any] = {
    "driver": "rules", "car": None, "seed": 0, "order": "", "dt": 0.01, "timeout": 600.0, "ego": None,
    "senses": "given", "weather": "", "faults": (), "perception": "",
}  # fmt: skip
LOOKS = ("senses", "weather", "faults", "perception")
"""Those of them that say what the driver is given."""
OPTIONS = {"faults": "fault"}
"""How an option is called that has another name here."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of `aureole drive`; None where one was left out."""

    driver: str | None = None
    car: str | None = None
    seed: int | None = None
    order: str | None = None
    dt: float | None = None
    timeout: float | None = None
    ego: str | None = None
    sets: Sequence[str] = ()
    variation: int | None = None
    scores: str = ""
    """Of the field, beside our own; they do not change the drive."""
    traffic: str = ""
    """Who drives the others of a log."""
    senses: str | None = None
    weather: str | None = None
    faults: tuple[str, ...] | None = None
    perception: str | None = None

    def given(self) -> dict[str, Any]:
        """Those that were given, without parameters."""
        return {name: getattr(self, name) for name in USUAL if getattr(self, name) is not None}


@dataclass(frozen=True, slots=True)
class Source:
    """What is driven, and how."""

    case: SuiteCase
    how: dict[str, Any]
    """As `USUAL` names it."""
    packed: Packed | None = None
    changed: tuple[str, ...] = ()
    """Options that make it another drive than the one that was packed."""
    scores: str = ""
    fails: tuple[str, ...] = ()
    """What fails it, where the suite it is a case of says so."""

    @property
    def again(self) -> bool:
        """It is to be the same drive as the packed one."""
        return self.packed is not None and not self.changed

    def setup(self) -> Setup:
        """How it is driven, every part found and checked."""
        how = self.how
        try:
            made = given.setup(
                how["driver"], how["car"], step=how["dt"], timeout=how["timeout"], order=how["order"], ego=how["ego"],
                scores=self.scores, **{name: how[name] for name in LOOKS},
            )  # fmt: skip
        except BadInput as error:
            if self.packed is not None and self.again:
                error.place = error.place or str(self.packed.path)
            raise
        return replace(made, fails=self.fails if self.packed is None else self.packed.told.fails)


@contextlib.contextmanager
def source(name: str, asked: Asked) -> Iterator[Source]:
    """What a person wants to drive; an unpacked case is gone when the block ends.

    Raises:
        BadInput, Unsupported: it cannot be driven; nothing is left behind.
    """
    if Path(name).suffix.lower() != ".zip":
        case = given.case_of(name, list(asked.sets), asked.variation)
        case = (
            case if not asked.traffic else replace(case, params=params_of(asked.traffic, case.params, case.path, name))
        )
        path = Path(name)
        fails = picked(name)[0].fails if "#" in name and not path.exists() and not drivable(path) else ()
        yield Source(case, {**USUAL, **asked.given()}, scores=asked.scores, fails=fails)
        return
    from aureole.exam.suites.packed import unpacked

    given.refuse_variation(asked.variation, name)
    with unpacked(Path(name)) as packed:
        yield _again(packed, asked)


def how_of(packed: Packed) -> dict[str, Any]:
    """How a packed case was driven."""
    told = packed.told
    return {
        "driver": told.driver.name, "car": packed.car or None, "seed": told.seed, "order": told.order, "dt": told.dt,
        "timeout": told.timeout, "ego": told.ego or None, **looks(told.looks),
    }  # fmt: skip


def looks(told: Looks | UnsetType) -> dict[str, Any]:
    """What a packed case says its driver was given."""
    if isinstance(told, UnsetType):
        return {name: USUAL[name] for name in LOOKS}
    return {"senses": told.senses, "weather": told.weather, "faults": told.faults, "perception": told.perception}


def _again(packed: Packed, asked: Asked) -> Source:
    """The packed drive, changed as the options ask."""
    how, wanted, sets = how_of(packed), asked.given(), given.params(list(asked.sets))
    changed = [f"--{OPTIONS.get(name, name)}" for name, value in wanted.items() if value != how[name]]
    params = {**packed.case.params, **sets}
    if asked.traffic:
        set_ = {key: value for key, value in params.items() if key in sets or key not in ("others", "traffic")}
        params = params_of(asked.traffic, set_, packed.case.path, str(packed.path))
    changed += ["--set"] if params != packed.case.params else []
    if "driver" not in wanted:
        trusted(packed)
    origin = packed.case.origin if changed else packed.verdict.extra.get("path", packed.case.origin)
    case = replace(packed.case, params=params, origin=origin)
    return Source(case, {**how, **wanted}, packed, tuple(changed), asked.scores)


def sight_of(packed: Packed) -> str:
    """The hash of the network that saw for a packed drive; empty where things were given."""
    told = packed.told.looks
    return "" if isinstance(told, UnsetType) else told.sight


def trusted(packed: Packed) -> None:
    """Refuse to import a module only because a file from elsewhere names it, unless its source says it has a driver."""
    name = packed.told.driver.name
    if ":" not in name or drivers.is_network(name):
        return
    from aureole.exam.conformance.sources import offers

    drivers.look_here()
    module, _, attribute = name.partition(":")
    if not offers(module, attribute):
        raise BadInput(
            f"it was driven by '{name[:120]}', and no such driver is here", place=str(packed.path),
            remedy="run where its module lies, install its package, or name a driver with --driver",
        )  # fmt: skip
