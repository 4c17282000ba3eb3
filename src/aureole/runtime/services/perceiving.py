"""Perception as a service: from the pictures of a car's eyes to what is around it, in a process of its own.

The port gives pictures by themselves, at each moment at which the driver looks: nobody else waits for them, and whoever
reads at a hundred looks a second is spared them.
"""

from __future__ import annotations

import dataclasses
from typing import Any, Protocol, runtime_checkable

import numpy as np

from aureole.core.mission import Mission
from aureole.core.observation import Observation
from aureole.runtime.bus.frames import Frame
from aureole.runtime.services.service import Call

PICTURES, PERCEIVED = "pictures", "perceived"
"""Topics: what was sensed, with pictures; the same, with what the eyes see in them."""


class Eyesight(Protocol):
    """From pictures to what is around; pure but for what it gives back."""

    def reset(self, mission: Mission) -> Any:
        """What is remembered before the first look."""

    def perceive(self, observation: Observation, mind: Any) -> tuple[Observation, Any]:
        """The observation with what the eyes see in it."""


@runtime_checkable
class Retold(Protocol):
    """A listener that hears what was perceived in the stead of what the world gave."""

    def retell(self, observation: Observation) -> None:
        """What the driver is told."""


class PerceiveService:
    """Eyes, woken by each of their pictures."""

    def __init__(self, eyesight: Eyesight, mission: Mission, pictures: Frame) -> None:
        """`pictures`: how they lie in memory."""
        self.eyesight, self.mission, self.pictures = eyesight, mission, pictures

    def begin(self) -> Any:
        """Nothing was seen yet."""
        return self.eyesight.reset(self.mission)

    def serve(self, call: Call, memory: Any) -> Any:
        """One look."""
        found, memory = self.eyesight.perceive(self.pictures.copied(call.words[PICTURES]), memory)
        call.out[PERCEIVED].put(found, call.stamp)
        return memory


def give(call: Call, topic: str, observation: Observation, every: int) -> None:
    """Say what was sensed on a topic; where eyes wait for pictures, these by themselves, every so many ns."""
    if PICTURES in call.out:
        if observation.stamp.item() % every == 0:
            call.out[PICTURES].put(observation, call.stamp)
        observation = bare(observation)
    call.out[topic].put(observation, call.stamp)


def bare(observation: Observation) -> Observation:
    """The same without pictures."""
    none = np.zeros((len(observation.stamp), 0, 0, 0, 3), dtype=np.uint8)
    return dataclasses.replace(observation, images=none)
