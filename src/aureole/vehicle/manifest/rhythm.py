"""Triggers, periods, rates and deadlines: what is called when, and what can never be."""

from __future__ import annotations

from collections.abc import Iterator

from aureole.vehicle.manifest.finding import Finding, found
from aureole.vehicle.manifest.parts import Parts, listed
from aureole.vehicle.manifest.ranges import OUTSIDE

ALMOST = 1e-9  # -; a rate that is a period's inverse, rounded


def triggers(parts: Parts) -> Iterator[Finding]:
    """Services that nothing ever calls."""
    for service in parts.car.services:
        where = f"services.{service.name}"
        if not service.trigger:
            if service.period <= 0.0:
                yield found("never_called", where)
        elif service.trigger not in parts.topics:
            yield found("trigger_unknown", where, name=service.trigger, known=listed(parts.topics))
        elif service.name not in parts.topics[service.trigger].readers:
            yield found("trigger_unread", where, name=service.trigger)


def promises(parts: Parts) -> Iterator[Finding]:
    """Rates and deadlines that a topic's writer cannot keep."""
    for topic in parts.car.topics:
        writer = parts.services.get(topic.writer)
        if writer is None:
            continue
        where, pace, spent = f"topics.{topic.name}", parts.pace(writer), parts.spent(writer)
        if 0.0 < pace < topic.rate * (1.0 - ALMOST):
            yield found("rate_too_fast", where, rate=topic.rate, name=writer.name, pace=pace)
        if topic.deadline < spent:
            yield found("deadline_impossible", where, deadline=topic.deadline, spent=spent, name=writer.name)


def circles(parts: Parts) -> Iterator[Finding]:
    """Services that wake each other in a circle: without an end, or never.

    A port breaks a circle, because the world lies behind it, and so does a service that only its period calls. A
    service with a trigger and a period makes the circle slow, but does not begin it.
    """
    over: set[str] = set()
    for start in parts.services:
        way: dict[str, None] = {}
        name = start
        while name and name not in over and name not in way:
            way[name] = None
            name = _waker(name, parts)
        if name in way:
            names = list(way)[list(way).index(name) :][::-1]
            slow = any(parts.services[one].period > 0.0 for one in names)
            rule = "asleep" if slow else "loop"
            yield found(rule, f"services.{names[0]}", names=" → ".join([*names, names[0]]))
        over.update(way)


def _waker(name: str, parts: Parts) -> str:
    """Whose word wakes a service; empty if the world's or its own period does, or nobody's."""
    service = parts.services[name]
    topic = parts.topics.get(service.trigger)
    if topic is None or service.entry in OUTSIDE or topic.writer not in parts.services:
        return ""
    return topic.writer
