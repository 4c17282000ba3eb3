"""Who turns into somebody's right of way is excused by nothing, in a situation as it plays."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from aureole.cli import given
from aureole.core.kinds import SignalState
from aureole.exam.examine import Drive, examine, judged
from aureole.exam.suites import suite


def test_a_car_that_turns_into_the_cyclists_beside_it_has_failed():
    cases, case = suite.picked("crossing-bicycle-flow#25")
    setup = given.setup("passive", None, timeout=60.0, step=0.02, order="", ego=None)
    verdict = examine([Drive(case, 0)], replace(setup, fails=cases.fails))[0]
    assert verdict.status == "failed"
    told = {event.name: event for event in verdict.events}
    assert told["collision"].text.endswith("it goes first")
    assert told["not_yielding"].clause == "StVO 9"


def test_nobody_of_the_stream_has_its_line_before_it_when_its_light_turns_red():
    _, case = suite.picked("signalized-junction-right-turn#0")
    setup = given.setup("rules", None, timeout=60.0, step=0.02, order="", ego=None)
    ((_, seen),) = judged([Drive(case, 0)], setup, keep=True)
    kept = seen[0]
    stream = [k for k, name in enumerate(kept.names) if name.startswith("Stream")]
    facing = np.cos(kept.signs.heading - kept.heading[0, stream[0]]) > 0.9
    turns = (kept.shown[:-1] == SignalState.GREEN) & (kept.shown[1:] == SignalState.RED) & facing
    moment, light = np.argwhere(turns)[0].tolist()
    ahead = np.array([np.cos(kept.signs.heading[light]), np.sin(kept.signs.heading[light])])
    past = [float((kept.xyz[moment, k, :2] + kept.origin - kept.signs.xyz[light, :2]) @ ahead) for k in stream]
    assert len(past) == 4
    assert min(past) > 0.0
