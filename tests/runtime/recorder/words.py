"""Entries of made-up words, and what is read of them again."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from aureole.runtime.bus.frames import Frame
from aureole.runtime.layout import ENCODING, Packer
from aureole.runtime.recorder.journal import Journal
from aureole.runtime.recorder.part import Entry, Kind
from aureole.runtime.recorder.ring import Ring
from aureole.runtime.recorder.tape import Tape
from tests.runtime.words import STEP, step

ABOUT = {"case": "made up", "clock": "logical"}
SCENE, PLAN, COMMAND = (Frame.of(word) for word in step(0))
FRAMES = {"scene": SCENE, "plan": PLAN, "command": COMMAND}
PACKERS = {name: Packer(frame.layout) for name, frame in FRAMES.items()}
KINDS = {
    name: Kind(frame.layout.word, ENCODING, frame.layout.json(), ENCODING) for name, frame in FRAMES.items()
}  # fmt: skip


def entry(tick: int, topic: str = "command") -> Entry:
    """One word; its number is its tick."""
    word = dict(zip(FRAMES, step(tick), strict=True))[topic]
    return Entry(topic, tick * STEP, tick * STEP, tick, PACKERS[topic].pack(word))


def noisy(tick: int) -> Entry:
    """One word that packs badly: no two are alike."""
    data = np.random.default_rng(tick).bytes(PACKERS["scene"].size)
    return Entry("scene", tick * STEP, tick * STEP, tick, data)


def journal(folder: Path, limit: int = 1 << 30, part: int | None = None) -> Journal:
    """A journal in a folder; `part`: bytes of one part."""
    ring = Ring(folder, limit)
    ring.part = part or ring.part
    return Journal(ring, KINDS, ABOUT)


def numbers(folder: Path, topic: str = "command") -> list[int]:
    """The numbers of the words that are there."""
    return [each.number for each in Tape(folder).entries() if each.topic == topic]
