"""A driver's decision: where to be when, how sure, why, and whether a human must take over."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Annotated

from aureole.core.notes import Float32, Int32, Int64

STEPS = 31  # points of a plan
REASONS = 4  # reasons a plan can give


class Ask(IntEnum):
    """What the driver asks of the human or the system."""

    NOTHING = 0
    TAKEOVER = 1
    MINIMAL_RISK = 2


@dataclass(frozen=True, slots=True)
class Plan:
    """Points of the reference point's way, in the ego frame at the moment `stamp`."""

    stamp: Annotated[Int64, "worlds", "ns", "-"]
    """Of the observation it answers."""
    time: Annotated[Float32, "worlds steps", "s", "-"]
    """Since `stamp`, rising."""
    xy: Annotated[Float32, "worlds steps 2", "m", "ego"]
    heading: Annotated[Float32, "worlds steps", "rad", "ego"]
    speed: Annotated[Float32, "worlds steps", "m/s", "ego"]
    brake: Annotated[Float32, "worlds", "m/s^2", "-"]
    """Hardest braking this plan allows the follower, above zero."""
    sure: Annotated[Float32, "worlds", "-", "-"]
    """From 0 to 1."""
    why: Annotated[Int32, "worlds reasons 2", "-", "-"]
    """Concept (`core.concepts.Concept`) and id of the track that caused it (-1 none), main one first."""
    ask: Annotated[Int32, "worlds", "-", "-"]
    """`Ask`."""
