"""Whatever is handed in, what is given out is finite, within limits, and never drives on where commands are stale."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from aureole.core.kinds import Gear
from aureole.runtime.guard.bounds import bounds_of
from aureole.runtime.guard.findings import Action
from aureole.runtime.guard.guard import Guard
from aureole.runtime.guard.limits import grip_angle
from aureole.runtime.guard.state import FIELDS, WHOLE
from tests.runtime.guard.scene import CAR, LIFE, TICK, Other, look, plan, wish

B = bounds_of(CAR, 0.01)
REAL_FIELDS = FIELDS[WHOLE:]
SPEED = REAL_FIELDS.index("speed")
BIG = (1 << 63) - 1
reals = st.one_of(st.floats(-10.0, 10.0), st.floats())
stamps = st.one_of(st.integers(-5, 60).map(lambda k: k * TICK), st.integers(-BIG - 1, BIG))
codes = st.one_of(st.integers(0, 63), st.integers(-(1 << 31), (1 << 31) - 1))
wishes = st.none() | st.builds(
    lambda stamp, steer, accel, gear, lamps, until: wish(
        stamp, steer=steer, accel=accel, gear=gear, lamps=lamps, until=until
    ),
    stamps, reals, reals, codes, codes, stamps,
)  # fmt: skip
singles = st.one_of(st.floats(-30.0, 60.0, width=32), st.floats(width=32))
others = st.builds(Other, singles, singles, singles, singles, singles, singles, singles, singles)
looks = st.none() | st.builds(
    lambda stamp, speed, yaw, steer, age, who: look(stamp, speed=speed, yaw_rate=yaw, steer=steer, age=age, others=who),
    stamps, singles, singles, singles, singles, st.lists(others, max_size=3).map(tuple),
)  # fmt: skip
plans = st.none() | st.builds(
    lambda stamp, place, value, brake, ask: spoilt(plan(stamp), place, value, brake, ask),
    stamps, st.integers(0, 30), singles, singles, st.integers(-(1 << 31), (1 << 31) - 1),
)  # fmt: skip


def spoilt(word, place, value, brake, ask):
    xy = word.xy.copy()
    xy[0, place, 1] = value
    return replace(word, xy=xy, brake=np.float32([brake]), ask=np.int32([ask]))


@settings(max_examples=60)
@given(st.lists(st.tuples(wishes, plans, looks, st.integers(-TICK, 6 * TICK)), min_size=1, max_size=8))
def test_whatever_comes_in_what_goes_out_is_within_all_limits(words):
    guard = Guard(CAR)
    memory, now, latest, before = guard.reset(1), 0, 0, None
    for w, p, o, on in words:
        out, memory, findings = guard.check(w, p, o, now, memory)
        steer, accel = float(out.steer[0]), float(out.accel[0])
        assert isfinite(steer)
        assert isfinite(accel)
        assert abs(steer) <= B.steer
        assert -B.brake <= accel <= B.accel
        assert out.gear[0] in set(Gear)
        assert 0 <= out.lamps[0] <= 63
        assert now <= out.until[0] <= now + 2 * LIFE
        assert np.isfinite([*findings.value, *findings.limit, *memory.real[0]]).all()
        if before is not None:
            span = min(max(now - latest, 0) * 1e-9, 0.25)
            assert abs(steer - before[0]) <= B.steer_rate * span + 1e-8
            assert accel >= min(before[1], 0.0) - B.brake_jerk * span - 1e-8
            assert accel <= max(before[1], 0.0) + max(B.brake_jerk, 2.0 * B.jerk) * span + 1e-8
        grip = grip_angle(memory.real[0, SPEED], B)
        assert abs(steer) <= max(grip, abs(before[0]) if before else 0.0, B.steer if before is None else 0.0) + 1e-8
        before, latest, now = (steer, accel), max(now, latest), now + on


@settings(max_examples=40)
@given(st.lists(wishes, min_size=1, max_size=4), st.integers(51, 400), looks)
def test_a_stale_command_never_drives_on(sent, age_ms, felt):
    guard = Guard(CAR)
    memory = guard.reset(1)
    for k in range(6):
        _, memory, _ = guard.check(wish(k * TICK, accel=0.04), plan(k * TICK), look(k * TICK), k * TICK, memory)
    now = 5 * TICK + age_ms * 1_000_000
    for word in sent:
        stale = None if word is None else replace(word, stamp=np.minimum(word.stamp, now - 50_000_001))
        out, memory, findings = guard.check(stale, plan(now), felt, now, memory)
        assert out.accel[0] <= 0.0
        assert findings.action[0] >= Action.STOPPING
        now += TICK


@settings(max_examples=40)
@given(st.floats(-0.003, 0.003), st.floats(-0.2, 0.039), st.integers(0, 63), st.booleans(), st.integers(0, 1))
def test_what_is_within_all_limits_is_given_back_itself(steer, accel, lamps, horn, gear):
    guard = Guard(CAR)
    sent = wish(0, steer=steer, accel=accel, lamps=lamps, horn=horn, gear=gear)
    out, _, findings = guard.check(sent, plan(), look(), 0, guard.reset(1))
    assert out is sent
    assert findings.bits[0] == 0
