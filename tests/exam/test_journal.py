"""The journal: what is in it comes back, what is cut off is no line, what is full leaves it whole."""

from __future__ import annotations

import json
import resource
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aureole.core.errors import BadInput, Trouble
from aureole.core.verdict import Event, Verdict
from aureole.exam.life.journal import Journal, differences, read
from aureole.exam.verdicts import case_to_json, finite

HEAD = {"journal": 1, "drivers": ["rules", "passive"], "dt": 0.01, "machine": {"cpu": "one"}}
NAN = float("nan")
ONE = Verdict(
    case="c0", driver="rules", seed=0, params={"Speed": "80"}, status="failed", score=0.1 + 0.2,
    measures={"min_ttc": 1.0 / 3.0, "nothing": NAN}, events=(Event("collision", "-", 1.0, 2.0, NAN, -1.0, True, "撞"),),
    blame="decide", digest="abc", extra={"path": "p"},
)  # fmt: skip


def text(verdict):
    return json.dumps(finite(case_to_json(verdict)))


def written(path, count=3):
    with Journal(path, HEAD) as journal:
        for place in range(count):
            journal.write(place % 2, {place: replace(ONE, case=f"c{place}")}, 0.5)
    return path


def test_what_was_written_is_read(tmp_path):
    known = read(written(tmp_path / "j"))
    assert known.head == HEAD
    assert [sorted(verdicts) for verdicts in known.verdicts] == [[0, 2], [1]]
    assert known.seconds == [1.0, 0.5]
    assert text(known.verdicts[0][2]) == text(replace(ONE, case="c2"))


def test_a_folder_without_a_journal_holds_none(tmp_path):
    assert read(tmp_path / "j") is None


@given(st.integers(min_value=0, max_value=4000))
def test_a_journal_cut_anywhere_holds_its_whole_lines(tmp_path_factory, cut):
    path = written(tmp_path_factory.mktemp("cut") / "j")
    data = path.read_bytes()[:cut]
    path.write_bytes(data)
    known = read(path)
    lines = data.count(b"\n")
    assert (known is None) == (lines == 0)
    assert known is None or known.count == lines - 1


def test_what_is_gone_on_with_takes_the_place_of_the_cut_line(tmp_path):
    path = written(tmp_path / "j")
    whole = path.read_bytes()
    path.write_bytes(whole[:-10])
    with Journal(path, HEAD, read(path)) as journal:
        journal.write(0, {2: replace(ONE, case="c2")}, 0.5)
    assert path.read_bytes() == whole


@pytest.mark.parametrize("line", [b"{}\n", b"nonsense\n", b'{"driver": 9, "places": [0], "seconds": 1, "cases": []}\n'])
def test_a_broken_line_is_refused_by_its_number(tmp_path, line):
    path = written(tmp_path / "j")
    path.write_bytes(path.read_bytes() + line)
    with pytest.raises(BadInput, match="line 5 is broken"):
        read(path)


def test_a_full_disk_leaves_the_lines_before_it(tmp_path):
    path = written(tmp_path / "j")
    before, known = path.read_bytes(), read(path)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with Journal(path, HEAD, known) as journal:
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 100, hard))
        try:
            with pytest.raises(Trouble, match="cannot be written") as caught:
                journal.write(0, {3: ONE}, 0.5)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert path.read_bytes() == before
        journal.write(0, {3: ONE}, 0.5)
    assert caught.value.exit_code == 4
    assert read(path).count == 4


def test_a_journal_that_has_ended_is_gone(tmp_path):
    with Journal(tmp_path / "j", HEAD) as journal:
        journal.end()
    assert not (tmp_path / "j").exists()


def test_what_differs_between_two_exams_is_named():
    assert differences(HEAD, HEAD) == []
    other = {**HEAD, "dt": 0.02, "machine": {"cpu": "two"}}
    assert differences(HEAD, other) == ["dt (0.01 then, 0.02 now)", "machine cpu"]
