"""Which lanes go on as which: links of roads, sections, junctions, and the one that is straightest."""

import math

import numpy as np
import pytest

from aureole.world.roads.reading.opendrive import read_map
from tests.world.roads.maps import Pose, ask_across, ask_worlds, document, geometry, road, write

LANES = """<laneSection s="0"><left>{left}</left><center><lane id="0"/></center><right>{right}</right></laneSection>"""


def lane(lane_id, before=(), after=(), kind="driving", more=""):
    links = "".join(f'<predecessor id="{k}"/>' for k in before) + "".join(f'<successor id="{k}"/>' for k in after)
    width = '<width sOffset="0" a="3.5" b="0" c="0" d="0"/>'
    return f'<lane id="{lane_id}" type="{kind}" {more}><link>{links}</link>{width}</lane>'


def to(name, kind, other, contact=""):
    point = f'contactPoint="{contact}"' if contact else ""
    return f'<{name} elementType="{kind}" elementId="{other}" {point}/>'


def right(**given):
    return LANES.format(left="", right=lane(-1, **given))


def connection(number, connecting, contact="start", incoming="in", link=(-1, -1)):
    roads = f'incomingRoad="{incoming}" connectingRoad="{connecting}"'
    link = f'<laneLink from="{link[0]}" to="{link[1]}"/>'
    return f'<connection id="{number}" {roads} contactPoint="{contact}">{link}</connection>'


def fork(*connections, kind="default", more=""):
    """A road "in" that forks into a bend to the left "left" and a nearly straight road "on"."""
    start = [(50.0, 0.0, 0.0)]
    end = geometry(start)[1]
    back = to("predecessor", "road", "in", "end")
    roads = (
        road(start, name="in", link=to("successor", "junction", "7"), lanes=right()),
        road([(20.0, 0.08, 0.08)], name="left", pose=end, link=back, lanes=right(before=[-1])).replace(
            'junction="-1"', 'junction="7"'
        ),
        road([(20.0, 0.01, -0.01)], name="on", pose=end, link=back, lanes=right(before=[-1])).replace(
            'junction="-1"', 'junction="7"'
        ),
    )
    junction = f'<junction id="7" name="" type="{kind}">{"".join(connections)}{more}</junction>'
    return document(*roads, outside=junction)


def afters(map_, row):
    links = map_.links
    span = slice(links.after_first[row], links.after_first[row + 1])
    return list(zip(links.after_lane[span].tolist(), links.after_way[span].tolist(), strict=True))


def befores(map_, row):
    links = map_.links
    span = slice(links.before_first[row], links.before_first[row + 1])
    return list(zip(links.before_lane[span].tolist(), links.before_way[span].tolist(), strict=True))


def row_of(map_, name, lane_id=-1):
    r = map_.number(name)
    section = map_.road.section_first[r]
    first = map_.road.lane_first[section]
    return int(first + lane_id - map_.road.lane_id[first])


def test_a_junction_leads_a_lane_to_every_connecting_road(tmp_path):
    map_ = read_map(write(tmp_path, fork(connection(0, "left"), connection(1, "on"))))
    here, left, on = (row_of(map_, name) for name in ("in", "left", "on"))
    assert set(afters(map_, here)) == {(left, 1), (on, 1)}
    assert befores(map_, left) == befores(map_, on) == [(here, -1)]
    assert map_.crossings == ("7",)
    assert map_.junctions.road.tolist() == [-1, 0, 0]


def test_of_several_ways_the_straightest_is_the_successor(tmp_path):
    map_ = read_map(write(tmp_path, fork(connection(0, "left"), connection(1, "on"))))
    assert map_.road.lane_successor[row_of(map_, "in")] == row_of(map_, "on")
    assert map_.road.lane_predecessor[row_of(map_, "left")] == row_of(map_, "in")


def test_a_connecting_road_alone_tells_where_it_comes_from(tmp_path):
    map_ = read_map(write(tmp_path, fork()))
    assert {lane for lane, _ in afters(map_, row_of(map_, "in"))} == {row_of(map_, "left"), row_of(map_, "on")}


def test_a_direct_junction_joins_roads_without_connecting_ones(tmp_path):
    text = fork(connection(0, "on").replace("connectingRoad", "linkedRoad"), kind="direct")
    text = text.replace(to("predecessor", "road", "in", "end"), to("predecessor", "junction", "7"))
    map_ = read_map(write(tmp_path, text))
    assert afters(map_, row_of(map_, "in")) == [(row_of(map_, "on"), 1)]


def test_a_virtual_junction_is_noted_by_its_name(tmp_path):
    text = fork(connection(0, "on"), kind="virtual").replace('type="virtual"', 'type="virtual" mainRoad="in"')
    map_ = read_map(write(tmp_path, text))
    assert any("virtual junction '7'" in notice.what for notice in map_.notices)


