"""Giving way: whoever goes first must be left enough time, on foot too, and an emergency vehicle must be let pass.

The ego is in somebody's way while its box reaches into the strip that the other will drive or walk over, straight on.
When it comes there by its own motion, what is left to the other is the time until it would be there (`conduct.
yielding.time_left`); it must suffice until the ego is out of the way again, at most `LASTS` seconds. Who drives along
with the ego, ahead or behind, is a matter of gaps, not of this judge, unless the ego turns into it and hits it.
"""

from __future__ import annotations

from math import cos, sin

import numpy as np

from aureole.conduct.rights.yielding import HELD, time_due, time_left
from aureole.core.brief import Brief
from aureole.core.command import Command
from aureole.core.notes import Bool, Float64, Int32
from aureole.core.plan import Plan
from aureole.core.road import Road
from aureole.core.scene import Scene
from aureole.exam.judges.found import PER_SECOND, Found, event, tightest
from aureole.exam.judges.sight import FAR, Sight, box_centre, sight
from aureole.exam.judges.signals.forks import forks
from aureole.exam.judges.signals.heed import Heed
from aureole.exam.judges.signals.places import PLACE, Posts
from aureole.exam.judges.signals.rights import (
    AT_TURN,
    MOVERS,
    NOBODY,
    ON_FOOT,
    PEDESTRIAN,
    SIREN,
    right_of,
)  # fmt: skip
from aureole.exam.sentences.tell import tell
from aureole.kernels import device, kernel

CLAUSES = ("", "StVO 8", "StVO 9", "StVO 26", "StVO 8", "StVO 26")  # by `rights`
TEXTS = (
    "", "who has priority", "who goes straight on", "who crosses on foot", "who has blue lights and siren",
    "who crosses on foot",
)  # fmt: skip
SIRENS = "StVO 38"
REACH = 150.0  # m; further away nobody is looked at
MOVES = 0.5  # m/s; who is slower is in nobody's way by its own motion, and is not made to brake
WALKS = 0.3  # m/s; the same of who walks
MARGIN = 0.2  # m; beside the other's box
ALONG = 0.8  # -; cosine: within 37° of each other both go the same way
LASTS = 6.0  # s
SHORTLY = 1.0  # s; so long after it left the way of somebody, or was hit there, the ego still answers for being in it
NEAR, ASIDE = 20.0, 0.3  # m; an emergency vehicle this near behind, in the ego's path, is held up

DONE, STARTED, BASE, TIME, HOLDS, HELD_SO, HELD_LONG, HELD_BY, HELD_LATE = range(9)
TOLD, WORST, WHEN, LIMIT, WHO = range(9, 14)
DRIVE = 14
INSIDE, SINCE, BY, SEEN, SHORT, LAST = range(6)  # SHORT: the least time to spare, LAST: when, in this stay in its way
AGENT = 6


@device
def reach_into(sight: Sight, w: int, m: int, a: int) -> float:
    """Metres from another's front to the ego's box on the strip straight before it; `FAR` if it is not on it."""
    x, y = box_centre(sight, w, m, 0)
    ox, oy = box_centre(sight, w, m, a)
    c, s = cos(sight.heading[m, a]), sin(sight.heading[m, a])
    ec, es = cos(sight.heading[m, 0]), sin(sight.heading[m, 0])
    half = 0.5 * sight.size[w, a, 1] + MARGIN
    best = FAR
    for k in range(4):
        u0, v0 = (1.0 if k in (0, 3) else -1.0), (1.0 if k < 2 else -1.0)
        u1, v1 = (1.0 if k in (3, 2) else -1.0), (1.0 if k in (0, 3) else -1.0)
        u0, v0 = 0.5 * u0 * sight.size[w, 0, 0], 0.5 * v0 * sight.size[w, 0, 1]
        u1, v1 = 0.5 * u1 * sight.size[w, 0, 0], 0.5 * v1 * sight.size[w, 0, 1]
        px, py = x + ec * u0 - es * v0 - ox, y + es * u0 + ec * v0 - oy
        qx, qy = x + ec * u1 - es * v1 - ox, y + es * u1 + ec * v1 - oy
        p_along, p_aside = c * px + s * py, c * py - s * px
        q_along, q_aside = c * qx + s * qy, c * qy - s * qx
        low, high = 0.0, 1.0
        step = q_aside - p_aside
        if abs(step) < 1e-9:
            if abs(p_aside) > half:
                continue
        else:
            first, last = (-half - p_aside) / step, (half - p_aside) / step
            low, high = max(low, min(first, last)), min(high, max(first, last))
            if low > high:
                continue
        best = min(best, p_along + low * (q_along - p_along), p_along + high * (q_along - p_along))
    return best - 0.5 * sight.size[w, a, 0] if 0.0 < best < FAR else FAR


