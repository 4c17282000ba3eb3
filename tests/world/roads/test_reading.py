"""The reader: what it takes, drops and refuses, and that strangers' files do it no harm."""

import time

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aureole.core.errors import BadInput, Unsupported
from aureole.core.kinds import LaneKind, Mark
from aureole.world.roads.reading.markup import LARGEST
from aureole.world.roads.reading.opendrive import read, read_map
from aureole.world.roads.reading.words import table
from tests.world.roads.maps import LANES, ask_across, ask_lanes, document, made, road, write

ROADS = "osc-alks/concrete_scenarios/road_networks"


@pytest.mark.parametrize("name", ["left_radius_250m", "straight", "different_curvatures"])
def test_an_alks_map_has_its_lanes_and_marks(data, name):
    road_ = read(data / ROADS / f"alks_road_{name}.xodr")
    assert list(road_.lane_id) == list(range(-8, 9))
    kinds = [LaneKind.BORDER] * 2 + [LaneKind.STOP] + [LaneKind.DRIVING] * 3 + [LaneKind.BORDER] * 2
    assert list(road_.lane_kind) == [*kinds, LaneKind.DRIVING, *kinds[::-1]]
    marks = [Mark.SOLID, Mark.BROKEN, Mark.BROKEN, Mark.SOLID]
    assert list(road_.mark_kind) == marks + marks[::-1]
    assert list(road_.mark_change[:4]) == [0, 3, 3, 0]
    assert not road_.road_left_hand[0]


def test_what_is_dropped_is_named_once_with_its_place(data):
    notices = [str(notice) for notice in read_map(data / ROADS / "alks_road_straight.xodr").notices]
    assert any("height (8 times)" in notice for notice in notices)


def test_traffic_keeps_left_where_the_rule_says_so(tmp_path):
    assert made(tmp_path, road(head='rule="LHT"')).road.road_left_hand[0]


def test_a_namespace_changes_nothing(tmp_path):
    text = document(road()).replace("<OpenDRIVE>", '<OpenDRIVE xmlns="http://example.org/odr">')
    assert len(read(write(tmp_path, text)).lane_id) == 4


def test_every_known_element_is_in_the_table_of_the_reference():
    rows = list(table())
    assert len({row.path for row in rows}) == len(rows) > 150


REFUSED = {
    "include": ("</OpenDRIVE>", '<include file="/etc/passwd"/></OpenDRIVE>'),
    "nonsense": ("<planView>", "<nonsense/><planView>"),
    "laneSection": ('<laneSection s="0"', '<laneSection s="0" singleSide="true"'),
    "header": ('revMinor="7"', 'revMinor="3"'),
}


@pytest.mark.parametrize("element", REFUSED)
def test_what_changes_the_drive_and_is_not_read_is_refused_by_name(tmp_path, element):
    old, new = REFUSED[element]
    with pytest.raises(Unsupported) as caught:
        read(write(tmp_path, document(road()).replace(old, new, 1)))
    assert f"<{element}>" in caught.value.place
    assert "map.xodr:" in caught.value.place
    assert caught.value.remedy


NOTED = {
    "shape": ("<lanes>", "<lateralProfile><shape s='0'/></lateralProfile><lanes>"),
    "crossfall": ("<lanes>", "<lateralProfile><crossfall s='0'/></lateralProfile><lanes>"),
    "crossSectionSurface": ("<lanes>", "<lateralProfile><crossSectionSurface/></lateralProfile><lanes>"),
    "access": ("<width", '<access sOffset="0"/><width'),
    "level": ('type="stop"', 'type="stop" level="true"'),
    "dynamicLaneType": ('type="stop"', 'type="stop" dynamicLaneType="true"'),
    "no <width>": ('<width sOffset="0" a="2" b="0" c="0" d="0"/>', ""),
    "does not begin": ('<width sOffset="0" a="2"', '<width sOffset="3" a="2"'),
    "gap": ('id="-2"', 'id="-3"'),
    "no road of this file": (
        "<link></link>",
        '<link><successor elementType="road" elementId="9" contactPoint="start"/></link>',
    ),
    "does not end at a road's end": (
        "<link></link>",
        '<link><successor elementType="road" elementId="0" elementS="3" elementDir="+"/></link>',
    ),
    "used as 'restricted'": ('type="stop"', 'type="bus"'),
    "its junction": ('junction="-1"', 'junction="5"'),
    "do not end at its length": ('length="200.0" ', 'length="200.5" '),
}


