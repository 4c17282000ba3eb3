"""One step of the follower for every world: odometry, steering, pedals, lamps."""

from __future__ import annotations

from math import isfinite
from typing import NamedTuple

import numpy as np

from aureole.core.concepts import Concept
from aureole.core.kinds import Lamps
from aureole.core.notes import Float32, Float64, Int32, Int64
from aureole.core.plan import Ask
from aureole.kernels import device, kernel
from aureole.kernels.small import cosine_sine
from aureole.vehicle.constants import Chassis
from aureole.vehicle.odometry import keep, move, recall
from aureole.vehicle.pedals import ease, wanted_accel
from aureole.vehicle.slopes import DYNAMIC, ROLLING
from aureole.vehicle.steering import ROWS, STUB, steer_along, way_along

LEFT, RIGHT, EMERGENCY = int(Concept.CHANGE_LEFT), int(Concept.CHANGE_RIGHT), int(Concept.EMERGENCY)
STOPS = int(Concept.STOP_ASKED)
RISK = int(Ask.MINIMAL_RISK)
LAMP_LEFT, LAMP_RIGHT, LAMP_BRAKE = int(Lamps.INDICATOR_LEFT), int(Lamps.INDICATOR_RIGHT), int(Lamps.BRAKE)
LAMP_HAZARD = int(Lamps.HAZARD)
BRIGHT = -0.7  # m/s^2; the brake lamps go on below this (UN R13-H §5.2.22, recalled: not verified against the text)
DARK = -0.3  # m/s^2; and out above this
CRAWL = 0.1  # m/s; slower is standing, for the hazard lamps
NANO = 1e-9  # s per ns


class Hands(NamedTuple):
    """What changes from step to step, one row a world; x, y, heading are odometry since the first step."""

    stamp: Int64  # (worlds,) ns; of the last step, -1 before the first
    step: Float64  # (worlds,) s; length of the first step
    motion: Float64  # (worlds, 2) speed m/s and yaw rate rad/s of the last step
    pose: Float64  # (worlds, 3)
    past_stamp: Int64  # (worlds, PAST) ns
    past_pose: Float64  # (worlds, PAST, 3)
    past_count: Int64  # (worlds,)
    plan_stamp: Int64  # (worlds,) ns; of the plan that `anchor` belongs to, -1 none
    anchor: Float64  # (worlds, 3); pose at the plan's stamp
    steer: Float64  # (worlds,) rad; last command
    accel: Float64  # (worlds,) m/s^2; last command
    lamps: Int32  # (worlds,)


class Wish(NamedTuple):
    """The plan, as arrays for the kernel (shapes as in `core.plan.Plan`)."""

    stamp: Int64
    time: Float32
    xy: Float32
    heading: Float32
    speed: Float32
    brake: Float32
    why: Int32
    ask: Int32


class Sense(NamedTuple):
    """The car's own motion, as arrays for the kernel (worlds,)."""

    stamp: Int64
    speed: Float32
    yaw_rate: Float32
    steer: Float32


class Manner(NamedTuple):
    """How gently: plain numbers."""

    jerk: float  # m/s^3
    brake_jerk: float  # m/s^3
    comfort_brake: float  # m/s^2


class Memory(NamedTuple):
    """What the follower remembers: the car it was made for and its hands."""

    chassis: Chassis
    manner: Manner
    hands: Hands


@device
def sound(time: Float32, xy: Float32, heading: Float32, speed: Float32, brake: float) -> bool:
    """Whether a plan can be followed: every value a number, its times rising."""
    if not (isfinite(brake) and brake >= 0.0):
        return False
    for i in range(len(time)):
        if not (isfinite(time[i]) and isfinite(xy[i, 0]) and isfinite(xy[i, 1])):
            return False
        if not (isfinite(heading[i]) and isfinite(speed[i])) or (i > 0 and time[i] <= time[i - 1]):
            return False
    return True


@device
def lamps_for(why: Int32, ask: int, speed: float, accel: float, before: int) -> int:
    """Which lamps burn; reasons (REASONS, 2), last command `accel` m/s^2, lamps `before`."""
    lamps, urgent = 0, False
    for i in range(why.shape[0]):
        if why[i, 0] == LEFT:
            lamps |= LAMP_LEFT
        elif why[i, 0] == RIGHT:
            lamps |= LAMP_RIGHT
        elif why[i, 0] == STOPS:
            lamps |= LAMP_HAZARD
        elif why[i, 0] == EMERGENCY:
            urgent = True
    if ask == RISK or (urgent and speed < CRAWL):
        lamps |= LAMP_HAZARD
    stands = speed < CRAWL and accel < 0.0
    if accel < BRIGHT or stands or ((before & LAMP_BRAKE) != 0 and accel < DARK):
        lamps |= LAMP_BRAKE
    return lamps


