"""Which words leave their machine: from a car's manifest, who is where, and what each chip has to boot.

Between chips a topic goes from the writer's chip to each chip with a reader, once. On either side a service `bridge`
hands it on: it reads and writes there what the manifest lets cross, and the kernel keeps it to that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from aureole.core.car import Car
from aureole.core.errors import BadInput, Unsupported
from aureole.core.resources import LEVELS, Service
from aureole.core.topic import Topic
from aureole.runtime.modes.losses import BRIDGE
from aureole.runtime.net.session import Certificates, Door
from aureole.vehicle.manifest.parts import Parts, parts

__all__ = ["BRIDGE", "Link", "crossings", "door_of", "far_of", "links_of", "share_of"]

PERIOD = 0.1  # s; so often it asks who is silent, and shows that it lives
BUDGET, MEMORY = 2e-3, 256e6  # s of a core a call, bytes; calls of 100 Hz took 1.1e-3 (p99) on two busy cores
REMEDY = "say on which chip it runs: chip = …"


@dataclass(frozen=True, slots=True)
class Link:
    """A topic that leaves its chip."""

    topic: Topic
    """In terms of chips: its writer is a chip, and so are its readers."""
    networks: tuple[str, ...]
    """The network to each of the readers."""


def links_of(car: Car, chip: str) -> tuple[Link, ...]:
    """What one chip sends to others, and what it gets from them.

    Raises:
        BadInput: there is no such chip, a service has no one home, or nothing joins two chips.
        Unsupported: two chips are joined by CAN alone.
    """
    if chip not in {each.name for each in car.chips}:
        known = ", ".join(each.name for each in car.chips) or "none"
        raise BadInput(f"'{chip}' is no chip of {car.name}", remedy=f"there are {known}")
    return tuple(link for link in crossings(car) if chip in (link.topic.writer, *link.topic.readers))


def crossings(car: Car) -> tuple[Link, ...]:
    """Every topic with a writer and a reader on different chips.

    Raises:
        BadInput: a service has no one home, or nothing joins two chips.
        Unsupported: two chips are joined by CAN alone.
    """
    about = parts(car)
    found = []
    for topic in car.topics:
        first = _home(topic.writer, about)
        chips = sorted({_home(name, about) for name in topic.readers} - {first})
        if chips:
            networks = tuple(_network(topic.name, first, chip, about) for chip in chips)
            found.append(Link(replace(topic, writer=first, readers=tuple(chips)), networks))
    return tuple(found)


def share_of(car: Car, chip: str) -> Car:
    """What one chip boots: its services, the topics they have a part in, and a bridge where words leave or come.

    A chain over several chips is in no share: nobody has one clock for all of it.

    Raises:
        BadInput: as `links_of`; or a service is called `bridge` already.
        Unsupported: as `links_of`.
    """
    links, about = links_of(car, chip), parts(car)
    services = tuple(each for each in car.services if _home(each.name, about) == chip)
    names = {each.name for each in services}
    if links and BRIDGE in about.services:
        raise BadInput(f"services.{BRIDGE}: the name is taken by what joins chips", remedy="give it another name")
    leaving = {link.topic.name for link in links if link.topic.writer == chip}
    topics = tuple(_shared(car, names, leaving))
    if links:
        level = max((about.services[about.topics[link.topic.name].writer].level for link in links), key=LEVELS.index)
        services += (Service(BRIDGE, BRIDGE, BRIDGE, "", PERIOD, BUDGET, MEMORY, level, chip),)
    chains = tuple(chain for chain in car.chains if names.issuperset(chain.services))
    return replace(car, services=services, topics=topics, chains=chains)


def far_of(car: Car, chip: str) -> dict[tuple[str, str], tuple[Service, ...]]:
    """Services on other chips that one chip speaks with: by topic and chip, who writes it there, or reads it.

    Raises:
        BadInput: as `links_of`.
        Unsupported: as `links_of`.
    """
    about = parts(car)
    found: dict[tuple[str, str], tuple[Service, ...]] = {}
    for link in links_of(car, chip):
        topic = about.topics[link.topic.name]
        if link.topic.writer != chip:
            found[topic.name, link.topic.writer] = (about.services[topic.writer],)
            continue
        for other in link.topic.readers:
            readers = (about.services[name] for name in topic.readers)
            found[topic.name, other] = tuple(each for each in readers if _home(each.name, about) == other)
    return found


def door_of(car: Car, chip: str, addresses: Mapping[str, str], certificates: Certificates) -> Door:
    """Where a chip listens and whom it connects to: of two chips the one that the manifest names later connects.

    Args:
        car: with its manifest.
        chip: whose door it is; the common name of its certificate.
        addresses: `host:port` by chip.
        certificates: of this chip.

    Raises:
        BadInput: as `links_of`; or an address is missing.
        Unsupported: as `links_of`.
    """
    joined = {name for link in links_of(car, chip) for name in (link.topic.writer, *link.topic.readers)}
    order = [each.name for each in car.chips]
    for name in sorted(joined | {chip}):
        if name not in addresses:
            raise BadInput(f"the address of chip {name} is missing", remedy="give its host:port")
    connect = tuple(addresses[name] for name in order[: order.index(chip)] if name in joined)
    return Door((addresses[chip],), connect, certificates)


def _shared(car: Car, names: set[str], leaving: set[str]) -> Iterator[Topic]:
    """Topics as the services of one chip, `names`, see them."""
    for topic in car.topics:
        readers = tuple(name for name in topic.readers if name in names)
        if topic.writer in names:
            yield replace(topic, readers=(*readers, BRIDGE) if topic.name in leaving else readers)
        elif readers:
            yield replace(topic, writer=BRIDGE, readers=readers)


def _home(service: str, about: Parts) -> str:
    if service not in about.services:
        raise BadInput(f"'{service}' is no service of {about.car.name}", remedy="run `aureole car check`")
    home = about.home(about.services[service])
    if not home:
        raise BadInput("may run on several chips, or on none", place=f"services.{service}", remedy=REMEDY)
    return home


def _network(topic: str, first: str, second: str, about: Parts) -> str:
    """The quickest network for words between two chips."""
    joining = about.joining(first, second)
    ways = [(each.latency, -each.rate, each.name) for each in joining if each.kind == "ethernet"]
    if ways:
        return min(ways)[2]
    place, remedy = f"topics.{topic}", f"join {first} and {second} by a network of kind ethernet"
    if joining:
        raise Unsupported(f"{first} and {second} are joined by CAN alone", place=place, remedy=remedy)
    raise BadInput(f"no network joins {first} and {second}", place=place, remedy=remedy)
