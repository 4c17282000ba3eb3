"""What the world and the judges know before a drive; it never reaches a driver."""

from dataclasses import dataclass
from typing import Annotated, NamedTuple

import numpy as np

from aureole.core.mission import Mission
from aureole.core.notes import Bool, Float64, Int32, Uint64
from aureole.core.road import Road


class Signs(NamedTuple):
    """What the signals of a batch are and where they count; what they show is in the `Scene`."""

    kind: Annotated[Int32, "signals", "-", "-"]
    """`core.kinds.SignalKind`."""
    value: Annotated[Float64, "worlds signals", "m/s", "-"]
    """Of a limit; else zero."""
    xyz: Annotated[Float64, "signals 3", "m", "world"]
    """Lower edge, of what stands; of what is carried, relative to its carrier's reference point in its frame."""
    heading: Annotated[Float64, "signals", "rad", "world"]
    """Of the traffic it speaks to; of what is carried, relative to its carrier's heading."""
    carrier: Annotated[Int32, "signals", "-", "-"]
    """Agent that carries it; -1 for what stands."""
    road: Annotated[Int32, "signals", "-", "-"]
    """Row of the road on which it counts; -1 of what is carried: there it counts where its carrier is."""
    s: Annotated[Float64, "signals", "m", "road"]
    """Where it counts: its stop line. Of what is carried: how much further than its carrier, in its traffic's way."""
    direction: Annotated[Int32, "signals", "-", "-"]
    """1 counts for traffic with rising s, -1 with falling s, 0 for both."""
    lanes: Annotated[Int32, "signals 2", "-", "-"]
    """Lowest and highest id of the lanes for which it counts. Of what is carried, both zero is all its traffic's, the
    first above the second that of its carrier, or the nearest beside it."""
    temporary: Annotated[Bool, "signals", "-", "-"]


def unsigned(worlds: int) -> Signs:
    """No signal anywhere."""
    whole, none = np.zeros(0, np.int32), np.zeros(0)
    return Signs(
        whole, np.zeros((worlds, 0)), np.zeros((0, 3)), none, whole, whole, none, whole, np.zeros((0, 2), np.int32),
        np.zeros(0, np.bool_),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Brief:
    """One batch of drives: the same scenario in several worlds, each with its own parameters."""

    cases: tuple[str, ...]
    """Name of the case in each world."""
    params: tuple[dict[str, str], ...]
    """Parameter values that were set in each world."""
    seeds: tuple[int, ...]
    key: Annotated[Uint64, "worlds", "-", "-"]
    """Key of this case's randomness (`core.noise.key`)."""
    road: Road
    signs: Signs
    names: tuple[str, ...]
    """Name of each agent; agent 0 is the examined car."""
    mission: Mission
    step: float
    """Seconds between two scenes."""
    timeout: float
    """Seconds after which a drive is ended from outside."""
    passive: bool
    """The scenario alone moves the examined car."""
