"""Broken lanelets are dropped by name, odd ones mended; none breaks the map."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aureole.core.errors import BadInput
from aureole.world.roads.lanelets.lanelet import Lanelet
from aureole.world.roads.lanelets.making import to_map
from aureole.world.roads.lanelets.sound import sound
from tests.world.lanelets.lanes import after, changed, straight

GOOD = straight("good", 0.0, 50.0, -4.0, 0.0)


def line(*points):
    return np.array(points, np.float64)


BROKEN = {
    "one point": ("fewer than two points", line((0, 0)), line((0, -4), (9, -4))),
    "no length": ("has no length", line((0, 0), (0, 0)), line((0, -4), (9, -4))),
    "not a number": ("not a number", line((0, 0), (9, np.nan)), line((0, -4), (9, -4))),
    "infinite": ("not a number", line((0, 0), (np.inf, 0)), line((0, -4), (9, -4))),
    "too far": ("not a number up to", line((0, 0), (1e9, 0)), line((0, -4), (9, -4))),
    "crossing": ("borders cross", line((0, 2), (50, -6)), line((0, -6), (50, 2))),
    "a square": ("no lane is wider", line((0, 60), (90, 60)), line((0, 0), (90, 0))),
    "no width": ("no width", line((0, 0), (9, 0)), line((0, 0), (9, 0))),
    "a point": ("shorter than", line((0, 0), (0.1, 0)), line((0, -1), (0.1, -1))),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_lanelet_is_dropped_by_name_and_the_rest_is_kept(name):
    told, left, right = BROKEN[name]
    made = to_map([GOOD, Lanelet("bad", left, right)], "map.xml")
    assert list(made.lane_of) == ["good"]
    found = [notice for notice in made.notices if notice.place == "map.xml <lanelet bad>"]
    assert len(found) == 1
    assert told in found[0].what
    assert found[0].what.startswith("dropped")


def test_points_on_each_other_are_left_out_and_told():
    twice = changed(GOOD, left=np.repeat(GOOD.left, 2, axis=0))
    kept, told = sound([twice], "map")
    assert len(kept["good"].left) == 5
    assert "5 points of its left border" in told[0].what


def test_borders_that_run_against_each_other_are_turned_and_told():
    kept, told = sound([changed(GOOD, right=GOOD.right[::-1])], "map")
    assert (kept["good"].right == GOOD.right).all()
    assert "turned round" in told[0].what


def test_borders_on_the_wrong_sides_are_exchanged_and_told():
    kept, told = sound([changed(GOOD, left=GOOD.right, right=GOOD.left)], "map")
    assert (kept["good"].left == GOOD.left).all()
    assert "exchanged" in told[0].what


def test_a_second_lanelet_of_one_id_is_dropped():
    made = to_map([GOOD, GOOD], "map")
    assert any("second lanelet" in notice.what for notice in made.notices)


def test_names_of_lanelets_that_are_not_there_are_told_and_lead_nowhere():
    made = to_map([changed(GOOD, after=("gone",), beside_left="lost")], "map")
    assert any("gone, lost" in notice.what for notice in made.notices)
    assert after(made, "good") == set()


def test_a_follower_that_is_named_once_is_known_both_ways():
    kept, _ = sound([GOOD, straight("next", 50.0, 90.0, -4.0, 0.0, before=("good",))], "map")
    assert kept["good"].after == ("next",)


def test_a_lane_may_begin_at_a_point():
    made = to_map([Lanelet("a", line((0, 0), (30, 3)), line((0, 0), (30, 0)))], "map")
    assert made.errors.max() < 0.05


def test_a_lanelet_that_follows_itself_and_a_ring_of_two_are_read():
    one = straight("a", 0, 50, -4, 0, after=("a", "b"), beside_left="a")
    made = to_map([one, straight("b", 50, 90, -4, 0, after=("a",))], "map")
    assert set(made.lane_of) == {"a", "b"}


def test_a_follower_far_away_is_told():
    made = to_map([changed(GOOD, after=("far",)), straight("far", 60.0, 90.0, -4.0, 0.0)], "map")
    assert any("10.00 m from the end of good" in notice.what for notice in made.notices)


NUMBERS = st.floats(-60.0, 60.0) | st.sampled_from([0.0, -4.0, np.nan, np.inf, 1e8])
LINES = st.lists(st.tuples(NUMBERS, NUMBERS), min_size=0, max_size=6).map(
    lambda rows: np.array(rows, np.float64).reshape(-1, 2)
)
NAMES = st.sampled_from(["a", "b", "c", "good", "lost", ""])


@given(st.lists(st.builds(
    Lanelet, name=NAMES, left=LINES, right=LINES, after=st.lists(NAMES, max_size=3).map(tuple), beside_left=NAMES,
    beside_right=NAMES, same_left=st.booleans(), junction=st.sampled_from(["", "j1", "d1"]),
), max_size=4))  # fmt: skip
def test_whatever_is_drawn_becomes_a_map_or_is_told(lanes):
    try:
        made = to_map([*lanes, GOOD], "map")
    except BadInput as error:
        assert error.place  # noqa: PT017
        return
    assert all(0 <= row < len(made.map.road.lane_id) for row in made.lane_of.values())
    assert np.isfinite(made.errors).all()
    assert np.isfinite(made.map.road.piece_xy).all()