@device
def seen_from(anchor: Float64, glance: Float64) -> tuple[float, float, float]:
    """The pose `glance` (6,) in the frame of `anchor` (3,); what follows the pose there is the anchor's turn, kept."""
    if glance[3] != anchor[2] or glance[3] == 0.0:  # which has two signs
        c, s = cosine_sine(anchor[2])
        glance[3], glance[4], glance[5] = anchor[2], c, s
    c, s = glance[4], glance[5]
    dx, dy = glance[0] - anchor[0], glance[1] - anchor[1]
    return c * dx + s * dy, c * dy - s * dx, glance[2] - anchor[2]


@device
def follow_one(
    w: int, wish: Wish, motion: tuple[int, float, float, float], hands: Hands, car: tuple[Chassis, Manner], whole: bool,
    length: float, way: Float64, glance: Float64,
) -> None:  # fmt: skip
    """Renew one world's `hands` in place.

    Args:
        w: the world.
        wish: its plan.
        motion: stamp (ns), speed, yaw rate and steering angle that the car feels.
        hands: of all worlds.
        car: what it is.
        whole: the plan can be followed (`sound`).
        length: of the plan's way, m.
        way: the plan as steering looks at it (`steering.way_along`).
        glance: room for a pose, and cosine and sine of the heading beside it, (6,); not a number at first.
    """
    chassis, manner = car
    now, speed, yaw_rate, wheel = motion
    first = hands.stamp[w] < 0
    span = hands.step[w] if first else (now - hands.stamp[w]) * NANO
    if not (isfinite(speed) and isfinite(yaw_rate)):
        hands.steer[w] = 0.0
        hands.accel[w] = -chassis.brake
        hands.lamps[w] = lamps_for(wish.why[w], wish.ask[w], 0.0, -chassis.brake, hands.lamps[w])
        hands.stamp[w] = now
        return
    slip = -chassis.rear_slip * speed * yaw_rate * min(max((speed - ROLLING) / (DYNAMIC - ROLLING), 0.0), 1.0)
    way_there = cosine_sine(hands.pose[w, 2])
    if first:
        hands.steer[w] = wheel if isfinite(wheel) else 0.0
    else:
        mean, turn = 0.5 * (speed + hands.motion[w, 0]), 0.5 * (yaw_rate + hands.motion[w, 1])
        way_there = move(hands.pose[w], way_there, mean * span, slip * mean * span, turn * span)
    hands.stamp[w], hands.motion[w, 0], hands.motion[w, 1] = now, speed, yaw_rate
    pose, count = hands.pose[w], hands.past_count[w]
    hands.past_count[w] = count = keep(hands.past_stamp[w], hands.past_pose[w], count, now, pose)
    if wish.stamp[w] != hands.plan_stamp[w]:
        x, y, h = recall(hands.past_stamp[w], hands.past_pose[w], count, now, pose, wish.stamp[w])
        hands.anchor[w, 0], hands.anchor[w, 1], hands.anchor[w, 2] = x, y, h
        hands.plan_stamp[w] = wish.stamp[w]
    brake = float(wish.brake[w])
    if not whole:
        hands.steer[w], hands.accel[w] = 0.0, -chassis.brake
    else:
        moment = (now - wish.stamp[w]) * NANO
        wanted = wanted_accel(wish.time[w], wish.speed[w], moment, speed, min(brake, chassis.brake), chassis)
        before = hands.accel[w]
        if speed <= 0.0 and wanted > 0.0:
            before = max(before, 0.0)  # a standing car lets go of its brakes without a jerk
        hard = brake > manner.comfort_brake + 1e-3
        gentle = (manner.jerk, manner.brake_jerk, manner.comfort_brake)
        hands.accel[w] = ease(before, wanted, span, gentle, hard)
        if length > STUB and speed > 0.0:
            late = chassis.steer_delay + chassis.steer_lag + 0.5 * span
            glance[0], glance[1], glance[2] = pose[0], pose[1], pose[2]
            move(glance, way_there, speed * late, slip * speed * late, yaw_rate * late)
            here = seen_from(hands.anchor[w], glance)
            steer = steer_along(way, here, speed, slip, hands.accel[w], chassis)
            steer = min(max(steer, -chassis.steer), chassis.steer)
            reach = chassis.steer_rate * span
            hands.steer[w] = min(max(steer, hands.steer[w] - reach), hands.steer[w] + reach)
    hands.lamps[w] = lamps_for(wish.why[w], wish.ask[w], speed, hands.accel[w], hands.lamps[w])


@kernel
def follow_all(wish: Wish, sense: Sense, hands: Hands, chassis: Chassis, manner: Manner) -> None:
    """Renew `hands` in place; its `steer`, `accel` and `lamps` are the new command."""
    way = np.empty((ROWS, wish.time.shape[1]))
    glance = np.full(6, np.nan)
    for w in range(len(wish.stamp)):
        whole = sound(wish.time[w], wish.xy[w], wish.heading[w], wish.speed[w], float(wish.brake[w]))
        length = way_along(wish.xy[w], wish.heading[w], way) if whole else 0.0
        motion = (sense.stamp[w], float(sense.speed[w]), float(sense.yaw_rate[w]), float(sense.steer[w]))
        follow_one(w, wish, motion, hands, (chassis, manner), whole, length, way, glance)
