"""What environments tell beside observations and rewards: every term by name, and whose failure a broken action is."""

from __future__ import annotations

from typing import Any

import numpy as np

from aureole.core.notes import Bool
from aureole.gym.follow import Track
from aureole.gym.rewards import BROKEN, NAMES

BLAME = "decide"  # of `core.verdict.BLAMES`: an action that is no number is the driver's failure


def told_of(track: Track, w: int, a: int) -> dict[str, Any]:
    """About the last step of one learner: terms, and `failures`: broken actions of this episode."""
    info: dict[str, Any] = {name: float(value) for name, value in zip(NAMES, track.terms[:, w, a], strict=True)}
    info["failures"] = int(track.broken[w, a])
    if info["broken"]:
        info["blame"] = BLAME
    return info


def told_of_all(track: Track, there: Bool) -> dict[str, Any]:
    """The same about the first learner of every world, as Gymnasium's vectors have it: arrays, and masks `_name`.

    Worlds that are not `there` (worlds,) have zeros and are masked out.
    """
    terms = np.where(there, track.terms[:, :, 0], 0.0)
    info: dict[str, Any] = dict(zip(NAMES, terms, strict=True))
    info["failures"] = np.where(there, track.broken[:, 0], 0)
    info |= {f"_{name}": there for name in info}
    broken = terms[BROKEN] > 0.0
    if broken.any():
        blame = np.full(len(broken), None, object)
        blame[broken] = BLAME
        info["blame"], info["_blame"] = blame, broken
    return info
