"""What others look like: measures of cars, lorries, cyclists, people and the things of road works; all generic."""

from __future__ import annotations

from typing import NamedTuple


class Look(NamedTuple):
    """What an entity is, how large, and what it can do."""

    element: str
    """Vehicle, Pedestrian or MiscObject."""
    category: str
    length: float  # m
    width: float  # m
    height: float  # m
    box_x: float = 0.0
    """Middle of the box ahead of the entity's origin, m: the rear axle of a vehicle."""
    wheelbase: float = 0.0  # m
    kind: str = ""
    """Property `kind` of a thing: cone."""


def car(length: float, width: float, height: float, wheelbase: float) -> Look:
    """A passenger car with equal overhangs."""
    return Look("Vehicle", "car", length, width, height, round(0.5 * wheelbase, 3), wheelbase)


# Even places are for training, odd ones held out (`Hand.look`).
CARS = (
    car(4.28, 1.79, 1.47, 2.62), car(4.05, 1.74, 1.45, 2.55), car(4.66, 1.83, 1.44, 2.84), car(4.53, 1.82, 1.65, 2.68),
    car(3.72, 1.65, 1.53, 2.42), car(4.91, 1.87, 1.48, 2.93),
)  # fmt: skip
VANS = (
    Look("Vehicle", "van", 5.4, 2.0, 2.35, 1.6, 3.3), Look("Vehicle", "van", 5.95, 2.02, 2.7, 1.8, 3.67),
    Look("Vehicle", "van", 4.85, 1.9, 1.95, 1.5, 3.0), Look("Vehicle", "van", 6.4, 2.05, 2.8, 1.95, 4.0),
)  # fmt: skip
TRUCKS = (
    Look("Vehicle", "truck", 8.6, 2.5, 3.4, 2.6, 4.6), Look("Vehicle", "truck", 10.2, 2.55, 3.8, 3.1, 5.6),
    Look("Vehicle", "truck", 7.4, 2.4, 3.1, 2.2, 3.9), Look("Vehicle", "truck", 11.6, 2.55, 3.7, 3.6, 6.1),
)  # fmt: skip
BUSES = (Look("Vehicle", "bus", 12.0, 2.55, 3.1, 3.0, 5.9), Look("Vehicle", "bus", 10.6, 2.5, 3.0, 2.7, 5.2))
BICYCLES = (
    Look("Vehicle", "bicycle", 1.75, 0.6, 1.75, 0.5, 1.05), Look("Vehicle", "bicycle", 1.85, 0.65, 1.8, 0.52, 1.08),
)  # fmt: skip
PEOPLE = (
    Look("Pedestrian", "pedestrian", 0.5, 0.55, 1.78), Look("Pedestrian", "pedestrian", 0.45, 0.5, 1.66),
    Look("Pedestrian", "pedestrian", 0.55, 0.6, 1.86), Look("Pedestrian", "pedestrian", 0.45, 0.55, 1.72),
)  # fmt: skip
CHILDREN = (
    Look("Pedestrian", "pedestrian", 0.35, 0.4, 1.12), Look("Pedestrian", "pedestrian", 0.4, 0.42, 1.28),
)  # fmt: skip
CONE = Look("MiscObject", "obstacle", 0.4, 0.4, 0.75, kind="cone")
BARRIER = Look("MiscObject", "barrier", 0.3, 2.0, 1.0)
HEAP = Look("MiscObject", "obstacle", 2.2, 2.0, 1.2)
POST = Look("MiscObject", "pole", 0.4, 0.4, 2.4)
DEBRIS = (Look("MiscObject", "obstacle", 0.8, 1.1, 0.5), Look("MiscObject", "obstacle", 1.1, 0.9, 0.6))
BALL = Look("MiscObject", "obstacle", 0.25, 0.25, 0.25)
DOOR = Look("MiscObject", "obstacle", 0.12, 0.95, 1.1)
