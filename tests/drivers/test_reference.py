"""The published reference drivers, driving as drivers, against the publication told in plain Python."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from aureole.cli import given
from aureole.cli.drivers import names
from aureole.core.notes import check
from aureole.exam.examine import Drive, Setup, examine
from aureole.exam.suites.cases import SuiteCase
from aureole.world.scenarios.embedded import library
from tests.drivers.published import collides

SCENARIO = Path(library.__file__).parent / "r157_cut_in.xosc"
MODELS = ("cc", "reg", "rss", "fsm")
PAIRS = ((40, 10), (60, 30), (130, 40))  # km/h
GAPS = (2, 6, 10, 14, 20, 28, 45)  # m; no speed of the pairs meets a threshold exactly there
LATERALS = (0.0, 0.2, 0.7, 1.3)  # m/s


def frame(model: str) -> Setup:
    return replace(given.setup(f"r157-{model}", "point", step=0.1), fails=("collision", "bad_plan"))


def cut_in(ego: float, other: float, gap: float, lateral: float) -> SuiteCase:
    told = {"EgoSpeed_kmh": ego, "OtherSpeed_kmh": other, "Gap": gap, "Lateral": lateral}
    return SuiteCase("cut-in", SCENARIO, {name: f"{value:g}" for name, value in told.items()})


def collided(verdict) -> bool:
    return any(event.name == "collision" for event in verdict.events)


def test_the_four_are_drivers_like_any_other():
    assert {f"r157-{model}" for model in MODELS} <= set(names())


@pytest.mark.parametrize("model", MODELS)
def test_in_the_published_frame_a_reference_driver_collides_where_the_publication_says(model):
    grid = [(*pair, gap, lateral) for pair in PAIRS for gap in GAPS for lateral in LATERALS]
    verdicts = examine([Drive(cut_in(*case), 0) for case in grid], frame(model))
    ours = [collided(verdict) for verdict in verdicts]
    expected = [collides(model, *case) for case in grid]
    assert [case for case, one, other in zip(grid, ours, expected, strict=True) if one != other] == []
    assert 0 < sum(expected) < len(grid)


@pytest.mark.parametrize("model", MODELS)
def test_a_reference_driver_keeps_its_lane_with_a_body_of_its_own(model):
    entry = library.find("motorway-free")
    setup = given.setup(f"r157-{model}", None, timeout=6.0)
    verdict = examine([Drive(SuiteCase(entry.name, entry.path, dict(entry.params)), 0)], setup)[0]
    assert verdict.measures["max_offset"] < 0.05
    assert verdict.measures["mean_speed"] == pytest.approx(110 / 3.6, abs=0.1)


def test_the_regulation_s_driver_brakes_with_six_metres_per_second_squared_after_its_reaction():
    verdict = examine([Drive(cut_in(60, 30, 12, 1.5), 0)], frame("reg"))[0]
    assert verdict.measures["max_brake"] == pytest.approx(6.0, abs=1e-3)


@pytest.mark.parametrize("model", MODELS)
def test_what_a_reference_driver_decides_does_not_depend_on_who_drives_beside_it(model):
    cases = [Drive(cut_in(60, 30, gap, 1.0), 0) for gap in (4, 12, 30)]
    together = [verdict.digest for verdict in examine(cases, frame(model))]
    assert together == [examine([case], frame(model))[0].digest for case in cases]


@pytest.mark.parametrize("model", MODELS)
def test_a_reference_driver_leaves_its_memory_and_what_it_sees_untouched(model):
    from tests.drivers.road_ahead import look, mission

    driver = frame(model).make()
    mind = driver.reset(mission(2))
    before = [array.copy() for array in mind.memory]
    plan, after = driver.drive(look(worlds=2), mind)
    check(plan)
    assert all(np.array_equal(one, other, equal_nan=True) for one, other in zip(before, mind.memory, strict=True))
    assert after.memory.clock[0] >= 0.0
