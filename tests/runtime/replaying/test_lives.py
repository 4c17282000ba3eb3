"""Whatever calls there were and wherever processes died, a recording gives the same words again."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aureole.runtime.recorder.tape import Tape
from tests.runtime.replaying.lives import POINTS, Car, recorded, replayed


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32))
def test_a_drive_whose_processes_die_anywhere_is_replayed_word_for_word(seed):
    with tempfile.TemporaryDirectory() as folder:
        recorded(Path(folder) / "bus", random.Random(seed))
        reports, survey = replayed(Path(folder) / "bus")
    assert survey.missing == {}
    for name, report in reports.items():
        assert report.stopped == "", name
        assert all(each.whole for each in report.compared), (name, report.compared)


@pytest.mark.parametrize("point", POINTS)
def test_a_call_that_its_process_did_not_live_through_says_no_more_than_it_said(tmp_path, point):
    car = Car(tmp_path / "bus")
    for turn in range(60):
        car.clock.moment += 10_000_000
        for name in ("port", "follower", "guard", "recorder"):
            car.call(name, point if turn == 30 and name == "follower" else "")
    car.close()
    reports, survey = replayed(tmp_path / "bus")
    assert len(survey.courses["follower"].anew) == 1
    assert [each.stopped for each in reports.values()] == ["", "", ""]
    assert all(each.whole for report in reports.values() for each in report.compared)
    assert (
        sum(entry.topic == "wish" for entry in Tape(tmp_path / "bus").entries()) == reports["follower"].compared[0].same
    )
