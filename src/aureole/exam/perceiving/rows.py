"""Rows for the scores: what an observation tells, and what a scene holds, seen from where the car is now."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from aureole.core.brief import Signs
from aureole.core.notes import Bool, Float64, Int64
from aureole.core.observation import Observation
from aureole.core.scene import Scene
from aureole.exam.scores.perception.boxes import Boxes, joined
from aureole.exam.scores.perception.signals import Posts


class Frame(NamedTuple):
    """Which worlds are looked at, and where the cars are: each look has its row."""

    worlds: Int64
    drive: Int64
    look: Int64
    xy: Float64
    """Reference point, m, world, (looks, 2)."""
    heading: Float64


def turned(vectors: Float64, angle: Float64) -> Float64:
    """Vectors (..., 2) in a frame that is turned by so much."""
    c, s = np.cos(angle), np.sin(angle)
    x, y = vectors[..., 0], vectors[..., 1]
    found: Float64 = np.stack((c * x + s * y, c * y - s * x), axis=-1)
    return found


def boxes_told(observation: Observation, frame: Frame) -> Boxes:
    """Tracks and temporary objects of a word; ids of objects are kept apart from those of tracks."""
    tracks, objects = observation.tracks, observation.objects
    parts: list[Boxes] = []
    word: Any
    for turn, (word, velocity) in enumerate(((tracks, tracks.velocity), (objects, np.zeros_like(objects.xy)))):
        look, place = np.nonzero(word.present[frame.worlds])
        row = frame.worlds[look], place
        parts.append(
            Boxes(
                frame.drive[look], frame.look[look], 2 * word.id[row].astype(np.int64) + turn,
                word.kind[row].astype(np.int64), word.xy[row].astype(np.float64),
                word.heading[row].astype(np.float64), velocity[row].astype(np.float64),
                word.size[row].astype(np.float64), word.sure[row].astype(np.float64),
                np.ones(len(look), dtype=np.bool_),
            )
        )  # fmt: skip
    return joined(parts)


def posts_told(observation: Observation, frame: Frame) -> Posts:
    """Signals of a word."""
    word = observation.signals
    look, place = np.nonzero(word.present[frame.worlds])
    row = frame.worlds[look], place
    return Posts(
        frame.drive[look], frame.look[look], word.kind[row].astype(np.int64), word.state[row].astype(np.int64),
        word.xy[row].astype(np.float64), word.sure[row].astype(np.float64), np.ones(len(look), dtype=np.bool_),
    )  # fmt: skip


def boxes_there(scene: Scene, frame: Frame, counted: Bool) -> Boxes:
    """Every agent of a scene but the examined car.

    Args:
        scene: what there is, as old as what is perceived.
        frame: where the cars are now.
        counted: which agents could be seen, (worlds, agents).
    """
    present = scene.present[frame.worlds].copy()
    present[:, 0] = False
    look, agent = np.nonzero(present)
    row, angle = (frame.worlds[look], agent), frame.heading[look]
    middle = scene.xyz[row][:, :2] + turned(scene.box_from_reference[row][:, :2], -scene.heading[row])
    return Boxes(
        frame.drive[look], frame.look[look], agent.astype(np.int64), scene.kind[row].astype(np.int64),
        turned(middle - frame.xy[look], angle), wrapped(scene.heading[row] - angle),
        turned(scene.velocity[row], angle), scene.size[row][:, :2].copy(), np.ones(len(look)), counted[row],
    )  # fmt: skip


def posts_there(scene: Scene, signs: Signs, frame: Frame, counted: Bool) -> Posts:
    """Every signal of a scene, standing or carried.

    Args:
        scene: what there is, as old as what is perceived.
        signs: what the signals are.
        frame: where the cars are now.
        counted: which signals could be seen, (worlds, signals).
    """
    looks, count = len(frame.worlds), len(signs.kind)
    xy = np.broadcast_to(signs.xyz[:, :2], (looks, count, 2)).copy()
    there = np.ones((looks, count), dtype=np.bool_)
    for k in np.flatnonzero(signs.carrier >= 0):
        who = frame.worlds, signs.carrier[k]
        xy[:, k] = scene.xyz[who][:, :2] + turned(np.tile(signs.xyz[k, :2], (looks, 1)), -scene.heading[who])
        there[:, k] = scene.present[who]
    look, sign = np.nonzero(there)
    row = frame.worlds[look], sign
    return Posts(
        frame.drive[look], frame.look[look], signs.kind[sign].astype(np.int64), scene.signals[row].astype(np.int64),
        turned(xy[look, sign] - frame.xy[look], frame.heading[look]), np.ones(len(look)), counted[row],
    )  # fmt: skip


def wrapped(angle: Float64) -> Float64:
    """The same direction within half a turn."""
    found: Float64 = (angle + np.pi) % (2.0 * np.pi) - np.pi
    return found
