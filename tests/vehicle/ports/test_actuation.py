"""How long to wait for an actuator, and what became of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aureole.vehicle.actuators import approach
from aureole.vehicle.ports.actuation import FAILED, Actuator, Pursuit, State, bound

STEER = Actuator(lag=0.08, delay=0.03, rate=0.6, tolerance=0.0087)
PERIOD = 0.01
TICK = 10_000_000

healthy = st.builds(
    Actuator, st.floats(0.0, 1.0), st.floats(0.0, 0.5), st.floats(0.05, 100.0), st.floats(1e-3, 0.5)
)  # fmt: skip


@given(actuator=healthy, gap=st.floats(-20.0, 20.0))
def test_the_bound_is_when_a_healthy_actuator_is_within_its_tolerance(actuator, gap):
    moving = bound(gap, actuator) - actuator.delay
    left = abs(approach(0.0, gap, actuator.lag, actuator.rate, moving) - gap) if moving > 0.0 else abs(gap)
    assert left <= actuator.tolerance * (1.0 + 1e-6) + 1e-12
    if moving > 1e-6:
        earlier = abs(approach(0.0, gap, actuator.lag, actuator.rate, 0.9 * moving) - gap)
        assert earlier >= actuator.tolerance * (1.0 - 1e-6)


class Drive:
    """An actuator that obeys as told, asked every tick."""

    def __init__(self, obeys=True, answers=True):
        self.pursuit, self.now, self.number, self.actual = Pursuit(STEER, PERIOD), 0, 0, 0.0
        self.obeys, self.answers = obeys, answers
        self.orders = []

    def tick(self, target, health=0):
        self.now += TICK
        self.number = (self.number + 3) % 65536
        self.pursuit.ask(target, self.number, self.now)
        self.orders.append(target)
        if self.obeys and len(self.orders) > 3:
            self.actual = approach(self.actual, self.orders[-4], STEER.lag, STEER.rate, PERIOD)
        if self.answers:
            self.pursuit.hear(self.number, health)
        self.pursuit.tell(self.actual, self.now)
        return self.pursuit.state(self.now)


def test_nothing_asked_is_idle():
    assert Pursuit(STEER, PERIOD).state(10**12) is State.IDLE


def test_a_target_is_sent_accepted_and_reached():
    drive = Drive(answers=False)
    assert drive.tick(0.1) is State.SENT
    drive.answers = True
    assert drive.tick(0.1) is State.ACCEPTED
    states = [drive.tick(0.1) for _ in range(100)]
    assert states[-1] is State.REACHED
    assert State.TIMED_OUT not in states


def test_a_request_that_nobody_answers_times_out():
    drive = Drive(answers=False)
    states = [drive.tick(0.1) for _ in range(12)]
    assert states[-1] is State.TIMED_OUT
    assert states.index(State.TIMED_OUT) == pytest.approx((0.03 + 5 * PERIOD) / PERIOD + 1, abs=1)


def test_an_actuator_that_is_stuck_times_out_when_a_healthy_one_would_be_there():
    drive = Drive(obeys=False)
    drive.tick(0.1)
    due = drive.pursuit.due
    while drive.tick(0.1) is State.ACCEPTED:
        pass
    assert drive.pursuit.state(drive.now) is State.TIMED_OUT
    assert drive.now <= due + TICK


@pytest.mark.parametrize("obeys", [True, False])
def test_a_target_that_always_moves_times_out_only_if_the_actuator_does_not_follow(obeys):
    drive = Drive(obeys=obeys)
    states = [drive.tick(0.002 * step) for step in range(200)]
    assert (State.TIMED_OUT in states) is not obeys


def test_an_actuator_that_says_it_cannot_has_failed():
    drive = Drive()
    drive.tick(0.1)
    assert drive.tick(0.1, health=FAILED) is State.FAILED


def test_numbers_wrap():
    drive = Drive()
    drive.number = 65_530
    assert [drive.tick(0.0) for _ in range(5)] == [State.REACHED] * 5


def test_an_echo_of_long_ago_answers_nothing():
    pursuit = Pursuit(STEER, PERIOD)
    pursuit.ask(0.1, 100, 0)
    pursuit.hear(99, 0)
    assert pursuit.state(0) is State.SENT
