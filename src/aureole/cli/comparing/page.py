"""Both exams in one report, side by side, and the whole comparison as JSON beside it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from aureole.cli import given
from aureole.cli.comparing.again import again
from aureole.core.verdict import Verdict
from aureole.exam.compare.compare import Comparison
from aureole.exam.report.write import About
from aureole.exam.report.write import write as write_report
from aureole.exam.verdicts import finite
from aureole.runtime.files import whole


def write(folder: Path, found: Sequence[Comparison], content: dict[str, Any], lang: str) -> tuple[Path, Path]:
    """`report.html` and `comparison.json`, written into `folder`."""
    verdicts: list[Verdict] = []
    commands: list[str] = []
    for comparison in found:
        for side, label in zip((comparison.first, comparison.second), labels(comparison), strict=True):
            those = side.verdicts
            verdicts += [replace(verdict, driver=label) for verdict in those]
            commands += [again(verdict, side.exam) for verdict in those]
    suites = dict.fromkeys(side.exam.suite for one in found for side in (one.first, one.second))
    about = About(
        suite=" · ".join(suites), command=given.typed(), dt=found[0].second.exam.dt, again=tuple(commands),
        title=" → ".join(dict.fromkeys(label for one in found for label in labels(one))) if len(found) == 1 else "",
        machine=str(found[0].second.exam.machine.get("cpu", "")),
    )  # fmt: skip
    report, table = folder / "report.html", folder / "comparison.json"
    write_report(report, verdicts, {}, {}, about=about, lang=lang)
    with whole(table) as file:
        file.write(json.dumps(finite(content), ensure_ascii=False, indent=1) + "\n")
    return report, table


def labels(found: Comparison) -> tuple[str, str]:
    """Names that tell the two columns apart: the drivers', with their folders' where that does not do.

    A is the first exam and B the second wherever even the folders are called alike.
    """
    one, two = found.first, found.second
    if one.driver != two.driver:
        return one.driver, two.driver
    places = [Path(side.place).resolve().name for side in (one, two)]
    if places[0] == places[1]:
        places = [f"A {places[0]}", f"B {places[1]}"]
    return f"{one.driver} · {places[0]}", f"{two.driver} · {places[1]}"
