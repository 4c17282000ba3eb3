"""The signals between a car and its computer by their names in COVESA VSS, for people and for machines."""

from __future__ import annotations

from typing import Any

from aureole.cli.car.tell import table
from aureole.core.car import Car
from aureole.vehicle.signals.vss import HAZARD, LEAVES, Leaf

HEAD = (
    ("VSS", "VSS"), ("way", "方向"), ("kind", "种类"), ("type", "类型"), ("unit", "单位"), ("on the bus", "总线信号"),
    ("range", "范围"),
)  # fmt: skip
READ, WRITTEN = ("read", "读"), ("written", "写")
BOTH = ("both indicators", "两侧转向灯")


def signals(car: Car, lang: str) -> str:
    """A table of all that is read and written; ranges are those of this car, where it has them."""
    zh = lang == "zh"
    rows = [tuple(both[zh] for both in HEAD)]
    for leaf in LEAVES:
        way = (WRITTEN if leaf.kind == "actuator" else READ)[zh]
        bounds = "–" if (found := within(leaf, car)) is None else f"{found[0]:.4g} … {found[1]:.4g}"
        rows.append((leaf.path, way, leaf.kind, leaf.datatype, leaf.unit or "–", f"{leaf.frame}.{leaf.signal}", bounds))
    rows.append((HAZARD, WRITTEN[zh], "actuator", "boolean", "–", BOTH[zh], "–"))
    return "\n".join([f"{car.name}", *table(rows)])


def as_list(car: Car) -> list[dict[str, Any]]:
    """The same for machines."""
    found = [
        {
            "path": leaf.path, "kind": leaf.kind, "datatype": leaf.datatype, "unit": leaf.unit, "frame": leaf.frame,
            "signal": leaf.signal, "range": within(leaf, car),
        }
        for leaf in LEAVES
    ]  # fmt: skip
    hazard = {"path": HAZARD, "kind": "actuator", "datatype": "boolean", "unit": "", "frame": "BodyRequest"}
    return [*found, hazard | {"signal": "IndicatorLeft and IndicatorRight", "range": None}]


def within(leaf: Leaf, car: Car) -> tuple[float, float] | None:
    """Smallest and largest value in the unit of VSS, by the car's own limits; None where it has none."""
    limits = car.limits
    spans = {
        ("SteerRequest", "Angle"): (-limits.steer, limits.steer), ("SteerRequest", "Rate"): (0.0, limits.steer_rate),
        ("DriveRequest", "Accel"): (-limits.brake, limits.accel), ("DriveRequest", "Jerk"): (0.0, limits.brake_jerk),
        ("Motion", "Steer"): (-limits.steer, limits.steer), ("Motion", "Speed"): (-limits.speed, limits.speed),
    }  # fmt: skip
    span = spans.get((leaf.frame, leaf.signal))
    return None if span is None else (span[0] * leaf.scale, span[1] * leaf.scale)
