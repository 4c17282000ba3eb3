"""Who may write a topic and who may read it: what the manifest says, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from aureole.core.errors import BadInput
from aureole.core.topic import Topic


def may_write(service: str, name: str, topics: Iterable[Topic]) -> str:
    """The topic's name, if the service is its writer.

    Raises:
        BadInput: it is not, or there is no such topic.
    """
    topic = _find(name, topics)
    if topic.writer != service:
        raise BadInput(
            f"topic {name}: {service} may not write it, {topic.writer} may", remedy="correct the car's manifest"
        )
    return name


def may_read(service: str, name: str, topics: Iterable[Topic]) -> str:
    """The topic's name, if the service is one of its readers.

    Raises:
        BadInput: it is not, or there is no such topic.
    """
    topic = _find(name, topics)
    if service not in topic.readers:
        told = ", ".join(topic.readers) or "nobody"
        raise BadInput(f"topic {name}: {service} may not read it, {told} may", remedy="correct the car's manifest")
    return name


def _find(name: str, topics: Iterable[Topic]) -> Topic:
    known = {topic.name: topic for topic in topics}
    if name not in known:
        raise BadInput(f"there is no topic '{name}'", remedy=f"there are {', '.join(sorted(known)) or 'none'}")
    return known[name]
