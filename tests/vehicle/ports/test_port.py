"""A car behind a bus: obeyed, refused, silent, flooded."""

import math

import pytest

from aureole.core.errors import BadWord
from aureole.core.kinds import Lamps
from aureole.vehicle.ports.actuation import State
from aureole.vehicle.ports.buses import AT_ONCE
from aureole.vehicle.ports.database import frames
from aureole.vehicle.ports.freshness import Messages
from aureole.vehicle.ports.plant import Plant
from aureole.vehicle.ports.port import CanPort
from aureole.vehicle.ports.requests import Felt
from aureole.vehicle.ports.sealing import Fate
from tests.vehicle.ports.joined import CAR, KEY, TICK, Pair, command


def test_a_command_arrives_and_what_the_car_feels_comes_back(pair):
    pair.felt = Felt(12.5, -1.0, 0.02, 0.05)
    accepted, seen = pair.cycle(3, steer=0.2, accel=-1.5)
    assert accepted == 3
    asked = pair.plant.setpoints(pair.now)
    assert (asked.steer, asked.accel, asked.lamps) == (pytest.approx(0.2), -1.5, Lamps.INDICATOR_LEFT)
    assert (seen.ego.speed[0], seen.ego.accel[0]) == (12.5, -1.0)
    assert seen.stamp[0] == pair.now
    assert pair.port.wheels == (1.0, 2.0, 3.0, 4.0)


def test_nothing_new_is_none(pair):
    pair.cycle(2)
    assert pair.port.read(pair.now) is None


def test_before_the_first_command_and_after_the_last_the_car_brakes(pair):
    assert pair.plant.setpoints(0).accel == -CAR.limits.brake
    pair.cycle(3, accel=1.0, steer=0.1)
    assert pair.plant.setpoints(pair.now).accel == 1.0
    late = pair.plant.setpoints(pair.now + 200_000_001)
    assert (late.accel, late.steer, late.lamps) == (-CAR.limits.brake, pytest.approx(0.1), Lamps.HAZARD | Lamps.BRAKE)


@pytest.mark.parametrize("field", ["steer", "accel"])
def test_a_command_that_is_no_number_sends_nothing_and_then_the_car_brakes(pair, field):
    pair.cycle(3)
    with pytest.raises(BadWord):
        pair.port.write(command(pair.now, **{field: math.nan}), pair.now)
    assert pair.plant.listen(pair.now) == 0
    assert pair.plant.setpoints(pair.now + 10**9).accel == -CAR.limits.brake


def test_a_stranger_that_repeats_or_forges_is_refused_and_counted(pair):
    thief = pair.wire()
    pair.cycle(3)
    taken = list(thief.drain())
    before = pair.plant.refused
    asked = pair.plant.setpoints(pair.now)
    requests = [(number, data) for number, data in taken if number < 0x110]
    for number, data in requests:
        thief.send(number, data)
        thief.send(number, data[:-1] + bytes([data[-1] ^ 1]))
    assert pair.plant.listen(pair.now) == 0
    assert pair.plant.setpoints(pair.now) == asked
    assert pair.plant.refused == before + 2 * len(requests)
    pair.answer()
    assert pair.port.refused == pair.plant.refused


def test_a_key_that_is_not_the_cars_is_named(pair):
    other = CanPort(pair.wire(), CAR, bytes(16), Messages(1))
    other.write(command(0), 0)
    pair.plant.listen(0)
    assert pair.plant.opener.counts["FreshnessSync", Fate.WRONG_KEY] == 1
    assert pair.plant.setpoints(0).accel == -CAR.limits.brake


def test_a_car_that_restarts_is_obeyed_again_in_two_cycles(pair):
    pair.cycle(5)
    pair.plant = Plant(pair.wire(), KEY, CAR.limits, Messages(2))
    accepted = [pair.cycle()[0] for _ in range(3)]
    assert accepted[0] == 0
    assert accepted[-1] == 3


def test_a_port_that_restarts_is_obeyed_at_once(pair):
    pair.cycle(5)
    pair.port = CanPort(pair.wire(), CAR, KEY, Messages(2))
    pair.cycle(12)
    assert pair.plant.setpoints(pair.now).accel == 1.0


