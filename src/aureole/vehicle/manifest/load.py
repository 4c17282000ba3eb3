"""Chips, cores, memory and networks: whether there is room for what is to run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aureole.core.resources import LEVELS, Chip, Service
from aureole.vehicle.manifest.finding import Finding, found
from aureole.vehicle.manifest.parts import Parts, above, listed

FULL = 1.0 + 1e-9  # -; a load of exactly all there is, rounded


def chips(parts: Parts) -> Iterator[Finding]:
    """Chips that are named and do not exist, and services that overtake themselves."""
    known = listed(parts.chips)
    if parts.services and not parts.chips:
        yield found("no_chip", "chips")
    for network in parts.car.networks:
        if not network.chips:
            yield found("network_alone", f"networks.{network.name}")
        for chip in dict.fromkeys(network.chips):
            if chip not in parts.chips:
                yield found("chip_unknown", f"networks.{network.name}", name=chip, known=known)
    for service in parts.car.services:
        if service.chip and service.chip not in parts.chips:
            yield found("chip_unknown", f"services.{service.name}", name=service.chip, known=known)
        pace, spent = parts.pace(service), parts.spent(service)
        if pace * spent > FULL:
            yield found("overrun", f"services.{service.name}", spent=spent, span=1.0 / pace)


def shares(parts: Parts) -> Iterator[Finding]:
    """More work or memory than there is.

    On each chip what can run only there; for each safety level what asks for at least that level, on all the chips
    that may carry it together. What passes can still be impossible to place: `aureole car plan` is to tell.
    """
    services = parts.services.values()
    own: dict[str, list[Service]] = {}
    for service in services:
        own.setdefault(parts.home(service), []).append(service)
    for chip in parts.chips.values():
        yield from _share(f"chips.{chip.name}", own.get(chip.name, []), [chip], parts)
    if len(parts.chips) < 2:
        return
    seen: set[tuple[str, ...]] = set()
    for level in LEVELS:
        able = [chip for chip in parts.chips.values() if not above(level, chip.level)]
        asking = [one for one in services if not above(level, one.level) and parts.where(one)]
        names = tuple(chip.name for chip in able)
        if able and names not in seen and all(chip in able for one in asking for chip in parts.where(one)):
            seen.add(names)
            yield from _share("chips", asking, able, parts)


def _share(where: str, services: Sequence[Service], able: Sequence[Chip], parts: Parts) -> Iterator[Finding]:
    names = listed([one.name for one in services])
    need, have = sum(parts.pace(one) * one.budget for one in services), sum(chip.cores * chip.speed for chip in able)
    if need > have * FULL:
        yield found("overloaded", where, names=names, need=need, have=have)
    need, have = sum(one.memory for one in services), sum(chip.memory for chip in able)
    if need > have * FULL:
        yield found("memory_full", where, names=names, need=need, have=have)


def ways(parts: Parts) -> Iterator[Finding]:
    """Topics between chips that no network joins."""
    for topic in parts.car.topics:
        writer = parts.services.get(topic.writer)
        first = parts.home(writer) if writer else ""
        for name in dict.fromkeys(topic.readers):
            reader = parts.services.get(name)
            second = parts.home(reader) if reader else ""
            if first and second and first != second and not parts.joining(first, second):
                where = f"topics.{topic.name}"
                yield found("apart", where, writer=topic.writer, first=first, reader=name, second=second)
