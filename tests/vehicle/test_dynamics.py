"""The body against closed forms: steady cornering, circle, braking distance, step steer, limits, integration error."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aureole.kernels import kernel
from aureole.vehicle import cars, dynamics, slopes
from aureole.vehicle.constants import GRAVITY, chassis
from aureole.vehicle.dynamics import ACCEL, BRAKE, HEADING, SLIP_V, SPEED, STEER, YAW_RATE, X, Y

SEDAN = cars.load("sedan")
QUICK = {"steer_lag": 0.0, "steer_delay": 0.0, "steer_rate": 1e9}
PROMPT = {"steer_delay": 0.0, "drive_delay": 0.0, "brake_delay": 0.0}  # dead time is quantised to steps
ONE = np.ones(1)


def drive(numbers, speed, steer, accel, seconds, dt=0.01, wheel=0.0):
    """Rows of the body over time, commands constant or functions of time; the wheels begin at `wheel`."""
    body = dynamics.start(0 * ONE, 0 * ONE, 0 * ONE, speed * ONE)
    body[0, STEER] = wheel
    rows = [body[0].copy()]
    for k in range(round(seconds / dt)):
        s = steer(k * dt) if callable(steer) else steer
        a = accel(k * dt) if callable(accel) else accel
        body = dynamics.advance(body, s * ONE, a * ONE, numbers, dt)
        rows.append(body[0].copy())
    return np.array(rows)


@pytest.mark.parametrize("name", ["sedan", "suv", "lorry"])
@pytest.mark.parametrize("model", ["linear", "saturating"])
def test_steady_cornering_has_the_yaw_rate_of_the_textbook(name, model):
    numbers = chassis(cars.load(name), model)
    last = drive(numbers, 20.0, 0.004, 0.0, 8.0)[-1]
    v = last[SPEED]
    assert last[YAW_RATE] == pytest.approx(v * 0.004 / (numbers.wheelbase + numbers.understeer * v * v), rel=0.005)
    assert last[SLIP_V] == pytest.approx(-numbers.rear_slip * v * v * last[YAW_RATE], rel=0.02)


def test_a_slow_car_drives_a_circle_of_wheelbase_over_tangent():
    numbers = chassis(SEDAN)._replace(**QUICK)
    rows = drive(numbers, 1.0, 0.3, 0.0, 2 * math.pi * numbers.wheelbase / math.tan(0.3))
    radius = numbers.wheelbase / math.tan(0.3)
    off = np.hypot(rows[:, X], rows[:, Y] - radius) - radius
    assert np.abs(off).max() < 1e-6
    assert rows[-1, HEADING] == pytest.approx(2 * math.pi, abs=2e-3)


def stop_way(v, b, j, lag, dead):
    """Stopping distance with dead time, ramp of jerk j and exponential end, in closed form."""
    ramp = b / j - lag
    lost = b * dead + b * ramp - j * ramp**2 / 2 + j * lag**2
    moment = b * dead**2 / 2 + dead * b * ramp + (b - j * dead) * ramp**2 / 2 - j * ramp**3 / 3
    moment += j * lag**2 * (dead + ramp + lag)
    return (v + lost) ** 2 / (2 * b) - moment


@pytest.mark.parametrize("speed", [10.0, 16.7, 36.0])
@pytest.mark.parametrize("name", ["sedan", "suv"])
def test_full_braking_needs_the_way_of_dead_time_build_up_and_square_of_speed(name, speed):
    car = cars.load(name)
    numbers = chassis(car)
    rows = drive(numbers, speed, 0.0, -99.0, 8.0)
    way = stop_way(speed, numbers.brake, numbers.brake_jerk, numbers.brake_lag, numbers.brake_delay)
    assert rows[-1, SPEED] == 0.0
    assert rows[-1, X] == pytest.approx(way, abs=2e-3)
    assert way > speed**2 / (2 * numbers.brake)


def test_the_sedan_brakes_with_eight_after_about_a_third_of_a_second():
    rows = drive(chassis(SEDAN), 20.0, 0.0, -9.0, 1.0)
    assert np.argmax(rows[:, BRAKE] >= 8.0) * 0.01 == pytest.approx(0.35, abs=0.02)


def test_a_step_of_steering_gives_the_yaw_rate_of_the_linear_second_order_system():
    numbers = chassis(SEDAN, "linear")._replace(**QUICK)
    v, delta = 20.0, 0.005
    a, b, m, iz = numbers.front, numbers.rear, numbers.mass, numbers.yaw_inertia
    cf, cr = numbers.cornering_front, numbers.cornering_rear
    system = np.array([
        [-(cf + cr) / (m * v), -v - (a * cf - b * cr) / (m * v)],
        [-(a * cf - b * cr) / (iz * v), -(a * a * cf + b * b * cr) / (iz * v)],
    ])  # fmt: skip
    push = np.array([cf / m, a * cf / iz]) * delta
    rows = drive(numbers, v, delta, 0.0, 2.0, wheel=delta)
    rest = -np.linalg.solve(system, push)
    eigen, vectors = np.linalg.eig(system)
    start = np.linalg.solve(vectors, -rest.astype(complex))
    time = np.arange(len(rows)) * 0.01
    wanted = (vectors @ (start[:, None] * np.exp(eigen[:, None] * time))).real + rest[:, None]
    assert np.abs(rows[:, YAW_RATE] - wanted[1]).max() < 0.005 * rest[1]
    assert np.abs(rows[:, SLIP_V] + b * rows[:, YAW_RATE] - wanted[0]).max() < 0.01 * abs(wanted[0]).max()


def test_small_slip_cannot_tell_the_two_tyres_apart():
    linear, brush = (drive(chassis(SEDAN, model), 20.0, 0.002, 0.0, 3.0) for model in ("linear", "saturating"))
    assert np.abs(linear[:, YAW_RATE] - brush[:, YAW_RATE]).max() < 0.01 * linear[-1, YAW_RATE]


def pull(rows, numbers, dt=0.01):
    """Acceleration of the centre of gravity over ground, m/s^2, from its velocity."""
    across = rows[:, SLIP_V] + numbers.rear * rows[:, YAW_RATE]
    velocity = (rows[:, SPEED] + 1j * across) * np.exp(1j * rows[:, HEADING])
    return np.abs(np.diff(velocity)) / dt


@pytest.mark.parametrize("name", ["sedan", "suv", "lorry"])
@pytest.mark.parametrize("accel", [0.0, -4.0, -9.0])
def test_no_manoeuvre_pulls_harder_than_the_tyres_grip(name, accel):
    numbers = chassis(cars.load(name))
    rows = drive(numbers, 24.0, numbers.steer, accel, 2.0)
    rows = rows[rows[:, SPEED] > slopes.DYNAMIC]
    assert pull(rows, numbers).max() < numbers.friction * GRAVITY * 1.01


@pytest.mark.parametrize("name", ["sedan", "suv"])
def test_at_the_limit_the_front_lets_go_first_and_the_bend_gets_wider(name):
    numbers = chassis(cars.load(name))
    rows = drive(numbers, 30.0, 0.15, 0.0, 2.5)[150:]
    across = rows[:, SLIP_V] + numbers.wheelbase * rows[:, YAW_RATE]
    front = np.abs(np.arctan2(across, rows[:, SPEED]) - rows[:, STEER])
    rear = np.abs(np.arctan2(rows[:, SLIP_V], rows[:, SPEED]))
    assert np.all(front > rear)
    bend = rows[:, SPEED] ** 2 * 0.15 / (numbers.wheelbase + numbers.understeer * rows[:, SPEED] ** 2)
    assert np.all(rows[:, SPEED] * rows[:, YAW_RATE] < 0.75 * bend)


def test_braking_in_a_bend_takes_grip_from_the_turn():
    numbers = chassis(SEDAN)._replace(friction=0.5)
    free = drive(numbers, 25.0, 0.05, 0.0, 1.5)
    braked = drive(numbers, 25.0, 0.05, lambda t: -4.5 if t > 0.7 else 0.0, 1.5)
    assert braked[140, SPEED] * braked[140, YAW_RATE] < 0.8 * free[140, SPEED] * free[140, YAW_RATE]


def energy(rows, numbers):
    across = rows[:, SLIP_V] + numbers.rear * rows[:, YAW_RATE]
    return numbers.mass * (rows[:, SPEED] ** 2 + across**2) / 2 + numbers.yaw_inertia * rows[:, YAW_RATE] ** 2 / 2


@settings(max_examples=30, deadline=None)
@given(speed=st.floats(6.0, 40.0), size=st.floats(-0.3, 0.3), beat=st.floats(0.2, 6.0))
def test_a_coasting_car_never_gains_energy(speed, size, beat):
    numbers = chassis(SEDAN)
    rows = drive(numbers, speed, lambda t: size * math.sin(beat * t), 0.0, 2.0)
    rows = rows[: np.argmax(rows[:, SPEED] < slopes.DYNAMIC) or len(rows)]
    gain = np.diff(energy(rows, numbers))
    assert gain.max() <= 1e-6 * energy(rows[:1], numbers)[0]


def test_halving_the_step_divides_the_error_by_sixteen_and_the_error_is_small():
    numbers = chassis(SEDAN)._replace(**PROMPT)
    ends = {}
    for dt in (0.01, 0.005, 0.0025, 0.000625):
        ends[dt] = drive(numbers, 25.0, 0.01, -1.0, 4.0, dt)[-1, [X, Y, HEADING, SPEED]]
    errors = [np.abs(ends[dt] - ends[0.000625])[1] for dt in (0.01, 0.005, 0.0025)]
    assert errors[0] < 1e-6  # m, after 92 m
    assert 11.0 < errors[0] / errors[1] < 22.0
    assert 11.0 < errors[1] / errors[2] < 24.0


@pytest.mark.parametrize("speed", [2.0, 5.0, 30.0])
def test_the_step_of_the_drive_leaves_a_small_error_in_a_hard_manoeuvre(speed):
    numbers = chassis(SEDAN)._replace(**PROMPT)

    def steer(t):
        return 0.03 * math.sin(4.0 * math.floor(t * 10 + 1e-6) / 10)

    def accel(t):
        return 2.0 if t < 1.0 - 1e-6 else -6.0

    ends = [drive(numbers, speed, steer, accel, 3.0, dt)[-1] for dt in (0.01, 0.000625)]
    assert np.abs(ends[0] - ends[1])[[X, Y]].max() < 5e-3
    assert abs(ends[0] - ends[1])[HEADING] < 1e-3


@pytest.mark.parametrize("name", ["sedan", "lorry"])
@pytest.mark.parametrize("speed", [1.6, 2.0, 2.8, 3.5, 4.2, 5.6, 6.9, 9.7, 15.0, 30.0])
def test_steps_as_long_as_the_tyres_let_them_be_keep_a_slalom_within_a_tenth_of_a_millimetre(name, speed):
    numbers = chassis(cars.load(name))._replace(**PROMPT)
    size = 0.25 * min(1.0, 40.0 / speed**2)

    def steer(t):
        return size if int(2.0 * t + 1e-9) % 2 == 0 else -size

    coarse, fine = (drive(numbers, speed, steer, 0.3, 3.0, dt)[-1] for dt in (0.01, 0.0005))
    assert np.abs(coarse - fine)[[X, Y, HEADING]].max() < 1e-4


def test_a_kept_direction_is_that_of_the_heading_however_the_body_was_turned():
    body = dynamics.start(0 * ONE, 0 * ONE, 2.0 * ONE, 5.0 * ONE)
    for heading in (2.0, 0.0, -0.3, 0.0):
        body[0, HEADING] = heading
        after = dynamics.advance(body, 0 * ONE, 0 * ONE, chassis(SEDAN), 0.01)
        way = after[0, [X, Y]] - body[0, [X, Y]]
        assert way == pytest.approx(0.05 * np.array([math.cos(heading), math.sin(heading)]), abs=1e-12)
        body = after


@pytest.mark.parametrize(("speed", "push"), [(2.8, 0.0), (6.0, -1.5), (1.6, 1.0)])
def test_a_car_that_goes_straight_on_needs_no_short_steps_where_tyres_are_stiff(speed, push):
    numbers = chassis(SEDAN)._replace(**PROMPT)
    coarse, fine = (drive(numbers, speed, 0.0, push, 3.0, dt)[-1] for dt in (0.01, 0.000625))
    assert np.abs(coarse - fine)[[X, Y, SPEED]].max() < 1e-6


def test_a_row_alone_is_the_row_in_a_batch_of_a_thousand_bit_for_bit():
    numbers = chassis(SEDAN)
    n = 1000
    grid = np.arange(n)
    many = dynamics.start(grid * 1.0, grid * -2.0, grid * 0.01, grid * 0.04)
    one = many[617:618].copy()
    for k in range(200):
        steer = 0.2 * np.cos(grid * 0.37 + 0.05 * k)
        accel = 5.0 * np.sin(grid * 0.73 + 0.03 * k)
        many = dynamics.advance(many, steer, accel, numbers, 0.01)
        one = dynamics.advance(one, steer[617:618].copy(), accel[617:618].copy(), numbers, 0.01)
    assert one[0].tobytes() == many[617].tobytes()


def test_a_step_leaves_what_it_was_given_untouched():
    body = dynamics.start(ONE, ONE, ONE, 10 * ONE)
    before = body.tobytes()
    dynamics.advance(body, 0.1 * ONE, ONE, chassis(SEDAN), 0.01)
    assert body.tobytes() == before


@pytest.mark.parametrize("accel", [0.0, -0.5, -9.0])
def test_a_standing_car_stands_still_exactly(accel):
    rows = drive(chassis(SEDAN), 0.0, 0.2, accel, 3.0)
    assert np.all(rows[:, [X, Y, HEADING, SPEED, YAW_RATE, ACCEL]] == 0.0)


@pytest.mark.parametrize("accel", [-0.05, -0.5, -2.0, -9.0])
def test_a_brake_ends_at_standstill_and_never_drives_backwards(accel):
    rows = drive(chassis(SEDAN), 1.2, 0.1, accel, 30.0)
    assert rows[:, SPEED].min() == 0.0
    assert rows[-1, SPEED] == 0.0
    assert np.all(np.diff(rows[:, X]) >= 0.0)
    stands = np.argmax(rows[:, SPEED] == 0.0)
    assert np.all(rows[stands:, X] == rows[stands, X])


def test_a_car_that_rolls_out_unnoticeably_snaps_to_standstill():
    assert drive(chassis(SEDAN), 5e-4, 0.0, 0.0, 0.1)[-1, SPEED] == 0.0


def test_a_standing_car_drives_off_when_told():
    rows = drive(chassis(SEDAN), 0.0, 0.0, 2.0, 3.0)
    assert rows[-1, SPEED] == pytest.approx(2.0 * (3.0 - 0.25), rel=0.01)


@pytest.mark.parametrize(("steer", "accel"), [(math.nan, 1.0), (0.1, math.nan), (math.inf, 0.0), (0.0, -math.inf)])
def test_a_broken_number_brakes_straight_with_all_there_is(steer, accel):
    rows = drive(chassis(SEDAN), 20.0, steer, accel, 4.0)
    assert rows[-1, SPEED] == 0.0
    assert rows[100, ACCEL] == pytest.approx(-9.0, abs=0.05)
    assert np.all(rows[:, Y] == 0.0)


def test_an_expired_command_brakes_straight():
    body = dynamics.start(0 * ONE, 0 * ONE, 0 * ONE, 20 * ONE)
    for _ in range(100):
        dynamics.step_bodies(body, 0.1 * ONE, 2.0 * ONE, np.ones(1, dtype=np.bool_), chassis(SEDAN), 0.01)
    assert body[0, ACCEL] == pytest.approx(-9.0, abs=0.05)
    assert body[0, Y] == 0.0


def test_nobody_goes_faster_than_the_car_can():
    rows = drive(chassis(cars.load("lorry")), 20.0, 0.0, 99.0, 60.0)
    assert rows[:, ACCEL].max() <= 1.5 + 1e-9
    assert 24.9 < rows[:, SPEED].max() <= 25.0


def test_a_slippery_road_limits_the_brake():
    rows = drive(chassis(SEDAN)._replace(friction=0.3), 20.0, 0.0, -9.0, 3.0)
    assert -0.3 * GRAVITY - 1e-9 <= rows[:, ACCEL].min() < -0.93 * 0.3 * GRAVITY


def test_the_kinematic_model_follows_its_wheels_at_any_speed():
    numbers = chassis(SEDAN, "kinematic")._replace(**QUICK)
    last = drive(numbers, 30.0, 0.05, 0.0, 2.0)[-1]
    assert last[YAW_RATE] == pytest.approx(30.0 * math.tan(0.05) / numbers.wheelbase, rel=1e-12)
    assert last[SLIP_V] == 0.0


@pytest.mark.parametrize("speed", [1.0, 10.0, 30.0])
def test_a_body_that_begins_in_a_bend_stays_in_it(speed):
    numbers = chassis(SEDAN)
    body = dynamics.bend(dynamics.start(0 * ONE, 0 * ONE, 0 * ONE, speed * ONE), ONE / 500.0, numbers)
    steer, begin = body[:, STEER].copy(), body[0, YAW_RATE]
    for _ in range(200):
        body = dynamics.advance(body, steer, 0 * ONE, numbers, 0.01)
    assert body[0, YAW_RATE] == pytest.approx(begin, rel=0.04)  # the bend is settled for linear tyres


commands = st.lists(st.tuples(st.floats(-1, 1) | st.just(math.nan), st.floats(-15, 15)), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None)
@given(speed=st.floats(0.0, 60.0), orders=commands, dt=st.sampled_from([0.001, 0.01, 0.05, 0.1]))
def test_whatever_is_commanded_the_body_stays_within_physics(speed, orders, dt):
    numbers = chassis(SEDAN)
    body = dynamics.start(0 * ONE, 0 * ONE, 0 * ONE, speed * ONE)
    for steer, accel in orders:
        for _ in range(max(1, round(0.3 / dt))):
            before = body[0, SPEED]
            body = dynamics.advance(body, steer * ONE, accel * ONE, numbers, dt)
            assert np.all(np.isfinite(body))
            assert body[0, SPEED] >= 0.0
            assert body[0, SPEED] <= max(before + 15.0 * dt, numbers.top_speed)
            assert abs(body[0, STEER]) <= numbers.steer


@given(
    speed=st.floats(1.6, 60.0), push=st.floats(-9.0, 4.0), after=st.floats(-9.0, 4.0), heading=st.floats(-3.0, 3.0),
    name=st.sampled_from(["sedan", "lorry"]),
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_going_straight_is_the_general_step_with_what_is_zero_left_out(speed, push, after, heading, name):
    numbers = chassis(cars.load(name))
    short, whole = (dynamics.start(3 * ONE, 4 * ONE, heading * ONE, speed * ONE) for _ in range(2))
    pushes = (push, 0.5 * (push + after), after)
    straight_step(short, pushes, numbers)
    general_step(whole, pushes, numbers)
    assert np.array_equal(short, whole)


@kernel
def straight_step(body, pushes, numbers) -> None:
    """The shortcut."""
    dynamics.slide_straight(body[0], pushes, 0.0025, numbers)


@kernel
def general_step(body, pushes, numbers) -> None:
    """What it is short for."""
    dynamics.slide(body[0], pushes, (0.0, 0.0, 0.0), 0.0025, numbers)
