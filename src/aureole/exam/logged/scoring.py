"""A drive on a recording under the field's scores: the log's own car is the human, its way the way."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from aureole.core.command import Command
from aureole.core.errors import BadInput
from aureole.core.judge import Watcher
from aureole.core.notes import Bool, Float64
from aureole.core.plan import Plan
from aureole.core.scene import Scene
from aureole.core.verdict import Verdict
from aureole.exam.logged.rules import ruled
from aureole.exam.scores.factors.reference import lengthened
from aureole.exam.scores.logs.keep import Keep
from aureole.exam.scores.logs.log import Lights, Log, Motion
from aureole.exam.scores.logs.sample import motion_of
from aureole.exam.scores.logs.terrain import Terrain, of_map
from aureole.exam.scores.table import measures
from aureole.kernels import kernel
from aureole.world.logs.playing.tables import Tables, pose_at
from aureole.world.logs.playing.world import Logged
from aureole.world.logs.recording import Recording
from aureole.world.roads import queries
from aureole.world.roads.routes import section_ends

BEYOND = 200.0  # m; the way goes straight on so far beyond the end of the log
DEEP = 5.0  # m behind a stop line that are closed on red
RED = 1  # state of a light in a recording


class LogScored:
    """Watches one batch on a recording; fits what `scores.scored.Scored` does for scenarios."""

    def __init__(self, world: Logged, names: Sequence[str]) -> None:
        self.world, self.names = world, tuple(names)
        brief = world.brief
        self.terrain = terrain_of(world)
        plans = "epdms" in self.names and not brief.passive
        self.keep = Keep(len(brief.cases), brief.step, self.terrain, timeout=brief.timeout, plans=plans)
        self.goal = np.full(len(brief.cases), -1.0)

    @property
    def watchers(self) -> list[Watcher]:
        """Who must see every step."""
        return [self.keep, self]

    def watch(self, scene: Scene, plan: Plan, command: Command) -> None:
        """Note when each world reaches the goal of its problem: its driver may not know, the judge does."""
        problem = self.world.problem
        if problem is None:
            return
        since = problem.tick * self.world.cast.recording.step
        ahead = scene.box_from_reference[:, 0, 0]
        for w in np.flatnonzero(self.goal < 0.0):
            time, heading = float(scene.stamp[w]) * 1e-9, float(scene.heading[w, 0])
            x, y = float(scene.xyz[w, 0, 0]), float(scene.xyz[w, 0, 1])
            middle = (x + float(ahead[w]) * math.cos(heading), y + float(ahead[w]) * math.sin(heading))
            if any(goal.reached(since + time, middle, heading, float(scene.speed[w, 0])) for goal in problem.goals):
                self.goal[w] = time

    def arrived(self, world: int) -> str:
        """Whether and when the goal was reached, in all that the problem asks of it."""
        found = float(self.goal[world])
        return "not reached as asked" if found < 0.0 else f"reached after {found:.2f} s"

    def added(self, world: int, verdict: Verdict) -> Verdict:
        """The verdict by the rules that a log allows, with its scores, and with what the log lacks."""
        log = completed(self.keep.log(world), self.world)
        verdict = ruled(verdict, self.world, log)
        if self.world.problem is not None:
            verdict = replace(verdict, extra={**verdict.extra, "goal": self.arrived(world)})
        if not self.names:
            return verdict
        try:
            found, lacks = measures(log, self.names, float(self.world.brief.mission.set_speed[world]))
        except BadInput as error:  # of our own log: a car that is no longer at a place cannot be scored
            found, lacks = dict.fromkeys(self.names, float("nan")), dict.fromkeys(self.names, str(error))
        extra = {f"lacks.{name}": words for name, words in lacks.items()}
        return replace(verdict, measures={**verdict.measures, **found}, extra={**verdict.extra, **extra})


def terrain_of(world: Logged) -> Terrain | None:
    """The map of a recording; limits, lights and the paved area are not known where the log lacks them."""
    recording = world.cast.recording
    if not len(recording.map.road.lane_id):
        return None
    found, lacks = of_map(recording.map), recording.lacks
    return found._replace(
        road=world.brief.road, lights=None, limits=None if "limits" in lacks else found.limits,
        paved="area" not in lacks,
    )  # fmt: skip


def completed(log: Log, world: Logged) -> Log:
    """The log of a drive with what the recording adds: the human, the way, the lights."""
    stage, recording = world.stage, world.cast.recording
    way = lengthened(np.ascontiguousarray(stage.way[:, :2]), BEYOND)
    human = human_of(stage.track, log.time) if world.cast.logged else None
    return replace(log, route=way, human=human, lights=lights_of(world, recording, log.time))


@kernel
def poses(track: Tables, time: Float64, out: Float64) -> None:
    """x, y and heading of the log's own car at moments (s), in place; `out` (moments, 3)."""
    for k in range(len(time)):
        _, out[k, 0], out[k, 1], out[k, 2], _, _, _ = pose_at(track, 0, time[k])


def human_of(track: Tables, time: Float64) -> Motion:
    """What the car of the log did at these moments."""
    out = np.empty((len(time), 3))
    poses(track, np.ascontiguousarray(time), out)
    return motion_of(time, out[:, :2].copy(), out[:, 2].copy())


def lights_of(world: Logged, recording: Recording, time: Float64) -> Lights | None:
    """The first metres of every lane behind a light, closed while it is red; None where the log has no lights."""
    known = np.flatnonzero(recording.light_lane >= 0)
    if not len(known):
        return None
    areas = [entry(world, int(row)) for row in recording.light_lane[known]]
    ticks = np.clip(((time / recording.step) + 1e-6).astype(int) + world.cast.first, 0, recording.lights.shape[1] - 1)
    red: Bool = (recording.lights[known][:, ticks] == RED).T.copy()
    table = np.array(areas)
    return Lights(table[:, :2].copy(), table[:, 2].copy(), table[:, 3:].copy(), red)


def entry(world: Logged, row: int) -> tuple[float, float, float, float, float]:
    """Middle (x, y), heading, length and width of the first metres of a lane."""
    map_ = world.cast.recording.map
    road, way = map_.road, int(map_.links.way[row]) or 1
    section = int(np.searchsorted(road.lane_first, row, side="right")) - 1
    low, high = float(road.section_s[section]), float(section_ends(road)[section])
    half = 0.5 * min(DEEP, high - low)
    s = low + half if way > 0 else high - half
    x, y, _, heading = queries.lane_to_world(road, row, s)[0].tolist()
    width = float(queries.width(road, row, s)[0])
    return x, y, heading if way > 0 else heading + np.pi, 2.0 * half, width
