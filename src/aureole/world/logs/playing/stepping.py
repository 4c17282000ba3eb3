"""One step of the world that plays a recording: the examined car by its body, the others by their tracks."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from aureole.conduct.boxes import overlap
from aureole.core.notes import Float64, Int64
from aureole.kernels import device, kernel
from aureole.vehicle.constants import Chassis
from aureole.vehicle.dynamics import ACCEL, HEADING, SLIP_V, SPEED, STEER, YAW_RATE, X, Y, step_body
from aureole.world.logs.playing.places import Net, placed
from aureole.world.logs.playing.reacting import DEVIATES, Reactions, react
from aureole.world.logs.playing.tables import Tables, on_way, pose_at
from aureole.world.scenarios.player.sheet import Sheet, copy

AFTERMATH = 1.0  # s; a drive goes on so long after the examined car's first collision
AGAIN = 10  # steps; who is beside all lanes is looked for again after so many
CLOSE = 2.0  # m; so near to the end of its way the examined car has arrived
PER_SECOND = 1e9  # ns


class Rules(NamedTuple):
    """What a drive is like: plain numbers."""

    step: float
    """Seconds of a step."""
    span: float
    """Seconds from the first moment of the log to the last."""
    passive: bool
    """The log alone moves the examined car."""
    reactive: bool
    """The others give way."""
    logged: bool
    """The examined car has a track of its own."""


class State(NamedTuple):
    """Everything that changes, one row a world."""

    body: Float64
    """[worlds, BODY]: the examined car's own body; idle when the log moves it."""
    misc: Int64
    """[worlds, 2]: steps done, step of the first collision (-1 none)."""
    progress: Float64
    """[worlds] m made good along the way."""
    how: Reactions


@device
def write(sheet: Sheet, w: int, a: int, motion: tuple[float, float, float, float, float, float], there: bool) -> None:
    """One agent's motion: x, y, heading, speed, acceleration, yaw rate."""
    x, y, heading, speed, accel, turn = motion
    sheet.xyz[w, a, 0], sheet.xyz[w, a, 1], sheet.xyz[w, a, 2] = x, y, 0.0
    sheet.velocity[w, a, 0], sheet.velocity[w, a, 1] = speed * math.cos(heading), speed * math.sin(heading)
    sheet.plain[0, w, a], sheet.plain[1, w, a], sheet.plain[2, w, a] = heading, 0.0, 0.0
    sheet.plain[3, w, a], sheet.plain[4, w, a], sheet.plain[5, w, a] = speed, accel, turn
    sheet.plain[6, w, a] = 0.0
    sheet.whole[0, w, a], sheet.whole[3, w, a] = 0, 1 if there else 0


@device
def other(track: Tables, rules: Rules, state: State, sheet: Sheet, w: int, a: int, time: float) -> None:
    """Where one of the others is at a moment."""
    if rules.reactive and state.how.off[w, a]:
        station = state.how.station[w, a]
        x, y, heading = on_way(track, a, station)
        there = station < track.station[a, track.station.shape[1] - 1]
        write(sheet, w, a, (x, y, heading, state.how.speed[w, a], 0.0, 0.0), there)
        return
    there, x, y, heading, speed, accel, turn = pose_at(track, a, time)
    write(sheet, w, a, (x, y, heading, speed, accel, turn), there)


@device
def own(track: Tables, rules: Rules, body: Float64, sheet: Sheet, w: int, lamps: int) -> None:
    """Where the examined car is."""
    if rules.passive:
        return
    c, s = math.cos(body[HEADING]), math.sin(body[HEADING])
    write(sheet, w, 0, (body[X], body[Y], body[HEADING], body[SPEED], body[ACCEL], body[YAW_RATE]), True)
    sheet.velocity[w, 0, 0] = c * body[SPEED] - s * body[SLIP_V]
    sheet.velocity[w, 0, 1] = s * body[SPEED] + c * body[SLIP_V]
    sheet.plain[6, w, 0], sheet.whole[0, w, 0] = body[STEER], lamps


@device
def middle(track: Tables, sheet: Sheet, w: int, a: int) -> tuple[float, float]:
    """Middle of an agent's box."""
    heading = sheet.plain[0, w, a]
    ahead = track.ahead[a]
    return sheet.xyz[w, a, 0] + ahead * math.cos(heading), sheet.xyz[w, a, 1] + ahead * math.sin(heading)


@device
def meet(track: Tables, sheet: Sheet, w: int) -> int:
    """Which agent the examined car's box overlaps; -1 none."""
    x, y = middle(track, sheet, w, 0)
    for a in range(1, sheet.xyz.shape[1]):
        if sheet.whole[3, w, a] == 0:
            continue
        other_x, other_y = middle(track, sheet, w, a)
        reach = 0.5 * (track.size[0, 0] + track.size[0, 1] + track.size[a, 0] + track.size[a, 1])
        if abs(other_x - x) > reach or abs(other_y - y) > reach:
            continue
        if overlap(
            x, y, sheet.plain[0, w, 0], track.size[0, 0], track.size[0, 1],
            other_x, other_y, sheet.plain[0, w, a], track.size[a, 0], track.size[a, 1],
        ):  # fmt: skip
            return a
    return -1


