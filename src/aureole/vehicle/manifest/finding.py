"""One inconsistency of a manifest: where, what, why it cannot work, what to do about it, in English and Chinese."""

from __future__ import annotations

from typing import NamedTuple

from aureole.vehicle.manifest.words import RULES

LANGUAGES = ("en", "zh")


class Finding(NamedTuple):
    """One thing that does not fit."""

    rule: str
    """Its short name, for machines."""
    where: str
    """The entry: `topics.plan`."""
    what: tuple[str, str]
    """English, Chinese; with why it cannot work."""
    remedy: tuple[str, str]
    severe: bool
    """The car cannot be booted so; if not, it should be known."""

    def told(self, lang: str) -> str:
        """For people, two lines."""
        place = LANGUAGES.index(lang)
        return f"{self.where}: {self.what[place]}\n  → {self.remedy[place]}"


def found(rule: str, where: str, **facts: object) -> Finding:
    """A finding with the words of its rule.

    >>> print(found("unread", "topics.noise").told("en"))
    topics.noise: nobody reads it
      → name its readers, or leave it out
    """
    words = RULES[rule]
    said = {key: f"{value:.6g}" if isinstance(value, float) else str(value) for key, value in facts.items()}
    english, chinese = (text.format(**said) for text in words.what)
    first, second = (text.format(**said) for text in words.remedy)
    return Finding(rule, where, (english, chinese), (first, second), words.severe)
