"""Fits changes of lanes: how readily one changes for a gain, and how large the gaps are that one accepts.

In a window a driver with a lane beside crosses to it with probability logistic((gain - threshold) / whim), where the
gain is MOBIL's (Kesting, Treiber, Helbing, TRR 1999, 2007) with the site's typical driver, times a logistic acceptance
of the gaps ahead and behind there, by their logarithms (after Ahmed, Ben-Akiva, Koutsopoulos, Mishalani, ISTTT 1996).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from aureole.core.notes import Float64
from aureole.world.traffic.people.following import predicted
from aureole.world.traffic.people.watching import SPAN, Chances, Windows

FEWEST = 10  # changes; of fewer nothing is fitted
NAMES = ("threshold", "whim", "polite", "room")
"""m/s^2, m/s^2, -, m: the gap that half of those who would change accept."""
START = (4.0, 1.0, 0.3, 2.0)
LEAST = (0.0, 0.1, 0.0, 0.3)
MOST = (40.0, 10.0, 2.0, 40.0)
SHARP = 0.3  # -; spread of the acceptance, by the logarithm: the data do not tell it apart from the room
MOST_GAIN = 3.0  # m/s^2; more counts no more
MOST_LOSS = 1.0  # m/s^2; the same of a loss: what a small gap costs is told by its acceptance
MISTAKEN = 0.05  # -; share of gaps that are not what was driven: boxes and lanes of tracks err by metres
EPS = 1e-12


class Changing(NamedTuple):
    """How people of a site change lanes."""

    values: Float64
    """[4] `NAMES`."""
    error: Float64
    """[4] standard errors, by the curvature of the likelihood; NaN where it does not tell."""
    rate: float
    """Changes a second for each lane beside, if nothing else is known."""


class Case(NamedTuple):
    """Chances as the model takes them: what it gains oneself and others, the lesser gaps."""

    own: Float64
    others: Float64
    lead: Float64
    lag: Float64


def case_of(chances: Chances, driver: Float64) -> Case:
    """What each chance gains a typical driver, m/s^2: itself, and its new follower."""

    def pull(speed: Float64, gap: Float64, lead: Float64) -> Float64:
        windows = Windows(chances.driver, speed, np.maximum(gap, 0.1), np.where(np.isfinite(gap), lead, speed), speed)
        return np.asarray(predicted(windows, driver[None])[0])

    here, there = (pull(chances.speed, chances.ahead[:, 2 * k], chances.ahead[:, 2 * k + 1]) for k in range(2))
    gap, pace, before = (chances.back[:, k] for k in range(3))
    after = pull(pace, gap, chances.speed)
    now = pull(pace, before, chances.ahead[:, 3])
    others = np.where(np.isfinite(gap), np.clip(after - now, -MOST_LOSS, 0.0), 0.0)
    return Case(np.clip(there - here, -MOST_LOSS, MOST_GAIN), others, chances.ahead[:, 2], gap)


def chance(case: Case, values: Float64) -> Float64:
    """Probability that the line is crossed within a window."""
    threshold, whim, polite, room = values
    wants = logistic((case.own + polite * case.others - threshold) / whim)
    accepts = np.ones(len(wants))
    for gap in (case.lead, case.lag):
        near = np.minimum(np.maximum(gap, 1e-3), 1e3)
        accepts *= MISTAKEN + (1.0 - MISTAKEN) * logistic((np.log(near) - np.log(room)) / SHARP)
    return np.asarray(np.clip(wants * accepts, EPS, 1.0 - EPS))


def logistic(value: Float64) -> Float64:
    """1 / (1 + exp(-value)), whatever the value."""
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * value)))


def worth(case: Case, taken: Float64, values: Float64) -> float:
    """Log likelihood of all chances, nats."""
    chances = chance(case, values)
    return float((taken * np.log(chances) + (1.0 - taken) * np.log1p(-chances)).sum())


def fit(chances: Chances, driver: Float64) -> Changing | None:
    """How the drivers of a site change lanes; None where too few do."""
    taken = chances.taken.astype(np.float64)
    if taken.sum() < FEWEST:
        return None
    case = case_of(chances, driver)
    values = climbed(lambda each: worth(case, taken, each), np.array(START))
    return Changing(values, errors(case, taken, values), float(taken.mean()) / SPAN)


def climbed(value_of: Callable[[Float64], float], start: Float64) -> Float64:
    """The place within the box where a function is largest: by steps along each axis, and on where they led."""
    low, high = np.array(LEAST), np.array(MOST)
    best, step = start.copy(), 0.25 * np.maximum(start, 0.2)
    most = value_of(best)
    for _ in range(400):
        before = best.copy()
        for k in range(len(start)):
            for sign in (-1.0, 1.0):
                tried = best.copy()
                tried[k] = np.clip(tried[k] + sign * step[k], low[k], high[k])
                found = value_of(tried)
                if found > most:
                    most, best = found, tried
                    break
        ahead = np.clip(2.0 * best - before, low, high)
        if (best != before).any() and (found := value_of(ahead)) > most:
            most, best = found, ahead
        if (best == before).all():
            step *= 0.5
            if (step < 1e-4).all():
                break
    return best


def errors(case: Case, taken: Float64, values: Float64) -> Float64:
    """Standard errors from the second derivatives (Fisher's information as observed)."""
    count = len(values)
    step = 1e-3 * np.maximum(values, 0.1)
    eye, table = np.eye(count), np.zeros((count, count))
    for i in range(count):
        for j in range(count):
            corners = [
                worth(case, taken, values + a * step[i] * eye[i] + b * step[j] * eye[j])
                for a, b in ((1, 1), (1, -1), (-1, 1), (-1, -1))
            ]
            table[i, j] = (corners[0] - corners[1] - corners[2] + corners[3]) / (4.0 * step[i] * step[j])
    inside = (values > np.array(LEAST) + 1e-6) & (values < np.array(MOST) - 1e-6)
    found = np.full(count, np.nan)
    kept = np.flatnonzero(inside)
    variance = np.diag(np.linalg.pinv(-table[np.ix_(kept, kept)]))
    found[kept] = np.sqrt(np.where(variance > 0.0, variance, np.nan))
    return found


def held_out(made: Changing, chances: Chances, driver: Float64) -> dict[str, float]:
    """Mean log likelihood of chances that were not fitted to, nats a chance: by people, and by their rate alone."""
    taken, plain = chances.taken.astype(np.float64), np.clip(made.rate * SPAN, EPS, 1.0 - EPS)
    alone = taken * np.log(plain) + (1.0 - taken) * np.log1p(-plain)
    return {
        "people": worth(case_of(chances, driver), taken, made.values) / len(taken),
        "rate alone": float(alone.mean()),
    }
