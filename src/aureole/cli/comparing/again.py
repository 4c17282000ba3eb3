"""The command that drives one case of an exam again, as that exam drove it."""

from __future__ import annotations

import functools
import shlex
from dataclasses import replace
from pathlib import Path

from aureole.core.verdict import Verdict
from aureole.exam.report.write import command
from aureole.exam.verdicts import Exam
from aureole.world.scenarios.embedded import library

USUAL = {"timeout": 600.0, "order": "", "ego": "", "car": ""}
"""What `aureole drive` takes by itself."""


def again(verdict: Verdict, exam: Exam) -> str:
    """`aureole drive …` with what the exam was given: step, car, timeout, order, ego."""
    extra = {"step": f"{exam.dt:g}"} | dict(verdict.extra)
    if verdict.case in library.names() and not there(extra.get("path", "")):
        extra["path"] = str(library.find(verdict.case).path)  # the exam was held in another installation
    told, words = command(replace(verdict, extra=extra)), options(exam)
    return f"{told} {shlex.join(words)}" if words else told


def options(exam: Exam) -> list[str]:
    """What the exam was given that `aureole drive` does not take by itself."""
    setup = exam.machine.get("setup", {})
    given = setup if isinstance(setup, dict) else {}
    words = []
    for name, usual in USUAL.items():
        value = given.get(name, usual)
        if value != usual and isinstance(value, str | int | float):
            words += [f"--{name}", f"{value:g}" if isinstance(value, float) else str(value)]
    return words


@functools.cache
def there(path: str) -> bool:
    """A file that can be driven again lies there."""
    try:
        return Path(path).is_file()
    except (OSError, ValueError):
        return False
