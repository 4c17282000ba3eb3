"""`aureole world`: what a person is told of maps and scenarios, and what is written."""

from __future__ import annotations

import gzip
import json
import os
import stat
from pathlib import Path

import pytest

from aureole.world.roads.reading.opendrive import read_map
from tests.cli.test_commands import run
from tests.world.roads.maps import document, road, write
from tests.world.scenarios.drives import at, private, scenario

LAMP = (
    '<signals><signal id="7" s="5" t="-4" zOffset="2" orientation="+" dynamic="yes" type="1" subtype="-1"/></signals>'
)


@pytest.fixture
def town(tmp_path):
    return write(tmp_path, document(road(inside=LAMP + "<userData/>")), "town.xodr")


def test_a_check_tells_what_is_there_and_what_is_dropped_with_its_line(capsys, town):
    code, out, _ = run(capsys, "world", "check", str(town), "--lang", "en")
    assert code == 0
    assert "OpenDRIVE 1.7 · roads 1 · km 0.2 · left-hand roads 0 · junctions 0 · signals 1" in out
    assert "lanes, km: driving 0.4 · stop 0.2" in out
    assert f"{town}:" in out
    assert "<userData> is not used: data of another tool" in out


def test_a_check_of_good_and_bad_files_tells_all_and_exits_2(capsys, town, tmp_path):
    torn = write(tmp_path, town.read_bytes()[:-40], "torn.xodr")
    code, out, _ = run(capsys, "world", "check", str(torn), str(town), str(tmp_path / "none.xodr"), "--json")
    found = json.loads(out)
    assert code == 2
    assert [file["read"] for file in found["files"]] == [False, True, False]
    assert f"{torn}:" in found["files"][0]["refused"]["place"]
    assert (found["read"], found["refused"]) == (1, 2)


def test_a_scenario_is_checked_with_its_map(capsys, data):
    path = data / "osc-alks/concrete_scenarios/alks_scenario_4_1_2_swerving_lead_vehicle_template.xosc"
    code, out, _ = run(capsys, "world", "check", str(path), "--json")
    found = json.loads(out)["files"][0]
    assert code == 0
    assert (found["kind"], found["entities"], found["roads"]) == ("scenario", ["Ego", "LeadVehicle"], 1)


@pytest.mark.parametrize(("name", "told"), [("a.jpg", ".jpg"), ("a.png", ".png"), ("a", "ending")])
def test_a_file_of_another_kind_is_refused_by_name(capsys, tmp_path, name, told):
    path = write(tmp_path, b"x", name)
    code, out, _ = run(capsys, "world", "check", str(path))
    assert code == 2
    assert told in out


def test_a_converted_map_reads_as_the_same_and_says_what_is_lost(capsys, town, tmp_path):
    out_path = tmp_path / "out" / "town.xodr"
    code, out, _ = run(capsys, "world", "convert", str(town), "--out", str(out_path), "--lang", "en")
    assert code == 0
    assert "userData" in out
    assert read_map(out_path).signals.ids == ("7",)
    assert read_map(out_path).header.version == (1, 8)


def test_a_packed_map_is_converted(capsys, town, tmp_path):
    packed = tmp_path / "town.xodr.gz"
    packed.write_bytes(gzip.compress(town.read_bytes()))
    assert run(capsys, "world", "convert", str(packed), "--out", str(tmp_path / "t.xodr"))[0] == 0


def test_a_way_that_is_not_there_is_refused(capsys, town, tmp_path):
    code, _, err = run(capsys, "world", "convert", str(town), "--out", str(tmp_path / "town.osm"))
    assert code == 2
    assert "no way from .xodr to .osm" in err
    assert not (tmp_path / "town.osm").exists()


def test_a_broken_map_leaves_nothing_behind(capsys, tmp_path):
    broken = write(tmp_path, document(road().replace("<line/>", "")), "broken.xodr")
    code, _, err = run(capsys, "world", "convert", str(broken), "--out", str(tmp_path / "out.xodr"))
    assert code == 2
    assert "broken.xodr:" in err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken.xodr"]


def test_without_the_checkers_qc_says_how_to_get_them(capsys, town, monkeypatch):
    monkeypatch.setenv("PATH", "")
    code, out, _ = run(capsys, "world", "check", str(town), "--qc")
    assert code == 3
    assert "qc_opendrive is not installed" in out
    assert "asam-qc-opendrive" in out


FAKE = """#!/bin/sh
result=$(sed -n 's/.*resultFile" value="\\([^"]*\\)".*/\\1/p' "$2")
cat > "$result" <<'END'
<CheckerResults><CheckerBundle name="b"><Checker checkerId="c"><Issue issueId="1" level="1" description="too steep"
 ruleUID="asam.net:xodr:1.7.0:x"><Locations><FileLocation row="7" column="1"/></Locations></Issue></Checker>
</CheckerBundle></CheckerResults>
END
"""


