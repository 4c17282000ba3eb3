"""Maps written and read again: every map of the data, and small maps that nobody drew by hand."""

import dataclasses

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from aureole.core.errors import BadInput
from aureole.core.kinds import LaneKind
from aureole.world.roads.reading.opendrive import read_map
from aureole.world.roads.writing.compare import differences
from aureole.world.roads.writing.lanes import KIND_NAMES
from aureole.world.roads.writing.opendrive import document as written
from tests.world.roads.maps import LANES, document, geometry, road, write

FOLDERS = [
    "odr-carla-towns",
    "odr-liboped",
    "odr-qc",
    "osc-alks",
    "osc-asam-examples",
    "osc-esmini",
    "osc-ncap",
    "osc-qc",
]


def again(folder, map_):
    path = folder / "again.xodr"
    path.write_bytes(written(map_))
    return read_map(path)


def readable(folder):
    for path in sorted([*folder.rglob("*.xodr"), *folder.rglob("*.xodr.gz")]):
        try:
            yield path, read_map(path)
        except BadInput:
            continue


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_map_that_is_read_is_written_so_that_it_reads_the_same(data, tmp_path, folder):
    found = [(path, differences(map_, again(tmp_path, map_))) for path, map_ in readable(data / folder)]
    assert found
    assert [(str(path), names) for path, names in found if names] == []


def test_what_is_written_drops_nothing_but_what_no_reader_keeps(data, tmp_path):
    map_ = again(tmp_path, read_map(data / "odr-qc/examples/Ex_Entry_Exit.xodr"))
    assert [notice.what for notice in map_.notices if "not used" in notice.what or "unknown" in notice.what] == []


def test_writing_twice_gives_the_same_bytes(data, tmp_path):
    once = again(tmp_path, read_map(data / "odr-carla-towns/Town02.xodr.gz"))
    assert written(once) == written(again(tmp_path, once))


@pytest.mark.parametrize("name", ["road", "limits", "links", "junctions", "joints", "types", "furniture"])
def test_a_changed_table_is_a_difference(data, name):
    map_ = read_map(data / "osc-esmini/xodr/fabriksgatan_traffic_lights.xodr")
    assert differences(map_, map_) == ()
    part = getattr(map_, name)
    if dataclasses.is_dataclass(part):
        field = dataclasses.fields(part)[0].name
        inner = getattr(part, field)
        if dataclasses.is_dataclass(inner):
            changed = dataclasses.replace(part, **{field: dataclasses.replace(inner, signals=bent(inner.signals))})
        else:
            changed = dataclasses.replace(part, **{field: bent(inner)})
    else:
        changed = bent(part)
    assert differences(map_, dataclasses.replace(map_, **{name: changed}))


def bent(table):
    """The table with one number of its last numeric column changed, or a row more where it has none."""
    for name in reversed(table._fields):
        column = getattr(table, name)
        if not isinstance(column, tuple) and column.size:
            other = column.copy()
            other.flat[0] = not other.flat[0] if other.dtype.kind == "b" else 7 if other.flat[0] != 7 else 8
            return table._replace(**{name: other})
    name = table._fields[-1]
    return table._replace(**{name: (*getattr(table, name), "more")})


NUMBERS = st.floats(-0.02, 0.02).map(lambda value: round(value, 6))
PARTS = st.lists(st.tuples(st.floats(1.0, 80.0), NUMBERS, NUMBERS), min_size=1, max_size=4)
KINDS = st.sampled_from(
    ["driving", "shoulder", "sidewalk", "parking", "bidirectional", "bus", "none", "curb", "slipLane"]
)
MARKS = st.sampled_from(["none", "solid", "broken", "solid broken", "curb", "custom", "botts dots", "grass"])
COLOURS = st.sampled_from(["standard", "yellow", "white"])
SPEEDS = st.sampled_from(['max="no limit"', 'max="50" unit="km/h"', 'max="30" unit="mph"', 'max="13.9"'])


def cubic(draw, low, high):
    a, b = draw(st.floats(low, high)), draw(st.floats(-0.01, 0.01))
    return f'a="{a!r}" b="{b!r}" c="{draw(st.floats(-1e-3, 1e-3))!r}" d="0"'


@st.composite
def lanes(draw, ids, length):
    found = []
    for lane_id in ids:
        width = "" if lane_id == 0 else f'<width sOffset="0" {cubic(draw, 0.5, 4.0)}/>'
        if lane_id and draw(st.booleans()):
            width += f'<width sOffset="{length / 2!r}" {cubic(draw, 0.5, 4.0)}/>'
        mark = f'<roadMark sOffset="0" type="{draw(MARKS)}" color="{draw(COLOURS)}" laneChange="both"/>'
        speed = (
            f'<speed sOffset="{draw(st.floats(0.0, 1.0))!r}" {draw(SPEEDS)}/>'
            if lane_id and draw(st.booleans())
            else ""
        )
        way = draw(st.sampled_from(["", 'direction="reversed"', 'direction="both"'])) if lane_id else ""
        kind = draw(KINDS) if lane_id else "none"
        found.append(f'<lane id="{lane_id}" type="{kind}" {way}>{width}{mark}{speed}</lane>')
    return "".join(found)


