"""Where recorded vehicles are on the lanes of their map, and who is ahead, behind and beside, tick by tick."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from aureole.core.kinds import Kind
from aureole.core.notes import Bool, Float64, Int32, Int64
from aureole.kernels import kernel
from aureole.world.logs.recording import Recording
from aureole.world.traffic.net.compiling import net_of
from aureole.world.traffic.net.net import Net
from aureole.world.traffic.net.places import locate

FAR = 120.0  # m; along the lanes, further ahead or behind nobody counts
TOKEN = 8  # ticks; so many speeds in a row tell a vehicle, in whatever recording it is seen
VEHICLES = (Kind.CAR, Kind.VAN, Kind.TRUCK, Kind.BUS, Kind.MOTORBIKE)
"""Who drives in a lane and is followed."""


class Placed(NamedTuple):
    """Recorded vehicles on their lanes; a stretch is a row of `Net`, -1 none."""

    lane: Int32
    """[vehicles, ticks] stretch."""
    along: Float64
    """[vehicles, ticks] m along it, of the middle of the box."""
    ahead: Int32
    """[vehicles, ticks, 3] who is next ahead in the own lane, the left one, the right one; -1 nobody."""
    gap: Float64
    """[vehicles, ticks, 3] m, bumper to bumper; infinite with nobody."""
    behind: Int32
    """[vehicles, ticks, 3] who is next behind; -1 nobody."""
    back: Float64
    """[vehicles, ticks, 3] m, bumper to bumper; infinite with nobody."""
    beside: Int32
    """[vehicles, ticks, 2] the stretch on the left, on the right; -1 none."""
    way: Float64
    """[stretches, stretches] m from entry to entry; infinite where none leads on within reach."""
    next_to: Int32
    """[stretches, 2] as `Net.beside`."""


class Track(NamedTuple):
    """The vehicles of a recording: their rows, and what is needed of them."""

    rows: Int64
    present: Bool
    speed: Float64
    length: Float64
    step: float
    token: Int64
    """[vehicles, ticks] stands for the `TOKEN` speeds from here on; 0 where they would not tell a vehicle."""


@kernel
def find(net: Net, x: Float64, y: Float64, heading: Float64, present: Bool, lane: Int32, along: Float64) -> None:
    """The stretch of every pose (vehicles, ticks), in place; the one before is the hint for the next."""
    for a in range(x.shape[0]):
        hint = -1
        for t in range(x.shape[1]):
            if present[a, t]:
                hint, along[a, t], _ = locate(net, x[a, t], y[a, t], heading[a, t], hint)
            else:
                hint = -1
            lane[a, t] = hint


def track_of(recording: Recording) -> Track:
    """The vehicles of a recording that drive in lanes."""
    rows = np.flatnonzero(np.isin(recording.kind, [int(kind) for kind in VEHICLES]))
    speed = np.where(recording.present[rows], recording.speed[rows], 0.0)
    present = recording.present[rows]
    return Track(rows, present, speed, recording.size[rows, 0], recording.step, tokens(present, speed))


def tokens(present: Bool, speed: Float64) -> Int64:
    """What stands for the speeds from each tick on: equal for equal speeds to the millimetre per second."""
    found = np.zeros(present.shape, np.int64)
    for row in range(len(present)):
        for tick in range(present.shape[1] - TOKEN + 1):
            piece = speed[row, tick : tick + TOKEN]
            if present[row, tick : tick + TOKEN].all() and piece.min() > 1.0 and np.ptp(piece) > 0.05:
                found[row, tick] = hash(tuple(np.round(piece, 3).tolist()))
    return found


def placed(recording: Recording, track: Track) -> Placed:
    """Every vehicle's place and neighbours at every tick.

    Raises:
        BadInput: the map has no lane for cars.
    """
    net = net_of(recording.map)
    shape = track.present.shape
    lane, along = np.full(shape, -1, np.int32), np.zeros(shape)
    xy = np.where(track.present[..., None], recording.xyz[track.rows, :, :2], 0.0)
    heading = np.where(track.present, recording.heading[track.rows], 0.0)
    x, y = np.ascontiguousarray(xy[..., 0]), np.ascontiguousarray(xy[..., 1])
    find(net, x, y, np.ascontiguousarray(heading), track.present, lane, along)
    way = ways(net)
    next_to = np.where(net.beside >= 0, net.beside, -1).astype(np.int32)
    ahead, behind = (np.full((*shape, 3), -1, np.int32) for _ in range(2))
    gap, back = (np.full((*shape, 3), np.inf) for _ in range(2))
    beside = np.where(lane[..., None] >= 0, next_to[lane], -1).astype(np.int32)
    for tick in range(shape[1]):
        there = np.flatnonzero(lane[:, tick] >= 0)
        for side in range(3):
            own = lane[there, tick] if side == 0 else beside[there, tick, side - 1]
            kept, own = there[own >= 0], own[own >= 0]
            at = along[kept, tick] * net.length[own] / net.length[lane[kept, tick]]
            others = lane[there, tick], along[there, tick]
            onward = way[own[:, None], others[0][None, :]] + others[1][None, :] - at[:, None]
            rearward = way[others[0][None, :], own[:, None]] + at[:, None] - others[1][None, :]
            same, half = kept[:, None] == there[None, :], 0.5 * (track.length[kept][:, None] + track.length[there])
            nearest((onward, same, half), (kept, there, tick, side), ahead, gap)
            nearest((rearward, same, half), (kept, there, tick, side), behind, back)
    return Placed(lane, along, ahead, gap, behind, back, beside, way, next_to)


def nearest(
    known: tuple[Float64, Bool, Float64], where: tuple[Int64, Int64, int, int], who: Int32, gap: Float64
) -> None:
    """Write who of `there` is nearest along the lanes to each of `kept`, and the gap, in place."""
    (far, same, half), (kept, there, tick, side) = known, where
    if not len(kept):
        return
    far = np.where(same | (far < 0.0) | (far > FAR), np.inf, far)
    chosen = np.argmin(far, axis=1)
    least = far[np.arange(len(kept)), chosen]
    found = np.isfinite(least)
    who[kept[found], tick, side] = there[chosen[found]]
    gap[kept[found], tick, side] = (least - half[np.arange(len(kept)), chosen])[found]


def ways(net: Net) -> Float64:
    """Metres from the entry of each stretch to that of each that it leads to, within reach of the stretch's exit."""
    count = len(net.length)
    found = np.full((count, count), np.inf)
    for start in range(count):
        found[start, start] = 0.0
        left = [start]
        while left:
            row = left.pop()
            there = found[start, row] + net.length[row]
            if there > FAR + net.length[start]:
                continue
            for other in net.after[net.after_first[row] : net.after_first[row + 1]].tolist():
                if there < found[start, other]:
                    found[start, other] = there
                    left.append(other)
    return found
