"""Both exams in one report, side by side, and the whole comparison as JSON beside it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from aureole.cli import given
from aureole.cli.comparing.again import again, options
from aureole.exam.compare.compare import Comparison
from aureole.exam.report.write import About
from aureole.exam.report.write import write as write_report
from aureole.exam.verdicts import finite
from aureole.runtime.files import whole


def write(folder: Path, found: Sequence[Comparison], content: dict[str, Any], lang: str) -> tuple[Path, Path]:
    """`report.html` and `comparison.json`, written into `folder`."""
    verdicts = [verdict for one in found for side in (one.first, one.second) for verdict in side.verdicts]
    report, table = folder / "report.html", folder / "comparison.json"
    columns = [
        label
        for one in found
        for side, label in zip((one.first, one.second), labels(one), strict=True)
        for _ in side.verdicts
    ]
    about = head(found, content, columns)
    if not hasattr(about, "columns"):  # a report that tells two exams apart by the name of the driver alone
        verdicts = [replace(verdict, driver=label) for verdict, label in zip(verdicts, columns, strict=True)]
    write_report(report, verdicts, {}, {}, about=about, lang=lang)
    with whole(table) as file:
        file.write(json.dumps(finite(content), ensure_ascii=False, indent=1) + "\n")
    return report, table


def head(found: Sequence[Comparison], content: dict[str, Any], columns: Sequence[str]) -> About:
    """What stands at the head of the report, as far as it has a place for it."""
    suites = dict.fromkeys(side.exam.suite for one in found for side in (one.first, one.second))
    more: dict[str, Any] = {
        "columns": tuple(columns),
        "paired": tuple(pair(one, told) for one, told in zip(found, content["comparisons"], strict=True)),
    }
    known = {key: value for key, value in more.items() if key in About.__dataclass_fields__}
    usual = known and not any(options(side.exam) for one in found for side in (one.first, one.second))
    commands = (
        again(verdict, side.exam) for one in found for side in (one.first, one.second) for verdict in side.verdicts
    )
    return About(
        suite=" · ".join(suites), command=given.typed(), dt=found[0].second.exam.dt,
        title=" → ".join(labels(found[0])) if len(found) == 1 else "",
        machine=str(found[0].second.exam.machine.get("cpu", "")), again=() if usual else tuple(commands), **known,
    )  # fmt: skip


def pair(one: Comparison, told: dict[str, Any]) -> dict[str, Any]:
    """What was counted of two columns."""
    first, second = labels(one)
    proved = told["statistics"]
    counts: dict[str, Any] = told["counts"]
    return counts | {
        "first": first,
        "second": second,
        "p": proved["mcnemar"]["mid"] if proved["seeds"] is None else proved["seeds"]["p"],
        "interval": proved["difference_interval"],
    }


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
