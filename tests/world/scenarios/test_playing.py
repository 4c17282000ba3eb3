"""What actions do and when elements change state, on scenarios of our own."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from aureole.world.scenarios.build import build
from aureole.world.scenarios.case import Case, Variation
from tests.world.scenarios.drives import (
    after,
    at,
    command,
    drive,
    event,
    lane_change,
    private,
    scenario,
    speed,
    trigger,
)

START = private("Ego", at("$Lane", "50"), speed("$Speed")) + private("Other", at("-5", "80"), speed("15"))


def element(kind: str, name: str, state: str) -> str:
    of = f'storyboardElementType="{kind}" storyboardElementRef="{name}"'
    return f'<StoryboardElementStateCondition {of} state="{state}"/>'


def test_an_entity_without_actions_keeps_its_speed_and_lane(tmp_path: Path) -> None:
    found = drive(scenario(tmp_path, START, end="5"))
    assert found.of("Ego", "xyz")[500, :2] == pytest.approx([150.0, -7.5])
    assert found.of("Other", "xyz")[500, :2] == pytest.approx([155.0, -11.0])


@pytest.mark.parametrize(("shape", "factor"), [("linear", 1.0), ("sinusoidal", math.pi / 2.0), ("cubic", 1.5)])
def test_a_speed_change_by_rate_is_never_steeper_than_the_rate(tmp_path: Path, shape: str, factor: float) -> None:
    events = event("Brake", speed("5", shape, "rate", "2"), after("1"))
    found = drive(scenario(tmp_path, START, events))
    values = found.of("Other", "speed")
    assert np.abs(np.diff(values)).max() == pytest.approx(0.02, rel=0.01)
    moments = found.moments()
    lasted = moments["BrakeAction", "completeState"] - moments["BrakeAction", "runningState"]
    assert lasted == pytest.approx(factor * 10.0 / 2.0, abs=0.02)
    assert values[-1] == pytest.approx(5.0)


def test_an_entity_never_accelerates_more_than_its_performance_allows(tmp_path: Path) -> None:
    found = drive(scenario(tmp_path, START, event("Go", speed("40", "linear", "time", "1"), after("1"))))
    assert np.diff(found.of("Other", "speed")).max() == pytest.approx(0.05, rel=0.01)  # 5 m/s^2 in the catalog


@pytest.mark.parametrize(("shape", "factor"), [("sinusoidal", math.pi / 2.0), ("cubic", 1.5), ("linear", 1.0)])
def test_a_lane_change_by_rate_lasts_as_long_as_its_shape_says(tmp_path: Path, shape: str, factor: float) -> None:
    found = drive(scenario(tmp_path, START, event("Change", lane_change("0", shape, "rate", "2"), after("1"))))
    moments = found.moments()
    lasted = moments["ChangeAction", "completeState"] - moments["ChangeAction", "runningState"]
    assert lasted == pytest.approx(factor * 3.5 / 2.0, abs=0.011)
    y = found.of("Other", "xyz")[:, 1]
    assert y[-1] == pytest.approx(-7.5)
    assert np.abs(np.diff(y)).max() == pytest.approx(0.02, rel=0.01)


def test_speed_over_ground_stays_in_a_lane_change(tmp_path: Path) -> None:
    found = drive(scenario(tmp_path, START, event("Change", lane_change("0", "sinusoidal", "time", "3"), after("1"))))
    way = np.hypot(*np.diff(found.of("Other", "xyz")[:, :2], axis=0).T)
    assert way == pytest.approx(0.15, abs=2e-4)


def test_a_delay_moves_the_edge_to_later(tmp_path: Path) -> None:
    events = event("Brake", speed("5", "linear", "time", "1"), after("1", delay="2.5"))
    assert drive(scenario(tmp_path, START, events)).moments()["Brake", "runningState"] == pytest.approx(3.5)


def test_the_end_of_an_action_is_seen_one_step_later(tmp_path: Path) -> None:
    first = event("First", speed("5", "linear", "time", "1"), after("1"))
    start = trigger(element("action", "FirstAction", "endTransition"))
    found = drive(scenario(tmp_path, START, first + event("Second", speed("9", "linear", "time", "1"), start)))
    moments = found.moments()
    seen = moments["Second", "runningState"] - moments["FirstAction", "completeState"]
    assert seen == pytest.approx(0.01)


def test_an_overwriting_event_stops_the_running_one(tmp_path: Path) -> None:
    events = event("Slow", speed("5", "linear", "time", "6"), after("1")) + event("Fast", speed("9"), after("2"))
    found = drive(scenario(tmp_path, START, events))
    assert found.moments()["Slow", "completeState"] == pytest.approx(2.0)
    assert found.of("Other", "speed")[-1] == 9.0


def test_a_skipped_event_never_runs_while_another_does(tmp_path: Path) -> None:
    events = event("Slow", speed("5", "linear", "time", "6"), after("1"))
    found = drive(scenario(tmp_path, START, events + event("Fast", speed("9"), after("2"), priority="skip")))
    assert ("Fast", "runningState") not in found.moments()
    assert not found.scenes[-1].exercised[0]


@pytest.mark.parametrize(("name", "counts"), [("Group", True), ("optional Group", False)])
def test_what_is_named_optional_need_not_happen(tmp_path: Path, name: str, counts: bool) -> None:
    path = scenario(tmp_path, START, event("Never", speed("9"), after("99")), end="1")
    path.write_text(path.read_text().replace('<ManeuverGroup name="Group"', f'<ManeuverGroup name="{name}"'))
    assert drive(path).scenes[-1].exercised[0] != counts


def test_an_event_runs_as_often_as_it_may(tmp_path: Path) -> None:
    again = event("Again", speed("9", "linear", "time", "0.5"), after("1", edge="none"), runs=3)
    found = drive(scenario(tmp_path, START, again))
    rows = [row for row in found.world.transitions(found.state, 0) if row[1] == "Again"]
    assert sum(row[4] == "runningState" for row in rows) == 3
    assert rows[-1][4] == "completeState"


def test_relative_lanes_count_to_the_left_and_skip_the_centre(tmp_path: Path) -> None:
    place = (
        '<TeleportAction><Position><RelativeLanePosition entityRef="Ego" dLane="7" ds="0"/></Position></TeleportAction>'
    )
    init = private("Ego", at("-4", "50"), speed("20")) + private("Other", place, speed("15"))
    found = drive(scenario(tmp_path, init, end="1"))
    assert found.of("Other", "t")[0] == pytest.approx(7.5)  # lane 4
    assert found.of("Other", "heading")[0] == pytest.approx(0.0)  # the way Ego looks, in the oncoming lane
    assert found.of("Other", "xyz")[100, 0] == pytest.approx(65.0)


def test_a_driven_ego_is_moved_by_its_driver_alone(tmp_path: Path) -> None:
    events = event("Swerve", lane_change("1", "sinusoidal", "time", "2"), after("1"))
    found = drive(scenario(tmp_path, START, events, actor="Ego"), passive=False)
    moments = found.moments()
    assert moments["SwerveAction", "completeState"] - moments["SwerveAction", "runningState"] == pytest.approx(1.99)
    assert found.of("Ego", "xyz")[-1, 1] == pytest.approx(-7.5, abs=1e-6)
    assert found.scenes[-1].exercised[0]  # only the ego had something to do


def test_an_expired_command_brakes(tmp_path: Path) -> None:
    world = build(Case("x", scenario(tmp_path, START)), [Variation()])
    scene, state = world.reset()
    for _ in range(200):
        scene, state = world.step(scene, command(1, until=0), state)
    assert scene.speed[0, 0] < 10.0


def test_a_drive_is_over_one_second_after_the_ego_has_hit_something(tmp_path: Path) -> None:
    init = private("Ego", at("-4", "50"), speed("20")) + private("Other", at("-4", "80"), speed("0"))
    path = scenario(tmp_path, init)
    found = drive(path, passive=False)
    first = next(k for k, scene in enumerate(found.scenes) if scene.hit[0] >= 0)
    assert len(found.scenes) - 1 - first == 100
    assert found.world.brief.names[found.scenes[first].hit[0]] == "Other"
    assert len(drive(path).scenes) == 1001  # the passive one plays on to the stop trigger