def test_priorities_are_kept(tmp_path):
    map_ = read_map(write(tmp_path, fork(connection(0, "on"), more='<priority high="on" low="left"/>')))
    assert map_.junctions.priority.tolist() == [[0, map_.number("on"), map_.number("left")]]


WRONG = {
    "a road that is not there": connection(0, "gone"),
    "a lane that is not there": connection(0, "on", link=(-4, -1)),
    "no end to be found": connection(0, "in", incoming="left", contact="start"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_connection_that_leads_nowhere_is_noted_and_left_out(tmp_path, wrong):
    map_ = read_map(write(tmp_path, fork(WRONG[wrong])))
    assert any(
        ("is not used" in notice.what and "<connection" in notice.what + notice.place) or "<laneLink>" in notice.what
        for notice in map_.notices
    )
    assert len(afters(map_, row_of(map_, "in"))) == 2


def test_a_road_met_at_its_end_is_driven_backwards(tmp_path):
    first = [(100.0, 0.0, 0.01)]
    end = geometry(first)[1]
    far = geometry([(60.0, 0.0, 0.0)], end)[1]
    back = Pose(far.x, far.y, far.heading + math.pi)
    one = road(first, name="a", link=to("successor", "road", "b", "end"), lanes=right(after=[1]))
    lanes = LANES.format(left=lane(1, after=[-1]), right="")
    other = road([(60.0, 0.0, 0.0)], name="b", pose=back, link=to("successor", "road", "a", "end"), lanes=lanes)
    map_ = read_map(write(tmp_path, document(one, other)))
    here, there = row_of(map_, "a"), row_of(map_, "b", 1)
    assert afters(map_, here) == [(there, -1)]
    assert afters(map_, there) == [(here, -1)]
    assert map_.links.way[[here, there]].tolist() == [1, -1]


def test_lanes_of_sections_may_split_and_join(tmp_path):
    first = LANES.format(left="", right=lane(-1, after=[-1, -2]))
    second = LANES.format(left="", right=lane(-1, before=[-1]) + lane(-2, before=[-1])).replace('s="0"', 's="90"', 1)
    map_ = read_map(write(tmp_path, document(road(lanes=first + second))))
    assert afters(map_, 0) == [(3, 1), (2, 1)]
    assert map_.road.lane_successor[0] in (2, 3)
    assert map_.road.lane_predecessor[[2, 3]].tolist() == [0, 0]


@pytest.mark.parametrize(("rule", "ways"), [("RHT", [1, 0, -1]), ("LHT", [-1, 0, 1])])
def test_the_way_of_traffic_follows_the_rule_of_the_road(tmp_path, rule, ways):
    lanes = LANES.format(left=lane(1), right=lane(-1))
    map_ = read_map(write(tmp_path, document(road(lanes=lanes, head=f'rule="{rule}"'))))
    assert map_.links.way.tolist() == ways


@pytest.mark.parametrize(
    ("more", "kind", "way"),
    [('direction="reversed"', "driving", -1), ('direction="both"', "driving", 0), ("", "bidirectional", 0)],
)
def test_a_lane_may_run_against_its_side(tmp_path, more, kind, way):
    map_ = read_map(write(tmp_path, document(road(lanes=LANES.format(left="", right=lane(-1, kind=kind, more=more))))))
    assert map_.links.way[0] == way


MAPS = {
    "osc-esmini/xodr/fabriksgatan.xodr": 0.01,
    "osc-esmini/xodr/parking_demo.xodr": 0.01,
    "osc-ncap/OpenDRIVE/NCAP/X-Intersection_NCAP.xodr": 0.01,
    "odr-qc/junctions_connection_one_link_to_incoming/Ex_Bidirectional_Junction_valid.xodr": 0.01,
    "odr-qc/examples/Ex_Entry_Exit.xodr": 0.03,
}


@pytest.mark.parametrize("name", MAPS)
def test_linked_lanes_of_real_maps_touch(data, name):
    map_ = read_map(data / name)
    count = 0
    for row in range(len(map_.road.lane_id)):
        for end, found in ((1, afters(map_, row)), (0, befores(map_, row))):
            for other, way in found:
                gap = middle_at(map_.road, row, end) - middle_at(map_.road, other, 0 if way > 0 else 1)
                assert np.hypot(*gap) < MAPS[name]
                count += 1
    assert count > 10


def middle_at(road_, row, end):
    section = int(np.searchsorted(road_.lane_first, row, side="right")) - 1
    r = int(np.searchsorted(road_.section_first, section, side="right")) - 1
    high = road_.section_s[section + 1] if section + 1 < road_.section_first[r + 1] else road_.road_length[r]
    s = float(high) - 1e-9 if end else float(road_.section_s[section])
    return ask_worlds(road_, r, s, ask_across(road_, r, s, row)[0, 2])[0, :2]
