"""Who turns into somebody's right of way is excused by nothing, in a situation as it plays."""

from __future__ import annotations

from dataclasses import replace

from aureole.cli import given
from aureole.exam.examine import Drive, examine
from aureole.exam.suites import suite


def test_a_car_that_turns_into_the_cyclists_beside_it_has_failed():
    cases, case = suite.picked("crossing-bicycle-flow#25")
    setup = given.setup("passive", None, timeout=60.0, step=0.02, order="", ego=None)
    verdict = examine([Drive(case, 0)], replace(setup, fails=cases.fails))[0]
    assert verdict.status == "failed"
    told = {event.name: event for event in verdict.events}
    assert told["collision"].text.endswith("it goes first")
    assert told["not_yielding"].clause == "StVO 9"
