"""What the driver is told before it sets off: the car, the set speed, the order."""

from dataclasses import dataclass
from typing import Annotated

from aureole.core.car import Car
from aureole.core.notes import Float64, Int32, Uint8, Uint64


@dataclass(frozen=True, slots=True)
class Mission:
    """The part of a `Brief` that a driver may know."""

    car: Car
    step: float
    """Seconds between two steps of follower and dynamics."""
    set_speed: Annotated[Float64, "worlds", "m/s", "-"]
    order: Annotated[Uint8, "worlds 128", "-", "-"]
    """The human's words at the start, UTF-8."""
    order_length: Annotated[Int32, "worlds", "-", "-"]
    key: Annotated[Uint64, "worlds", "-", "-"]
    """Key of the driver's own randomness (`core.noise`)."""
