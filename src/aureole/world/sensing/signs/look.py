"""The signals that the car's sensors see: within range and view, turned towards it, over what stands between."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from aureole.core.notes import Bool, Float32, Float64, Int32, Int64, Uint64
from aureole.core.observation import Signals
from aureole.core.road import Road
from aureole.kernels import device, kernel
from aureole.world.sensing import past as at
from aureole.world.sensing import sight
from aureole.world.sensing.lanes import Place, standing
from aureole.world.sensing.noise import normal
from aureole.world.sensing.objects import DOUBT, boxed
from aureole.world.sensing.signs.ahead import beside, reckon
from aureole.world.sensing.signs.bare import SIGNALS
from aureole.world.sensing.signs.posts import ROAD, Posts, Rings
from aureole.world.sensing.walk import wide

EYE = 1.3  # m; above the road: a car's camera behind the upper edge of its windscreen
STREAM = 1 << 24  # places of noise from here on are those of signals; agents have the ones below


class Board(NamedTuple):
    """The arrays of `Signals`, as kernels take them."""

    present: Bool
    id: Int32
    xy: Float32
    heading: Float32
    kind: Int32
    state: Int32
    value: Float32
    ahead: Float32
    temporary: Bool
    sure: Float32
    given: Bool


class Looker(NamedTuple):
    """Whose look it is: sensors, keys of their noise, where the car is now, and the lane of its route."""

    sensors: Float64
    keys: Uint64
    ego: Place
    route_row: Int32
    route: Float32


def copied(signals: Signals) -> Board:
    """New arrays with the same signals, for a kernel to renew."""
    return Board(*(np.copy(getattr(signals, name)) for name in Board._fields))


@kernel
def look(
    due: Bool, now: at.Agents, past: Float64, clock: tuple[int, int, int], road: Road, posts: Posts, rings: Rings,
    who: Looker, board: Board,
) -> None:  # fmt: skip
    """Renew the signals of every world where it is due, from its past scene; `ahead` is from where the car is now."""
    step, every, _ = clock
    count, signals, carried = past.shape[2], len(posts.kind), len(posts.carried)
    boxes, rows = np.empty((count, sight.BOX)), np.empty(1, dtype=np.int64)
    points, ahead, far = np.empty((signals, 3)), np.empty(signals), np.empty(signals)
    eyes, order = np.empty(signals, dtype=np.int64), np.empty(signals, dtype=np.int64)
    heading = np.empty(carried)
    for w in range(due.shape[0]):
        if not due[w]:
            continue
        tick = at.tick_at(now.stamp[w], step)
        place = tick // every % past.shape[1]
        row, pose = past[w, place], (past[w, place, 0, at.X], past[w, place, 0, at.Y], past[w, place, 0, at.HEADING])
        ego = (now.xyz[w, 0, 0], now.xyz[w, 0, 1], now.heading[w, 0])
        boxed(row, boxes)
        locate(row, posts, points, heading)
        ahead[:] = math.inf
        r, section, s, way = standing(who.ego, road, w)
        if r >= 0 and who.route_row[w] >= 0:
            start = (r, section, s)
            reckon(road, start, way, wide(who.route_row[w]), posts, rings.placed[w, place], heading, rows, ahead)
        for i in range(carried):
            k = posts.carried[i]
            if rings.placed[w, place, i, ROAD] < 0.0:
                x, y = turned(ego, points[k, 0] - ego[0], points[k, 1] - ego[1])
                along = beside(who.route[w], x, y, heading[i] - ego[2]) + posts.s[k]
                ahead[k] = along if along >= 0.0 else math.inf
        found = 0
        for k in range(signals):
            eyes[k], far[k] = seen(boxes, row, posts, points, k, who.sensors, pose)
            if eyes[k] >= 0:
                found = sorted_in(order, found, k, ahead, far)
        shown = min(found, SIGNALS)
        for p in range(shown):
            k = order[p]
            write(w, p, k, ego, points, posts, board)
            board.state[w, p], board.ahead[w, p] = rings.shown[w, place, k], ahead[k]
            sigma = who.sensors[eyes[k], sight.S_NOISE]
            if sigma > 0.0:
                for axis in range(2):
                    board.xy[w, p, axis] += sigma * normal(who.keys[w], tick, STREAM + 2 * k + axis)
                board.sure[w, p] = 1.0 - DOUBT * far[k] / who.sensors[eyes[k], sight.S_RANGE]
        for p in range(shown, SIGNALS):
            clear(w, p, board)


@device
def locate(row: Float64, posts: Posts, points: Float64, heading: Float64) -> None:
    """Where every signal is (x, y) and the heading of its traffic; of those that are carried also apart."""
    for k in range(len(posts.kind)):
        points[k, 0], points[k, 1], points[k, 2] = posts.xyz[k, 0], posts.xyz[k, 1], posts.heading[k]
    for i in range(len(posts.carried)):
        k = posts.carried[i]
        agent = posts.carrier[k]
        c, s = math.cos(row[agent, at.HEADING]), math.sin(row[agent, at.HEADING])
        x, y = posts.xyz[k, 0], posts.xyz[k, 1]
        points[k, 0] = row[agent, at.X] + c * x - s * y
        points[k, 1] = row[agent, at.Y] + s * x + c * y
        points[k, 2] = heading[i] = posts.heading[k] + row[agent, at.HEADING]


@device
def turned(ego: tuple[float, float, float], dx: float, dy: float) -> tuple[float, float]:
    """A difference of the world's axes in the car's frame."""
    c, s = math.cos(ego[2]), math.sin(ego[2])
    return c * dx + s * dy, c * dy - s * dx


@device
def seen(
    boxes: Float64, row: Float64, posts: Posts, points: Float64, k: int, sensors: Float64,
    pose: tuple[float, float, float],
) -> tuple[int, float]:  # fmt: skip
    """First sensor of a car at `pose` that sees a signal, -1 if none; how far it is from it, m."""
    carrier = wide(posts.carrier[k])
    if carrier == 0 or (carrier > 0 and row[carrier, at.PRESENT] == 0.0):
        return -1, 0.0
    x, y, heading = pose
    ahead_x, ahead_y = math.cos(heading), math.sin(heading)
    both = carrier < 0 and posts.direction[k] == 0
    for sensor in range(sensors.shape[0]):
        from_x = x + ahead_x * sensors[sensor, sight.S_X] - ahead_y * sensors[sensor, sight.S_Y]
        from_y = y + ahead_y * sensors[sensor, sight.S_X] + ahead_x * sensors[sensor, sight.S_Y]
        dx, dy = points[k, 0] - from_x, points[k, 1] - from_y
        distance = math.sqrt(dx * dx + dy * dy)
        if distance > sensors[sensor, sight.S_RANGE] + sight.SLACK:
            continue
        if not both and math.cos(points[k, 2]) * dx + math.sin(points[k, 2]) * dy <= 0.0:
            continue
        half = sensors[sensor, sight.S_HALF_VIEW]
        turn = sight.wrap(math.atan2(dy, dx) - heading - sensors[sensor, sight.S_HEADING])
        if half < sight.ALL_ROUND and abs(turn) > half + sight.SLACK:
            continue
        if over_all(boxes, row, carrier, (from_x, from_y), (points[k, 0], points[k, 1]), posts.height[k]):
            return sensor, distance
    return -1, 0.0


@device
def over_all(
    boxes: Float64, row: Float64, carrier: int, eye: tuple[float, float], point: tuple[float, float], height: float
) -> bool:
    """Whether the line from an eye to a signal passes over or beside every box but the carrier's and the ego's.

    Heights are those above the road, which rises and falls for all alike.
    """
    for other in range(1, boxes.shape[0]):
        if other == carrier or boxes[other, sight.HIDES] == 0.0:
            continue
        enter, leave = sight.inside(boxes[other], eye[0], eye[1], point[0], point[1])
        if enter < leave:
            low = min(EYE + enter * (height - EYE), EYE + leave * (height - EYE))
            if low < row[other, at.HEIGHT]:
                return False
    return True


@device
def sorted_in(order: Int64, found: int, k: int, ahead: Float64, far: Float64) -> int:
    """Put a signal among those found: the nearest on the way first, then the nearest of the others; how many."""
    i = found
    while i > 0 and (ahead[order[i - 1]] > ahead[k] or (
        ahead[order[i - 1]] == ahead[k] and far[order[i - 1]] > far[k])):  # fmt: skip
        order[i] = order[i - 1]
        i -= 1
    order[i] = k
    return found + 1


@device
def write(w: int, p: int, k: int, ego: tuple[float, float, float], points: Float64, posts: Posts, board: Board) -> None:
    """One signal as it is, without noise."""
    x, y = turned(ego, points[k, 0] - ego[0], points[k, 1] - ego[1])
    board.present[w, p], board.id[w, p], board.kind[w, p] = True, k, posts.kind[k]
    board.xy[w, p, 0], board.xy[w, p, 1] = x, y
    board.heading[w, p] = sight.wrap(points[k, 2] - ego[2])
    board.value[w, p], board.temporary[w, p], board.sure[w, p] = posts.value[w, k], posts.temporary[k], 1.0


@device
def clear(w: int, p: int, board: Board) -> None:
    """No signal at this place."""
    board.present[w, p], board.id[w, p], board.kind[w, p], board.state[w, p] = False, -1, 0, 0
    board.xy[w, p, 0], board.xy[w, p, 1], board.heading[w, p], board.value[w, p] = 0.0, 0.0, 0.0, 0.0
    board.ahead[w, p], board.temporary[w, p], board.sure[w, p] = math.inf, False, 0.0
