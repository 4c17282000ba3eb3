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
    """One term: what it measures in a step of T seconds."""

    unit: str
    english: str
    chinese: str
    formula: str


TERMS: Mapping[str, Term] = MappingProxyType(
    {
        "progress": Term("m", "way gained along the route", "沿路线前进的距离", "s − s′"),
        "arrived": Term("1", "the aim is reached; ends the episode", "到达目标；回合结束", "1 if |aim − middle| ≤ near"),
        "collision": Term("1", "its box overlaps another; ends the episode", "与他者相撞；回合结束", "1 if hit ≥ 0"),
        "off_road": Term(
            "1", "a corner lies on no paved lane; ends the episode", "车角驶出铺装车道；回合结束", "1 if off"
        ),
        "astray": Term(
            "1", "too far beside its route; ends the episode", "偏离路线过远；回合结束", "1 if |across| > astray"
        ),
        "wrong_lane": Term("s", "time on lanes that lead against it", "逆行时间", "T if wrong"),
        "speeding": Term("m", "way driven above the limit", "超速行驶的距离", "T · max(0, v − limit)"),
        "off_centre": Term("m·s", "distance from the route, over time", "偏离路线中心的距离对时间", "T · |across|"),
        "turned": Term("rad·s", "angle to the route, over time", "与路线的夹角对时间", "T · |turned|"),
        "discomfort": Term(
            "m²/s³", "squared acceleration, along and across", "纵横向加速度的平方", "T · (a² + (v · yaw_rate)²)"
        ),
        "jerk": Term("m/s²", "change of the acceleration", "加速度的变化", "|a − a′|"),
        "steering": Term("rad", "change of the road-wheel angle", "前轮转角的变化", "|steer − steer′|"),
        "standing": Term("s", "time at a standstill", "静止时间", "T if |v| < 0.1 m/s"),
        "time": Term("s", "time", "时间", "T"),
        "late": Term("1", "the time is up; truncates the episode", "超时；回合截断", "1 if t ≥ timeout and not ended"),
        "broken": Term("1", "the action is no number: the driver's failure", "动作不是数：驾驶者的失误", "1 if NaN or ∞"),
    }
)
"""What can be rewarded, in the order of the first axis of `Course.terms`; s′, a′, steer′: at the step before."""
NAMES = tuple(TERMS)
PROGRESS, ARRIVED, COLLISION, OFF_ROAD, ASTRAY, WRONG_LANE, SPEEDING, OFF_CENTRE = range(8)
TURNED, DISCOMFORT, JERK, STEERING, STANDING, TIME, LATE, BROKEN = range(8, 16)
USUAL: Mapping[str, float] = MappingProxyType(
    {
        "progress": 0.1, "arrived": 10.0, "collision": -10.0, "off_road": -10.0, "astray": -10.0, "wrong_lane": -1.0,
        "speeding": -0.2, "steering": -0.2, "jerk": -0.01,
    }
)  # fmt: skip
"""Weights without any given; a choice: 100 m of way count as much as the arrival."""


def weights_of(rewards: Mapping[str, float]) -> Float64:
    """A weight for each term, shape (terms,); 0 for those that are not named.

    Raises:
        BadInput: a name that is none, or a weight that is no finite number.
    """
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
