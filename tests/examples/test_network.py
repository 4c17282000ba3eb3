"""The network of the how-to page really drives, and keeps every promise of a driver."""

from __future__ import annotations

import itertools

import pytest

from aureole.cli.drivers import factory
from aureole.exam.conformance import driver as checker
from aureole.exam.conformance import looks
from aureole.exam.setup import Setup
from examples.network import network
from tests.cli.test_commands import run


@pytest.fixture(scope="module")
def lane(tmp_path_factory):
    path = tmp_path_factory.mktemp("network") / "lane.onnx"
    path.write_bytes(network().SerializeToString())
    return path


def test_it_drives_a_cut_in_without_a_collision_and_verifies_bit_for_bit(lane, tmp_path, capsys):
    code, out, _ = run(capsys, "drive", "cut-in", "--driver", str(lane), "--out", str(tmp_path))
    assert code == 0
    assert "PASSED" in out
    assert run(capsys, "verify", str(tmp_path / "drive.mcap"))[0] == 0
    assert run(capsys, "verify", str(tmp_path / "case.zip"))[0] == 0


def test_it_keeps_every_promise_of_a_driver(lane, monkeypatch):
    monkeypatch.setattr(looks, "SPAN", 2.0)
    monkeypatch.setattr(looks, "CASES", looks.CASES[:1])
    monkeypatch.setattr(checker, "DRIVEN", ("motorway-free", "standing-car"))
    monkeypatch.setattr(checker, "LONGEST", 4.0)
    ticks = itertools.count()
    report = checker.check_driver(Setup(driver=str(lane), make=factory(str(lane))), lambda: next(ticks) / 1000)
    assert [(one.check.name, one.why) for one in report.findings if one.status == "failed"] == []
    assert report.fits
