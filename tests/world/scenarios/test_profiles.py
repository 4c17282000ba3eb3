"""Speed profiles and distances within dynamic constraints, against closed forms."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aureole.core.errors import BadInput
from tests.world.scenarios.drives import Drive, after, at, drive, event, private, scenario, speed

INIT = private("Ego", at("-4", "100"), speed("20")) + private("Other", at("-5", "60"), speed("10"))
LIMITS = ["maxAcceleration", "maxDeceleration", "maxSpeed", "maxAccelerationRate", "maxDecelerationRate"]


def limits(*values: float) -> str:
    words = " ".join(f'{name}="{value}"' for name, value in zip(LIMITS, values, strict=False))
    return f"<DynamicConstraints {words}/>"


def profile(entries: list[tuple[float | None, float]], within: str = "", mode: str = "follow") -> str:
    rows = "".join(
        f'<SpeedProfileEntry {"" if time is None else f"""time="{time}" """}speed="{value}"/>'
        for time, value in entries
    )
    inner = f'<SpeedProfileAction followingMode="{mode}">{within}{rows}</SpeedProfileAction>'
    return f"<LongitudinalAction>{inner}</LongitudinalAction>"


def distance(metres: float, within: str = "", words: str = 'distance="{}"') -> str:
    how = f'entityRef="Ego" {words.format(metres)} continuous="true" freespace="false" displacement="any"'
    inner = f"<LongitudinalDistanceAction {how}>{within}</LongitudinalDistanceAction>"
    return f"<LongitudinalAction>{inner}</LongitudinalAction>"


def go(folder: Path, action: str, end: str = "12") -> Drive:
    return drive(scenario(folder, INIT, event("Go", action, after("1")), end=end))


def accelerations(found: Drive) -> tuple[np.ndarray, np.ndarray]:
    """Acceleration and jerk of the other car, of every step."""
    accel = np.diff(found.of("Other", "speed")) / 0.01
    return accel, np.diff(accel) / 0.01


def test_a_linear_profile_passes_its_entries_at_their_times(tmp_path: Path) -> None:
    found = go(tmp_path, profile([(0.0, 10.0), (2.0, 14.0), (3.0, 5.0)], mode="position"))
    values = found.of("Other", "speed")
    assert values[[100, 200, 300, 450, 600, 700]] == pytest.approx([10.0, 12.0, 14.0, 9.5, 5.0, 5.0], abs=1e-6)
    assert found.moments()["GoAction", "completeState"] == pytest.approx(6.0, abs=0.02)


def test_without_times_the_limits_say_how_fast(tmp_path: Path) -> None:
    values = go(tmp_path, profile([(None, 16.0), (None, 12.0)], limits(3.0, 4.0), mode="position")).of("Other", "speed")
    assert values[[200, 300, 350, 400, 500]] == pytest.approx([13.0, 16.0, 14.0, 12.0, 12.0], abs=1e-6)


def test_one_speed_with_jerk_takes_the_time_of_the_closed_form(tmp_path: Path) -> None:
    found = go(tmp_path, profile([(None, 18.0)], limits(2.0, 2.0, 50.0, 1.0, 1.0)))
    accel, jerk = accelerations(found)
    # a trapezoid of acceleration: 2 s up, 2 s held, 2 s down, for 8 m/s
    assert found.moments()["GoAction", "completeState"] == pytest.approx(1.0 + 6.0, abs=0.03)
    assert accel.max() == pytest.approx(2.0, abs=0.01)
    assert np.abs(jerk).max() < 1.05
    assert found.of("Other", "speed")[-1] == pytest.approx(18.0)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.floats(2.0, 30.0), st.floats(1.0, 4.0), st.floats(1.0, 6.0), st.floats(0.5, 5.0), st.floats(0.5, 5.0))
def test_a_profile_with_jerk_keeps_every_limit_and_ends_at_its_speed(
    tmp_path: Path, goal: float, up: float, down: float, rise: float, fall: float
) -> None:
    found = go(tmp_path, profile([(None, goal)], limits(up, down, 60.0, rise, fall)), end="60")
    accel, jerk = accelerations(found)
    assert -down - 0.01 <= accel.min() <= accel.max() <= up + 0.01
    assert -max(fall, rise) - 0.05 <= jerk.min() <= jerk.max() <= max(fall, rise) + 0.05
    assert found.of("Other", "speed")[-1] == pytest.approx(goal, abs=1e-6)


def test_a_distance_within_constraints_settles_and_keeps_them(tmp_path: Path) -> None:
    found = go(tmp_path, distance(25.0, limits(3.0, 4.0, 40.0)), end="40")
    gap = found.of("Ego", "s") - found.of("Other", "s")
    accel, _ = accelerations(found)
    assert gap[-1] == pytest.approx(25.0, abs=0.01)
    assert found.of("Other", "speed")[-1] == pytest.approx(20.0, abs=0.01)
    assert accel.max() <= 3.0 + 1e-6
    assert accel.min() >= -4.0 - 1e-6


def test_a_distance_with_jerk_builds_acceleration_and_braking_up_no_faster(tmp_path: Path) -> None:
    accel, jerk = accelerations(go(tmp_path, distance(25.0, limits(3.0, 3.0, 40.0, 1.0, 2.0)), end="20"))
    pushes, brakes = (accel[:-1] >= 0.0) & (accel[1:] > 0.0), (accel[:-1] <= 0.0) & (accel[1:] < 0.0)
    assert jerk[pushes].max() == pytest.approx(1.0, abs=1e-6)
    assert jerk[brakes].min() >= -2.0 - 1e-6


@pytest.mark.parametrize(
    "action",
    [
        profile([(None, 18.0)], limits(-1.0)),
        profile([(-1.0, 18.0)]),
        profile([]),
        profile([(1.0, float("nan"))]),
        distance(20.0, limits(2.0, -3.0)),
    ],
)
def test_limits_below_zero_and_entries_that_are_none_are_refused(tmp_path: Path, action: str) -> None:
    with pytest.raises(BadInput, match=r"scenario\.xosc:"):
        go(tmp_path, action)
