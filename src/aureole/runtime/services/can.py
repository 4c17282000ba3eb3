"""The two ends of a CAN bus as a car has them: its computer, and the car itself, which here a world plays.

Sensors are not on the bus. So a world's observation comes in two halves: what its sensors saw by the topic `sensed`,
without the car's own motion, and the motion by the bus, quantised, protected and authenticated as everything there.
The computer joins the halves by the moment they are about.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from aureole.core.command import Command
from aureole.core.errors import Trouble
from aureole.core.observation import EgoMotion, Observation
from aureole.core.scene import Scene
from aureole.core.world import World
from aureole.runtime.clock import Clock
from aureole.runtime.loop import ended
from aureole.runtime.services.ports import SENSED
from aureole.runtime.services.roles import PLAN, SCENE, Place, is_late
from aureole.runtime.services.service import Call
from aureole.vehicle.ports.plant import Plant
from aureole.vehicle.ports.port import CanPort
from aureole.vehicle.ports.requests import REQUESTS, Felt, commanded, wheel_speeds
from aureole.vehicle.ports.sealing import USED

LATE = 25_000_000  # ns; a motion this much older than what the sensors saw still stands for it: two frames may be lost
SLICE = 0.02  # s; the longest that is waited for one frame
HALT = 1 << 50  # ns; before all time of a drive: when both ends greet each other
PATIENCE = 5_000_000_000  # ns; by logical time for the frames of a command, however slow the machine
SECOND = 1_000_000_000  # ns


class Sensing:
    """A CAN port with sensors beside it; `core.port.Port`."""

    def __init__(self, can: CanPort, clock: Clock, patience: float, *, strict: bool) -> None:
        """`patience`: s to wait for a frame that must come; `strict`: by logical time nothing may be missing."""
        self.can, self.clock, self.patience, self.strict = can, clock, patience, strict
        self.sensed: Observation | None = None
        self.write, self.states, self.close = can.write, can.states, can.close

    @property
    def counts(self) -> Any:
        """What was refused and lost, by name."""
        return self.can.counts

    def look(self, sensed: Observation) -> None:
        """What the sensors saw."""
        self.sensed = sensed

    def read(self, now: int) -> Observation | None:
        """What was seen with what was felt at the same moment; None if nothing was felt about then.

        Raises:
            Trouble: by logical time, where a frame that is lost changes what comes out.
        """
        sensed, self.sensed = self.sensed, None
        self.can.listen(now)
        if sensed is None:
            return None
        stamp = sensed.stamp.item()
        end = self.clock.now() + round(self.patience * 1e9)
        while not (self.can.felts and self.can.felts[-1][0] >= stamp) and self.clock.now() < end:
            self.can.listen(now, min(self.patience, SLICE))
        felt = self.about(stamp)
        if felt is None and self.strict:
            raise Trouble(f"no motion of the car at {stamp * 1e-9:.3f} s came over the bus: {dict(self.counts)}")
        return None if felt is None else dataclasses.replace(sensed, ego=motion(felt))

    def about(self, stamp: int) -> Felt | None:
        """What was felt at a moment, ns, or shortly before."""
        for when, felt in reversed(self.can.felts):
            if when <= stamp:
                return felt if when == stamp or (not self.strict and stamp - when <= LATE) else None
        return None


def motion(felt: Felt) -> EgoMotion:
    """The motion of one car as a driver is told it."""
    return EgoMotion(*(np.array([v], np.float32) for v in (felt.speed, felt.accel, felt.yaw_rate, felt.steer)))


def greet(listen: Callable[[int, float], Any], done: Callable[[], bool], clock: Clock, patience: float) -> bool:
    """Listen and ask until both ends know each other's freshness; False if that takes longer than `patience`, s.

    Moments of greeting lie before all time of the drive: whatever is asked for then has run out when it begins.
    """
    begun = clock.now()
    while not done():
        if clock.now() - begun > patience * 1e9:
            return False
        listen(-HALT, SLICE)
    return True


class Driven(NamedTuple):
    """Where a world is, and whether it was ever commanded."""

    place: Place
    moved: bool


class PlantService:
    """A world as the car on the other side of the bus: a step each time it is woken, by what the bus asks for."""

    def __init__(self, world: World[Any], make: Callable[[int], Plant], clock: Clock, *, strict: bool) -> None:
        """`make` joins the bus with the descriptor that this process was handed; `strict`: every request must come."""
        self.world, self.make, self.clock, self.strict = world, make, clock, strict
        self.made: Plant | None = None
        self.over = False

    def take(self, descriptor: int) -> None:
        """Join the bus."""
        self.made = self.make(descriptor)

    def leave(self) -> None:
        """Leave the bus."""
        if self.made is not None:
            self.made.wire.close()

    @property
    def plant(self) -> Plant:
        """The car's end of the bus."""
        if self.made is None:
            raise Trouble("the bus was not joined: nobody handed this process its key")
        return self.made

    def begin(self) -> Driven:
        """Nowhere yet."""
        return Driven(Place(None, None, None, False), False)

    def serve(self, call: Call, memory: Driven) -> Driven:
        """Begin, or take a step; before anybody has ever commanded it, and when it is over, a world stays where it is.

        By logical time a drive that is over says nothing more; by the machine's it goes on being heard, for whoever
        judges it may be behind.
        """
        place, moved = memory
        scene, observation, state = place.scene, place.observation, place.state
        if place.over and self.strict:
            return memory
        if scene is None or observation is None:
            scene, state = self.world.reset()
            observation, state = self.world.sense(scene, state)
        else:
            self.listen(scene.stamp.item())
            moved = moved or self.plant.until > 0
            self.over = self.over or (moved and self.done(scene, call))
            if moved and not self.over:
                scene, state = self.world.step(scene, self.asked(scene.stamp.item()), state)
                observation, state = self.world.sense(scene, state)
        if not (self.over and self.strict):
            self.report(observation)
            call.out[SCENE].put(scene, call.stamp)
            call.out[SENSED].put(blind(observation), call.stamp)
        return Driven(Place(scene, observation, state, self.over), moved)

    def done(self, scene: Scene, call: Call) -> bool:
        """Whether the drive is over: by the world, by its time, or after a minimal-risk manoeuvre."""
        brief = self.world.brief
        late = is_late(scene.stamp.item(), brief.step, brief.timeout)
        asked = PLAN in call.words and ended(scene, call.words[PLAN], late).all()
        return bool(late or scene.over.all() or asked)

    def listen(self, now: int) -> None:
        """Take what came over the bus; by logical time wait until all of a command is there.

        What came since the last step counts from that step on: a request never holds longer than its sender meant.

        Raises:
            Trouble: by logical time, where a frame that is lost changes what comes out.
        """
        accepted, end = self.plant.listen(now), self.clock.now() + PATIENCE
        while self.strict and accepted < len(REQUESTS):
            if self.clock.now() > end:
                raise Trouble(f"no command at {now * 1e-9:.3f} s came over the bus: {dict(self.plant.opener.counts)}")
            accepted += self.plant.listen(now, SLICE)

    def asked(self, now: int) -> Command:
        """What the actuators do: what was asked, or full braking once requests have ceased."""
        obeys = self.plant.obeys(now)
        return commanded(self.plant.setpoints(now), now, self.plant.until if obeys else now + SECOND)

    def report(self, observation: Observation) -> None:
        """Say over the bus how the car moves."""
        ego = observation.ego
        felt = Felt(ego.speed.item(), ego.accel.item(), ego.yaw_rate.item(), ego.steer.item())
        self.plant.report(felt, wheel_speeds(felt, self.world.brief.mission.car.body), observation.stamp.item())

    def result(self) -> bytes:
        """What became of every frame that came, as JSON."""
        opener = self.plant.opener
        refused = {f"{name} {fate}".strip(): count for (name, fate), count in opener.counts.items() if fate not in USED}
        accepted = sum(count for (name, fate), count in opener.counts.items() if fate in USED and name in REQUESTS)
        lost = sum(opener.lost[name] for name in REQUESTS)
        return json.dumps({"accepted": accepted, "refused": refused, "lost": lost}).encode()


def blind(observation: Observation) -> Observation:
    """What sensors saw, without what the car felt."""
    nothing = np.full_like(observation.ego.speed, np.nan)
    return dataclasses.replace(observation, ego=EgoMotion(nothing, nothing, nothing, nothing))
