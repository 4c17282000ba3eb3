"""The follower in closed loop with the body: keeps the lane, keeps the speed, stops, stays gentle."""

import math

import numpy as np
import pytest

from aureole.core.concepts import Concept
from aureole.core.kinds import Lamps
from aureole.core.notes import check
from aureole.core.plan import STEPS, Ask
from aureole.vehicle import cars, dynamics
from aureole.vehicle.constants import chassis
from aureole.vehicle.dynamics import ACCEL, SPEED, STEER, YAW_RATE, X
from aureole.vehicle.follower import Follower
from tests.vehicle.drives import Way, along, clothoid_bend, command_of, look, mission, plan_of

SEDAN = cars.load("sedan")
ZERO = np.zeros(STEPS)


def steady(speed):
    return lambda t: np.full(np.shape(t), float(speed))


def straight(s):
    return 0.0 * s


@pytest.mark.parametrize("name", ["sedan", "suv", "lorry"])
@pytest.mark.parametrize(("radius", "ramp", "speed"), [(250.0, 60.0, 16.7), (1000.0, 120.0, 36.0)])
def test_the_car_stays_centred_in_a_bend(name, radius, ramp, speed):
    car = cars.load(name)
    speed = min(speed, car.limits.speed - 0.5)
    course = along(car, Way(clothoid_bend(radius, ramp), 80 + 5 * ramp), steady(speed), seconds=(60 + 4 * ramp) / speed)
    assert np.abs(course.offset).max() < (0.15 if name == "lorry" else 0.07)
    assert np.abs(np.diff(course.steer, n=2)).max() < 5e-4


@pytest.mark.parametrize("late", [0, 5, 12])
def test_a_plan_that_comes_late_is_followed_from_where_it_was_made(late):
    course = along(SEDAN, Way(clothoid_bend(250.0, 60.0), 380.0), steady(16.7), seconds=18.0, late=late)
    assert np.abs(course.offset).max() < 0.06


@pytest.mark.parametrize("speed", [1.0, 4.0])
def test_a_slow_car_takes_a_tight_turn_and_stays_on_its_way(speed):
    course = along(SEDAN, Way(clothoid_bend(12.0, 6.0, 10.0), 60.0), steady(speed), seconds=42.0 / speed)
    assert np.abs(course.offset).max() < 0.06


@pytest.mark.parametrize("speed", [10.0, 20.0, 36.0])
def test_a_lane_change_in_four_seconds_is_followed(speed):
    long = 4.0 * speed

    def curvature(s):
        u = np.clip((s - 20.0) / long, 0.0, 1.0)
        return 3.5 * (60 * u - 180 * u**2 + 120 * u**3) / long**2 * ((u > 0) & (u < 1))

    course = along(SEDAN, Way(curvature, 40 + long + 6 * speed), steady(speed), seconds=6.0 + 20.0 / speed)
    assert np.abs(course.offset).max() < 0.13
    assert abs(course.offset[-1]) < 0.02


@pytest.mark.parametrize("speed", [3.0, 20.0, 36.0])
def test_a_car_beside_its_way_comes_back_without_overshoot(speed):
    course = along(SEDAN, Way(straight, 60 + 12 * speed), steady(speed), seconds=11.0, aside=0.5)
    assert course.offset.min() > -0.03
    assert abs(course.offset[-1]) < 0.01


def gentle_stop(speed, brake, jerk):
    """Speed over time: braking builds up from 1 s on, holds, and eases off to zero."""
    time = np.arange(0.0, 60.0, 0.01)
    values, accel = [speed], 0.0
    for t in time[1:]:
        easing = values[-1] <= accel * accel / (2.0 * jerk)
        wish = 0.0 if t < 1.0 else -math.sqrt(2.0 * jerk * max(values[-1], 1e-9)) if easing else -brake
        accel += min(max(wish - accel, -jerk * 0.01), jerk * 0.01)
        values.append(max(values[-1] + accel * 0.01, 0.0))
    return lambda t: np.interp(t, time, values)


