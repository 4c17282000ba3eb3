"""Trouble codes told to people, and forgotten on command while nothing runs."""

from __future__ import annotations

import json
import sys

import pytest

from aureole.cli.booted.place import TROUBLES
from aureole.runtime.troubles.book import Book, Frame
from aureole.runtime.troubles.file import load, save
from tests.cli.test_commands import run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the operating system of the car needs Linux")


@pytest.fixture
def kept(tmp_path, monkeypatch):
    monkeypatch.setenv("AUREOLE_STATE", str(tmp_path))
    book = Book()
    margins = {"control": {"runs": 100, "missed": 2, "at_percentile": 0.004, "worst": None}}
    frame = Frame(1, 2.5, "full", 0, None, "process 7", ({"cpu": 1_500_000},), margins)
    book.fail("U1A00", "mind", frame)
    book.fail("U1A00", "mind", Frame(1, 9.0, "degraded", 0, 3.25, "process 8"))
    save(tmp_path / TROUBLES, book.kept())
    return tmp_path / TROUBLES


def test_codes_are_told_with_both_their_freeze_frames(kept, capsys):
    _, said, _ = run(capsys, "log", "--codes", "--lang", "en")
    assert "a node ended by itself" in said
    assert "first: boot 1, 2.500 s · full · – · process 7" in said
    assert "last: boot 1, 9.000 s · degraded · 3.25 m/s · process 8" in said
    assert "control: 4.00 ms, worst –, missed 2/100" in said


def test_codes_are_told_in_chinese_and_to_machines(kept, capsys):
    assert "节点自行终止" in run(capsys, "log", "--codes", "--lang", "zh")[1]
    (code,) = json.loads(run(capsys, "log", "--codes", "--json")[1])
    assert (code["code"], code["subject"], code["times"]) == ("U1A00", "mind", 2)


def test_cleared_codes_are_gone(kept, capsys):
    assert run(capsys, "log", "--clear-codes")[0] == 0
    assert load(kept).codes == ()
    assert "none" in run(capsys, "log", "--codes", "--lang", "en")[1]


def test_what_is_none_of_ours_is_refused_and_stays(kept, capsys):
    kept.write_text("{}")
    for words in (("log", "--codes"), ("log", "--clear-codes")):
        code, _, said = run(capsys, *words)
        assert (code, "→" in said) == (2, True)
    assert kept.read_text() == "{}"
