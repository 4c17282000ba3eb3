"""What a car's numbers may be: the range of every key, and the laws between them."""

from __future__ import annotations

from collections.abc import Iterator
from math import hypot, pi, tan

from aureole.core.car import Car, Optics, Sensor

KINDS = ("camera", "radar", "lidar")
TURN = 6.2832  # rad; a full turn, rounded up
ROUND = 1e-9  # s; how exactly a span is a whole number of milliseconds

# Lowest and highest value, unit: wide enough for a quadricycle and a road train, narrow enough for a slip of the pen.
RANGES: dict[str, tuple[float, float, str]] = {
    "body.length": (1.0, 30.0, "m"),
    "body.width": (0.5, 4.0, "m"),
    "body.height": (0.5, 5.0, "m"),
    "body.box_x": (-5.0, 15.0, "m"),
    "body.wheelbase": (0.8, 15.0, "m"),
    "body.track": (0.3, 3.5, "m"),
    "body.mass": (100.0, 60000.0, "kg"),
    "body.yaw_inertia": (10.0, 5e6, "kg m^2"),
    "body.cg_from_rear": (0.1, 14.9, "m"),
    "body.cg_height": (0.05, 3.0, "m"),
    "body.cornering_front": (1e3, 5e6, "N/rad"),
    "body.cornering_rear": (1e3, 5e6, "N/rad"),
    "body.friction": (0.05, 2.0, "-"),
    "limits.speed": (0.5, 120.0, "m/s"),
    "limits.accel": (0.1, 15.0, "m/s^2"),
    "limits.brake": (1.0, 15.0, "m/s^2"),
    "limits.jerk": (0.1, 500.0, "m/s^3"),
    "limits.brake_jerk": (1.0, 500.0, "m/s^3"),
    "limits.comfort_brake": (0.1, 10.0, "m/s^2"),
    "limits.lateral_accel": (0.1, 15.0, "m/s^2"),
    "limits.steer": (0.05, 1.2, "rad"),
    "limits.steer_rate": (0.05, 10.0, "rad/s"),
    "actuators.steer_lag": (0.0, 1.0, "s"),
    "actuators.steer_delay": (0.0, 0.5, "s"),
    "actuators.drive_lag": (0.0, 2.0, "s"),
    "actuators.drive_delay": (0.0, 0.5, "s"),
    "actuators.brake_lag": (0.0, 1.0, "s"),
    "actuators.brake_delay": (0.0, 0.5, "s"),
    "periods.drive": (0.001, 1.0, "s"),
    "periods.sense": (0.001, 1.0, "s"),
    "periods.latency": (0.0, 1.0, "s"),
    "sensors.x": (-20.0, 20.0, "m"),
    "sensors.y": (-3.0, 3.0, "m"),
    "sensors.heading": (-pi, pi, "rad"),
    "sensors.view": (0.001, TURN, "rad"),
    "sensors.range": (0.0, 1000.0, "m"),
    "sensors.noise": (0.0, 10.0, "m"),
    "sensors.optics.columns": (4, 4096, "px"),
    "sensors.optics.rows": (4, 4096, "px"),
    "sensors.optics.z": (0.1, 5.0, "m"),
    "sensors.optics.pitch": (-1.0, 1.0, "rad"),
    "sensors.optics.k1": (-1.0, 1.0, "-"),
    "sensors.optics.k2": (-1.0, 1.0, "-"),
    "sensors.optics.exposure": (0.01, 100.0, "-"),
    "sensors.optics.noise": (0.0, 0.5, "-"),
    "sensors.optics.shutter": (0.0, 0.1, "s"),
    "sensors.optics.samples": (1, 4, "-"),
    "sensors.optics.tall": (0.01, 1.5, "rad"),
}
WHOLE = frozenset({"sensors.optics.columns", "sensors.optics.rows", "sensors.optics.samples"})
FLAGS = frozenset({"sensors.optics.eye"})
WIDEST = 2.8  # rad; no wider view fits on a flat picture


