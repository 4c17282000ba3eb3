"""Giving way: at signs, to the right, to who comes from ahead, to who walks, to a siren."""

from __future__ import annotations

import math

import numpy as np
import pytest

from aureole.conduct.rights.yielding import HARD, HELD, SPARE, time_due, time_left
from aureole.core.kinds import Kind, Lamps, SignalKind, SignalState
from aureole.exam.judges.sight import sight
from aureole.exam.judges.signals.heed import Heed
from aureole.exam.judges.signals.yielding import FAR, Yielding, reach_into
from tests.exam import staged
from tests.exam.staged import Actor, Moment, Post, Stage, brief, signs

OWN = -5.25
LINE = 100.0
YIELD, PRIORITY, LIGHT = SignalKind.YIELD, SignalKind.PRIORITY, SignalKind.LIGHT
NONE, GREEN, RED = SignalState.NONE, SignalState.GREEN, SignalState.RED
NORTH, SOUTH = math.pi / 2, -math.pi / 2


def across(distance, speed, *, heading=NORTH, x=110.0, **more):
    """One that drives over the ego's path at x, its front `distance` metres from the ego's side at time zero."""
    side = -1.0 if heading > 0.0 else 1.0
    return lambda time: Actor(
        x, OWN + side * (0.925 + distance + 3.6) - side * speed * time, speed, heading=heading, **more
    )


def straight_on(speed=10.0, start=90.0):
    return lambda time: Actor(start + speed * time, OWN, speed)


def met(road, posts, shows, ego, others, *, span=4.0, fork=False):
    """What the judge of giving way finds."""
    names = ("Ego", *(f"Other{k}" for k in range(len(others))))
    told = brief(road, names, signs=signs(*posts) if posts else None)
    heed = Heed(told)
    judge = Yielding(told, heed)
    if fork:
        judge.forks[:], judge.idle, judge.quiet = True, False, False
    moments = [
        Moment(0.1 * k, [ego(0.1 * k), *(one(0.1 * k) for one in others)], shows=tuple(shows))
        for k in range(round(span / 0.1))
    ]
    Stage(road, [heed, judge]).play(moments)
    return judge.found(0)


def clauses(found):
    return [(one.name, one.clause) for one in found.events]


GIVE = [Post(YIELD, LINE)]


def test_what_is_due_is_enough_to_brake_softly_and_on_entering_a_second_and_a_half():
    assert time_due(10.0, True) == SPARE
    assert time_due(20.0, True) == pytest.approx(20.0 / (2.0 * HARD))
    speed, left = 12.0, time_due(12.0, False)
    assert speed**2 / (2.0 * speed * left) == pytest.approx(HARD)
    assert time_left(15.0, 10.0) == 1.5


def test_who_enters_before_one_with_priority_and_leaves_too_little_time_does_not_yield(straight):
    found = met(straight, GIVE, (NONE,), straight_on(), [across(30.0, 14.0)])
    assert clauses(found) == [("not_yielding", "StVO 8")]
    assert found.events[0].value < found.events[0].limit


def test_who_leaves_enough_time_yields_and_is_told_how_much(straight):
    found = met(straight, GIVE, (NONE,), straight_on(), [across(80.0, 14.0)])
    assert found.events == ()
    assert found.clauses[0].margin > 0.0


def test_who_waits_for_it_to_pass_yields(straight):
    waits = lambda time: Actor(95.0, OWN, 0.0)  # noqa: E731
    assert met(straight, GIVE, (NONE,), waits, [across(30.0, 14.0)]).events == ()


def test_with_priority_nobody_is_waited_for(straight):
    assert met(straight, [Post(PRIORITY, LINE)], (NONE,), straight_on(), [across(30.0, 14.0)]).events == ()
    assert met(straight, [Post(LIGHT, LINE)], (GREEN,), straight_on(), [across(30.0, 14.0)]).events == ()


def test_a_yield_sign_beside_a_green_light_says_nothing(straight):
    posts = [Post(YIELD, LINE), Post(LIGHT, LINE)]
    assert met(straight, posts, (NONE, GREEN), straight_on(), [across(30.0, 14.0)]).events == ()
    assert clauses(met(straight, posts, (NONE, SignalState.DARK), straight_on(), [across(30.0, 14.0)])) == [
        ("not_yielding", "StVO 8")
    ]


@pytest.mark.parametrize(("heading", "expected"), [(NORTH, [("not_yielding", "StVO 8")]), (SOUTH, [])])
def test_on_an_equal_junction_the_right_goes_before_the_left(straight, heading, expected):
    found = met(straight, [], (), straight_on(start=95.0), [across(25.0, 14.0, heading=heading)], fork=True)
    assert clauses(found) == expected


