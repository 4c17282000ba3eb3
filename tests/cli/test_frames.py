"""A suite's reference drivers are examined in the frame of their publication, and verified in it."""

from __future__ import annotations

import json

import pytest

from aureole.cli.life.frames import setups_of, told
from aureole.cli.life.running import Life
from aureole.cli.work.examining import examine_all
from aureole.cli.work.verifying import again
from aureole.core.errors import BadInput
from aureole.exam.life.executor import Here
from aureole.exam.suites import suite
from aureole.exam.suites.suite import References, Suite

LOW = suite.load("r157-cut-in-low")


def chosen(*drivers, car=None, dt=None):
    return [
        (made.driver, made.car.name if made.car else "", made.step) for made in setups_of(LOW, drivers, car=car, dt=dt)
    ]


def test_where_nobody_is_named_our_rules_are_examined_beside_the_suite_s_references_in_their_frame():
    references = [(name, "point", 0.1) for name in ("r157-cc", "r157-reg", "r157-rss", "r157-fsm")]
    assert chosen() == [("rules", "", 0.01), *references]


def test_a_driver_that_is_no_reference_of_the_suite_keeps_the_usual_car_and_step():
    assert chosen("passive", "r157-fsm") == [("passive", "", 0.01), ("r157-fsm", "point", 0.1)]
    assert [made.car for made in setups_of(suite.load("quick"), ["r157-fsm"], car=None, dt=None)] == [None]


@pytest.mark.parametrize(("car", "dt", "found"), [("suv", None, ("suv", 0.01)), (None, 0.02, ("", 0.02))])
def test_a_car_or_a_step_that_is_asked_for_holds_for_references_too(car, dt, found):
    assert chosen("r157-fsm", car=car, dt=dt) == [("r157-fsm", *found)]


def test_a_driver_named_twice_is_examined_once():
    assert [name for name, *_ in chosen("rules", "rules")] == ["rules"]


def test_a_driver_that_is_not_there_is_refused():
    with pytest.raises(BadInput, match="no driver is named 'r157-fms'"):
        chosen("r157-fms")


def test_an_exam_of_several_frames_says_them_and_is_verified_in_them(tmp_path):
    few = Suite("few", [LOW.entries[k] for k in (600, 700)], ("collision",), References(("r157-fsm",), "point", 0.1))
    setups = setups_of(few, None, car=None, dt=None, timeout=3.0)
    found = examine_all(few, setups, 1, Life(Here(), tmp_path), lang="en", tell=None)
    assert [verdict.extra["step"] for verdict in found.cases] == ["0.01", "0.01", "0.1", "0.1"]
    frames = json.loads((tmp_path / "verdicts.json").read_text())["machine"]["setup"]["frames"]
    assert frames == told(setups) == {"rules": {"car": "", "dt": 0.01}, "r157-fsm": {"car": "point", "dt": 0.1}}
    assert again(tmp_path, jobs=1, shard=512).holds
