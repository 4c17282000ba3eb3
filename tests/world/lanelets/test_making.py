"""Lanelets become roads: borders where they were drawn, lanes beside each other, links over whatever leads where."""

import dataclasses

import numpy as np
import pytest

from aureole.core.errors import BadInput
from aureole.core.kinds import LaneKind, Mark
from aureole.world.roads import queries
from aureole.world.roads.lanelets.making import Rules, to_map
from aureole.world.roads.lanelets.posts import Post, Priority
from aureole.world.roads.reading.opendrive import read_map
from aureole.world.roads.writing.compare import differences
from aureole.world.roads.writing.opendrive import document
from tests.world.lanelets.lanes import after, beside, bow, changed, crossroads, motorway, straight, strangers


def words(made):
    return " ".join(notice.what for notice in made.notices)


def test_lanelets_side_by_side_are_the_lanes_of_one_road():
    made = to_map(motorway(), "map")
    assert made.map.names == ("a2", "b2")
    assert made.map.road.lane_id[[made.lane_of[name] for name in ("a0", "a1", "a2")]].tolist() == [-1, -2, -3]


def test_a_straight_border_is_met_to_a_millimetre():
    made = to_map(motorway(), "map")
    assert made.errors.max() < 1e-3
    assert made.close == 1.0
    span = queries.lane_span(made.map.road, made.lane_of["a1"], 50.0)[0]
    assert span == pytest.approx([-7.0, -3.5], abs=1e-6)


@pytest.mark.slow
@pytest.mark.parametrize(("radius", "turn"), [(200.0, 1.0), (30.0, 1.5), (12.0, 1.57), (8.0, 3.0)])
def test_a_drawn_bow_is_met_to_centimetres(radius, turn):
    made = to_map([bow("a", radius, turn, count=40)], "map")
    assert made.errors.max() < 0.05
    assert strangers(made, [bow("a", radius, turn, count=40)])[:2] == (0, 0)


def test_a_bow_drawn_with_few_corners_keeps_its_corners():
    made = to_map([bow("a", 40.0, 1.5, count=5)], "map")
    assert made.errors.max() < 0.1


def test_every_place_in_a_lanelet_lies_in_its_lane():
    lanes = motorway()
    assert strangers(to_map(lanes, "map"), lanes) == (0, 0, 240)


def test_followers_are_linked_lane_by_lane():
    made = to_map(motorway(), "map")
    assert [after(made, f"a{k}") for k in range(3)] == [{"b0"}, {"b1"}, {"b2"}]
    assert made.map.crossings == ()


def test_a_lane_that_leads_to_several_leads_to_them_over_a_junction():
    made = to_map(crossroads(), "map")
    assert after(made, "w") == {"we", "ws"}
    assert after(made, "we") == {"e"}


def test_a_fork_without_crossing_roads_is_a_direct_junction():
    lanes = [straight("a", 0, 50, -4, 0, after=("b", "c")), straight("b", 50, 90, -4, 0),
             changed(straight("c", 50, 90, -4, 0), right=np.array([[50.0, -4.0], [90.0, -12.0]]),
                     left=np.array([[50.0, 0.0], [90.0, -8.0]]))]  # fmt: skip
    made = to_map(lanes, "map")
    assert made.map.joints.crossings.kind == ("direct",)
    assert after(made, "a") == {"b", "c"}


def test_roads_that_cross_belong_to_one_junction():
    made = to_map(crossroads(), "map")
    inside = {name for name, junction in zip(made.map.names, made.map.junctions.road, strict=True) if junction >= 0}
    assert inside >= {"we", "sn"}
    assert not inside & {"w", "e", "s", "n"}


def test_the_junction_that_the_source_names_is_kept():
    lanes = [changed(lane, junction="x7" if lane.name in {"we", "sn", "ws"} else "") for lane in crossroads()]
    assert to_map(lanes, "map").map.crossings == ("x7",)


def test_neighbours_that_run_against_each_other_are_one_road_of_both_ways():
    there = straight("there", 0.0, 80.0, -3.0, 0.0, beside_left="back", same_left=False)
    back = straight("back", 80.0, 0.0, 3.0, 0.0, beside_left="there", same_left=False)
    made = to_map([there, back], "map")
    assert made.map.names == ("there",)
    assert made.map.links.way[[made.lane_of["there"], made.lane_of["back"]]].tolist() == [1, -1]
    assert not made.map.road.road_left_hand.any()


def test_traffic_that_passes_on_the_right_keeps_left():
    there = straight("there", 0.0, 80.0, 0.0, 3.0, beside_right="back", same_right=False)
    back = straight("back", 80.0, 0.0, 0.0, -3.0, beside_right="there", same_right=False)
    made = to_map([there, back], "map")
    assert made.map.road.road_left_hand.all()
    assert made.map.links.way[made.lane_of["there"]] == -made.map.links.way[made.lane_of["back"]]
    assert not to_map([there, back], "map", Rules(left_hand=False)).map.road.road_left_hand.any()


