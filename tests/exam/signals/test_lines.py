"""Lines that are closed: red lights, stop signs, hands and paddles, and the limits that signs tell."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aureole.core.kinds import Kind, SignalKind, SignalState
from aureole.exam.judges.signals.heed import Heed
from aureole.exam.judges.speeding import Speeding
from tests.exam import staged
from tests.exam.staged import Actor, Moment, Post, Stage, brief, signs

OWN = -5.25  # t of the middle of lane -2
FRONT = 1.35 + 2.25  # m; the front bumper ahead of the reference point
LINE = 100.0
LIGHT, STOP, PADDLE, HAND = SignalKind.LIGHT, SignalKind.STOP, SignalKind.PADDLE, SignalKind.HAND
RED, GREEN, YELLOW, NONE = SignalState.RED, SignalState.GREEN, SignalState.YELLOW, SignalState.NONE
HALT, SLOW, DARK = SignalState.STOP, SignalState.SLOW, SignalState.DARK


def way(speeds, *, start=80.0, t=OWN, step=0.1):
    """Actors of one car that drives at these speeds."""
    s, out = start, []
    for speed in speeds:
        out.append(Actor(s, t, speed))
        s += step * speed
    return out


def drive(road, posts, shows, speeds, *, others=(), names=("Ego",), **more):
    """What the judges of lines and of speed find; `shows` is what the signals show, or one such for each moment."""
    told = brief(road, names, signs=signs(*posts))
    heed = Heed(told)
    speeding = Speeding(told, heed)
    states = list(shows) if shows and isinstance(shows[0], tuple) else [tuple(shows)] * len(speeds)
    moments = [Moment(0.1 * k, [ego, *others], shows=states[k]) for k, ego in enumerate(way(speeds, **more))]
    Stage(road, [heed, speeding]).play(moments)
    return heed.found(0), speeding.found(0)


def names_of(found):
    return [(event.name, event.clause) for event in found.events]


def through(speed=10.0, span=5.0):
    return [speed] * round(span / 0.1)


@pytest.mark.parametrize("state", [RED, SignalState.RED_YELLOW])
def test_passing_the_line_of_a_light_on_red_is_a_violation(straight, state):
    found, _ = drive(straight, [Post(LIGHT, LINE)], (state,), through())
    assert names_of(found) == [("red_light", "StVO 37")]
    assert found.measures["red_lights"] == 1.0
    assert found.events[0].time == pytest.approx((LINE - FRONT - 80.0) / 10.0, abs=0.11)
    assert found.clauses[0].margin < 0.0


@pytest.mark.parametrize("state", [GREEN, YELLOW, DARK, SignalState.FLASHING, NONE])
def test_passing_on_anything_but_red_is_none(straight, state):
    found, _ = drive(straight, [Post(LIGHT, LINE)], (state,), through())
    assert found.events == ()
    assert found.measures["red_lights"] == 0.0


def test_the_light_of_other_lanes_or_the_other_direction_does_not_count(straight):
    other_lane, other_way = Post(LIGHT, LINE, lanes=(-1, -1)), Post(LIGHT, LINE, direction=-1, lanes=(1, 1))
    found, _ = drive(straight, [other_lane, other_way], (RED, RED), through())
    assert found.events == ()


def test_a_light_that_turns_red_behind_the_front_is_not_run(straight):
    shows = [(GREEN,) if 80.0 + FRONT + k <= LINE + 1.0 else (RED,) for k in range(50)]
    assert drive(straight, [Post(LIGHT, LINE)], shows, through())[0].events == ()


def test_standing_before_a_red_line_tells_how_near(straight):
    speeds = [4.0] * 40 + [0.0] * 20
    found, _ = drive(straight, [Post(LIGHT, LINE)], (RED,), speeds)
    assert found.events == ()
    entry = next(one for one in found.clauses if one.clause == "StVO 37")
    assert entry.value == pytest.approx(80.0 + FRONT + 16.0 - LINE)
    assert entry.margin > 0.0


def test_a_portable_light_counts_like_any_other(straight):
    found, _ = drive(straight, [Post(LIGHT, LINE, temporary=True)], (RED,), through())
    assert names_of(found) == [("red_light", "StVO 37")]


FLAGGER = Actor(LINE, -11.5, 0.0, kind=Kind.PEDESTRIAN, size=(0.5, 0.5, 1.8), box_x=0.0)


def carried(kind, lanes=(-3, -1)):
    return Post(kind, carrier=1, lanes=lanes)


@pytest.mark.parametrize(
    ("lanes", "t", "counts"),
    [((0, 0), -11.5, True), ((1, -1), OWN, True), ((1, -1), -1.75, False), ((-1, -1), -11.5, False)],
)
def test_what_is_carried_counts_for_all_or_for_the_lane_of_its_carrier(straight, lanes, t, counts):
    carrier = Actor(LINE, t, 0.0, kind=Kind.PEDESTRIAN, size=(0.5, 0.5, 1.8), box_x=0.0)
    found, _ = drive(straight, [carried(PADDLE, lanes)], (HALT,), through(), others=[carrier], names=("Ego", "Flagger"))
    assert bool(found.events) == counts


def test_a_hand_goes_before_a_red_light(straight):
    posts = [Post(LIGHT, LINE), carried(HAND)]
    found, _ = drive(straight, posts, (RED, GREEN), through(), others=[FLAGGER], names=("Ego", "Police"))
    assert found.events == ()


def test_a_hand_that_says_stop_goes_before_a_green_light(straight):
    posts = [Post(LIGHT, LINE - 1.0), carried(HAND)]
    found, _ = drive(straight, posts, (GREEN, HALT), through(), others=[FLAGGER], names=("Ego", "Police"))
    assert names_of(found) == [("red_light", "StVO 36")]
    assert found.measures["red_lights"] == 1.0


def test_a_paddle_on_stop_must_not_be_passed_and_on_slow_it_may(straight):
    for state, expected in ((HALT, [("stop_sign", "StVO 36")]), (SLOW, [])):
        found, _ = drive(straight, [carried(PADDLE)], (state,), through(), others=[FLAGGER], names=("Ego", "Flagger"))
        assert names_of(found) == expected


def test_a_paddle_that_is_gone_does_not_count(straight):
    gone = Actor(LINE, -11.5, 0.0, kind=Kind.PEDESTRIAN, present=False)
    found, _ = drive(straight, [carried(PADDLE)], (HALT,), through(), others=[gone], names=("Ego", "Flagger"))
    assert found.events == ()


def stop_and_go(before: float):
    """Rolls to `before` metres before the line, stands for a second, goes on."""
    rest = LINE - FRONT - before - 80.0
    return [rest / 4.0] * 40 + [0.0] * 10 + [5.0] * 40


def test_a_stop_sign_is_heeded_by_standing_before_it(straight):
    found, _ = drive(straight, [Post(STOP, LINE)], (NONE,), stop_and_go(1.0))
    assert found.events == ()
    entry = next(one for one in found.clauses if one.clause == "StVO 41 (206)")
    assert entry.value == 0.0
    assert entry.margin > 0.0


def test_rolling_over_the_line_of_a_stop_sign_is_a_violation(straight):
    found, _ = drive(straight, [Post(STOP, LINE)], (NONE,), [2.0] * 150)
    assert names_of(found) == [("stop_sign", "StVO 41 (206)")]
    assert found.events[0].value == pytest.approx(2.0)
    assert found.measures["stop_signs"] == 1.0


def test_standing_far_before_a_stop_sign_does_not_count(straight):
    assert names_of(drive(straight, [Post(STOP, LINE)], (NONE,), stop_and_go(8.0))[0]) == [
        ("stop_sign", "StVO 41 (206)")
    ]


def test_a_light_that_works_goes_before_a_stop_sign_and_a_dark_one_does_not(straight):
    posts = [Post(STOP, LINE), Post(LIGHT, LINE)]
    assert drive(straight, posts, (NONE, GREEN), through())[0].events == ()
    assert names_of(drive(straight, posts, (NONE, DARK), through())[0]) == [("stop_sign", "StVO 41 (206)")]


def test_the_limit_of_works_holds_until_their_end(straight):
    posts = [
        Post(SignalKind.LIMIT, 100.0, value=8.0, temporary=True),
        Post(SignalKind.WORKS_END, 150.0, temporary=True),
    ]
    _, found = drive(straight, posts, (NONE, NONE), through(10.0, 10.0))
    assert names_of(found) == [("speeding", "UN R157 5.1.2")]
    assert found.events[0].limit == 8.0
    assert "sign" in found.events[0].text
    _, slow = drive(straight, posts, (NONE, NONE), [7.9] * 85 + [20.0] * 20)
    assert slow.events == ()


def test_a_limit_of_works_goes_before_one_that_stands_and_gives_way_to_it_again(straight):
    posts = [
        Post(SignalKind.LIMIT, 90.0, value=9.0),
        Post(SignalKind.LIMIT, 100.0, value=12.0, temporary=True),
        Post(SignalKind.LIMIT_ENDS, 150.0, temporary=True),
    ]
    slow = [8.0] * 35 + [11.5] * 40 + [8.0] * 30
    assert drive(straight, posts, (NONE,) * 3, slow, start=70.0)[1].events == ()
    fast = [8.0] * 35 + [11.5] * 70
    assert names_of(drive(straight, posts, (NONE,) * 3, fast, start=70.0)[1]) == [("speeding", "UN R157 5.1.2")]


def test_without_signals_nothing_is_watched(straight):
    heed = Heed(brief(straight, ("Ego",)))
    Stage(straight, [heed]).play([Moment(0.1 * k, [a]) for k, a in enumerate(way(through()))])
    assert len(heed.limits) == 0
    assert heed.found(0).measures == {}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0.0, 12.0), min_size=5, max_size=40), st.sampled_from([RED, HALT]))
def test_who_stays_before_the_line_never_violates(straight, speeds, state):
    reach = 0.1 * sum(speeds)
    start = LINE - FRONT - reach - 0.01
    posts = [Post(LIGHT, LINE), Post(STOP, LINE), Post(PADDLE, LINE), Post(HAND, LINE)]
    assert drive(straight, posts, (state,) * 4, [*speeds, 0.0], start=start)[0].events == ()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0.0, 12.0), min_size=5, max_size=60), st.lists(st.sampled_from([RED, GREEN]), min_size=61))
def test_a_light_is_run_just_when_it_is_red_as_the_front_comes_over_the_line(straight, speeds, shown):
    """The oracle: the front's way in plain Python."""
    actors = way([*speeds, 0.0])
    fronts = [actor.s + FRONT for actor in actors]
    crossed = [k + 1 for k, (old, new) in enumerate(pairwise(fronts)) if old <= LINE < new]
    found, _ = drive(straight, [Post(LIGHT, LINE)], [(int(state),) for state in shown], [*speeds, 0.0])
    assert found.measures["red_lights"] == float(sum(shown[k] == RED for k in crossed))


def test_one_world_is_judged_as_it_is_among_others(straight):
    told = brief(straight, ("Ego",), worlds=2, signs=signs(Post(LIGHT, LINE), worlds=2))
    heed = Heed(told)
    for k in range(50):
        moments = [
            Moment(0.1 * k, [Actor(80.0 + k, OWN, 10.0)], shows=(RED,)),
            Moment(0.1 * k, [Actor(80.0 + k, OWN, 10.0)], shows=(GREEN,)),
        ]
        heed.watch(staged.scene(straight, moments), staged.plan(moments), staged.command(moments))
    assert names_of(heed.found(0)) == [("red_light", "StVO 37")]
    assert heed.found(1).events == ()
    assert np.isfinite(heed.rows).all()
