"""What a spare node runs through while nobody waits for it: the ways of a word, with nobody at the other end.

A fork shares its memory with the zygote until it writes there, and whoever only reads an object writes its count of
references: each page is copied when it is touched first. What is touched here is the node's own when it is needed.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import socket

from aureole.core.errors import Trouble
from aureole.core.topic import Topic
from aureole.runtime.bus import segment
from aureole.runtime.bus.ends import SharedReader, SharedWriter
from aureole.runtime.bus.frames import Frame
from aureole.runtime.bus.ledger import slots_for
from aureole.runtime.bus.lines import pair, reading
from aureole.runtime.clock import Clock
from aureole.runtime.nodes import messages
from aureole.runtime.nodes.pulse import NOTHING, Meter, Rings, Row
from aureole.runtime.nodes.rest import touch
from aureole.runtime.nodes.system import System

WORDS = 2  # of each topic; the second one takes the way that all later ones take


def rehearse(system: System, clock: Clock) -> None:
    """Write, tell and read a word or two of every topic; a machine that lacks what this needs tells the node so."""
    with contextlib.suppress(OSError, Trouble):
        for topic in system.topics:
            pass_on(topic, system.frames[topic.name], clock)
        note(system)
        touch()


def pass_on(topic: Topic, frame: Frame, clock: Clock) -> None:
    """Words of one topic, from a writer to a reader, both here."""
    memory = segment.create(topic.name, frame.size * slots_for(topic))
    writer, reader = SharedWriter(topic, frame, memory, clock), SharedReader(frame, every=topic.queued)
    mine, theirs = pair()
    one, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with one, other:
        messages.say(one, messages.Read(topic.name, topic.writer), [memory, *theirs.descriptors])
        _, (reached, *handed) = messages.hear(other)
    theirs.close()
    reader.attach(reached, reading(*handed))
    writer.attach(topic.readers[0] if topic.readers else topic.writer, mine)
    for _ in range(WORDS):
        writer.loan()
        writer.send(clock.now())
        if (held := reader.hold()) is not None:
            held.release()
        reader.tidy()
        writer.heed()
    reader.close()
    writer.close()
    for each in (memory, reached):
        os.close(each)


def note(system: System) -> None:
    """What a call costs."""
    names, meter = [service.name for service in system.services], Meter()
    rings = Rings(mmap.mmap(-1, Rings.size(len(names))), names, {})
    for name in names:
        rings.add(name, Row._make([0, 0, 0, 0, *meter.read(), NOTHING]))
    meter.close()
