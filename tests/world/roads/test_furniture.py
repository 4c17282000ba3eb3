"""Signals, controllers and objects: where they are in the world, what is noted and what is refused."""

import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aureole.core.errors import BadInput
from aureole.core.notes import check
from aureole.world.roads.reading.opendrive import read_map
from tests.world.roads.maps import Pose, document, made, road, write

ARC = ((100.0, 0.01, 0.01),)
SIGNAL = (
    '<signal id="{id}" s="50" t="-4" zOffset="2" orientation="{o}" dynamic="yes" type="1000001"'
    ' subtype="-1" {more}>{in_}</signal>'
)


def signal(name="7", o="+", more="", in_=""):
    return SIGNAL.format(id=name, o=o, more=more, in_=in_)


def signals(*elements, outside="", **given):
    return road(inside=f"<signals>{''.join(elements)}</signals>", **given)


def objects(*elements, **given):
    return road(inside=f"<objects>{''.join(elements)}</objects>", **given)


def thing(inside="", more='width="2" length="4" height="1.5"', **at):
    s, t, hdg = at.get("s", 20.0), at.get("t", -3.0), at.get("hdg", 0.0)
    return f'<object id="1" type="obstacle" s="{s}" t="{t}" zOffset="0.5" hdg="{hdg}" {more}>{inside}</object>'


def told(map_):
    return " | ".join(str(notice) for notice in map_.notices)


def test_a_signal_faces_the_traffic_it_counts_for(tmp_path):
    found = made(tmp_path, signals(signal("a"), signal("b", "-", 'hOffset="0.25"'), signal("c", "none"))).signals
    assert found.ids == ("a", "b", "c")
    assert found.orientation.tolist() == [1, -1, 0]
    assert found.xyz[0] == pytest.approx([50.0, -4.0, 2.0])
    assert np.cos(found.angles[:, 0]) == pytest.approx([1.0, math.cos(math.pi + 0.25), 1.0])
    assert found.row("b") == 1
    assert found.row("nobody") == -1


def test_a_signal_stands_where_its_physical_position_says(tmp_path):
    inertial = '<positionInertial x="1" y="2" z="3" hdg="0.5" pitch="0.1" roll="0.2"/>'
    on_road = '<positionRoad roadId="0" s="10" t="6" zOffset="1" hOffset="0.5"/>'
    found = made(tmp_path, signals(signal("a", in_=inertial), signal("b", "-", in_=on_road))).signals
    assert found.xyz.tolist() == pytest.approx(np.array([[1.0, 2.0, 3.0], [10.0, 6.0, 1.0]]))
    assert found.angles[0] == pytest.approx([0.5, 0.1, 0.2])
    assert found.angles[1, 0] == pytest.approx(0.5 - math.pi)
    assert found.s.tolist() == [50.0, 50.0]


def test_the_signs_of_a_board_are_signals_beside_each_other(tmp_path):
    board = '<staticBoard><sign id="b" v="1.5" z="0.5" type="274" subtype="60" value="60" unit="km/h"/></staticBoard>'
    map_ = made(tmp_path, signals(signal("a", in_=board), pose=Pose(heading=0.5 * math.pi)))
    found = map_.signals
    assert found.ids == ("a", "b")
    assert found.board.tolist() == [-1, 0]
    assert found.xyz[1] - found.xyz[0] == pytest.approx([-1.5, 0.0, 0.5])
    assert (found.value[1], found.unit[1]) == (60.0, "km/h")
    assert np.isnan(found.value[0])


def test_lanes_ties_and_meanings_of_a_signal_are_kept(tmp_path):
    more = (
        '<validity fromLane="-1" toLane="-2"/><dependency id="8" type="limit"/>'
        '<reference elementType="object" elementId="1"/><semantics>'
        '<speed type="maximum" value="60" unit="km/h"/></semantics>'
    )
    all_ = made(tmp_path, signals(signal(in_=more))).furniture.signalling
    assert (all_.lanes.owner[0], all_.lanes.first[0], all_.lanes.last[0]) == (0, -2, -1)
    assert list(zip(all_.ties.relation, all_.ties.ids, strict=True)) == [("dependency", "8"), ("object", "1")]
    assert (all_.meanings.name, all_.meanings.kind, all_.meanings.value[0]) == (("speed",), ("maximum",), 60.0)


