"""A watcher that lets a perceiver look wherever a drive goes, and keeps what there was beside what it perceived."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Any

import numpy as np

from aureole.core.command import Command
from aureole.core.notes import Bool, Int32
from aureole.core.observation import Lanes, Observation
from aureole.core.plan import Plan
from aureole.core.scene import Scene
from aureole.core.world import World
from aureole.exam.perceiving.perceiver import Perceiver
from aureole.exam.perceiving.rows import Frame, boxes_there, boxes_told, posts_there, posts_told
from aureole.exam.scores.perception import lanes
from aureole.exam.scores.perception.boxes import joined
from aureole.exam.scores.perception.lanes import Borders
from aureole.exam.scores.perception.signals import Posts
from aureole.exam.scores.perception.table import Looks


class Gathering:
    """Looks at every scene at which a driver is asked; what is perceived changes nothing in the drive.

    So every perceiver is scored on the same looks, whoever drives. Worlds that are over are not looked at.

    Args:
        sight: a world whose observations the perceiver is told, of the drives that are watched.
        exact: the same drives with senses that err in nothing and see what the perceiver's cameras could
            (`truth.watching`); as late as its own are.
        perceiver: who perceives.
        first: number of the first drive.
    """

    def __init__(self, sight: World[Any], exact: World[Any], perceiver: Perceiver[Any], *, first: int = 0) -> None:
        self.sight, self.exact, self.perceiver, self.first = sight, exact, perceiver, first
        mission, step = sight.brief.mission, sight.brief.step
        self.every = max(1, round(mission.car.periods.drive / step))
        late = round(mission.car.periods.latency / step)
        self.memory = perceiver.reset(mission)
        self.states = [world.reset()[1] for world in (sight, exact)]
        self.scenes: deque[Scene] = deque(maxlen=late + 1)
        self.tick = self.count = 0
        self._truth: list[Looks] = []
        self._seen: list[Looks] = []

    def watch(self, scene: Scene, plan: Plan, command: Command) -> None:
        """Sense, and look where it is time."""
        del plan, command
        self.scenes.append(scene)
        told, self.states[0] = self.sight.sense(scene, self.states[0])
        there, self.states[1] = self.exact.sense(scene, self.states[1])
        if self.tick % self.every == 0 and not scene.over.all():
            seen, self.memory = self.perceiver.perceive(told, self.memory)
            self._keep(scene, there, seen)
        self.tick += 1

    def _keep(self, scene: Scene, there: Observation, seen: Observation) -> None:
        worlds = np.flatnonzero(~scene.over)
        look = self.count + np.arange(len(worlds))
        frame = Frame(worlds, worlds + self.first, look, scene.xyz[worlds, 0, :2], scene.heading[worlds, 0])
        self.count += len(worlds)
        was, signs = self.scenes[0], self.exact.brief.signs
        visible = met(there.tracks.id, there.tracks.present, scene.present.shape)
        visible |= met(there.objects.id, there.objects.present, scene.present.shape)
        shown = met(there.signals.id, there.signals.present, scene.signals.shape)
        boxes, posts = boxes_there(was, frame, visible), posts_there(was, signs, frame, shown)
        self._truth.append(Looks(frame.drive, boxes, posts, borders(there.lanes, frame)))
        told = boxes_told(seen, frame), posts_told(seen, frame)
        self._seen.append(Looks(frame.drive, *told, borders(seen.lanes, frame)))

    @property
    def looks(self) -> tuple[Looks, Looks]:
        """What there was and what was perceived, so far."""
        return one_after_the_other(self._truth), one_after_the_other(self._seen)


def met(ids: Int32, present: Bool, shape: tuple[int, ...]) -> Bool:
    """Which of all that there are stand in a word, (worlds, all)."""
    found = np.zeros(shape, dtype=np.bool_)
    world, place = np.nonzero(present)
    found[world, ids[world, place]] = True
    return found


def borders(word: Lanes, frame: Frame) -> Borders:
    """The borders of a word, of the worlds that are looked at."""
    whole = lanes.of_lanes(word, np.arange(len(word.present)))
    return Borders(frame.drive, whole.points[frame.worlds], whole.known[frame.worlds])


def put_together(parts: Sequence[Looks]) -> Looks:
    """Looks of several gatherings, numbered on; nothing of none."""
    begin, moved = 0, []
    for part in parts:
        boxes = part.boxes._replace(look=part.boxes.look + begin)
        moved.append(part._replace(boxes=boxes, posts=part.posts._replace(look=part.posts.look + begin)))
        begin += len(part.drive)
    return one_after_the_other(moved)


def one_after_the_other(parts: Sequence[Looks]) -> Looks:
    """Looks that are numbered already."""
    none = np.zeros(0, dtype=np.int64)
    if not parts:
        flat = np.zeros(0)
        posts = Posts(none, none, none, none, np.zeros((0, 2)), flat, np.zeros(0, dtype=np.bool_))
        lines = Borders(none, np.zeros((0, len(lanes.ROLES), 2, 0, 2)), np.zeros((0, len(lanes.ROLES)), dtype=np.int64))
        return Looks(none, joined([]), posts, lines)
    signs: list[Any] = [np.concatenate(column) for column in zip(*(part.posts for part in parts), strict=True)]
    ways: list[Any] = [np.concatenate(column) for column in zip(*(part.borders for part in parts), strict=True)]
    drive = np.concatenate([part.drive for part in parts])
    return Looks(drive, joined([part.boxes for part in parts]), Posts(*signs), Borders(*ways))
