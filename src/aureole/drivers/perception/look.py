"""One look of one world: the car moves on, new pictures go through the network, and what is remembered is renewed."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from aureole.core.notes import Bool, Float32, Float64, Int64
from aureole.core.observation import Observation
from aureole.drivers.perception import doubt
from aureole.drivers.perception.decode import seen as decoded
from aureole.drivers.perception.eyes import Aims, Eye, aims, columns, eye_ages, found_at, numbers_of, rays, sampled
from aureole.drivers.perception.lanes import Lane, Line, at, beside, grid_of, line_of, own_lane, turned
from aureole.drivers.perception.network import Perceiver
from aureole.drivers.perception.remembered.memory import Seen
from aureole.drivers.perception.remembered.outside import abroad, plainly
from aureole.drivers.perception.remembered.tracking import KEPT, Things, moved, updated
from aureole.drivers.perception.table import AHEAD, CELL, GRID, HEIGHTS, LEFT, OFFSETS, STATIONS

DARK = 6  # of 255; a picture without a brighter pixel is that of a covered lens
FADES = 2.0  # s; what is known of the lane falls to a third in that time without a picture
Pose = tuple[float, float, float]


class Sight(NamedTuple):
    """What of the eyes stays the same all along."""

    eyes: tuple[Eye, ...]
    numbers: Float64
    """`eyes.numbers_of`."""
    column: Int64
    """Of `Observation.age`, counted from its end, for each eye."""
    rays: Float32
    aims: Aims
    cells: Float64
    """`ground_places`."""
    ground: tuple[Float32, Float32]
    """Where they are looked up while no eye is blinded."""
    asked: bool = False
    """What they hold is asked for; no driver reads it, and the network leaves it out where nobody asks."""


def ground_places() -> Float64:
    """Middles of the cells of the grid of occupancy, at each of `HEIGHTS`, (places, 3), m, in the car's frame."""
    x = AHEAD[0] + CELL * (np.arange(GRID[0]) + 0.5)
    y = LEFT[0] + CELL * (np.arange(GRID[1]) + 0.5)
    z, x, y = (part.ravel() for part in np.meshgrid(np.array(HEIGHTS), x, y, indexing="ij"))
    return np.stack((x, y, z), axis=-1)


def sight_of(eyes: tuple[Eye, ...], *, ground: bool = False) -> Sight:
    """What of the eyes of a car stays the same; `ground`: whether what its cells hold is asked for."""
    cells = ground_places()
    places, known = sampled(eyes, cells, (False,) * len(eyes))
    seen = (places, known if ground else np.zeros_like(known))
    return Sight(eyes, numbers_of(eyes), columns(eyes), rays(eyes), aims(eyes), cells, seen, ground)


def looked(perceiver: Perceiver, sight: Sight, observation: Observation, w: int, seen: Seen) -> Bool:
    """Carry the memory of world w over one look, in place; which eyes show nothing.

    Raises:
        Blind: the network gave what is no answer.
    """
    now, ego = float(observation.stamp[w]) * 1e-9, observation.ego
    speed, turn = finite(float(ego.speed[w])), finite(float(ego.yaw_rate[w]))
    first = seen.clock[w] < 0.0
    step = arc(speed, turn, 0.0 if first else now - seen.clock[w])
    seen.pose[w] = on(seen.pose[w], step)
    lane = turned(Lane(seen.lane[w, :, :2], seen.lane[w, :, 2], float(seen.known[w])), step)
    seen.known[w] *= 1.0 if first else np.exp(-(now - seen.clock[w]) / FADES)
    seen.clock[w] = now
    images, ages = observation.images[w], eye_ages(observation.age[w : w + 1], sight.column)[0]
    covered = images.reshape(len(images), -1).max(axis=1, initial=0) < DARK
    blind: Bool = ~(ages <= doubt.SILENT) | covered
    fresh = ~blind & (now - ages > seen.captured[w] + 1e-6)
    if fresh.any():
        age = float(ages[fresh].min())
        back = arc(speed, turn, -age)
        route = turned_points(observation.route[w].astype(np.float64), back)
        line = line_of(route)
        found = perceiver.look(feed(sight, images, line, blind))
        lane = seen_lane(found, line, turned(lane, back), back, seen, w)
        track(found, perceiver, sight, (now - age, fresh), (seen, on(seen.pose[w], back)), w)
        if sight.asked:
            seen.occupied[w] = np.argmax(found["occupied"], axis=0).astype(np.uint8)
        seen.captured[w] = np.where(fresh, now - ages, seen.captured[w])
    seen.lane[w, :, :2], seen.lane[w, :, 2] = lane.xy, lane.half
    return blind


