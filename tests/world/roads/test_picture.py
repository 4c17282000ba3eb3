"""The picture of a map: what is drawn, whither the arrows point, and that it needs nothing else."""

import math
import re

import numpy as np
import pytest
from lxml import etree

from aureole.core.kinds import LaneKind, Mark
from aureole.world.roads.picture.page import page
from aureole.world.roads.picture.svg import nice, path, picture
from aureole.world.roads.picture.view import view
from aureole.world.roads.reading.opendrive import read_map
from tests.world.roads.maps import LANES, made, road
from tests.world.roads.test_furniture import objects, signal, thing

SVG = "{http://www.w3.org/2000/svg}"


def drawn(map_, title="a map"):
    return etree.fromstring(picture(map_, view(map_), title).encode())


def group(root, name):
    return root.find(f".//{SVG}g[@class='{name}']")


def test_every_lane_is_an_area_of_its_kind(tmp_path):
    map_ = made(tmp_path, road())
    seen = view(map_)
    assert sorted(area.kind for area in seen.areas) == [LaneKind.DRIVING, LaneKind.DRIVING, LaneKind.STOP]
    assert [path_.get("class") for path_ in group(drawn(map_), "lanes")] == ["stop", "driving", "driving"]
    ring = next(area.ring for area in seen.areas if area.kind == LaneKind.STOP)
    assert (ring.min(axis=0).tolist(), ring.max(axis=0).tolist()) == ([0.0, -5.5], [200.0, -3.5])


@pytest.mark.parametrize(("rule", "turn"), [("RHT", 0.0), ("LHT", math.pi)])
def test_arrows_point_where_traffic_goes(tmp_path, rule, turn):
    arrows = view(made(tmp_path, road(head=f'rule="{rule}"'))).arrows
    right = [arrow for arrow in arrows if arrow.y < 0.0]
    left = [arrow for arrow in arrows if arrow.y > 0.0]
    assert len(right) == len(left) == 5
    assert {math.cos(arrow.heading - turn) for arrow in right} == {1.0}
    assert {round(math.cos(arrow.heading - turn), 12) for arrow in left} == {-1.0}


def test_a_lane_for_both_ways_has_arrows_for_both(tmp_path):
    lanes = LANES.replace('id="1" type="driving"', 'id="1" type="driving" direction="both"')
    assert any(arrow.both for arrow in view(made(tmp_path, road(lanes=lanes))).arrows)


def test_a_double_mark_is_two_lines_with_the_solid_one_inside(tmp_path):
    lanes = LANES.replace('type="broken"', 'type="solid broken"')
    lines = view(made(tmp_path, road(lanes=lanes))).lines
    assert [(line.kind, line.broken, float(np.sign(line.xy[0, 1]))) for line in lines] == [
        (Mark.SOLID_BROKEN, False, 1.0),
        (Mark.SOLID_BROKEN, True, -1.0),
    ]


def test_objects_and_signals_are_drawn_where_they_are(tmp_path):
    inside = f"<signals>{signal()}</signals><objects>{thing()}</objects>"
    root = drawn(made(tmp_path, road(inside=inside)))
    assert group(root, "objects")[0].get("d").startswith("M18 -4")
    assert group(root, "signals")[0].get("transform") == "translate(50.00 -4.00) rotate(0.0)"
    assert group(root, "signals")[0].find(f"{SVG}use").get("href") == "#light"


def test_an_object_without_a_size_is_a_dot(tmp_path):
    root = drawn(made(tmp_path, objects(thing(more=""))))
    assert group(root, "objects")[0].tag == f"{SVG}circle"


def test_names_from_strangers_stay_text(tmp_path):
    evil = "&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;"
    named = signal(more=f'name="{evil}"')
    inside = f"<signals>{named}</signals>"
    map_ = made(tmp_path, road(name=evil, inside=inside))
    html = page(map_, view(map_), "<script>alert(2)</script>", "<b>facts</b>")
    assert html.count("<script") == 1
    assert "<b>" not in html
    assert not drawn(map_, "<script>").findall(f".//{SVG}script")


def test_a_picture_loads_nothing(data):
    map_ = read_map(data / "osc-esmini/xodr/parking_demo.xodr")
    seen = view(map_)
    for text in (picture(map_, seen, "p"), page(map_, seen, "p", "f")):
        found = set(re.findall(r"(?:https?:)?//[\w.]+[^\s\"']*", text)) - {"http://www.w3.org/2000/svg"}
        assert not {each for each in found if each.startswith(("http", "//www"))}
        assert not re.findall(r"(?:\ssrc=|@import|url\(['\"]?http)", text)
    assert "default-src 'none'" in page(map_, seen, "p", "f")


def test_both_themes_define_the_same_colours():
    from aureole.world.roads.picture.svg import style

    media, chosen = re.findall(r"(?:\.page:not\(\.light\)|\n\.dark) \{([^}]*)\}", style())
    assert media.split() == chosen.split()
    used = set(re.findall(r"var\((--[a-z-]+)", style())) - {"--size"}
    assert used <= set(re.findall(r"(--[a-z-]+):", style().partition("@media")[0]))


def test_a_path_says_points_to_the_centimetre():
    assert path(np.array([[1.0, 2.0], [1.26, 2.0], [1.26, 2.0], [0.0, -1.0]]), closed=True) == "M1 2l0.26 0 -1.26 -3z"


@pytest.mark.parametrize(("length", "told"), [(999.0, 500.0), (1000.0, 1000.0), (0.3, 0.2), (49.9, 20.0)])
def test_a_scale_is_one_two_or_five(length, told):
    assert nice(length) == pytest.approx(told)


def test_a_town_is_drawn_within_a_megabyte(data):
    map_ = read_map(data / "odr-carla-towns/Town04.xodr.gz")
    assert len(picture(map_, view(map_), "Town04")) < 2**20


def test_a_sign_is_drawn_as_what_it_says(tmp_path):
    signs = [("206", ""), ("274", 'value="50" unit="km/h"'), ("294", ""), ("9999", "")]
    inside = "".join(
        f'<signal s="{20 + 10 * k}" t="-4" id="{k}" name="" dynamic="no" orientation="+" zOffset="2" country="DE" '
        f'type="{kind}" subtype="-1" {more}/>'
        for k, (kind, more) in enumerate(signs)
    )
    root = drawn(made(tmp_path, road(inside=f"<signals>{inside}</signals>")))
    uses = [one.find(f"{SVG}use").get("href") for one in group(root, "signals")]
    assert uses == ["#sign-stop", "#sign-limit", "#line", "#sign"]
    assert group(root, "signals")[1].find(f".//{SVG}text").text == "50"
    assert {use[1:] for use in uses} <= {one.get("id") for one in root.iter(f"{SVG}g", f"{SVG}path")}
