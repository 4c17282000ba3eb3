"""What happens again and again is told once, then counted: a flood of findings drowns nothing else."""

from __future__ import annotations

from typing import NamedTuple

SPAN = 5_000_000_000  # ns; at most one of a kind is told within so long


class Quiet(NamedTuple):
    """What was told of one kind."""

    moment: int  # ns; when it was told last
    held: int
    """How often it happened since."""
    text: str
    """The last that was not told."""


class Limited:
    """One of each kind within a span, then how many more there were."""

    def __init__(self, span: int = SPAN) -> None:
        self.span = span
        self.quiet: dict[tuple[str, ...], Quiet] = {}

    def take(self, kind: tuple[str, ...], text: str, now: int) -> str | None:
        """What is to be told of this now; None: it is counted."""
        last = self.quiet.get(kind)
        if last is not None and now - last.moment < self.span:
            self.quiet[kind] = Quiet(last.moment, last.held + 1, text)
            return None
        self.quiet[kind] = Quiet(now, 0, "")
        return text if last is None or last.held == 0 else f"{text} (and {last.held} more before)"

    def left(self, now: int, *, all_of_it: bool = False) -> list[tuple[tuple[str, ...], str]]:
        """What was counted and not told within its span, or at all: nothing is held back for ever."""
        found = []
        for kind, last in self.quiet.items():
            if last.held and (all_of_it or now - last.moment >= self.span):
                found.append((kind, f"{last.text} ({last.held} times since)"))
                self.quiet[kind] = Quiet(now, 0, "")
        return found
