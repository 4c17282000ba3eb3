"""Every element has a fate: those of the data, those that the reader asks for, those on the page of the reference."""

import gzip
import importlib.util
from pathlib import Path

import pytest
from lxml import etree

from aureole.core.errors import BadInput
from aureole.world.roads.reading.markup import Markup
from aureole.world.roads.reading.opendrive import read_map
from aureole.world.roads.reading.words import beneath, table
from tests.world.roads.maps import document, road, write

ROOT = Path(__file__).parents[3]
FATES = {fate.path if fate.path != "OpenDRIVE" else "": fate for fate in table()}
JUNK = {"road/lanes/laneSection/side/lane/header"}  # in a file that the checkers' authors broke


def files(data):
    return sorted([*data.rglob("*.xodr"), *data.rglob("*.xodr.gz")])


def paths(root):
    """(element, path) of everything below a root; what lies in another tool's data is its own matter."""
    waiting = [(root, "")]
    while waiting:
        element, path = waiting.pop()
        yield element, path
        if path.rpartition("/")[2] not in {"userData", "dataQuality"}:
            waiting += [(child, beneath(path, child)) for child in element if isinstance(child.tag, str)]


def fate_of(path):
    return FATES.get(path) or FATES.get(f"*/{path.rpartition('/')[2]}")


def test_every_element_and_attribute_of_the_data_has_a_fate(data):
    unknown = set()
    for path in files(data):
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        try:
            root = etree.fromstring(content)
        except etree.XMLSyntaxError:
            continue
        if etree.QName(root).localname != "OpenDRIVE":
            continue
        for element, place in paths(root):
            fate = fate_of(place)
            if fate is None:
                unknown.add(place)
            elif fate.fate == "read":
                unknown |= {f"{place}@{name}" for name in element.keys() if name not in fate.read + fate.dropped}  # noqa: SIM118
    assert sorted(unknown - JUNK) == []


def test_what_the_reader_asks_of_an_element_is_called_read(data, monkeypatch):
    asked = set()
    told = Markup.text

    def listening(self, element, name, default=None):
        found, above = [], element
        while above is not None:
            found.append(above)
            above = above.getparent()
        path = ""
        for each in reversed(found[:-1]):
            path = beneath(path, each)
        asked.add((path, name))
        return told(self, element, name, default)

    monkeypatch.setattr(Markup, "text", listening)
    for path in files(data):
        try:
            read_map(path)
        except BadInput:
            continue
    assert len(asked) > 150
    assert sorted((path, name) for path, name in asked if name not in FATES[path].read) == []


def page():
    spec = importlib.util.spec_from_file_location("opendrive_page", ROOT / "docs/extensions/opendrive.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_of_the_reference_has_a_line_for_every_fate():
    lines = page().text().splitlines()
    for fate in table():
        assert sum(line.startswith(f"| `{fate.path}` | {fate.fate} |") for line in lines) == 1
    assert "opendrive-fates" in (ROOT / "docs/reference/opendrive.md").read_text(encoding="utf-8")


def test_a_changed_fate_changes_the_page(monkeypatch):
    from aureole.world.roads.reading import words

    monkeypatch.setitem(words.DROPPED, "road/weather", "kind | it rains")
    assert "| `road/weather` | dropped |  | `kind` | it rains |" in page().text()


@pytest.mark.parametrize("path", [path for path, fate in FATES.items() if fate.fate == "dropped" and "*" not in path])
def test_what_is_dropped_says_why(path):
    assert len(FATES[path].why.split()) >= 3


def test_an_attribute_that_nobody_knows_is_noted(tmp_path):
    map_ = read_map(write(tmp_path, document(road(head='colour="red"'))))
    assert any("attributes unknown here in OpenDRIVE 1.4–1.8: colour" in notice.what for notice in map_.notices)


NESTED = """<signals><signal id="1" s="5" t="-4" zOffset="2" orientation="+" dynamic="no" type="274" subtype="-1">
<semantics><speed type="maximum"><value>30</value></speed></semantics>
<staticBoard><sign id="2" v="0" z="1" type="1" subtype="-1">
<staticBoard><sign id="3" v="0" z="1" type="1" subtype="-1"/></staticBoard><vmsBoard v="0" z="1"/>
</sign></staticBoard></signal></signals>"""


@pytest.mark.parametrize("what", ["a board on a sign of a board", "an element in the schema of 1.8.0"])
def test_what_only_the_schema_of_1_8_allows_is_dropped_with_a_notice(tmp_path, what):
    map_ = read_map(write(tmp_path, document(road(inside=NESTED))))
    assert map_.signals.ids == ("1", "2")
    assert any(what in notice.what for notice in map_.notices)