def test_a_reference_may_come_before_its_signal(tmp_path):
    first = signals(
        '<signalReference id="7" s="3" t="1" orientation="-"><validity fromLane="1" toLane="1"/></signalReference>'
    )
    map_ = made(tmp_path, first, road(name="1", inside=f"<signals>{signal()}</signals>"))
    found = map_.furniture.signalling
    assert (found.references.target[0], found.references.road[0], found.references.orientation[0]) == (0, 0, -1)
    assert found.reference_lanes.owner.tolist() == [0]


def test_controllers_say_what_they_switch_and_who_groups_them(tmp_path):
    outside = (
        '<controller id="c1" name="main" sequence="2"><control signalId="7" type="x"/>'
        '<control signalId="8"/></controller>'
        '<junction id="j"><controller id="c1" type="0"/></junction>'
    )
    map_ = made(tmp_path, signals(signal()), outside=outside)
    found = map_.furniture.signalling
    assert (map_.controllers.ids, map_.controllers.names, map_.controllers.sequence[0]) == (("c1",), ("main",), 2)
    assert found.controls.signals == ("7", "8")
    assert (found.grouped.controllers, found.grouped.junction.tolist()) == (("c1",), [0])
    assert "<control> switches nothing" in told(map_)


def test_an_object_is_a_box_in_the_world(tmp_path):
    map_ = made(tmp_path, objects(thing(hdg=0.5 * math.pi)))
    shapes, placed = map_.furniture.shapes, map_.furniture.placed
    assert placed.xyz[0] == pytest.approx([20.0, -3.0, 0.5])
    assert placed.size[0].tolist() == [4.0, 2.0, 1.5]
    assert shapes.points.min(axis=0) == pytest.approx([19.0, -5.0, 0.5])
    assert shapes.points.max(axis=0) == pytest.approx([21.0, -1.0, 0.5])
    assert shapes.height.tolist() == [1.5] * 4


def test_copies_stand_a_distance_apart_and_grow_evenly(tmp_path):
    repeat = (
        '<repeat s="10" length="20" distance="5" tStart="-3" tEnd="-5" heightStart="1" heightEnd="2"'
        ' zOffsetStart="0" zOffsetEnd="1"/>'
    )
    placed = made(tmp_path, objects(thing(repeat))).furniture.placed
    assert placed.xyz[:, 0] == pytest.approx([10.0, 15.0, 20.0, 25.0, 30.0])
    assert placed.xyz[:, 1] == pytest.approx([-3.0, -3.5, -4.0, -4.5, -5.0])
    assert placed.xyz[:, 2] == pytest.approx([0.0, 0.25, 0.5, 0.75, 1.0])
    assert placed.size[:, 2] == pytest.approx([1.0, 1.25, 1.5, 1.75, 2.0])
    assert placed.size[:, 1] == pytest.approx([2.0] * 5)


def test_a_repeat_without_distance_is_one_area_along_the_road(tmp_path):
    repeat = (
        '<repeat s="0" length="100" distance="0" tStart="-4" tEnd="-4" widthStart="0.2" widthEnd="0.2"'
        ' heightStart="1" heightEnd="1"/>'
    )
    map_ = made(tmp_path, objects(thing(repeat), parts=ARC))
    shapes = map_.furniture.shapes
    away = np.hypot(shapes.points[:, 0], shapes.points[:, 1] - 100.0)
    assert map_.furniture.placed.continuous.tolist() == [True]
    assert sorted({round(float(value), 9) for value in away}) == [103.9, 104.1]
    assert shapes.closed.tolist() == [True]


