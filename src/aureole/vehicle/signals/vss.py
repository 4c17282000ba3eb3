"""Signals of our bus under the names of the COVESA Vehicle Signal Specification, in its units.

Source: COVESA VSS, release 5 and later (read on its main branch, 7.0-dev): names, types, units, allowed values; axes as
ISO 8855, left plus, so only units change. The main branch names wheels by position (`Wheel.Pos7`, `Wheel.Pos9`);
releases up to 6 say `Left` and `Right`, as here. VSS has no name for a requested acceleration or its jerk: these stand
under `Vehicle.Private`, where VSS leaves room for what is a maker's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import pi
from typing import NamedTuple

from aureole.core.errors import BadInput
from aureole.core.kinds import Gear

KMH = 3.6  # km/h in one m/s
DEGREES = 180.0 / pi  # in one rad
GEARS = {Gear.DRIVE: 127, Gear.NEUTRAL: 0, Gear.REVERSE: -1, Gear.PARK: 126}  # SelectedGear of VSS
BRAKE = ("INACTIVE", "ACTIVE")  # of Lights.Brake.IsActive; ADAPTIVE is never sent by us

Value = float | int | bool | str


class Leaf(NamedTuple):
    """One signal of VSS and where it lies on our bus."""

    path: str
    datatype: str
    unit: str  # empty: none
    kind: str  # sensor, actuator
    frame: str
    signal: str
    scale: float = 1.0
    """VSS units in one SI unit."""


_STEER, _DRIVE, _BODY = "SteerRequest", "DriveRequest", "BodyRequest"
_AXLE, _LIGHTS = "Vehicle.Chassis.Axle", "Vehicle.Body.Lights"
_OWN = "Vehicle.Private.Aureole"
LEAVES = (
    Leaf("Vehicle.Speed", "float", "km/h", "sensor", "Motion", "Speed", KMH),
    Leaf("Vehicle.Acceleration.Longitudinal", "float", "m/s^2", "sensor", "Motion", "Accel"),
    Leaf("Vehicle.AngularVelocity.Yaw", "float", "degrees/s", "sensor", "Motion", "YawRate", DEGREES),
    Leaf(f"{_AXLE}.Row1.SteeringAngle", "float", "degrees", "sensor", "Motion", "Steer", DEGREES),
    Leaf(f"{_AXLE}.Row1.Wheel.Left.Speed", "float", "km/h", "sensor", "Wheels", "FrontLeft", KMH),
    Leaf(f"{_AXLE}.Row1.Wheel.Right.Speed", "float", "km/h", "sensor", "Wheels", "FrontRight", KMH),
    Leaf(f"{_AXLE}.Row2.Wheel.Left.Speed", "float", "km/h", "sensor", "Wheels", "RearLeft", KMH),
    Leaf(f"{_AXLE}.Row2.Wheel.Right.Speed", "float", "km/h", "sensor", "Wheels", "RearRight", KMH),
    Leaf("Vehicle.MotionManagement.Steering.Axle.Row1.SteerAngleTarget", "int16", "degrees", "actuator", _STEER,
         "Angle", DEGREES),
    Leaf(f"{_OWN}.SteerRateMaximum", "float", "degrees/s", "actuator", _STEER, "Rate", DEGREES),
    Leaf(f"{_OWN}.AccelerationTarget", "float", "m/s^2", "actuator", _DRIVE, "Accel"),
    Leaf(f"{_OWN}.JerkMaximum", "float", "m/s^3", "actuator", _DRIVE, "Jerk"),
    Leaf("Vehicle.Powertrain.Transmission.SelectedGear", "int8", "", "actuator", _BODY, "Gear"),
    Leaf(f"{_LIGHTS}.DirectionIndicator.Left.IsSignaling", "boolean", "", "actuator", _BODY, "IndicatorLeft"),
    Leaf(f"{_LIGHTS}.DirectionIndicator.Right.IsSignaling", "boolean", "", "actuator", _BODY, "IndicatorRight"),
    Leaf(f"{_LIGHTS}.Brake.IsActive", "string", "", "actuator", _BODY, "BrakeLamp"),
    Leaf(f"{_LIGHTS}.Backup.IsOn", "boolean", "", "actuator", _BODY, "ReverseLamp"),
    Leaf(f"{_LIGHTS}.Beam.Low.IsOn", "boolean", "", "actuator", _BODY, "LowBeam"),
    Leaf(f"{_LIGHTS}.Beam.High.IsOn", "boolean", "", "actuator", _BODY, "HighBeam"),
    Leaf("Vehicle.Body.Horn.IsActive", "boolean", "", "actuator", _BODY, "Horn"),
)  # fmt: skip
BY_PATH = {leaf.path: leaf for leaf in LEAVES}
ASKED = {
    "steer": "Vehicle.MotionManagement.Steering.Axle.Row1.SteerAngleTarget",
    "drive": f"{_OWN}.AccelerationTarget", "body": "Vehicle.Body",
}  # fmt: skip
"""What `CanPort.states` tells of, by the names of VSS; lamps, horn and gear are accepted or not together."""
HAZARD = f"{_LIGHTS}.Hazard.IsSignaling"  # both indicators; VSS has a leaf of its own for it


def spoken(frame: str, values: Mapping[str, float]) -> dict[str, Value]:
    """The signals of one frame as VSS leaves; what serves the bus itself (counters, MACs, spans) has no name there."""
    found: dict[str, Value] = {
        leaf.path: _spoken(leaf, values[leaf.signal])
        for leaf in LEAVES
        if leaf.frame == frame and leaf.signal in values
    }
    if frame == _BODY and {"IndicatorLeft", "IndicatorRight"} <= values.keys():
        found[HAZARD] = bool(values["IndicatorLeft"] and values["IndicatorRight"])
    return found


def understood(path: str, value: Value) -> tuple[str, str, float]:
    """Frame, signal and SI value of a VSS leaf.

    Raises:
        BadInput: there is no such leaf on our bus, or it has no such value.
    """
    leaf = BY_PATH.get(path)
    if leaf is None:
        raise BadInput(f"there is no VSS leaf '{path}' on this bus", remedy=f"known: {', '.join(BY_PATH)}")
    if leaf.signal == "Gear":
        if value not in GEARS.values():
            raise BadInput(f"{path}: is {value}, expected one of {sorted(GEARS.values())}")
        return leaf.frame, leaf.signal, float(next(gear for gear, code in GEARS.items() if code == value))
    if leaf.datatype == "string":
        if value not in BRAKE:
            raise BadInput(f"{path}: is {value!r}, expected one of {', '.join(BRAKE)}")
        return leaf.frame, leaf.signal, float(BRAKE.index(str(value)))
    if isinstance(value, str):
        raise BadInput(f"{path}: is {value!r}, expected {leaf.datatype}")
    return leaf.frame, leaf.signal, float(value) / leaf.scale


def _spoken(leaf: Leaf, value: float) -> Value:
    if leaf.signal == "Gear":
        return GEARS[Gear(int(value))]
    if leaf.datatype == "string":
        return BRAKE[int(bool(value))]
    if leaf.datatype == "boolean":
        return bool(value)
    if leaf.datatype == "int16":
        return round(value * leaf.scale)
    return value * leaf.scale
