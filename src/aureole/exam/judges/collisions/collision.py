"""Collisions: with whom, how fast, on which side, at fault or not, and whether it could have been avoided.

The clause is named by what happened: who cut in, stood, was revealed, crossed or braked ahead (`proof`). Lateral fault
is nuPlan's rule (at-fault collisions of its closed-loop score). A drive without a collision, too, tells how close it
came under each of these clauses: the least speed in hand (`approach`).

What excuses is that another came into the ego's way. So nothing excuses who came into the other's: who turned, drove
or passed a shut line into the way of somebody who goes first and was left too little time (`signals.yielding`), or was
in a lane of those who come.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from aureole.core.brief import Brief
from aureole.core.command import Command
from aureole.core.kinds import Kind
from aureole.core.notes import Float64, Int32
from aureole.core.plan import Plan
from aureole.core.scene import Scene
from aureole.core.verdict import Event
from aureole.exam.judges.collisions import approach as at
from aureole.exam.judges.collisions.proof import clause_of, kind_of, proved, told
from aureole.exam.judges.found import Found, event, tightest
from aureole.exam.judges.sight import FAR, sight
from aureole.exam.sentences.tell import both, tell

LANE_CHANGE = 3.0  # s after its own lane change the ego answers for being struck from behind
SIDES = ("front", "left", "rear", "right")
Cut = Callable[[int, int, float], bool]
"""Whether, in a world, the ego was in the way of an agent that goes first, just before a time (s)."""


def nobody(world: int, agent: int, time: float) -> bool:
    """Rights of way are not watched."""
    return False


class Collision:
    """Watches for the first collision of the ego and for what proves that it could not be avoided."""

    def __init__(self, brief: Brief, cut_off: Cut = nobody) -> None:
        self.brief, self.cut_off = brief, cut_off
        worlds, agents, car = len(brief.cases), len(brief.names), brief.mission.car
        reach = max((sensor.range for sensor in car.sensors), default=FAR)
        self.car = (float(reach), float(car.limits.brake), float(car.body.mass))
        self.drives = np.zeros((worlds, at.DRIVE_COLUMNS))
        self.drives[:, [at.OTHER, at.ROAD]] = -1.0
        self.drives[:, at.CHANGED] = -FAR
        self.agents = np.zeros((worlds, agents, at.AGENT_COLUMNS))
        self.hands = np.full((worlds, agents, at.KINDS, at.HAND_COLUMNS), FAR)
        self.kinds: Int32 = np.zeros((worlds, agents), np.int32)
        self.needed: Float64 = np.zeros(0)
        """Braking that just avoids whatever is in the ego's path, m/s^2, at each moment that was watched last."""

    def watch(self, scene: Scene, plan: Plan, command: Command) -> None:
        """One step of all worlds."""
        self.kinds = scene.kind
        if len(self.needed) != len(scene.stamp):
            self.needed = np.zeros(len(scene.stamp))
        at.watch_approach(
            sight(scene), self.brief.road, scene.accel, self.car, self.drives, self.agents, self.hands, self.needed
        )

    def found(self, world: int) -> Found:
        """The collision, if there was one, and the tightest moment somebody came into the way."""
        drive = self.drives[world]
        other = int(drive[at.OTHER])
        measures = self._came(world, other)
        if other < 0:
            return Found(measures, clauses=self._clauses(world, None))
        row, behind = self.agents[world, other], int(drive[at.SIDE]) == at.REAR
        struck = behind and drive[at.TIME] - drive[at.CHANGED] > LANE_CHANGE and not drive[at.FAULT]
        cut, astray = self.cut_off(world, other, float(drive[at.TIME])), bool(drive[at.ASTRAY])
        excuse = "unavoidable" if proved(row) != at.GENERAL else "struck" if struck else ""
        excuse = "" if cut or astray else excuse
        measures |= {"impact_speed": float(drive[at.IMPACT]), "at_fault": float(drive[at.FAULT])}
        kind = kind_of(row, struck=behind)
        text = self._text(world, other, kind, excuse)
        text = both(text, tell("goes_first") if cut else tell("in_its_lane") if astray else "")
        clause = clause_of(kind, int(self.kinds[world, other]))
        met = event("collision", drive[at.TIME], drive[at.IMPACT], 0.0, text, clause=clause)
        return Found(measures, (met,), excuse, self._clauses(world, met))

    def other(self, world: int) -> int:
        """The agent that was hit; -1 none."""
        return int(self.drives[world, at.OTHER])

    def _came(self, world: int, other: int) -> dict[str, float]:
        rows = self.agents[world, other : other + 1] if other >= 0 else self.agents[world]
        rows = rows[rows[:, at.BASIS] != at.GENERAL]
        if len(rows) == 0:
            return {}
        row = rows[int(np.argmin(rows[:, at.TTC] - rows[:, at.BOUND]))]
        ttc = float(row[at.TTC]) if row[at.TTC] < FAR else float("inf")
        return {"cut_in_ttc": ttc, "cut_in_bound": float(row[at.BOUND])}

    def _clauses(self, world: int, met: Event | None) -> tuple[Event, ...]:
        """The least speed in hand under each clause; a collision is the tightest moment of its own."""
        found: dict[str, Event] = {}
        for agent, kind in zip(*np.nonzero(self.hands[world, :, :, at.HAND] < FAR), strict=True):
            best = self.hands[world, agent, kind]
            clause = clause_of(int(kind), int(self.kinds[world, agent]))
            if clause not in found or best[at.HAND] < found[clause].margin:
                more = told(self.agents[world, agent], int(kind)) if kind != at.GENERAL else ""
                text = both(tell("ahead", **self._who(world, int(agent))), more)
                found[clause] = tightest("collision", clause, best[at.WHEN], best[at.CLOSED], best[at.LIMIT], text)
        if met is not None:
            found[met.clause] = tightest("collision", met.clause, met.time, met.value, met.limit, met.text)
        return tuple(found.values())

    def _who(self, world: int, agent: int) -> dict[str, str]:
        return {"who": self.brief.names[agent], "kind": Kind(int(self.kinds[world, agent])).name.lower()}

    def _text(self, world: int, other: int, kind: int, excuse: str) -> str:
        drive = self.drives[world]
        fault, side = "at fault" if drive[at.FAULT] else "not at fault", SIDES[int(drive[at.SIDE])]
        more = told(self.agents[world, other], kind) if kind != at.GENERAL else ""
        text = both(tell("with", **self._who(world, other), side=side, fault=fault), more)
        return tell("unavoidable", rest=text) if excuse == "unavoidable" else text
