"""The conformance checker lets through what keeps every promise, and finds each broken one, and that one only."""

from __future__ import annotations

import itertools
import json
import sys

import pytest

from aureole.cli import drivers
from aureole.exam.conformance import driver as checker
from aureole.exam.conformance import looks, sources, truth
from aureole.exam.conformance.findings import PASSED, SKIPPED
from aureole.exam.conformance.promises import PROMISES
from aureole.exam.examine import Setup
from tests.cli.test_commands import run
from tests.exam import odd_drivers


def checked(make, name="odd"):
    ticks = itertools.count()
    return checker.check_driver(Setup(driver=name, make=make), lambda: next(ticks) / 1000)


@pytest.fixture
def brief(monkeypatch):
    """Short courses, one drive, no process of its own: enough to tell broken promises apart."""
    monkeypatch.setattr(looks, "SPAN", 2.0)
    monkeypatch.setattr(looks, "CASES", looks.CASES[:1])
    monkeypatch.setattr(checker, "DRIVEN", ("motorway-free",))
    monkeypatch.setattr(checker, "LONGEST", 4.0)
    monkeypatch.setattr(truth, "loaded", lambda module: "")


OURS = ["rules", "passive", "r157-cc", "r157-reg", "r157-rss", "r157-fsm", "examples.steady:Steady"]


@pytest.mark.parametrize("name", OURS)
def test_our_own_drivers_keep_every_promise_for_two_seconds(brief, name):
    assert checked(drivers.found(name), name).failed() == []


@pytest.mark.slow
@pytest.mark.parametrize("name", OURS)
def test_our_own_drivers_keep_every_promise(name):
    report = checked(drivers.found(name), name)
    assert report.failed() == []
    assert report.fits
    assert len(report.findings) == len(PROMISES)
    assert report.told["ms_per_decision"] == pytest.approx(1.0)


def test_a_driver_of_a_few_lines_keeps_every_promise(brief):
    assert checked(odd_drivers.Plain).fits


@pytest.mark.parametrize("make", odd_drivers.BREAKS, ids=lambda make: make.__name__)
def test_one_broken_promise_is_found_and_no_other(brief, make):
    report = checked(make)
    assert report.failed() == [odd_drivers.BREAKS[make]]
    finding = next(finding for finding in report.findings if finding.check.name == odd_drivers.BREAKS[make])
    assert finding.why
    assert all(finding.check.remedy)
    for other in report.findings:
        assert other.status == PASSED or other is finding or (other.status == SKIPPED and other.why)


def test_every_promise_is_broken_by_one_of_the_odd_drivers():
    assert {check.name for check in PROMISES} - set(odd_drivers.BREAKS.values()) == {"truth"}


def test_every_promise_is_told_in_two_languages_and_needs_only_earlier_ones():
    seen = set()
    for check in PROMISES:
        assert all(check.what)
        assert all(check.remedy)
        assert set(check.needs) <= seen
        seen.add(check.name)


PLAIN = "from tests.exam.odd_drivers import Plain\n"
LOOKS_AT_TRUTH = {
    "directly": PLAIN + "from aureole.core.scene import Scene\n",
    "from_a_package": PLAIN + "from aureole.core import scene\n",
    "as_a_whole": PLAIN + "import aureole.world.scenarios.build\n",
    "while_driving": PLAIN + "def later():\n    from aureole.exam import examine\n",
    "in_a_branch": PLAIN + "try:\n    pass\nexcept ValueError:\n    import aureole.core.brief\n",
    "by_name": PLAIN + "import importlib\ndef later():\n    return importlib.import_module('aureole.core.world')\n",
}


