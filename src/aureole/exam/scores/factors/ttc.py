"""Time to collision by projection: NAVSIM's against where the others really went, nuPlan's with everybody projected."""

from __future__ import annotations

import numpy as np

from aureole.conduct.boxes import overlap
from aureole.core.notes import Bool, Float64
from aureole.exam.scores.factors.ground import Ground, centres
from aureole.exam.scores.factors.meet import AHEAD, BEHIND, STILL, Contacts, bearing
from aureole.exam.scores.logs.log import Log
from aureole.kernels import kernel

HORIZONS = (0.0, 0.3, 0.6, 0.9)  # s; NAVSIM looks so far ahead
REACH = 3.0  # s; nuPlan projects up to this, exclusive
TICK = 0.1  # s; in steps of this
BOUND = 0.95  # s; nuPlan wants more than this


@kernel
def first_hit(
    pose: Float64, pace: Float64, size: tuple[float, float], meant: Bool, xy: Float64, heading: Float64, speed: Float64,
    sizes: Float64, out: Float64,
) -> None:  # fmt: skip
    """Seconds until boxes meet at constant speeds along their headings, in steps of `TICK`; `out` in place."""
    for k in range(len(pose)):
        c, s = np.cos(pose[k, 2]) * pace[k], np.sin(pose[k, 2]) * pace[k]
        for a in range(xy.shape[1]):
            if not meant[k, a]:
                continue
            dx, dy = np.cos(heading[k, a]) * speed[k, a], np.sin(heading[k, a]) * speed[k, a]
            for tick in range(1, round(REACH / TICK)):
                time = tick * TICK
                if time >= out[k]:
                    break
                if overlap(
                    pose[k, 0] + time * c, pose[k, 1] + time * s, pose[k, 2], size[0], size[1],
                    xy[k, a, 0] + time * dx, xy[k, a, 1] + time * dy, heading[k, a], sizes[a, 0], sizes[a, 1],
                ):  # fmt: skip
                    out[k] = time
                    break


@kernel
def projected(
    pose: Float64, pace: Float64, size: tuple[float, float], after: int, present: Bool, xy: Float64, heading: Float64,
    sizes: Float64, out: Bool,
) -> None:  # fmt: skip
    """Whether the box, moved on for some moments at constant speed, meets where others are then; `out` in place."""
    for k in range(min(len(pose), len(xy) - after)):
        x = pose[k, 0] + np.cos(pose[k, 2]) * pace[k]
        y = pose[k, 1] + np.sin(pose[k, 2]) * pace[k]
        for a in range(xy.shape[1]):
            there = k + after
            out[k, a] = present[there, a] and overlap(
                x, y, pose[k, 2], size[0], size[1],
                xy[there, a, 0], xy[there, a, 1], heading[there, a], sizes[a, 0], sizes[a, 1],
            )  # fmt: skip


def counted(log: Log, xy: Float64, loose: Bool) -> Bool:
    """Who counts for time to collision: ahead, or, where the car is not in one lane (`loose`), not behind."""
    seen = bearing(log.ego.xy, log.ego.heading, xy)
    return np.asarray((seen > AHEAD) | (loose[:, None] & ~(seen < BEHIND)))


def loose_of(ground: Ground | None, apart: Bool | None, count: int) -> Bool:
    """Moments in which those beside count too: not in one lane, off the drivable area, or within a junction."""
    if ground is None or apart is None:
        return np.zeros(count, np.bool_)
    return np.asarray(apart | ground.axle_junction)


def navsim_ttc(log: Log, ground: Ground | None, count: int, last: int) -> float:
    """NAVSIM: 0 if the projected box meets somebody ahead at one of the horizons, else 1.

    Args:
        log: may be longer than what is scored, so that the others' future is known.
        ground: of the log.
        count: moments that are scored.
        last: the last of them from which is projected.

    Whoever is met first without counting (beside, behind) does not count later either.
    """
    others = log.others
    if others is None:
        return float("nan")
    if len(others.kind) == 0:
        return 1.0
    scored = log.part(0, count)
    apart = None if ground is None else (ground.across | ground.off)[:count]
    loose = loose_of(None if ground is None else ground.part(slice(0, count)), apart, count)
    pose, pace, moves = centres(scored), scored.ego.speed, scored.ego.speed >= STILL
    size = (log.body.length, log.body.width)
    verdict = np.zeros((last + 1, len(HORIZONS), len(others.kind)), np.int8)
    for place, horizon in enumerate(HORIZONS):
        after = round(horizon / TICK)
        hit = np.zeros((count, len(others.kind)), np.bool_)
        projected(pose, pace * horizon, size, after, others.present, others.xy, others.heading, others.size, hit)
        later = np.clip(np.arange(count) + after, 0, len(log) - 1)
        meant = counted(scored, others.xy[later], loose)
        hit &= moves[:, None]
        verdict[:, place] = np.where(hit, np.where(meant, 1, -1), 0)[: last + 1]
    order = verdict.reshape(-1, len(others.kind))  # by moment, then by horizon: as it is looked at
    happens = order != 0
    first = order[happens.argmax(axis=0), np.arange(order.shape[1])] if len(order) else np.zeros(0)
    return 0.0 if (first > 0).any() else 1.0


def nuplan_ttc(log: Log, ground: Ground | None, found: Contacts) -> Float64:
    """nuPlan: shortest time to collision at each moment, s; infinite where there is none within its reach."""
    others, count = log.others, len(log)
    out = np.full(count, np.inf)
    if others is None:
        return out
    loose = loose_of(ground, None if ground is None else ground.scattered, count)
    meant = others.present & counted(log, others.xy, loose)
    for moment, other in zip(found.moment, found.other, strict=True):
        meant[moment:, other] = False
    meant &= (log.ego.speed > STILL)[:, None]
    speed = np.hypot(others.velocity[..., 0], others.velocity[..., 1])
    size = (log.body.length, log.body.width)
    first_hit(centres(log), log.ego.speed, size, meant, others.xy, others.heading, speed, others.size, out)
    out[found.moment[found.fault > 0.0]] = 0.0
    return out
