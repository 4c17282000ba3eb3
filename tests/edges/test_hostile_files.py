"""Files made to break or to hang whoever reads them: refused with their place, soon, small, and nothing is written."""

from __future__ import annotations

import gzip
import os
import re
import struct
import time
import zlib
from pathlib import Path

import pytest

from tests.edges.command import HEAD, MOTORWAY, Told, drive, story
from tests.edges.readings import refused as complaint_of

SECONDS = 2.0  # of processor time, of which about 0.6 are Python's own start and imports
MEGABYTES = 600  # at the fullest; about 110 are Python with what it imports
pytestmark = pytest.mark.skipif(os.name != "posix", reason="measures processes as POSIX has it")


def refused(folder: Path, scenario: str | bytes, *, name: str = "case.xosc") -> Told:
    """What came of driving this file, which must be refused as every bad file is."""
    path = folder / name
    path.write_bytes(scenario if isinstance(scenario, bytes) else scenario.encode())
    return refusal(path)


def refusal(path: Path) -> Told:
    """The same of a file that is there, or is not."""
    told = drive(path)
    assert told.code == 2, told.err
    assert told.err.startswith("aureole: "), told.err
    assert "Traceback" not in told.err + told.out
    assert len(told.err) < 2000
    assert told.left == []
    assert told.seconds < SECONDS
    assert told.megabytes < MEGABYTES
    return told


def with_map(folder: Path, road: str | bytes) -> Told:
    """What came of a scenario on this map, which must be refused; the message names the map."""
    (folder / "map.xodr").write_bytes(road if isinstance(road, bytes) else road.encode())
    told = refused(folder, story(road="map.xodr"))
    assert "map.xodr" in told.err
    return told


def unread(folder: Path, text: str | bytes, name: str = "case.xosc") -> str:
    """The complaint of the readers themselves about a file, which must be refused as soon; no process is started."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    started = time.process_time()
    complaint = complaint_of(path)
    assert complaint
    assert name in complaint
    assert time.process_time() - started < SECONDS
    return complaint


def laughs(kind: str) -> str:
    """A billion laughs in front of a document."""
    levels = "".join(f'<!ENTITY a{k} "{f"&a{k - 1};" * 10}">' for k in range(1, 10))
    return f'<!DOCTYPE {kind} [<!ENTITY a0 "ha">{levels}]>'


def bends(change: str, into: str) -> str:
    """The motorway's map with something else in it."""
    text, count = re.subn(change, into, MOTORWAY.read_text(encoding="utf-8"), count=1)
    assert count == 1
    return text


def test_an_unbroken_scenario_of_this_make_is_driven(tmp_path):
    (tmp_path / "case.xosc").write_text(story(), encoding="utf-8")
    told = drive(tmp_path / "case.xosc", limit=280.0)
    assert told.left == ["case.zip", "drive.mcap", "report.html"], told.err


def test_entities_that_multiply_are_refused(tmp_path):
    told = refused(tmp_path, story(start=laughs("OpenSCENARIO"), speed="&a9;"))
    assert "case.xosc:" in told.err


def test_entities_that_multiply_in_a_map_are_refused(tmp_path):
    with_map(tmp_path, bends(r"<OpenDRIVE>", laughs("OpenDRIVE") + "<OpenDRIVE>"))


@pytest.mark.parametrize("where", ["file:///etc/passwd", "http://127.0.0.1:9/x", "/dev/zero"])
def test_an_entity_from_elsewhere_is_refused_and_not_read(tmp_path, where):
    start = f'<!DOCTYPE OpenSCENARIO [<!ENTITY far SYSTEM "{where}">]>'
    told = refused(tmp_path, story(start=start, entity="&far;"))
    assert "root:" not in told.err


def test_a_document_type_from_elsewhere_is_refused_in_a_map(tmp_path):
    with_map(tmp_path, bends(r"<OpenDRIVE>", '<!DOCTYPE OpenDRIVE SYSTEM "http://127.0.0.1:9/x.dtd"><OpenDRIVE>'))


