"""The scores of our own drives: what an exam asks for, watched and added to its verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from aureole.core.brief import Brief
from aureole.core.errors import BadInput
from aureole.core.judge import Watcher
from aureole.core.verdict import Verdict
from aureole.exam.judges.signals.heed import LIGHTS
from aureole.exam.judges.signals.yielding import SIRENS
from aureole.exam.scores.logs.keep import Keep
from aureole.exam.scores.logs.log import Slips, Task
from aureole.exam.scores.logs.terrain import Terrain, of_map
from aureole.exam.scores.table import measures
from aureole.exam.suites import made
from aureole.exam.suites.cases import SuiteCase
from aureole.world.scenarios.scenario import load, load_map
from aureole.world.situations import index
from aureole.world.situations.gallery.line import goal_line


class Scored:
    """Watches one batch for its scores; does nothing where none is asked for."""

    def __init__(self, brief: Brief, case: SuiteCase, names: Sequence[str]) -> None:
        self.names, self.name = tuple(names), case.name
        self.brief = brief
        self.keep = None
        if self.names:
            plans = "epdms" in self.names and not brief.passive
            self.keep = Keep(len(brief.cases), brief.step, terrain_of(case), timeout=brief.timeout, plans=plans)

    @property
    def watchers(self) -> list[Watcher]:
        """Who must see every step."""
        return [] if self.keep is None else [self.keep]

    def added(self, world: int, verdict: Verdict) -> Verdict:
        """The verdict with the scores among its measures; what they lacked stands in `extra` under `lacks.NAME`."""
        if self.keep is None:
            return verdict
        set_speed = float(self.brief.mission.set_speed[world])
        try:
            log = self.keep.log(world)
            log = replace(log, slips=slips(log.slips, self.brief, verdict), task=task(self.name, verdict))
            found, lacks = measures(log, self.names, set_speed)
        except BadInput as error:  # of our own log: a car that is no longer at a place cannot be scored
            found, lacks = dict.fromkeys(self.names, float("nan")), dict.fromkeys(self.names, str(error))
        extra = {f"lacks.{name}": words for name, words in lacks.items()}
        return replace(verdict, measures={**verdict.measures, **found}, extra={**verdict.extra, **extra})


def slips(known: Slips, brief: Brief, verdict: Verdict) -> Slips:
    """What the log cannot show, as our judges counted it; a map's light that the brief does not name nobody watched."""
    reds = known.red_lights
    if np.isin(brief.signs.kind, LIGHTS).any():
        reds = round(verdict.measures["red_lights"])
    stops = round(verdict.measures.get("stop_signs", 0.0))
    held = any(event.clause == SIRENS for event in verdict.events)
    return replace(known, red_lights=reds, stop_signs=stops, emergency=int(held))


ENDS = frozenset({"collision", "timeout", "unfinished"})
"""Events after one of which a drive did not come to its goal: each ends it."""


def task(name: str, verdict: Verdict) -> Task | None:
    """Of a situation: the way to its goal, whether the car came there, and what it may do; None of other cases."""
    asked = made.asked(name)
    if asked is None:
        return None
    situation = index.find(asked[0])
    way = np.array([(pose.x, pose.y) for pose in goal_line(situation.stage(asked[1]))])
    return Task(way, not ENDS & {event.name for event in verdict.events}, situation.opposite)


def terrain_of(case: SuiteCase) -> Terrain | None:
    """The map of a case with its junctions, limits and lights; None where it has no lane."""
    scenario = load(case.path)
    map_ = load_map(scenario.map(scenario.parameters.scope(dict(case.params))))
    return of_map(map_) if len(map_.road.lane_id) else None