@pytest.fixture
def module(tmp_path, monkeypatch):
    """Writes a module into a folder where it is found, under a name that no other test has."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def write(name, text):
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
        return name

    return write


@pytest.mark.parametrize("how", LOOKS_AT_TRUTH)
def test_an_import_of_the_truth_is_found_with_its_line(module, how):
    name = module(f"peeks_{how}", LOOKS_AT_TRUTH[how])
    assert f"{name}.py:" in next(truth.read(name))


def test_an_import_of_the_truth_through_a_file_beside_is_found(module):
    module("beside_a_peeker", "import aureole.core.scene\n")
    name = module("peeks_beside", "import beside_a_peeker\n")
    assert "beside_a_peeker.py:1 imports aureole.core.scene" in truth.seen(name)


def test_what_only_shows_once_it_is_loaded_is_found_in_a_process_of_its_own(module):
    name = module("peeks_when_loaded", "__import__('aureole.' + 'core.scene')\n")
    assert list(truth.read(name)) == []
    assert "loads aureole.core.scene" in truth.seen(name)


def test_a_word_about_the_truth_is_no_import_of_it(module):
    name = module(
        "speaks_of_it", '"""It never sees aureole.core.scene, nor aureole.world."""\nimport aureole.core.plan\n'
    )
    assert truth.seen(name) == ""


def test_a_driver_that_imports_the_truth_fails_that_check_alone(brief, module):
    name = module("peeks_alone", PLAIN + "import aureole.core.scene\nclass Peeks(Plain):\n    pass\n")
    assert checked(drivers.found(f"{name}:Peeks")).failed() == ["truth"]


def test_a_hash_changes_with_a_source_it_imports_and_with_no_other(module, tmp_path):
    module("imported_mind", "X = 1\n")
    module("other_mind", "X = 1\n")
    name = module("hashed_mind", "import imported_mind, numpy\n")
    before = sources.mind(name)
    assert before.files == ("hashed_mind.py", "imported_mind.py")
    module("other_mind", "X = 2\n")
    assert sources.mind(name) == before
    module("imported_mind", "X = 2\n")
    assert sources.mind(name).hash != before.hash


def test_a_hash_counts_the_weights_in_the_package(module, tmp_path):
    package = tmp_path / "packaged_mind"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "driver.py").write_text("from . import layers\n")
    (package / "layers.py").write_text("")
    (package / "weights.onnx").write_bytes(b"1")
    before = sources.mind("packaged_mind.driver")
    assert set(before.files) == {
        f"packaged_mind/{name}" for name in ("__init__.py", "driver.py", "layers.py", "weights.onnx")
    }
    (package / "weights.onnx").write_bytes(b"2")
    assert sources.mind("packaged_mind.driver").hash != before.hash


def test_a_hash_does_not_run_what_it_reads(module):
    name = module("never_runs_mind", "raise SystemExit('ran')\n")
    assert sources.mind(name).hash
    assert name not in sys.modules


def test_what_is_not_there_has_no_hash():
    assert sources.mind("no_such_module_anywhere.at_all") == sources.Mind("", ())


def test_our_own_sources_are_found_by_reading_as_the_kernel_cache_finds_them():
    read = sources.closure("aureole.drivers.rules.driver", ("aureole",))
    listed = sources.mind("aureole.drivers.rules.driver").files
    assert {
        path.path.relative_to(sources.located("aureole").parent.parent).as_posix() for path in read.values()
    } == set(listed)


@pytest.mark.parametrize(
    "words", [("world", "x"), ("port", "x"), ("chip", "x"), ("driver",), ("soup", "x"), ("driver", "no:No")]
)
def test_what_cannot_be_checked_is_wrong_usage(capsys, words):
    code, _, err = run(capsys, "check", *words)
    assert code == 2
    assert "→" in err


def test_the_command_tells_people_and_machines_and_ends_with_one(capsys, brief):
    code, out, _ = run(capsys, "check", "driver", "tests.exam.odd_drivers:Stamp", "--lang", "zh")
    assert code == 1
    assert "stamp=observation.stamp" in out
    assert "不符合: stamp" in out
    code, out, _ = run(capsys, "check", "driver", "tests.exam.odd_drivers:Stamp", "--json")
    found = json.loads(out)
    assert code == 1
    assert not found["fits"]
    assert {row["name"]: row["status"] for row in found["checks"]}["stamp"] == "failed"
    assert run(capsys, "check", "driver", "tests.exam.odd_drivers:Plain", "--json")[0] == 0


def test_a_class_that_is_no_driver_fails_its_role_rather_than_the_command(capsys, brief):
    code, out, _ = run(capsys, "check", "driver", "tests.exam.odd_drivers:NoReset")
    assert code == 1
    assert "it has no reset" in out