@pytest.mark.parametrize("word", NOTED)
def test_what_is_read_otherwise_than_written_is_noted_with_its_place(tmp_path, word):
    old, new = NOTED[word]
    map_ = read_map(write(tmp_path, document(road()).replace(old, new, 1)))
    assert any(word in notice.what and "map.xodr:" in notice.place for notice in map_.notices)


def test_a_gap_in_the_ids_is_a_lane_of_no_width(tmp_path):
    road_ = made(tmp_path, road().replace('id="-2"', 'id="-4"')).road
    assert list(road_.lane_id) == [-4, -3, -2, -1, 0, 1]
    assert ask_across(road_, 0, 5.0, 0)[0, :2] == pytest.approx([-5.5, -3.5])
    assert ask_lanes(road_, 0, 5.0, -4.0)[0] == 0
    assert len(np.diff(road_.width_first)) == len(road_.lane_id)


def test_a_lane_without_a_width_has_none_until_its_first(tmp_path):
    late = road().replace('<width sOffset="0" a="2"', '<width sOffset="30" a="2"', 1)
    road_ = made(tmp_path, late).road
    assert ask_across(road_, 0, [10.0, 40.0], 0)[:, :2] == pytest.approx(np.array([[-3.5, -3.5], [-5.5, -3.5]]))


def test_a_licence_before_the_declaration_keeps_the_lines_of_the_file(tmp_path):
    licence = "<!--\n  a licence\n-->\n"
    text = licence + document(road(), head='<?xml version="1.0" encoding="UTF-8"?>')
    assert len(read(write(tmp_path, text)).lane_id) == 4
    with pytest.raises(BadInput, match="no lane type") as plain:
        read(write(tmp_path, document(road()).replace("stop", "moat")))
    with pytest.raises(BadInput, match="no lane type") as late:
        read(write(tmp_path, text.replace("stop", "moat")))
    lines = [int(caught.value.place.split(":")[-1].split()[0]) for caught in (plain, late)]
    assert lines[1] == lines[0] + 3


