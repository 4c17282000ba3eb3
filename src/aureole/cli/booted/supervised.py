"""What is read from the supervisor of a booted car, in one place."""

from __future__ import annotations

from typing import Any

from aureole.runtime.supervise.supervisor import Supervisor


def mode(supervisor: Supervisor) -> str:
    """`full` while every node is there."""
    nodes = supervisor.nodes
    whole = all(domain in nodes and nodes[domain].going for domain in supervisor.system.domains)
    return "full" if whole else "starting"


def restarts(supervisor: Supervisor, domain: str) -> int:
    """How often a node was started anew."""
    return supervisor.deaths.get(domain, 0)


def codes(_: Supervisor) -> list[dict[str, Any]]:
    """The trouble codes there are, with their freeze frames: none yet."""
    return []