def feed(sight: Sight, images: np.ndarray, line: Line, blind: Bool) -> dict[str, np.ndarray]:
    """The inputs of the network; a blinded eye is shown black and its cells are masked.

    Cells of the ground that nobody asks for are not known anywhere, which is what the network leaves them out by.
    """
    shown, looks = images, sight.rays
    if blind.any():
        shown, looks = images.copy(), sight.rays.copy()
        shown[blind], looks[blind] = 0, 0.0
    lane_grid, lane_known = found_at(sight.numbers, grid_of(line), blind)
    masks = sight.asked and bool(blind.any())
    ground_grid, ground_known = found_at(sight.numbers, sight.cells, blind) if masks else sight.ground
    lanes, ground = (len(STATIONS), len(OFFSETS)), (len(HEIGHTS), *GRID)
    return {
        "images": np.ascontiguousarray(shown), "rays": looks,
        "lane_grid": lane_grid.reshape(*lanes, 2), "lane_known": lane_known.reshape(lanes),
        "ground_grid": ground_grid.reshape(*ground, 2), "ground_known": ground_known.reshape(ground),
    }  # fmt: skip


def seen_lane(found: dict[str, Float32], line: Line, before: Lane, back: Pose, seen: Seen, w: int) -> Lane:
    """The own lane in the car's frame of now; facts and confidence are kept in world w, in place."""
    middle, half, _, whole = own_lane(found, line, before)
    seen.known[w] = 0.5 * (seen.known[w] + whole) if seen.known[w] > 0.0 else whole
    seen.facts[w] = found["facts"]
    return turned(Lane(at(line, STATIONS, middle), half, float(seen.known[w])), inverse(back))


def around(seen: Seen, line: Line, w: int) -> tuple[Float64, Float64]:
    """Middle and half width of the own lane at `STATIONS` of a line through the car."""
    s, t = beside(line, seen.lane[w, :, :2])
    rising = np.concatenate(([True], np.diff(np.maximum.accumulate(s)) > 0.1))
    return np.interp(STATIONS, s[rising], t[rising]), np.interp(STATIONS, s[rising], seen.lane[w, rising, 2])


def track(
    found: dict[str, Float32], perceiver: Perceiver, sight: Sight, when: tuple[float, Bool],
    where: tuple[Seen, Float64], w: int,
) -> None:  # fmt: skip
    """Renew what is remembered of the things around in world w, in place.

    Args:
        found: outputs of the network.
        perceiver: whose calibration holds.
        sight: of the car.
        when: the moment of the pictures, and which eyes' are new.
        where: the memory, and where the car was then.
        w: the world.
    """
    (then, fresh), (seen, pose) = when, where
    things = Things(seen.things[w], int(seen.next_id[w]))
    things = moved(things, max(then - float(seen.at[w]), 0.0) if seen.at[w] > 0.0 else 0.0)
    table = decoded(found, sight.eyes, sight.aims, perceiver.calibration, fresh)
    spread = np.empty((len(table), 2, 2))
    abroad(table, pose, spread)
    plain = in_plain_sight(things.rows, sight, fresh, pose)
    things = updated(things, table, spread, then, plain)
    seen.things[w], seen.next_id[w], seen.at[w] = things.rows, things.next_id, then


def in_plain_sight(rows: Float64, sight: Sight, fresh: Bool, pose: Float64) -> Bool:
    """Whether what stands where each remembered thing is would be seen by an eye whose picture is new, (KEPT,)."""
    found = np.zeros(KEPT, dtype=np.bool_)
    plainly(rows, sight.numbers, fresh, pose, found)
    return found


def finite(number: float) -> float:
    """The number, zero if it is none."""
    return number if np.isfinite(number) else 0.0


def arc(speed: float, turn: float, span: float) -> Pose:
    """Where a car is after a time, s, in its frame of before; it may be below zero."""
    middle = 0.5 * turn * span
    return speed * span * float(np.cos(middle)), speed * span * float(np.sin(middle)), turn * span


def on(pose: Float64, step: Pose) -> Float64:
    """A pose after a step in its own frame."""
    c, s = np.cos(pose[2]), np.sin(pose[2])
    heading = pose[2] + step[2]
    return np.array([
        pose[0] + c * step[0] - s * step[1], pose[1] + s * step[0] + c * step[1],
        np.arctan2(np.sin(heading), np.cos(heading)),
    ])  # fmt: skip


def inverse(step: Pose) -> Pose:
    """The step back."""
    x, y, turn = step
    c, s = float(np.cos(turn)), float(np.sin(turn))
    return -c * x - s * y, s * x - c * y, -turn


def turned_points(points: Float64, step: Pose) -> Float64:
    """Points (n, 2) in the frame after a step."""
    c, s = np.cos(step[2]), np.sin(step[2])
    dx, dy = points[:, 0] - step[0], points[:, 1] - step[1]
    return np.array((c * dx + s * dy, c * dy - s * dx)).T
