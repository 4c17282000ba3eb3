"""Safety levels: what may run where, what may share a process, what may rely on what."""

from __future__ import annotations

from collections.abc import Iterator

from aureole.core.resources import LEVELS
from aureole.vehicle.manifest.finding import Finding, found
from aureole.vehicle.manifest.parts import Parts, above


def levels(parts: Parts) -> Iterator[Finding]:
    """Services above what their chip, or every chip, may carry; processes with services of several levels."""
    for service in parts.car.services:
        chips = [parts.chips[service.chip]] if service.chip in parts.chips else list(parts.chips.values())
        if (service.chip and service.chip not in parts.chips) or not chips:
            continue
        best = max(chips, key=lambda chip: LEVELS.index(chip.level))
        if above(service.level, best.level):
            where = f"services.{service.name}"
            yield found("level_above_chip", where, level=service.level, most=best.level, name=best.name)
    domains: dict[str, dict[str, str]] = {}
    for service in parts.car.services:
        domains.setdefault(service.domain, {})[service.name] = service.level
    for domain, members in domains.items():
        if len(set(members.values())) > 1:
            told = ", ".join(f"{name} {level}" for name, level in members.items())
            yield found("domain_mixed", f"domains.{domain}", levels=told)


def reliance(parts: Parts) -> Iterator[Finding]:
    """Services that rely on words of a lower level, and commands that no guard has seen.

    A guard is there to read what it does not trust. ISO 26262-6:2018, Annex D, D.2.4, names what may happen to
    information that is exchanged.
    """
    for topic in parts.car.topics:
        where, writer = f"topics.{topic.name}", parts.services.get(topic.writer)
        if writer is None:
            continue
        for name in dict.fromkeys(topic.readers):
            reader = parts.services.get(name)
            if reader is None:
                continue
            if reader.entry != "guard" and above(reader.level, writer.level):
                yield found(
                    "interference", where, reader=name, high=reader.level, writer=writer.name, low=writer.level
                )  # fmt: skip
            if topic.type == "Command" and reader.entry == "port" and writer.entry != "guard":
                yield found("unguarded", where, reader=name, writer=writer.name)
