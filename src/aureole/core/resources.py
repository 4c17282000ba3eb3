"""What a car computes with, and what runs on it: chips, networks, services, chains; read from TOML by `vehicle`."""

from dataclasses import dataclass

LEVELS = ("QM", "A", "B", "C", "D")  # ISO 26262-1:2018, 3.6


@dataclass(frozen=True, slots=True)
class Chip:
    """One computer of the car."""

    name: str
    cores: int
    speed: float  # -; of one core, against the core on which budgets were measured
    memory: float  # bytes
    accelerator: str  # what networks can run on beside the cores; empty: none
    level: str  # the highest safety level that may run on it, of LEVELS


@dataclass(frozen=True, slots=True)
class Network:
    """One way between chips, or between a chip and actuators."""

    name: str
    kind: str  # can, ethernet
    rate: float  # bit/s
    latency: float  # s; of a short message on an idle network
    chips: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Service:
    """One thing that is done again and again."""

    name: str
    entry: str
    """`package.module:Class`, or its role: `world`, `port`, `perceive`, `driver`, `follower`, `guard`, `recorder`,
    `judge`."""
    domain: str
    """Services of one rights domain share a process, no others do."""
    trigger: str  # the topic whose words wake it; empty: its period does
    period: float  # s; between two calls, at least; 0: it is called at every word of its trigger
    budget: float  # s; of a core of speed 1, in the worst case
    memory: float  # bytes
    level: str  # safety level, of LEVELS
    chip: str = ""  # empty: any


@dataclass(frozen=True, slots=True)
class Chain:
    """Services through which one cause takes its way to its effect, and how long that may take."""

    name: str
    services: tuple[str, ...]
    deadline: float  # s
    percentile: float  # %; so many of the runs keep the deadline
