"""A driver within one that doubts: where nothing is seen ahead, or the own lane is unknown, it overrules the plan."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np

from aureole.core.driver import Driver
from aureole.core.mission import Mission
from aureole.core.notes import Float64, Int64
from aureole.core.observation import Observation
from aureole.core.plan import Plan
from aureole.drivers.perception import doubt
from aureole.drivers.perception.eyes import ahead, columns, eye_ages, eyes_of

M = TypeVar("M")


class Doubts(NamedTuple):
    """What is remembered from look to look."""

    ahead: Int64
    """The columns of `Observation.age` of the eyes that look ahead."""
    dark: Float64
    """Since when none of them shows anything, s, (worlds,); infinite while one does."""
    lost: Float64
    """Since when the own lane is not known, s, (worlds,); infinite while it is."""
    inner: Any


class Doubting(Generic[M]):
    """Fits `core.driver.Driver`, for what was perceived: it asks for a takeover, then goes to a minimal-risk manoeuvre.

    It brakes meanwhile. What it knows of the eyes is how old they are (`Observation.age`, infinite where one shows
    nothing), and of the lane how sure it is.
    """

    def __init__(self, driver: Driver[M]) -> None:
        self.driver = driver

    def reset(self, mission: Mission) -> Doubts:
        """No doubt yet.

        Raises:
            BadInput: the car has no eyes.
        """
        eyes, never = eyes_of(mission.car), np.full(len(mission.set_speed), np.inf)
        return Doubts(columns(eyes)[ahead(eyes)], never, never, self.driver.reset(mission))

    @property
    def kept(self) -> Callable[[Doubts, Int64], Doubts] | None:
        """How worlds that are over are left out; None if the driver within cannot."""
        inner = getattr(self.driver, "kept", None)
        if inner is None:
            return None

        def left(mind: Doubts, rows: Int64) -> Doubts:
            return mind._replace(dark=mind.dark[rows], lost=mind.lost[rows], inner=inner(mind.inner, rows))

        return left

    def drive(self, observation: Observation, mind: Doubts) -> tuple[Plan, Doubts]:
        """What the driver within decides, unless there is doubt."""
        plan, inner = self.driver.drive(observation, mind.inner)
        now: Float64 = observation.stamp.astype(np.float64) * 1e-9
        lanes = observation.lanes
        blind = ~(eye_ages(observation.age, mind.ahead) <= doubt.SILENT).any(axis=1)
        astray = ~(lanes.present[:, 0] & (lanes.sure[:, 0] >= doubt.SURE))
        dark = np.where(blind, np.minimum(mind.dark, now), np.inf)
        speed = observation.ego.speed.astype(np.float64)
        lost = doubt.since(now, np.where(astray, np.minimum(mind.lost, now), np.inf), speed)
        ask, brake = doubt.asks(now, dark, lost)
        plan = doubt.overruled(plan, ask, brake, speed)
        return plan, Doubts(mind.ahead, dark, lost, inner)