@pytest.mark.skipif(os.name == "nt", reason="a shell script")
def test_what_a_checker_finds_is_told_with_its_line(capsys, town, tmp_path, monkeypatch):
    tool = tmp_path / "bin" / "qc_opendrive"
    tool.parent.mkdir()
    tool.write_text(FAKE)
    tool.chmod(tool.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tool.parent), prepend=os.pathsep)
    code, out, _ = run(capsys, "world", "check", str(town), "--qc", "--json")
    assert code == 0
    issue = {"level": "error", "rule": "asam.net:xodr:1.7.0:x", "what": "too steep", "line": 7}
    assert json.loads(out)["files"][0]["qc"] == [issue]


@pytest.mark.parametrize("name", ["town.svg", "town.html"])
def test_a_map_is_drawn_into_one_file(capsys, town, tmp_path, name):
    code, out, _ = run(capsys, "world", "show", str(town), "--out", str(tmp_path / name), "--json")
    found = json.loads(out)
    assert (code, found["lanes"]) == (0, 3)
    assert (tmp_path / name).stat().st_size == found["bytes"]


def test_the_map_of_a_scenario_is_drawn(capsys, data, tmp_path):
    path = data / "osc-alks/concrete_scenarios/alks_scenario_4_1_1_free_driving_template.xosc"
    assert run(capsys, "world", "show", str(path), "--out", str(tmp_path / "a.svg"))[0] == 0


def test_a_picture_of_another_kind_is_refused(capsys, town, tmp_path):
    code, _, err = run(capsys, "world", "show", str(town), "--out", str(tmp_path / "town.png"))
    assert code == 2
    assert ".svg or .html" in err


def test_a_made_map_passes_the_check_and_has_its_traffic_beside_it(capsys, tmp_path):
    out = tmp_path / "town.xodr"
    code, told, _ = run(capsys, "world", "generate", "roundabout", "--seed", "3", "--out", str(out), "--json")
    assert code == 0
    made = json.loads(told)
    assert made["written"] == [str(out), str(tmp_path / "town.demand.json")]
    assert json.loads((tmp_path / "town.demand.json").read_text())["seed"] == 3
    code, told, _ = run(capsys, "world", "check", str(out), "--json")
    (found,) = json.loads(told)["files"]
    assert code == 0
    assert found["dropped"] == []
    assert found["roads"] == made["roads"]


def test_a_folder_gets_a_map_its_traffic_and_missions_that_can_be_driven(capsys, tmp_path):
    told = []
    for name in ("one", "other"):
        out = tmp_path / name
        code, text, _ = run(capsys, "world", "generate", "roundabout", "--seed", "3", "--out", str(out), "--json")
        assert code == 0
        told.append({Path(path).name: Path(path).read_bytes() for path in json.loads(text)["written"]})
    assert told[0] == told[1]
    assert {"roundabout-3.xodr", "roundabout-3.demand.json", "roundabout-3-roundabout.xosc"} <= set(told[0])
    missions = sorted((tmp_path / "one").glob("*.xosc"))
    assert 2 <= len(missions) <= 6
    code, text, _ = run(capsys, "world", "check", *map(str, missions), "--json")
    assert code == 0


def test_generate_without_a_kind_lists_the_kinds_in_both_languages(capsys):
    _, english, _ = run(capsys, "world", "generate", "--lang", "en")
    _, chinese, _ = run(capsys, "world", "generate", "--lang", "zh")
    assert "radius of the island" in english
    assert "环岛半径" in chinese


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("castle", "--out", "x.xodr"), "no kind"),
        (("grid",), "--out"),
        (("grid", "--out", "x.html"), ".xodr"),
        (("grid", "--out", "x.xodr", "--set", "block=140"), "kept for test seeds"),
        (("grid", "--out", "x.xodr", "--seed", "-1"), "--seed"),
    ],
)
def test_what_cannot_be_made_is_refused_with_a_remedy(capsys, words, said):
    code, _, err = run(capsys, "world", "generate", *words)
    assert code == 2
    assert said in err


def test_a_gzip_bomb_is_let_go_at_the_limit(capsys, tmp_path):
    bomb = tmp_path / "bomb.xodr.gz"
    bomb.write_bytes(gzip.compress(b"<OpenDRIVE>" + b" " * (65 * 2**20)))
    code, out, _ = run(capsys, "world", "check", str(bomb))
    assert code == 2
    assert "the limit is 64 MB" in out
    assert "--large" in out


def test_a_large_file_is_read_on_demand(capsys, tmp_path):
    large = write(tmp_path, document(road()).replace("<road", " " * (65 * 2**20) + "<road"), "large.xodr")
    assert run(capsys, "world", "check", str(large))[0] == 2
    assert run(capsys, "world", "check", str(large), "--large")[0] == 0


