"""Sights for the expert: roads made by hand, with signals and things that stand."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from road_ahead import look, mission

from aureole.core.concepts import Concept
from aureole.core.notes import check
from aureole.drivers.expert.driver import Expert


def signal(observation, kind, ahead, *, state=0, value=0.0, temporary=False, place=0):
    """The same sight with one more signal on the own way."""
    s = observation.signals
    for name, array in (("present", True), ("id", 100 + place), ("kind", int(kind)), ("state", int(state)),
                        ("value", value), ("ahead", ahead), ("temporary", temporary), ("sure", 1.0)):  # fmt: skip
        getattr(s, name)[:, place] = array
    return observation


def things(observation, placed):
    """The same sight with things that stand: (x, y, length, width, kind)."""
    j = observation.objects
    for i, (x, y, length, width, kind) in enumerate(placed):
        j.present[:, i], j.id[:, i], j.kind[:, i], j.sure[:, i] = True, 200 + i, kind, 1.0
        j.xy[:, i], j.size[:, i] = (x, y), (length, width)
    return observation


def oncoming(observation):
    """The same sight where the lanes to the left go the other way."""
    forward = observation.lanes.forward.copy()
    forward[:, 1:] = False
    return replace(observation, lanes=replace(observation.lanes, forward=forward))


def decide(sight, *, looks=3):
    """The plan after a few looks at the same sight."""
    driver, worlds = Expert(), sight.stamp.shape[0]
    mind, plan = driver.reset(mission(worlds)), None
    for k in range(looks):
        plan, mind = driver.drive(replace(sight, stamp=np.full(worlds, k * 100_000_000, np.int64)), mind)
    check(plan)
    return plan


def accel(plan):
    """Of the first second, m/s²."""
    return float(plan.speed[0, 10] - plan.speed[0, 0])


def reasons(plan):
    return [Concept(int(concept)) for concept in plan.why[0, :, 0] if concept]


__all__ = ["accel", "decide", "look", "mission", "oncoming", "reasons", "signal", "things"]
