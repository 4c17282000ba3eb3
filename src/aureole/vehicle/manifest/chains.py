"""Chains: whether cause leads to effect, and can do so in time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from aureole.core.resources import Chain, Service
from aureole.vehicle.manifest.finding import Finding, found
from aureole.vehicle.manifest.parts import Parts, listed


def chains(parts: Parts) -> Iterator[Finding]:
    """Every chain that is broken or cannot keep its deadline."""
    for chain in parts.car.chains:
        where = f"chains.{chain.name}"
        if not 0.0 < chain.percentile <= 100.0:
            yield found("percentile", where, percentile=chain.percentile)
        if len(chain.services) < 2:
            yield found("chain_short", where, count=len(chain.services))
        unknown = [name for name in dict.fromkeys(chain.services) if name not in parts.services]
        for name in unknown:
            yield found("chain_unknown", where, name=name, known=listed(parts.services))
        for first, second in pairwise(chain.services):
            if not {first, second} & set(unknown) and not joints(first, second, parts):
                yield found("chain_unjoined", where, first=first, second=second)
        if chain.services and not unknown:
            yield from times(chain, parts)


def joints(first: str, second: str, parts: Parts) -> list[str]:
    """Topics on which words go from one service to another."""
    return [topic.name for topic in parts.written.get(first, []) if second in topic.readers]


def times(chain: Chain, parts: Parts) -> Iterator[Finding]:
    """A deadline that is shorter than what the chain takes: at best, or with all the waiting at worst."""
    services = [parts.services[name] for name in chain.services]
    computing = sum(parts.spent(one) for one in services)
    sending = sum(latency(first, second, parts) for first, second in pairwise(services))
    spent, where = computing + sending, f"chains.{chain.name}"
    if chain.deadline < spent:
        yield found(
            "chain_impossible", where, deadline=chain.deadline, spent=spent, computing=computing, sending=sending
        )  # fmt: skip
        return
    waits = {second.name: wait(first, second, parts) for first, second in pairwise(services)}
    late = [name for name, span in waits.items() if span > 0.0]
    worst = spent + sum(waits.values())
    if chain.deadline < worst:
        yield found("chain_waits", where, deadline=chain.deadline, names=listed(late), spent=worst)


def latency(first: Service, second: Service, parts: Parts) -> float:
    """Of the quickest network between the chips of two services, s; 0 where they may share one."""
    a, b = parts.home(first), parts.home(second)
    if not a or not b or a == b:
        return 0.0
    return min((network.latency for network in parts.joining(a, b)), default=0.0)


def wait(first: Service, second: Service, parts: Parts) -> float:
    """How long a word of one service may lie before the other looks at it, s.

    Nothing, if it wakes the other: a word that comes before the other's period is over is passed over, and is none of
    the chain's. Else up to the time between two calls.
    """
    pace, joined = parts.pace(second), joints(first.name, second.name, parts)
    return 0.0 if not joined or second.trigger in joined or pace <= 0.0 else 1.0 / pace
