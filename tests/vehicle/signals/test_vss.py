"""Names and units of COVESA VSS."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aureole.core.errors import BadInput
from aureole.vehicle.ports.database import frames
from aureole.vehicle.signals.vss import HAZARD, LEAVES, spoken, understood
from tests.vehicle.ports import joined  # noqa: F401  # skips without the packages

BUS = {"Crc", "Count", "Freshness", "Mac", "Valid", "Moment"}


def test_every_signal_of_motion_wheels_and_requests_has_one_leaf():
    named = [(leaf.frame, leaf.signal) for leaf in LEAVES]
    assert len(set(named)) == len(named)
    kinds = [frames()[name] for name in ("Motion", "Wheels", "SteerRequest", "DriveRequest", "BodyRequest")]
    assert set(named) == {(kind.name, signal) for kind in kinds for signal in kind.signals if signal not in BUS}
    assert all(re.fullmatch(r"Vehicle(\.[A-Z][A-Za-z0-9]*)+", leaf.path) for leaf in LEAVES)


@pytest.mark.parametrize(
    ("frame", "signal", "value", "path", "said"),
    [
        ("Motion", "Speed", 10.0, "Vehicle.Speed", 36.0),
        ("Motion", "YawRate", math.pi / 6, "Vehicle.AngularVelocity.Yaw", 30.0),
        ("Motion", "Accel", -2.0, "Vehicle.Acceleration.Longitudinal", -2.0),
        ("Motion", "Steer", math.pi / 180, "Vehicle.Chassis.Axle.Row1.SteeringAngle", 1.0),
        ("Wheels", "RearLeft", 5.0, "Vehicle.Chassis.Axle.Row2.Wheel.Left.Speed", 18.0),
        ("BodyRequest", "Gear", 3, "Vehicle.Powertrain.Transmission.SelectedGear", 126),
        ("BodyRequest", "Gear", 0, "Vehicle.Powertrain.Transmission.SelectedGear", 127),
        ("BodyRequest", "BrakeLamp", 1, "Vehicle.Body.Lights.Brake.IsActive", "ACTIVE"),
        ("BodyRequest", "Horn", 1, "Vehicle.Body.Horn.IsActive", True),
    ],
)
def test_a_signal_is_said_in_the_unit_of_vss(frame, signal, value, path, said):
    assert spoken(frame, {signal: value}) == {path: pytest.approx(said)}
    assert understood(path, said) == (frame, signal, pytest.approx(value))


def test_a_target_angle_is_whole_degrees_as_vss_has_it():
    path = "Vehicle.MotionManagement.Steering.Axle.Row1.SteerAngleTarget"
    assert spoken("SteerRequest", {"Angle": 0.1}) == {path: 6}


@given(leaf=st.sampled_from([leaf for leaf in LEAVES if leaf.datatype == "float"]), value=st.floats(-100, 100))
def test_units_go_there_and_back(leaf, value):
    said = spoken(leaf.frame, {leaf.signal: value})[leaf.path]
    assert understood(leaf.path, said)[2] == pytest.approx(value, rel=1e-12, abs=1e-12)


def test_both_indicators_are_hazard_lights():
    both = {"IndicatorLeft": 1, "IndicatorRight": 1}
    assert spoken("BodyRequest", both)[HAZARD] is True
    assert spoken("BodyRequest", both | {"IndicatorLeft": 0})[HAZARD] is False


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("Vehicle.Sped", 1.0), ("Vehicle.Speed", "fast"), ("Vehicle.Powertrain.Transmission.SelectedGear", 4),
        ("Vehicle.Body.Lights.Brake.IsActive", "ADAPTIVE"),
    ],
)  # fmt: skip
def test_what_vss_or_our_bus_does_not_have_is_refused(path, value):
    with pytest.raises(BadInput, match=path.replace(".", r"\.")):
        understood(path, value)
