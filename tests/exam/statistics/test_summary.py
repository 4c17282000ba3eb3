"""What an exam says about a driver in a few numbers."""

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
