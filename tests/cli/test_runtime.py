"""`aureole drive --runtime`: the same drive through the operating system."""

from __future__ import annotations

import json
import sys

import pytest

from aureole.core.resources import Chain
from aureole.runtime.nodes.pulse import Row
from aureole.runtime.supervise.causes import Cause
from aureole.runtime.supervise.promises.chains import kept
from tests.cli.test_commands import run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the operating system of the car needs Linux")


class Raises:
    """A driver that has no idea."""

    def reset(self, mission):
        return None

    def drive(self, observation, memory):
        raise RuntimeError("no idea")


def test_on_logical_time_the_verdict_is_the_same_and_the_record_too_byte_for_byte(capsys, tmp_path):
    usual, through = tmp_path / "usual", tmp_path / "through"
    first, said, _ = run(capsys, "drive", "cut-in", "--timeout", "3", "--json", "--out", str(usual))
    again, told, _ = run(
        capsys, "drive", "cut-in", "--timeout", "3", "--json", "--out", str(through), "--runtime", "--clock", "logical"
    )
    assert (again, json.loads(told)) == (first, json.loads(said))
    assert (through / "drive.mcap").read_bytes() == (usual / "drive.mcap").read_bytes()


def test_on_real_time_every_chain_is_told_with_its_deadline(capsys, tmp_path):
    code, out, _ = run(capsys, "drive", "cut-in", "--timeout", "2", "--out", str(tmp_path), "--runtime")
    assert code in (0, 1)  # on a machine that is busy deadlines are missed, and then the drive may fail
    assert "6 processes, on real time" in out
    assert "control: kept" in out
    assert "decision: kept" in out
    assert (tmp_path / "report.html").exists()
    code, told, _ = run(capsys, "log", str(tmp_path), "--lang", "en")
    assert (code, told.count("node started"), "stopped" in told) == (0, 6, True)


@pytest.mark.parametrize("clock", ["real", "logical"])
def test_a_driver_that_raises_in_its_process_has_failed_and_is_blamed(capsys, tmp_path, clock):
    driver = f"{__name__}:Raises"
    code, out, _ = run(
        capsys, "drive", "cut-in", "--driver", driver, "--json", "--out", str(tmp_path), "--runtime", "--clock", clock
    )
    verdict = json.loads(out)
    assert (code, verdict["status"], verdict["blame"]) == (1, "failed", "decide")
    assert "no idea" in verdict["events"][0]["text"]


def row(stamp: int, woken: int, ended: int, **spent: int) -> Row:
    return Row(stamp, woken, woken, ended, 1, 0, 0, 0, 0, 0)._replace(**spent)


def test_a_chain_is_measured_from_its_first_cause_to_its_last_effect_and_says_why_it_was_late():
    books = {
        "port": [row(0, 0, 10), row(100, 100, 110), row(200, 205, 215)],
        "follower": [row(0, 10, 20), row(100, 110, 3_000_000, ready=2_900_000), row(200, 215, 220)],
        "guard": [row(0, 20, 30), row(100, 3_000_000, 4_000_100, cpu=1_000_000)],
    }
    chain = Chain("control", ("port", "follower", "guard", "port"), 1e-3, 99.0)
    found = kept(chain, books, {"port": 1e-3, "follower": 1e-3, "guard": 0.5e-3})
    assert (found.runs, found.missed) == (2, 1)
    assert found.p50 == pytest.approx((30e-9 + 4_000_000e-9) / 2)
    assert found.causes == (("follower", Cause.PREEMPTED, 1),)


def test_a_chain_that_never_ran_says_so():
    found = kept(Chain("control", ("port", "guard"), 1e-3, 99.0), {}, {})
    assert (found.runs, found.causes) == (0, ())
