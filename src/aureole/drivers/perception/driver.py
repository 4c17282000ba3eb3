"""A driver that must see: what is around comes from its eyes, and who sits within decides as if it had been given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

from aureole.core.driver import Driver
from aureole.core.mission import Mission
from aureole.core.notes import Int64
from aureole.core.observation import Observation
from aureole.core.plan import Plan
from aureole.drivers.perception.doubting import Doubting, Doubts
from aureole.drivers.perception.eyesight import Eyesight, Remembered
from aureole.drivers.perception.network import Perceiver

M = TypeVar("M")


class Mind(NamedTuple):
    """What is remembered from look to look: what was perceived, and what the driver within keeps."""

    seen: Remembered
    inner: Doubts


class Perceiving(Generic[M]):
    """Fits `core.driver.Driver`: tracks, lanes, signals and objects are perceived, and handed to the driver within.

    It is an `Eyesight` that sees, and a `Doubting` that decides; on the operating system these are two services.

    Args:
        driver: who decides.
        eyes: the network; the shipped one if left out.

    Raises:
        BadInput: the weights are not there, or are no network of perception.
        Missing: onnxruntime is not installed.
    """

    def __init__(self, driver: Driver[M], eyes: Perceiver | None = None) -> None:
        self.eyesight, self.doubting = Eyesight(eyes), Doubting(driver)

    def reset(self, mission: Mission) -> Mind:
        """Nothing seen yet.

        Raises:
            BadInput: the car has no eyes.
        """
        return Mind(self.eyesight.reset(mission), self.doubting.reset(mission))

    @property
    def kept(self) -> Callable[[Mind, Int64], Mind] | None:
        """How worlds that are over are left out; None if the driver within cannot."""
        inner, eyesight = self.doubting.kept, self.eyesight
        if inner is None:
            return None

        def left(mind: Mind, rows: Int64) -> Mind:
            return Mind(eyesight.kept(mind.seen, rows), inner(mind.inner, rows))

        return left

    def drive(self, observation: Observation, mind: Mind) -> tuple[Plan, Mind]:
        """Perceive, let the driver within decide, and ask where nothing is seen.

        Raises:
            Blind: the network gave what is no answer.
        """
        perceived, mind = self.perceive(observation, mind)
        plan, inner = self.doubting.drive(perceived, mind.inner)
        return plan, mind._replace(inner=inner)

    def perceive(self, observation: Observation, mind: Mind) -> tuple[Observation, Mind]:
        """The observation with what the eyes see in it, and the memory after it (`Eyesight.perceive`)."""
        perceived, seen = self.eyesight.perceive(observation, mind.seen)
        return perceived, mind._replace(seen=seen)
