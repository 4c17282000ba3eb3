"""`--scores` as a person uses it."""

from __future__ import annotations

import json

import pytest

from tests.cli.test_commands import run


def test_a_drive_tells_the_scores_one_asks_for_and_judges_every_part_of_them(capsys, tmp_path):
    code, out, _ = run(capsys, "drive", "cut-in", "--scores", "route,pdms", "--out", str(tmp_path))
    assert code == 0
    lines = [line.split() for line in out.splitlines()]
    assert [words[0] for words in lines if words[:1] in (["pdms"], ["route"])] == ["pdms", "route"]
    assert "stop_signs 1" in out
    assert "not judged" not in out


def test_an_exam_gives_means_with_their_spread_and_how_many(capsys, tmp_path):
    code, out, _ = run(capsys, "exam", *_files(), "--timeout", "6", "--scores", "nuplan", "--out", str(tmp_path))
    assert code in (0, 1)
    assert "nuplan" in out
    assert "2 cases" in out
    found = json.loads((tmp_path / "verdicts.json").read_text())
    assert all("nuplan.ttc" in case["measures"] for case in found["cases"])
    spread = found["summary"]["rules"]["scores"]["nuplan"]
    assert spread["cases"] + spread["unscored"] == 2
    assert run(capsys, "verify", str(tmp_path))[0] == 0


def _files():
    from aureole.world.scenarios.embedded import library

    return [str(library.find(name).path) for name in ("cut-in", "cut-out")]


def test_json_of_an_exam_stays_json_where_a_spread_is_none(capsys, tmp_path):
    words = ("exam", _files()[0], "--timeout", "2", "--scores", "pdms", "--json", "--out", str(tmp_path))
    _, out, _ = run(capsys, *words)
    found = json.loads(out, parse_constant=pytest.fail)
    assert found["rules"]["scores"]["pdms"]["deviation"] is None


@pytest.mark.parametrize("verb", ["drive", "exam"])
def test_an_unknown_score_is_refused_before_anything_is_driven(capsys, tmp_path, verb):
    what = "cut-in" if verb == "drive" else "quick"
    code, _, told = run(capsys, verb, what, "--scores", "pdms,nuplam", "--out", str(tmp_path))
    assert code == 2
    assert "nuplam" in told
    assert "nuplan" in told
    assert not list(tmp_path.iterdir())
