"""A car's manifest by its names, and what follows from it: who writes what, how often and how long a service runs."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from aureole.core.car import Car
from aureole.core.resources import LEVELS, Chip, Network, Service
from aureole.core.topic import Topic
from aureole.vehicle.manifest.ranges import OUTSIDE


class Parts(NamedTuple):
    """Of entries with the same name the first."""

    car: Car
    chips: dict[str, Chip]
    services: dict[str, Service]
    topics: dict[str, Topic]
    written: dict[str, list[Topic]]
    """Topics by their writer."""

    def role(self, service: str) -> str:
        """The entry of a service; empty if there is none of that name."""
        return self.services[service].entry if service in self.services else ""

    def pace(self, service: Service) -> float:
        """How often it runs at most, Hz; 0 if that is not known.

        A port gives what its sensors give: it keeps its own period, whatever wakes its other side.
        """
        own = 1.0 / service.period if service.period > 0.0 else 0.0
        if not service.trigger or (own and service.entry in OUTSIDE):
            return own
        topic = self.topics.get(service.trigger)
        if topic is None:
            return own
        return min(own, topic.rate) if own else topic.rate

    def where(self, service: Service) -> tuple[Chip, ...]:
        """The chips it may run on."""
        if service.chip:
            return (self.chips[service.chip],) if service.chip in self.chips else ()
        return tuple(chip for chip in self.chips.values() if not above(service.level, chip.level))

    def spent(self, service: Service) -> float:
        """How long one run takes at worst, s, on the fastest chip it may run on; its budget where there is none."""
        return service.budget / max((chip.speed for chip in self.where(service)), default=1.0)

    def home(self, service: Service) -> str:
        """The one chip it runs on; empty if it may run on several or on none."""
        chips = self.where(service)
        return chips[0].name if len(chips) == 1 else ""

    def joining(self, first: str, second: str) -> list[Network]:
        """Networks between two chips."""
        return [network for network in self.car.networks if {first, second} <= set(network.chips)]


def parts(car: Car) -> Parts:
    """A car's manifest by its names."""
    written: dict[str, list[Topic]] = {}
    for topic in car.topics:
        written.setdefault(topic.writer, []).append(topic)
    return Parts(
        car,
        {chip.name: chip for chip in reversed(car.chips)},
        {service.name: service for service in reversed(car.services)},
        {topic.name: topic for topic in reversed(car.topics)},
        written,
    )


def above(level: str, other: str) -> bool:
    """Whether a safety level asks for more than another.

    >>> above("D", "B"), above("QM", "QM")
    (True, False)
    """
    return LEVELS.index(level) > LEVELS.index(other)


def listed(names: Collection[str]) -> str:
    """Names one after the other; `none` if there are none."""
    return ", ".join(names) or "none"
