"""The numbers the guard measures with, derived once from the car; each constant with its unit and its reason."""

from __future__ import annotations

from typing import NamedTuple

from aureole.conduct.r157 import EMERGENCY
from aureole.core.car import Car
from aureole.vehicle.constants import GRAVITY, chassis
from aureole.vehicle.follower import LIFE

NANO = 1e-9  # s per ns
SECOND = 1_000_000_000  # ns
ROUNDING = 1e-9  # -; what two ways to compute the same number may differ
SINGLE = 1e-5  # -; what a float32 of the plan may differ
WISH_LIFE = 0.05  # s; five periods of 100 Hz, where the car names no topic of commands
LOOK_LIFE = 0.2  # s; own motion comes at 100 Hz; 20 lost ones are no hiccup
TRACKS_LIFE = 0.5  # s; what `drivers.rules` calls silent is of that order; others move on 1 m for each 2 m/s unknown
AHEAD = 1_000_000  # ns; clocks of one machine are one clock; a millisecond for rounding
UNTIL_MOST = SECOND  # ns; twice the life of a plan
GOOD = 10  # sound commands in a row before they are obeyed again: 0.1 s at 100 Hz (AUTOSAR E2E: hysteresis)
SPAN_MOST = 0.25  # s; longest time that limits of rate are stretched over
RISE = 2.0  # -; jerk of letting go and of driving on, over the comfortable one (`vehicle.pedals.RELEASE`)
STANDS = 0.01  # m/s; slower is standing, as the loop has it
CRAWL = 0.5  # m/s; slower, a car may change its gear
HOLD = 0.5  # m/s^2; brakes that hold a standing car (`vehicle.pedals.HOLD`)
SLOWER = 1.0  # m/s; a plan that much slower than the car is meant to slow it down
PLAN_STANDS = 0.05  # m/s; a plan slower than this wants to stand (`vehicle.pedals.STANDS`)
OFF_TIME = 0.5  # s; steering may leave the plan for so long
SIGN_TIME = 0.25  # s; and may be turned to the other side for so long
LEAP_NOISE = 0.5  # m/s; wheel speeds slip and are rounded
LEAP_SHARE = 1.5  # -; of what tyres can do: nothing changes the speed faster
NEED_SHARE = 0.75  # -; of full braking: what is left over pays for a wet spot and a wrong guess
RELEASE = 1.0  # m/s^2; a danger that needs less is over
STANDING_GAP = 2.0  # m; a standing car is kept that far (UN R157 5.2.3.3)
PASSED_GAP = -1.0  # m; whose rear is further behind our front is beside us
SURE = 0.5  # -; less is not braked for
SEEN = 0.6  # -; nor what eyes are less sure of: docs/decisions/0015
ROLLING = 3.0  # m/s; slower, the yaw rate says less about the path than the wheel angle


class Bounds(NamedTuple):
    """Plain numbers, SI unless it says ns."""

    step: float
    steer: float
    steer_rate: float
    grip: float  # m/s^2; all the tyres can do
    wheelbase: float
    understeer: float  # rad s^2/m; not below zero
    accel: float
    brake: float
    comfort_brake: float
    jerk: float
    brake_jerk: float
    top_speed: float
    lateral: float  # m/s^2
    leap: float  # m/s^2; fastest believable change of speed
    front: float  # m; of the bumper ahead of the reference point
    half_width: float
    brake_late: float  # s; until the braking is as if it had been there from now on
    steer_late: float
    drive_late: float  # s; what the motor still gives after its pedal is let go, as if it had been there so long
    latency: float
    need: float  # m/s^2; a collision that needs this is imminent
    sure: float  # -; of tracks, least that is braked for
    eyes: bool  # tracks are what eyes see, and stand in words of their own
    wish_life: int  # ns
    look_life: int  # ns
    plan_life: int  # ns


def life(car: Car, word: str, otherwise: float) -> int:
    """How old a word may be, ns: period and deadline of the topic that carries it."""
    for topic in car.topics:
        if topic.type == word and topic.rate > 0.0:
            return round((1.0 / topic.rate + topic.deadline) * SECOND)
    return round(otherwise * SECOND)


def bounds_of(car: Car, step: float, *, eyes: bool = False) -> Bounds:
    """The guard's numbers for a car; `step` is the usual time between two checks, s."""
    body, limits, acts, own = car.body, car.limits, car.actuators, chassis(car)
    return Bounds(
        step=step,
        steer=limits.steer,
        steer_rate=limits.steer_rate,
        grip=body.friction * GRAVITY,
        wheelbase=body.wheelbase,
        understeer=max(own.understeer, 0.0),
        accel=limits.accel,
        brake=limits.brake,
        comfort_brake=min(limits.comfort_brake, limits.brake),
        jerk=limits.jerk,
        brake_jerk=limits.brake_jerk,
        top_speed=limits.speed,
        lateral=limits.lateral_accel,
        leap=LEAP_SHARE * max(body.friction * GRAVITY, limits.brake, limits.accel),
        front=body.box_x + 0.5 * body.length,
        half_width=0.5 * body.width,
        brake_late=acts.brake_delay + acts.brake_lag + 0.5 * limits.brake / limits.brake_jerk,
        steer_late=acts.steer_delay + acts.steer_lag,
        drive_late=acts.drive_delay + acts.drive_lag,
        latency=car.periods.latency,
        need=min(max(EMERGENCY, NEED_SHARE * limits.brake), limits.brake),
        sure=SEEN if eyes else SURE,
        eyes=eyes,
        wish_life=life(car, "Command", WISH_LIFE),
        look_life=life(car, "Observation", LOOK_LIFE),
        plan_life=LIFE,
    )