def test_a_gentle_stop_ends_where_the_plan_ends_and_holds():
    profile = gentle_stop(16.7, 2.0, 1.5)
    course = along(SEDAN, Way(straight, 300.0), profile, seconds=16.0, brake=2.5)
    planned = np.sum(profile(np.arange(0.0, 16.0, 0.01))) * 0.01
    assert course.body[-1, X] == pytest.approx(planned, abs=0.3)
    assert course.body[-1, SPEED] == 0.0
    assert -1.0 < course.accel[-1] < 0.0
    assert np.ptp(course.body[-100:, X]) == 0.0
    assert np.abs(np.diff(course.accel)).max() <= SEDAN.limits.jerk * 0.01 + 1e-9


def test_a_plan_that_allows_hard_braking_is_braked_hard():
    stop = along(SEDAN, Way(straight, 200.0), lambda t: np.where(t < 0.95, 30.0, 0.0), seconds=7.0, brake=9.0)
    assert stop.body[-1, SPEED] == 0.0
    assert stop.body[:, ACCEL].min() == pytest.approx(-9.0, abs=0.1)
    told = np.argmax(stop.accel < -0.01) * 0.01
    braked = np.argmax(stop.body[:, ACCEL] < -8.0) * 0.01
    assert braked - told < 0.45


def test_braking_never_exceeds_what_the_plan_allows():
    stop = along(SEDAN, Way(straight, 300.0), lambda t: np.where(t < 0.95, 30.0, 0.0), seconds=7.0, brake=4.0)
    assert stop.accel.min() >= -4.0


def test_after_hard_braking_the_brakes_are_let_go_without_a_blow():
    profile = lambda t: np.interp(t, [1.0, 2.5, 9.0], [25.0, 13.0, 13.0])  # noqa: E731
    course = along(SEDAN, Way(straight, 300.0), profile, seconds=8.0, brake=9.0)
    assert course.body[:, SPEED].min() > 11.5
    assert course.body[-1, SPEED] == pytest.approx(13.0, abs=0.3)


def test_a_standing_car_drives_off_and_reaches_the_planned_speed():
    course = along(SEDAN, Way(straight, 200.0), lambda t: 1.5 * np.clip(t - 2.0, 0.0, 8.0), seconds=16.0)
    assert np.all(course.body[:180, SPEED] == 0.0)
    assert course.body[-1, SPEED] == pytest.approx(12.0, abs=0.15)
    assert course.body[:, ACCEL].max() < 2.2


def test_a_tiny_planned_speed_does_not_make_a_standing_car_creep():
    course = along(SEDAN, Way(straight, 50.0), lambda t: 0.03 + 0.0 * t, seconds=5.0)
    assert course.body[-1, SPEED] == 0.0
    assert course.body[-1, X] < 0.01


def test_another_step_gives_nearly_the_same_drive():
    ends = [
        along(SEDAN, Way(clothoid_bend(250.0, 60.0), 380.0), steady(16.7), seconds=10.0, step=step).body[-1]
        for step in (0.01, 0.005)
    ]
    assert np.abs(ends[0] - ends[1])[:2].max() < 0.12


LINE = np.stack([np.arange(STEPS) * 1.0, ZERO], axis=1)


@pytest.mark.parametrize("field", ["xy", "heading", "speed", "brake", "time"])
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_broken_number_in_a_plan_brakes_straight(field, value):
    plan = plan_of(0, LINE, ZERO, ZERO + 10.0)
    getattr(plan, field)[..., -1] = value
    command = command_of(SEDAN, plan)
    assert command.steer[0] == 0.0
    assert command.accel[0] == -SEDAN.limits.brake


def test_a_plan_whose_times_do_not_rise_brakes_straight():
    plan = plan_of(0, LINE, ZERO, ZERO + 10.0)
    plan.time[0, 5] = plan.time[0, 4]
    assert command_of(SEDAN, plan).accel[0] == -SEDAN.limits.brake


def test_a_silent_speed_sensor_brakes_straight():
    plan = plan_of(0, LINE, ZERO, ZERO + 10.0)
    assert command_of(SEDAN, plan, speed=math.nan).accel[0] == -SEDAN.limits.brake


def test_a_broken_plan_in_one_world_leaves_the_others_alone():
    plan = plan_of(0, LINE, ZERO, ZERO + 10.0, worlds=3)
    plan.heading[1, 3] = math.nan
    command = command_of(SEDAN, plan)
    assert command.accel.tolist() == [0.0, -9.0, 0.0]


