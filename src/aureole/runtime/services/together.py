"""All services of a car in this one process: the system's order without its processes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from aureole.core import resources
from aureole.core.topic import Topic
from aureole.runtime.bus.frames import Frame
from aureole.runtime.bus.inside import inside
from aureole.runtime.clock import Clock
from aureole.runtime.services.hosted import Hosted, Input
from aureole.runtime.services.service import Service


def hosted_together(
    services: Sequence[resources.Service], topics: Sequence[Topic], frames: Mapping[str, Frame],
    made: Mapping[str, Service[Any]], clock: Clock, *, every: bool,
) -> list[Hosted]:  # fmt: skip
    """Every service with its ends on the bus of this process; `every`: nobody skips a word."""
    bus = inside(topics, frames, clock)
    found = []
    for about in services:
        own = bus(about.name)
        inputs = {
            topic.name: Input(topic, own.subscribe(topic.name, every=every))
            for topic in topics
            if about.name in topic.readers
        }
        outputs = {topic.name: own.publish(topic.name) for topic in topics if topic.writer == about.name}
        found.append(Hosted(about, made[about.name], inputs, outputs))
    return found
