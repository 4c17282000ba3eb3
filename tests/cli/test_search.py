"""`aureole exam --search`: it tells a rate with its interval, and a case that drives itself again."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

WORDS = ("exam", "r157-cut-in-low", "--search", "--find", "collision", "--driver", "r157-fsm")


def run(*words, cwd):
    done = subprocess.run(
        [sys.executable, "-m", "aureole", *words], cwd=cwd, capture_output=True, text=True, check=False, timeout=250
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def searched(tmp_path_factory):
    folder = tmp_path_factory.mktemp("search")
    code, told, _ = run(*WORDS, "--budget", "60", "--jobs", "1", "--json", "--out", "out", cwd=folder)
    return folder, code, json.loads(told)["r157-fsm"]


def test_it_writes_what_it_found(searched):
    folder, code, told = searched
    assert code == 1
    written = json.loads((folder / "out" / "search.json").read_text(encoding="utf-8"))
    assert {**written["drivers"]["r157-fsm"], "seconds": 0} == {**told, "seconds": 0}
    assert told["failures"] == len(told["scenarios"][0]["failures"]) > 0
    assert told["interval"][0] <= told["rate"] <= told["interval"][1]
    assert told["drives"] <= told["draws_in_all"] == 60
    for name in ("search.html", "report.html", "verdicts.json", "search/case.zip"):
        assert (folder / "out" / name).is_file()


def test_the_case_drives_itself_again_bit_for_bit(searched):
    folder, _, told = searched
    code, said, _ = run("drive", told["case"], "--out", "again", cwd=folder)
    assert code == 0
    assert "same digest" in said
    assert told["smallest"]["digest"] in said


@pytest.mark.slow
def test_the_number_of_jobs_changes_nothing(searched):
    folder, _, told = searched
    _, again, _ = run(*WORDS, "--budget", "60", "--jobs", "2", "--json", "--out", "two", cwd=folder)
    other = json.loads(again)["r157-fsm"]
    assert {**other, "seconds": 0, "case": ""} == {**told, "seconds": 0, "case": ""}


def test_a_small_suite_is_driven_whole_and_told_in_chinese(tmp_path):
    from aureole.exam.suites.suite import load

    part = next(part for part in load("r157").entries.parts if part.name == "r157-forward-range")
    words = ("exam", str(part.path), "--search", "--timeout", "1", "--lang", "zh", "--jobs", "1")
    code, said, _ = run(*words, cwd=tmp_path)
    assert code in (0, 1)
    assert "全部用例" in said
    assert "12 次驾驶" in said


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("--find", "colision"), "colision"),
        (("--budget", "0"), "--budget 0"),
        (("--budget", "3"), "--budget 3"),
        (("--resume",), "--resume"),
    ],
)
def test_what_cannot_be_is_refused_by_name(words, what, tmp_path):
    code, _, said = run("exam", "r157-cut-in-low", "--search", *words, cwd=tmp_path)
    assert (code, what in said) == (2, True)
    assert not (tmp_path / "aureole-out").exists()


def test_where_nothing_varies_there_is_nothing_to_search(tmp_path):
    code, _, said = run("exam", "quick", "--search", cwd=tmp_path)
    assert (code, "nothing varies" in said) == (2, True)


@pytest.mark.slow
def test_it_agrees_with_the_exhaustive_grid(tmp_path):
    """901 of 15,930 collide (907 with another order of additions), counted by driving all of them."""
    _, said, _ = run(*WORDS, "--budget", "1000", "--json", cwd=tmp_path)
    told = json.loads(said)["r157-fsm"]
    assert told["interval"][0] <= 901 / 15930 <= told["interval"][1]
    assert told["drives"] <= 1000
    assert told["equivalent_monte_carlo"] > 2000
