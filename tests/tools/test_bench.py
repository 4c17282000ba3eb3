"""Every benchmark has a form that `make bench` runs or a reason why not; one that breaks is told and stops nobody."""

import sys
import time
from pathlib import Path

import pytest

from tools import bench


def test_whatever_the_tool_names_is_a_benchmark():
    assert {*bench.SHORT, *bench.NEEDS, *bench.WHOLE_ONLY} <= set(bench.names())
    assert not set(bench.SHORT) & {*bench.NEEDS, *bench.WHOLE_ONLY}


@pytest.mark.parametrize("name", sorted(bench.SHORT))
def test_a_benchmark_knows_the_options_of_its_short_form(name):
    text = (bench.FOLDER / f"{name}.py").read_text(encoding="utf-8")
    unknown = [word for word in bench.SHORT[name].split() if word.startswith("--") and word not in text]
    # `--rounds` may be read by the shared part of the operating system's benchmarks
    assert [word for word in unknown if word != "--rounds" or "option(" not in text] == []


@pytest.fixture
def written(tmp_path):
    """Gives the folder of benchmarks that do what they are told."""

    def write(**texts: str) -> Path:
        for name, text in texts.items():
            (tmp_path / f"{name}.py").write_text(text)
        return tmp_path

    return write


@pytest.mark.parametrize(
    ("text", "fate", "failed"),
    [
        ("", "ran", False),
        ("import sys; sys.exit(3)", "lacks something", False),
        ("import sys; sys.exit(1)", "failed with 1", True),
        ("raise ValueError", "failed with 1", True),
    ],
)
def test_what_becomes_of_a_benchmark_is_told(written, text, fate, failed):
    found = bench.run("one", [], 60.0, written(one=text))
    assert fate in found.fate
    assert found.failed is failed


def test_its_words_are_given_to_a_benchmark(written):
    found = bench.run("one", ["--short"], 60.0, written(one="import sys; sys.exit(sys.argv[1:] != ['--short'])"))
    assert not found.failed


def test_one_that_comes_to_no_end_is_stopped_with_all_its_processes(written, tmp_path):
    text = f"""
import os, time
child = os.fork()
if child:
    open({str(tmp_path / "child")!r}, "w").write(str(child))
time.sleep(600)
"""
    found = bench.run("one", [], 3.0, written(one=text))
    assert (found.failed, found.fate) == (True, "stopped after 3 s")
    child, end = int((tmp_path / "child").read_text()), time.monotonic() + 30.0
    while Path(f"/proc/{child}").exists() and " Z " not in Path(f"/proc/{child}/stat").read_text():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_benchmark_that_fails_keeps_no_other_from_running(written, monkeypatch, capsys):
    folder = written(a="import sys; sys.exit(1)", b="print()", c="import sys; sys.exit(3)")
    monkeypatch.setattr(bench, "FOLDER", folder)
    monkeypatch.setattr(bench, "NEEDS", {"b": "needs a reason"})
    monkeypatch.setattr(sys, "argv", ["bench"])
    assert bench.main() == 1
    rows = [line for line in capsys.readouterr().out.splitlines() if line[:1] in set("abc") and " " in line]
    assert [row.split()[0] for row in rows if not row.startswith("benchmark")] == ["a", "b", "c"]
    assert "needs a reason" in rows[-2]


def test_where_nothing_fails_it_ends_well(written, monkeypatch):
    monkeypatch.setattr(bench, "FOLDER", written(a="", b="import sys; sys.exit(3)"))
    monkeypatch.setattr(sys, "argv", ["bench"])
    assert bench.main() == 0
