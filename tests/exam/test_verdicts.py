"""`verdicts.json` is a contract: its keys, its numbers, its wholeness."""

import json
import math

import pytest

from aureole.core.errors import BadInput, Trouble
from aureole.exam import verdicts
from aureole.runtime import files
from tests.exam.played import verdict


def one(*statuses):
    cases = [verdict(k, status) for k, status in enumerate(statuses)]
    return verdicts.exam("quick", 0.01, {"cpu": "any"}, cases)


def test_the_keys_are_those_of_the_contract(tmp_path):
    path = tmp_path / "out" / "verdicts.json"
    verdicts.write(path, one("passed", "failed"))
    found = json.loads(path.read_text())
    assert list(found) == ["aureole", "suite", "dt", "machine", "cases", "summary"]
    keys = ["case", "driver", "seed", "params", "passed", "status", "score", "measures", "events", "blame", "digest"]
    assert [key for key in found["cases"][0] if key in keys] == keys
    assert [case["passed"] for case in found["cases"]] == [True, False]
    event = found["cases"][1]["events"][-1]
    assert list(event) == ["name", "clause", "time", "value", "limit", "margin", "fails", "text"]
    assert set(found["summary"]["rules"]) == {
        "cases", "passed", "failed", "unavoidable", "not_exercised", "infrastructure", "collisions", "seconds",
        "bounds", "coverage",
    }  # fmt: skip


def test_what_was_written_is_read_back(tmp_path):
    path, written = tmp_path / "verdicts.json", one("passed", "failed", "unavoidable")
    verdicts.write(path, written)
    again = verdicts.read(path)
    assert repr(again.cases) == repr(written.cases)
    assert again.summary == written.summary


def test_a_measure_that_is_no_number_is_null_and_comes_back_as_one(tmp_path):
    path = tmp_path / "verdicts.json"
    verdicts.write(path, one("passed"))
    assert "NaN" not in path.read_text()
    assert json.loads(path.read_text())["cases"][0]["measures"]["track_error"] is None
    assert math.isnan(verdicts.read(path).cases[0].measures["track_error"])


def test_a_failed_writing_leaves_the_old_file_whole(tmp_path, monkeypatch):
    path = tmp_path / "verdicts.json"
    verdicts.write(path, one("passed"))
    before = path.read_bytes()

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(Trouble, match="No space") as told:
        verdicts.write(path, one("failed"))
    assert told.value.place == str(path)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["verdicts.json"]


@pytest.mark.parametrize("content", ["", "[]", "{", '{"cases": []}', '{"cases": [{}]}', '{"cases": 3}', "\x00\xff"])
def test_a_broken_file_is_bad_input_with_its_name(tmp_path, content):
    path = tmp_path / "verdicts.json"
    path.write_text(content)
    with pytest.raises(BadInput, match=r"verdicts\.json"):
        verdicts.read(path)


def test_a_missing_file_is_bad_input_with_a_remedy(tmp_path):
    with pytest.raises(BadInput, match="→"):
        verdicts.read(tmp_path / "none.json")