def test_a_document_type_from_elsewhere_is_not_fetched_for_a_scenario(tmp_path):
    start = '<!DOCTYPE OpenSCENARIO SYSTEM "http://127.0.0.1:9/x.dtd">'
    assert "case.xosc:" in refused(tmp_path, story(start=start, speed="fast")).err


def test_an_inclusion_is_refused_and_not_followed(tmp_path):
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/>'
    told = refused(tmp_path, story(entity=include))
    assert "<include>" in told.err
    assert "root:" not in told.err


@pytest.mark.parametrize("depth", [300, 100_000])
def test_a_hundred_thousand_levels_are_refused(tmp_path, depth):
    refused(tmp_path, "<a>" * depth + "</a>" * depth)
    with_map(tmp_path, "<OpenDRIVE>" + "<a>" * depth + "</a>" * depth + "</OpenDRIVE>")


def test_a_scenario_of_seventy_megabytes_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "case.xosc"
    with path.open("wb") as file:
        file.truncate(70 * 2**20)
    assert "limit" in refusal(path).err


def test_a_map_of_seventy_megabytes_is_refused_before_it_is_read(tmp_path):
    with (tmp_path / "map.xodr").open("wb") as file:
        file.truncate(70 * 2**20)
    assert "limit" in refused(tmp_path, story(road="map.xodr")).err


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00" * 4096, bytes(range(256)) * 16, b"\x7fELF\x02\x01", struct.pack("<256d", *range(256)), b"PK\x03\x04",
     b"\xff\xfe<\x00", "é".encode("latin-1") * 99, zlib.compress(b"x" * 9999),
     b'<?xml version="1.0" encoding="no-8"?><a/>'],
)  # fmt: skip
def test_what_is_no_text_is_refused(tmp_path, data):
    unread(tmp_path, data)
    unread(tmp_path, data, "map.xodr")


def test_a_zero_byte_in_a_name_is_refused(tmp_path):
    refused(tmp_path, story(entity="\x00"))
    refused(tmp_path, story(road="a\x00b.xodr"))