def test_beside_a_junction_the_right_is_not_asked(straight):
    posts = [Post(SignalKind.LIMIT, 500.0, value=30.0)]
    assert met(straight, posts, (NONE,), straight_on(start=95.0), [across(25.0, 14.0)]).events == ()


def turning_left(speed=6.0):
    """Comes along the road and swings to the left from 100 m on, 12 m radius."""

    def at(time):
        way = speed * time
        before = max(0.0, min(way, 10.0))
        angle = min(max(way - 10.0, 0.0) / 12.0, math.pi / 2)
        rest = max(way - 10.0 - 12.0 * math.pi / 2, 0.0)
        x = 90.0 + before + 12.0 * math.sin(angle)
        y = OWN + 12.0 * (1.0 - math.cos(angle)) + rest
        return Actor(x, y, speed, heading=angle)

    return at


def oncoming(ahead, speed):
    return lambda time: Actor(100.0 + ahead - speed * time, -OWN - 3.5, speed, heading=math.pi)


def test_who_turns_left_lets_oncoming_traffic_pass(straight):
    found = met(straight, [], (), turning_left(), [oncoming(80.0, 14.0)], fork=True, span=6.0)
    assert clauses(found) == [("not_yielding", "StVO 9")]
    assert met(straight, [], (), turning_left(), [oncoming(200.0, 14.0)], fork=True, span=6.0).events == ()


def test_a_green_light_does_not_change_that_for_the_left_turn(straight):
    found = met(straight, [Post(LIGHT, LINE)], (GREEN,), turning_left(), [oncoming(80.0, 14.0)], fork=True, span=6.0)
    assert clauses(found) == [("not_yielding", "StVO 9")]


def test_oncoming_traffic_before_a_red_light_has_to_wait(straight):
    posts = [Post(LIGHT, LINE), Post(LIGHT, 120.0, direction=-1, lanes=(-3, 1))]
    found = met(straight, posts, (GREEN, RED), turning_left(), [oncoming(80.0, 14.0)], fork=True, span=6.0)
    assert found.events == ()


def walker(distance, *, x=110.0, speed=1.4):
    return across(distance, speed, x=x, kind=Kind.PEDESTRIAN, size=(0.5, 0.5, 1.8), box_x=0.0)


def test_who_walks_over_a_crossing_is_left_time(straight):
    posts = [Post(SignalKind.CROSSING, 110.0)]
    found = met(straight, posts, (NONE,), straight_on(), [walker(0.5)])
    assert clauses(found) == [("not_yielding", "StVO 26")]


def test_who_walks_elsewhere_has_no_right_of_way(straight):
    posts = [Post(SignalKind.CROSSING, 300.0)]
    assert met(straight, posts, (NONE,), straight_on(), [walker(0.5)]).events == ()


def siren(gap, speed, *, aside=0.0, lamps=Lamps.EMERGENCY):
    return lambda time: Actor(90.0 - 4.5 - gap + speed * time, OWN + aside, speed, lamps=int(lamps))


def test_an_emergency_vehicle_is_not_held_up(straight):
    found = met(straight, [], (), straight_on(), [siren(10.0, 10.0)], span=HELD + 2.0)
    assert clauses(found) == [("not_yielding", "StVO 38")]
    assert found.events[0].value > HELD
    assert met(straight, [], (), straight_on(), [siren(10.0, 10.0, aside=3.5)], span=HELD + 2.0).events == ()
    assert met(straight, [], (), straight_on(), [siren(10.0, 10.0, lamps=Lamps.OFF)], span=HELD + 2.0).events == ()


def test_a_siren_goes_first_whatever_signs_say(straight):
    crossing = across(30.0, 14.0, lamps=int(Lamps.EMERGENCY))
    assert clauses(met(straight, [Post(PRIORITY, LINE)], (NONE,), straight_on(), [crossing])) == [
        ("not_yielding", "StVO 8")
    ]


def oracle(ego, other):
    """Distance from the other's front to the ego's box on its strip: points of the ego's outline, tried one by one."""
    u = np.linspace(-0.5, 0.5, 401)
    edges = [(u * 4.5, np.full(401, half)) for half in (-0.925, 0.925)]
    edges += [(np.full(401, half), u * 1.85) for half in (-2.25, 2.25)]
    best = math.inf
    for along, aside in edges:
        x = ego.s + math.cos(ego.heading) * (along + 1.35) - math.sin(ego.heading) * aside
        y = ego.t + math.sin(ego.heading) * (along + 1.35) + math.cos(ego.heading) * aside
        ox, oy = other.s + 1.35 * math.cos(other.heading), other.t + 1.35 * math.sin(other.heading)
        c, s = math.cos(other.heading), math.sin(other.heading)
        ahead, beside = c * (x - ox) + s * (y - oy), c * (y - oy) - s * (x - ox)
        on = np.abs(beside) <= 0.925 + 0.2
        best = min(best, float(ahead[on].min(initial=math.inf)))
    return best - 2.25 if 0.0 < best < math.inf else FAR


