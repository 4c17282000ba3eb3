"""300 topics between two processes: does memory stay what it is, and what does one topic take.

    python benchmarks/topics.py [--json] [--short] [--cycles N]

Of 300 topics of 64 to 1,024 bytes 3 speak in each cycle (100 Hz, were it real time), 27 in each tenth, 270 in each
hundredth; both ends are ours, a process writes them all and another reads them all, as fast as they can and in step.
Resident memory is the proportional set size of both processes together (PSS, /proc/PID/smaps_rollup) without files,
which every other Python on the machine shares; shared memory is a part of it. Warm after a tenth of the cycles; from
then on it is to stay flat over 100,000.
"""

from __future__ import annotations

import gc
import json
import os
import socket
import sys
import time
from pathlib import Path

import numpy as np
from chain import option
from nerves.bus import Words

from aureole.core.topic import Topic
from aureole.runtime.bus import segment
from aureole.runtime.bus.ends import SharedReader, SharedWriter
from aureole.runtime.bus.frames import Frame
from aureole.runtime.bus.ledger import slots_for
from aureole.runtime.bus.lines import pair
from aureole.runtime.clock import Monotonic

TOPICS = 300
EVERY = (1,) * 3 + (10,) * 27 + (100,) * 270  # cycles
BYTES = (64, 128, 256, 1024)
MARKS = 10


class Ways:
    """Memory and lines of all topics, handed out before the processes part."""

    def __init__(self) -> None:
        self.frames = {size: Frame.of(Words(np.zeros((1, size // 8), np.int64))) for size in BYTES}
        sizes = [BYTES[k % len(BYTES)] for k in range(TOPICS)]
        self.topics = [Topic(f"topic{k}", "Words", 1.0, 1.0, "writer", ("reader",)) for k in range(TOPICS)]
        self.of = [self.frames[size] for size in sizes]
        self.shared = [f.size * slots_for(t) for f, t in zip(self.of, self.topics, strict=True)]
        self.memory = [segment.create(t.name, n) for t, n in zip(self.topics, self.shared, strict=True)]
        self.lines = [pair() for _ in self.topics]

    def writers(self) -> list[SharedWriter]:
        """All writing ends."""
        ends = zip(self.topics, self.of, self.memory, self.lines, strict=True)
        made = []
        for topic, frame, memory, (mine, theirs) in ends:
            writer = SharedWriter(topic, frame, memory, Monotonic())
            writer.attach("reader", mine)
            theirs.close()
            made.append(writer)
        return made

    def readers(self) -> list[SharedReader]:
        """All reading ends."""
        made = []
        for frame, memory, (mine, theirs) in zip(self.of, self.memory, self.lines, strict=True):
            reader, descriptor = SharedReader(frame, every=True), os.open(f"/proc/self/fd/{memory}", os.O_RDONLY)
            reader.attach(descriptor, theirs)
            os.close(descriptor)
            mine.close()
            made.append(reader)
        return made


def resident() -> tuple[int, int]:
    """PSS of this process without what is mapped from files, and of it what is shared memory; bytes."""
    rows = dict(
        line.split(":", 1) for line in Path("/proc/self/smaps_rollup").read_text().splitlines() if ":" in line[:20]
    )
    whole, filed, shared = (int(rows[name].split()[0]) * 1024 for name in ("Pss", "Pss_File", "Pss_Shmem"))
    return whole - filed, shared


def due(cycle: int) -> list[int]:
    """The topics that speak in a cycle; those that speak seldom take turns."""
    return [k for k, every in enumerate(EVERY) if (cycle + k) % every == 0]


def write(ways: Ways, other: socket.socket, cycles: int) -> None:
    """Write them all; the reader says when it has seen a cycle."""
    tell(other, resident())
    writers = ways.writers()
    for cycle in range(cycles):
        for k in due(cycle):
            word = writers[k].loan()
            word.numbers[0, 0] = cycle
            writers[k].send(cycle)
        other.recv(1)
        if (cycle + 1) % (cycles // MARKS) == 0:
            gc.collect()
            tell(other, resident())
    other.recv(1)  # whoever ends leaves its share of the memory to the other one


def read(ways: Ways, other: socket.socket, cycles: int) -> tuple[list[list[int]], int]:
    """Take them all, check each; memory before, and at each mark, of both; words."""
    theirs, ours = hear(other), resident()
    marks, words = [[theirs[0] + ours[0], theirs[1] + ours[1]]], 0
    readers = ways.readers()
    for cycle in range(cycles):
        for k in due(cycle):
            with readers[k].take(wait=30.0) as message:
                if message is None or message.word.numbers[0, 0] != cycle or message.lost:
                    raise SystemExit(f"topic {k}, cycle {cycle}: {message}")
            words += 1
        other.send(b"x")
        if (cycle + 1) % (cycles // MARKS) == 0:
            gc.collect()
            theirs, ours = hear(other), resident()
            marks.append([theirs[0] + ours[0], theirs[1] + ours[1]])
    other.send(b"x")
    return marks, words


def tell(other: socket.socket, numbers: tuple[int, int]) -> None:
    """Send what was found."""
    other.send(json.dumps(numbers).encode())


def hear(other: socket.socket) -> list[int]:
    """What the other side found."""
    found: list[int] = json.loads(other.recv(256))
    return found


def main() -> None:
    """Measure and print."""
    cycles = option("--cycles", 2_000 if "--short" in sys.argv else 110_000)
    ways, (mine, theirs) = Ways(), socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    started = time.monotonic()
    pid = os.fork()
    if pid == 0:
        try:
            write(ways, theirs, cycles)
        finally:
            os._exit(0)
    theirs.close()
    marks, words = read(ways, mine, cycles)
    os.waitpid(pid, 0)
    took, shared = time.monotonic() - started, sum(ways.shared)
    warm, last = marks[1], marks[-1]
    figures = {
        "cycles": cycles, "words": words, "words_per_s": words / took, "shared_bytes_by_layout": shared,
        "pss_bytes_warm": warm[0], "pss_bytes_end": last[0], "shmem_bytes_warm": warm[1], "shmem_bytes_end": last[1],
        "grown_bytes_a_cycle": (last[0] - warm[0]) / (cycles - cycles // MARKS),
        "resident_bytes_a_topic": (warm[0] - marks[0][0]) / TOPICS,
        "shared_bytes_a_topic": (warm[1] - marks[0][1]) / TOPICS,
    }  # fmt: skip
    if "--json" in sys.argv:
        print(json.dumps({"benchmark": "topics", "topics": TOPICS, **figures, "pss_marks": [at for at, _ in marks]}))
        return
    print(f"{TOPICS} topics, {cycles} cycles, {words} words in {took:.0f} s, none lost")
    print(f"{'cycles':>10}{'PSS MB':>10}{'shared MB':>11}   (both processes)")
    for k, (pss, shmem) in enumerate(marks):
        print(f"{k * (cycles // MARKS):>10}{pss / 1e6:>10.2f}{shmem / 1e6:>11.2f}")
    print(f"grown after the first tenth: {last[0] - warm[0]:+d} bytes resident, {last[1] - warm[1]:+d} shared")
    print(
        f"a topic: {figures['resident_bytes_a_topic'] / 1e3:.1f} kB resident in both processes together, of it "
        f"{figures['shared_bytes_a_topic'] / 1e3:.1f} kB shared memory ({shared / TOPICS / 1e3:.1f} kB by its layout)"
    )


if __name__ == "__main__":
    main()
