"""A driver that must see: what it perceives is not given, and where it sees nothing it asks, slows and stops."""

import dataclasses

import numpy as np
import pytest

from aureole.core.errors import BadInput, Blind
from aureole.core.kinds import Kind
from aureole.core.mission import Mission
from aureole.core.notes import check
from aureole.core.plan import Ask
from aureole.drivers.perception.driver import Perceiving
from aureole.drivers.perception.eyes import aims, eyes_of
from aureole.drivers.perception.network import Perceiver
from aureole.drivers.perception.table import F_COS, F_FAR, G_SURE, THINGS, heat_of
from aureole.drivers.rules.driver import Rules
from aureole.vehicle.cars import load
from tests.drivers.perception.faked import network, plain
from tests.drivers.perception.looks import aged, covered, looking

EYES = eyes_of(load("sedan"))
AIMS = aims(EYES)


def mission(worlds=1, car="sedan"):
    zeros = np.zeros((worlds, 128), np.uint8)
    return Mission(
        load(car), 0.01, np.full(worlds, 10.0), zeros, np.zeros(worlds, np.int32), np.zeros(worlds, np.uint64)
    )


def perceiving(says=None):
    return Perceiving(Rules(), Perceiver(network(says), "test.onnx"))


def seeing(kind, far):
    """A network that sees one thing straight ahead, so far from the front eye."""
    said = plain()
    said["heat"][0, heat_of(kind), 8, 20] = 6.0
    said["fields"][0, F_FAR, 8, 20] = (EYES[0].place[2] / far - AIMS.drops[0, 8, 20]) / AIMS.sides[0]
    said["fields"][0, F_COS, 8, 20] = 1.0
    return said


def driven(driver, looks, worlds=1):
    mind, plan = driver.reset(mission(worlds)), None
    for look in looks:
        plan, mind = driver.drive(look, mind)
    return plan, mind


def test_what_is_perceived_is_not_given_and_has_the_shape_of_the_words():
    driver = perceiving(seeing(Kind.CAR, 20.0))
    found, _ = driver.perceive(looking(2), driver.reset(mission(2)))
    for word in (found.tracks, found.lanes, found.signals, found.objects):
        check(word)
        assert not word.given.any()
    assert found.lanes.present[:, 0].all()


def test_a_car_ahead_becomes_a_track_where_it_stands():
    driver = perceiving(seeing(Kind.CAR, 20.0))
    mind = driver.reset(mission())
    for k in range(5):
        found, mind = driver.perceive(looking(stamp=0.1 * k), mind)
    assert found.tracks.present[0].sum() == 1
    assert found.tracks.kind[0, 0] == Kind.CAR
    assert found.tracks.xy[0, 0] == pytest.approx([22.0, 0.0], abs=0.3)
    assert 0.8 < found.tracks.sure[0, 0] <= 1.0


def test_a_cone_is_an_object_and_no_track():
    driver = perceiving(seeing(Kind.CONE, 12.0))
    found, _ = driver.perceive(looking(), driver.reset(mission()))
    assert found.objects.kind[0, 0] == Kind.CONE
    assert not found.tracks.present.any()


def test_a_straight_lane_lies_where_the_network_says():
    driver = perceiving()
    found, _ = driver.perceive(looking(), driver.reset(mission()))
    assert found.lanes.seen[0, 0] == 32
    assert np.abs(found.lanes.centre[0, 0, :, 1]).max() < 0.01
    assert found.lanes.half_width[0, 0] == pytest.approx(np.full(32, 1.8), abs=0.01)
    assert found.lanes.centre[0, 0, [0, 4, 31], 0] == pytest.approx([-20.0, 0.0, 135.0], abs=0.01)


def test_the_lane_does_not_follow_the_route_that_is_off_by_half_a_metre():
    driver = perceiving()
    route = np.stack((5.0 * np.arange(32), np.full(32, 0.6)), axis=-1)
    found, _ = driver.perceive(looking(route=route), driver.reset(mission()))
    assert np.abs(found.lanes.centre[0, 0, :, 1]).max() < 0.01


def test_who_stands_still_is_passed_by_where_it_stood():
    driver = perceiving(seeing(Kind.CAR, 20.0))
    mind = driver.reset(mission())
    found, mind = driver.perceive(looking(speed=10.0), mind)
    number = found.tracks.id[0, 0]
    said = aged(aged(aged(aged(looking(stamp=0.5, speed=10.0), 0), 1), 2), 3)
    found, _ = driver.perceive(said, mind)
    assert found.tracks.id[0, 0] == number
    assert found.tracks.xy[0, 0, 0] == pytest.approx(16.0, abs=0.2)  # 22 m, less the way of 0.1 s and of half a second


@pytest.mark.parametrize("how", [covered, aged])
def test_who_sees_nothing_ahead_asks_at_once_brakes_and_then_stops_by_itself(how):
    driver = perceiving()
    looks = [looking(stamp=0.1 * k, speed=10.0) for k in range(5)]
    plan, mind = driven(driver, looks)
    assert plan.ask[0] == Ask.NOTHING
    plan, mind = driver.drive(how(looking(stamp=0.5, speed=10.0)), mind)
    assert plan.ask[0] == Ask.TAKEOVER
    assert plan.speed[0, -1] < 1.0
    assert np.diff(plan.xy[0, :, 0]).min() >= 0.0
    for k in range(6, 30):
        plan, mind = driver.drive(how(looking(stamp=0.1 * k, speed=5.0)), mind)
    assert plan.ask[0] == Ask.MINIMAL_RISK
    check(plan)


def test_who_sees_again_drives_again():
    driver = perceiving()
    _, mind = driven(driver, [looking(stamp=0.0), covered(looking(stamp=0.1))])
    plan, _ = driver.drive(looking(stamp=0.2), mind)
    assert plan.ask[0] == Ask.NOTHING


