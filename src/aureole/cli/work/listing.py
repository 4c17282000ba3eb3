"""The cases that files stand for: counted, with their parameters, and the first or all of the variations."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from aureole.cli import say
from aureole.exam.suites.logs import drivable, picked_from
from aureole.exam.suites.suite import files_of
from aureole.world.logs.playing.cast import drivers
from aureole.world.logs.reading import load as load_log
from aureole.world.scenarios.scenario import load
from aureole.world.scenarios.variations.distribution import is_distribution, load_distribution

FIRST = 10  # variations that are shown of each file


def listed(paths: Sequence[Path], *, every: bool = False) -> dict[str, Any]:
    """Every file with its number of cases, its parameters and its variations, and the number of all.

    Raises:
        BadInput: a file is broken, or all of too many variations are asked for.
    """
    files = [of_file(file, every) for file in files_of(paths)]
    return {"cases": sum(file["cases"] for file in files), "files": files}


def of_file(file: Path, every: bool) -> dict[str, Any]:
    """One file, or one folder that is a log."""
    if drivable(file):
        return of_log(file)
    return of_distribution(file, every) if is_distribution(file) else of_scenario(file)


def of_log(file: Path) -> dict[str, Any]:
    """A log: one case; who can be examined in it, what it lacks, and what was mended or not used."""
    one = picked_from(file)
    path, ego = one if one is not None else (file, None)
    found = load_log(path)
    parameters = {
        "ego": {"type": "id", "value": ego or found.names[found.ego]},
        "others": {"type": "replay or reactive", "value": "replay"},
    }
    return {
        "path": str(file), "kind": "log", "cases": 1, "parameters": parameters, "format": found.source,
        "seconds": round((found.present.shape[1] - 1) * found.step, 3), "vehicles": drivers(found),
        "lacks": list(found.lacks), "notices": [str(notice) for notice in found.notices],
    }  # fmt: skip


def of_log_shown(file: dict[str, Any], lang: str) -> list[str]:
    """What a log holds, for people: who can be examined (the longest ways first), what it lacks, what was noticed."""
    many = file["vehicles"]
    more = f" … {len(many) - FIRST} {say.word('more', lang)}" if len(many) > FIRST else ""
    told = [f"  {file['format']} · {file['seconds']:g} s · {len(many)} ego: {', '.join(many[:FIRST])}{more}"]
    told += [f"  {say.word('log_lacks', lang)}: {', '.join(file['lacks'])}"] if file["lacks"] else []
    told += [f"    {notice}" for notice in file["notices"][:FIRST]]
    left = len(file["notices"]) - FIRST
    return told + ([f"    … {left} {say.word('more', lang)}: --json"] if left > 0 else [])


def of_scenario(file: Path) -> dict[str, Any]:
    """A scenario: one case; its parameters with their values."""
    parameters = load(file).parameters
    scope = parameters.scope({})
    told = {one.name: {"type": one.kind, "value": scope[one.name]} for one in parameters.declared}
    return {"path": str(file), "kind": "scenario", "cases": 1, "parameters": told}


def of_distribution(file: Path, every: bool) -> dict[str, Any]:
    """A distribution: its parameters with what they may be, and its first or all variations."""
    found = load_distribution(file)
    if every:
        found.countable()
    rows = [
        {"number": number, "params": params} for number, params in itertools.islice(found, None if every else FIRST)
    ]
    return {
        "path": str(file), "kind": "distribution", "scenario": str(found.scenario), "cases": found.count,
        "parameters": found.variations.told(), "variations": rows,
    }  # fmt: skip


def shown(found: dict[str, Any], lang: str) -> str:
    """The same for people."""
    lines = []
    for file in found["files"]:
        varied = file["kind"] == "distribution"
        of = f" · {Path(file['scenario']).name}" if varied else ""
        lines.append(f"{file['path']}: {file['cases']} {say.word('cases', lang)}{of}")
        for name, value in file["parameters"].items():
            lines.append(f"  {name}: {value if varied else '{value} ({type})'.format(**value)}")
        if file["kind"] == "log":
            lines += of_log_shown(file, lang)
        if varied:
            stem = Path(file["path"]).stem
            lines += [
                f"    {stem}#{row['number']}  " + " ".join(f"{name}={text}" for name, text in row["params"].items())
                for row in file["variations"]
            ]
            left = file["cases"] - len(file["variations"])
            lines += [f"    … {left} {say.word('more', lang)}: --all"] if left else []
    if len(found["files"]) > 1:
        lines.append(f"{found['cases']} {say.word('cases', lang)}")
    return "\n".join(lines)
