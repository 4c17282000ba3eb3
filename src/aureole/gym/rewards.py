"""Rewards by name: what each term measures in one step, its unit, and how a learner's reward is weighed from them."""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from aureole.core.errors import BadInput
from aureole.core.notes import Float64


class Term(NamedTuple):
    """One term, measured in a step of T seconds."""

    unit: str
    formula: str
    english: str
    chinese: str


TERMS: Mapping[str, Term] = MappingProxyType(
    {
        "progress": Term("m", "change of s", "way gained along the route", "沿路线前进的距离"),
        "arrived": Term("1", "1 if near, and at the route’s end", "the aim is reached: an end", "到达目标：回合结束"),
        "collision": Term("1", "1 if hit ≥ 0", "its box overlaps another: an end", "与他者相撞：回合结束"),
        "off_road": Term("1", "1 if off", "a corner is on no paved lane: an end", "车角离开铺装车道：回合结束"),
        "astray": Term("1", "1 if |across| > astray", "too far beside its route: an end", "偏离路线过远：回合结束"),
        "wrong_lane": Term("s", "T if wrong", "time on lanes that lead against it", "逆行的时间"),
        "speeding": Term("m", "T · max(0, v − limit)", "way driven above the limit", "超速行驶的距离"),
        "off_centre": Term("m·s", "T · |across|", "distance from the route", "偏离路线的距离"),
        "turned": Term("rad·s", "T · |turned|", "angle to the route", "与路线的夹角"),
        "discomfort": Term("m²/s³", "T · (a² + (v · yaw_rate)²)", "acceleration, along and across", "纵向与横向加速度"),
        "jerk": Term("m/s²", "|change of a|", "change of the acceleration", "加速度的变化"),
        "steering": Term("rad", "|change of steer|", "change of the road-wheel angle", "前轮转角的变化"),
        "standing": Term("s", "T if |v| < 0.1 m/s", "time at a standstill", "静止的时间"),
        "time": Term("s", "T", "time", "时间"),
        "late": Term("1", "1 if t ≥ timeout, and no end", "the time is up: truncated", "超时：回合截断"),
        "broken": Term("1", "1 if NaN or ∞", "the action is no number", "动作不是有限的数"),
    }
)
"""What can be rewarded, in the order of the first axis of `follow.Track.terms`."""
NAMES = tuple(TERMS)
PROGRESS, ARRIVED, COLLISION, OFF_ROAD, ASTRAY, WRONG_LANE, SPEEDING, OFF_CENTRE = range(8)
TURNED, DISCOMFORT, JERK, STEERING, STANDING, TIME, LATE, BROKEN = range(8, 16)


def weights_of(rewards: Mapping[str, float]) -> Float64:
    """A weight for each term, shape (terms,); 0 for those that are not named.

    Raises:
        BadInput: a name that is none, or a weight that is no finite number.
    """
    if not isinstance(rewards, Mapping):
        raise BadInput(f"rewards={rewards!r:.40}", remedy="give weights by name, such as {'progress': 1.0}")
    weights = np.zeros(len(NAMES))
    for name, weight in rewards.items():
        if name not in TERMS:
            near = difflib.get_close_matches(str(name), NAMES, 1)
            hint = f"did you mean {near[0]}? " if near else ""
            raise BadInput(f"'{str(name)[:40]}' is no reward", remedy=f"{hint}there are {', '.join(NAMES)}")
        if isinstance(weight, bool) or not isinstance(weight, int | float) or not math.isfinite(weight):
            raise BadInput(f"rewards['{name}'] is {weight!r:.40}", remedy="give a finite number")
        weights[NAMES.index(name)] = weight
    return weights
