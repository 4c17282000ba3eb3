"""What each node of a system is to have of the machine, from what the manifest says of its services."""

from __future__ import annotations

import os
from dataclasses import replace

from aureole.core.resources import Service
from aureole.kernels.keeping import kept_in
from aureole.runtime.facilities.budgets import MOST
from aureole.runtime.facilities.facility import Share
from aureole.runtime.facilities.groups import PREFIX
from aureole.runtime.facilities.pinning import planned
from aureole.runtime.nodes.system import System

MARGIN = 2.0  # times what the manifest allows: it is a bound against floods, and no call is to be cut for a slow moment


def share_of(system: System, domain: str, cores: frozenset[int], parent: int) -> Share:
    """The share of a domain, on a machine of which the system may use some `cores`.

    By logical time nothing hurries. `parent`: the process that all nodes are forked from.
    """
    services = system.of(domain)
    walls = Share(domain, reads=kept_in(), writes=system.writes.get(domain, ()), networked=domain in system.networked)
    if system.logical:
        return walls
    priorities = system.priorities
    together = [each for each in system.together if priorities.get(each, 0) > 0]
    loads = {each: load(system, each) for each in system.domains}
    hurried = sum(loads[each] for each in system.domains if priorities.get(each, 0) > 0)
    margin = MARGIN if not priorities.get(domain, 0) else min(MARGIN, MOST / hurried) if hurried else 0.0
    quota = margin * loads[domain]
    only = services[0] if len(services) == 1 and not services[0].trigger else None
    return replace(
        walls, priority=priorities.get(domain, 0),
        period=only.period if only else 0.0, budget=only.budget if only else 0.0,
        quota=0.0 if margin < 1.0 or quota >= len(cores) else quota, quotas=min(MARGIN * hurried, MOST),
        memory=0 if domain in system.witnesses else round(sum(service.memory for service in services)),
        cores=planned(system.domains, together, cores).get(domain, frozenset()),
        group=f"{PREFIX}{parent}",
    )  # fmt: skip


def load(system: System, domain: str) -> float:
    """Cores that a domain may take over time; 0 of one that is not bounded: a witness, or woken at no known rate."""
    rates = [rate(system, service) for service in system.of(domain)]
    if domain in system.witnesses or not all(rates):
        return 0.0
    return sum(each * service.budget for each, service in zip(rates, system.of(domain), strict=True))


def rate(system: System, service: Service) -> float:
    """How often a service is called at most, 1/s; 0: nobody says."""
    if service.period > 0.0:
        return 1.0 / service.period
    return system.topic(service.trigger).rate if service.trigger else 0.0


def usable() -> frozenset[int]:
    """The cores that this process may run on."""
    return frozenset(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else frozenset()
