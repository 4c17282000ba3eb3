"""Which car and which step each driver of an exam gets: the person's, else its published frame, else the usual."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from aureole.cli import given
from aureole.cli.drivers import promised, weights
from aureole.exam.suites.suite import Suite

if TYPE_CHECKING:
    from aureole.exam.setup import Setup

STEP = 0.01  # s; where nobody asks for another


def setups_of(
    suite: Suite, drivers: Sequence[str] | None, *, car: str | None, dt: float | None, **how: Any
) -> list[Setup]:  # fmt: skip
    """How each driver is examined.

    A suite's reference drivers are driven in the frame they were published in, unless a car or a step is asked for.

    Args:
        suite: what is examined; it says who is, where nobody is named.
        drivers: names; None or empty: the suite's own.
        car: a car for all of them.
        dt: seconds a step, for all of them.
        how: the other options (`given.How`).

    Raises:
        BadInput: a driver, a car or a value is wrong, or a driver is named twice.
    """
    names = list(dict.fromkeys(drivers or suite.drivers))
    made = []
    for name in names:
        published = name in suite.references.drivers and car is None and dt is None
        own, step = (suite.references.car, suite.references.dt) if published else (car, STEP if dt is None else dt)
        made.append(given.setup(name, own, step=step, make=promised(name), **how))
    return made


def told(setups: Sequence[Setup]) -> dict[str, dict[str, Any]]:
    """Car and step of each driver, and a network's weights, as `verdicts.json` keeps them (`machine.setup.frames`)."""
    return {
        setup.driver: {
            "car": setup.car.name if setup.car else "", "dt": setup.step,
            **({"weights": weights(setup.make)} if weights(setup.make) else {}),
        }
        for setup in setups
    }  # fmt: skip
