"""Whether a driver is given things or pictures: how that is asked for, what can be driven so, and with which parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from aureole.core.driver import Driver
from aureole.core.errors import BadInput
from aureole.core.mission import Mission
from aureole.core.notes import Int64
from aureole.core.observation import Observation
from aureole.core.plan import Plan
from aureole.exam.setup import Drive, Setup
from aureole.exam.suites.cases import SuiteCase
from aureole.world.scripted import Scripted

GIVEN, PERCEIVED = "given", "perceived"
SENSES = (GIVEN, PERCEIVED)
SIDE_BY_SIDE = 64  # worlds; more are no faster, for each has its own pictures


def told(setup: Setup) -> dict[str, str]:
    """What a verdict says of the senses; weather and faults only where there are any."""
    found = {"senses": setup.senses, "weather": setup.weather, "faults": " ".join(setup.faults)}
    return {name: value for name, value in found.items() if value}


def checked(setup: Setup) -> Setup:
    """The same terms, if a drive can have them.

    Raises:
        BadInput: there are no such senses, weather or faults, the car has no eyes, or nobody looks.
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
    from aureole.vehicle.cars import load
    from aureole.world.sensing.eyes.faults import faults_of
    from aureole.world.sensing.eyes.senses import eyes_of
    from aureole.world.sensing.stage.light import weather

    if setup.driver == "passive":
        raise BadInput(f"--senses {PERCEIVED} with the driver 'passive': it looks at nothing", remedy="leave it out")
    if setup.weather:
        weather(setup.weather)
    faults_of(setup.faults, [eye.name for eye in eyes_of(setup.car or load("sedan"))])
    return replace(setup, shard=min(setup.shard, SIDE_BY_SIDE))


def refuse_log(case: SuiteCase) -> None:
    """Raise BadInput: what a log recorded can be shown as boxes, but nobody knows what it looked like."""
    what = f"--senses {PERCEIVED} on the log {case.name}: logs are driven with given senses alone"
    raise BadInput(what, place=case.told, remedy=f"leave --senses out, or take scenarios and situations ({GIVEN}: logs)")


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


class Overheard:
    """A driver within one that perceives: whoever listens hears what it is told, not what the world gave."""

    def __init__(self, driver: Driver[Any]) -> None:
        self.driver = driver
        self.ears: list[Callable[[Observation], Any]] = []

    def reset(self, mission: Mission) -> Any:
        """The memory of the one within."""
        return self.driver.reset(mission)

    @property
    def kept(self) -> Callable[[Any, Int64], Any] | None:
        """How the one within leaves out worlds that are over; None if it cannot."""
        return getattr(self.driver, "kept", None)

    def drive(self, observation: Observation, memory: Any) -> tuple[Plan, Any]:
        """The plan of the one within."""
        for ear in self.ears:
            ear(observation)
        return self.driver.drive(observation, memory)
