"""Whether a packed case, driven again, was the same drive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aureole.cli import say
from aureole.core.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Held:
    """The packed drive beside the one of now."""

    before: Verdict
    after: Verdict
    like: bool
    """This machine is like the one of the record, so digests must be equal."""
    driver: bool
    """The driver's sources are the same; if not, it is another drive."""
    eyes: bool
    """The network that saw is the same, or things were given; if not, it is another drive too."""
    sources: bool
    """Aureole's own are."""

    @property
    def same(self) -> bool:
        """What must be equal is: digests here, verdicts on another machine."""
        return self.before.status == self.after.status and (not self.like or self.before.digest == self.after.digest)

    def as_dict(self) -> dict[str, Any]:
        """For machines."""
        return {
            "holds": self.same, "compared": "digests" if self.like else "verdicts", "digest_before": self.before.digest,
            "status_before": self.before.status, "same_driver": self.driver, "same_eyes": self.eyes,
            "same_sources": self.sources,
        }  # fmt: skip

    def text(self, lang: str) -> str:
        """For people: one line, and one for each thing that explains it."""
        words = {(True, True): "same", (True, False): "same_verdict", (False, True): "differs"}
        first = say.word(words.get((self.same, self.like), "other_verdict"), lang)
        if not self.same:
            old, new = self.before, self.after
            first += f": {old.status} {old.digest} → {new.status} {new.digest}"
        reasons = [
            ("other_machine", self.like), ("other_driver", self.driver), ("other_eyes", self.eyes),
            ("other_sources", self.sources),
        ]  # fmt: skip
        return "\n".join([first, *(f"  {say.word(key, lang)}" for key, fine in reasons if not fine)])

    def exit_code(self, usual: int) -> int:
        """0 if it held, 1 if not; of a driver or eyes that have changed since, the usual one of its verdict."""
        return usual if not (self.driver and self.eyes) else 0 if self.same else 1
