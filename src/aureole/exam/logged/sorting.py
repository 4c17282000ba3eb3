"""Which drives on a log can run side by side: those of the same examined car and the same others."""

from __future__ import annotations

from pathlib import Path

from aureole.core.errors import Trouble
from aureole.world.logs.playing.cast import cast_of
from aureole.world.logs.reading import files, load
from aureole.world.scenarios.case import Case, Variation


class LogSorter:
    """Sorts the drives of one log as they come; fits what `world.scenarios.scenario.Sorter` does for scenarios.

    Raises:
        BadInput: the log, a parameter or the car is wrong; nothing has been driven then.
        Missing: a package that reads it is not installed.
    """

    def __init__(self, case: Case, *, ego: str | None = None) -> None:
        self.path, self.ego = case.path, ego
        self.recording = load(case.path)
        self.kinds: dict[tuple[tuple[str, str], ...], list[int]] = {}

    def add(self, row: int, variation: Variation) -> tuple[Trouble | None, list[int]]:
        """Take one in: the group that it has joined; a log shuts nothing out."""
        key = tuple(sorted(variation.params.items()))
        if key not in self.kinds:
            vetted(self.path, variation, self.ego)
            self.kinds[key] = []
        self.kinds[key].append(row)
        return None, self.kinds[key]

    @property
    def groups(self) -> list[list[int]]:
        """The rows that can be built together."""
        return list(self.kinds.values())

    def files(self) -> tuple[Path, ...]:
        """Everything that was read."""
        return files(self.path)


def vetted(path: Path, variation: Variation, ego: str | None) -> None:
    """Raise BadInput if this log cannot be driven so."""
    from aureole.world.logs.playing.build import vet  # with the compiler, which listing cases need not wait for

    vet(variation.params, str(path))
    cast_of(load(path), variation.params.get("ego") or ego, str(path))