@pytest.mark.parametrize("cut", [1, 9, 200])
def test_a_torn_gzip_file_is_refused(capsys, town, tmp_path, cut):
    torn = tmp_path / "torn.xodr.gz"
    torn.write_bytes(gzip.compress(town.read_bytes())[:-cut])
    code, out, _ = run(capsys, "world", "check", str(torn))
    assert code == 2
    assert "cannot be read" in out


HEAD = '<FileHeader revMajor="1" revMinor="2" date="2026-01-01T00:00:00" author="t" description="t"/>'


def catalog(inside):
    return f'<OpenSCENARIO>{HEAD}<Catalog name="c">{inside}</Catalog></OpenSCENARIO>'


def test_a_catalog_is_checked_entry_by_entry(capsys, tmp_path):
    person = """<Pedestrian name="{}" pedestrianCategory="pedestrian" mass="70"><BoundingBox>
<Center x="0" y="0" z="0.9"/>
<Dimensions width="0.5" length="0.5" height="1.8"/></BoundingBox></Pedestrian>"""
    path = write(tmp_path, catalog(person.format("a") + person.format("b") + '<Route name="r"/>'), "c.xosc")
    code, out, _ = run(capsys, "world", "check", str(path), "--lang", "en")
    assert code == 0
    assert "entries: Pedestrian 2 · Route 1" in out
    assert "'r' is read where a scenario uses it" in out
    path = write(tmp_path, catalog(person.format("a") * 2), "c.xosc")
    code, out, _ = run(capsys, "world", "check", str(path), "--lang", "en")
    assert code == 2
    assert "a second entry 'a'" in out


def test_a_distribution_is_checked_with_the_first_of_its_cases(capsys, data):
    path = data / "osc-alks/alks_scenario_4_1_1_free_driving_variation.xosc"
    code, out, _ = run(capsys, "world", "check", str(path), "--json")
    found = json.loads(out)["files"][0]
    assert (code, found["kind"], found["cases"], found["entities"]) == (0, "distribution", 12, ["Ego"])


@pytest.mark.skipif(os.name == "nt", reason="a shell script")
def test_a_checker_is_not_given_what_it_could_choke_on(capsys, tmp_path, monkeypatch):
    tool = tmp_path / "bin" / "qc_opendrive"
    tool.parent.mkdir()
    tool.write_text("#!/bin/sh\nexit 1\n")
    tool.chmod(tool.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tool.parent), prepend=os.pathsep)
    os.mkfifo(tmp_path / "pipe.xodr")
    (tmp_path / "torn.xodr.gz").write_bytes(gzip.compress(b"<OpenDRIVE/>")[:-4])
    (tmp_path / "bomb.xodr").write_bytes(b'<!DOCTYPE OpenDRIVE [<!ENTITY a "a">]><OpenDRIVE/>')
    files = [str(tmp_path / name) for name in ("pipe.xodr", "torn.xodr.gz", "bomb.xodr")]
    code, out, _ = run(capsys, "world", "check", "--qc", *files, "--json")
    assert code == 2
    assert ["qc" in file for file in json.loads(out)["files"]] == [False] * 3


@pytest.mark.skipif(os.name == "nt", reason="a shell script")
def test_a_checker_that_breaks_stops_no_other_file(capsys, town, tmp_path, monkeypatch):
    tool = tmp_path / "bin" / "qc_opendrive"
    tool.parent.mkdir()
    tool.write_text("#!/bin/sh\necho boom >&2\nexit 1\n")
    tool.chmod(tool.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tool.parent), prepend=os.pathsep)
    code, out, _ = run(capsys, "world", "check", "--qc", str(town), str(town), "--json")
    found = json.loads(out)
    assert (code, found["read"]) == (4, 2)
    assert "boom" in found["missing"]


def test_what_a_scenario_says_without_effect_is_told_once_a_kind(capsys, tmp_path):
    lying = '<WorldPosition x="1" y="2" z="3" p="0.1"/>'
    first = f'<Private entityRef="Other"><PrivateAction><TeleportAction><Position>{lying}</Position></TeleportAction>'
    switched = '<ControllerAction><ActivateControllerAction longitudinal="true" lateral="true"/></ControllerAction>'
    init = f"{first}</PrivateAction>{f'<PrivateAction>{switched}</PrivateAction>' * 2}</Private>"
    path = scenario(tmp_path, private("Ego", at("-4", "100")) + init)
    code, out, _ = run(capsys, "world", "check", str(path), "--json")
    told = [notice["what"] for notice in json.loads(out)["files"][0]["dropped"] if "xosc" in notice["place"]]
    assert code == 0
    assert [what.split(":")[0] for what in told] == [
        "<WorldPosition>", "<WorldPosition>", "<ControllerAction> has no effect",
    ]  # fmt: skip
    assert "z is not used" in told[0]
    assert "p is not used" in told[1]
    assert told[2].endswith("(2 times)")
