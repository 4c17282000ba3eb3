"""From pictures to words: what the eyes of a car see, look after look."""

from __future__ import annotations

import dataclasses
from typing import NamedTuple

import numpy as np

from aureole.core.mission import Mission
from aureole.core.notes import Int64
from aureole.core.observation import Lanes, Objects, Observation, Signals, Tracks
from aureole.drivers.perception.eyes import Eye, eyes_of
from aureole.drivers.perception.lanes import line_of
from aureole.drivers.perception.look import Sight, around, looked, sight_of
from aureole.drivers.perception.network import Perceiver
from aureole.drivers.perception.remembered import memory
from aureole.drivers.perception.remembered.memory import Seen
from aureole.drivers.perception.remembered.told import in_frame, tell_signs, tell_users
from aureole.drivers.perception.remembered.told_lanes import tell_lanes
from aureole.drivers.perception.shipped import weights_file
from aureole.drivers.perception.words import no_lanes, no_objects, no_signals, no_tracks


class Remembered(NamedTuple):
    """What is remembered from look to look, and what of the eyes stays the same."""

    sight: Sight
    seen: Seen


class Eyesight:
    """Sees for a batch of cars of the same eyes.

    Args:
        eyes: the network; the shipped one if left out.
        ground: whether what cells of the ground hold is looked for (`Seen.occupied`); no word tells a driver of it, and
            it costs a fifth of the network's time.

    Raises:
        BadInput: the weights are not there, or are no network of perception.
        Missing: onnxruntime is not installed.
    """

    def __init__(self, eyes: Perceiver | None = None, *, ground: bool = False) -> None:
        self.perceiver, self.ground = weights_file()() if eyes is None else eyes, ground

    def reset(self, mission: Mission) -> Remembered:
        """Nothing seen yet.

        Raises:
            BadInput: the car has no eyes.
        """
        eyes: tuple[Eye, ...] = eyes_of(mission.car)
        seen = memory.begin(len(mission.set_speed), len(eyes), ground=self.ground)
        return Remembered(sight_of(eyes, ground=self.ground), seen)

    def kept(self, mind: Remembered, rows: Int64) -> Remembered:
        """What is remembered of some worlds, in their order."""
        return mind._replace(seen=memory.kept(mind.seen, rows))

    def perceive(self, observation: Observation, mind: Remembered) -> tuple[Observation, Remembered]:
        """The observation with what the eyes see in it (`given` False), each world by itself.

        An eye that shows nothing has an infinite age there.

        Raises:
            Blind: the network gave what is no answer.
        """
        worlds, sight = len(observation.stamp), mind.sight
        seen = memory.copied(mind.seen)
        tracks, lanes = no_tracks(worlds), no_lanes(worlds)
        signals, objects, age = no_signals(worlds), no_objects(worlds), observation.age.copy()
        for w in range(worlds):
            blind = looked(self.perceiver, sight, observation, w, seen)
            if age.shape[1] >= len(blind):
                age[w, sight.column[blind]] = np.inf
            near = in_frame(seen.things[w], seen.pose[w])
            line = line_of(observation.route[w])
            tell_users(near, tracks, objects, w)
            tell_signs(near, line, signals, w)
            if seen.known[w] > 0.0:
                tell_lanes(seen.facts[w], line, around(seen, line, w), lanes, w)
                lanes["sure"][w] = lanes["present"][w] * seen.known[w]
        found = dataclasses.replace(
            observation, tracks=Tracks(**tracks), lanes=Lanes(**lanes), signals=Signals(**signals),
            objects=Objects(**objects), age=age,
        )  # fmt: skip
        return found, mind._replace(seen=seen)
