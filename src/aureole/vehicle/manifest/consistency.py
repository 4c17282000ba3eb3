"""Everything in a car's manifest that does not fit together, explained."""

from __future__ import annotations

from aureole.core.car import Car
from aureole.vehicle.manifest import chains, load, rhythm, safety, topics
from aureole.vehicle.manifest.finding import Finding, found
from aureole.vehicle.manifest.parts import parts

RULES = (
    *(topics.same_names, topics.ends, topics.truth, topics.entries),
    *(rhythm.triggers, rhythm.promises, rhythm.circles),
    *(load.chips, load.shares, load.ways),
    *(safety.levels, safety.reliance),
    chains.chains,
)


def check(car: Car) -> tuple[Finding, ...]:
    """All findings, the severe ones first; a car none of whose findings is severe can be booted."""
    if not (car.chips or car.networks or car.services or car.topics or car.chains):
        return (found("no_manifest", f"car {car.name}"),)
    known = parts(car)
    findings = dict.fromkeys(finding for rule in RULES for finding in rule(known))
    return tuple(sorted(findings, key=lambda finding: not finding.severe))
