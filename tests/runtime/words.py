"""Synthetic words for one world, a plain function of the step."""

import numpy as np

from aureole.core.command import Command
from aureole.core.notes import notes
from aureole.core.plan import REASONS, STEPS, Plan
from aureole.core.scene import Scene

SIZES = {"worlds": 1, "agents": 3, "steps": STEPS, "reasons": REASONS, "signals": 2, "objects": 2}
STEP = 10_000_000  # ns


def filled(word, tick: int, **given):
    """A word whose every array holds numbers of its own; `given` takes their place."""
    arrays = {}
    for place, note in enumerate(notes(word)):
        shape = tuple(int(axis) if axis.isdigit() else SIZES[axis] for axis in note.dims)
        numbers = np.arange(np.prod(shape), dtype=np.float64).reshape(shape) + 100.0 * place + np.sin(tick)
        arrays[note.name] = (numbers % 2 > 1).astype(np.bool_) if note.dtype == np.bool_ else numbers.astype(note.dtype)
    return word(**{**arrays, **given})


def step(tick: int, *, over: bool = False) -> tuple[Scene, Plan, Command]:
    """What a watcher is shown at this step; a new plan every ten."""
    stamp = np.array([tick * STEP])
    scene = filled(Scene, tick, stamp=stamp, over=np.array([over]))
    plan = filled(Plan, tick - tick % 10, stamp=np.array([(tick - tick % 10) * STEP]))
    return scene, plan, filled(Command, tick, stamp=stamp)
