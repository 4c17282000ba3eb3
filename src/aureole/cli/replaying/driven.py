"""What a recording says of how it was driven, and the same case, driver and car again."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from aureole.cli import given
from aureole.cli.drivers import as_before
from aureole.cli.packing.source import Source, how_of, sight_of, trusted
from aureole.cli.work.verifying import located
from aureole.core.errors import BadInput
from aureole.core.mission import Mission
from aureole.exam.given import asked
from aureole.exam.logged.worlds import AnyWorld, build_world
from aureole.exam.senses import as_before as seen_as_before
from aureole.exam.setup import Drive, Setup
from aureole.exam.suites.held import beside

MISSION = "mission"  # what a recorder is told beside what a record tells


@contextlib.contextmanager
def driven(about: Mapping[str, str], record: Path) -> Iterator[tuple[Drive, Setup, AnyWorld]]:
    """The drive again, from the case that lies beside its record or from where it lay.

    Raises:
        BadInput: it does not say how it was driven, or its case, driver or car are not there or not the same.
    """
    with beside(record) if record.is_file() else contextlib.nullcontext() as packed:
        if packed is not None:
            trusted(packed)
            setup = Source(packed.case, how_of(packed), packed).setup()
            as_before(setup.make, packed.told.driver.hash, str(packed.path))
            seen_as_before(setup, sight_of(packed), str(packed.path))
            drive = Drive(packed.case, packed.told.seed)
        else:
            drive, setup = told(about, str(record))
        world = build_world([drive], setup)
        if about.get(MISSION, "") not in ("", digest_of(world.brief.mission)):
            what = f"car {world.brief.mission.car.name} is not the one that was recorded, or its order or speed is not"
            raise BadInput(what, place=str(record), remedy="replay with the car's TOML and the case as they were")
        yield drive, setup, world


def told(about: Mapping[str, str], place: str) -> tuple[Drive, Setup]:
    """What was driven, and how, by the words about a drive."""
    try:
        case = located(about["case"], about["path"], json.loads(about["params"]))
        setup = given.setup(
            about["driver"], about["car"] or None, step=float(about["dt"]), timeout=float(about["timeout"]),
            order=about["order"], ego=about["ego"] or None, **asked(about),
        )  # fmt: skip
        seed = int(about["seed"])
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise BadInput(f"the recording does not say how it was driven: {error}", place=place) from error
    as_before(setup.make, about.get("weights", ""), place)
    seen_as_before(setup, about.get("sight", ""), place)
    return Drive(case, seed), setup


def digest_of(mission: Mission) -> str:
    """Of all that the services of a drive know beforehand: car, order, set speed, key."""
    return hashlib.sha256(repr(mission).encode()).hexdigest()
