"""A case whose scenario lies in a folder of its own, without some of its actors."""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from aureole.exam.setup import Drive, identity
from aureole.exam.suites.cases import SuiteCase
from aureole.world.scenarios.case import Variation
from aureole.world.scenarios.export.belongings import belongings
from aureole.world.scenarios.export.without import without
from aureole.world.scenarios.references import TABLE
from aureole.world.scenarios.scenario import group, load


def actors(drive: Drive, ego: str | None) -> tuple[str, ...]:
    """Everybody in a drive but the examined car and its trailers, in the order of the file."""
    scenario = load(drive.case.path)
    cast = scenario.cast(scenario.parameters.scope(drive.case.params))
    first = scenario.order(cast, ego)[0]
    return tuple(name for name in cast if name != first and not name.endswith("+"))


def thinned(case: SuiteCase, away: Collection[str], folder: Path, *, declared: bool = False) -> SuiteCase:
    """The case without these actors, with all that it reads copied into a folder.

    Raises:
        BadInput, Unsupported: what is left is no scenario, or it cannot be copied.
    """
    held = belongings(case.path, case.params)
    for name, file in held.files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, place)
    for name in held.folders:
        (folder / name).mkdir(parents=True, exist_ok=True)
    scenario = folder / held.scenario
    if held.references:
        (scenario.parent / TABLE).write_text(json.dumps(held.references), encoding="utf-8")
    scenario.write_bytes(without(case.path, away, declared=declared))
    made = replace(case, path=scenario, origin="")
    group(identity(made), [Variation(made.params)])
    return made
