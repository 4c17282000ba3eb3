"""The command that drives a line of a report again."""

from __future__ import annotations

import functools
import shlex
from importlib.resources import files
from pathlib import Path

from aureole.core.verdict import Verdict
from aureole.exam.suites.suite import GRIDS

FLEET = Path(str(files("aureole"))) / "vehicle" / "cars"


def target(verdict: Verdict) -> str:
    """What is driven: a case that came with Aureole goes by its name, any other by its file.

    A variation of a file's distribution goes by its scenario's file; its values stand in the command.
    """
    path = verdict.extra.get("path", "")
    ours = not path or (_ours(path) and ("#" not in verdict.case or by_number(verdict)))
    return verdict.case if ours else path


def by_number(verdict: Verdict) -> bool:
    """Whether a case goes by NAME#NUMBER: a variation of a grid that came with Aureole."""
    return verdict.case.partition("#")[0] in grids() and _ours(verdict.extra.get("path", ""))


@functools.cache
def grids() -> frozenset[str]:
    """The grids that came with Aureole."""
    return frozenset(path.stem for path in GRIDS.glob("*.xosc"))


def command(verdict: Verdict) -> str:
    """What drives this case once more."""
    words = ["aureole", "drive", target(verdict), "--driver", verdict.driver, "--seed", str(verdict.seed)]
    if verdict.extra.get("car") in cars():
        words += ["--car", verdict.extra["car"]]
    if "step" in verdict.extra:
        words += ["--dt", verdict.extra["step"]]
    if verdict.extra.get("senses", "given") != "given":
        for name in ("senses", "weather", "perception"):
            words += [f"--{name}", verdict.extra[name]] if verdict.extra.get(name) else []
        for fault in verdict.extra.get("faults", "").split():
            words += ["--fault", fault]
    values = {} if by_number(verdict) else verdict.params
    for name, value in values.items():
        words += ["--set", f"{name}={value}"]
    return shlex.join(words)


@functools.cache
def cars() -> tuple[str, ...]:
    """Cars that must be asked for by name; the sedan is driven with the scenario's measures if none is."""
    return tuple(sorted(entry.stem for entry in FLEET.glob("*.toml") if entry.stem != "sedan"))


_KNOWN: dict[str, bool] = {}


def _ours(path: str) -> bool:
    if path not in _KNOWN:
        _KNOWN[path] = Path(path).resolve().is_relative_to(Path(str(files("aureole"))).resolve())
    return _KNOWN[path]
