"""`aureole world` on maps of lanelets: checked, drawn, written as OpenDRIVE."""

import json

import pytest

from aureole.world.roads.reading.opendrive import read_map
from tests.cli.test_world import run
from tests.world.lanelet2.drawings import street
from tests.world.logs.scenes import full


@pytest.fixture(params=["map.osm", "scene.xml"])
def file(request, tmp_path):
    path = tmp_path / request.param
    path.write_text(street().text() if path.suffix == ".osm" else full("2020a"))
    return path


def test_check_tells_how_near_the_roads_are(capsys, file):
    code, out, _ = run(capsys, "world", "check", str(file), "--json")
    found = json.loads(out)["files"][0]
    assert code == 0
    assert found["kind"] == "map"
    assert found["version"] == {".osm": "Lanelet2", ".xml": "CommonRoad 2020a"}[file.suffix]
    assert (found["within_5cm"], found["lanelets"]) == (100.0, {".osm": 5, ".xml": 4}[file.suffix])
    assert any("approximated" in notice["what"] for notice in found["dropped"])


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_check_speaks_both_languages(capsys, file, lang):
    code, out, _ = run(capsys, "world", "check", str(file), "--lang", lang)
    assert code == 0
    assert {"en": "lanelets", "zh": "车道段"}[lang] in out


@pytest.mark.parametrize("ending", ["svg", "html"])
def test_show_draws_it(capsys, file, tmp_path, ending):
    out = tmp_path / f"picture.{ending}"
    assert run(capsys, "world", "show", str(file), "--out", str(out))[0] == 0
    assert "<svg" in out.read_text()


def test_convert_writes_opendrive_that_reads_back(capsys, file, tmp_path):
    out = tmp_path / "map.xodr"
    code, told, _ = run(capsys, "world", "convert", str(file), "--out", str(out), "--lang", "en")
    assert code == 0
    assert "approximated" in told
    assert len(read_map(out).names) == 2


def test_a_broken_file_is_refused_and_leaves_nothing(capsys, file, tmp_path):
    file.write_text(file.read_text()[:-40])
    code, _, err = run(capsys, "world", "convert", str(file), "--out", str(tmp_path / "map.xodr"))
    assert code == 2
    assert f"{file.name}:" in err
    assert not (tmp_path / "map.xodr").exists()
