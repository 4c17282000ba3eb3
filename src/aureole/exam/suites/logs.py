"""Logs as cases: a file of CommonRoad or ScenarioNet, a folder of Argoverse 2, and FILE#ID for another of its cars."""

from __future__ import annotations

from pathlib import Path

from aureole.exam.suites.cases import Part
from aureole.world.logs.argoverse.read import is_folder
from aureole.world.logs.reading import COMMONROAD, PICKLES, ends, is_log

TABLES = ("dataset_summary.pkl", "dataset_mapping.pkl")
"""Tables of contents that ScenarioNet puts beside its scenes."""


def picked_from(path: Path) -> tuple[Path, str] | None:
    """The log and the car's id that FILE#ID stands for; None if it stands for something else."""
    name, mark, ego = path.name.partition("#")
    log = path.with_name(name) if mark and name else path
    return (log, ego) if mark and ego and not path.exists() and log.exists() and is_log(log) else None


def drivable(path: Path) -> bool:
    """Whether this names a log, or a car of one."""
    return picked_from(path) is not None or (path.exists() and is_log(path))


def logs_in(folder: Path) -> list[Path]:
    """The logs of a folder and of the folders in it, sorted; itself, if it is one."""
    if is_folder(folder):
        return [folder]
    files = [path for path in sorted(folder.iterdir()) if path.is_file() and path.name not in TABLES]
    found = [path for path in files if ends(path, PICKLES + COMMONROAD)]
    homes = sorted(path for path in folder.iterdir() if path.is_dir())
    inner = [one for home in homes for one in (home, *sorted(home.iterdir())) if one.is_dir() and is_folder(one)]
    return found + inner


def stem(path: Path) -> str:
    """The name of a log without its endings."""
    name = path.name
    for ending in (*(f"{kind}" for kind in (".gz", ".xml", ".pkl")),):
        name = name[: -len(ending)] if name.lower().endswith(ending) else name
    return name


def told(path: Path) -> str:
    """The name of a case of a log, with the car's id where one is named."""
    one = picked_from(path)
    return stem(path) if one is None else f"{stem(one[0])}#{one[1]}"


def part_of_log(name: str, path: Path) -> Part:
    """The case of a log, or of one of its cars."""
    one = picked_from(path)
    return Part(name, path) if one is None else Part(name, one[0], params={"ego": one[1]})
