"""What the entries of a manifest may be: the range of every number, the words of every choice."""

from __future__ import annotations

from aureole.core.resources import LEVELS

NETWORKS = ("can", "ethernet")
ROLES = ("world", "port", "perceive", "driver", "follower", "guard", "recorder", "judge")
OUTSIDE = frozenset({"world", "port"})
"""Roles behind which the world lies: time goes by between what comes in there and what goes out."""
WITNESSES = frozenset({"recorder", "judge"})
"""Roles that may know the truth: they look on and change nothing."""
TRUTH = frozenset({"Scene"})
TYPES = ("Scene", "Observation", "EgoMotion", "Tracks", "Lanes", "Signals", "Objects", "Plan", "Command")
"""The words of core that a topic can carry: arrays, and nothing else."""

# Lowest and highest value, unit: wide enough for a microcontroller and a server, narrow enough for a slip of the pen.
RANGES: dict[str, tuple[float, float, str]] = {
    "chips.cores": (1, 1024, "-"),
    "chips.speed": (0.001, 1000.0, "-"),
    "chips.memory": (1e3, 1e14, "bytes"),
    "networks.rate": (1e3, 1e13, "bit/s"),
    "networks.latency": (0.0, 10.0, "s"),
    "services.period": (0.0, 3600.0, "s"),
    "services.budget": (1e-9, 3600.0, "s"),
    "services.memory": (0.0, 1e14, "bytes"),
    "topics.rate": (1e-3, 1e6, "Hz"),
    "topics.deadline": (1e-9, 3600.0, "s"),
    "topics.depth": (1, 65536, "-"),
    "chains.deadline": (1e-9, 3600.0, "s"),
    "chains.percentile": (0.0, 100.0, "%"),
}
WHOLE = frozenset({"chips.cores", "topics.depth"})
FLAGS = frozenset({"topics.recorded", "topics.queued"})
LISTS = frozenset({"networks.chips", "topics.readers", "chains.services"})
WORDS = frozenset({"services.entry", "topics.type"})
EMPTY = frozenset({"chips.accelerator", "services.trigger", "services.chip", "topics.writer"})
"""Names that may be empty; what a topic without a writer means, the check says."""
CHOICES = {"chips.level": LEVELS, "services.level": LEVELS, "networks.kind": NETWORKS}
