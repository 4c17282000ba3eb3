"""The `case.zip` of a drive, written beside its record."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msgspec import UNSET, UnsetType

from aureole import __version__
from aureole.cli.drivers import Named, factory, weights
from aureole.core.errors import Unsupported
from aureole.core.verdict import Verdict
from aureole.exam.conformance.sources import mind
from aureole.exam.examine import Drive, Setup
from aureole.exam.given import GIVEN
from aureole.exam.life.felt import Feeling
from aureole.exam.suites.packed import CAR, NAME, Looks, Mind, Told, pack
from aureole.exam.verdicts import case_to_json, finite
from aureole.kernels import cache
from aureole.runtime.machine import fingerprint
from aureole.vehicle import cars
from aureole.world.logs.reading import is_log


def keep(record: Path, drive: Drive, setup: Setup, verdict: Verdict) -> Path:
    """Write `case.zip` beside a record; gives its path.

    Raises:
        Unsupported: a file of the case has a name or a size that cannot travel.
        Trouble: it cannot be written.
    """
    if is_log(drive.case.path):
        what = "a log is not packed: its licence goes with its own files"
        raise Unsupported(what, place=str(drive.case.path), remedy="aureole verify and replay take the record")
    path = record.with_name(NAME)
    pack(path, told(drive, setup, verdict), drive.case, record, car_text(setup))
    return path


def told(drive: Drive, setup: Setup, verdict: Verdict) -> Told:
    """How it was driven and what came of it."""
    car = "" if setup.car is None else CAR if car_text(setup) else setup.car.name
    return Told(
        aureole=__version__, sources=cache.fingerprint(), case=drive.case.name, scenario="",
        params=dict(drive.case.params), seed=drive.seed, driver=who(setup), car=car, dt=setup.step,
        timeout=setup.timeout, order=setup.order, ego=setup.ego or "", fails=setup.fails, digest=verdict.digest,
        verdict=finite(case_to_json(verdict)), machine=fingerprint(), looks=looks(setup),
    )  # fmt: skip


def looks(setup: Setup) -> Looks | UnsetType:
    """What the driver was given, if that was pictures."""
    if setup.senses == GIVEN:
        return UNSET
    return Looks(setup.senses, setup.weather, setup.faults, setup.perception, setup.sight)


def who(setup: Setup) -> Mind:
    """The driver's name, and the hash over its sources; of a network, over its file."""
    made: Any = setup.make
    while isinstance(made, Feeling):
        made = made.make
    if isinstance(made, Named):
        made = factory(made.name)
    return Mind(setup.driver, weights(made) or mind(getattr(made, "__module__", "") or "").hash)


def car_text(setup: Setup) -> str:
    """The car as TOML; empty if there is none, or it is one of ours as it stands."""
    car = setup.car
    if car is None or (car.name in cars.names() and cars.load(car.name) == car):
        return ""
    return cars.text(car)