def test_a_file_that_ends_half_way_is_refused_with_its_line(tmp_path):
    text = story()
    assert re.search(r"case\.xosc:\d+", refused(tmp_path, text[: len(text) // 2]).err)
    road = MOTORWAY.read_bytes()
    assert re.search(r"map\.xodr:\d+", with_map(tmp_path, road[: len(road) // 2]).err)


def test_other_encodings_that_say_so_are_read(tmp_path):
    text = story(speed="fast").replace("UTF-8", "UTF-16").replace('author="t"', 'author="Ünï"')
    assert "'fast' is not a number" in refused(tmp_path, text.encode("utf-16")).err


def test_a_map_that_is_not_there_is_told_with_its_path(tmp_path):
    assert "nowhere.xodr" in refused(tmp_path, story(road="nowhere.xodr")).err


@pytest.mark.parametrize("road", ["", ".", "..", "/", "~", "/dev/null", "/dev/zero", "x" * 5000, "../" * 400 + "a"])
def test_a_map_that_is_no_file_is_refused(tmp_path, road):
    refused(tmp_path, story(road=road))


def test_a_packed_map_that_would_fill_the_memory_is_refused(tmp_path):
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    with (tmp_path / "map.xodr.gz").open("wb") as file:
        file.writelines(packer.compress(b" " * 2**20) for _ in range(256))
        file.write(packer.flush())
    assert "larger" in refused(tmp_path, story(road="map.xodr")).err


def test_a_packed_map_that_ends_half_way_is_refused(tmp_path):
    (tmp_path / "map.xodr.gz").write_bytes(gzip.compress(MOTORWAY.read_bytes())[:-20])
    assert "map.xodr" in refused(tmp_path, story(road="map.xodr")).err


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "map.xodr")
    refused(tmp_path, story(road="map.xodr"))
    os.mkfifo(tmp_path / "pipe.xosc")
    refusal(tmp_path / "pipe.xosc")


def test_a_pipe_among_the_catalogs_is_not_waited_for(tmp_path):
    (tmp_path / "catalogs").mkdir()
    os.mkfifo(tmp_path / "catalogs" / "c.xosc")
    refused(tmp_path, story(catalogs=catalog("catalogs"), entity=reference("a")))


@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may read everything")
def test_a_map_without_rights_is_refused(tmp_path):
    (tmp_path / "map.xodr").touch(mode=0o000)
    refused(tmp_path, story(road="map.xodr"))


def catalog(folder: str) -> str:
    """Where the vehicles of a scenario are."""
    return f'<VehicleCatalog><Directory path="{folder}"/></VehicleCatalog>'


def reference(entry: str) -> str:
    """An entry of the catalog `c`."""
    return f'<CatalogReference catalogName="c" entryName="{entry}"/>'


def entries(text: str) -> str:
    """A file of the catalog `c`."""
    head = '<FileHeader revMajor="1" revMinor="2" date="2026-01-01T00:00:00" author="t" description="t"/>'
    return f'<OpenSCENARIO>{head}<Catalog name="c">{text}</Catalog></OpenSCENARIO>'


def test_a_catalog_entry_that_refers_to_itself_is_refused(tmp_path):
    (tmp_path / "c.xosc").write_text(
        entries('<Vehicle name="a" vehicleCategory="car">' + reference("a") + "</Vehicle>")
    )
    told = refused(tmp_path, story(catalogs=catalog("."), entity=reference("a")))
    assert "<CatalogReference>" in told.err


def test_catalog_entries_that_are_references_to_each_other_are_refused(tmp_path):
    both = reference("b").replace("/>", ' name="a"/>') + reference("a").replace("/>", ' name="b"/>')
    (tmp_path / "c.xosc").write_text(entries(both), encoding="utf-8")
    assert "CatalogReference" in refused(tmp_path, story(catalogs=catalog("."), entity=reference("a"))).err


@pytest.mark.parametrize("folder", ["/proc", "/dev", "\x01".replace("\x01", "%00"), "x" * 5000, "no/where"])
def test_catalogs_in_a_strange_place_are_refused(tmp_path, folder):
    refused(tmp_path, story(catalogs=catalog(folder), entity=reference("a")))


def parameter(name: str, value: str, kind: str = "double") -> str:
    """A declared parameter."""
    return f'<ParameterDeclaration name="{name}" parameterType="{kind}" value="{value}"/>'


def test_parameters_that_need_each_other_are_refused(tmp_path):
    told = refused(tmp_path, story(parameters=parameter("A", "$B") + parameter("B", "$A"), speed="$A"))
    assert "not declared" in told.err


@pytest.mark.parametrize(
    "value",
    ["${__import__('os').system('touch hacked')}", "${().__class__.__bases__}", "${open('/etc/passwd')}", "${exec}",
     "${lambda: 1}", "${$Ego.__dict__}", "${1 if 1 else 2}", "${[1][0]}", "${'a'}", "${0x10}", "${1_000}", "${1;2}"],
)  # fmt: skip
def test_an_expression_does_not_reach_python(tmp_path, value):
    unread(tmp_path, story(speed=value))
    assert not (tmp_path / "hacked").exists()
    assert not Path("hacked").exists()


@pytest.mark.parametrize(
    "value",
    ["${pow(10,400)}", "${1e308*10-1e308*10}", "${1/0}", "${5%0}", "${sqrt(0-1)}",
     "${" + "(" * 400 + "1" + ")" * 400 + "}", "${" + "-" * 900 + "1}",
     "${" + "1+" * 9000 + "1}", "9" * 100_000 + "x", "${" + "9" * 999 + "x}", "nan", "${$A}"],
)  # fmt: skip
def test_an_expression_without_a_value_is_refused(tmp_path, value):
    unread(tmp_path, story(speed=value))


@pytest.mark.parametrize("value", ["inf", "1e308", "-1e308", "1e30", "nan", "0.5", "9" * 400])
def test_a_lane_that_is_no_lane_is_refused(tmp_path, value):
    unread(tmp_path, story().replace('laneId="-4"', f'laneId="{value}"'))


@pytest.mark.parametrize("kind", ["integer", "unsignedInt", "unsignedShort", "boolean"])
@pytest.mark.parametrize("value", ["inf", "nan", "x", ""])
def test_a_parameter_that_is_not_of_its_type_is_refused(tmp_path, kind, value):
    unread(tmp_path, story(parameters=parameter("A", value, kind)))


def many(folder: Path, text: str, row: str, count: int) -> Path:
    """A scenario with so many rows where its text says @, written without ever being held whole."""
    path = folder / "case.xosc"
    before, after = text.split("@")
    with path.open("w", encoding="utf-8") as file:
        file.write(before)
        file.writelines(row.format(k=k) for k in range(count))
        file.write(after)
    return path


@pytest.mark.parametrize("count", [20_000, 1_000_000])
def test_a_million_parameters_are_refused(tmp_path, count):
    path = many(tmp_path, story(parameters="@"), parameter("p{k}", "1"), count)
    assert "limit" in refusal(path).err


@pytest.mark.parametrize(("name", "head"), [("case.xosc", "<OpenSCENARIO>"), ("map.xodr", "<OpenDRIVE>")])
def test_more_than_a_million_tags_are_refused_before_they_are_read(tmp_path, name, head):
    assert "limit" in unread(tmp_path, head + "<a/>" * 1_000_000 + head.replace("<", "</"), name)


@pytest.mark.parametrize(
    ("name", "head"),
    [("case.xosc", "<OpenSCENARIO>"), ("map.xodr", '<OpenDRIVE><header revMajor="1" revMinor="7"/>')],
)
def test_half_a_million_elements_are_refused_soon(tmp_path, name, head):
    row = "<userData/>" if name == "map.xodr" else "<a/>"
    unread(tmp_path, head + row * 500_000 + f"</{head[1:].partition('>')[0]}>", name)


def test_more_varied_parameters_than_a_scenario_has_are_refused(tmp_path):
    axis = '<DeterministicSingleParameterDistribution parameterName="p{k}"><DistributionRange stepWidth="1">'
    axis += '<Range lowerLimit="0" upperLimit="9"/></DistributionRange></DeterministicSingleParameterDistribution>'
    outer = '<ParameterValueDistribution><ScenarioFile filepath="s.xosc"/><Deterministic>@</Deterministic>'
    (tmp_path / "s.xosc").write_text(story(), encoding="utf-8")
    whole = f"<OpenSCENARIO>{HEAD}{outer}</ParameterValueDistribution></OpenSCENARIO>"
    assert "limit" in refusal(many(tmp_path, whole, axis, 20_000)).err
    assert "variations" in refusal(many(tmp_path, whole, axis, 5000)).err


def test_a_million_vertices_are_refused(tmp_path):
    vertex = '<Vertex time="{k}"><Position><WorldPosition x="{k}" y="0"/></Position></Vertex>'
    path = many(tmp_path, story(action="<PrivateAction>@</PrivateAction>"), vertex, 1_000_000)
    assert "limit" in refusal(path).err


@pytest.mark.parametrize("length", ["1e8", "1e308", "inf", "nan", "-1", "0", ""])
def test_a_road_of_no_sensible_length_is_refused(tmp_path, length):
    unread(tmp_path, bends(r'(<road [^>]*)length="[^"]*"', rf'\1length="{length}"'), "map.xodr")


def test_lane_widths_beyond_every_measure_are_refused(tmp_path):
    with_map(tmp_path, bends(r'<width sOffset="0" a="[^"]*"', '<width sOffset="0" a="1e308"'))


def test_very_many_width_records_that_do_not_rise_are_refused(tmp_path):
    many = "".join(f'<width sOffset="{k}" a="3.5" b="0" c="0" d="0"/>' for k in range(30_000, 0, -1))
    with_map(tmp_path, bends(r"<width [^>]*/>", many))


@pytest.mark.parametrize("name", ["case", "case.txt", "case.XOSC.exe", "case.xml", "case.zip"])
def test_a_file_of_another_kind_is_refused(tmp_path, name):
    refused(tmp_path, story(), name=name)


@pytest.mark.parametrize("speed", ["INF", "1e999", "-INF"])
def test_an_infinite_speed_is_refused(tmp_path, speed):
    assert "expected a finite number" in unread(tmp_path, story(speed=speed))


def test_an_endless_wait_is_none_of_our_business(tmp_path):
    (tmp_path / "case.xosc").write_text(story(end="INF"))
    assert not complaint_of(tmp_path / "case.xosc")