def test_a_port_whose_announcement_was_lost_is_asked_for_it(pair):
    pair.cycle(5)
    pair.port = CanPort(pair.wire(), CAR, KEY, Messages(2))
    pair.port._announcing.told = pair.now
    accepted = [pair.cycle()[0] for _ in range(20)]
    assert accepted[0] == 0
    assert accepted[-1] == 3


def test_a_flood_of_challenges_gets_few_answers(pair):
    pair.cycle(3)
    thief = pair.wire()
    kind = frames()["FreshnessChallenge"]
    for _ in range(100):
        thief.send(kind.id, pair.plant._sealer.protect("FreshnessChallenge", bytearray(kind.length)))
    list(thief.drain())
    pair.port.read(pair.now + 10**9)
    assert len([number for number, _ in thief.drain() if number == frames()["FreshnessSync"].id]) == 1


def test_a_flood_holds_nobody_longer_than_its_share(pair):
    flooder = pair.wire()
    for _ in range(AT_ONCE + 10):
        flooder.send(0x7FF, b"")
    pair.plant.listen(0)
    assert pair.plant.opener.counts["", Fate.UNKNOWN] == AT_ONCE
    pair.plant.listen(0)
    assert pair.plant.opener.counts["", Fate.UNKNOWN] == AT_ONCE + 10


def test_lost_feedback_is_counted_by_name(pair):
    pair.cycle(3)
    for _ in range(4):
        pair.plant.report(pair.felt, (0.0,) * 4, pair.now)
    taken = list(pair.port.wire.drain())
    assert len(taken) == 12
    pair.cycle()
    assert pair.port.counts["Motion lost"] >= 4


def test_a_stuck_steering_times_out_and_a_brake_that_holds_a_standing_car_is_reached(pair):
    pair.felt = Felt(0.0, 0.0, 0.0, 0.0)
    pair.cycle(100, steer=0.3, accel=-3.0)
    assert pair.port.states(pair.now) == {"steer": State.TIMED_OUT, "drive": State.REACHED, "body": State.REACHED}


def test_a_drive_that_says_it_failed_has_failed(pair):
    pair.plant.health["DriveRequest"] = 2
    pair.cycle(4)
    assert pair.port.states(pair.now)["drive"] is State.FAILED
    assert pair.port.states(pair.now)["steer"] is State.ACCEPTED


def test_a_silent_car_times_out(pair):
    for _ in range(30):
        pair.now += TICK
        pair.port.write(command(pair.now), pair.now)
    assert set(pair.port.states(pair.now).values()) == {State.TIMED_OUT}


def test_the_truncated_freshness_wraps_while_driving():
    pair = Pair(message=65_530)
    try:
        pair.cycle(40)
        assert pair.cycle()[0] == 3
        assert pair.port.states(pair.now)["body"] is State.REACHED
    finally:
        pair.close()


def test_what_the_car_felt_keeps_the_cars_own_moment(pair):
    pair.cycle(3)
    assert [stamp for stamp, _ in pair.port.felts] == [2 * TICK, 3 * TICK]  # the first was before the port had asked


def test_forged_feedback_moves_nothing_and_is_counted(pair):
    liar = Plant(pair.wire(), bytes(16), CAR.limits, Messages(9))
    pair.cycle(5)
    for _ in range(5):
        liar.report(Felt(0.0, 0.0, 0.0, 0.0), (0.0,) * 4, pair.now + TICK)
    assert pair.port.read(pair.now) is None
    assert pair.port.counts["Motion SECOC_VERIFICATIONFAILURE"] == 5


def test_replayed_feedback_moves_nothing_and_is_counted(pair):
    thief = pair.wire()
    pair.cycle(5)
    taken = [(number, data) for number, data in thief.drain() if number == frames()["Motion"].id]
    for number, data in taken:
        thief.send(number, data)
    assert pair.port.read(pair.now) is None
    assert pair.port.counts["Motion SECOC_FRESHNESSFAILURE"] == len(taken)
