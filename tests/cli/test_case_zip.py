"""A drive becomes a case.zip that drives itself again, bit for bit, wherever it is taken."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from aureole.cli import given
from aureole.cli.work.driving import Files, drive_one
from aureole.exam.examine import Drive, examine
from aureole.vehicle import cars
from aureole.world.scenarios.embedded import library
from tests.cli.test_commands import run
from tests.edges.command import ROOM, story

SHORT = ("--timeout", "1")
STEADY = (Path(__file__).parents[2] / "examples" / "steady.py").read_text(encoding="utf-8")


def driven(folder: Path, name="cut-in", driver="rules", seed=0, *, timeout=1.0, sets=(), **how) -> Path:
    """The case.zip of a short drive."""
    setup = given.setup(driver, how.pop("car", None), timeout=timeout, **how)
    return drive_one(given.case_of(str(name), list(sets)), setup, seed, Files(out=folder), lang="en")[1]["case"]


def told(path: Path) -> dict:
    with zipfile.ZipFile(path) as archive:
        return json.loads(archive.read("case.json"))


def rewritten(path: Path, target: Path, change=lambda words: words, **members: bytes) -> Path:
    """The same archive with other words in case.json and other members."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "case.json":
                data = json.dumps(change(json.loads(data))).encode()
            new.writestr(name, members.pop(name, data))
        for name, data in members.items():
            new.writestr(name, data)
    return target


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    return driven(tmp_path_factory.mktemp("packed"), seed=3)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """Every test stands in a folder of its own, and its temporary files lie in another."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    yield
    assert list(temporary.iterdir()) == []


def test_it_holds_what_it_takes_to_drive_again(packed):
    with zipfile.ZipFile(packed) as archive:
        names = archive.namelist()
        assert archive.read("drive.mcap") == packed.with_name("drive.mcap").read_bytes()
        assert archive.read("files/embedded/cut_in.xosc") == library.find("cut-in").path.read_bytes()
    assert names == [
        "case.json", "drive.mcap", "files/cast/people.xosc", "files/cast/vehicles.xosc", "files/embedded/cut_in.xosc",
        "files/maps/motorway.xodr",
    ]  # fmt: skip
    words = told(packed)
    assert (words["format"], words["seed"], words["driver"]["name"], words["timeout"]) == (1, 3, "rules", 1.0)
    assert len(words["driver"]["hash"]) == 32


def test_driving_it_again_gives_the_same_record_and_the_same_archive(capsys, packed):
    code, out, _ = run(capsys, "drive", str(packed), "--out", "again")
    assert code == 0
    assert "same digest" in out
    assert Path("again/drive.mcap").read_bytes() == packed.with_name("drive.mcap").read_bytes()
    assert Path("again/case.zip").read_bytes() == packed.read_bytes()


def test_it_holds_although_the_verdict_is_a_failure(capsys, packed):
    assert told(packed)["verdict"]["status"] == "failed"
    assert run(capsys, "drive", str(packed), "--out", "again", "--json")[0] == 0


@pytest.mark.parametrize(
    "words",
    [("--driver", "passive"), ("--seed", "4"), ("--dt", "0.02"), ("--timeout", "0.5"), ("--order", "靠边停车"),
     ("--set", "EgoSpeed_kmh=60"), ("--car", "suv")],
    ids=" ".join,
)  # fmt: skip
def test_an_option_makes_it_another_drive_and_says_so(capsys, packed, words):
    code, out, _ = run(capsys, "drive", str(packed), "--out", "again", *words)
    assert code == 1  # the usual code of a drive that ends too early
    assert f"another drive than the packed one, by {words[0]}" in out
    assert "digest differs" not in out
    assert Path("again/case.zip").read_bytes() != packed.read_bytes()
    assert run(capsys, "verify", "again/drive.mcap")[0] == 0


def test_an_option_that_asks_for_what_it_was_changes_nothing(capsys, packed):
    code, out, _ = run(capsys, "drive", str(packed), "--out", "again", "--seed", "3", "--driver", "rules")
    assert code == 0
    assert "same digest" in out


def test_a_digest_that_is_not_the_drives_is_noticed(capsys, packed, tmp_path):
    other = "0" * 32
    path = rewritten(
        packed, tmp_path / "other.zip", lambda w: {**w, "digest": other, "verdict": {**w["verdict"], "digest": other}}
    )
    assert run(capsys, "verify", str(path))[0] == 1
    code, _, err = run(capsys, "drive", str(path), "--out", "again")
    assert code == 2
    assert "its record is of another drive" in err


def test_on_another_machine_verdicts_are_compared_and_it_says_so(capsys, packed, tmp_path):
    path = rewritten(packed, tmp_path / "far.zip", lambda words: {**words, "machine": {"cpu": "another"}})
    code, out, _ = run(capsys, "drive", str(path), "--out", "again")
    assert code == 0
    assert "same verdict" in out
    assert "another machine" in out


def test_aureole_itself_having_changed_is_told(capsys, packed, tmp_path):
    path = rewritten(packed, tmp_path / "old.zip", lambda words: {**words, "sources": "ab"})
    code, out, _ = run(capsys, "drive", str(path), "--out", "again")
    assert code == 0
    assert "Aureole itself has changed" in out


def test_it_drives_again_in_another_process_when_its_scenario_and_map_are_gone(tmp_path):
    original = tmp_path / "original"
    shutil.copytree(ROOM / "maps", original / "maps")
    (original / "deep" / "scenarios").mkdir(parents=True)
    scenario = original / "deep" / "scenarios" / "mine.xosc"
    scenario.write_text(story(road="../../maps/motorway.xodr", end="0.5"), encoding="utf-8")
    path = shutil.copy(driven(tmp_path / "out", scenario, "passive"), tmp_path / "mine.zip")
    shutil.rmtree(original)
    shutil.rmtree(tmp_path / "out")
    command = [sys.executable, "-m", "aureole", "drive", str(path), "--out", str(tmp_path / "again")]
    done = subprocess.run(
        command, cwd="/", capture_output=True, text=True, check=False, env={**os.environ, "LANG": "C"}
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "same digest"


def test_an_absolute_reference_keeps_its_bytes_and_finds_the_map_that_came_with_it(capsys, tmp_path):
    original = tmp_path / "original"
    original.mkdir()
    shutil.copy(ROOM / "maps" / "motorway.xodr", original / "town.xodr")
    scenario = tmp_path / "mine.xosc"
    scenario.write_text(story(road=str(original / "town.xodr"), end="0.5"), encoding="utf-8")
    text = scenario.read_bytes()
    path = driven(tmp_path / "out", scenario)
    shutil.rmtree(original)
    scenario.unlink()
    with zipfile.ZipFile(path) as archive:
        assert archive.read("files/mine.xosc") == text
        assert json.loads(archive.read("files/references.json")) == {
            str(original / "town.xodr"): "../elsewhere/0/town.xodr"
        }
    assert run(capsys, "drive", str(path), "--out", "again")[0] == 0
    assert Path("again/case.zip").read_bytes() == path.read_bytes()


def test_a_map_from_a_shelf_comes_along(capsys, tmp_path, monkeypatch):
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    shutil.copy(ROOM / "maps" / "motorway.xodr", shelf / "Town99.xodr")
    monkeypatch.setenv("AUREOLE_MAPS", str(shelf))
    scenario = tmp_path / "mine.xosc"
    scenario.write_text(story(road="Town99", end="0.5"), encoding="utf-8")
    path = driven(tmp_path / "out", scenario)
    monkeypatch.delenv("AUREOLE_MAPS")
    assert run(capsys, "drive", str(path), "--out", "again")[0] == 0


@pytest.mark.parametrize("manifest", ["# none, as before there were any\n", 'system = "standard"'])
def test_a_car_of_ones_own_comes_along(capsys, tmp_path, manifest):
    mine = tmp_path / "mine.toml"
    text = (Path(cars.__file__).parent / "cars" / "sedan.toml").read_text(encoding="utf-8")
    text = text.replace('system = "standard"', manifest)
    mine.write_text(
        text.replace('name = "sedan"', 'name = "mein \\"Wagen\\""').replace("mass = 1600.0", "mass = 1701.3")
    )
    path = driven(tmp_path / "out", car=str(mine))
    mine.unlink()
    code, out, _ = run(capsys, "drive", str(path), "--out", "again")
    assert code == 0
    assert "same digest" in out


@pytest.mark.parametrize("name", cars.names())
def test_a_car_written_and_read_is_the_same_car(tmp_path, name):
    path = tmp_path / "car.toml"
    path.write_text(cars.text(cars.load(name)), encoding="utf-8")
    assert cars.read(path) == cars.load(name)


def test_a_driver_of_ones_own_is_asked_again(capsys, monkeypatch, tmp_path):
    Path("own_zipped.py").write_text(STEADY, encoding="utf-8")
    monkeypatch.syspath_prepend(str(Path.cwd()))
    path = driven(tmp_path / "out", driver="own_zipped:Steady")
    code, out, _ = run(capsys, "drive", str(path), "--out", "again")
    assert code == 0
    assert "same digest" in out
    Path("own_zipped.py").write_text(STEADY + "# changed\n", encoding="utf-8")
    code, out, _ = run(capsys, "drive", str(path), "--out", "changed")
    assert code == 1  # the verdict's own: it was ended too early
    assert "the driver's sources or weights have changed" in out


@pytest.mark.parametrize("name", ["not_here_zipped:Steady", "antigravity:geohash", "only_named_zipped:other"])
def test_a_module_is_not_imported_only_because_an_archive_names_it(capsys, packed, tmp_path, name):
    Path("only_named_zipped.py").write_text("raise SystemExit('imported')\nclass other: pass\n", encoding="utf-8")
    path = rewritten(packed, tmp_path / "x.zip", lambda words: {**words, "driver": {"name": name, "hash": ""}})
    for words in (("drive", str(path), "--out", "again"), ("verify", str(path))):
        code, _, err = run(capsys, *words)
        assert code == 2
        assert "no such driver is here" in err
    assert not Path("again").exists()


def test_a_record_is_verified_with_the_case_beside_it(capsys, tmp_path):
    scenario = tmp_path / "mine.xosc"
    scenario.write_text(story(end="0.5"), encoding="utf-8")
    path = driven(tmp_path / "out", scenario)
    scenario.unlink()
    code, out, _ = run(capsys, "verify", str(path.parent))
    assert code == 0
    assert "1/1 same digest" in out
    path.unlink()
    assert run(capsys, "verify", str(tmp_path / "out"))[0] == 2


def test_verify_takes_the_archive_itself(capsys, packed):
    assert run(capsys, "verify", str(packed))[:2] == (0, "1/1 same digest\n")


def test_a_record_whose_map_is_gone_is_shared_from_the_case_beside_it(capsys, tmp_path):
    shutil.copy(ROOM / "maps" / "motorway.xodr", tmp_path / "town.xodr")
    scenario = tmp_path / "mine.xosc"
    scenario.write_text(story(road="town.xodr", end="0.5"), encoding="utf-8")
    path = driven(tmp_path / "out", scenario)
    land = (tmp_path / "town.xodr").read_bytes()
    (tmp_path / "town.xodr").unlink()
    assert run(capsys, "world", "convert", str(path.with_name("drive.mcap")), "--out", "shared")[0] == 0
    assert Path("shared/mine.xodr").read_bytes() == land


def test_a_packed_case_is_not_written_over(capsys, packed):
    code, _, err = run(capsys, "drive", str(packed), "--out", str(packed.parent))
    assert code == 2
    assert "made from" in err


def test_a_variation_of_a_packed_case_is_refused(capsys, packed):
    code, _, err = run(capsys, "drive", str(packed), "--variation", "0")
    assert code == 2
    assert "no variations" in err


def test_an_exam_takes_packed_cases_and_verifies_them(capsys, packed, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "here"))  # an exam keeps them until the process ends
    other = driven(tmp_path / "two", "standing-car")
    shutil.copy(packed, "a.zip")
    shutil.copy(other, "b.zip")
    code, out, _ = run(capsys, "exam", ".", "--driver", "rules", *SHORT, "--json", "--out", "out", "--keep", "1")
    assert code == 1
    assert json.loads(out)["rules"]["failed"] == 2
    found = json.loads(Path("out/verdicts.json").read_text())["cases"]
    assert [(case["case"], case["extra"]["path"]) for case in found] == [("cut-in", "a.zip"), ("standing-car", "b.zip")]
    assert run(capsys, "verify", "out")[0] == 0


def test_a_packed_case_with_an_order_of_its_own_is_refused_by_an_exam(capsys, tmp_path, monkeypatch):
    path = driven(tmp_path / "out", order="靠边停车")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "here"))
    code, _, err = run(capsys, "exam", str(path))
    assert code == 2
    assert "--order of its own" in err


def test_a_case_that_cannot_travel_is_driven_and_told(capsys, tmp_path):
    scenario = tmp_path / "a:b.xosc"
    scenario.write_text(story(end="0.5"), encoding="utf-8")
    code, _, err = run(capsys, "drive", str(scenario), "--out", "out")
    assert code in (0, 1)
    assert "no case.zip" in err
    assert {path.name for path in Path("out").iterdir()} == {"drive.mcap", "report.html"}


BENT = {
    "no case.json": ({"case.json": b""}, "case.json"),
    "a list": ({"case.json": b"[]"}, "case.json"),
    "deep": ({"case.json": b"[" * 100_000}, "case.json"),
    "newer": ({"case.json": b'{"format": 2, "more": 1}'}, "format 2"),
    "a stranger": ({"files/more.xosc": b"<a/>"}, "does not name it"),
    "another map": ({"files/maps/motorway.xodr": b"<OpenDRIVE/>"}, "has changed since"),
    "another record": ({"drive.mcap": b"hello"}, "has changed since"),
}


@pytest.mark.parametrize("kind", BENT)
def test_an_archive_that_is_not_what_it_says_is_refused_and_leaves_nothing(capsys, packed, tmp_path, kind):
    members, why = BENT[kind]
    path = rewritten(packed, tmp_path / "bent.zip", **members)
    for words in (("drive", str(path), "--out", "out"), ("verify", str(path)), ("replay", str(path), "--out", "out")):
        code, _, err = run(capsys, *words)
        assert code == 2
        assert str(path) in err
        assert why in err
        assert "→" in err
    assert not Path("out").exists()


WRONG = {
    "no seed": lambda words: {name: value for name, value in words.items() if name != "seed"},
    "text for a seed": lambda words: {**words, "seed": "3"},
    "a word too many": lambda words: {**words, "more": 1},
    "a scenario outside": lambda words: {**words, "scenario": "../x.xosc"},
    "a scenario that is not there": lambda words: {**words, "scenario": "files/no.xosc"},
    "a folder outside": lambda words: {**words, "folders": ["files/../../x"]},
    "no verdict": lambda words: {**words, "verdict": {}},
    "another verdict": lambda words: {**words, "digest": "ab"},
    "a parameter nobody knows": lambda words: {**words, "params": {"Nonsense": "1"}},
    "a step that cannot be": lambda words: {**words, "dt": 0.03},
    "a car nobody knows": lambda words: {**words, "car": "tank"},
    "a car that is not in it": lambda words: {**words, "car": "car.toml"},
    "a driver nobody knows": lambda words: {**words, "driver": {"name": "nobody", "hash": ""}},
    "an order too long": lambda words: {**words, "order": "x" * 200},
    "an ego nobody knows": lambda words: {**words, "ego": "Nobody"},
    "another format of a name": lambda words: {**words, "files": {**words["files"], "a\\b": "0"}},
}


@pytest.mark.parametrize("kind", WRONG)
def test_words_that_cannot_be_are_refused_in_words(capsys, packed, tmp_path, kind):
    path = rewritten(packed, tmp_path / "wrong.zip", WRONG[kind])
    code, _, err = run(capsys, "drive", str(path), "--out", "out")
    assert code == 2
    assert err.startswith("aureole: ")
    assert "aureole-case-" not in err
    assert not Path("out").exists()


def test_a_scenario_that_reads_what_did_not_come_with_it_is_refused(capsys, packed, tmp_path):
    import hashlib

    outside = tmp_path / "outside.xodr"
    shutil.copy(ROOM / "maps" / "motorway.xodr", outside)
    with zipfile.ZipFile(packed) as archive:
        text = archive.read("files/embedded/cut_in.xosc").decode()
    for reference in (str(outside), "../../../../outside.xodr"):
        bent = text.replace("../maps/motorway.xodr", reference).encode()
        digest = hashlib.sha256(bent).hexdigest()
        path = rewritten(
            packed, tmp_path / "reads.zip",
            lambda words, digest=digest: {**words, "files": {**words["files"], "files/embedded/cut_in.xosc": digest}},
            **{"files/embedded/cut_in.xosc": bent},
        )  # fmt: skip
        code, _, err = run(capsys, "drive", str(path), "--out", "out")
        assert code == 2
        assert "not in it" in err or "no map" in err


@pytest.mark.slow
@pytest.mark.parametrize("name", library.names())
@pytest.mark.parametrize("driver", ["rules", "passive"])
def test_every_embedded_case_travels(capsys, tmp_path, name, driver):
    path = driven(tmp_path / "out", name, driver, timeout=3.0)
    assert run(capsys, "drive", str(path), "--out", "again")[0] == 0
    assert Path("again/case.zip").read_bytes() == path.read_bytes()


@pytest.mark.parametrize("file", ["osc-alks", "osc-esmini"])
def test_public_scenarios_with_catalogs_travel(capsys, data, tmp_path, file):
    scenario = {
        "osc-alks": "alks_scenario_4_1_1_free_driving_template.xosc",
        "osc-esmini": "light_state.xosc",
    }[file]
    where = tmp_path / file
    shutil.copytree(data / file, where)
    path = driven(tmp_path / "out", next(where.rglob(scenario)), "passive")
    shutil.rmtree(where)
    assert run(capsys, "drive", str(path), "--out", "again")[0] == 0
    assert Path("again/case.zip").read_bytes() == path.read_bytes()


def test_a_variation_of_a_distribution_travels_with_its_values(capsys, data, tmp_path):
    where = tmp_path / "alks"
    shutil.copytree(data / "osc-alks", where)
    logical = sorted(where.rglob("*4_2*_variation*.xosc")) or sorted(where.rglob("*variation*.xosc"))
    case = given.case_of(str(logical[0]), [], 1)
    setup = given.setup("rules", None, timeout=1.0)
    path = drive_one(case, setup, 0, Files(out=tmp_path / "out"), lang="en")[1]["case"]
    before = examine([Drive(case, 0)], setup)[0].digest
    shutil.rmtree(where)
    assert told(path)["params"] == case.params
    assert told(path)["digest"] == before
    assert run(capsys, "drive", str(path), "--out", "again")[0] == 0
