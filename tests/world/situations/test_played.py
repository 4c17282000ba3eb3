"""Situations as they play: without fault, with a hazard that is real, and with a goal that can be reached."""

from __future__ import annotations

import pytest

from aureole.drivers.passive import Passive
from aureole.exam.examine import Drive, Setup, examine
from aureole.exam.suites import suite
from aureole.exam.suites.made import write
from aureole.world.situations import index
from tests.world.situations.bare import bared

HELD = 25  # a held-out seed
FIRST = ["accident-two-ways", "non-signalized-junction-left-turn", "highway-cut-in", "dynamic-object-crossing",
         "opposite-vehicle-running-red-light", "flagger", "cone-taper", "ball-then-child"]  # fmt: skip
"""One of every group and more; the others are played by the slow test."""
UNHURT = {  # a car that keeps its lane and its speed hits nobody here; what it does wrong instead
    "highway-exit": "misses its exit", "merger-into-slow-traffic": "misses its exit", "merger-into-slow-traffic-v2": "",
    "parking-exit": "never leaves", "yield-to-emergency-vehicle": "does not yield", "temporary-limit": "is too fast",
    "vanilla-signalized-turn-encounter-green-light": "nothing", "end-of-works": "misses its lane",
}  # fmt: skip


def passive(timeout: float) -> Setup:
    return Setup(driver="passive", make=Passive, timeout=timeout, fails=suite.load("interactive-44").fails)


def driven(name: str, seed: int, timeout: float):
    return examine([Drive(suite.picked(f"{name}#{seed}")[1], 0)], passive(timeout))[0]


@pytest.mark.parametrize("name", FIRST)
def test_a_car_that_keeps_lane_and_speed_hits_somebody(name):
    assert "collision" in {event.name for event in driven(name, HELD, 90.0).events}


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, HELD])
@pytest.mark.parametrize("name", sorted(set(index.SITUATIONS) - set(UNHURT)))
def test_the_hazard_of_every_situation_is_real(name, seed):
    assert "collision" in {event.name for event in driven(name, seed, 90.0).events}


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(index.SITUATIONS))
def test_three_seconds_of_every_situation_play_without_fault(name):
    verdict = driven(name, HELD, 3.0)
    assert verdict.status != "infrastructure"


def test_a_situation_written_into_a_folder_is_a_case_of_that_folder(tmp_path):
    scenario, map_ = write("accident", HELD, tmp_path)
    assert [case.name for case in suite.of_paths([tmp_path]).entries] == [scenario.stem]
    assert map_.read_bytes() == index.make("accident", HELD).map


@pytest.mark.parametrize("name", ["accident", "vanilla-non-signalized-turn", "cone-taper", "door-opens"])
def test_without_the_others_the_goal_is_reached_by_keeping_to_the_route(name, tmp_path):
    verdict = examine([Drive(bared(name, HELD, tmp_path), 0)], passive(90.0))[0]
    assert "timeout" not in {event.name for event in verdict.events}
