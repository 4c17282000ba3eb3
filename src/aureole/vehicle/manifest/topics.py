"""Names, writers, readers and types: who says what to whom."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from aureole.core.topic import Topic
from aureole.vehicle.manifest.finding import Finding, found
from aureole.vehicle.manifest.parts import Parts, listed
from aureole.vehicle.manifest.ranges import ROLES, TRUTH, TYPES, WITNESSES
from aureole.vehicle.manifest.tables import KINDS

CLASS = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*:[A-Za-z_]\w*")  # package.module:Class


def same_names(parts: Parts) -> Iterator[Finding]:
    """Two entries of one table with the same name; of topics with different writers, two writers."""
    writers: dict[str, dict[str, None]] = {}
    for topic in parts.car.topics:
        writers.setdefault(topic.name, {})[topic.writer or "-"] = None
    for table in KINDS:
        for name, count in Counter(entry.name for entry in getattr(parts.car, table)).items():
            if count > 1 and table == "topics" and len(writers[name]) > 1:
                yield found("two_writers", f"topics.{name}", writers=listed(writers[name]))
            elif count > 1:
                yield found("name_twice", f"{table}.{name}", count=count)


def ends(parts: Parts) -> Iterator[Finding]:
    """Writers and readers that are no services, topics that nobody writes or reads, types that nobody knows."""
    recorders = {service.name for service in parts.car.services if service.entry == "recorder"}
    known = listed(parts.services)
    for topic in parts.car.topics:
        where = f"topics.{topic.name}"
        if not topic.writer:
            yield found("no_writer", where, known=known)
        elif topic.writer not in parts.services:
            yield found("writer_unknown", where, name=topic.writer, known=known)
        for reader, count in Counter(topic.readers).items():
            if reader not in parts.services:
                yield found("reader_unknown", where, name=reader, known=known)
            if count > 1:
                yield found("reader_twice", where, name=reader)
        if topic.type not in TYPES:
            yield found("type_unknown", where, name=topic.type, known=listed(TYPES))
        if not topic.readers:
            yield found("unread", where)
        if topic.recorded and not recorders & set(topic.readers):
            yield found("unrecorded", where)


def truth(parts: Parts) -> Iterator[Finding]:
    """Readers of the truth who do more than look on, and those who hear from somebody who has seen it."""
    for topic in parts.car.topics:
        if topic.type in TRUTH:
            for name, entry in _actors(topic, parts):
                yield found("truth", f"topics.{topic.name}", name=name, entry=entry)
    seers = _seers(parts)
    for topic in parts.car.topics:
        if topic.writer in seers and topic.type not in TRUTH:
            for name, entry in _actors(topic, parts):
                yield found("truth_told", f"topics.{topic.name}", name=name, entry=entry, writer=topic.writer)


def _actors(topic: Topic, parts: Parts) -> Iterator[tuple[str, str]]:
    """Readers that are no mere witnesses, with their entries."""
    for reader in dict.fromkeys(topic.readers):
        entry = parts.role(reader)
        if entry and entry not in WITNESSES:
            yield reader, entry


def _seers(parts: Parts) -> set[str]:
    """Witnesses whom the truth reaches, of itself or through each other."""
    seers: set[str] = set()
    found_more = True
    while found_more:
        told = [topic for topic in parts.car.topics if topic.type in TRUTH or topic.writer in seers]
        more = {name for topic in told for name in topic.readers if parts.role(name) in WITNESSES} - seers
        seers |= more
        found_more = bool(more)
    return seers


def entries(parts: Parts) -> Iterator[Finding]:
    """Services that cannot be started, or that nobody hears and that hear nobody."""
    heard = {reader for topic in parts.car.topics for reader in topic.readers}
    for service in parts.car.services:
        where = f"services.{service.name}"
        if service.entry not in ROLES and not CLASS.fullmatch(service.entry):
            yield found("entry_unknown", where, name=service.entry, known=listed(ROLES))
        if service.name not in heard and service.name not in parts.written:
            yield found("idle", where)