@st.composite
def roads(draw, name="0"):
    parts = draw(PARTS)
    view, _ = geometry(parts)
    length = sum(part[0] for part in parts)
    left, right = draw(st.integers(0, 3)), draw(st.integers(0, 3))
    sections = ""
    for start in [0.0] + ([length / 3] if draw(st.booleans()) else []):
        groups = (("left", range(left, 0, -1)), ("center", [0]), ("right", range(-1, -right - 1, -1)))
        inside = "".join(f"<{side}>{draw(lanes(ids, length / 3))}</{side}>" for side, ids in groups if len(ids))
        sections += f'<laneSection s="{start!r}">{inside}</laneSection>'
    kind = f'<type s="0" type="town" country="DE"><speed {draw(SPEEDS)}/></type>' if draw(st.booleans()) else ""
    hill = f'<elevationProfile><elevation s="0" {cubic(draw, -5.0, 5.0)}/></elevationProfile>'
    roll = f'<lateralProfile><superelevation s="0" {cubic(draw, -0.1, 0.1)}/></lateralProfile>'
    offset = f'<laneOffset s="0" {cubic(draw, -2.0, 2.0)}/>' if draw(st.booleans()) else ""
    return (
        f'<road id="{name}" name="{draw(st.sampled_from(["", "A 8", "长安街"]))}" junction="-1" length="{length!r}"'
        f' rule="{draw(st.sampled_from(["RHT", "LHT"]))}"><link/>{kind}<planView>{view}</planView>{hill}{roll}'
        f"<lanes>{offset}{sections}</lanes>{draw(furniture(length))}</road>"
    )


@st.composite
def furniture(draw, length):
    s, t = draw(st.floats(0.0, length)), draw(st.floats(-9.0, 9.0))
    text = draw(st.sampled_from(["", "Bad Aibling", "<&>\"'", "停"]))
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    sign = draw(st.sampled_from("+-"))
    signal = (
        f'<signal id="7" s="{s!r}" t="{t!r}" zOffset="1" orientation="{sign}" dynamic="yes" type="1" subtype="-1"'
        f' text="{escaped}"/>'
    )
    distance, ends = draw(st.sampled_from([0.0, 5.0])), f'tStart="{t!r}" tEnd="{t!r}" zOffsetStart="0" zOffsetEnd="1"'
    repeat = f'<repeat s="0" length="{length / 2!r}" distance="{distance}" {ends}/>'
    corners = "".join(f'<cornerRoad s="{k}" t="{k}" dz="0" height="1"/>' for k in (0, 1))
    outline = f'<outlines><outline id="1" closed="false">{corners}</outline></outlines>'
    inside = draw(st.sampled_from(["", repeat, outline]))
    place = f's="{s!r}" t="{t!r}" zOffset="0" hdg="0.3" length="2" width="1" height="3"'
    thing = f'<object id="1" type="pole" {place}>{inside}</object>'
    return f"<objects>{thing}</objects><signals>{signal}</signals>"


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(roads())
def test_any_small_map_is_written_so_that_it_reads_the_same(tmp_path, road):
    map_ = read_map(write(tmp_path, document(road)))
    assert differences(map_, again(tmp_path, map_)) == ()


WORDS = (  # e_laneType of OpenDRIVE 1.8
    "shoulder border driving stop none restricted parking median biking shared sidewalk curb exit entry onRamp offRamp "
    "connectingRamp bidirectional special1 special2 special3 roadWorks tram rail bus taxi HOV mwyEntry mwyExit walking "
    "slipLane"
)
ALIKE = {
    "shared": "driving", "sidewalk": "walking", "bus": "restricted", "taxi": "restricted", "HOV": "restricted",
    "mwyEntry": "entry", "mwyExit": "exit", "slipLane": "connectingRamp",
} | dict.fromkeys(("special2", "special3", "roadWorks", "tram", "rail"), "special1")  # fmt: skip


@pytest.mark.parametrize("kind", WORDS.split())
def test_a_lane_is_written_as_the_kind_it_was_read(tmp_path, kind):
    text = document(road(lanes=LANES.replace('type="driving"', f'type="{kind}"')))
    found = etree.fromstring(written(read_map(write(tmp_path, text)))).findall(".//right/lane")
    assert found[0].get("type") == ALIKE.get(kind, kind)


def test_whatever_the_kind_it_is_written_in_a_word_of_the_standard():
    assert set(LaneKind) == set(KIND_NAMES)
    assert set(KIND_NAMES.values()) <= set(WORDS.split())
