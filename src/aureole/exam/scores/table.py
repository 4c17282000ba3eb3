"""The scores by name, and what they find as measures of a verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from aureole.exam.scores.alpasim import alpasim
from aureole.exam.scores.epdms import epdms
from aureole.exam.scores.factors.ground import Ground, survey
from aureole.exam.scores.logs.log import Log, vet
from aureole.exam.scores.nuplan import nuplan
from aureole.exam.scores.pdms import pdms
from aureole.exam.scores.route import route
from aureole.exam.scores.windows import over_windows, referenced, windows

Score = Callable[[Log, Ground | None], Any]

SCENES: Mapping[str, Score] = MappingProxyType({"pdms": pdms, "epdms": epdms})
"""Made for four seconds: a drive is scored window by window."""
DRIVES: Mapping[str, Score] = MappingProxyType({"nuplan": nuplan, "route": route, "alpasim": alpasim})
"""Made for a whole drive."""
SCORES: Mapping[str, Score] = MappingProxyType({**SCENES, **DRIVES})


def measures(log: Log, names: Iterable[str], set_speed: float = 0.0) -> tuple[dict[str, float], dict[str, str]]:
    """What the scores of a drive are, with their factors, and what they lacked, both by name.

    Args:
        log: a whole drive; where it has no human, no way or no safe reference they are made (`windows.referenced`).
        names: keys of `SCORES`.
        set_speed: m/s the car was told to drive at; 0 if not known.

    Raises:
        BadInput: the log cannot be scored.
    """
    vet(log)
    wanted = tuple(names)
    ground = survey(log)
    found: dict[str, float] = {}
    lacks: dict[str, str] = {}
    parts = list(windows(log, ground, set_speed)) if any(name in SCENES for name in wanted) else []
    whole = referenced(log, ground, set_speed)
    for name in wanted:
        if name in SCENES:
            values, missing = over_windows(SCENES[name], parts)
        else:
            values = SCORES[name](whole, ground)._asdict()
            missing = values.pop("lacks")
        found[name] = values.pop("score")
        found |= {f"{name}.{key}": value for key, value in values.items()}
        if missing:
            lacks[name] = ", ".join(missing)
    return found, lacks
