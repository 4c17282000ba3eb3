"""`--traffic`: by whom the others of a log are driven once the examined car has left it; refused where nobody is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from aureole.core.errors import BadInput
from aureole.exam.suites.cases import Cases, Part
from aureole.exam.suites.suite import Suite
from aureole.world.logs.reading import is_log
from aureole.world.traffic.people import sites


def params_of(word: str, given: dict[str, str], path: Path, place: str) -> dict[str, str]:
    """The parameters of a log whose others react, driven as `word` says (idm, human, human:SITE).

    Args:
        word: of `--traffic`.
        given: parameters that are set already.
        path: the case's file.
        place: how people know it.

    Raises:
        BadInput: there are no such people, the case has no traffic that drives by itself, or `--set` says otherwise.
    """
    sites.vet(word)
    if not is_log(path):
        remedy = "leave --traffic out, or give a recording (aureole cases --help; docs/how-to/examine-on-real-logs.md)"
        raise BadInput(f"--traffic {word}: nobody in it drives by a mind of its own", place=place, remedy=remedy)
    if given.get("others", "reactive") != "reactive" or given.get("traffic", word) != word:
        raise BadInput(
            f"--traffic {word} and --set {' '.join(f'{name}={value}' for name, value in given.items())}", place=place,
            remedy="leave one of them out",
        )  # fmt: skip
    return {**given, "others": "reactive", "traffic": word}


def peopled(suite: Suite, word: str) -> Suite:
    """The same suite with traffic that drives as `word` says.

    Raises:
        BadInput: as `params_of` does; for the first case that has no such traffic.
    """
    sites.vet(word)
    parts: Sequence[Part] = suite.entries.parts if isinstance(suite.entries, Cases) else ()
    found = []
    for part in parts:
        if part.packed is not None:
            remedy = f"aureole drive {part.path} --traffic {word}"
            raise BadInput(
                f"--traffic {word}: a packed case is examined as it was", place=str(part.path), remedy=remedy
            )
        found.append(replace(part, params=params_of(word, part.params, part.path, str(part.path))))
    return replace(suite, entries=Cases(tuple(found)))
