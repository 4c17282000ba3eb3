"""The plan's limits, each by its own number."""

from __future__ import annotations

from dataclasses import replace
from math import atan, inf, nan, tan

import numpy as np
import pytest

from aureole.core.plan import Ask
from aureole.runtime.guard import plans, rows
from aureole.runtime.guard.bounds import bounds_of
from aureole.runtime.guard.findings import Finding
from aureole.runtime.guard.rows import Way, Wish
from aureole.runtime.guard.state import NEVER, State
from tests.runtime.guard.scene import CAR, plan

B = bounds_of(CAR, 0.01)
MS = 1_000_000  # ns
WAY = Way(stamp=0, brake=6.0, ask=0, end=3.0, top=10.0, steer=0.0)


def seen(word, now=0, **state):
    found, state = {}, State(**state)
    return plans.read(word, 0, now, state, B, found), found, state


def test_a_plan_is_read_at_the_moment_it_is_asked_for():
    way, found, state = seen(plan(100 * MS, speed=10.0, end=4.0), 600 * MS, speed=10.0)
    assert (way.stamp, way.brake, way.ask, way.end, found) == (100 * MS, 6.0, 0, 3.0, {})
    assert way.top == pytest.approx(10.0 - 6.0 * 0.4 / 3.0, abs=1e-5)
    assert (state.plan, state.way) == (100 * MS, 5.0)
    assert seen(plan(0), 10, plan=0, way=3.0)[2].way == 3.0


def test_the_speed_to_come_is_the_fastest_from_now_on():
    word = plan(0, speed=4.0, end=10.0)
    assert seen(word, 0)[0].top == 10.0
    assert seen(plan(0, speed=10.0, end=4.0), 0)[0].top == 10.0
    assert seen(plan(0, speed=10.0, end=4.0), 9000 * MS)[0].top == pytest.approx(4.2)


def test_without_a_plan_there_is_nothing_to_read():
    assert seen(None)[:2] == (None, {})


def bad(now=0, **given):
    state = {k: given.pop(k) for k in ("plan",) if k in given}
    way, found, _ = seen(replace(plan(0), **given), now, **state)
    assert way is None
    return found


def test_a_plan_that_cannot_be_followed_is_named():
    flat = plan(0)
    for name in ("time", "xy", "heading", "speed", "brake"):
        values = getattr(flat, name).copy()
        values.reshape(-1)[-1] = nan
        assert set(bad(**{name: values})) == {Finding.PLAN_BAD}
    assert bad(brake=np.float32([-0.1]))
    assert bad(brake=np.float32([inf]))
    assert bad(time=flat.time[:, ::-1])
    assert bad(time=np.where(np.arange(31) == 5, flat.time[:, 4:5], flat.time))
    assert seen(replace(flat, brake=np.float32([0.0])))[1] == {}


def test_a_plan_from_the_future_or_older_than_the_last_is_named():
    assert bad(-MS - 1, plan=NEVER) == {Finding.PLAN_BAD: ((MS + 1) * 1e-9, 0.001)}
    assert bad(5, plan=1) == {Finding.PLAN_BAD: (-5e-9, 0.001)}
    assert seen(plan(MS), 0)[1] == {}


def old(now, way=WAY, **state):
    found = {}
    return plans.too_old(way, now, State(**state), B, found), found


def test_a_plan_is_too_old_beyond_its_life_or_its_end():
    assert old(500 * MS, plan=0) == (False, {})
    assert old(510 * MS, plan=0) == (True, {Finding.PLAN_OLD: (0.51, 0.5)})
    assert old(210 * MS, WAY._replace(end=0.2), plan=0) == (True, {Finding.PLAN_OLD: (pytest.approx(0.21), 0.2)})
    assert old(200 * MS, WAY._replace(end=0.2), plan=0) == (False, {})
    assert old(0, None) == (True, {Finding.PLAN_OLD: (1e6, 0.5)})
    assert old(400 * MS, None, plan=0) == (False, {})
    exact = B._replace(plan_life=0)
    assert not plans.too_old(WAY, 10_000, State(plan=0), exact, {})


def slowed(wanted, way=WAY, span=0.01, **state):
    found, state = {}, State(**{"allowed": 0.0, "ceiling": 4.0, "speed": 10.0, **state})
    return plans.slows(wanted, way, span, state, B, found), found, state


def test_braking_is_held_to_what_the_plan_allows():
    assert slowed(-6.0)[:2] == (-6.0, {})
    assert slowed(-7.0)[:2] == (-6.0, {Finding.PLAN_BRAKE: (7.0, 6.0)})
    assert slowed(-6.0 - 1e-5)[1] == {}
    assert slowed(-0.6, WAY._replace(brake=0.0))[:2] == (-0.5, {Finding.PLAN_BRAKE: (0.6, 0.5)})


