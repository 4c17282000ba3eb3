"""How findings are told on a terminal."""

from __future__ import annotations

from aureole.cli import say
from aureole.exam.conformance.findings import FAILED, Finding, Report


def told(finding: Finding, lang: str) -> str:
    """One check: what came of it, what it is about; if it failed, why and what to do."""
    place = 1 if lang == "zh" else 0
    check = finding.check
    lines = [f"  {say.coloured(finding.status, lang):<8} {check.name:<8} {check.what[place]}"]
    if finding.why:
        lines.append(f"           {say.legible(finding.why)}")
    if finding.status == FAILED:
        lines.append(f"           → {check.remedy[place]}")
    return "\n".join(lines)


def totals(report: Report, lang: str) -> str:
    """All checks together, and what was measured beside them."""
    failed = report.failed()
    lines = [
        say.word("does_not_fit" if not report.fits else "fits", lang) + (f": {', '.join(failed)}" if failed else "")
    ]
    for name, value in report.told.items():
        if isinstance(value, float):
            lines.append(f"  {say.word(name, lang)} {value:.3g}")
        else:
            lines.append("  " + " · ".join(f"{case} {say.word(status, lang)}" for case, status in value.items()))
    return "\n".join(lines)
