"""One stream of words: who writes it, who may read it, how often it comes and how old it may be."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """One stream; services that are not named here can neither write nor read it."""

    name: str
    type: str
    """A word (`core.plan.Plan`, ...) by its name."""
    rate: float  # Hz
    deadline: float  # s; a word may be this late, counted from when it is due; afterwards it is stale
    writer: str
    """The one service that may write."""
    readers: tuple[str, ...]
    recorded: bool = True
    queued: bool = False
    """Readers get every word, in order; else the newest."""
    depth: int = 2  # words that wait for a reader, the one it looks at included