def test_a_command_is_a_sound_word_and_lives_half_a_second():
    command = command_of(SEDAN, plan_of(3_000_000_000, LINE, ZERO, ZERO + 10.0))
    check(command)
    assert command.until[0] == 3_500_000_000


@pytest.mark.parametrize(
    ("why", "ask", "speed", "lamps"),
    [
        ((Concept.CHANGE_LEFT,), Ask.NOTHING, 10.0, Lamps.INDICATOR_LEFT),
        ((Concept.FOLLOW, Concept.CHANGE_RIGHT), Ask.NOTHING, 10.0, Lamps.INDICATOR_RIGHT),
        ((Concept.KEEP_LANE,), Ask.MINIMAL_RISK, 10.0, Lamps.HAZARD),
        ((Concept.EMERGENCY,), Ask.NOTHING, 10.0, Lamps.OFF),
        ((Concept.EMERGENCY,), Ask.NOTHING, 0.0, Lamps.HAZARD),
        ((Concept.KEEP_LANE,), Ask.TAKEOVER, 10.0, Lamps.OFF),
    ],
)
def test_the_lamps_say_what_the_plan_is_about(why, ask, speed, lamps):
    plan = plan_of(0, LINE, ZERO, ZERO + 10.0, why=why, ask=int(ask))
    assert command_of(SEDAN, plan, speed=speed).lamps[0] == lamps


def test_the_brake_lamps_burn_while_braking_and_while_holding():
    standing = plan_of(0, 0 * LINE, ZERO, ZERO)
    assert command_of(SEDAN, standing, speed=0.0).lamps[0] == Lamps.BRAKE
    hard = plan_of(0, LINE, ZERO, ZERO, brake=9.0)
    follower = Follower()
    memory = follower.reset(mission(SEDAN, 0.01))
    lamps = []
    for k in range(20):
        body = dynamics.start(np.zeros(1), np.zeros(1), np.zeros(1), np.full(1, 10.0))
        command, memory = follower.follow(hard, look(k * 10_000_000, body), memory)
        lamps.append(int(command.lamps[0]))
    assert lamps[0] == 0
    assert lamps[-1] == Lamps.BRAKE


def test_following_is_pure_and_a_row_does_not_know_its_batch():
    numbers = chassis(SEDAN)
    n = 40
    grid = np.arange(n)
    plan = plan_of(0, LINE * 1.5, ZERO + 0.02, ZERO + 14.0, worlds=n)
    plan.xy[:, :, 1] += (0.01 * grid[:, None] * np.linspace(0, 1, STEPS)).astype(np.float32)
    one = plan_of(0, LINE * 1.5, ZERO + 0.02, ZERO + 14.0)
    one.xy[0] = plan.xy[23]
    bodies = dynamics.start(grid * 0.0, grid * 0.0, grid * 0.0, 5.0 + 0.3 * grid)
    body = bodies[23:24].copy()
    follower = Follower()
    many, alone = follower.reset(mission(SEDAN, 0.01, n)), follower.reset(mission(SEDAN, 0.01))
    for k in range(30):
        frozen = [array.tobytes() for array in many.hands]
        crowd, after = follower.follow(plan, look(k * 10_000_000, bodies), many)
        assert [array.tobytes() for array in many.hands] == frozen
        many = after
        single, alone = follower.follow(one, look(k * 10_000_000, body), alone)
        assert single.steer[0] == crowd.steer[23]
        assert single.accel[0] == crowd.accel[23]
        bodies = dynamics.advance(bodies, crowd.steer, crowd.accel, numbers, 0.01)
        body = dynamics.advance(body, single.steer, single.accel, numbers, 0.01)
    assert body[0].tobytes() == bodies[23].tobytes()


def test_commands_stay_within_the_steering_and_its_rate():
    course = along(SEDAN, Way(lambda s: np.where(s > 3, 1.0, 0.0), 20.0), steady(2.0), seconds=4.0)
    assert np.abs(course.steer).max() <= SEDAN.limits.steer
    assert np.abs(np.diff(course.steer)).max() <= SEDAN.limits.steer_rate * 0.01 + 1e-12
    assert np.all(np.isfinite(course.body[:, [STEER, YAW_RATE]]))
