"""Changing lanes: when it is wanted, when it is safe, how far it has come."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from aureole.core.kinds import LaneKind
from aureole.core.notes import Array, Bool, Float64, Int32
from aureole.core.observation import Lanes
from aureole.drivers.rules.memory import Memory, Whole
from aureole.drivers.rules.tracks import HALF_S, SPEED, S
from aureole.kernels import device

SIGNAL = 1.0  # s; the indicator burns before the car moves sideways
LASTS = 4.5  # s; a comfortable lane change
SHORTEST = 2.2  # s; what is left of it is never planned shorter
SWING = 14.0  # m; needed to swing round from standstill
KEEP = 2.5  # s; a lane-keeping correction takes this long
YIELD = 2.0  # m/s^2; hardest braking asked of the car behind in the new lane
DRIVING, STOP_LANE, SHOULDER = int(LaneKind.DRIVING), int(LaneKind.STOP), int(LaneKind.SHOULDER)
NONE, SIGNALLING, MOVING, ACROSS = 0, 1, 2, 3
PLAIN, PULL_OVER, LED, BEGUN = 0, 1, 2, 3


class LaneTable(NamedTuple):
    """The arrays of `Lanes` that a kernel takes."""

    present: Bool
    centre: Array
    half_width: Array
    seen: Int32
    kind: Int32
    forward: Bool
    limit: Array
    left: Int32
    right: Int32
    may_left: Bool
    may_right: Bool
    route: Array


def table(lanes: Lanes, route: Array) -> LaneTable:
    """As the kernel takes them, with the route."""
    return LaneTable(
        lanes.present, lanes.centre, lanes.half_width, lanes.seen, lanes.kind, lanes.forward,
        lanes.limit, lanes.left, lanes.right, lanes.may_left, lanes.may_right, route,
    )  # fmt: skip


@device
def neighbour(lanes: LaneTable, w: int, place: Whole, side: Whole, for_: Whole) -> int:
    """Place of the lane to the left (+1) or right (-1) that may be entered; -1 none.

    `for_` is what: to overtake or on an order (`PLAIN`) a lane to drive in, to stop (`PULL_OVER`) also one to stop on,
    for the route (`LED`) also one to come or go by; once the car is over the line (`BEGUN`) a change for the route is
    finished, though the line turns into one that may not be crossed.
    """
    other = lanes.left[w, place] if side > 0 else lanes.right[w, place]
    if other < 0 or not lanes.present[w, other] or not lanes.forward[w, other]:
        return -1
    kind = lanes.kind[w, other]
    if for_ == PULL_OVER and kind == STOP_LANE:
        return int(other)
    may = (lanes.may_left[w, place] if side > 0 else lanes.may_right[w, place]) or for_ == BEGUN
    fits = kind == DRIVING or (for_ >= LED and kind != STOP_LANE and kind != SHOULDER)
    return int(other) if may and fits else -1


@device
def round_it(lanes: LaneTable, w: int) -> bool:
    """Whether a lane beside the own one may be entered to go round what stands."""
    left = neighbour(lanes, w, np.int64(0), np.int64(1), np.int64(PLAIN))
    return left >= 0 or neighbour(lanes, w, np.int64(0), np.int64(-1), np.int64(PLAIN)) >= 0


@device
def gap_is_safe(t: Float64, front: float, rear: float, speed: float) -> bool:
    """Whether a track in the new lane leaves room (gap and braking criteria of MOBIL, one car)."""
    ahead = t[S] - t[HALF_S] - front
    behind = rear - t[S] - t[HALF_S]
    if ahead >= 0.0:
        closing = max(speed - t[SPEED], 0.0)
        return bool(ahead > 4.0 + 0.5 * speed + closing * closing / (2.0 * YIELD))
    if behind >= 0.0:
        closing = max(t[SPEED] - speed, 0.0)
        room = behind - 2.0 - closing * 1.0
        return bool(room > 0.6 * t[SPEED] and closing * closing <= 2.0 * YIELD * max(room, 0.1))
    return False


@device
def progress(memory: Memory, w: int, offset: float, heading: float, now: float) -> None:
    """Carry a change under way through its phases, in place."""
    side = memory.change[w]
    if side == 0:
        return
    phase = memory.phase[w]
    if phase == SIGNALLING and now - memory.since[w] >= SIGNAL:
        memory.phase[w], memory.since[w] = MOVING, now
    jumped = side * (memory.offset[w] - offset) > 1.0
    if phase == MOVING and jumped:
        memory.phase[w] = ACROSS
    if phase == ACROSS and abs(offset) < 0.25 and abs(heading) < 0.02 and now - memory.since[w] > 1.5:
        memory.change[w], memory.phase[w] = 0, NONE


@device
def remaining(memory: Memory, w: int, now: float) -> float:
    """Seconds the rest of the sideways motion shall take."""
    if memory.phase[w] < MOVING:
        return KEEP
    return float(max(LASTS - (now - memory.since[w]), SHORTEST))


@device
def begin(memory: Memory, w: int, side: Whole, now: float) -> None:
    """Start to signal, in place."""
    memory.change[w], memory.phase[w], memory.since[w] = side, SIGNALLING, now


@device
def give_up(memory: Memory, w: int) -> None:
    """Stay in the lane, in place."""
    memory.change[w], memory.phase[w] = 0, NONE


@device
def room_needed(speed: float) -> float:
    """Metres the car travels until it is clear of its lane."""
    return max(SWING, speed * (SIGNAL + 0.75 * LASTS))