def faults(car: Car) -> Iterator[str]:
    """Every law between two numbers that the car breaks: key, value, limit."""
    body, limits, periods = car.body, car.limits, car.periods
    if body.cg_from_rear >= body.wheelbase:
        yield f"body.cg_from_rear: is {body.cg_from_rear} m, expected less than the wheelbase, {body.wheelbase} m"
    if body.wheelbase >= body.length:
        yield f"body.wheelbase: is {body.wheelbase} m, expected less than the length, {body.length} m"
    if body.track > body.width:
        yield f"body.track: is {body.track} m, expected at most the width, {body.width} m"
    if body.cg_height >= body.height:
        yield f"body.cg_height: is {body.cg_height} m, expected less than the height, {body.height} m"
    if limits.comfort_brake > limits.brake:
        yield f"limits.comfort_brake: is {limits.comfort_brake} m/s^2, expected at most the brake, {limits.brake} m/s^2"
    if limits.jerk > limits.brake_jerk:
        yield f"limits.jerk: is {limits.jerk} m/s^3, expected at most limits.brake_jerk, {limits.brake_jerk} m/s^3"
    for key in ("drive", "sense", "latency"):
        span = getattr(periods, key)
        if abs(span - round(span * 1000.0) / 1000.0) > ROUND:
            yield f"periods.{key}: is {span} s, expected a whole number of milliseconds"
    if round(periods.drive * 1000.0) % max(round(periods.sense * 1000.0), 1):
        yield f"periods.drive: is {periods.drive} s, expected a multiple of periods.sense, {periods.sense} s"
    if not car.sensors:
        yield "sensors: is empty, expected at least one"
    for sensor in car.sensors:
        if sensor.optics is None and sensor.range <= 0.0:
            yield f"sensors: the range of '{sensor.name}' is 0 m, expected more where there are no [optics]"
        if sensor.optics is not None and sensor.kind == "radar":
            yield f"sensors: '{sensor.name}' is a radar with [optics], expected a camera or a lidar"
        if sensor.optics is not None and sensor.optics.eye and sensor.kind != "camera":
            yield f"sensors: '{sensor.name}' is a {sensor.kind} and an eye, expected a camera"
        if sensor.optics is not None and sensor.kind == "camera":
            yield from lens_faults(sensor, sensor.optics)
    yield from eye_faults(car)
    seen = [sensor.name for sensor in car.sensors]
    for name in sorted({name for name in seen if seen.count(name) > 1}):
        yield f"sensors: the name '{name}' is given {seen.count(name)} times, expected once"


def lens_faults(sensor: Sensor, optics: Optics) -> Iterator[str]:
    """Why a camera cannot be: a view too wide for a flat picture, or a lens that folds it over itself."""
    what = f"sensors: '{sensor.name}' with a view of {sensor.view:g} rad"
    if sensor.view > WIDEST:
        yield f"{what}: expected at most {WIDEST} rad with [optics]"
        return
    if folds(sensor.view, optics):
        yield f"{what} and k1 = {optics.k1:g}, k2 = {optics.k2:g}: no lens, its picture would fold over itself"


def eye_faults(car: Car) -> Iterator[str]:
    """What must be the same of all eyes: their pictures are stacked."""
    eyes = [(sensor.name, sensor.optics) for sensor in car.sensors if sensor.optics is not None and sensor.optics.eye]
    for name, optics in eyes[1:]:
        first, other = eyes[0]
        if (optics.columns, optics.rows) != (other.columns, other.rows):
            sizes = f"{other.columns} × {other.rows} px and '{name}' {optics.columns} × {optics.rows} px"
            yield f"sensors: the eye '{first}' has {sizes}, expected the same columns and rows of all eyes"


def folds(view: float, optics: Optics) -> bool:
    """Whether the distortion r (1 + k1 r² + k2 r⁴) stops rising before the corner of the picture is reached."""
    half = tan(0.5 * view)
    edge = half * (1.0 + optics.k1 * half**2 + optics.k2 * half**4)
    corner, r = edge * hypot(1.0, optics.rows / optics.columns), 0.0
    step = half / 200.0
    while r < 8.0:
        if 1.0 + 3.0 * optics.k1 * r**2 + 5.0 * optics.k2 * r**4 <= 0.05:
            return True
        if r >= half and r * (1.0 + optics.k1 * r**2 + optics.k2 * r**4) >= corner:
            return False
        r += step
    return True
