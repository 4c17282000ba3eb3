"""What each node of a system is to have of the machine, from what the manifest says of its services."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import replace

from aureole.core.resources import Service
from aureole.kernels.keeping import kept_in
from aureole.runtime.facilities.budgets import MOST
from aureole.runtime.facilities.facility import Share
from aureole.runtime.facilities.groups import PREFIX
from aureole.runtime.facilities.pinning import Pinned, planned
from aureole.runtime.modes.losses import BRIDGE
from aureole.runtime.nodes.system import System

MARGIN = 2.0  # times what the manifest allows: it is a bound against floods, and no call is to be cut for a slow moment


def share_of(system: System, domain: str, cores: frozenset[int], parent: int) -> Share:
    """The share of a domain, on a machine of which the system may use some `cores`.

    By logical time nothing hurries. `parent`: the process that all nodes are forked from.
    """
    services = system.of(domain)
    reads = (*kept_in(), *system.reads.get(domain, ()))
    walls = Share(domain, reads=reads, writes=system.writes.get(domain, ()), networked=domain in system.networked)
    if system.logical:
        return walls
    priorities = system.priorities
    together = [each for each in system.together if priorities.get(each, 0) > 0]
    hurried = [each for each in system.domains if priorities.get(each, 0) > 0]
    quotas = quotas_of({each: load(system, each) for each in system.domains}, hurried)
    quota = quotas.get(domain, 0.0)
    only = services[0] if len(services) == 1 and not services[0].trigger and domain != BRIDGE else None
    return replace(
        walls, priority=priorities.get(domain, 0),
        period=only.period if only else 0.0, budget=only.budget if only else 0.0,
        quota=0.0 if quota >= len(cores) else quota, quotas=sum(quotas.get(each, 0.0) for each in hurried),
        memory=0 if domain in system.witnesses else round(sum(service.memory for service in services)),
        cores=frozenset() if Pinned.name in system.without
        else planned(system.domains, together, cores).get(domain, frozenset()),
        group=f"{PREFIX}{parent}",
    )  # fmt: skip


def quotas_of(loads: Mapping[str, float], hurried: Collection[str]) -> dict[str, float]:
    """Cores that each domain may take over time; a domain that is not there has no bound.

    What the manifest allows, `MARGIN` times. The kernel leaves all real-time threads together less than a core in such
    groups: where that is not enough for all of them, none has a bound of this kind.
    """
    found = {each: MARGIN * load for each, load in loads.items() if load > 0.0}
    if sum(found.get(each, 0.0) for each in hurried) > MOST:
        return {each: quota for each, quota in found.items() if each not in hurried}
    return found


def load(system: System, domain: str) -> float:
    """Cores that a domain may take over time; 0 of one that is not bounded: a witness, or woken at no known rate."""
    rates = [rate(system, service) for service in system.of(domain)]
    if domain in system.witnesses or not all(rates):
        return 0.0
    return sum(each * service.budget for each, service in zip(rates, system.of(domain), strict=True))


def rate(system: System, service: Service) -> float:
    """How often a service is called at most, 1/s; 0: nobody says."""
    own = 1.0 / service.period if service.period > 0.0 else 0.0
    if service.entry == BRIDGE:  # every word that it carries wakes it, too
        return own + sum(each.rate for each in system.topics if BRIDGE in (each.writer, *each.readers))
    if own:
        return own
    return system.topic(service.trigger).rate if service.trigger else 0.0


def usable() -> frozenset[int]:
    """The cores that this process may run on."""
    return frozenset(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else frozenset()