def test_neighbours_that_share_no_border_are_roads_of_their_own_and_told():
    lanes = [straight("a", 0, 50, -4, 0, beside_right="b"), straight("b", 0, 50, -9, -5, beside_left="a")]
    made = to_map(lanes, "map")
    assert len(made.map.names) == 2
    assert "shares no border" in words(made)


def test_skewed_ends_are_cut_at_one_line_so_that_lanes_go_on_where_they_end():
    ends = np.array([[40.0, 0.0], [44.0, -4.0]])
    left, right = np.array([[0.0, 0.0], ends[0]]), np.array([[0.0, -4.0], ends[1]])
    one = changed(straight("a", 0, 40, -4, 0), left=left, right=right, after=("b",))
    two = changed(
        straight("b", 0, 40, -4, 0), left=np.array([ends[0], [90.0, 0.0]]), right=np.array([ends[1], [90.0, -4.0]])
    )
    made = to_map([one, two], "map")
    road = made.map.road
    end = queries.lane_to_world(road, made.lane_of["a"], road.road_length[0])[0, :2]
    start = queries.lane_to_world(road, made.lane_of["b"], 0.0)[0, :2]
    assert end == pytest.approx(start, abs=1e-6)
    assert strangers(made, [one, two])[1] == 0


def test_kinds_limits_and_marks_stand_on_the_lanes():
    lanes = beside([
        straight("a", 0, 50, -4, 0, limit=20.0, mark_right=Mark.BROKEN, mark_left=Mark.SOLID),
        straight("b", 0, 50, -6, -4, kind=LaneKind.BIKING, mark_left=Mark.BROKEN, mark_right=Mark.KERB),
    ])  # fmt: skip
    made = to_map(lanes, "map")
    road = made.map.road
    assert road.lane_kind[made.lane_of["b"]] == LaneKind.BIKING
    assert queries.speed_limit(made.map.limits, [made.lane_of["a"], made.lane_of["b"]], 10.0).tolist() == [20.0, np.inf]
    centre = made.lane_of["a"] + 1
    kinds = [road.mark_kind[road.mark_first[row]] for row in (centre, made.lane_of["a"], made.lane_of["b"])]
    assert kinds == [Mark.SOLID, Mark.BROKEN, Mark.KERB]


def test_a_double_line_may_be_crossed_from_its_broken_side_only():
    lanes = beside([straight("a", 0, 50, -4, 0, mark_right=Mark.BROKEN_SOLID), straight("b", 0, 50, -8, -4)])
    made = to_map(lanes, "map")
    row = made.map.road.mark_first[made.lane_of["a"]]
    assert made.map.road.mark_kind[row] == Mark.BROKEN_SOLID
    assert made.map.road.mark_change[row] == 2  # from a, whose side is broken, to the lower lane id


def test_a_light_stands_at_the_end_of_its_lane_and_counts_for_it_alone():
    post = Post("light", ("a1",), stands=(105.0, -12.0))
    made = to_map(motorway(), "map", Rules(posts=(post,)))
    signals = made.map.signals
    assert (signals.ids, signals.s[0], signals.dynamic.tolist()) == (("light",), pytest.approx(100.0), [True])
    assert made.map.furniture.signalling.lanes.first.tolist() == [-2]
    assert signals.xyz[0, :2] == pytest.approx([105.0, -12.0])


def test_who_goes_first_is_said_of_roads_of_one_junction():
    made = to_map(crossroads(), "map", Rules(priorities=(Priority(("we",), ("sn",)),)))
    junction, high, low = made.map.junctions.priority[0].tolist()
    assert (made.map.names[high], made.map.names[low], junction) == ("we", "sn", 0)


@pytest.mark.parametrize("lanes", [motorway(), crossroads(), [bow("a", 12.0, 1.5, after=("b",))]])
def test_what_is_written_reads_as_the_same_map(lanes, tmp_path):
    made = to_map(lanes, "map")
    path = tmp_path / "map.xodr"
    path.write_bytes(document(made.map))
    assert differences(made.map, read_map(path)) == ()


def test_the_order_of_the_lanelets_changes_no_lane():
    lanes = crossroads()
    one, other = to_map(lanes, "map"), to_map(lanes[::-1], "map")
    for name in one.lane_of:
        assert after(one, name) == after(other, name)


def test_no_lanelet_that_can_be_used_is_an_error_with_its_place():
    with pytest.raises(BadInput, match="none of its 1 lanelets") as caught:
        to_map([dataclasses.replace(straight("a", 0, 50, -4, 0), left=np.zeros((1, 2)))], "here.osm")
    assert caught.value.place == "here.osm"
