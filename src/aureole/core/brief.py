"""What the world and the judges know before a drive; it never reaches a driver."""

from dataclasses import dataclass
from typing import Annotated

from aureole.core.mission import Mission
from aureole.core.notes import Uint64
from aureole.core.road import Road


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
    names: tuple[str, ...]
    """Name of each agent; agent 0 is the examined car."""
    mission: Mission
    step: float
    """Seconds between two scenes."""
    timeout: float
    """Seconds after which a drive is ended from outside."""
    passive: bool
    """The scenario alone moves the examined car."""
