"""A record watched once more: the judges and the history see what they saw when it was driven; nothing is driven."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from aureole.core.brief import Brief
from aureole.core.car import Car
from aureole.core.errors import BadInput
from aureole.core.judge import Watcher
from aureole.core.mission import Mission
from aureole.core.road import Road
from aureole.exam.judges.bench import Bench
from aureole.exam.tracks import History, Replay
from aureole.runtime.fingerprint import Digest
from aureole.runtime.replay import Record, steps
from aureole.vehicle.cars import fitted, load, names
from aureole.world.scenarios.export.cast import Cast
from aureole.world.signs.told import WORD, signs_of

DEFAULT_CAR = "sedan"


@dataclass(frozen=True, slots=True)
class Relived:
    """What was seen."""

    replay: Replay
    digest: str
    """Of what the record holds."""


def relive(record: Record, brief: Brief, watchers: Sequence[Watcher] = (), *, judged: bool = True) -> Relived:
    """Show a record to the digest, the judges, the history and further watchers.

    Args:
        record: what was driven.
        brief: of it, as `brief_of` gives it.
        watchers: who else shall see it.
        judged: let the judges measure their signals; without a road they cannot.
    """
    digest, bench = Digest(1), Bench(brief, record.drive.get("driver", ""))
    history = History(brief, signals=bench.signals if judged else None)
    watching: list[Watcher] = [digest, *([bench] if judged else []), history, *watchers]
    for scene, plan, command in steps(record):
        for watcher in watching:
            watcher.watch(scene, plan, command)
    return Relived(history.replay(0), digest.text(0))


def brief_of(record: Record, cast: Cast, road: Road, car: Car | None = None) -> Brief:
    """What was known before the drive, as far as a record tells it.

    Args:
        record: of the drive.
        cast: who took part.
        road: where.
        car: that was driven, if it is none of ours.

    Raises:
        BadInput: the record does not say how it was driven, or of as many agents as it holds.
    """
    told, scene = record.drive, record.scene
    agents = tuple(member.name for member in cast.members)
    if len(agents) != scene.present.shape[1] or not len(scene.stamp):
        raise BadInput(f"the record tells of {len(agents)} agents and holds {scene.present.shape[1]}")
    try:
        step, timeout, seed = float(told["dt"]), float(told["timeout"]), int(told["seed"])
        case, passive = told["case"], told["driver"] == "passive"
    except (KeyError, ValueError) as error:
        raise BadInput(f"the record does not say how it was driven: {error}") from None
    none = np.zeros(1, dtype=np.uint64)
    mission = Mission(
        car or driven(record, cast), step, scene.speed[:1, 0].copy(), np.zeros((1, 128), dtype=np.uint8),
        np.zeros(1, dtype=np.int32), none,
    )  # fmt: skip
    signs = signs_of(told.get(WORD))
    if len(signs.kind) != scene.signals.shape[1]:
        raise BadInput(f"the record tells of {len(signs.kind)} signals and holds {scene.signals.shape[1]}")
    return Brief((case,), ({},), (seed,), none, road, signs, agents, mission, step, timeout, passive)


def driven(record: Record, cast: Cast) -> Car:
    """The car of a record: one of ours by name, else the sedan with the measures that the record tells."""
    name = record.drive.get("car", "")
    if name in names():
        return load(name)
    default = load(DEFAULT_CAR)
    length, width, height = record.scene.size[0, 0].tolist()
    try:
        return fitted(
            default, length=length, width=width, height=height, box_x=float(record.scene.box_from_reference[0, 0, 0]),
            wheelbase=cast.members[0].wheelbase, track=cast.members[0].track,
        )  # fmt: skip
    except BadInput:
        return default
