"""Situations without anybody else: the site, the car's way and its goal."""

from __future__ import annotations

from pathlib import Path

from aureole.exam.suites.cases import SuiteCase
from aureole.world.situations import index
from aureole.world.situations.written import written


def bared(name: str, seed: int, folder: Path) -> SuiteCase:
    """The case, written into a folder."""
    made = index.make(name, seed)
    made.stage.actors, made.stage.events, made.stage.shown = [], [], []
    (folder / index.MAP).write_bytes(made.map)
    path = folder / f"{name}.xosc"
    path.write_bytes(written(made.stage, name, index.MAP))
    return SuiteCase(name, path)
