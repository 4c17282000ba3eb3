"""What a car can do without: which loss leads to which mode, and how the car is brought to a stop.

No order to stop is given, for whoever should carry it could be the one that is lost: the car stops because something
does not come. Plans cease → the guard brakes along the last one (`guard.plans`: a plan is too old after 0.5 s). Wishes
cease → the guard brakes along the newest plan. Commands cease → the last one expires (`Command.until`), and what is
behind the port brakes by itself. Where whoever is lost says nothing that the guard waits for, plans are made to cease.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from aureole.core.resources import Chain, Service
from aureole.runtime.modes.mode import Mode

DRIVING = frozenset({"world", "port", "perceive", "driver", "follower", "guard"})
"""Roles without which nobody drives."""
MIND = "driver"
"""The role whose plans the guard waits for."""
BRIDGE = "bridge"
"""The service, its role and its domain: what joins a chip to others. Where the mind is afar it is what is silenced."""


def without(service: Service, chains: Iterable[Chain]) -> Mode:
    """The mode of a car that must do without a service.

    Minimal risk: it takes part in the driving (its role, or it is in a chain from sensor to actuator), or its safety
    level says that harm can come of its absence (ISO 26262-1:2018, 3.6: any but QM). Else degraded.
    """
    hurried = any(service.name in chain.services for chain in chains)
    return Mode.MINIMAL_RISK if service.entry in DRIVING or hurried or service.level != "QM" else Mode.DEGRADED


def silenced(mode: Mode, lost: frozenset[str], services: Sequence[Service], chains: Sequence[Chain]) -> frozenset[str]:
    """The services that are made to be silent so that the car stops: the mind, where nobody it needs has gone.

    Where one of the driving is lost the guard or the port miss it and brake; the mind goes on then, for its plans are
    steered along.
    """
    if mode is not Mode.MINIMAL_RISK:
        return frozenset()
    driving = {name for chain in chains for name in chain.services}
    driving |= {service.name for service in services if service.entry in DRIVING}
    if lost & driving:
        return frozenset()
    return frozenset(service.name for service in services if service.entry == MIND)
