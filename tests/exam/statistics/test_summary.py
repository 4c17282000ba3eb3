"""What an exam says about a driver in a few numbers."""

import math
from dataclasses import replace

import pytest

from aureole.exam.statistics import summary
from tests.exam.played import verdict


def test_the_summary_counts_by_driver_and_leaves_out_what_was_no_trial():
    statuses = ["passed", "passed", "failed", "unavoidable", "not_exercised", "infrastructure"]
    verdicts = [verdict(k, status) for k, status in enumerate(statuses)] + [verdict(9, driver="r157-cc")]
    found = summary(verdicts, seconds={"rules": 12.5})
    assert list(found) == ["rules", "r157-cc"]
    rules = found["rules"]
    counts = {key: rules[key] for key in ("cases", *dict.fromkeys(statuses))}
    assert counts == {
        "cases": 6, "passed": 2, "failed": 1, "unavoidable": 1, "not_exercised": 1, "infrastructure": 1,
    }  # fmt: skip
    assert rules["seconds"] == 12.5
    assert rules["bounds"]["exercised"] == 4
    assert rules["bounds"]["failure_rate"] == 0.25
    assert rules["bounds"]["zero_failures"] is None
    assert found["r157-cc"]["bounds"]["zero_failures"] == pytest.approx(0.95)


def test_every_drive_with_a_collision_is_counted_whatever_its_status():
    verdicts = [verdict(k, status) for k, status in enumerate(["passed", "failed", "unavoidable"])]
    machine = replace(verdicts[1], status="infrastructure")
    assert summary([*verdicts, machine])["rules"]["collisions"] == 3


def test_without_verdicts_there_is_no_driver_to_sum_up():
    assert summary([]) == {}


def test_a_time_that_is_no_number_takes_none():
    broken = replace(verdict(), measures={"time": float("inf")})
    assert summary([broken, verdict(1)])["rules"]["seconds"] == 25.0


def driven(case, status="passed", success=None):
    """A drive of a case."""
    made = replace(verdict(status=status), case=case)
    return made if success is None else replace(made, measures={**made.measures, "route.success": success})


def test_situations_are_counted_by_ability_and_by_situation_each_with_its_bounds():
    cases = ["flagger#1", "flagger#2", "highway-exit#1", "falling-load#1", "cut-in"]
    found = summary([driven(case, "failed" if case == "flagger#2" else "passed") for case in cases])["rules"]
    able = {name: (one["cases"], one["failed"]) for name, one in found["abilities"].items()}
    assert able == {
        "merging": (1, 0), "emergency brake": (1, 0), "traffic signs": (2, 1), "road works": (2, 1), "physics": (1, 0),
    }  # fmt: skip
    flagger = found["situations"]["flagger"]
    assert (flagger["passed"], flagger["failed"]) == (1, 1)
    assert flagger["bounds"]["clopper_pearson"] == pytest.approx([0.0126, 0.9874], abs=1e-3)
    assert found["abilities"]["merging"]["bounds"]["zero_failures"] == pytest.approx(0.95)
    assert "success" not in flagger


def test_where_no_case_is_a_situation_nothing_is_grouped():
    found = summary([driven("cut-in"), driven("r157-cut-in-low#3")])["rules"]
    assert "abilities" not in found
    assert "situations" not in found


def test_route_success_is_counted_where_it_can_be_told():
    drives = [driven("flagger#1", success=1.0), driven("flagger#2", success=0.0), driven("flagger#3", success=math.nan)]
    found = summary(drives)["rules"]["situations"]["flagger"]
    assert (found["success"], found["success_told"]) == (1, 2)
