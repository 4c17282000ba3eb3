"""What happens to a node is said in the same words after a drive and in the journal of a car that is up."""

from __future__ import annotations

import sys

import pytest

from aureole.cli.journal.words import EVENTS, line
from aureole.runtime.supervise.running import Notice

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the operating system of the car needs Linux")
TEXTS = {"actuation": "Vehicle.Chassis.Accelerator failed", "degraded": "seccomp:absent", "mode": "full → degraded: x"}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_after_a_drive_each_happening_is_told_as_the_journal_tells_it(lang):
    from aureole.cli.booting.tell import TOLD, told
    from aureole.cli.booting.through import Through

    assert EVENTS.keys() >= TOLD
    notices = [Notice(0, "mind", what, TEXTS.get(what, "process 7")) for what in sorted(TOLD)]
    said = told(Through(None, notices=notices), "real", lang).splitlines()
    for notice in notices:
        assert f"  mind: {line(notice.what, notice.text)[lang == 'zh']}" in said


def test_states_of_actuators_are_said_in_both_languages():
    assert line("actuation", "Brake timed out") == ("actuator: Brake timed out", "执行器：Brake 超时")
    assert line("actuation", "Brake well") == ("actuator: Brake well", "执行器：Brake well")