def test_braking_that_was_allowed_fades_gently():
    word, found, state = slowed(-7.99, allowed=8.0)
    assert (word, found, state.allowed) == (pytest.approx(-7.98), {Finding.PLAN_BRAKE: (7.99, 7.98)}, 7.98)


def test_driving_on_fades_where_the_plan_slows_down():
    slow = WAY._replace(top=8.9)
    assert slowed(3.985, slow)[:2] == (3.98, {Finding.PLAN_SLOWS: (3.985, 3.98)})
    assert slowed(3.98, slow)[:2] == (3.98, {})
    assert slowed(0.0, slow, ceiling=0.01)[2].ceiling == 0.0
    assert slowed(0.0, WAY._replace(top=9.0), ceiling=1.0)[2].ceiling == 4.0
    assert slowed(1e-5, slow, ceiling=0.0)[1] == {}
    assert slowed(1.1e-5, slow, ceiling=0.0)[:2] == (0.0, {Finding.PLAN_SLOWS: (1.1e-5, 0.0)})


def test_a_standing_car_stays_where_the_plan_stands():
    assert slowed(1.0, WAY._replace(top=0.04), speed=0.0, ceiling=0.0)[0] == 0.0
    assert slowed(1.0, WAY._replace(top=0.05), speed=0.0, ceiling=0.0)[0] == 1.0


def test_without_a_plan_the_car_alone_is_the_limit():
    assert slowed(-9.0, None, ceiling=0.0)[:2] == (-9.0, {})
    state = slowed(0.0, None, ceiling=0.0)[2]
    assert (state.allowed, state.ceiling) == (9.0, 4.0)


def end(wanted, ask, speed=0.0, ended=0):
    found, state = {}, State(speed=speed, ended=ended)
    way = None if ask is None else WAY._replace(ask=ask)
    return plans.ended(wanted, way, state, found), found, state.ended


def test_after_a_minimal_risk_manoeuvre_the_car_stands_until_another_plan():
    risk = int(Ask.MINIMAL_RISK)
    assert end(1.0, risk) == (-0.5, {Finding.RISK_ENDED: (1.0, 0.0)}, 1)
    assert end(0.0, risk) == (0.0, {}, 1)
    assert end(-2.0, risk) == (-2.0, {}, 1)
    assert end(1.0, risk, speed=0.01) == (1.0, {}, 0)
    assert end(1.0, risk, speed=-0.5) == (1.0, {}, 0)
    assert end(1.0, risk, speed=0.5, ended=1)[0] == -0.5
    assert end(1.0, None, speed=0.5, ended=1)[0] == -0.5
    assert end(1.0, int(Ask.TAKEOVER), ended=1) == (1.0, {}, 0)


def stray(mine, plans_own, span=0.01, speed=10.0, **state):
    found, state = {}, State(speed=speed, **state)
    wish = Wish(0, mine, 0.0, 0, 0, False, 0)
    way = None if plans_own is None else WAY._replace(steer=plans_own)
    return plans.strays(wish, way, span, state, B, found), found, state


def angle(lateral, speed=10.0):
    return atan(lateral * B.wheelbase / speed**2)


def test_steering_may_leave_the_plan_for_half_a_second():
    gain = 100.0 / B.wheelbase
    big = angle(3.0)
    assert stray(big, 0.0, off=0.49)[:2] == (False, {})
    out, found, state = stray(big, 0.0, off=0.495)
    assert (out, found) == (True, {Finding.STEER_OFF_PLAN: (gain * tan(big), 0.0)})
    assert state.off == 0.505
    assert stray(big, 0.0, span=0.25, off=0.25)[0] is False
    assert stray(angle(1.9), 0.0, off=0.5)[2].off == 0.0
    assert stray(0.0, angle(2.1), off=0.1)[2].off == pytest.approx(0.11)


def test_the_bound_is_the_comfortable_lateral_acceleration_itself():
    flat = B._replace(lateral=100.0 / B.wheelbase * tan(0.1))
    state = State(speed=10.0, off=0.3)
    plans.strays(Wish(0, 0.1, 0.0, 0, 0, False, 0), WAY, 0.01, state, flat, {})
    assert state.off == 0.0


