"""An exam gives the same bits however it is cut into batches and threads."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from aureole.cli import given
from aureole.core.plan import Ask
from aureole.drivers.rules.driver import Rules
from aureole.exam.examine import Drive, Shown, driven, examine, shards, sort_drives
from aureole.exam.suites.suite import SuiteCase
from aureole.exam.verdicts import case_to_json, finite

SHORT = 3.0  # s


def setup(driver="rules", **how):
    return given.setup(driver, None, **{"timeout": SHORT, **how})


def digests(verdicts):
    return [verdict.digest for verdict in verdicts]


def told(verdicts):
    """Everything in the verdicts, as text: there a number that is none equals itself."""
    return [json.dumps(finite(case_to_json(verdict)), sort_keys=True) for verdict in verdicts]


@pytest.fixture(scope="module")
def seven():
    """Seven cut-ins that differ in the speed at which they are driven."""
    base = given.case_of("cut-in", [])
    return [Drive(SuiteCase(f"c{k}", base.path, {**base.params, "EgoSpeed_kmh": f"{80 + k}"}), 0) for k in range(7)]


def test_a_drive_has_the_same_digest_alone_and_among_others(seven):
    together = examine(seven, setup())
    alone = [examine([drive], setup())[0] for drive in seven]
    assert digests(together) == digests(alone)
    assert told(together) == told(alone)
    assert len(set(digests(together))) == 7


@pytest.mark.parametrize("shard", [1, 3])
def test_the_size_of_shards_changes_no_verdict(seven, shard):
    assert told(examine(seven, replace(setup(), shard=shard))) == told(examine(seven, setup()))


def test_a_digest_differs_when_one_parameter_differs(seven):
    other = replace(seven[0].case, params={**seven[0].case.params, "EgoSpeed_kmh": "80.5"})
    first, second, again = digests(examine([seven[0], Drive(other, 0), seven[0]], setup()))
    assert first == again
    assert first != second


def test_verdicts_come_in_the_order_of_the_drives(seven):
    assert [verdict.case for verdict in examine(seven[::-1], setup())] == [d.case.name for d in seven[::-1]]


def test_shards_hold_every_drive_once(seven):
    places = [place for part in shards(sort_drives(seven).groups, 3) for place in part]
    assert sorted(places) == list(range(7))


def test_few_drives_are_shown_as_they_were_driven(seven):
    shown = Shown()
    examine(seven[:2], setup(), shown=shown)
    assert set(shown.replays) == {0, 1}
    assert shown.replays[0].time[-1] == pytest.approx(SHORT)


class Raises(Rules):
    """A driver that breaks at its third look."""

    looks = 0

    def drive(self, observation, mind):
        self.looks += 1
        if self.looks > 2:
            raise ValueError("I am lost")
        return super().drive(observation, mind)


class Blind(Rules):
    """A driver whose plans hold numbers that are none."""

    def drive(self, observation, mind):
        plan, mind = super().drive(observation, mind)
        return replace(plan, speed=np.full_like(plan.speed, np.nan)), mind


class Short(Rules):
    """A driver whose plans have too few points in one field."""

    def drive(self, observation, mind):
        plan, mind = super().drive(observation, mind)
        return replace(plan, speed=plan.speed[:, :9]), mind


class Gives(Rules):
    """A driver that goes to minimal risk at once."""

    def drive(self, observation, mind):
        plan, mind = super().drive(observation, mind)
        return replace(plan, ask=np.full_like(plan.ask, Ask.MINIMAL_RISK), speed=np.zeros_like(plan.speed)), mind


@pytest.mark.parametrize(("driver", "told"), [(Raises, "I am lost"), (Short, "axis 'steps'")])
def test_a_driver_that_breaks_fails_each_of_its_drives_and_no_other(seven, driver, told):
    verdicts = examine(seven[:2], replace(setup(), make=driver))
    assert [verdict.status for verdict in verdicts] == ["failed", "failed"]
    assert {event.name for verdict in verdicts for event in verdict.events} == {"bad_plan"}
    assert told in verdicts[0].events[0].text
    assert verdicts[0].blame == "decide"


class Late(Rules):
    """A driver that cannot begin."""

    def reset(self, mission):
        raise OSError("no map")


class Unmade(Rules):
    """A driver that cannot be made."""

    def __init__(self):
        raise OSError("no weights")


@pytest.mark.parametrize(("driver", "told"), [(Late, "no map"), (Unmade, "no weights")])
def test_a_driver_that_never_begins_fails_and_the_infrastructure_is_not_blamed(seven, driver, told):
    verdict = examine(seven[:1], replace(setup(), make=driver))[0]
    assert verdict.status == "failed"
    assert verdict.events[0].name == "bad_plan"
    assert told in verdict.events[0].text


def test_a_plan_that_is_not_a_number_brakes_and_fails(seven):
    outcome = driven(seven[:1], replace(setup(), make=Blind))
    assert outcome.verdicts[0].status == "failed"
    assert "bad_plan" in {event.name for event in outcome.verdicts[0].events}
    assert outcome.verdicts[0].measures["max_brake"] > 4.0


def test_a_drive_ends_at_standstill_after_a_minimal_risk_manoeuvre(seven):
    outcome = driven(seven[:1], replace(setup(timeout=60.0), make=Gives), history=True)
    replay = outcome.history.replay(0)
    assert abs(replay.speed[-1, 0]) < 0.01
    assert replay.time[-1] < 30.0
    assert "minimal_risk" in {event.name for event in outcome.verdicts[0].events}


def test_the_last_scene_a_watcher_sees_is_over_when_time_is_up(seven):
    class Last:
        over = None

        def watch(self, scene, plan, command):
            self.over = bool(scene.over[0])

    last = Last()
    driven(seven[:1], setup(timeout=0.5), extra=[last])
    assert last.over is True
