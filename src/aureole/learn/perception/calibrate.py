"""Honest confidences: per class the slope and shift that make a logit as sure as it is right, on held-out frames.

Platt scaling (Platt, Probabilistic outputs for support vector machines, 1999), which with a shift of zero is the
temperature of Guo et al. (On Calibration of Modern Neural Networks, ICML 2017); classes with little to go by share one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import torch

from aureole.core.notes import Bool, Float32, Float64, Int64
from aureole.drivers.perception.decode import D_CLASS, D_SURE, D_X, D_Y, GROUPS, seen
from aureole.drivers.perception.table import HEAT
from aureole.learn.perception.data.things import FEWEST, R_CLASS, R_PIXELS, R_X, R_Y
from aureole.learn.perception.lessons import FED, Lessons
from aureole.learn.perception.net import Net

NEAR, SHARE = 2.0, 0.1  # m; part of the distance: a thing is right if it stands so near to one of its class
FEW = 40  # right ones of a class, below which it shares what all have
STEPS, RIDGE = 40, 1e-3  # of Newton's method


class Found(NamedTuple):
    """What was seen in some frames, and what of it was right."""

    frame: Int64
    kind: Int64
    logit: Float64
    right: Bool
    table: Float64
    """Rows of `decode.seen`."""


class Frame(NamedTuple):
    """What the network gives for one frame."""

    number: int
    heat: Float32
    fields: Float32
    lane: Float32
    facts: Float32
    occupied: Float32


def answers(net: Net, lessons: Lessons, size: int = 16) -> Iterator[Frame]:
    """What the network gives, frame by frame."""
    net.eval()
    with torch.no_grad():
        for first in range(0, len(lessons.given), size):
            chosen = np.arange(first, min(first + size, len(lessons.given)))
            batch = lessons.batch(chosen)
            found = [part.numpy() for part in net(*(batch[name] for name in FED))]
            for k, number in enumerate(chosen.tolist()):
                yield Frame(number, *(part[k] for part in found))


def looked(frame: Frame, lessons: Lessons, calibration: Float32) -> Found:
    """What is seen in a frame, and what of it stands where one of its class stands."""
    table = seen({"heat": frame.heat, "fields": frame.fields}, lessons.given.eyes, lessons.where.aims, calibration)
    rows = lessons.given.rows(frame.number)
    rows = rows[rows[:, R_PIXELS] >= FEWEST]
    kind = table[:, D_CLASS].astype(np.int64)
    groups = np.array(GROUPS)
    away = np.hypot(table[:, None, D_X] - rows[None, :, R_X], table[:, None, D_Y] - rows[None, :, R_Y])
    room = np.maximum(NEAR, SHARE * np.hypot(rows[:, R_X], rows[:, R_Y]))
    fits = (groups[kind][:, None] == groups[rows[:, R_CLASS].astype(np.int64)][None]) & (away < room[None])
    fits &= kind[:, None] == rows[:, R_CLASS].astype(np.int64)[None]
    right = fits.any(axis=1) if len(rows) else np.zeros(len(table), np.bool_)
    sure = np.clip(table[:, D_SURE], 1e-9, 1.0 - 1e-9)
    logit = (np.log(sure / (1.0 - sure)) - calibration[kind, 1]) / calibration[kind, 0]
    return Found(np.full(len(table), frame.number), kind, logit, right, table)


def plain() -> Float32:
    """Slope one, shift zero for every class."""
    return np.tile(np.array([1.0, 0.0], np.float32), (HEAT, 1))


def fitted(found: list[Found]) -> Float32:
    """Slope and shift of each class, (HEAT, 2)."""
    kind, logit, right = (np.concatenate([getattr(one, name) for one in found]) for name in ("kind", "logit", "right"))
    whole = slope_and_shift(logit, right) if right.sum() >= FEW else (1.0, 0.0)
    calibration = np.tile(np.array(whole, np.float32), (HEAT, 1))
    for k in range(HEAT):
        own = kind == k
        if right[own].sum() >= FEW and (~right[own]).sum() >= FEW:
            calibration[k] = slope_and_shift(logit[own], right[own])
    return calibration


def slope_and_shift(logit: Float64, right: Bool) -> tuple[float, float]:
    """The most likely of a logistic curve; Newton's method with a little pull towards one and zero."""
    slope, shift = 1.0, 0.0
    for _ in range(STEPS):
        sure = 1.0 / (1.0 + np.exp(-np.clip(slope * logit + shift, -30.0, 30.0)))
        off, curve = sure - right, sure * (1.0 - sure)
        g = np.array([np.mean(off * logit) + RIDGE * (slope - 1.0), np.mean(off) + RIDGE * shift])
        a, b, d = np.mean(curve * logit * logit) + RIDGE, np.mean(curve * logit), np.mean(curve) + RIDGE
        det = a * d - b * b
        slope -= (d * g[0] - b * g[1]) / det
        shift -= (a * g[1] - b * g[0]) / det
    return float(np.clip(slope, 0.2, 5.0)), float(np.clip(shift, -6.0, 6.0))
