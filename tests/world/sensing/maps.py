"""Small roads and scenes by hand, for the tests of sensing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from aureole.core.car import Actuators, Body, Car, Limits, Periods, Sensor
from aureole.core.kinds import Kind, LaneKind, Mark
from aureole.core.road import Road
from aureole.core.scene import Scene
from aureole.world.roads.reading.tables import evened

WIDTH = 3.5  # m
Lane = tuple[int, int]  # id, kind
MOTORWAY: tuple[Lane, ...] = (
    (-4, LaneKind.BORDER), (-3, LaneKind.STOP), (-2, LaneKind.DRIVING), (-1, LaneKind.DRIVING), (0, LaneKind.NONE),
    (1, LaneKind.DRIVING), (2, LaneKind.DRIVING), (3, LaneKind.BORDER),
)  # fmt: skip


def road(
    *,
    length: float = 1000.0,
    curvature: float = 0.0,
    sections: Sequence[tuple[float, Sequence[Lane]]] = ((0.0, MOTORWAY),),
    left_hand: bool = False,
    roads: int = 1,
    link: bool = True,
    offset: float = 0.0,
) -> Road:
    """`roads` equal roads one after the other, each a line or an arc from the origin to the east, linked by lane id."""
    t: dict[str, list[Any]] = {name: [] for name in Road._fields}
    for name, values in t.items():
        if name.endswith("_first"):
            values.append(0)
    x, y, heading = 0.0, 0.0, 0.0
    rows: list[dict[int, int]] = []
    last_of_road: list[int] = []
    for _ in range(roads):
        t["road_length"].append(length)
        t["road_left_hand"].append(left_hand)
        t["road_limit"].append(130 / 3.6)
        t["piece_s"].append(0.0)
        t["piece_xy"].append((x, y))
        t["piece_heading"].append(heading)
        t["piece_length"].append(length)
        t["piece_curvature"].append((curvature, 0.0))
        half = 0.5 * curvature * length
        chord = length if half == 0.0 else length * np.sin(half) / half
        x, y, heading = x + chord * np.cos(heading + half), y + chord * np.sin(heading + half), heading + 2 * half
        t["offset_s"].append(0.0)
        t["offset_cubic"].append((offset, 0.0, 0.0, 0.0))
        for s, lanes in sections:
            t["section_s"].append(s)
            rows.append({})
            for lane_id, kind in sorted(lanes):
                rows[-1][lane_id] = len(t["lane_id"])
                t["lane_id"].append(lane_id)
                t["lane_kind"].append(int(kind))
                if lane_id != 0:
                    t["width_s"].append(0.0)
                    t["width_cubic"].append((WIDTH, *[0.0] * 7))
                solid = kind != LaneKind.DRIVING or lane_id == 0
                t["mark_s"].append(0.0)
                t["mark_kind"].append(int(Mark.SOLID if solid else Mark.BROKEN))
                t["mark_width"].append(0.12)
                t["mark_change"].append(0 if solid else 3)
                t["width_first"].append(len(t["width_s"]))
                t["mark_first"].append(len(t["mark_s"]))
            t["lane_first"].append(len(t["lane_id"]))
        last_of_road.append(len(rows))
        for name in ("piece", "offset", "elevation", "superelevation", "section"):
            t[f"{name}_first"].append(len(t[f"{name}_s"]))
    for i, section in enumerate(rows):
        for lane_id in section:
            joined = link or i + 1 in last_of_road
            after = rows[i + 1].get(lane_id, -1) if i + 1 < len(rows) and joined else -1
            before = rows[i - 1].get(lane_id, -1) if i > 0 and (link or i in last_of_road) else -1
            t["lane_successor"].append(after)
            t["lane_predecessor"].append(before)
    from aureole.core.notes import check, notes

    arrays = {}
    for note in notes(Road):
        shape = (-1, *(int(axis) for axis in note.dims[1:]))
        arrays[note.name] = np.ascontiguousarray(np.array(t[note.name], note.dtype).reshape(shape))
    built = evened(Road(**arrays))
    check(built)
    return built


def sensor(view: float = 2 * np.pi, reach: float = 150.0, noise: float = 0.0, **where: float) -> Sensor:
    """A sensor over the rear axle that looks all around."""
    at = {"x": 0.0, "y": 0.0, "heading": 0.0} | where
    return Sensor(name="one", kind="radar", view=view, range=reach, noise=noise, **at)


def car(*sensors: Sensor, sense: float = 0.1, latency: float = 0.0) -> Car:
    """A car whose body does not matter here."""
    body = Body(4.6, 1.8, 1.5, 1.4, 2.8, 1.5, 1500.0, 2500.0, 1.4, 0.5, 1e5, 1e5, 1.0)
    limits = Limits(50.0, 3.0, 9.0, 2.0, 20.0, 3.0, 2.0, 0.6, 0.5)
    return Car("test", body, limits, Actuators(0.1, 0.0, 0.2, 0.0, 0.1, 0.0), Periods(0.1, sense, latency), sensors)


def scene(agents: Sequence[dict[str, Any]], *, stamp: int = 0, worlds: int = 1, **ego: Any) -> Scene:
    """A scene with the ego first; each agent by what differs from a car at the origin that stands, in every world."""
    count = 1 + len(agents)
    rows = [ego, *agents]

    def column(name: str, default: Any, dtype: Any) -> Any:
        values = np.array([np.broadcast_to(row.get(name, default), np.shape(default)) for row in rows], dtype=dtype)
        return np.tile(values, (worlds, *(1 for _ in values.shape)))

    def flat(name: str, default: float, dtype: Any = np.float64) -> Any:
        return column(name, default, dtype).reshape(worlds, count)

    return Scene(
        stamp=np.full(worlds, stamp, dtype=np.int64),
        present=flat("present", True, np.bool_),
        xyz=column("xyz", (0.0, 0.0, 0.0), np.float64),
        heading=flat("heading", 0.0),
        pitch=flat("pitch", 0.0),
        roll=flat("roll", 0.0),
        velocity=column("velocity", (0.0, 0.0), np.float64),
        speed=flat("speed", 0.0),
        accel=flat("accel", 0.0),
        yaw_rate=flat("yaw_rate", 0.0),
        steer=flat("steer", 0.0),
        size=column("size", (4.0, 2.0, 1.5), np.float64),
        box_from_reference=column("box", (0.0, 0.0, 0.75), np.float64),
        kind=flat("kind", int(Kind.CAR), np.int32),
        lamps=flat("lamps", 0, np.int32),
        road=flat("road", 0, np.int32),
        lane=flat("lane", -1, np.int32),
        s=flat("s", 100.0),
        t=flat("t", 0.0),
        signals=np.zeros((worlds, 0), dtype=np.int32),
        hit=np.full(worlds, -1, dtype=np.int32),
        exercised=np.zeros(worlds, dtype=np.bool_),
        over=np.zeros(worlds, dtype=np.bool_),
    )
