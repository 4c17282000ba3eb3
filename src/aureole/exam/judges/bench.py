"""The bench: all judges together, and the verdict they come to.

Score: 0 if an event fails or the case was not exercised; else
0.4 · min(1, shortest TTC / 3 s) + 0.3 · share of time in comfort + 0.3 · progress,
where progress counts full wherever a car ahead holds the ego up. It ranks drives of one case; it is no probability.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from aureole.conduct.clauses import CLAUSES
from aureole.core.brief import Brief
from aureole.core.command import Command
from aureole.core.notes import Bool, Float64, Int64
from aureole.core.observation import Observation
from aureole.core.plan import Plan
from aureole.core.scene import Scene
from aureole.core.verdict import Event, Verdict
from aureole.exam.judges.asks import Asks
from aureole.exam.judges.attention import Attention
from aureole.exam.judges.collisions.collision import Collision
from aureole.exam.judges.comfort import Comfort
from aureole.exam.judges.emergency import Emergency
from aureole.exam.judges.found import Found
from aureole.exam.judges.gaps import Gaps
from aureole.exam.judges.lanes.lane import Lane
from aureole.exam.judges.progress import Progress
from aureole.exam.judges.signals.heed import Heed
from aureole.exam.judges.signals.yielding import Yielding
from aureole.exam.judges.speeding import Speeding

Rules = Mapping[str, bool]
"""Which events fail a drive; what is not named does not."""

FAILS = (
    "collision", "off_road", "wrong_lane", "lane_departure", "red_light", "stop_sign", "not_yielding", "stuck",
    "timeout", "bad_plan",
)  # fmt: skip
RULES: Rules = MappingProxyType(dict.fromkeys(FAILS, True))
PASSIVE: Rules = MappingProxyType(dict.fromkeys(("collision", "off_road"), True))
"""Where the scenario alone moves the car nobody indicates, plans or hurries."""

ORDER = {clause: place for place, clause in enumerate(CLAUSES)}

CALM = 3.0  # s; a shortest TTC above this earns the full share of the score
STRAY_SPEED = 1.0  # m/s off the plan within its own age: the car did not do as planned
STRAY_TRACK = 0.5  # m beside the plan: the same
MISSED_SPEED = 4.0  # m/s missed by the plans of the last seconds together: the same; a sedan in order stays below 2.5
MISSED_TRACK = 2.5  # m beside them together: the same; a sedan in order stays below 1.5
STALE = 0.5  # s; a plan older than this drives blind (the follower's own limit)


class Bench:
    """Watches with every judge; `verdict` is asked when a drive is over.

    Args:
        brief: what is driven.
        driver: its name, as it stands in the verdicts.
        rules: which events fail; by default `RULES`, `PASSIVE` for a passive drive.
    """

    def __init__(self, brief: Brief, driver: str, rules: Rules | None = None) -> None:
        self.brief = brief
        self.driver = driver
        self.rules = rules if rules is not None else PASSIVE if brief.passive else RULES
        heed = Heed(brief)
        yielding = Yielding(brief, heed)
        self.collision, self.lane, self.gaps = Collision(brief, yielding.cut_off), Lane(brief), Gaps(brief)
        self.comfort, self.progress, self.asks = Comfort(brief), Progress(brief, self.gaps), Asks(brief)
        self.emergency, self.attention = Emergency(brief, self.collision), Attention(brief)
        self.judges = (
            self.gaps, self.progress, self.collision, self.lane, self.comfort, self.emergency, heed,
            yielding, Speeding(brief, heed), self.asks,
        )  # fmt: skip
        self.exercised: Bool = np.zeros(len(brief.cases), np.bool_)

    def hear(self, observation: Observation, rows: Int64 | None = None) -> None:
        """What the driver is told when it is asked, of all worlds or of those in some rows; the loops' listener."""
        self.attention.hear(observation, rows)

    def retell(self, observation: Observation) -> None:
        """What the driver is told in the stead of what was heard last, in the same worlds: what its eyes perceived."""
        self.attention.hear(observation, self.attention.rows_told)

    def watch(self, scene: Scene, plan: Plan, command: Command) -> None:
        """One step of all worlds, or several at once, for every judge (`sight.Sight` says how they lie)."""
        self.attention.watch(scene, plan, command)
        for judge in self.judges:
            judge.watch(scene, plan, command)
        ticks = len(scene.exercised) // len(self.exercised)
        self.exercised = scene.exercised[ticks - 1 :: ticks]

    def signals(self) -> dict[str, Float64]:
        """What the judges measure at this moment, one number a world (`exam.tracks.History` keeps it)."""
        return self.gaps.signals() | self.lane.signals()

    def verdict(self, world: int, digest: str = "") -> Verdict:
        """What they found in one world; `digest` is that of the recording."""
        found = [judge.found(world) for judge in self.judges]
        excuse = next((one.excuse for one in found if one.excuse), "")
        events = [ruled(event, self._fails(event, one)) for one in found for event in one.events]
        events.sort(key=lambda event: (event.time, event.name))
        clauses = [ruled(one, _failed(one, events)) for each in found for one in each.clauses]
        clauses.sort(key=lambda clause: ORDER[clause.clause])
        measures = {name: value for one in found for name, value in one.measures.items()}
        status = self._status(world, events, excuse)
        return Verdict(
            case=self.brief.cases[world],
            driver=self.driver,
            seed=self.brief.seeds[world],
            params=dict(self.brief.params[world]),
            status=status,
            score=score(measures) if status in ("passed", "unavoidable") else 0.0,
            measures=measures,
            events=tuple(events),
            clauses=tuple(clauses),
            blame=self._blame(world, events) if status == "failed" else "none",
            digest=digest,
            extra={"car": self.brief.mission.car.name, "step": f"{self.brief.step:g}"},
        )

    def _fails(self, event: Event, found: Found) -> bool:
        excused = event.name == "collision" and found.excuse != ""
        return self.rules.get(event.name, False) and not excused

    def _status(self, world: int, events: list[Event], excuse: str) -> str:
        if any(event.fails for event in events):
            return "failed"
        if excuse == "unavoidable":
            return "unavoidable"
        return "passed" if self.exercised[world] else "not_exercised"

    def _blame(self, world: int, events: list[Event]) -> str:
        """The earliest failing event's cause, as far as the drive shows it."""
        first = next(event for event in events if event.fails)
        if first.name == "collision" and self.attention.unseen(world, self.collision.other(world), first):
            return "perceive"
        speed_error, track_error, age = self.asks.recent(world)
        if age > STALE:
            return "timing"
        missed_speed, missed_track = self.asks.missed(world)
        strayed = speed_error > STRAY_SPEED or track_error > STRAY_TRACK
        strayed = strayed or missed_speed > MISSED_SPEED or missed_track > MISSED_TRACK
        moved = first.name in ("collision", "off_road", "lane_departure", "wrong_lane")
        return "execute" if moved and strayed else "decide"


def ruled(event: Event, fails: bool) -> Event:
    """The event as it counts; itself where that is what it says already, as most do."""
    return event if event.fails == fails else replace(event, fails=fails)


def _failed(clause: Event, events: list[Event]) -> bool:
    """Whether the tightest moment of a clause is one that counted as a failure."""
    same = (event for event in events if (event.name, event.clause) == (clause.name, clause.clause))
    return clause.margin < 0.0 and any(event.fails for event in same)


def score(measures: Mapping[str, float]) -> float:
    """From 0 to 1, by the formula at the head of this file.

    >>> round(score({"min_ttc": 1.5, "comfort": 1.0, "progress": 0.9}), 3)
    0.77
    """
    calm = min(1.0, measures["min_ttc"] / CALM)
    return 0.4 * calm + 0.3 * measures["comfort"] + 0.3 * measures["progress"]