WRONG = {
    "a number that is none": ('length="200.0"', 'length="long"'),
    "NaN": ('a="3.5"', 'a="NaN"'),
    "infinity": ('x="0.0"', 'x="inf"'),
    "an endless number": ('x="0.0"', 'x="1e400"'),
    "a vast number": ('x="0.0"', 'x="1e12"'),
    "a Python number": ('a="3.5"', 'a="3_5"'),
    "a negative length": ('length="200.0"', 'length="-200.0"'),
    "a short line": ('length="200.0" ', 'length="250.0" '),
    "a missing attribute": (' hdg="0.0"', ""),
    "a missing id": ('road id="0"', "road"),
    "no geometry": ("<line/>", ""),
    "two shapes": ("<line/>", "<line/><line/>"),
    "a line that starts late": ('s="0.0"', 's="5.0"'),
    "a lane on the wrong side": ('id="-2"', 'id="2"'),
    "two lanes of one id": ('id="-2"', 'id="-1"'),
    "an id that is no number": ('id="-2"', 'id="x"'),
    "an unknown lane type": ('type="stop"', 'type="moat"'),
    "an unknown mark": ('type="broken"', 'type="dotted"'),
    "no section at the start": ('<laneSection s="0"', '<laneSection s="1"'),
    "no lanes": (LANES, ""),
    "no header": ('<header revMajor="1" revMinor="7"/>', ""),
    "two headers": ('<header revMajor="1" revMinor="7"/>', '<header revMajor="1" revMinor="7"/><header/>'),
    "another root": ("OpenDRIVE", "OpenSCENARIO"),
    "an open tag": ("</planView>", ""),
    "an odd rule": ("<road ", '<road rule="XHT" '),
    "a speed in furlongs": ("<planView>", '<type s="0" type="town"><speed max="3" unit="f/f"/></type><planView>'),
    "a knot": ("<line/>", '<arc curvature="9"/>'),
    "nothing after the root": ("<OpenDRIVE>", ""),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_broken_file_is_refused_with_its_line(tmp_path, wrong):
    old, new = WRONG[wrong]
    text = document(road())
    assert old in text
    with pytest.raises(BadInput) as caught:
        read(write(tmp_path, text.replace(old, new) if wrong == "another root" else text.replace(old, new, 1)))
    assert "map.xodr:" in caught.value.place
    assert "<" in caught.value.place
    assert caught.value.remedy


def test_geometries_that_overlap_are_refused(tmp_path):
    text = document(road([(100.0, 0.0, 0.0), (100.0, 0.0, 0.0)]))
    with pytest.raises(BadInput, match="overlaps"):
        read(write(tmp_path, text.replace('s="100.0"', 's="90.0"')))
    with pytest.raises(BadInput, match="beside the end"):
        read(write(tmp_path, text.replace('x="100.0"', 'x="103.0"')))


def test_two_roads_of_one_id_are_refused(tmp_path):
    with pytest.raises(BadInput, match="second road"):
        made(tmp_path, road(), road())


BOMB = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghij", "bcdefghijk", strict=True)
)
HOSTILE = {
    "an entity bomb": document(road(head='rule="&k;"'), head=BOMB + "]>").encode(),
    "an entity bomb in UTF-16": document(road(head='rule="&k;"'), head=BOMB + "]>").encode("utf-16"),
    "an external entity": document(
        road(head='rule="&x;"'), head='<!DOCTYPE a [<!ENTITY x SYSTEM "/etc/passwd">]>'
    ).encode(),
    "an external document type": document(road(), head='<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd">').encode(),
    "nothing": b"",
    "noise": bytes(range(256)) * 64,
    "a thousand levels": b"<OpenDRIVE>" + b"<userData>" * 100_000,
    "a huge attribute": b'<OpenDRIVE a="' + b"x" * 20_000_000 + b'"/>',
    "half a file": document(road()).encode()[:-300],
    "a null byte": b"<OpenDRIVE>\0</OpenDRIVE>",
}


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_file_is_refused_at_once(tmp_path, hostile):
    path = write(tmp_path, HOSTILE[hostile])
    start = time.perf_counter()
    with pytest.raises(BadInput) as caught:
        read(path)
    assert time.perf_counter() - start < 2.0
    assert "map.xodr:" in caught.value.place
    assert caught.value.remedy


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "map.xodr"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(BadInput, match="MB"):
        read(path)


@pytest.mark.parametrize("path", ["nowhere.xodr", ".", "a\0b"])
def test_a_path_that_is_no_file_is_refused(tmp_path, path):
    with pytest.raises(BadInput, match="cannot be read"):
        read(f"{tmp_path}/{path}")


def test_a_byte_order_mark_changes_nothing(tmp_path):
    plain = document(road())
    for text in (b"\xef\xbb\xbf" + plain.encode(), plain.replace('"1.0"', '"1.0" encoding="UTF-16"').encode("utf-16")):
        assert np.array_equal(read(write(tmp_path, text)).piece_xy, read(write(tmp_path, plain)).piece_xy)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_changed_file_is_read_or_refused_and_nothing_else(tmp_path, data):
    text = document(road())
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 12)))
    text = text[:start] + data.draw(st.text(max_size=6)) + text[end:]
    try:
        read(write(tmp_path, text.encode("utf-8", "surrogatepass")))
    except BadInput as error:
        assert error.place  # noqa: PT017 either outcome is right, a traceback is not
