"""Fits drivers to following: one for all, and a distribution of drivers, by maximum likelihood.

A driver is seen for a few seconds, too short to tell its five numbers. So the distribution of drivers is fitted:
weights of points spread evenly over the box of `following` (Kiefer, Wolfowitz, Ann. Math. Stat. 27, 1956), by
expectation and maximisation (Laird, JASA 73, 1978), each driver counted by its likelihood summed over all points.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from aureole.core.noise import key, uniform
from aureole.core.notes import Float64
from aureole.world.traffic.people.following import (
    LEAST,
    MOST,
    NAMES,
    TEXTBOOK,
    by_driver,
    predicted,
    scale_of,
    tailed,
)  # fmt: skip
from aureole.world.traffic.people.watching import Windows

POINTS = 2048  # spread in the box
ROUNDS = 150  # of expectation and maximisation at most
ENOUGH = 1e-5  # nats a driver; a round that gains less is the last
KEPT = 0.99  # -; so much of the weight is kept, the heaviest points first
SCALES = (0.7, 0.85, 1.0)  # of one driver's errors: those of many are no larger
AGAIN = 20  # times the drivers are drawn again for the intervals
PRIMES = (2, 3, 5, 7, 11)


class People(NamedTuple):
    """A distribution of drivers."""

    drivers: Float64
    """[drivers, 5] `following.NAMES`."""
    share: Float64
    """[drivers] adding up to 1."""
    scale: float
    """m/s^2; of the errors of a window."""


class Fitted(NamedTuple):
    """What was fitted to the windows of a site, the plain guesses beside it."""

    people: People
    one: Float64
    """[5] the driver that all are likeliest by."""
    scales: dict[str, float]
    """Of the errors, by model."""
    mean: float
    """m/s^2, and its deviation: the normal distribution of all accelerations."""
    deviation: float


def points() -> Float64:
    """Drivers spread evenly over the logarithms of the box, (POINTS, 5) (Halton, Numerische Mathematik 2, 1960)."""
    low, high = np.log(LEAST), np.log(MOST)
    return np.asarray(np.exp(low + (high - low) * np.stack([radical(prime, POINTS) for prime in PRIMES], axis=1)))


def radical(base: int, count: int) -> Float64:
    """The first numbers of van der Corput's sequence.

    >>> radical(2, 3)
    array([0.5 , 0.25, 0.75])
    """
    whole, part, value = np.arange(1, count + 1), 1.0, np.zeros(count)
    while whole.any():
        part /= base
        value += part * (whole % base)
        whole = whole // base
    return value


def fit(windows: Windows) -> Fitted:
    """The distributions of a site's drivers, from at least one window."""
    spread = points()
    one = single(windows, spread)
    scale = scale_of(windows.accel - predicted(windows, one[None])[0])
    textbook = windows.accel - predicted(windows, np.array([TEXTBOOK]))[0]
    scales = {"textbook": scale_of(textbook), "constant speed": scale_of(windows.accel), "one driver": scale}
    found, most = None, -np.inf
    for part in SCALES:
        share, total = expect(likely(windows, spread, scale * part))
        if total > most:
            most, found = total, trimmed(People(spread, share, scale * part))
    assert found is not None  # noqa: S101  # there is more than one scale
    return Fitted(found, one, scales, float(windows.accel.mean()), float(max(windows.accel.std(), 1e-3)))


def single(windows: Windows, spread: Float64) -> Float64:
    """The one driver by whom all windows are likeliest: the best of the points, then smaller and smaller steps."""

    def worth(logs: Float64) -> float:
        error = windows.accel - predicted(windows, np.exp(logs)[None])[0]
        return float(tailed(error, scale_of(error)).sum())

    errors = np.abs(windows.accel - predicted(windows, spread)).mean(axis=1)
    best = np.log(spread[np.argmin(errors)])
    most, step, low, high = worth(best), 0.3, np.log(LEAST), np.log(MOST)
    while step > 0.01:
        tries = [np.clip(best + sign * step * row, low, high) for row in np.eye(len(NAMES)) for sign in (-1.0, 1.0)]
        worths = [worth(each) for each in tries]
        if max(worths) > most + 1e-9:
            most, best = max(worths), tries[int(np.argmax(worths))]
        else:
            step *= 0.5
    return np.asarray(np.exp(best))


def likely(windows: Windows, drivers: Float64, scale: float) -> Float64:
    """Log likelihood of each recorded driver's windows by each of `drivers`, (drivers, recorded drivers)."""
    found = [
        by_driver(tailed(windows.accel - predicted(windows, part), scale), windows)
        for part in np.array_split(drivers, 16)
    ]
    return np.concatenate(found)


def expect(logs: Float64, times: Float64 | None = None) -> tuple[Float64, float]:
    """The weights of the points by which all are likeliest, and the log likelihood.

    Args:
        logs: (points, recorded drivers).
        times: how often each recorded driver counts; once if left out.
    """
    counts = np.ones(logs.shape[1]) if times is None else times
    highest = logs.max(axis=0)
    worth, before = np.exp(logs - highest), -np.inf
    share, total = np.full(len(logs), 1.0 / len(logs)), 0.0
    for _ in range(ROUNDS):
        whole = share @ worth
        total = float((counts * (np.log(whole) + highest)).sum())
        if total - before < ENOUGH * counts.sum():
            break
        before, share = total, share * (worth @ (counts / whole)) / counts.sum()
    return share, total


def trimmed(people: People) -> People:
    """The heaviest of them, which hold `KEPT` of the weight."""
    order = np.argsort(-people.share, kind="stable")
    kept = np.sort(order[: int(np.searchsorted(np.cumsum(people.share[order]), KEPT)) + 1])
    share = people.share[kept]
    return People(people.drivers[kept], share / share.sum(), people.scale)


def held_out(fitted: Fitted, windows: Windows) -> dict[str, float]:
    """Mean log likelihood of windows that were not fitted to, nats a window, by model."""
    made, count, scales = fitted.people, len(windows.accel), fitted.scales
    logs = likely(windows, made.drivers, made.scale)
    highest = logs.max(axis=0)
    whole = np.log(made.share @ np.exp(logs - highest)) + highest
    normal = (windows.accel - fitted.mean) / fitted.deviation
    one = {"one driver": fitted.one, "textbook": np.array(TEXTBOOK)}
    errors = {name: windows.accel - predicted(windows, each[None])[0] for name, each in one.items()}
    return {
        "people": float(whole.sum()) / count,
        **{name: float(tailed(error, scales[name]).mean()) for name, error in errors.items()},
        "constant speed": float(tailed(windows.accel, scales["constant speed"]).mean()),
        "normal": float((-0.5 * normal**2 - np.log(fitted.deviation * np.sqrt(2.0 * np.pi))).mean()),
    }


def typical(people: People) -> Float64:
    """The geometric mean of the drivers, (5,)."""
    return np.asarray(np.exp(people.share @ np.log(people.drivers)))


def intervals(windows: Windows, scale: float) -> tuple[Float64, Float64]:
    """Where 95 % of the typical drivers lie when the recorded ones are drawn again, from, to (Efron 1979)."""
    spread = points()
    logs = likely(windows, spread, scale)
    count, seed, found = logs.shape[1], np.array([key("people", 0, "again")], np.uint64), []
    for draw in range(AGAIN):
        chosen = (uniform(seed, draw, (count,))[0] * count).astype(np.int64)
        share, _ = expect(logs, np.bincount(chosen, minlength=count).astype(np.float64))
        found.append(np.exp(share @ np.log(spread)))
    low, high = np.quantile(np.array(found), (0.025, 0.975), axis=0)
    return low, high
