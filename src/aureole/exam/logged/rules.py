"""Which rules a log allows to judge by, and the one that is judged in another way than on a drawn map.

Our judge of lanes looks at the lanes beside each other on one road. Lanelets overlap, and a lane's neighbour may be
another road: what it calls off the road or across a line need not be. On logs the edge of the road is judged against
all lanes of the map, as nuPlan does, where the log knows it; lines are not judged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import nan

import numpy as np

from aureole.core.verdict import Event, Verdict
from aureole.exam.judges.bench import PASSIVE, RULES, Rules
from aureole.exam.judges.found import event
from aureole.exam.scores.factors.ground import survey
from aureole.exam.scores.factors.rules import TOLERANCE
from aureole.exam.scores.logs.log import Log
from aureole.exam.sentences.tell import tell
from aureole.world.logs.playing.world import Logged

CLAUSE = "nuPlan drivable area"
LINES = {"lane_departure": "lines of lanelets", "not_yielding": "who goes first"}
"""Not judged on any log, and why."""
ROAD = ("max_offset", "min_line_distance", "lane_changes")
"""Measures that rest on the same lines: not known on a log."""
NEEDS = {
    "off_road": ("area",), "wrong_lane": (), "red_light": ("lights",), "stop_sign": ("marks",), "speeding": ("limits",),
}  # fmt: skip
"""What an event needs to be judged; a log that lacks it is not judged by it."""


def absent(lacks: Sequence[str]) -> dict[str, str]:
    """Events that are not judged, and why."""
    found = dict(LINES)
    for name, needs in NEEDS.items():
        missing = [need for need in needs if need in lacks]
        if missing:
            found[name] = ", ".join(missing)
    return found


def rules_for(world: Logged, fails: Sequence[str]) -> Rules:
    """Which events fail a drive on this log: the usual ones that can be judged by our judges here."""
    usual: Sequence[str] = tuple(PASSIVE) if world.brief.passive else fails or tuple(RULES)
    shut = {*absent(world.cast.recording.lacks), "off_road"}
    return {name: name not in shut for name in usual}


def ruled(verdict: Verdict, world: Logged, log: Log) -> Verdict:
    """The verdict without what cannot be judged here, with the edge of the road judged against all lanes, and told."""
    shut = absent(world.cast.recording.lacks)
    gone = {*shut, "off_road"}
    events = [one for one in verdict.events if one.name not in gone]
    clauses = tuple(one for one in verdict.clauses if one.name not in gone)
    if "off_road" not in shut:
        events += edge(log)
    events.sort(key=lambda one: (one.time, one.name))
    failed = any(one.fails for one in events)
    status = verdict.status
    if failed and status in ("passed", "unavoidable"):
        status = "failed"
    words = "; ".join(f"{name} ({why})" for name, why in sorted(shut.items()))
    return replace(
        verdict, events=tuple(events), clauses=clauses, status=status,
        score=0.0 if status == "failed" else verdict.score,
        measures={**verdict.measures, **{name: nan for name in ROAD if name in verdict.measures}},
        blame="decide" if status == "failed" and verdict.blame == "none" else verdict.blame,
        extra={**verdict.extra, **world.told, "not_judged": words},
    )  # fmt: skip


def edge(log: Log) -> list[Event]:
    """The moment a corner was first 0.3 m or more beside all lanes of the map, with how far it came."""
    ground = survey(log)
    if ground is None:
        return []
    beside = ground.away.max(axis=1)
    off = np.flatnonzero(beside >= TOLERANCE)
    if not len(off):
        return []
    text = tell("beside_lanes")
    found = event("off_road", log.time[off[0]], float(beside.max()), TOLERANCE, text, clause=CLAUSE)
    return [replace(found, fails=True)]
