"""`aureole compare` as a person uses it: folders in; text, JSON, a report and an exit code out."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from aureole.cli.main import main
from aureole.exam import verdicts
from aureole.world.scenarios.embedded import library
from tests.exam.played import verdict

OWN = """
from aureole.drivers.rules.driver import Rules

class Lost(Rules):
    def drive(self, observation, mind):
        raise RuntimeError("lost")
"""


def run(capsys, *words):
    """Exit code, standard output, standard error."""
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    told = capsys.readouterr()
    assert "Traceback" not in told.err + told.out
    return ended.value.code, told.out, told.err


def exam(folder, *statuses, driver="rules", **changes):
    """A written exam; one case for each status."""
    cases = [replace(verdict(k, status), driver=driver, **changes) for k, status in enumerate(statuses, 1)]
    verdicts.write(folder / "verdicts.json", verdicts.exam("quick", 0.01, {"cpu": "any"}, cases))
    return folder


@pytest.fixture
def two(tmp_path):
    """Before and after: one fixed, one broken, one the same."""
    return exam(tmp_path / "a", "failed", "passed", "passed"), exam(tmp_path / "b", "passed", "failed", "passed")


def test_fixed_broken_and_same_are_told_with_the_command_that_drives_them_again(capsys, two):
    code, out, _ = run(capsys, "compare", *two, "--lang", "en")
    assert code == 1
    assert "fixed 1 · broken 1 · same, passed 1 · same, failed 0" in out
    broken = out[out.index("  broken:") : out.index("  fixed:")]
    assert "alks_4_4_1_cut_in/02 seed 2  passed → failed  collision front, with CutInVehicle (car), at fault" in broken
    assert "--driver rules --seed 2 --dt 0.01 --set CutIn_Vy=1.5 --set Ego_speed=100" in broken


def test_no_share_stands_without_its_interval_and_its_number_of_cases(capsys, two):
    _, out, _ = run(capsys, "compare", *two, "--lang", "en")
    shares = [line for line in out.splitlines() if "%" in line]
    assert len(shares) == 4
    assert all(
        "(95 %: " in line and any(word in line for word in (" of 3 ", "; 3 pairs", " equal;")) for line in shares
    )
    assert "a grid of cases is not road exposure" in out


def test_it_speaks_chinese_on_demand(capsys, two):
    code, out, _ = run(capsys, "compare", *two, "--lang", "zh")
    assert code == 1
    assert "已修复 1 · 新失败 1 · 仍通过 1 · 仍失败 0" in out
    assert "用例网格不等于道路里程" in out
    assert "failure" not in out


def test_json_holds_everything(capsys, two):
    code, out, _ = run(capsys, "compare", *two, "--json")
    told = json.loads(out)
    assert code == 1
    assert set(told) == {"differing", "not_compared", "comparisons"}
    (found,) = told["comparisons"]
    assert found["counts"]["broken"] == len(found["cases"]["broken"]) == 1
    assert found["statistics"]["mcnemar"]["exact"] == 1.0


def test_an_exam_compared_with_itself_has_nothing_broken(capsys, two):
    code, out, _ = run(capsys, "compare", two[0], two[0], "--lang", "en")
    assert code == 0
    assert "3 the same drive bit for bit" in out
    assert "nothing was fixed or broken" in out


@pytest.mark.parametrize(
    ("after", "code"),
    [("passed", 0), ("unavoidable", 0), ("failed", 1), ("not_exercised", 1), ("infrastructure", 4)],
)
def test_the_exit_code_says_whether_something_broke(capsys, tmp_path, after, code):
    before = exam(tmp_path / "a", "passed", "passed")
    assert run(capsys, "compare", before, exam(tmp_path / "b", "passed", after))[0] == code


def test_a_report_of_both_side_by_side_is_written_on_demand(capsys, two, tmp_path):
    out = tmp_path / "out"
    code, told, _ = run(capsys, "compare", *two, "--out", out)
    assert code == 1
    assert {path.name for path in out.iterdir()} == {"report.html", "comparison.json"}
    assert str(out / "report.html") in told
    page = (out / "report.html").read_text()
    assert "rules · a" in page
    assert "rules · b" in page
    assert json.loads((out / "comparison.json").read_text())["comparisons"][0]["pairs"] == 3


def test_two_drivers_of_one_exam_are_compared(capsys, tmp_path):
    one, other = (
        exam(tmp_path / name, "passed", status, driver=name) for name, status in (("x", "passed"), ("y", "failed"))
    )
    both = [*verdicts.read(one / "verdicts.json").cases, *verdicts.read(other / "verdicts.json").cases]
    verdicts.write(tmp_path / "both" / "verdicts.json", verdicts.exam("quick", 0.01, {}, both))
    assert run(capsys, "compare", tmp_path / "both")[0] == 1
    code, out, _ = run(capsys, "compare", tmp_path / "both", "--driver", "y", "--driver", "x", "--lang", "en")
    assert code == 0
    assert "fixed 1 · broken 0" in out
    _, out, _ = run(capsys, "compare", tmp_path / "both", one, "--lang", "en")
    assert "driver only in A, not compared: y" in out


def test_conditions_that_differ_are_said(capsys, two):
    path = two[1] / "verdicts.json"
    path.write_text(path.read_text().replace('"dt":0.01', '"dt":0.02').replace('"cpu":"any"', '"cpu":"other"'))
    _, out, _ = run(capsys, "compare", *two, "--lang", "en")
    assert "differs: dt 0.01 → 0.02" in out
    assert "differs: machine cpu any → other" in out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "0 exams are given"),
        (("a", "b", "a"), "3 exams are given"),
        (("a", "nowhere"), "there is no such folder"),
        (("a", "empty"), "no verdicts.json in this folder"),
        (("a", "half"), "is no verdicts.json"),
        (("a", "foreign"), "is no verdicts.json"),
        (("a", "other"), "no case in common"),
        (("a",), "one exam is given"),
        (("a", "b", "--driver", "vla"), "has no driver 'vla'"),
        (("a", "twice"), "stands there twice"),
        (("a", "b", "--lang", "fr"), "zh and en"),
        (("a", "x\0y"), "there is no such folder"),
    ],
)
def test_wrong_usage_is_told_with_what_to_do_and_ends_with_two(capsys, two, tmp_path, monkeypatch, words, told):
    monkeypatch.chdir(tmp_path)
    text = (two[0] / "verdicts.json").read_text()
    for name, content in (("half", text[: len(text) // 2]), ("foreign", '{"results": []}')):
        (tmp_path / name).mkdir()
        (tmp_path / name / "verdicts.json").write_text(content)
    (tmp_path / "empty").mkdir()
    exam(tmp_path / "other", "passed", case="another")
    exam(tmp_path / "twice", "passed", "passed", case="one", seed=0, params={})
    code, out, err = run(capsys, "compare", *words)
    assert code == 2
    assert len(out.splitlines()) <= 1
    assert told in err
    assert "→" in err or "zh and en" in err


def test_two_real_exams_are_compared_whatever_their_drivers_are_called(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own_compared.py").write_text(OWN)
    brakes = library.find("lead-emergency-brake").path
    for folder, driver in (("good", "rules"), ("bad", "own_compared:Lost")):
        _, told, _ = run(capsys, "exam", brakes, "--driver", driver, "--out", folder, "--lang", "en")
        hits = int(folder == "bad")
        assert f"failed: {hits} of 1 (95 %: {2.5 * hits:g} % to {100 if hits else 97.5:g} %)" in told
        assert "a grid of cases is not road exposure" in told
    code, out, _ = run(capsys, "compare", "good", "bad", "--lang", "en")
    assert code == 1
    assert "fixed 0 · broken 1" in out
    assert "bad_plan" in out
    assert "--driver own_compared:Lost --seed 0 --dt 0.01" in out
    assert run(capsys, "compare", "bad", "good")[0] == 0
