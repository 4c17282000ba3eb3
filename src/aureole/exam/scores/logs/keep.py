"""A watcher that keeps of our own drives what scores need, and makes logs of it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from aureole.core.command import Command
from aureole.core.kinds import Kind
from aureole.core.notes import Bool, Float32, Float64, Int64
from aureole.core.plan import Plan
from aureole.core.scene import Scene
from aureole.exam.scores.logs.log import STEP, Body, Lights, Log, Motion, Others, Plans, Slips
from aureole.exam.scores.logs.terrain import Terrain

PLANNED = 0.5  # s; between two kept plans: NAVSIM's frames
PER_SECOND = 1_000_000_000  # ns


class Frame(NamedTuple):
    """One moment of the worlds that were still driving."""

    world: Int64
    stamp: Int64
    present: Bool
    xy: Float64
    heading: Float64
    velocity: Float64
    accel: Float64
    yaw_rate: Float64


class Made(NamedTuple):
    """The plans of one moment, as float32 where they were so; `pose` is the car's x, y, heading then."""

    world: Int64
    stamp: Int64
    pose: Float64
    time: Float32
    xy: Float32
    heading: Float32
    speed: Float32


class Keep:
    """Keeps every 0.1 s in float64, each world until it is over.

    Args:
        worlds: how many there are.
        step: seconds between two scenes.
        terrain: their map; None for none.
        timeout: seconds after which a drive is ended from outside.
        plans: whether plans are kept too, every half second.
    """

    def __init__(
        self, worlds: int, step: float, terrain: Terrain | None, *, timeout: float = np.inf, plans: bool = True
    ) -> None:
        self.timeout = timeout
        self.terrain = terrain if terrain is not None and terrain.lanes.any() else None
        self.stride = max(1, round(STEP / step))
        self.planned = max(1, round(PLANNED / step)) if plans else 0
        self.tick = 0
        self.frames: list[Frame] = []
        self.made: list[Made] = []
        self.first: Scene | None = None
        self.over = np.zeros(worlds, np.bool_)

    def watch(self, scene: Scene, plan: Plan, command: Command) -> None:
        """Keep this moment if it is due."""
        if self.first is None:
            self.first = scene
        if not self.over.all():
            world = np.flatnonzero(~self.over)
            if self.tick % self.stride == 0:
                self.frames.append(framed(scene, world))
            if self.planned and self.tick % self.planned == 0:
                pose = np.column_stack((scene.xyz[world, 0, :2], scene.heading[world, 0]))
                parts = (plan.time, plan.xy, plan.heading, plan.speed)
                self.made.append(Made(world, scene.stamp[world], pose, *(part[world] for part in parts)))
        self.over = self.over | scene.over
        self.tick += 1

    def log(self, world: int) -> Log:
        """The drive of one world.

        Scenarios have no human and no goal, and what a log cannot show our judges count (`exam.scores.scored`); where
        the map has no traffic light there is none to run, and a drive that was ended from outside is one scenario not
        done in time.
        """
        if self.first is None:
            raise KeyError("nothing was watched")
        picks = [(frame, k) for frame in self.frames if (k := place(frame.world, world)) >= 0]
        stack = {name: np.stack([getattr(frame, name)[k] for frame, k in picks]) for name in Frame._fields[1:]}
        time = stack["stamp"] / PER_SECOND
        velocity, heading, turn = stack["velocity"][:, 0], stack["heading"][:, 0], stack["yaw_rate"]
        along = velocity[:, 0] * np.cos(heading) + velocity[:, 1] * np.sin(heading)
        ego = Motion(stack["xy"][:, 0], heading, velocity, np.stack((stack["accel"], along * turn), axis=1), turn)
        none = self.terrain is not None and self.terrain.lights == 0
        lights = Lights(*empty_lights(len(time))) if none else None
        late = int(time[-1] >= self.timeout - STEP)
        slips = Slips(red_lights=0 if none else None, scenario_timeouts=late)
        size, box = self.first.size[world, 0], self.first.box_from_reference[world, 0]
        body = Body(float(size[0]), float(size[1]), float(box[0]), float(box[1]))
        return Log(
            time, ego, body, self._others(world, stack), self.terrain, lights=lights, plans=self._plans(world),
            slips=slips,
        )  # fmt: skip

    def _others(self, world: int, stack: dict[str, np.ndarray]) -> Others:
        """Everybody but the scored car and the trailers it pulls, which come right after it."""
        assert self.first is not None  # noqa: S101  # `log` has asked
        kind = self.first.kind[world]
        begin = 1
        while begin < len(kind) and kind[begin] == int(Kind.TRAILER):
            begin += 1
        heading, box = stack["heading"][:, begin:], self.first.box_from_reference[world, begin:]
        c, s = np.cos(heading), np.sin(heading)
        x = stack["xy"][:, begin:, 0] + c * box[:, 0] - s * box[:, 1]
        y = stack["xy"][:, begin:, 1] + s * box[:, 0] + c * box[:, 1]
        return Others(
            stack["present"][:, begin:].copy(), np.stack((x, y), axis=2), heading.copy(),
            stack["velocity"][:, begin:].copy(), self.first.size[world, begin:, :2].copy(), kind[begin:].copy(),
        )  # fmt: skip

    def _plans(self, world: int) -> Plans | None:
        picks = [(made, k) for made in self.made if (k := place(made.world, world)) >= 0]
        if not picks:
            return None
        stamp, pose, time, xy, heading, speed = (
            np.stack([getattr(made, name)[k] for made, k in picks]).astype(np.float64) for name in Made._fields[1:]
        )
        c, s = np.cos(pose[:, 2:]), np.sin(pose[:, 2:])
        x = pose[:, :1] + c * xy[..., 0] - s * xy[..., 1]
        y = pose[:, 1:2] + s * xy[..., 0] + c * xy[..., 1]
        return Plans(stamp / PER_SECOND, time, np.stack((x, y), axis=2), heading + pose[:, 2:], speed)


def framed(scene: Scene, world: Int64) -> Frame:
    """What is kept of a scene's worlds."""
    return Frame(
        world, scene.stamp[world], scene.present[world], scene.xyz[world, :, :2], scene.heading[world],
        scene.velocity[world], scene.accel[world, 0], scene.yaw_rate[world, 0],
    )  # fmt: skip


def place(worlds: Int64, world: int) -> int:
    """Where a world stands in a rising row of worlds; -1 if it does not."""
    k = int(np.searchsorted(worlds, world))
    return k if k < len(worlds) and worlds[k] == world else -1


def empty_lights(moments: int) -> tuple[Float64, Float64, Float64, Bool]:
    """No traffic light: what `Lights` holds then."""
    return np.zeros((0, 2)), np.zeros(0), np.zeros((0, 2)), np.zeros((moments, 0), np.bool_)