def test_steering_may_be_turned_to_the_other_side_for_a_quarter_of_a_second():
    gain = 100.0 / B.wheelbase
    left, right = angle(1.2), angle(-1.2)
    assert stray(left, right, wrong=0.23)[:2] == (False, {})
    assert stray(left, right, span=0.125, wrong=0.125)[0] is False
    out, found, state = stray(left, right, wrong=0.245)
    assert (out, state.wrong) == (True, 0.255)
    assert found == {Finding.STEER_SIGN: (gain * tan(left), gain * tan(right))}
    assert stray(right, left, wrong=0.245)[0]
    assert stray(left, angle(-0.9), wrong=0.245)[2].wrong == 0.0
    assert stray(angle(0.9), right, wrong=0.245)[2].wrong == 0.0
    assert stray(left, left, wrong=0.245)[2].wrong == 0.0


@pytest.mark.parametrize(("mine", "other"), [(0.1, -0.1), (0.1, -0.2), (0.2, -0.1), (-0.1, 0.2), (-0.2, 0.1)])
def test_exactly_half_the_bound_is_not_yet_the_other_side(mine, other):
    flat = B._replace(lateral=2.0 * (100.0 / B.wheelbase * tan(0.1)))
    state = State(speed=10.0, wrong=0.1)
    plans.strays(Wish(0, mine, 0.0, 0, 0, False, 0), WAY._replace(steer=other), 0.01, state, flat, {})
    assert state.wrong == 0.0


def test_a_hard_bend_to_the_same_side_is_not_the_other_side():
    assert stray(angle(3.0), angle(1.2), wrong=0.245)[2].wrong == 0.0
    assert stray(angle(-3.0), angle(-1.2), wrong=0.245)[2].wrong == 0.0


def test_where_a_plan_has_no_bend_nothing_strays():
    assert stray(0.5, None, off=9.0, wrong=9.0)[0] is False
    out, found, state = stray(0.5, None, off=9.0, wrong=9.0)
    assert (out, found, state.off, state.wrong) == (False, {}, 0.0, 0.0)
    found, state = {}, State(speed=10.0, off=9.0)
    assert not plans.strays(Wish(0, 0.5, 0.0, 0, 0, False, 0), WAY._replace(steer=None), 0.01, state, B, found)
    assert state.off == 0.0


@pytest.mark.parametrize("bend", [0.02, -0.02])
def test_the_bend_of_a_plan_is_found_along_its_way(bend):
    word = plan(0, speed=10.0, bend=bend)
    for way in (0.0, 5.0, 28.0):
        assert rows.bend_at(word, 0, way, 10.0) == pytest.approx(bend, rel=1e-3)
    assert rows.bend_at(word, 0, 31.0, 10.0) is None
    assert rows.bend_at(plan(0, speed=0.05, bend=bend), 0, 0.0, 0.0) is None


def test_the_bend_is_taken_where_the_car_is():
    word = plan(0, speed=10.0)
    heading = np.where(np.arange(31) > 15, np.float32(0.4), np.float32(0.0))[None]
    turned = replace(word, heading=heading.astype(np.float32))
    assert rows.bend_at(turned, 0, 5.0, 10.0) == 0.0
    assert rows.bend_at(turned, 0, 15.5, 10.0) == pytest.approx(0.4 / 3.0, rel=1e-5)
    assert rows.bend_at(turned, 0, 15.5, 40.0) == pytest.approx(0.4 / 9.0, rel=1e-5)
    assert rows.bend_at(turned, 0, 25.0, 10.0) == 0.0


def test_headings_beyond_half_a_turn_are_wrapped():
    word = plan(0, speed=10.0)
    heading = np.where(np.arange(31) > 15, np.float32(-3.1), np.float32(3.1))[None].astype(np.float32)
    assert rows.bend_at(replace(word, heading=heading), 0, 15.5, 10.0) == pytest.approx(
        (2 * np.pi - 6.2) / 3.0, rel=1e-3
    )


def test_an_angle_for_a_bend_counts_understeer():
    assert rows.steer_for(0.02, 20.0, B) == atan(0.02 * B.wheelbase) + B.understeer * 400.0 * 0.02
    assert seen(plan(0, bend=0.02), 0, speed=10.0)[0].steer == pytest.approx(rows.steer_for(0.02, 10.0, B), rel=1e-3)
    assert seen(plan(0, speed=0.0), 0)[0].steer is None


def test_steering_as_the_plan_does_is_not_off_it():
    assert stray(angle(1.5), angle(1.5), off=0.1)[2].off == 0.0


def test_a_plan_that_comes_late_is_begun_where_the_car_has_come_to():
    assert seen(plan(0), 100 * MS, speed=-10.0)[2].way == pytest.approx(1.0)
