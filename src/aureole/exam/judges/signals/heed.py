"""Red lights, stop signs, hands and paddles: whether the ego's front passes a line that is closed to it.

The formulas are those of `conduct.rights.signs`; which line is passed and what counts for the ego's lane is told in
`lines`.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from aureole.conduct.rights.signs import STOOD, UNTOLD
from aureole.core.brief import Brief
from aureole.core.command import Command
from aureole.core.kinds import SignalKind
from aureole.core.notes import Float64
from aureole.core.plan import Plan
from aureole.core.scene import Scene
from aureole.core.verdict import Event
from aureole.exam.judges.found import Found, event, tightest
from aureole.exam.judges.sight import FAR, sight
from aureole.exam.judges.signals import lines as at
from aureole.exam.judges.signals.places import posts
from aureole.exam.sentences.tell import tell

RED, HAND, SIGN = "StVO 37", "StVO 36", "StVO 41 (206)"
LIGHTS = (int(SignalKind.LIGHT), int(SignalKind.HAND))
STOPS = (int(SignalKind.STOP), int(SignalKind.PADDLE))


class Heed:
    """Watches the lines on the ego's way; idle where the brief has no signal."""

    def __init__(self, brief: Brief) -> None:
        self.brief = brief
        worlds, signs = len(brief.cases), len(brief.signs.kind)
        self.posts = posts(brief)
        self.lights, self.stops = (bool(np.isin(brief.signs.kind, kinds).any()) for kinds in (LIGHTS, STOPS))
        self.limits: Float64 = np.zeros(0)
        """What signs told, m/s, at each moment that was watched last; empty where there is no signal."""
        self.duty: Float64 = np.zeros(0)
        """What the line last passed asks (`lines.GIVES`…), of the same moments."""
        self.rows = np.zeros((worlds, at.DRIVE))
        self.rows[:, [at.TEMPORARY, at.LASTING]] = UNTOLD
        self.rows[:, [at.RED_TIME, at.RED_WHEN, at.STOP_TIME, at.STOP_LEAST]] = -1.0
        self.signs = np.zeros((worlds, signs, at.SIGN))
        self.signs[:, :, [at.LAST, at.SLOW]] = FAR

    def watch(self, scene: Scene, plan: Plan, command: Command) -> None:
        """One step of all worlds."""
        if not len(self.posts.kind):
            return
        if len(self.limits) != len(scene.stamp):
            self.limits, self.duty = np.full(len(scene.stamp), UNTOLD), np.zeros(len(scene.stamp))
        at.watch_lines(
            sight(scene), scene.signals, self.posts, self.brief.road, self.rows, self.signs, self.limits, self.duty
        )

    def found(self, world: int) -> Found:
        """What was passed that was shut, and how near a line that was shut the ego came."""
        row = self.rows[world]
        measures = {}
        if self.lights:
            measures["red_lights"] = float(row[at.REDS])
        if self.stops:
            measures["stop_signs"] = float(row[at.STOPS])
        return Found(measures, tuple(events(row)), clauses=tuple(clauses(row)))


def events(row: Float64) -> Iterator[Event]:
    """The first line of each sort that was passed."""
    if row[at.RED_TIME] >= 0.0:
        if row[at.RED_HAND]:
            yield event("red_light", row[at.RED_TIME], 1.0, 0.0, tell("past_hand"), clause=HAND)
        else:
            deep = max(float(row[at.RED_NEAR]), 0.0)
            yield event("red_light", row[at.RED_TIME], deep, 0.0, tell("over_red"), clause=RED)
    if row[at.STOP_TIME] >= 0.0:
        if row[at.STOP_BY]:
            yield event("stop_sign", row[at.STOP_TIME], 1.0, 0.0, tell("past_paddle"), clause=HAND)
        else:
            slow = row[at.STOP_SLOW]
            yield event("stop_sign", row[at.STOP_TIME], slow, STOOD, tell("not_stood"), clause=SIGN)


def clauses(row: Float64) -> Iterator[Event]:
    """How far the front was past a line on red, below zero before it; how slow before the line of a stop sign."""
    if row[at.RED_WHEN] >= 0.0 and not row[at.RED_HAND]:
        yield tightest("red_light", RED, row[at.RED_WHEN], row[at.RED_NEAR], 0.0, tell("near_red"))
    if row[at.STOP_TIME] >= 0.0 and not row[at.STOP_BY]:
        yield tightest("stop_sign", SIGN, row[at.STOP_TIME], row[at.STOP_SLOW], STOOD, tell("slowest"))
    elif row[at.STOP_LEAST] >= 0.0:
        yield tightest("stop_sign", SIGN, row[at.STOP_WHEN], row[at.STOP_LEAST], STOOD, tell("slowest"))
    hands = (("red_light", at.RED_TIME, at.RED_HAND), ("stop_sign", at.STOP_TIME, at.STOP_BY))
    met = [(name, row[time]) for name, time, by in hands if row[time] >= 0.0 and row[by]]
    if met:
        yield tightest(met[0][0], HAND, met[0][1], 1.0, 0.0, tell("director"))
