"""A step of the wall clock (somebody sets it, a satellite receiver finds its fix): nobody here looks at it."""

from __future__ import annotations

import time

import numpy as np

from tests.faults.car import CRUISE, SERVICES


def test_a_wall_clock_that_leaps_by_years_at_every_look_changes_nothing(car, monkeypatch):
    leaps = iter(np.random.default_rng(6).uniform(-1e9, 1e9, 1_000_000).tolist())
    true, looks = time.time, []

    def leaping() -> float:
        looks.append(None)
        return true() + next(leaps)

    monkeypatch.setattr(time, "time", leaping)  # before the zygote is forked: every node has it
    monkeypatch.setattr(time, "time_ns", lambda: round(leaping() * 1e9))
    with car() as (drive, board):
        steps = board["steps"]
        drive.wait_for(lambda: board["steps"] > steps + 200)
        assert drive.supervisor.mode == "full"
        assert drive.lives() == ["started"] * len(SERVICES)
        assert not drive.texts("logical")
        drive.wait_for(lambda: 0.9 * CRUISE < board["speed"] < 1.1 * CRUISE)
