"""What the person gave on the command line, checked and turned into what the exam takes."""

from __future__ import annotations

import math
import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from aureole.core.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aureole.core.driver import Driver
    from aureole.exam.examine import Setup
    from aureole.exam.suites.cases import SuiteCase

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


def case_of(name: str, sets: list[str], variation: int | None = None) -> SuiteCase:
    """One case by embedded name or by file; the default case if empty.

    Args:
        name: embedded name, scenario file, or parameter value distribution file.
        sets: PARAM=VALUE pairs; of a distribution they pick those variations that have these values.
        variation: number of a distribution's variation.
    """
    from aureole.exam.suites.cases import SuiteCase
    from aureole.exam.suites.logs import drivable
    from aureole.exam.suites.suite import of_paths, picked
    from aureole.world.scenarios.embedded import library
    from aureole.world.scenarios.variations.distribution import is_distribution

    chosen = params(sets)
    if not name or (name in library.names()):
        refuse_variation(variation, name or library.default())
        entry = library.find(name or library.default())
        return SuiteCase(entry.name, entry.path, {**entry.params, **chosen})
    path = Path(name)
    if "#" in name and not path.exists() and not drivable(path):
        refuse_variation(variation, name)
        case = picked(name)[1]
        return SuiteCase(case.name, case.path, {**case.params, **chosen})
    if not path.exists() and not path.suffix and not drivable(path):
        library.find(name)  # raises with the near matches
    if path.is_file() and path.suffix == ".xosc" and is_distribution(path):
        return one_of(path, chosen, variation)
    refuse_variation(variation, name)
    case = of_paths([path]).entries[0]
    return SuiteCase(case.name, case.path, {**case.params, **chosen})


def refuse_variation(variation: int | None, place: str) -> None:
    """Raise BadInput if a variation is asked of what has none."""
    if variation is not None:
        raise BadInput(f"--variation {variation}: it has no variations", place=place, remedy="leave --variation out")


def one_of(path: Path, chosen: dict[str, str], variation: int | None) -> SuiteCase:
    """The one variation of a distribution that is meant; BadInput if that could be several."""
    from aureole.exam.suites.cases import Part
    from aureole.world.scenarios.variations.distribution import load_distribution

    found = load_distribution(path)
    if variation is None:
        found = found.where(chosen)
        if found.count != 1:
            last = found.variations.count - 1
            raise BadInput(
                f"stands for {found.count} variations of {found.scenario.name}, and one is driven", place=str(path),
                remedy=f"pick one with --variation 0 to {last} or with --set PARAM=VALUE; aureole exam drives them "
                "all, aureole cases FILE lists them",
            )  # fmt: skip
        variation = found.number(0)
    return Part(path.stem, path, found).variation(variation, {**found.at(variation), **chosen})


class How(TypedDict, total=False):
    """How it is driven, as the options have it; `step`, `timeout` in s."""

    step: float
    timeout: float
    order: str
    ego: str | None
    scores: str
    senses: str
    weather: str
    faults: Sequence[str]
    perception: str
    make: Callable[[], Driver[Any]]


def setup(driver: str, car: str | None, **how: Unpack[How]) -> Setup:
    """How it is driven, every part found and checked."""
    from aureole.cli.drivers import factory
    from aureole.exam.examine import Setup
    from aureole.exam.given import GIVEN
    from aureole.exam.scores import names
    from aureole.exam.senses import checked
    from aureole.vehicle.cars import load

    order = how.get("order", "")
    if len(order.encode()) > LONGEST_ORDER:
        raise BadInput(f"--order is {len(order.encode())} bytes long, at most {LONGEST_ORDER} fit")
    chosen = load(car) if car else None
    period = (chosen or load("sedan")).periods.drive
    step = seconds("--dt", how.get("step", 0.01), 0.001, period)
    if abs(period / step - round(period / step)) > 1e-9:
        raise BadInput(f"--dt {step}: the driver's period {period} s is not a multiple of it", remedy="take 0.01")
    asked = Setup(
        driver=driver, make=how.get("make") or factory(driver), car=chosen, step=step, order=order, ego=how.get("ego"),
        timeout=seconds("--timeout", how.get("timeout", 600.0), 0.1, 86_400.0),
        scores=names.chosen([how.get("scores", "")]), senses=how.get("senses") or GIVEN,
        weather=how.get("weather", ""), faults=tuple(how.get("faults", ())), perception=how.get("perception", ""),
    )  # fmt: skip
    return checked(asked)
