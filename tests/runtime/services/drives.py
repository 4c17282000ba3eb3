"""A drive's world, driver, follower and judges, and the services that do the same."""

from __future__ import annotations

from aureole.cli import given
from aureole.core.resources import Service
from aureole.core.topic import Topic
from aureole.exam.drive import build_world, made
from aureole.exam.judges.bench import Bench
from aureole.exam.setup import Drive
from aureole.runtime.bus.frames import Frame
from aureole.runtime.fingerprint import Digest
from aureole.runtime.loop import asked, begun, run
from aureole.runtime.services.roles import DriverService, FollowerService, Frames, WatchService, WorldService
from aureole.runtime.services.service import Call
from aureole.vehicle.follower import Follower

STEP = 0.01


class Case:
    """One case, ready to be driven either way."""

    def __init__(self, name: str, driver: str, timeout: float) -> None:
        self.setup = given.setup(driver, None, step=STEP, timeout=timeout, order="", ego=None)
        self.world = build_world([Drive(given.case_of(name, []), 0)], self.setup)
        self.brief = self.world.brief
        self.driver = driver

    def judges(self):
        return Digest(1), Bench(self.brief, self.driver)

    def in_process(self):
        """Digest and verdict of the reference loop."""
        digest, bench = self.judges()
        run(self.world, made(self.setup), Follower(), [digest, bench], [bench])
        return digest.text(0), bench.verdict(0, digest=digest.text(0))

    def frames(self) -> Frames:
        scene, state = self.world.reset()
        observation, _ = self.world.sense(scene, state)
        driver, follower, mission = made(self.setup), Follower(), self.brief.mission
        plan, _ = asked(driver, observation, begun(driver, mission))
        command, _ = follower.follow(plan, observation, follower.reset(mission))
        return Frames(*map(Frame.of, (scene, observation, plan, command)))


class Through:
    """A guard that lets everything pass."""

    def begin(self) -> None:
        """Nothing is remembered."""

    def serve(self, call: Call, memory: None) -> None:
        """What is wished is commanded."""
        call.out["command"].put(call.words["wish"], call.stamp)


def services(frames: Frames, case: Case, watch: WatchService) -> tuple[list[Service], list[Topic], dict, dict]:
    """The smallest manifest of a drive: services, topics, frames, and what does it."""

    def service(name: str, trigger: str, period: float) -> Service:
        return Service(name, name, name, trigger, period, 0.01, 1e8, "QM")

    def topic(name: str, word: str, rate: float, writer: str, *readers: str) -> Topic:
        return Topic(name, word, rate, 0.1, writer, readers)

    mission = case.brief.mission
    return (
        [
            service("judge", "command", 0.0), service("guard", "wish", 0.0), service("follower", "observation", 0.0),
            service("driver", "observation", mission.car.periods.drive), service("world", "", STEP),
        ],
        [
            topic("scene", "Scene", 100.0, "world", "judge"),
            topic("observation", "Observation", 100.0, "world", "driver", "follower", "judge"),
            topic("plan", "Plan", 10.0, "driver", "follower", "judge", "world"),
            topic("wish", "Command", 100.0, "follower", "guard"),
            topic("command", "Command", 100.0, "guard", "judge", "world"),
        ],
        {"scene": frames.scene, "observation": frames.observation, "plan": frames.plan, "wish": frames.command,
         "command": frames.command},
        {
            "judge": watch, "guard": Through(), "follower": FollowerService(Follower(), mission, frames),
            "driver": DriverService(made(case.setup), mission, frames), "world": WorldService(case.world, frames),
        },
    )  # fmt: skip
