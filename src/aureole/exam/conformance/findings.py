"""What a checker finds: every check by name, what it looks at, what came of it and what to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

PASSED, FAILED, SKIPPED = "passed", "failed", "skipped"


@dataclass(frozen=True, slots=True)
class Check:
    """One promise of a role."""

    name: str
    what: tuple[str, str]
    """The promise, in English and in Chinese."""
    remedy: tuple[str, str]
    """What to do where it is not kept."""
    needs: tuple[str, ...] = ()
    """Checks without which this one says nothing."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of one check."""

    check: Check
    status: str
    """`passed`, `failed` or `skipped`."""
    why: str = ""
    """What was seen; of a passed check a remark, if there is one."""


@dataclass(frozen=True, slots=True)
class Report:
    """All that was found about one part."""

    kind: str
    name: str
    findings: tuple[Finding, ...]
    told: dict[str, Any] = field(default_factory=dict)
    """What was measured beside, and is not judged."""

    @property
    def fits(self) -> bool:
        """Every check passed."""
        return all(finding.status == PASSED for finding in self.findings)

    def failed(self) -> list[str]:
        """Names of the checks that failed."""
        return [finding.check.name for finding in self.findings if finding.status == FAILED]

    def as_dict(self) -> dict[str, Any]:
        """For machines."""
        rows = [
            {"name": one.check.name, "status": one.status, "what": one.check.what[0], "why": one.why,
             "remedy": one.check.remedy[0] if one.status == FAILED else ""}
            for one in self.findings
        ]  # fmt: skip
        return {"kind": self.kind, "name": self.name, "fits": self.fits, "checks": rows, **self.told}