def test_a_detached_repeat_goes_straight_from_its_start_to_its_end(tmp_path):
    repeat = '<repeat s="0" length="100" distance="50" tStart="0" tEnd="0" detachFromReferenceLine="true"/>'
    placed = made(tmp_path, objects(thing(repeat), parts=ARC)).furniture.placed
    assert placed.xyz[1] == pytest.approx(0.5 * (placed.xyz[0] + placed.xyz[2]))
    assert np.ptp(placed.angles[:, 0]) == pytest.approx(0.0, abs=1e-12)


def test_corners_of_an_object_turn_with_it_and_corners_of_the_road_follow_it(tmp_path):
    local = (
        '<outline id="3"><cornerLocal u="0" v="0" z="0" height="1"/><cornerLocal u="2" v="1" z="0.5"'
        ' height="2"/></outline>'
    )
    along = (
        '<outline closed="false"><cornerRoad s="0" t="5" dz="1" height="0"/><cornerRoad s="100" t="5"'
        ' dz="1" height="0"/></outline>'
    )
    map_ = made(tmp_path, objects(thing(local, hdg=0.5 * math.pi), thing(f"<outlines>{along}</outlines>"), parts=ARC))
    shapes, placed = map_.furniture.shapes, map_.furniture.placed
    turn = placed.angles[0, 0]
    shift = [2.0 * math.cos(turn) - math.sin(turn), 2.0 * math.sin(turn) + math.cos(turn), 0.5]
    assert shapes.points[1] - shapes.points[0] == pytest.approx(shift)
    assert np.hypot(shapes.points[2:, 0], shapes.points[2:, 1] - 100.0) == pytest.approx([95.0, 95.0])
    assert shapes.points[2:, 2].tolist() == [1.0, 1.0]
    assert shapes.closed.tolist() == [True, False]


def test_a_rolled_object_has_a_rolled_box(tmp_path):
    found = made(tmp_path, objects(thing(more='width="2" length="4" height="1" roll="0.1"'))).furniture.shapes
    assert np.ptp(found.points[:, 2]) == pytest.approx(2.0 * math.sin(0.1))


def test_tunnels_bridges_and_markings_are_kept(tmp_path):
    inside = (
        '<markings><marking side="left" color="white" lineLength="1" spaceLength="2" startOffset="0"'
        ' stopOffset="0"/></markings>'
    )
    parking = '<parkingSpace access="women" restrictions="2 h"/>'
    map_ = made(
        tmp_path, objects(thing(inside + parking), '<tunnel id="t" type="standard" s="3" length="9" daylight="0.5"/>')
    )
    things = map_.furniture.things
    assert (things.objects.access, things.objects.restrictions) == (("women",), ("2 h",))
    assert (things.markings.side, things.markings.dashes.tolist()) == (("left",), [[1.0, 2.0]])
    assert (things.stretches.what, things.stretches.s[0], things.stretches.light[0, 1]) == (("tunnel",), 3.0, 0.5)


def test_every_table_of_furniture_has_the_shapes_it_declares(data):
    for name in ("osc-esmini/xodr/parking_demo.xodr", "osc-esmini/xodr/straight_500m_signs.xodr"):
        furniture = read_map(data / name).furniture
        for part in (furniture.signalling, furniture.things):
            for field in part.__slots__:
                check(getattr(part, field))
        check(furniture.placed)
        check(furniture.shapes)


NOTED = {
    "an id is used more than once": signals(signal(), signal()),
    "lies beyond its road's end": objects(thing(s=201.0)),
    "fewer than two corners": objects(thing('<outline><cornerLocal u="0" v="0" z="0" height="0"/></outline>')),
    "reaches beyond": objects(thing('<repeat s="190" length="20" distance="5" tStart="0" tEnd="0"/>')),
    "none of the standard's": objects(thing().replace("obstacle", "gnome")),
    "nothing of its id": signals('<signalReference id="9" s="0" t="0" orientation="+"/>'),
    "needs a side": objects(thing('<markings><marking color="white" lineLength="1" spaceLength="0"/></markings>')),
    "attributes unknown here": signals(signal(more='colour="red"')),
    "a board that a scenario can light": signals(signal(in_="<vmsBoard/>")),
}  # fmt: skip


