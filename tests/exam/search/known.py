"""Problems whose failure rate is known exactly, and a search of one of them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from aureole.exam.search.importance import search
from aureole.exam.search.normal import below, place


@dataclass(frozen=True)
class Problem:
    kinds: tuple[int, ...]
    margin: Callable[[np.ndarray], np.ndarray]
    rate: float


def tail(beta: float) -> float:
    return 0.5 * math.erfc(beta / math.sqrt(2.0))


def half_space(axes: int, beta: float) -> Problem:
    """Beyond a plane at distance beta, aslant to every axis."""
    way = np.ones(axes) / math.sqrt(axes)
    return Problem((0,) * axes, lambda u: beta - place(u) @ way, tail(beta))


def two_regions() -> Problem:
    """Beyond either of two planes on opposite sides; the rate by quadrature."""
    x = np.linspace(-9.0, 9.0, 20001)
    given = np.where(x > 3.5, 1.0, below((-3.7 - 0.8 * x) / 0.6))
    rate = float(np.trapezoid(np.exp(-0.5 * x * x) / math.sqrt(2.0 * math.pi) * given, x))

    def margin(u):
        z = place(u)
        return np.minimum(3.5 - z[:, 0], 3.7 + 0.8 * z[:, 0] + 0.6 * z[:, 1])

    return Problem((0, 0), margin, rate)


PROBLEMS = {
    "half space 1e-4": half_space(2, 3.7190164854557),
    "half space 1e-6": half_space(5, 4.7534243088229),
    "corner": Problem((0, 0, 0), lambda u: 0.95 - u.min(axis=1), 0.05**3),
    "two regions": two_regions(),
    "lattice": Problem((0, 0), lambda u: np.floor(u * 60.0).sum(axis=1) - 4.5, 15 / 3600),
    "choice": Problem((12, 0), lambda u: np.where(np.floor(u[:, 0] * 12.0) == 7, u[:, 1] - 0.12, 0.3 + u[:, 1]), 0.01),
}


def searched(problem: Problem, budget: int, seed: int, **how):
    """The estimate, and how many rows were asked for."""
    going = search(problem.kinds, budget, "known", seed, **how)
    rows, asked = next(going), 0
    while True:
        asked += len(rows)
        margin = problem.margin(rows)
        try:
            rows = going.send((margin < 0.0, margin))
        except StopIteration as end:
            return end.value, asked


def repeated(problem: Problem, budget: int, times: int, **how):
    """Estimates of so many seeds."""
    return [searched(problem, budget, seed, **how)[0] for seed in range(times)]
