"""Under which names words travel: one line from a topic's writer to each of its readers, and one back."""

from __future__ import annotations

import re

from aureole.core.errors import BadInput

NAME = re.compile(r"\w[\w.-]{0,63}")  # as in a car's manifest; nothing that has a meaning in a key expression


class Keys:
    """The key expressions of one topic of one car."""

    def __init__(self, car: str, topic: str) -> None:
        """Names of a car and of a topic.

        Raises:
            BadInput: a name could be taken for a pattern.
        """
        self.root = f"aureole/{named(car)}/{named(topic)}"
        self.alive = f"{self.root}/alive/*"
        """Signs of life of all incarnations of the writer."""

    def to(self, reader: str) -> str:
        """Words for one reader."""
        return f"{self.root}/to/{named(reader)}"

    def sign(self, writer: int) -> str:
        """The sign of life of one incarnation of the writer."""
        return f"{self.root}/alive/{writer}"

    def back(self, reader: str) -> str:
        """What this reader has looked at."""
        return f"{self.root}/from/{named(reader)}"


def named(name: str) -> str:
    """The name, if it is one.

    Raises:
        BadInput: it holds what has a meaning of its own between machines.
    """
    if not NAME.fullmatch(name):
        raise BadInput(f"'{name[:64]}' is no name that can travel", remedy="letters, digits, '.', '-', '_'; at most 64")
    return name
