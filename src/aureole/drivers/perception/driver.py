"""A driver that must see: what is around comes from its eyes, and who sits within decides as if it had been given."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np

from aureole.core.car import Car
from aureole.core.driver import Driver
from aureole.core.mission import Mission
from aureole.core.notes import Float64, Int64
from aureole.core.observation import Lanes, Objects, Observation, Signals, Tracks
from aureole.core.plan import Plan
from aureole.drivers.perception import doubt
from aureole.drivers.perception.eyes import Eye, eyes_of
from aureole.drivers.perception.lanes import line_of, told
from aureole.drivers.perception.look import Sight, around, looked, sight_of
from aureole.drivers.perception.network import Perceiver
from aureole.drivers.perception.remembered import memory
from aureole.drivers.perception.remembered.memory import Seen
from aureole.drivers.perception.remembered.told import in_frame, tell_signs, tell_users
from aureole.drivers.perception.shipped import weights_file
from aureole.drivers.perception.words import no_lanes, no_objects, no_signals, no_tracks

M = TypeVar("M")


class Mind(NamedTuple):
    """What is remembered from look to look: what was perceived, and what the driver within keeps."""

    car: Car
    sight: Sight
    seen: Seen
    inner: Any


class Perceiving(Generic[M]):
    """Fits `core.driver.Driver`: tracks, lanes, signals and objects are perceived, and handed to the driver within.

    Where it does not see, silent or covered eyes ahead or an own lane that stays unknown, it overrules the plan: it
    asks for a takeover, then goes to a minimal-risk manoeuvre, and brakes meanwhile.

    Args:
        driver: who decides.
        eyes: the network; the shipped one if left out.

    Raises:
        BadInput: the weights are not there, or are no network of perception.
        Missing: onnxruntime is not installed.
    """

    def __init__(self, driver: Driver[M], eyes: Perceiver | None = None) -> None:
        self.driver = driver
        self.perceiver = weights_file()() if eyes is None else eyes

    def reset(self, mission: Mission) -> Mind:
        """Nothing seen yet.

        Raises:
            BadInput: the car has no eyes.
        """
        eyes: tuple[Eye, ...] = eyes_of(mission.car)
        seen = memory.begin(len(mission.set_speed), len(eyes))
        return Mind(mission.car, sight_of(eyes), seen, self.driver.reset(mission))

    @property
    def kept(self) -> Callable[[Mind, Int64], Mind] | None:
        """How worlds that are over are left out; None if the driver within cannot."""
        inner = getattr(self.driver, "kept", None)
        if inner is None:
            return None

        def left(mind: Mind, rows: Int64) -> Mind:
            return mind._replace(seen=memory.kept(mind.seen, rows), inner=inner(mind.inner, rows))

        return left

    def drive(self, observation: Observation, mind: Mind) -> tuple[Plan, Mind]:
        """Perceive, let the driver within decide, and ask where nothing is seen.

        Raises:
            Blind: the network gave what is no answer.
        """
        perceived, mind = self.perceive(observation, mind)
        plan, inner = self.driver.drive(perceived, mind.inner)
        now: Float64 = observation.stamp.astype(np.float64) * 1e-9
        ask, brake = doubt.asks(now, mind.seen.dark, mind.seen.lost)
        plan = doubt.overruled(plan, ask, brake, observation.ego.speed.astype(np.float64))
        return plan, mind._replace(inner=inner)

    def perceive(self, observation: Observation, mind: Mind) -> tuple[Observation, Mind]:
        """The observation with what the eyes see in it (`given` False), each world by itself.

        Raises:
            Blind: the network gave what is no answer.
        """
        worlds = len(observation.stamp)
        seen = memory.copied(mind.seen)
        tracks, lanes = no_tracks(worlds), no_lanes(worlds)
        signals, objects = no_signals(worlds), no_objects(worlds)
        for w in range(worlds):
            looked(self.perceiver, mind.sight, observation, w, seen)
            near = in_frame(seen.things[w], seen.pose[w])
            line = line_of(observation.route[w])
            tell_users(near, tracks, objects, w)
            tell_signs(near, line, signals, w)
            if seen.known[w] > 0.0:
                told(seen.facts[w], line, around(seen, line, w), lanes, w)
        found = dataclasses.replace(
            observation, tracks=Tracks(**tracks), lanes=Lanes(**lanes), signals=Signals(**signals),
            objects=Objects(**objects),
        )  # fmt: skip
        return found, mind._replace(seen=seen)
