"""Signals of real scenario files: judged step by step and in stretches alike, and heeded by the rule driver."""

from __future__ import annotations

from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest

from aureole.cli import given
from aureole.exam.drive import driven
from aureole.exam.setup import Drive
from aureole.exam.suites.cases import SuiteCase
from tests.exam.test_stretches import Unmoved
from tests.world.scenarios.drives import at, private
from tests.world.scenarios.signalled import post, written

AHEAD = {"signal_heading": "0"}  # speaks to who goes as its carrier looks
LIGHT = {"signal": "light", "signal_state": "red", **AHEAD}
LIMIT = {"signal": "limit", "signal_value": "8", **AHEAD}
STOP = {"signal": "stop", **AHEAD}


def case(folder: Path, properties: dict[str, str], *, s: str = "220", end: str = "12") -> list[Drive]:
    """One drive along the motorway, with one signal beside the lanes."""
    path = written(folder, posts=post("Post", properties), init=private("Post", at("-6", s)), end=end)
    return [Drive(SuiteCase("signalled", str(path), {}), 0)]


def both(drives: list[Drive], driver: str):
    """The verdict in stretches, after a look at whether it is the same step by step."""
    setup = given.setup(driver, None, timeout=30.0, step=0.02, order="", ego=None)
    setup = replace(setup, fails=("red_light", "stop_sign", "collision"))
    quick, slow = driven(drives, setup).verdicts[0], driven(drives, setup, extra=[Unmoved()]).verdicts[0]
    assert str(quick) == str(slow)
    return quick


@pytest.mark.parametrize(("properties", "event"), [(LIGHT, "red_light"), (STOP, "stop_sign"), (LIMIT, "speeding")])
def test_a_driver_that_looks_at_no_signal_is_found_out(tmp_path, properties, event):
    verdict = both(case(tmp_path, properties), "passive")
    assert event in {found.name for found in verdict.events}


@pytest.mark.skipif(find_spec("aureole.world.sensing.signs.look") is None, reason="the senses read no signals yet")
@pytest.mark.parametrize(("properties", "event"), [(LIGHT, "red_light"), (STOP, "stop_sign"), (LIMIT, "speeding")])
def test_the_rule_driver_heeds_it(tmp_path, properties, event):
    verdict = both(case(tmp_path, properties, end="25"), "rules")
    assert event not in {found.name for found in verdict.events}
    assert (verdict.measures["standing"] > 0.5) == (event != "speeding")
    assert verdict.measures["mean_speed"] < 15.0


def test_a_signal_for_those_who_come_towards_us_does_not_count(tmp_path):
    verdict = both(case(tmp_path, {**LIGHT, "signal_heading": "3.14159265"}), "passive")
    assert verdict.measures["red_lights"] == 0.0
