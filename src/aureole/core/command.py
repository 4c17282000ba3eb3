"""What the actuators receive."""

from dataclasses import dataclass
from typing import Annotated

from aureole.core.notes import Bool, Float64, Int32, Int64


@dataclass(frozen=True, slots=True)
class Command:
    """Zero means straight on, coasting; a value that is not a number brakes."""

    stamp: Annotated[Int64, "worlds", "ns", "-"]
    steer: Annotated[Float64, "worlds", "rad", "-"]
    """Road-wheel angle, left plus."""
    accel: Annotated[Float64, "worlds", "m/s^2", "-"]
    """Forward acceleration; below zero brakes."""
    gear: Annotated[Int32, "worlds", "-", "-"]
    """`core.kinds.Gear`."""
    lamps: Annotated[Int32, "worlds", "-", "-"]
    """`core.kinds.Lamps`, as bits."""
    horn: Annotated[Bool, "worlds", "-", "-"]
    until: Annotated[Int64, "worlds", "ns", "-"]
    """After this moment the car brakes by itself."""
