"""Distances beside another one, in closed form: at once, at a greatest speed, as a damped spring within a limit."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from aureole.core.errors import Unsupported
from tests.world.scenarios.drives import Drive, after, at, drive, event, private, scenario, speed

STEP, SPEED, WIDE = 0.05, 20.0, 0.5 * (1.84 + 1.8)  # s, m/s, m: half of both boxes' widths
FIRST = 22  # the step that begins at 1.05 s: begun at 1.0 s, it looks in the first one and moves in the next


def beside(attributes: str, limits: str = "") -> str:
    inner = f"<DynamicConstraints {limits}/>" if limits else ""
    given = f'entityRef="Ego" coordinateSystem="road" {attributes}'
    return f"<LateralAction><LateralDistanceAction {given}>{inner}</LateralDistanceAction></LateralAction>"


def played(folder: Path, attributes: str, limits: str = "", *, offset: str = "0", end: str = "8") -> Drive:
    init = private("Ego", at("-5", "100"), speed("20")) + private("Other", at("-4", "100", offset), speed("20"))
    events = event("Beside", beside(attributes, limits), after("1"))
    return drive(scenario(folder, init, events, end=end), step=STEP)


def left(found: Drive) -> np.ndarray:
    """How far Other drives to the left of Ego, m."""
    return found.of("Other", "xyz")[:, 1] - found.of("Ego", "xyz")[:, 1]


def test_without_limits_it_is_there_at_once_and_done_when_it_sees_so(tmp_path: Path) -> None:
    found = played(tmp_path, 'distance="6" freespace="false" continuous="false" displacement="leftToReferencedEntity"')
    apart = left(found)
    assert apart[: FIRST - 1] == pytest.approx(apart[0], abs=1e-9)
    assert apart[FIRST:] == pytest.approx(6.0, abs=1e-9)
    assert found.moments()["BesideAction", "completeState"] == pytest.approx(1.1)
    assert found.of("Other", "heading")[FIRST] == pytest.approx(math.atan2(6.0 - apart[0], SPEED * STEP))


def test_freespace_is_between_boxes_that_drive_along(tmp_path: Path) -> None:
    found = played(tmp_path, 'distance="0.5" freespace="true" continuous="true" displacement="rightToReferencedEntity"')
    assert left(found)[-1] == pytest.approx(-0.5 - WIDE)
    assert ("BesideAction", "completeState") in found.moments()  # the stop trigger's doing
    assert found.moments()["BesideAction", "completeState"] == pytest.approx(8.0)


def test_any_side_is_its_own_and_no_distance_is_the_one_of_now(tmp_path: Path) -> None:
    assert left(played(tmp_path, 'distance="5" freespace="false" continuous="true"'))[-1] == pytest.approx(5.0)
    found = left(played(tmp_path, 'freespace="false" continuous="true" displacement="any"'))
    assert found == pytest.approx(found[0], abs=1e-9)


def test_with_a_greatest_speed_alone_it_goes_sideways_at_that_speed(tmp_path: Path) -> None:
    found = played(
        tmp_path, 'distance="6.5" freespace="false" continuous="false" displacement="leftToReferencedEntity"',
        'maxSpeed="2"',
    )  # fmt: skip
    apart, x = left(found), found.of("Other", "xyz")[:, 0]
    steps = np.diff(apart)[FIRST - 1 :]
    whole = int((6.5 - apart[0]) / (2.0 * STEP))
    assert steps[:whole] == pytest.approx(2.0 * STEP, abs=1e-6)
    assert apart[-1] == pytest.approx(6.5, abs=1e-9)
    assert np.diff(x)[FIRST] == pytest.approx(math.sqrt(SPEED**2 - 2.0**2) * STEP, abs=1e-6)
    assert found.of("Other", "heading")[FIRST + 1] == pytest.approx(
        math.atan2(2.0, math.sqrt(SPEED**2 - 4.0)), abs=1e-6
    )


def test_within_an_acceleration_it_comes_in_as_a_critically_damped_spring(tmp_path: Path) -> None:
    found = played(
        tmp_path, 'distance="6.5" freespace="false" continuous="true" displacement="leftToReferencedEntity"',
        'maxAcceleration="3" maxSpeed="2.5"',
    )  # fmt: skip
    apart, stiff = left(found), 0.4 * 3.0
    now, across, wanted = apart[0], 0.0, [apart[0]]
    for _ in range(FIRST, len(apart)):
        accel = min(max(stiff * (6.5 - now) - 2.0 * math.sqrt(stiff) * across, -3.0), 3.0)
        across = min(max(across + accel * STEP, -2.5 + 1e-6), 2.5 - 1e-6)
        now += across * STEP
        wanted.append(now)
    assert apart[FIRST - 1 :] == pytest.approx(wanted, abs=1e-6)
    assert apart[-1] == pytest.approx(6.5, abs=0.05)
    assert np.hypot(*np.diff(found.of("Other", "xyz")[:, :2], axis=0).T) == pytest.approx(SPEED * STEP, abs=1e-6)


def test_seen_from_the_other_one_it_is_as_far_beside_it(tmp_path: Path) -> None:
    attributes = 'distance="6" freespace="false" continuous="true" displacement="leftToReferencedEntity"'
    init = private("Ego", at("-5", "100"), speed("20")) + private("Other", at("-4", "100"), speed("20"))
    inner = beside(attributes).replace('coordinateSystem="road"', 'coordinateSystem="entity"')
    found = drive(scenario(tmp_path, init, event("Beside", inner, after("1")), end="3"), step=STEP)
    assert left(found)[-1] == pytest.approx(6.0)


def test_along_a_lane_is_refused_by_name(tmp_path: Path) -> None:
    inner = beside('distance="1" freespace="false" continuous="true"').replace('"road"', '"lane"')
    path = scenario(
        tmp_path, private("Ego", at("-5", "9")) + private("Other", at("-4", "9")), event("B", inner, after("1"))
    )
    with pytest.raises(Unsupported, match="coordinateSystem 'lane'"):
        drive(path)