@device
def settle(net: Net, sheet: Sheet, before: Sheet, w: int, tick: int) -> None:
    """On which road and lane everybody is."""
    for a in range(sheet.xyz.shape[1]):
        r, s, t, row = before.whole[1, w, a], before.plain[7, w, a], before.plain[8, w, a], before.whole[2, w, a]
        if sheet.whole[3, w, a] == 1 and (a == 0 or row >= 0 or (tick + a) % AGAIN == 0 or tick == 0):
            x, y, heading = sheet.xyz[w, a, 0], sheet.xyz[w, a, 1], sheet.plain[0, w, a]
            r, s, t, row = placed(net, x, y, heading, int(r), s, a == 0)
        sheet.whole[1, w, a], sheet.plain[7, w, a], sheet.plain[8, w, a], sheet.whole[2, w, a] = r, s, t, row


@device
def along(way: Float64, x: float, y: float, since: float) -> float:
    """m along a way (points, 3: x, y, m since its start) of the place nearest to a point, not far from the last one."""
    best, found = 1e18, since
    for k in range(len(way) - 1):
        if way[k + 1, 2] < since - 20.0 or way[k, 2] > since + 60.0:
            continue
        ux, uy = way[k + 1, 0] - way[k, 0], way[k + 1, 1] - way[k, 1]
        square = ux * ux + uy * uy
        part = min(max(((x - way[k, 0]) * ux + (y - way[k, 1]) * uy) / square, 0.0), 1.0) if square > 0.0 else 0.0
        dx, dy = x - way[k, 0] - part * ux, y - way[k, 1] - part * uy
        if dx * dx + dy * dy < best:
            best, found = dx * dx + dy * dy, way[k, 2] + part * (way[k + 1, 2] - way[k, 2])
    return found


@device
def off_log(track: Tables, rules: Rules, sheet: Sheet, w: int, time: float) -> bool:
    """Whether the examined car is elsewhere than its log has it."""
    if not rules.logged:
        return True
    _, x, y, _, _, _, _ = pose_at(track, 0, time)
    return bool((sheet.xyz[w, 0, 0] - x) ** 2 + (sheet.xyz[w, 0, 1] - y) ** 2 > DEVIATES * DEVIATES)


@device
def others_react(
    track: Tables, rules: Rules, manners: Float64, state: State, before: Sheet, w: int, poses: Float64
) -> None:  # fmt: skip
    """Everybody who can gives way to those off their logs, as they were before this step."""
    how, time = state.how, state.misc[w, 0] * rules.step
    how.off[w, 0] = how.off[w, 0] or off_log(track, rules, before, w, time)
    if not how.off[w, 0]:
        return
    count = before.xyz.shape[1]
    for a in range(count):
        poses[a, 0], poses[a, 1] = middle(track, before, w, a)
        poses[a, 2], poses[a, 3], poses[a, 4] = before.plain[0, w, a], before.plain[3, w, a], before.whole[3, w, a]
    for a in range(1, count):
        if track.reacts[a] and before.whole[3, w, a] == 1:
            react(track, w, a, (time, rules.step), manners[w, a], poses, how)


@kernel
def begin(track: Tables, net: Net, way: Float64, rules: Rules, state: State, sheet: Sheet) -> None:
    """The first moment, in place."""
    for w in range(len(state.misc)):
        state.misc[w, 0], state.misc[w, 1] = 0, -1
        sheet.stamp[w] = 0
        for a in range(sheet.xyz.shape[1]):
            other(track, rules, state, sheet, w, a, 0.0)
            sheet.whole[1, w, a], sheet.whole[2, w, a] = -1, -1
            sheet.plain[7, w, a], sheet.plain[8, w, a] = 0.0, 0.0
        own(track, rules, state.body[w], sheet, w, 0)
        settle(net, sheet, sheet, w, 0)
        sheet.hit[w] = meet(track, sheet, w)
        sheet.flags[0, w], sheet.flags[1, w] = True, False


@kernel
def proceed(
    track: Tables, net: Net, way: Float64, rules: Rules, chassis: Chassis, manners: Float64,
    order: Int64, pull: Float64, state: State, before: Sheet, sheet: Sheet,
) -> None:  # fmt: skip
    """One step of every world that is not over, in place.

    `manners` (worlds, agents, 4) says how each reacts, as `reacting.TEXTBOOK` does.
    `order` (worlds, 3) is stamp, `until` and lamps of the command, `pull` (worlds, 2) its steering and acceleration.
    """
    poses = np.empty((len(track.size), 5))
    for w in range(len(state.misc)):
        if before.flags[1, w]:
            copy(before, w, sheet, w)
            continue
        if rules.reactive:
            others_react(track, rules, manners, state, before, w, poses)
        state.misc[w, 0] += 1
        tick = state.misc[w, 0]
        time = tick * rules.step
        sheet.stamp[w] = round(time * PER_SECOND)
        for a in range(1 if not rules.passive else 0, sheet.xyz.shape[1]):
            other(track, rules, state, sheet, w, a, time)
        if not rules.passive:
            expired = before.stamp[w] > order[w, 1]
            step_body(state.body[w], pull[w, 0], pull[w, 1], expired, chassis, rules.step)
            own(track, rules, state.body[w], sheet, w, int(order[w, 2]))
        settle(net, sheet, before, w, tick)
        hit = meet(track, sheet, w)
        sheet.hit[w] = hit
        if hit >= 0 and state.misc[w, 1] < 0:
            state.misc[w, 1] = tick
        state.progress[w] = along(way, sheet.xyz[w, 0, 0], sheet.xyz[w, 0, 1], state.progress[w])
        length = way[len(way) - 1, 2]
        arrived = not rules.passive and length > CLOSE and state.progress[w] >= length - CLOSE
        met = not rules.passive and state.misc[w, 1] >= 0
        late = met and (tick - state.misc[w, 1]) * rules.step >= AFTERMATH
        sheet.flags[0, w], sheet.flags[1, w] = True, arrived or late or time >= rules.span - 1e-6
