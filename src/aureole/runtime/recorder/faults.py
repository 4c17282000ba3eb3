"""What on the bus is worth keeping longest: a guard that steps in, a driver that gives up, a writer that began anew."""

from __future__ import annotations

from typing import Any

import numpy as np

from aureole.core.command import Command
from aureole.core.plan import Ask, Plan

HARDER = 1.0  # m/s^2; a guard that brakes so much harder than wished has stepped in
ASIDE = 0.01  # rad; or that steers so far from what was wished


class Faults:
    """Sees every word of the bus in the order in which they come."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.wish: Command | None = None
        self.stepped_in = False
        self.ask = 0

    def of(self, topic: str, number: int, word: Any) -> str:
        """What is wrong with this word, in words; empty if nothing is, or if it was told with the word before."""
        before = self.numbers.get(topic, -1)
        self.numbers[topic] = number
        if number < before:
            return f"whoever writes {topic} began anew"
        if isinstance(word, Plan):
            asked, self.ask = self.ask, word.ask.item()
            return "the driver gives up" if self.ask != Ask.NOTHING and asked == Ask.NOTHING else ""
        if isinstance(word, Command):
            return self._command(topic, word)
        return ""

    def _command(self, topic: str, word: Command) -> str:
        odd = not (np.isfinite(word.accel).all() and np.isfinite(word.steer).all())
        if topic == "wish":
            self.wish = Command(*(getattr(word, name).copy() for name in Command.__dataclass_fields__))
            return "a wish is not a number" if odd else ""
        if odd:
            return "a command is not a number"
        wish = self.wish
        if wish is None or wish.stamp != word.stamp:
            return ""
        before = self.stepped_in
        harder = wish.accel - word.accel >= HARDER
        self.stepped_in = bool((harder | (np.abs(wish.steer - word.steer) >= ASIDE)).any())
        return "the guard steps in" if self.stepped_in and not before else ""