@device
def holds_up(sight: Sight, w: int, m: int, a: int) -> bool:
    """Whether another with a siren comes close behind the ego in its path."""
    x, y = box_centre(sight, w, m, 0)
    ox, oy = box_centre(sight, w, m, a)
    c, s = cos(sight.heading[m, 0]), sin(sight.heading[m, 0])
    back, aside = -(c * (ox - x) + s * (oy - y)), c * (oy - y) - s * (ox - x)
    gap = back - 0.5 * (sight.size[w, 0, 0] + sight.size[w, a, 0])
    same = c * cos(sight.heading[m, a]) + s * sin(sight.heading[m, a]) > ALONG
    return same and back > 0.0 and gap < NEAR and abs(aside) < 0.5 * (sight.size[w, 0, 1] + sight.size[w, a, 1]) + ASIDE


@kernel
def watch_yielding(
    sight: Sight, shown: Int32, posts: Posts, road: Road, fork: Bool, duty: Float64, quiet: bool, rows: Float64,
    agents: Float64,
) -> None:  # fmt: skip
    """The moments of every world that is not over yet; `rows` and `agents` are changed in place.

    `fork`: roads of junctions; `duty`: of each moment, what the line last passed asks (nothing where there is no sign).
    `quiet`: there is neither junction nor signal, so that only who has a siren goes first.
    """
    ticks = len(sight.stamp) // len(rows)
    place = np.empty(PLACE)
    for w in range(len(rows)):
        row = rows[w]
        for m in range(w * ticks, (w + 1) * ticks):
            if row[DONE] > 0.0:
                break
            row[DONE] = 1.0 if sight.over[m] or sight.hit[m] >= 0 else 0.0
            time = sight.stamp[m] / PER_SECOND
            passed = time - row[TIME]
            row[TIME] = time
            asks = duty[m] if m < len(duty) else 0.0
            r = sight.road[m, 0]
            at_fork = r >= 0 and fork[r]
            if row[STARTED] == 0.0 or (not at_fork and asks == 0.0):
                row[BASE] = sight.heading[m, 0]
            row[STARTED] = 1.0
            held = -1
            for a in range(1, sight.present.shape[1]):
                one, kind = agents[w, a], sight.kind[w, a]
                siren = sight.lamps[m, a] & SIREN != 0
                dx, dy = sight.xyz[m, a, 0] - sight.xyz[m, 0, 0], sight.xyz[m, a, 1] - sight.xyz[m, 0, 1]
                far = abs(dx) > REACH or abs(dy) > REACH
                if not sight.present[m, a] or far or kind not in MOVERS or (quiet and not siren):
                    one[INSIDE], one[SEEN] = 0.0, 0.0
                    continue
                if siren and holds_up(sight, w, m, a):
                    held = a
                known, speed = one[SEEN] > 0.0, sight.speed[m, a]
                one[SEEN] = 1.0
                along = cos(sight.heading[m, a] - sight.heading[m, 0])
                gap = FAR
                moves = speed > (WALKS if kind == PEDESTRIAN else MOVES)
                met = moves and sight.hit[m] == a  # whoever was hit was reached, however it stood to the ego
                if met:
                    gap = 0.0
                elif moves and (one[INSIDE] > 0.0 or along <= ALONG):
                    gap = reach_into(sight, w, m, a)
                if gap >= FAR:
                    one[INSIDE] = 0.0
                    continue
                entering = one[INSIDE] == 0.0
                if entering:
                    one[INSIDE], one[SINCE], one[BY], one[SHORT] = 1.0, time, NOBODY, FAR
                    if known and abs(sight.speed[m, 0]) > MOVES:
                        one[BY] = right_of(sight, road, posts, shown, w, m, a, asks, row[BASE], at_fork, place)
                one[LAST] = time
                # where the ego drives on before it
                closing = speed if met else speed - max(along * sight.speed[m, 0], 0.0)
                late = time - one[SINCE] > LASTS or ((one[BY] == ON_FOOT or one[BY] == AT_TURN) and not entering)
                if one[BY] == NOBODY or late or closing <= 0.0:
                    continue
                due = time_due(closing, entering)
                spare = time_left(gap, closing) - due
                one[SHORT] = min(one[SHORT], spare)
                if spare < row[WORST]:
                    row[WORST], row[WHEN], row[LIMIT], row[WHO], row[TOLD] = spare, time, due, a, one[BY]
            row[HOLDS] = row[HOLDS] + passed if held >= 0 and row[HELD_SO] > 0.0 else max(row[HOLDS] - passed, 0.0)
            row[HELD_SO] = 1.0 if held >= 0 else 0.0
            if held >= 0 and row[HOLDS] > row[HELD_LONG]:
                row[HELD_LONG], row[HELD_BY] = row[HOLDS], held
                if row[HELD_LATE] < 0.0 and row[HOLDS] > HELD:
                    row[HELD_LATE] = time


