"""Laws that hold for every log: bounds, gates, frames, clocks."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aureole.core.kinds import Kind
from aureole.exam.scores.logs.sample import motion_of, resampled
from aureole.exam.scores.table import SCORES
from tests.exam.scores import drawn
from tests.exam.scores.drawn import log, straight

CALM = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
AGENT = st.fixed_dictionaries(
    {
        "x": st.floats(60.0, 200.0), "y": st.floats(-14.0, 4.0), "speed": st.floats(-15.0, 25.0),
        "side": st.floats(-2.0, 2.0), "heading": st.floats(-3.2, 3.2),
        "kind": st.sampled_from([Kind.CAR, Kind.PEDESTRIAN, Kind.OBSTACLE, Kind.BICYCLE]),
    }
)  # fmt: skip
DRIVE = st.tuples(st.floats(0.0, 30.0), st.floats(-6.0, 4.0), st.floats(-14.0, 4.0))


def made(road, drive, agents):
    speed, accel, y = drive
    moments = 61
    safe = straight(moments, speed=12.0)
    return log(road, straight(moments, speed=speed, accel=accel, y=y), *agents, safe=safe, human=safe)


@CALM
@given(drive=DRIVE, agents=st.lists(AGENT, max_size=3))
def test_every_score_and_every_factor_lies_from_0_to_1(road, drive, agents):
    found = made(road, drive, agents)
    for score in SCORES.values():
        values = score(found, None)._asdict()
        lacks = values.pop("lacks")
        for name, value in values.items():
            assert np.isnan(value) or 0.0 <= value <= 1.0
            assert name == "score" or np.isnan(value) == (name in lacks) or name == "success"


@CALM
@given(drive=DRIVE, agents=st.lists(AGENT, max_size=3))
def test_a_gate_at_zero_makes_the_score_zero(road, drive, agents):
    found = made(road, drive, agents)
    for name, gates in {"pdms": 2, "epdms": 4, "nuplan": 4}.items():
        value = SCORES[name](found, None)
        if 0.0 in value[1 : 1 + gates]:
            assert value.score == 0.0


@CALM
@given(
    drive=DRIVE, agents=st.lists(AGENT, max_size=2), angle=st.floats(-3.0, 3.0),
    shift=st.tuples(st.floats(-1e4, 1e4), st.floats(-1e4, 1e4)),
)  # fmt: skip
def test_turning_and_moving_the_whole_log_changes_nothing(road, drive, agents, angle, shift):
    found = replace(made(road, drive, agents), terrain=None)
    other = drawn.turned(found, angle, shift)
    for score in SCORES.values():
        one, two = (score(each, None) for each in (found, other))
        assert one.lacks == two.lacks
        assert [*one[:-1]] == pytest.approx([*two[:-1]], abs=1e-6, nan_ok=True)


@CALM
@given(drive=DRIVE, start=st.floats(0.0, 1e5))
def test_the_clock_may_start_anywhere(road, drive, start):
    found = made(road, drive, [])
    later = replace(found, time=found.time + start)
    for score in SCORES.values():
        assert [*score(found, None)[:-1]] == pytest.approx([*score(later, None)[:-1]], abs=1e-6, nan_ok=True)


@CALM
@given(drive=DRIVE)
def test_a_log_of_another_step_scores_the_same_once_resampled(road, drive):
    fine = np.arange(0.0, 6.0 + 1e-9, 0.05)
    speed, accel, y = drive
    pace = speed + accel * fine
    xy = np.stack((100.0 + speed * fine + 0.5 * accel * fine**2, np.full(len(fine), y)), axis=1)
    zero = np.zeros(len(fine))
    ego = replace(
        straight(len(fine)),
        xy=xy,
        velocity=np.stack((pace, zero), axis=1),
        accel=np.stack((zero + accel, zero), axis=1),
    )
    safe = straight(61, speed=12.0)
    raw = log(road, ego, human=None)
    again = replace(resampled(replace(raw, time=fine)), safe=safe, human=safe)
    for score in SCORES.values():
        one, two = score(made(road, drive, []), None), score(again, None)
        assert [*one[:-1]] == pytest.approx([*two[:-1]], abs=1e-6, nan_ok=True)


@CALM
@given(agents=st.lists(AGENT, min_size=1, max_size=3), place=st.integers(0, 2))
def test_the_order_of_the_others_does_not_matter(road, agents, place):
    place %= len(agents)
    turned = agents[place:] + agents[:place]
    one, two = (made(road, (10.0, 0.0, drawn.LANE), crowd) for crowd in (agents, turned))
    for name in ("pdms", "epdms", "nuplan", "alpasim"):
        here, there = SCORES[name](one, None), SCORES[name](two, None)
        assert [*here[:-1]] == pytest.approx([*there[:-1]], nan_ok=True)


def test_poses_alone_give_the_motion_back():
    t = drawn.STEP * np.arange(50)
    radius, speed = 50.0, 10.0
    angle = speed / radius * t
    xy = radius * np.stack((np.sin(angle), 1.0 - np.cos(angle)), axis=1)
    found = motion_of(t, xy, angle)
    assert found.speed[2:-2] == pytest.approx(speed, rel=1e-3)
    assert found.yaw_rate == pytest.approx(speed / radius)
    assert found.accel[3:-3, 1] == pytest.approx(speed**2 / radius, rel=1e-2)
    assert found.accel[3:-3, 0] == pytest.approx(0.0, abs=1e-2)
