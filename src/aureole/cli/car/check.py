"""How the findings about a car's manifest are told."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from aureole.cli.car.words import COUNTED, word
from aureole.cli.say import legible
from aureole.core.car import Car
from aureole.vehicle.manifest.finding import LANGUAGES, Finding

RED, YELLOW, GREEN = 31, 33, 32


def judged(car: Car, findings: Sequence[Finding]) -> dict[str, Any]:
    """For machines."""
    return {
        "car": car.name,
        "fits": not any(finding.severe for finding in findings),
        "findings": [
            {
                "rule": finding.rule,
                "where": finding.where,
                "severe": finding.severe,
                "what": dict(zip(LANGUAGES, finding.what, strict=True)),
                "remedy": dict(zip(LANGUAGES, finding.remedy, strict=True)),
            }
            for finding in findings
        ],
    }


def told(car: Car, findings: Sequence[Finding], lang: str) -> str:
    """For people: what the car has, each finding with its remedy, and what they come to."""
    counts = " · ".join(f"{word(key, lang)} {len(getattr(car, key))}" for key in COUNTED)
    lines = [f"{legible(car.name)}: {counts}"]
    for finding in findings:
        kind = _coloured(word("severe", lang), RED) if finding.severe else _coloured(word("note", lang), YELLOW)
        first, rest = legible(finding.told(lang)).split("\n", 1)
        lines += [f"  {kind}  {first}", f"    {rest}"]
    severe = sum(finding.severe for finding in findings)
    lines.append(
        _coloured(word("fits_not", lang), RED) + f": {severe}" if severe else _coloured(word("fits", lang), GREEN)
    )
    return "\n".join(lines)


def _coloured(text: str, colour: int) -> str:
    return f"\x1b[1;{colour}m{text}\x1b[0m" if sys.stdout.isatty() else text