class Yielding:
    """Watches who is made to wait; idle where there is no signal, no junction and no siren.

    The judge of lines watches before it.
    """

    def __init__(self, brief: Brief, heed: Heed) -> None:
        self.brief, self.heed = brief, heed
        self.forks = forks(brief.road)
        self.quiet = not (len(brief.signs.kind) or self.forks.any())
        self.idle = self.quiet
        self.rows = np.zeros((len(brief.cases), DRIVE))
        self.rows[:, WORST] = FAR
        self.rows[:, HELD_LATE] = -1.0
        self.agents = np.zeros((len(brief.cases), len(brief.names), AGENT))
        self.agents[:, :, SHORT] = FAR

    def watch(self, scene: Scene, plan: Plan, command: Command) -> None:
        """One step of all worlds."""
        self.idle = self.idle and not bool((scene.lamps & SIREN).any())
        if not self.idle:
            watch_yielding(
                sight(scene), scene.signals, self.heed.posts, self.brief.road, self.forks, self.heed.duty, self.quiet,
                self.rows, self.agents,
            )  # fmt: skip

    def cut_off(self, world: int, agent: int, time: float) -> bool:
        """Whether the ego was in the way of this agent just before a time (s) by turning or driving into it.

        The agent goes first and was left too little time. Who walks over a crossing that the ego does not turn off
        across comes into the ego's way as much as the ego into theirs: that is not meant here.
        """
        one = self.agents[world, agent]
        return bool(one[SHORT] < 0.0 and one[BY] != ON_FOOT and time - one[LAST] <= SHORTLY)

    def found(self, world: int) -> Found:
        """The least time that anybody who goes first was left, and how long a siren was held up."""
        row = self.rows[world]
        events, clauses = [], []
        if row[WORST] < FAR:
            by = int(row[TOLD])
            left, text = row[WORST] + row[LIMIT], tell("left_to", who=self.brief.names[int(row[WHO])], right=TEXTS[by])
            clauses.append(tightest("not_yielding", CLAUSES[by], row[WHEN], left, row[LIMIT], text))
            if row[WORST] < 0.0:
                events.append(event("not_yielding", row[WHEN], left, row[LIMIT], text, clause=CLAUSES[by]))
        if row[HELD_LONG] > 0.0:
            held, text = row[HELD_LONG], tell("held_up", who=self.brief.names[int(row[HELD_BY])])
            clauses.append(tightest("not_yielding", SIRENS, row[HELD_LATE], held, HELD, text))
            if row[HELD_LATE] >= 0.0:
                events.append(event("not_yielding", row[HELD_LATE], held, HELD, text, clause=SIRENS))
        return Found({}, tuple(events), clauses=tuple(clauses))
