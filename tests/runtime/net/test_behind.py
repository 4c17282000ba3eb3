"""Readers in other processes that stop, and words of many batches: the writer goes on, and what was lost is counted."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys

import numpy as np

from aureole.runtime.bus.frames import Frame
from aureole.runtime.clock import Monotonic
from aureole.runtime.net.bus import NetBus
from aureole.runtime.net.session import opened
from tests.faults.speaking import Speaking
from tests.runtime.bus.buses import topic, word
from tests.runtime.net import doors
from tests.runtime.net.doors import door, free_port, until

LARGE = 300_000  # numbers of four bytes: more than a batch holds


def test_a_stopped_reader_does_not_hold_up_the_writer_and_what_it_missed_is_counted_on_both_sides():
    port, papers, about = free_port(), doors.papers("reader"), topic(("reader",), queued=True, depth=4)
    where = {"papers": [str(papers.authority), str(papers.own), str(papers.key)], "queued": True, "listen": [],
             "connect": [f"{doors.HOST}:{port}"]}  # fmt: skip
    words = [sys.executable, "-m", "tests.faults.ends", "reader", json.dumps(where)]
    with (
        opened("writer", "car", [about], door("writer", listen=port), doors.FRAMES) as session,
        contextlib.closing(
            NetBus("writer", "car", [about], doors.FRAMES, session, Monotonic()).publish("words")
        ) as writer,
        contextlib.closing(Speaking(words)) as reader,
    ):
        until(lambda: writer.heed() or writer.met, seconds=60.0)
        writer.put(word(0), 0)
        reader.says("fresh")
        os.kill(reader.process.pid, signal.SIGSTOP)
        os.waitpid(reader.process.pid, os.WUNTRACED)
        for value in range(1, 1000):
            writer.put(word(value), value)
        assert writer.refused["reader"] >= 1000 - 1 - about.depth
        os.kill(reader.process.pid, signal.SIGCONT)
        count = {"last": -1}

        def arrived() -> bool:
            nonlocal count
            writer.heed()
            reader.tell("count")
            count = reader.says("count")
            return count["last"] == 999

        until(arrived, "the newest word never came")
        assert count["got"] + count["lost"] == 1000
        assert count["lost"] >= 1000 - 2 - about.depth


def test_a_word_of_many_batches_arrives_whole_and_in_order():
    large = Frame.of(word(0.0, LARGE))
    port, about, frames = free_port(), topic(("reader",), queued=True, depth=4), {"words": large}
    with (
        opened("writer", "car", [about], door("writer", listen=port), frames) as there,
        opened("reader", "car", [about], door("reader", connect=(port,)), frames) as here,
        contextlib.closing(NetBus("writer", "car", [about], frames, there, Monotonic()).publish("words")) as writer,
        contextlib.closing(NetBus("reader", "car", [about], frames, here, Monotonic()).subscribe("words")) as reader,
    ):
        until(lambda: writer.heed() or writer.met)
        for value in range(3):
            writer.put(word(value, LARGE), value)
        for value in range(3):
            with reader.take(wait=30.0) as message:
                assert message.stamp == value
                assert np.array_equal(message.word.numbers, np.full((1, LARGE), value))
