"""All promises of a system, looked after while it runs: what was broken since the last time, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from aureole.runtime.nodes.pulse import Rings, Row
from aureole.runtime.nodes.system import System
from aureole.runtime.supervise.promises.books import KEEP, Book, Calls
from aureole.runtime.supervise.promises.chains import looking
from aureole.runtime.supervise.promises.deadlines import ChainWatch, Margin, Miss, due_within, missed
from aureole.runtime.supervise.promises.floods import Flood, Floods
from aureole.runtime.supervise.promises.order import Odd, Order


class Broken(NamedTuple):
    """One promise that was not kept."""

    domain: str
    """Of the service whose cause it is."""
    what: str
    """deadline, budget, percentile, logical, flood"""
    subject: str
    """The service, chain or topic whose promise it was."""
    text: str
    harmful: bool = False
    """The node cannot be left running."""


class Promises:
    """Deadlines of services and chains, the order of calls, the number of words."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.calls, self.order, self.floods = Calls(system), Order(system), Floods(system)
        self.books = {service.name: Book(keep=KEEP) for service in system.services}
        self.within = {service.name: due_within(service, system.topics) for service in system.services}
        budgets = {service.name: service.budget for service in system.services}
        self.chains = [
            ChainWatch(chain, looking(chain, system.services, system.topics), budgets) for chain in system.chains
        ]

    def forget(self, domain: str, now: int) -> None:
        """A domain begins anew."""
        self.order.forget(domain, now)

    def look(self, rings: Mapping[str, Rings], now: int) -> list[Broken]:
        """What was broken since the last time."""
        fresh = self.calls.fresh(rings)
        for name, rows in fresh.items():
            for row in rows:
                self.books[name].add(row)
        found = []
        for service in self.system.services:
            found += missed(service, fresh.get(service.name, ()), self.within[service.name])
        for chain in self.chains:
            found += chain.look(fresh, self.books, now)
        return [
            *map(self._miss, found),
            *map(self._odd, self.order.look(fresh, self.books, now)),
            *map(self._flood, self.floods.look(rings, now)),
        ]

    @property
    def margins(self) -> dict[str, Margin]:
        """How every chain fares now."""
        return {chain.chain.name: chain.margin for chain in self.chains}

    def last(self, service: str, calls: int) -> list[Row]:
        """The last calls of a service, of whichever node ran it."""
        return self.books[service].rows[-calls:]

    def _miss(self, miss: Miss) -> Broken:
        why = f": {miss.service} {miss.cause}" if miss.cause is not None else ""
        if miss.what == "percentile":
            text = f"{miss.subject} {miss.value:g} > {miss.limit:g}{why}"
        else:
            text = f"{miss.subject} {miss.value * 1e3:.2f} ms > {miss.limit * 1e3:g} ms{why}"
        return Broken(self.system.domain(miss.service), miss.what, miss.subject, text)

    def _odd(self, odd: Odd) -> Broken:
        text = f"{odd.service} {odd.what}{f' {odd.before}' if odd.before else ''} {odd.stamp * 1e-9:.3f} s"
        return Broken(self.system.domain(odd.service), "logical", odd.service, text)

    def _flood(self, flood: Flood) -> Broken:
        topic = flood.topic
        text = f"{topic.name} {flood.rate:.0f} Hz > {topic.rate:g} Hz"
        return Broken(self.system.domain(topic.writer), "flood", topic.name, text, flood.harmful)
