"""The decimated history of chosen drives, from which the report shows them again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np

from aureole.core.brief import Brief, Signs
from aureole.core.command import Command
from aureole.core.notes import Array, Bool, Float32, Float64, Int32, Int64
from aureole.core.plan import Plan
from aureole.core.scene import Scene

EVERY = 0.1  # s; between two kept moments: the driver's own period
MOMENTS = 6001  # kept at most; beyond, every second one is dropped and the spacing doubled
PER_SECOND = 1_000_000_000  # ns

Signals = Callable[[], Mapping[str, Float64]]
"""What the judges see at this moment, by name, one number a world (`Bench.signals`)."""


@dataclass(frozen=True, slots=True)
class Replay:
    """One drive as it can be shown again; agent 0 is the examined car."""

    names: tuple[str, ...]
    kind: Annotated[Int32, "agents", "-", "-"]
    size: Annotated[Float32, "agents 3", "m", "agent"]
    box: Annotated[Float32, "agents 3", "m", "agent"]
    """Centre of the bounding box as seen from the reference point."""
    origin: Annotated[Float64, "2", "m", "world"]
    """Every position is told from here, so that float32 keeps millimetres on any map."""
    set_speed: float
    time: Annotated[Float64, "moments", "s", "-"]
    present: Annotated[Bool, "moments agents", "-", "-"]
    xyz: Annotated[Float32, "moments agents 3", "m", "world"]
    heading: Annotated[Float32, "moments agents", "rad", "world"]
    speed: Annotated[Float32, "moments agents", "m/s", "agent"]
    accel: Annotated[Float32, "moments agents", "m/s^2", "agent"]
    steer: Annotated[Float32, "moments agents", "rad", "agent"]
    lamps: Annotated[Int32, "moments agents", "-", "-"]
    command: Annotated[Float32, "moments 2", "-", "-"]
    """Steering (rad) and acceleration (m/s²) as ordered."""
    plan: Annotated[Float32, "moments steps 3", "-", "world"]
    """x, y (m, from `origin`) and speed (m/s) along the plan in force; NaN where there is none."""
    why: Annotated[Int32, "moments reasons 2", "-", "-"]
    ask: Annotated[Int32, "moments", "-", "-"]
    shown: Annotated[Int32, "moments signals", "-", "-"]
    """What each of `signs` shows, `core.kinds.SignalState`."""
    signals: Mapping[str, Float32]
    """What the judges measured, by name, one number a moment."""
    signs: Signs
    """Signals beside the road and carried, of this world alone."""
    paint: Sequence[Float64] = ()
    """Temporary yellow lines: points (x, y) of each, m, in the world's frame."""


