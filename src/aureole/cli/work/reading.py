"""What is to be driven, read before the compiler and all that drives are loaded: a bad file is refused at once."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

from aureole.core.errors import BadInput
from aureole.exam.logged.sorting import LogSorter
from aureole.exam.suites import suite as suites_room
from aureole.exam.suites.cases import Cases, SuiteCase
from aureole.exam.suites.logs import drivable
from aureole.exam.suites.suite import Suite
from aureole.world.logs.reading import is_log
from aureole.world.scenarios.case import Case, Variation
from aureole.world.scenarios.scenario import KEPT, group, outside


def suite_of(words: Sequence[str]) -> Suite:
    """An embedded suite by name, or the files and folders that are named."""
    if len(words) == 1 and words[0] in suites_room.names():
        return suites_room.load(words[0])
    paths = [Path(word) for word in words]
    for path in paths:
        if not path.exists() and not drivable(path):
            known = ", ".join(suites_room.names())
            raise BadInput("no such file and no such suite", place=str(path), remedy=f"embedded suites: {known}")
    return suites_room.of_paths(paths)


def ahead(cases: Sequence[SuiteCase], ego: str | None) -> None:
    """Read the first files with their maps and compile their storyboards, each for its first case if it is one.

    What is read is kept and not read again; the other files and cases are read when their turn comes.

    Raises:
        BadInput: a file or a value is wrong; nothing has been driven or written then.
    """
    for case in itertools.islice(firsts(cases), KEPT):
        first, variation = Case(case.name, case.path), Variation(dict(case.params))
        if is_log(case.path):
            LogSorter(first, ego=ego).add(0, variation)
        elif len(cases) == 1 or outside(first, variation) is None:
            group(first, [variation], ego=ego)


def firsts(cases: Sequence[SuiteCase]) -> Iterator[SuiteCase]:
    """The first case of each file."""
    seen: set[Path] = set()
    for case in (part.at(0) for part in cases.parts if part.count) if isinstance(cases, Cases) else cases:
        if case.path not in seen:
            seen.add(case.path)
            yield case
