"""Whether a driver is given things or pictures: what can be driven so, and with which parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aureole.core.driver import Driver
from aureole.core.errors import BadInput
from aureole.core.mission import Mission
from aureole.core.notes import Int64
from aureole.core.observation import Observation
from aureole.core.plan import Plan
from aureole.exam.given import GIVEN, PERCEIVED, SENSES
from aureole.exam.setup import Drive, Setup
from aureole.exam.suites.cases import SuiteCase
from aureole.world.logs.reading import is_log

if TYPE_CHECKING:
    from aureole.drivers.perception.shipped import WeightsFile
    from aureole.world.scripted import Scripted

SIDE_BY_SIDE = 64  # worlds; more are no faster, for each has its own pictures


def as_before(setup: Setup, sight: str, place: str) -> None:
    """Refuse to drive again with another network of perception than the one that saw.

    Args:
        setup: of now.
        sight: the hash that was written down; empty where things were given.
        place: where it is written.

    Raises:
        BadInput: it is another one.
    """
    if setup.sight != sight:
        what = f"the network of perception has changed: {sight or 'no hash'} saw, {setup.sight} is there"
        raise BadInput(what, place=place, remedy="put the file back that saw (--perception), or drive the case anew")


def checked(setup: Setup) -> Setup:
    """The same terms, if a drive can have them.

    Raises:
        BadInput: there are no such senses, weather, faults or network, the car has no eyes, or nobody looks.
        Missing: nothing is there that runs the network.
    """
    if setup.senses not in SENSES:
        raise BadInput(f"--senses {setup.senses}: there are {' and '.join(SENSES)}")
    if setup.senses == GIVEN:
        useless = {"--weather": setup.weather, "--fault": " ".join(setup.faults), "--perception": setup.perception}
        for option, value in useless.items():
            if value:
                what = f"{option} {value} with --senses {GIVEN}: nobody looks at pictures"
                raise BadInput(what, remedy=f"add --senses {PERCEIVED}, or leave it out")
        return setup
    from aureole.drivers.perception.shipped import weights_file
    from aureole.vehicle.cars import load
    from aureole.world.sensing.eyes.faults import faults_of
    from aureole.world.sensing.eyes.senses import eyes_of
    from aureole.world.sensing.stage.light import weather

    if setup.driver == "passive":
        raise BadInput(f"--senses {PERCEIVED} with the driver 'passive': it looks at nothing", remedy="leave it out")
    if setup.weather:
        weather(setup.weather)
    faults_of(setup.faults, [eye.name for eye in eyes_of(setup.car or load("sedan"))])
    file = weights_file(setup.perception)
    name = file.name if setup.perception else ""
    return replace(setup, shard=min(setup.shard, SIDE_BY_SIDE), perception=name, sight=file.hash)


def refuse_logs(cases: Iterable[SuiteCase], senses: str) -> None:
    """Refuse to look at what was recorded as boxes: nobody knows what it looked like.

    Raises:
        BadInput: things are to be perceived, and a case is a log.
    """
    if senses == GIVEN:
        return
    for case in cases:
        if is_log(Path(case.path)):
            what = f"--senses {senses} on a log: it holds boxes, and nobody knows what they looked like"
            raise BadInput(what, place=str(case.told), remedy=f"drive logs with --senses {GIVEN}")


def eyed(world: Scripted, drives: Sequence[Drive], setup: Setup) -> Scripted:
    """The worlds of some drives, whose cars see for themselves.

    Raises:
        BadInput: the car has no eyes, or one that cannot be.
    """
    from aureole.world.scenarios.scenario import load, load_map
    from aureole.world.sensing.eyes.scenery import scenery
    from aureole.world.sensing.eyes.senses import Gaze, Perceived

    case, brief = drives[0].case, world.brief
    scenario = load(case.path)
    map_ = load_map(scenario.map(scenario.parameters.scope(case.params)))
    seen = scenery(map_, [drive.seed for drive in drives], setup.weather)
    gaze = Gaze(setup.weather, setup.faults)
    return world.sensed(
        lambda senses: Perceived(senses, brief.mission.car, gaze, seen, signs=brief.signs, keys=brief.key)
    )


def perceiving(driver: Driver[Any], setup: Setup, ear: Callable[[Observation], Any]) -> Driver[Any]:
    """A driver behind eyes; `ear` hears what it is told by them.

    Raises:
        BadInput: the network of perception cannot be read, or is none.
        Changed: it is another file than when the work began.
    """
    from aureole.drivers.perception.driver import Perceiving

    return Perceiving(Overheard(driver, ear), weights(setup)())


def weights(setup: Setup) -> WeightsFile:
    """The file of the network that perceives; it is looked at where it is opened."""
    from aureole.drivers.perception.shipped import SHIPPED, WeightsFile

    return WeightsFile(setup.perception or str(SHIPPED), setup.sight)


class Overheard:
    """A driver within one that perceives: whoever listens hears what it is told, not what the world gave."""

    def __init__(self, driver: Driver[Any], ear: Callable[[Observation], Any]) -> None:
        self.driver, self.ear = driver, ear

    def reset(self, mission: Mission) -> Any:
        """The memory of the one within."""
        return self.driver.reset(mission)

    @property
    def kept(self) -> Callable[[Any, Int64], Any] | None:
        """How the one within leaves out worlds that are over; None if it cannot."""
        return getattr(self.driver, "kept", None)

    def drive(self, observation: Observation, memory: Any) -> tuple[Plan, Any]:
        """The plan of the one within."""
        self.ear(observation)
        return self.driver.drive(observation, memory)