class History:
    """A watcher that keeps chosen worlds; a few hundred kilobytes for a drive of 25 s.

    Shown several steps at once, it looks at the last of them: every `stride`-th tick must be the last of its steps.

    Args:
        brief: what is driven.
        worlds: which worlds to keep; all of them if None.
        every: seconds between two kept moments.
        signals: `Bench.signals`, if a bench watches before this watcher does.
        paint: temporary yellow lines of the map, as `Replay` has them.
    """

    def __init__(
        self,
        brief: Brief,
        worlds: Sequence[int] | None = None,
        *,
        every: float = EVERY,
        signals: Signals | None = None,
        paint: Sequence[Float64] = (),
    ) -> None:
        self.brief, self.paint = brief, paint
        self.worlds = np.arange(len(brief.cases)) if worlds is None else np.array(worlds, dtype=np.int64)
        self.place = {int(world): place for place, world in enumerate(self.worlds)}
        self.signals = signals
        self.stride = max(1, round(every / brief.step))
        self.tick = 0
        self.frames: list[dict[str, Array]] = []
        self.ends: dict[int, dict[str, Array]] = {}
        """The last moment of a drive, by place."""
        self.over = np.zeros(len(self.worlds), np.bool_)
        self.pose = np.zeros((len(self.worlds), 4))
        """Where the car was when the plan in force was made: x, y (from the origin), cosine and sine of its heading."""

    def watch(self, scene: Scene, plan: Plan, command: Command) -> None:
        """Keep this moment if it is due, or the last of a drive."""
        chosen, ticks = self.worlds, len(scene.stamp) // len(self.brief.cases)
        if self.tick == 0:
            self.kind, self.size, self.box = scene.kind.copy(), scene.size.copy(), scene.box_from_reference.copy()
            self.origin = scene.xyz[chosen * ticks, 0, :2].copy()
            self.answered = np.full(len(chosen), -1, np.int64)
        fresh = plan.stamp[chosen] != self.answered
        if fresh.any():
            self._hold_pose(scene, chosen * ticks, fresh)
            self.answered = plan.stamp[chosen].copy()
        rows = chosen * ticks + lasting(scene.over.reshape(-1, ticks)[chosen])
        ended = scene.over[rows] & ~self.over
        due = (self.tick + ticks - 1) % self.stride == 0 and not self.over.all()
        if due or ended.any():
            frame = self._frame(scene, plan, command, rows)
            self.ends.update((int(k), {name: array[k] for name, array in frame.items()}) for k in np.flatnonzero(ended))
            if due:
                self._keep(frame)
        self.over = scene.over[rows]
        self.tick += ticks

    def replay(self, world: int) -> Replay:
        """What was kept of one world, without the moments it stood frozen."""
        if self.tick == 0 or world not in self.place:
            raise KeyError(f"world {world} is not among those kept")
        place = self.place[world]
        frames = [{name: array[place] for name, array in frame.items()} for frame in self.frames]
        if place in self.ends:  # later ones show it as it stood when it was over
            end = self.ends[place]
            frames = [*(frame for frame in frames if frame["stamp"] < end["stamp"]), end]
        stamps = np.array([frame["stamp"] for frame in frames])
        kept = np.flatnonzero(np.diff(stamps, prepend=-1) > 0)
        columns = {name: np.stack([frames[k][name] for k in kept]) for name in frames[0]}
        signals = {name[7:]: columns.pop(name) for name in list(columns) if name.startswith("signal/")}
        del columns["stamp"]
        return Replay(
            names=self.brief.names,
            kind=self.kind[world].copy(),
            size=self.size[world].astype(np.float32),
            box=self.box[world].astype(np.float32),
            origin=self.origin[place].copy(),
            set_speed=float(self.brief.mission.set_speed[world]),
            time=stamps[kept] / PER_SECOND,
            signals=signals,
            signs=self.brief.signs._replace(value=self.brief.signs.value[world : world + 1]),
            paint=self.paint,
            **columns,
        )

    def _keep(self, frame: dict[str, Array]) -> None:
        self.frames.append(frame)
        if len(self.frames) > MOMENTS:
            self.frames = self.frames[::2]
            self.stride *= 2

    def _hold_pose(self, scene: Scene, rows: Int64, fresh: Bool) -> None:
        heading = scene.heading[rows, 0]
        pose = np.column_stack((scene.xyz[rows, 0, :2] - self.origin, np.cos(heading), np.sin(heading)))
        self.pose = np.where(fresh[:, None], pose, self.pose)

    def _frame(self, scene: Scene, plan: Plan, command: Command, rows: Int64) -> dict[str, Array]:
        chosen = self.worlds
        xyz = scene.xyz[rows]
        xyz[:, :, :2] -= self.origin[:, None, :]
        ordered = np.stack((command.steer[rows], command.accel[rows]), axis=1)
        frame: dict[str, Array] = {
            "stamp": scene.stamp[rows],
            "present": scene.present[rows],
            "xyz": xyz.astype(np.float32),
            "heading": scene.heading[rows].astype(np.float32),
            "speed": scene.speed[rows].astype(np.float32),
            "accel": scene.accel[rows].astype(np.float32),
            "steer": scene.steer[rows].astype(np.float32),
            "lamps": scene.lamps[rows],
            "shown": scene.signals[rows],
            "command": ordered.astype(np.float32),
            "plan": self._plan(plan),
            "why": plan.why[chosen],
            "ask": plan.ask[chosen],
        }
        seen: Mapping[str, Any] = self.signals() if self.signals else {}
        for name, values in seen.items():
            frame[f"signal/{name}"] = values[chosen].astype(np.float32)
        return frame

    def _plan(self, plan: Plan) -> Float32:
        """The plan in force, in the world's frame."""
        chosen = self.worlds
        if self.brief.passive:
            return np.full((len(chosen), 1, 3), np.nan, np.float32)
        x, y = plan.xy[chosen, :, 0], plan.xy[chosen, :, 1]
        x0, y0, cosine, sine = (column[:, None] for column in self.pose.T)
        points = np.stack((x0 + cosine * x - sine * y, y0 + sine * x + cosine * y, plan.speed[chosen]), axis=2)
        return points.astype(np.float32)


def lasting(over: Bool) -> Int64:
    """Which moment of each world is its last: the first at which it is over, (worlds, ticks); else the last there is.

    >>> lasting(np.array([[False, True, True], [False, False, False], [True, True, True]])).tolist()
    [1, 2, 0]
    """
    last: Int64 = np.where(over.any(axis=1), over.argmax(axis=1), over.shape[1] - 1)
    return last