def test_a_covered_eye_at_the_side_asks_nothing():
    driver = perceiving()
    plan, _ = driven(driver, [covered(looking(stamp=0.1 * k), 1) for k in range(5)])
    assert plan.ask[0] == Ask.NOTHING


def test_an_own_lane_that_stays_unknown_asks_after_a_while():
    said = plain()
    said["facts"][G_SURE] = -6.0
    driver = perceiving(said)
    plan, mind = driven(driver, [looking(stamp=0.1 * k, speed=8.0) for k in range(20)])
    assert plan.ask[0] == Ask.NOTHING
    for k in range(20, 60):
        plan, mind = driver.drive(looking(stamp=0.1 * k, speed=8.0), mind)
    assert plan.ask[0] == Ask.TAKEOVER


def test_who_waits_where_there_is_no_lane_asks_nothing_but_once_it_has_asked_it_goes_on():
    said = plain()
    said["facts"][G_SURE] = -6.0
    driver = perceiving(said)
    plan, mind = driven(driver, [looking(stamp=0.1 * k, speed=0.5) for k in range(80)])
    assert plan.ask[0] == Ask.NOTHING
    for k in range(80, 125):
        plan, mind = driver.drive(looking(stamp=0.1 * k, speed=5.0), mind)
    assert plan.ask[0] == Ask.TAKEOVER
    for k in range(125, 230):
        plan, mind = driver.drive(looking(stamp=0.1 * k, speed=0.0), mind)
    assert plan.ask[0] == Ask.MINIMAL_RISK


def test_a_picture_that_is_given_again_is_not_seen_twice():
    driver = perceiving(seeing(Kind.CAR, 20.0))
    mind = driver.reset(mission())
    _, mind = driver.perceive(looking(stamp=0.0, age=0.0), mind)
    _, after = driver.perceive(looking(stamp=0.1, age=0.1), mind)
    assert (after.seen.seen.captured == mind.seen.seen.captured).all()


def test_an_eye_that_shows_nothing_is_told_as_silent_and_a_lane_with_how_sure_it_is():
    driver = perceiving()
    mind = driver.reset(mission())
    for k in range(4):
        found, mind = driver.perceive(covered(looking(stamp=0.1 * k), 1), mind)
    assert np.isinf(found.age[0]).tolist() == [False, True, False, False]
    assert found.lanes.present[0, 0]
    assert found.lanes.sure[0, 0] == np.float32(mind.seen.seen.known[0])
    assert 0.25 < found.lanes.sure[0, 0] <= 1.0
    assert not found.lanes.sure[~found.lanes.present].any()


def test_doubt_goes_by_what_is_told_of_eyes_and_lane_and_is_kept_for_the_worlds_that_go_on():
    driver = perceiving()
    told = [driver.perceive(looking(3, stamp=0.1 * k, speed=8.0), driver.reset(mission(3)))[0] for k in range(3)]
    doubting = driver.doubting
    mind = doubting.reset(mission(3))
    for k, look in enumerate(told):
        age, sure = look.age.copy(), look.lanes.sure.copy()
        age[1, 0], sure[2] = np.inf, 0.1 if k else 1.0
        plan, mind = doubting.drive(
            dataclasses.replace(look, age=age, lanes=dataclasses.replace(look.lanes, sure=sure)), mind
        )
    assert plan.ask.tolist() == [Ask.NOTHING, Ask.TAKEOVER, Ask.NOTHING]
    assert (mind.dark.tolist(), mind.lost.tolist()) == ([np.inf, 0.0, np.inf], [np.inf, np.inf, 0.1])
    kept = doubting.kept(mind, np.array([2, 0]))
    assert (kept.dark.tolist(), kept.lost.tolist()) == ([np.inf, np.inf], [0.1, np.inf])


def test_pictures_on_which_the_network_fails_are_told_as_such():
    driver = perceiving()
    with pytest.raises(Blind, match="perception failed"):
        driver.drive(looking(grey=255), driver.reset(mission()))


def test_a_world_is_seen_alike_beside_others():
    driver = perceiving(seeing(Kind.CAR, 20.0))
    alone, beside = driver.reset(mission()), driver.reset(mission(3))
    for k in range(3):
        one, alone = driver.perceive(looking(stamp=0.1 * k, speed=8.0), alone)
        three, beside = driver.perceive(looking(3, stamp=0.1 * k, speed=8.0), beside)
    assert one.tracks.xy[0].tobytes() == three.tracks.xy[2].tobytes()
    assert one.lanes.centre[0].tobytes() == three.lanes.centre[1].tobytes()


def test_worlds_that_are_over_can_be_left_out():
    driver = perceiving()
    _, mind = driver.drive(looking(3), driver.reset(mission(3)))
    left = driver.kept(mind, np.array([0, 2]))
    assert len(left.seen.seen.clock) == len(left.inner.dark) == 2
    driver.drive(looking(2, stamp=0.1), left)


def test_what_was_remembered_is_not_changed_by_the_next_look():
    driver = perceiving(seeing(Kind.CAR, 20.0))
    _, mind = driver.drive(looking(), driver.reset(mission()))
    seen = mind.seen.seen
    before = seen.things.copy(), seen.pose.copy()
    driver.drive(looking(stamp=0.1, speed=9.0), mind)
    assert (seen.things == before[0]).all()
    assert (seen.pose == before[1]).all()


def test_a_lorry_without_eyes_is_refused():
    with pytest.raises(BadInput, match="no eyes"):
        perceiving().reset(mission(car="lorry"))


def test_every_class_of_thing_has_a_channel():
    assert [heat_of(kind) for kind in THINGS] == list(range(len(THINGS)))
