"""The record that judges write themselves, of a car without a recorder, when they are stopped before their verdict."""

from __future__ import annotations

import json
import sys

import pytest

from aureole.runtime.record import Recorder
from aureole.runtime.replay import read
from tests.runtime.words import step

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the operating system of the car needs Linux")


@pytest.fixture
def stopped(tmp_path):
    """Gives the record of judges that were stopped after so many steps."""

    def record(steps: int):
        from aureole.cli import given
        from aureole.cli.booting.judge import JudgeService
        from aureole.exam.setup import Drive

        judges = object.__new__(JudgeService)
        judges.recorder = Recorder(tmp_path / "drive.mcap", {"case": "cut-in"})
        judges.drive, judges.setup = Drive(given.case_of("cut-in", []), 3), given.setup("rules", None)
        for tick in range(steps):
            judges.recorder.watch(*step(tick))
        judges.leave()
        judges.recorder.discard()
        return tmp_path / "drive.mcap"

    return record


def test_it_is_closed_and_says_why_there_is_no_verdict(stopped):
    record = read(stopped(7))
    assert len(record.scene.stamp) == 7
    assert "before they came to their verdict" in record.drive["unfinished"]
    verdict = json.loads(record.drive["verdict"])
    assert (verdict["status"], verdict["seed"]) == ("infrastructure", 3)


def test_a_drive_of_which_nothing_was_seen_leaves_none(stopped):
    assert not stopped(0).exists()
