"""A slippery road: the examined car's tyres feel it, nobody else does, and a dry one changes nothing."""

from __future__ import annotations

import numpy as np
import pytest

from aureole.core.errors import BadInput
from aureole.vehicle.cars import load
from aureole.vehicle.constants import GRAVITY
from aureole.world.scenarios.build import build
from aureole.world.scenarios.case import Case, Variation
from aureole.world.scenarios.player.state import A_SLICK
from aureole.world.situations import index
from aureole.world.situations.written import written
from tests.world.scenarios.drives import Drive, after, at, command, drive, private, scenario, speed

HARD = -9.0  # m/s^2; more than any of these roads takes
GRIP = load("sedan").body.friction * GRAVITY
INIT = private("Ego", at("-4", "50"), speed("20")) + private("Other", at("-3", "50"), speed("20"))


def road(share: str) -> str:
    """A global action: the road is as slippery as that."""
    inner = f'<Environment name="road"><RoadCondition frictionScaleFactor="{share}"/></Environment>'
    return f"<GlobalAction><EnvironmentAction>{inner}</EnvironmentAction></GlobalAction>"


def happens(name: str, share: str, start: str) -> str:
    """An event that changes the road."""
    inner = f'<Action name="{name}Action">{road(share)}</Action>{start}'
    return f'<Event name="{name}" priority="parallel" maximumExecutionCount="1">{inner}</Event>'


def braking(folder, init: str = "", events: str = "", accel: float = HARD) -> Drive:
    """Two seconds of full braking."""
    path = scenario(folder, init + INIT, events, end="2")
    return drive(path, accel=accel, passive=False, step=0.02)


def slowing(found: Drive, moment: float) -> float:
    """Deceleration at a moment, m/s^2."""
    return -float(found.of("Ego", "accel")[round(moment / 0.02)])


@pytest.mark.parametrize("share", [0.15, 0.3, 0.6])
def test_a_car_brakes_no_harder_than_the_road_lets_it(tmp_path, share):
    found = braking(tmp_path, road(str(share)))
    assert 0.9 * share * GRIP < slowing(found, 1.5) <= share * GRIP  # the rear axle brakes a little less than it could
    assert slowing(braking(tmp_path), 1.5) > 8.0


def test_it_is_felt_from_the_moment_on_that_the_scenario_says_and_until_then(tmp_path):
    found = braking(tmp_path, events=happens("Ice", "0.2", after("0.8")) + happens("Dry", "1", after("1.4")))
    assert slowing(found, 0.7) > 8.0
    assert 0.9 * 0.2 * GRIP < slowing(found, 1.2) <= 0.2 * GRIP
    assert slowing(found, 1.8) > 8.0


def test_a_dry_road_changes_no_bit(tmp_path):
    bare, told = braking(tmp_path), braking(tmp_path, road("1.0"))
    for field in ("xyz", "heading", "speed", "accel", "yaw_rate"):
        assert np.array_equal(bare.of("Ego", field), told.of("Ego", field))


def test_who_is_moved_by_the_scenario_feels_nothing(tmp_path):
    assert np.array_equal(braking(tmp_path).of("Other", "xyz"), braking(tmp_path, road("0.2")).of("Other", "xyz"))


def test_friction_below_zero_is_refused_with_its_place(tmp_path):
    with pytest.raises(BadInput, match=r"frictionScaleFactor is -0\.5") as caught:
        braking(tmp_path, road("-0.5"))
    assert "RoadCondition" in caught.value.place


@pytest.mark.parametrize("name", ["ice-and-aquaplaning", "control-loss"])
def test_a_slippery_situation_takes_the_grip_on_a_stretch_and_gives_it_back(name, tmp_path):
    made = index.make(name, 25)
    stage = made.stage
    stage.actors, stage.events = [], [one for one in stage.events if not one.who]  # the road alone
    (tmp_path / index.MAP).write_bytes(made.map)
    path = tmp_path / "road.xosc"
    path.write_bytes(written(stage, name, index.MAP))
    world = build(Case(name, path), [Variation({}, 0)], step=0.1)
    scene, state = world.reset()
    felt = []
    while not scene.over.all() and len(felt) < 600:
        scene, state = world.step(scene, command(1), state)
        felt.append(1.0 - float(state.state.agents[0, 0, A_SLICK]))
    met = [share for k, share in enumerate(felt) if k == 0 or share != felt[k - 1]]
    assert met == pytest.approx([1.0, stage.values["grip"], 1.0])