@pytest.mark.parametrize("seed", range(20))
def test_the_strip_is_that_of_the_oracle(straight, seed):
    rng = np.random.default_rng(seed)
    ego = Actor(100.0, -5.0, 5.0, heading=float(rng.uniform(-3, 3)))
    other = Actor(*(float(v) for v in rng.uniform((90.0, -15.0), (110.0, 5.0))), 5.0, heading=float(rng.uniform(-3, 3)))
    seen = sight(staged.scene(straight, [Moment(0.0, [ego, other])]))
    expected = oracle(ego, other)
    found = reach_into(seen, 0, 0, 1)
    assert (found >= FAR) == (expected >= FAR) or abs(found) < 40.0
    if found < FAR and expected < FAR:
        assert found == pytest.approx(expected, abs=0.05)


def cut_off(road, posts, shows, ego, other, *, span=4.0, fork=False, at=None, hits=False):
    """Whether the judge holds that the ego was in the other's way at a time; at the end if none is given."""
    told = brief(road, ("Ego", "Other"), signs=signs(*posts) if posts else None)
    heed = Heed(told)
    judge = Yielding(told, heed)
    if fork:
        judge.forks[:], judge.idle, judge.quiet = True, False, False
    last = round(span / 0.1)
    moments = [
        Moment(0.1 * k, [ego(0.1 * k), other(0.1 * k)], hit=1 if hits and k == last else -1, shows=tuple(shows))
        for k in range(last + 1)
    ]
    Stage(road, [heed, judge]).play(moments)
    return judge.cut_off(0, 1, 0.1 * last if at is None else at)


def turning_right(speed=6.0):
    """The same to the right."""
    left = turning_left(speed)

    def at(time):
        one = left(time)
        return Actor(one.s, 2.0 * OWN - one.t, speed, heading=-one.heading)

    return at


def cyclist(start, speed=5.0):
    return lambda time: Actor(
        start + speed * time, OWN - 3.0, speed, kind=Kind.BICYCLE, size=(1.8, 0.6, 1.7), box_x=0.5
    )


def test_who_turns_across_a_cyclist_that_goes_straight_on_has_cut_them_off(straight):
    assert cut_off(straight, [], (), turning_right(), cyclist(90.0), fork=True)
    assert not cut_off(straight, [], (), turning_right(), cyclist(60.0), fork=True)


def test_who_turns_into_a_cyclist_ahead_has_cut_them_off_though_both_still_go_much_the_same_way(straight):
    span = 2.8  # s; the car has turned by half a radian then
    assert abs(turning_right()(span).heading) < 0.6
    assert not cut_off(straight, [], (), turning_right(), cyclist(96.0), fork=True, span=span)
    assert cut_off(straight, [], (), turning_right(), cyclist(96.0), fork=True, span=span, hits=True)
    assert not cut_off(straight, [], (), straight_on(6.0), cyclist(96.0), fork=True, span=span, hits=True)


def test_who_passes_a_sign_to_give_way_into_the_way_of_another_has_cut_them_off(straight):
    assert cut_off(straight, GIVE, (NONE,), straight_on(), across(30.0, 14.0), span=2.0)
    assert not cut_off(straight, [Post(PRIORITY, LINE)], (NONE,), straight_on(), across(30.0, 14.0), span=2.0)


def test_a_second_later_that_is_over(straight):
    assert not cut_off(straight, GIVE, (NONE,), straight_on(), across(30.0, 14.0), span=2.0, at=9.0)


def test_who_passes_a_red_light_has_to_give_way_to_everybody(straight):
    assert cut_off(straight, [Post(LIGHT, LINE)], (RED,), straight_on(), across(30.0, 14.0), span=2.0)
    assert not cut_off(straight, [Post(LIGHT, LINE)], (GREEN,), straight_on(), across(30.0, 14.0), span=2.0)


def test_who_steps_onto_a_crossing_late_comes_into_the_way_of_a_car_that_goes_straight_on(straight):
    posts = [Post(SignalKind.CROSSING, 110.0)]
    assert clauses(met(straight, posts, (NONE,), straight_on(), [walker(0.5)])) == [("not_yielding", "StVO 26")]
    assert not cut_off(straight, posts, (NONE,), straight_on(), walker(0.5), span=2.0)
