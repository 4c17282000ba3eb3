"""People as they drive, on the command line: who is told what, what is written, what is refused by name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from aureole.cli.people.traffic import params_of, peopled
from aureole.core.errors import BadInput
from aureole.exam.suites.suite import load, of_paths
from tests.cli.test_commands import run
from tests.world.logs.made_up import scene, track, written


def test_of_a_log_its_others_react_and_drive_as_asked(tmp_path: Path) -> None:
    path = written(tmp_path, scene())
    assert params_of("human", {"ego": "me"}, path, "log") == {"ego": "me", "others": "reactive", "traffic": "human"}
    (case,) = peopled(of_paths([path]), "human:us101").entries
    assert case.params == {"others": "reactive", "traffic": "human:us101"}


def test_a_suite_without_such_traffic_is_refused_with_the_case_and_a_remedy() -> None:
    with pytest.raises(BadInput) as error:
        peopled(load("quick"), "human")
    assert error.value.place.endswith(".xosc")
    assert "leave --traffic out" in error.value.remedy


@pytest.mark.parametrize("given", [{"others": "replay"}, {"others": "reactive", "traffic": "idm"}])
def test_an_option_against_a_parameter_is_refused(tmp_path: Path, given: dict[str, str]) -> None:
    with pytest.raises(BadInput, match="leave one of them out"):
        params_of("human", given, written(tmp_path, scene()), "log")


@pytest.mark.parametrize("verb", [["drive"], ["exam"]])
def test_traffic_of_a_scenario_is_refused_before_anything_is_driven(capsys, tmp_path: Path, verb: list[str]) -> None:
    case = "quick" if verb == ["exam"] else "cut-in"
    code, _, complaint = run(capsys, *verb, case, "--traffic", "human", "--out", str(tmp_path / "out"))
    assert code == 2
    assert "nobody in it drives by a mind of its own" in complaint
    assert not (tmp_path / "out").exists()


def test_unknown_people_are_refused_with_those_there_are(capsys, tmp_path: Path) -> None:
    path = written(tmp_path, scene())
    code, _, complaint = run(capsys, "exam", str(path), "--traffic", "martians", "--out", str(tmp_path / "out"))
    assert code == 2
    assert "human:lankershim" in complaint


def test_recordings_are_asked_and_their_distributions_written(capsys, tmp_path: Path) -> None:
    path = written(tmp_path, scene(other=track(60.0, 0.0, 10.0)))
    code, out, _ = run(capsys, "world", "people", str(path), "--out", str(tmp_path / "told"), "--lang", "en")
    assert code == 0
    assert "too little to fit" in out
    told = json.loads((tmp_path / "told" / "scene.people.json").read_text(encoding="utf-8"))
    assert told["format"] == "aureole people 1"
    gap = told["distributions"]["gap"]
    assert sum(gap["counts"]) == gap["samples"] > 0
    assert gap["edges"][0] == 0.0


def test_the_same_recordings_give_the_same_bytes(capsys, tmp_path: Path) -> None:
    path = written(tmp_path, scene(other=track(60.0, 0.0, 10.0)))
    told = [run(capsys, "world", "people", str(path), "--json")[1] for _ in range(2)]
    assert told[0] == told[1]


def test_a_file_that_is_no_log_is_refused_with_its_place(capsys, tmp_path: Path) -> None:
    torn = tmp_path / "torn.xml"
    torn.write_text("<commonRoad", encoding="utf-8")
    words = tmp_path / "words.txt"
    words.write_text("hello", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    for path in (torn, words, tmp_path / "none.xml", tmp_path / "empty"):
        code, _, complaint = run(capsys, "world", "people", str(path))
        assert code == 2, path
        assert str(path) in complaint
        assert "Traceback" not in complaint
    assert run(capsys, "world", "people")[0] == 2
