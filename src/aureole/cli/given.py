"""What the person gave on the command line, checked and turned into what the exam takes."""

from __future__ import annotations

import math
import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

from aureole.core.errors import BadInput

if TYPE_CHECKING:
    from aureole.exam.examine import Setup
    from aureole.exam.suites.suite import SuiteCase

LONGEST_ORDER = 128  # bytes; capacity of `Observation.order`


def language(lang: str) -> str:
    """`zh` or `en`; empty asks the environment."""
    if lang not in ("", "zh", "en"):
        raise BadInput(f"--lang {lang}: there are zh and en")
    return lang or ("zh" if os.environ.get("LANG", "").startswith("zh") else "en")


def typed() -> str:
    """The command as it was typed."""
    return "aureole " + shlex.join(sys.argv[1:])


def params(pairs: list[str]) -> dict[str, str]:
    """`--set PARAM=VALUE`, as often as wanted."""
    found: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            raise BadInput(f"--set {pair}: expected PARAM=VALUE")
        found[name.strip()] = value.strip()
    return found


def seconds(option: str, value: float, least: float, most: float) -> float:
    """A span within its limits."""
    if not (math.isfinite(value) and least <= value <= most):
        raise BadInput(f"{option} {value}: expected seconds from {least:g} to {most:g}")
    return value


def case_of(name: str, sets: list[str]) -> SuiteCase:
    """One case by embedded name or by file; the default case if empty."""
    from aureole.exam.suites.suite import SuiteCase, of_paths
    from aureole.world.scenarios.embedded import library

    chosen = params(sets)
    if not name or (name in library.names()):
        entry = library.find(name or library.default())
        return SuiteCase(entry.name, entry.path, {**entry.params, **chosen})
    path = Path(name)
    if not path.exists() and not path.suffix:
        library.find(name)  # raises with the near matches
    case = of_paths([path]).entries[0]
    return SuiteCase(case.name, case.path, {**case.params, **chosen})


class How(TypedDict, total=False):
    """How it is driven, as the options have it; `step`, `timeout` in s."""

    step: float
    timeout: float
    order: str
    ego: str | None
    jobs: int


def setup(driver: str, car: str | None, **how: Unpack[How]) -> Setup:
    """How it is driven, every part found and checked."""
    from aureole.cli.drivers import factory
    from aureole.exam.examine import Setup
    from aureole.vehicle.cars import load

    order, jobs = how.get("order", ""), how.get("jobs", 1)
    if len(order.encode()) > LONGEST_ORDER:
        raise BadInput(f"--order is {len(order.encode())} bytes long, at most {LONGEST_ORDER} fit")
    if jobs < 1:
        raise BadInput(f"--jobs {jobs}: expected at least 1")
    chosen = load(car) if car else None
    period = (chosen or load("sedan")).periods.drive
    step = seconds("--dt", how.get("step", 0.01), 0.001, period)
    if abs(period / step - round(period / step)) > 1e-9:
        raise BadInput(f"--dt {step}: the driver's period {period} s is not a multiple of it", remedy="take 0.01")
    return Setup(
        driver=driver, make=factory(driver), car=chosen, step=step, order=order, ego=how.get("ego"), jobs=jobs,
        timeout=seconds("--timeout", how.get("timeout", 600.0), 0.1, 86_400.0),
    )  # fmt: skip
