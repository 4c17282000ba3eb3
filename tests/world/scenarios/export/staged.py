"""Drives made by a test, exported, and played again."""

from __future__ import annotations

from pathlib import Path

import numpy as np

import aureole.world.scenarios
from aureole.core.kinds import Kind
from aureole.core.scene import Scene
from aureole.world.scenarios.build import build
from aureole.world.scenarios.case import Case, Variation
from aureole.world.scenarios.export.cast import Member
from aureole.world.scenarios.export.document import About, scenario
from aureole.world.scenarios.export.tracks import Tracks, tracks
from tests.world.scenarios.drives import command

MAP = Path(aureole.world.scenarios.__file__).parent / "maps" / "motorway.xodr"
ABOUT = About("A test's drive.", "2026-01-01T00:00:00", "test")
STEP = 0.01  # s
CAR = Member("Ego", 2.7, 1.6, 60.0, 5.0, 9.0)


def moved(accel: np.ndarray, yaw: np.ndarray, speed: float, *, at: tuple[float, float] = (100.0, 500.0)) -> dict:
    """Pose and speed over time of something that turns at `yaw` rad/s and speeds up at `accel` m/s² in each step."""
    speeds = np.concatenate(([speed], speed + np.cumsum(accel) * STEP))
    headings = np.concatenate(([0.3], 0.3 + np.cumsum(yaw) * STEP))
    way = 0.5 * (speeds[:-1] + speeds[1:]) * STEP
    middle = 0.5 * (headings[:-1] + headings[1:])
    steps = np.stack((way * np.cos(middle), way * np.sin(middle)), axis=1)
    xy = np.vstack((at, np.array(at) + np.cumsum(steps, axis=0)))
    heading = np.arctan2(np.sin(headings), np.cos(headings))
    velocity = speeds[:, np.newaxis] * np.stack((np.cos(heading), np.sin(heading)), axis=1)
    return {"xy": xy, "heading": heading, "speed": speeds, "velocity": velocity}


def scene(*agents: dict, kinds: tuple[int, ...] = ()) -> Scene:
    """The scenes of such agents, the leading axis being time."""
    count, many = len(agents[0]["speed"]), len(agents)
    zeros = np.zeros((count, many))
    xy = np.stack([agent["xy"] for agent in agents], axis=1)
    size = np.tile((4.5, 1.8, 1.5), (count, many, 1))
    box = np.tile((1.35, 0.0, 0.75), (count, many, 1))
    whole = np.zeros((count, many), dtype=np.int32)
    return Scene(
        stamp=np.arange(count, dtype=np.int64) * 10_000_000,
        present=np.stack([agent.get("present", np.ones(count, np.bool_)) for agent in agents], axis=1),
        xyz=np.concatenate((xy, zeros[:, :, np.newaxis]), axis=2),
        heading=np.stack([agent["heading"] for agent in agents], axis=1), pitch=zeros, roll=zeros,
        velocity=np.stack([agent["velocity"] for agent in agents], axis=1),
        speed=np.stack([agent["speed"] for agent in agents], axis=1), accel=zeros, yaw_rate=zeros, steer=zeros,
        size=size, box_from_reference=box, kind=np.tile(np.array(kinds or (Kind.CAR,) * many, np.int32), (count, 1)),
        lamps=whole, road=whole - 1, lane=whole - 1, s=zeros, t=zeros,
        signals=np.zeros((count, 0), np.int32), hit=np.full(count, -1, np.int32),
        exercised=np.zeros(count, np.bool_), over=np.arange(count) == count - 1,
    )  # fmt: skip


def exported(found: Tracks, members: list[Member]) -> bytes:
    """The scenario of a drive, on the map that lies beside it."""
    return scenario(found, members, "map.xodr", ABOUT)


def again(folder: Path, data: bytes, ground: bytes | None = None) -> Scene:
    """What an exported scenario plays, passive; leading axis time."""
    (folder / "map.xodr").write_bytes(ground or MAP.read_bytes())
    path = folder / "drive.xosc"
    path.write_bytes(data)
    return played(path, {})


def played(path: Path, params: dict[str, str]) -> Scene:
    """A file as the scenario alone moves it; leading axis time."""
    world = build(Case("test", path), [Variation(params)], passive=True)
    now, state = world.reset()
    scenes, order = [now], command(1)
    while not now.over.all() and len(scenes) < 10_000:
        now, state = world.step(now, order, state)
        scenes.append(now)
    return stacked(scenes)


def stacked(scenes: list[Scene]) -> Scene:
    """Scenes of one world, the leading axis being time."""
    return Scene(**{name: np.stack([getattr(one, name)[0] for one in scenes]) for name in Scene.__slots__})


def apart(one: Scene, other: Scene) -> tuple[float, float, float]:
    """The greatest distance in the ground plane in m, difference of headings in rad, of speeds in m/s."""
    assert one.stamp.tolist() == other.stamp.tolist()
    way = np.linalg.norm(one.xyz[..., :2] - other.xyz[..., :2], axis=2).max()
    turn = one.heading - other.heading
    return (
        float(way),
        float(np.abs(np.arctan2(np.sin(turn), np.cos(turn))).max()),
        float(np.abs(one.speed - other.speed).max()),
    )


def same(one: Scene, other: Scene) -> bool:
    """Whether two drives are the same within 1 mm, 1e-3 rad and 0.01 m/s at every step."""
    way, turn, pace = apart(one, other)
    return way < 1e-3 and turn < 1e-3 and pace < 1e-2


def checked(found: Scene) -> Tracks:
    """The tracks of a drive."""
    return tracks(found, "test")
