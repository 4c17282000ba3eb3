"""Commands as signals of the bus and back, and the car's feedback: pure, in SI, one car at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, isfinite, sin
from typing import Any

import numpy as np

from aureole.core.car import Body, Limits
from aureole.core.command import Command
from aureole.core.errors import BadWord
from aureole.core.kinds import Gear, Lamps
from aureole.core.notes import notes
from aureole.core.observation import EgoMotion, Lanes, Objects, Observation, Signals, Tracks

STEER, DRIVE, BODY = "SteerRequest", "DriveRequest", "BodyRequest"
REQUESTS = (STEER, DRIVE, BODY)
MOTION, WHEELS, ACTUATORS = "Motion", "Wheels", "Actuators"
MILLI = 1_000_000  # ns
LONGEST = 65_000  # ms; the frame's range
LAMPS = {
    "IndicatorLeft": Lamps.INDICATOR_LEFT, "IndicatorRight": Lamps.INDICATOR_RIGHT, "BrakeLamp": Lamps.BRAKE,
    "ReverseLamp": Lamps.REVERSE, "LowBeam": Lamps.LOW_BEAM, "HighBeam": Lamps.HIGH_BEAM,
}  # fmt: skip
EVERY = sum(LAMPS.values())

Values = dict[str, float]


@dataclass(frozen=True, slots=True)
class Setpoints:
    """What the actuators of one car are asked for."""

    steer: float  # rad; road wheel, left plus
    steer_rate: float  # rad/s
    accel: float  # m/s^2
    jerk: float  # m/s^3
    gear: Gear
    lamps: Lamps
    horn: bool
    valid: tuple[float, float, float]
    """For how long, s: steering, drive, body."""


def commanded(asked: Setpoints, stamp: int, until: int) -> Command:
    """What is asked of one car as a command at a moment, until another, ns."""
    return Command(
        stamp=np.array([stamp], np.int64), steer=np.array([asked.steer]), accel=np.array([asked.accel]),
        gear=np.array([asked.gear], np.int32), lamps=np.array([asked.lamps], np.int32),
        horn=np.array([asked.horn], np.bool_), until=np.array([until], np.int64),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Felt:
    """What one car feels."""

    speed: float  # m/s
    accel: float  # m/s^2
    yaw_rate: float  # rad/s
    steer: float  # rad; road wheel, left plus


def encode(command: Command, limits: Limits, now: int) -> dict[str, Values]:
    """The signals of every request frame for a command of one car.

    The span for which a request holds is rounded down to a millisecond: never longer than the command says.

    Raises:
        BadWord: the command is of several worlds, or holds what is no number, gear or lamp.
    """
    if command.steer.shape != (1,):
        raise BadWord(f"Command: is of {command.steer.shape} worlds, expected one car")
    steer, accel = float(command.steer[0]), float(command.accel[0])
    if not isfinite(steer) or not isfinite(accel):
        raise BadWord(f"Command: steer {steer} rad, accel {accel} m/s^2, expected numbers", remedy="nothing was sent")
    gear, lamps = int(command.gear[0]), int(command.lamps[0])
    if gear not in set(Gear):
        raise BadWord(f"Command.gear: is {gear}, expected 0 to {max(Gear)}")
    if lamps & ~EVERY:
        raise BadWord(f"Command.lamps: is {lamps}, expected bits of {EVERY}")
    valid = min(max((int(command.until[0]) - now) // MILLI, 0), LONGEST) / 1000.0
    body: Values = {name: float(bool(lamps & lamp)) for name, lamp in LAMPS.items()}
    return {
        STEER: {"Angle": steer, "Rate": limits.steer_rate, "Valid": valid},
        DRIVE: {"Accel": accel, "Jerk": limits.brake_jerk if accel < 0.0 else limits.jerk, "Valid": valid},
        BODY: body | {"Gear": float(gear), "Horn": float(bool(command.horn[0])), "Valid": valid},
    }


def decode(requests: Mapping[str, Mapping[str, float]]) -> Setpoints:
    """What the three request frames ask for."""
    steer, drive, body = (requests[name] for name in REQUESTS)
    lamps = sum(lamp for name, lamp in LAMPS.items() if body[name])
    return Setpoints(
        steer["Angle"], steer["Rate"], drive["Accel"], drive["Jerk"], Gear(int(body["Gear"])), Lamps(lamps),
        bool(body["Horn"]), (steer["Valid"], drive["Valid"], body["Valid"]),
    )  # fmt: skip


def motion(felt: Felt, stamp: int) -> Values:
    """The signals of a Motion frame; `stamp` (ns, of the car's clock) is told to the microsecond."""
    values = {"Speed": felt.speed, "Accel": felt.accel, "YawRate": felt.yaw_rate, "Steer": felt.steer}
    return values | {"Moment": stamp / 1e9}


def moment(values: Mapping[str, float]) -> int:
    """When the car felt what a Motion frame says, ns of its clock."""
    return round(values["Moment"] * 1e6) * 1000


def felt(values: Mapping[str, float]) -> Felt:
    """What a Motion frame says."""
    return Felt(values["Speed"], values["Accel"], values["YawRate"], values["Steer"])


def wheel_speeds(felt: Felt, body: Body) -> tuple[float, float, float, float]:
    """Front left, front right, rear left, rear right, m/s along each wheel, of a car whose rear axle does not slip."""
    half = felt.yaw_rate * body.track / 2.0
    across = felt.yaw_rate * body.wheelbase * sin(felt.steer)
    left, right = felt.speed - half, felt.speed + half
    return left * cos(felt.steer) + across, right * cos(felt.steer) + across, left, right


def seen(ego: Felt, stamp: int) -> Observation:
    """An observation of one car that knows its own motion and nothing else."""
    parts: dict[str, Any] = {
        name: kind(**empty(kind))
        for name, kind in (("tracks", Tracks), ("lanes", Lanes), ("signals", Signals), ("objects", Objects))
    }
    own = (ego.speed, ego.accel, ego.yaw_rate, ego.steer)
    parts["ego"] = EgoMotion(*(np.array([value], np.float32) for value in own))
    return Observation(**(empty(Observation) | parts | {"stamp": np.array([stamp], np.int64)}))


def empty(word: type) -> dict[str, Any]:
    """Every array of a word itself for one car, all zero; axes without a number in their name are empty."""
    sizes = {"worlds": 1}
    return {
        note.name: np.zeros([int(axis) if axis.isdigit() else sizes.get(axis, 0) for axis in note.dims], note.dtype)
        for note in notes(word)
        if "." not in note.name
    }
