"""Perception as a service: from the pictures of a car's eyes to what is around it, in a process of its own.

Pictures come by themselves, at each moment at which the driver looks: whoever reads at a hundred looks a second neither
waits for them nor carries them.
"""

from __future__ import annotations

import dataclasses
from typing import Any, Protocol, runtime_checkable

import numpy as np

from aureole.core.mission import Mission
from aureole.core.observation import Observation
from aureole.core.scene import Scene
from aureole.runtime.bus.frames import Frame
from aureole.runtime.services.service import Call

SHOTS, PICTURES, PERCEIVED = "shots", "pictures", "perceived"
"""Topics: the truth when cameras look at it; what was sensed, with pictures; the same, with what eyes see in them."""


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


class Pictured(Protocol):
    """A world whose senses give pictures."""

    def reset(self) -> tuple[Scene, Any]:
        """Its first scene."""

    def sense(self, scene: Scene, state: Any) -> tuple[Observation, Any]:
        """What the car can know now, pictures among it."""

    def looks(self, tick: int) -> bool:
        """Whether its eyes do anything at a step."""


class CameraService:
    """The cameras of a world: a service of their own, for drawing takes longer than the car's control may wait."""

    def __init__(self, world: Pictured, scene: Frame, every: int) -> None:
        """`scene`: how the truth lies in memory; `every`: ns between two looks of the driver."""
        self.world, self.scene, self.every = world, scene, every

    def begin(self) -> Any:
        """Nothing was drawn yet."""
        return self.world.reset()[1]

    def serve(self, call: Call, memory: Any) -> Any:
        """Keep a scene that pictures will show, or draw."""
        scene = self.scene.copied(call.words[SHOTS])
        observation, memory = self.world.sense(scene, memory)
        if scene.stamp.item() % self.every == 0:
            call.out[PICTURES].put(observation, call.stamp)
        return memory


def give(call: Call, topic: str, observation: Observation, every: int) -> None:
    """Say what was sensed on a topic, without its pictures; those by themselves, every so many ns, if it is ours to.

    The rest first: who steers by it does not wait for pictures.
    """
    call.out[topic].put(bare(observation), call.stamp)
    if PICTURES in call.out and observation.stamp.item() % every == 0:
        call.out[PICTURES].put(observation, call.stamp)


def shot(call: Call, scene: Scene, world: Any, times: tuple[float, int]) -> None:
    """Give the truth to the cameras, at the moments at which they do anything; `times`: a step, s, and a look, ns."""
    if SHOTS not in call.out:
        return
    step, every = times
    stamp = scene.stamp.item()
    if stamp % every == 0 or world.looks(round(stamp * 1e-9 / step)):
        call.out[SHOTS].put(scene, call.stamp)


def bare(observation: Observation) -> Observation:
    """The same without pictures."""
    if not observation.images.size:
        return observation
    none = np.zeros((len(observation.stamp), 0, 0, 0, 3), dtype=np.uint8)
    return dataclasses.replace(observation, images=none)
