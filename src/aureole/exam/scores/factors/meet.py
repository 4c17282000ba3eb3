"""Who is touched when, where on the box, and who is at fault: nuPlan's rules, which NAVSIM shares."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from aureole.conduct.boxes import overlap
from aureole.core.kinds import Kind
from aureole.core.notes import Bool, Float64, Int32
from aureole.exam.scores.factors.ground import Ground, centres
from aureole.exam.scores.logs.log import Log
from aureole.kernels import kernel

STANDS = 0.05  # m/s; a scored car as slow as this has stopped (nuPlan devkit, no_ego_at_fault_collisions)
STILL = 0.005  # m/s; so has anybody else (nuPlan devkit, is_track_stopped)
AHEAD = np.cos(np.deg2rad(20.0))  # -; seen from the rear axle: within 20° of the heading is ahead
BEHIND = np.cos(np.deg2rad(150.0))  # -; more than 150° off it is behind
THINGS = tuple(int(kind) for kind in (Kind.NONE, Kind.OBSTACLE, Kind.CONE, Kind.BARRIER))  # objects; they never move
PEOPLE = tuple(int(kind) for kind in (Kind.PEDESTRIAN, Kind.BICYCLE, Kind.MOTORBIKE, Kind.ANIMAL))  # the vulnerable


class Contact(IntEnum):
    """How a contact begins (nuPlan `CollisionType`)."""

    STOPPED_EGO = 0
    STOPPED_OTHER = 1
    FRONT = 2
    REAR = 3
    LATERAL = 4


class Contacts(NamedTuple):
    """The first contact with each of those who were touched, in order of time."""

    moment: Int32
    other: Int32
    how: Int32
    """`Contact`."""
    fault: Float64
    """1 at fault, 0 not; NaN where only a map could tell."""


@kernel
def touch(
    pose: Float64, size: tuple[float, float], present: Bool, xy: Float64, heading: Float64, sizes: Float64, out: Bool
) -> None:
    """Whether the box at each pose (moments, x y heading) overlaps each of the others' boxes; `out` in place."""
    for k in range(len(pose)):
        for a in range(xy.shape[1]):
            out[k, a] = present[k, a] and overlap(
                pose[k, 0], pose[k, 1], pose[k, 2], size[0], size[1],
                xy[k, a, 0], xy[k, a, 1], heading[k, a], sizes[a, 0], sizes[a, 1],
            )  # fmt: skip


def touched(log: Log, pose: Float64, length: float) -> Bool:
    """Whether boxes of the scored car's width and some length overlap the others, shape (moments, others)."""
    others = log.others
    if others is None:
        return np.zeros((len(log), 0), np.bool_)
    out = np.zeros(others.present.shape, np.bool_)
    size = (length, log.body.width)
    touch(np.ascontiguousarray(pose), size, others.present, others.xy, others.heading, others.size, out)
    return out


def overlaps(log: Log) -> Bool:
    """Whether the scored car's box overlaps the others' boxes."""
    return touched(log, centres(log), log.body.length)


def edge(log: Log, side: float) -> Bool:
    """Whether the front (side 1) or rear (-1) edge of the scored car's box cuts the others' boxes."""
    pose = centres(log)
    pose[:, 0] += 0.5 * side * log.body.length * np.cos(pose[:, 2])
    pose[:, 1] += 0.5 * side * log.body.length * np.sin(pose[:, 2])
    return touched(log, pose, 0.0)


def bearing(motion_xy: Float64, heading: Float64, xy: Float64) -> Float64:
    """Cosine of the angle at which others (moments, others, 2) are seen from reference points; 1 is straight ahead."""
    away = xy - motion_xy[:, None, :]
    length = np.maximum(np.hypot(away[..., 0], away[..., 1]), 1e-12)
    ahead = away[..., 0] * np.cos(heading)[:, None] + away[..., 1] * np.sin(heading)[:, None]
    return np.asarray(ahead / length)


def contacts(log: Log, ground: Ground | None, apart: Bool | None) -> Contacts:
    """The first contact with everybody who was touched, and whose fault it was.

    At fault: the other stood still, or it was cut by the front edge, or it was hit with a side while the scored car
    was `apart`: in more than one lane, or off the drivable area (moments; None where there is no map). Not at fault:
    the scored car stood, or the other came from behind.
    """
    others, hit = log.others, overlaps(log)
    if others is None or not hit.any():
        nobody = np.zeros(0, np.int32)
        return Contacts(nobody, nobody, nobody, np.zeros(0))
    agents = np.flatnonzero(hit.any(axis=0))
    moments = hit[:, agents].argmax(axis=0)
    order = np.lexsort((agents, moments))
    agents, moments = agents[order], moments[order]
    pace = np.hypot(others.velocity[moments, agents, 0], others.velocity[moments, agents, 1])
    still = (pace <= STILL) | np.isin(others.kind[agents], THINGS)
    seen = bearing(log.ego.xy, log.ego.heading, others.xy)[moments, agents]
    front = edge(log, 1.0)[moments, agents]
    how = np.where(front, Contact.FRONT, Contact.LATERAL)
    how = np.where(seen < BEHIND, Contact.REAR, how)
    how = np.where(still, Contact.STOPPED_OTHER, how)
    how = np.where(log.ego.speed[moments] <= STANDS, Contact.STOPPED_EGO, how)
    beside = np.full(len(moments), np.nan) if ground is None or apart is None else apart[moments].astype(np.float64)
    fault = np.where(how == Contact.LATERAL, beside, np.isin(how, (Contact.FRONT, Contact.STOPPED_OTHER)) * 1.0)
    return Contacts(moments.astype(np.int32), agents.astype(np.int32), how.astype(np.int32), fault)
