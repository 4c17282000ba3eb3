"""Exams on logs: which rules apply, what scores are measured by, and how well a log can be driven at all."""

from __future__ import annotations

from math import isnan
from pathlib import Path

import pytest

from aureole.core.verdict import Verdict
from aureole.drivers.passive import Passive
from aureole.drivers.rules.driver import Rules
from aureole.exam.drive import driven
from aureole.exam.examine import examine
from aureole.exam.logged.rules import absent
from aureole.exam.logged.scoring import LogScored, completed
from aureole.exam.scores.factors.lights import tlc
from aureole.exam.scores.names import NAMES
from aureole.exam.setup import Drive, Setup
from aureole.exam.suites.cases import SuiteCase
from aureole.exam.suites.suite import of_paths
from aureole.runtime.loop import run
from aureole.vehicle.follower import Follower
from aureole.world.logs.playing.build import build
from aureole.world.scenarios.case import Case, Variation
from tests.world.logs.made_up import scene, track, written


def verdict(path: Path, driver: str = "passive", **params: str) -> Verdict:
    make = Passive if driver == "passive" else Rules
    return driven([Drive(SuiteCase("made-up", path, params), 0)], Setup(driver, make, scores=NAMES)).verdicts[0]


def test_the_log_itself_makes_all_of_its_own_progress(tmp_path: Path) -> None:
    found = verdict(written(tmp_path, scene(other=track(60.0, 3.5, 10.0))))
    assert found.status == "passed"
    assert found.measures["nuplan.progress"] == pytest.approx(1.0)
    assert found.measures["alpasim"] == pytest.approx(1.0)
    assert found.measures["nuplan"] == pytest.approx(1.0)


def test_what_the_log_lacks_is_absent_from_the_scores_and_said(tmp_path: Path) -> None:
    found = verdict(written(tmp_path, scene()))
    assert isnan(found.measures["pdms.dac"])
    assert isnan(found.measures["alpasim.road"])
    assert isnan(found.measures["epdms.tlc"])
    assert "dac" in found.extra["lacks.pdms"]
    assert found.extra["log_lacks"] == "lights, area, heights, lane_kinds, limits"
    assert "off_road (area)" in found.extra["not_judged"]
    assert found.extra["ego"] == "me"


def test_no_event_appears_that_a_log_cannot_be_judged_by(tmp_path: Path) -> None:
    held = scene()
    held["tracks"]["me"] = track(20.0, 9.0, 10.0)  # beside all lanes
    found = verdict(written(tmp_path, held))
    assert {event.name for event in found.events} <= {"discomfort"}
    assert not {clause.name for clause in found.clauses} & {"off_road", "lane_departure"}


def test_a_log_that_knows_where_cars_may_drive_is_judged_by_it() -> None:
    assert "off_road" not in absent(("lights",))
    assert absent(("area",))["off_road"] == "area"


def test_a_light_that_is_red_is_seen_by_the_score(tmp_path: Path) -> None:
    held = scene()
    states = ["LANE_STATE_STOP"] * 61
    held["tracks"]["me"] = track(-3.0, 0.0, 2.0)
    held["dynamic_map_states"] = {
        "right": {"type": "TRAFFIC_LIGHT", "lane": "right", "state": {"object_state": states}}
    }
    world = build(Case("made-up", written(tmp_path, held)), [Variation({})], passive=True)
    watching = LogScored(world, ("epdms",))
    run(world, Passive(), Follower(), watching.watchers)
    log = completed(watching.keep.log(0), world)
    assert tlc(log) == 0.0
    assert tlc(log.part(0, 3)) == 1.0


def test_rules_drives_behind_a_slow_car_of_the_log_without_a_collision(tmp_path: Path) -> None:
    found = verdict(written(tmp_path, scene(slow=track(50.0, 0.0, 5.0))), "rules")
    assert found.status == "passed"
    assert found.measures["nuplan.nc"] == 1.0


def test_names_files_and_cars_are_cases(tmp_path: Path) -> None:
    path = written(tmp_path, scene(other=track(60.0, 3.5, 10.0)))
    suite = of_paths([path, path.with_name("scene.pkl#other")])
    assert [case.name for case in suite.entries] == ["scene", "scene#other"]
    assert suite.entries[1].params == {"ego": "other"}
    verdicts = examine([Drive(case, seed) for case in suite.entries for seed in (0, 1)], Setup("rules", Rules))
    assert [one.extra["ego"] for one in verdicts] == ["me", "me", "other", "other"]
    assert verdicts[0].digest != verdicts[2].digest
