"""Files that stand for many cases: listed, one picked, all examined."""

from __future__ import annotations

import json

import pytest

from tests.cli.test_commands import run
from tests.world.scenarios.test_variations import listed, single, span, written

SHORT = ("--timeout", "0.2", "--driver", "passive", "--json")


@pytest.fixture
def many(tmp_path):
    """Two speeds on two lanes."""
    axes = single("Speed", listed("10", "20")) + single("Lane", listed("-3", "-4"))
    return written(tmp_path, f"<Deterministic>{axes}</Deterministic>")


def test_a_distribution_is_listed_with_its_count_its_parameters_and_its_first_variations(capsys, tmp_path):
    path = written(tmp_path, f"<Deterministic>{single('Speed', span('1', '30', '1'))}</Deterministic>")
    code, out, _ = run(capsys, "cases", str(path))
    assert code == 0
    assert f"{path}: 30 cases · scenario.xosc" in out
    assert "Speed: 1 to 30 by 1 (30)" in out
    assert "many#9  Speed=10" in out
    assert "… 20 more: --all" in out
    assert "many#10" not in out


def test_all_variations_are_listed_on_demand(capsys, many):
    _, out, _ = run(capsys, "cases", str(many), "--all", "--json")
    rows = json.loads(out)["files"][0]["variations"]
    assert [row["params"] for row in rows] == [
        {"Speed": s, "Lane": lane} for s in ("10", "20") for lane in ("-3", "-4")
    ]


def test_a_folder_is_listed_with_the_scenarios_and_what_varies_them(capsys, many):
    _, out, _ = run(capsys, "cases", str(many.parent), "--json")
    found = json.loads(out)
    assert found["cases"] == 5
    assert [(file["kind"], file["cases"]) for file in found["files"]] == [("distribution", 4), ("scenario", 1)]
    assert found["files"][1]["parameters"]["Speed"] == {"type": "double", "value": 20.0}


def test_too_many_variations_are_refused_before_they_are_gone_through(capsys, tmp_path):
    path = written(tmp_path, f"<Deterministic>{single('Speed', span('1', '30', '1e-9'))}</Deterministic>")
    for words in (("cases", str(path), "--all"), ("exam", str(path))):
        code, _, err = run(capsys, *words)
        assert code == 2
        assert "29000000001 variations, the limit is 1000000" in err
        assert "--variation" in err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "stands for 4 variations of scenario.xosc"),
        (("--set", "Speed=10"), "stands for 2 variations"),
        (("--set", "Speed=30"), "no variation has Speed=30"),
        (("--variation", "4"), "there are 0 to 3"),
        (("--variation", "-1"), "there are 0 to 3"),
    ],
)
def test_to_drive_a_distribution_one_variation_must_be_picked(capsys, many, words, told):
    code, _, err = run(capsys, "drive", str(many), *words)
    assert code == 2
    assert told in err


def test_a_scenario_has_no_variations_to_pick(capsys, many):
    for case in ("cut-in", str(many.parent / "scenario.xosc")):
        code, _, err = run(capsys, "drive", case, "--variation", "0")
        assert code == 2
        assert "leave --variation out" in err


def test_an_exam_drives_every_variation_and_each_is_the_drive_one_can_pick(capsys, many, tmp_path):
    _, out, _ = run(capsys, "exam", str(many), *SHORT, "--seeds", "2", "--out", str(tmp_path / "exam"))
    assert json.loads(out)["passive"]["cases"] == 8
    rows = json.loads((tmp_path / "exam" / "verdicts.json").read_text())["cases"]
    assert [(row["case"], row["seed"]) for row in rows] == [(f"many#{n}", s) for n in range(4) for s in (0, 1)]
    assert rows[4]["params"] == {"Speed": "20", "Lane": "-3"}
    for picked in (("--variation", "2"), ("--set", "Speed=20", "--set", "Lane=-3")):
        _, out, _ = run(capsys, "drive", str(many), *SHORT, *picked, "--out", str(tmp_path / "drive"))
        found = json.loads(out)
        assert (found["case"], found["digest"]) == ("many#2", rows[4]["digest"])


def test_an_exam_of_a_distribution_is_verified(capsys, many, tmp_path):
    run(capsys, "exam", str(many), *SHORT, "--out", str(tmp_path / "exam"))
    code, _, _ = run(capsys, "verify", str(tmp_path / "exam"))
    assert code == 0


def test_a_situation_is_told_with_what_must_and_must_not_be_done_and_its_clauses(capsys):
    code, out, _ = run(capsys, "cases", "accident-two-ways#3", "flagger", "--lang", "en")
    assert code == 0
    first, second = out.split("\n\n")
    assert "must: Stop or slow down, wait for a gap" in first
    assert "never: Hit what stands there" in first
    assert "the oncoming lane may be used" in first
    assert "StVO 6: who passes an obstacle" in first
    assert "UN R157 5.2.4: what stands in the lane is not hit\n" in first
    assert second.startswith("flagger: ")
    assert "StVO 36" in second
    assert "not verified" in second


def test_situations_are_told_as_json_and_in_chinese(capsys):
    code, out, _ = run(capsys, "cases", "control-loss", "--json")
    (found,) = json.loads(out)
    assert code == 0
    assert [clause["id"] for clause in found["clauses"]] == ["UN R157 5.2.5.1", "StVO 3 (1)"]
    assert not found["clauses"][1]["judged"]
    assert found["ranges"]["grip"][:2] == [0.35, 0.6]
    assert "须: " in run(capsys, "cases", "control-loss", "--lang", "zh")[1]
