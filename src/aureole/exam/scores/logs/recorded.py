"""The log of a drive that was recorded: the same that a watcher would have kept."""

from __future__ import annotations

from dataclasses import fields
from typing import TypeVar

import numpy as np

from aureole.core.command import Command
from aureole.core.errors import BadInput
from aureole.core.plan import Plan
from aureole.core.scene import Scene
from aureole.exam.scores.logs.keep import Keep
from aureole.exam.scores.logs.log import Log
from aureole.exam.scores.logs.terrain import Terrain
from aureole.runtime.replay import Record

Word = TypeVar("Word", Scene, Plan, Command)


def log_of(record: Record, terrain: Terrain | None) -> Log:
    """What scores take, from a record of every step (`runtime.replay.read`) and the map of its case.

    Raises:
        BadInput: the record does not say how it was driven, or keeps no step.
    """
    try:
        step, timeout = float(record.drive["dt"]), float(record.drive["timeout"])
        passive = record.drive["driver"] == "passive"
    except (KeyError, ValueError) as error:
        raise BadInput(f"the record does not say how it was driven: {error}", place="Record.drive") from error
    count = len(record.scene.stamp)
    if count == 0 or len(record.plan.stamp) == 0:
        raise BadInput("the record keeps no step", place="Record.scene")
    spacing = float(np.diff(record.scene.stamp[: max(count - 1, 1)]).mean()) * 1e-9 if count > 2 else step
    keep = Keep(1, spacing, terrain, timeout=timeout, plans=not passive)
    plan = np.clip(np.searchsorted(record.plan.stamp, record.scene.stamp, side="right") - 1, 0, None)
    for k in range(count):
        scene, made, command = at(record.scene, k), at(record.plan, int(plan[k])), at(record.command, k)
        keep.watch(scene, made, command)
    return keep.log(0)


def at(word: Word, row: int) -> Word:
    """One moment of a stacked word, as a batch of one."""
    span = slice(row, row + 1)
    return type(word)(*(getattr(word, name)[span] for name in (field.name for field in fields(word))))
