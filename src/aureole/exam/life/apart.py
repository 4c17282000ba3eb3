"""A stranger's driver kept apart: it gets looks of its own, so that what it writes into one stays with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any

import numpy as np

from aureole.core.driver import Driver
from aureole.core.mission import Mission
from aureole.core.notes import Int64
from aureole.core.observation import Observation
from aureole.core.plan import Plan

OURS = "aureole."


class Apart:
    """A driver that fits the role as the one within does."""

    def __init__(self, driver: Driver[Any]) -> None:
        self.driver = driver

    def reset(self, mission: Mission) -> Any:
        """The memory of the one within."""
        return self.driver.reset(mission)

    @property
    def kept(self) -> Callable[[Any, Int64], Any] | None:
        """How the one within leaves out worlds that are over; None if it cannot."""
        return getattr(self.driver, "kept", None)

    def drive(self, observation: Observation, memory: Any) -> tuple[Plan, Any]:
        """The plan of the one within, told apart from the one before even if it is the same object."""
        plan, memory = self.driver.drive(copied(observation), memory)
        return replace(plan) if isinstance(plan, Plan) else plan, memory


def copied(word: Any) -> Any:
    """The same word in arrays of its own."""
    if isinstance(word, np.ndarray):
        return word.copy()
    if not is_dataclass(word):
        return word
    whole: Any = word
    return replace(whole, **{field.name: copied(getattr(whole, field.name)) for field in fields(whole)})


def apart(driver: Driver[Any]) -> Driver[Any]:
    """A driver as it is handed to a loop; ours write into nothing that they are shown."""
    return driver if type(driver).__module__.startswith(OURS) else Apart(driver)
