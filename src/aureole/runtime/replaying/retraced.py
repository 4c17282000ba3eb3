"""A drive's record in the role of the port: the world goes the way it went, by the commands of then.

A record holds no observations; a world that is stepped by the recorded commands from its beginning gives them again,
and each of its scenes is compared with the recorded one.
"""

from __future__ import annotations

import dataclasses
import pickle
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from aureole.core.observation import Observation
from aureole.core.scene import Scene
from aureole.core.world import World
from aureole.runtime.bus.frames import Frame
from aureole.runtime.layout import Packer
from aureole.runtime.replay import Record, moment
from aureole.runtime.replaying.comparing import Compared, Comparison
from aureole.runtime.services.perceiving import give
from aureole.runtime.services.roles import period
from aureole.runtime.services.service import Call


class Way(NamedTuple):
    """How far it has come."""

    rows: int
    scene: Scene | None
    state: Any


class RetraceService:
    """The world behind the port."""

    def __init__(
        self, world: World[Any], record: Record, frames: Mapping[str, Frame], outputs: tuple[str, ...]
    ) -> None:
        """`frames`: by topic, `scene` among them; `outputs`: the topics of observations, but for pictures."""
        self.world, self.record, self.outputs = world, record, outputs
        self.looks = period(world.brief.mission)
        self.packer = Packer(frames["scene"].layout)
        self.comparison = Comparison(frames["scene"].layout, Compared("scene"))
        self.over = False

    def begin(self) -> Way:
        """At the start."""
        return Way(0, None, None)

    def serve(self, call: Call, memory: Way) -> Way:
        """One step by the recorded command."""
        if memory.rows == len(self.record.scene.stamp):
            self.over = True
            return memory
        if memory.scene is None:
            scene, state = self.world.reset()
        else:
            scene, state = self.world.step(memory.scene, moment(self.record.command, memory.rows - 1), memory.state)
        observation: Observation
        observation, state = self.world.sense(scene, state)
        was = moment(self.record.scene, memory.rows)
        last = memory.rows == len(self.record.scene.stamp) - 1
        shown = dataclasses.replace(scene, over=was.over) if last else scene  # a loop may end it, which no world knows
        self.comparison.record(call.stamp, self.packer.pack(was))
        self.comparison.replay(call.stamp, self.packer.pack(shown))
        for topic in self.outputs:
            give(call, topic, observation, self.looks)
        return Way(memory.rows + 1, scene, state)

    def result(self) -> bytes:
        """Whether it was the same world."""
        return pickle.dumps([self.comparison.close()])


class CompareService:
    """Takes plans, wishes and commands, and compares them with those of the record."""

    takes = True

    def __init__(self, record: Record, frames: Mapping[str, Frame], topics: Mapping[str, str]) -> None:
        """`topics`: the name of the topic in the role of `plan`, `wish` and `command`."""
        self.topics = {name: role for role, name in topics.items()}
        self.packers = {role: Packer(frames[name].layout) for role, name in topics.items()}
        self.found = {role: Comparison(frames[name].layout, Compared(role)) for role, name in topics.items()}
        self.last_plan, self.latest, self.over = -1, -1, False
        self.stamp: int | None = None
        for k, at in enumerate(record.planned.tolist()):
            self.found["plan"].record(at, self.packers["plan"].pack(moment(record.plan, k)))
            self.last_plan = at
        for k, at in enumerate(record.scene.stamp.tolist()):
            data = self.packers["command"].pack(moment(record.command, k))
            self.found["wish"].record(at, data)
            self.found["command"].record(at, data)
        self.rows = len(np.unique(record.scene.stamp))

    def begin(self) -> None:
        """Nothing is remembered but what was the same."""

    def serve(self, call: Call, memory: None) -> None:
        """What has come; a plan of the same stamp as the one before was not recorded."""
        for name, role in self.topics.items():
            for message in call.waiting(name):
                word = message.word
                if role == "plan":
                    self.latest = message.stamp
                    if word.stamp.item() == self.stamp:
                        continue
                    self.stamp = word.stamp.item()
                self.found[role].replay(message.stamp, self.packers[role].pack(word))
        done = [self.found[role].found for role in ("wish", "command")]
        self.over = self.latest >= self.last_plan and all(each.same + each.differ >= self.rows for each in done)

    def close(self) -> None:
        """Say what came out so far."""
        self.over = True

    def result(self) -> bytes:
        """What was the same."""
        return pickle.dumps([each.close() for each in self.found.values()])