@pytest.mark.parametrize("word", NOTED)
def test_what_furniture_says_and_is_not_used_is_noted(tmp_path, word):
    assert word in told(made(tmp_path, NOTED[word]))


WRONG = {
    "a signal without an id": signals(signal()).replace('id="7"', ""),
    "a signal at NaN": signals(signal()).replace('s="50"', 's="NaN"'),
    "a signal before its road": signals(signal()).replace('s="50"', 's="-1"'),
    "an odd orientation": signals(signal(o="left")),
    "a value in words": signals(signal(more='value="fast"')),
    "a post on no road": signals(signal(in_='<positionRoad roadId="9" s="0" t="0" zOffset="0" hOffset="0"/>')),
    "an infinite object": objects(thing(more='width="inf" length="1"')),
    "a negative radius": objects(thing(more='radius="-1"')),
    "corners of both kinds": objects(
        thing('<outline><cornerLocal u="0" v="0" z="0"/><cornerRoad s="0" t="0" dz="0"/></outline>')
    ),
    "a lane that is no number": signals(signal(in_='<validity fromLane="all" toLane="1"/>')),
    "a million copies": objects(thing('<repeat s="0" length="100" distance="1e-9" tStart="0" tEnd="0"/>')),
    "an odd tunnel": objects('<tunnel id="t" type="deep" s="3" length="9"/>'),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_broken_furniture_is_refused_with_its_line(tmp_path, wrong):
    with pytest.raises(BadInput) as caught:
        read_map(write(tmp_path, document(WRONG[wrong])))
    assert "map.xodr:" in caught.value.place
    assert caught.value.remedy


REPEAT = '<repeat s="1" length="9" distance="2" tStart="0" tEnd="1"/>'
BOARD = '<validity fromLane="1" toLane="1"/><staticBoard><sign id="9"/></staticBoard>'
RICH = document(
    road(
        inside=f"<objects>{thing(REPEAT)}"
        '<object id="2" type="pole" s="1" t="1"><outlines><outline id="1"><cornerLocal u="0" v="0" z="0" height="1"/>'
        '<cornerLocal u="1" v="0" z="0" height="1"/></outline></outlines><markings><marking side="left" color="white"'
        ' lineLength="1" spaceLength="0"/></markings><borders><border outlineId="1" type="curb" width="1"/></borders>'
        '</object><tunnel id="3" type="standard" s="1" length="2"/><objectReference id="1" s="1" t="1"/></objects>'
        f"<signals>{signal(in_=BOARD)}"
        '<signalReference id="7" s="3" t="1" orientation="-"/></signals>'
    ),
    outside='<controller id="c"><control signalId="7"/></controller><junction id="j"><controller id="c"/></junction>',
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_changed_furniture_is_read_or_refused_and_nothing_else(tmp_path, data):
    low = RICH.index("<objects>")
    start = data.draw(st.integers(low, len(RICH)))
    end = data.draw(st.integers(start, min(len(RICH), start + 8)))
    digits = st.text(alphabet='0123456789.-+eE<>/"= ainf', max_size=5)
    text = RICH[:start] + data.draw(digits) + RICH[end:]
    try:
        read_map(write(tmp_path, text.encode("utf-8", "surrogatepass")))
    except BadInput as error:
        assert error.place  # noqa: PT017 either outcome is right, a traceback is not


def test_many_long_fences_are_refused_before_they_fill_the_memory(tmp_path):
    fence = '<repeat s="0" length="1e6" distance="0" tStart="0" tEnd="0"/>'
    long = road([(1e6, 0.0, 0.0)], inside=f"<objects>{thing(fence * 101)}</objects>")
    with pytest.raises(BadInput, match="repeat more than"):
        made(tmp_path, long)
