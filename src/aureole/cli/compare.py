"""`aureole compare`: two exams of the same cases: fixed, broken, same, and what that proves."""

from __future__ import annotations

import json as plain
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from aureole.cli import given, say


def compare(
    *exams: Path,
    driver: Annotated[list[str] | None, Parameter(name="--driver")] = None,
    json: bool = False,
    lang: str = "",
    out: Path | None = None,
) -> int:
    """Compare two exams case by case: fixed, broken, same; paired statistics.

    Cases are the same by name, parameter values and seed. Exit code 1: a case that passed in the first exam fails
    in the second or is not exercised there; 4: nothing of that, but the machine broke off a case of the second
    exam that the first one had brought to an end; else 0.

    Args:
        exams: folders that aureole exam wrote, the older first; or one folder and two drivers of it.
        driver: which driver of both exams; given twice, of the first and of the second. Drivers of the same
            name if left out; one with one, whatever they are called.
        json: print everything as JSON.
        lang: zh or en.
        out: folder for report.html, both exams side by side, and comparison.json.
    """
    lang = given.language(lang)
    from aureole.cli.comparing.load import files_of, load
    from aureole.cli.comparing.page import write
    from aureole.cli.comparing.text import lines
    from aureole.cli.comparing.words import word
    from aureole.exam.compare import compare as compared
    from aureole.exam.compare.sides import differing
    from aureole.exam.reading import uncollected
    from aureole.exam.verdicts import finite

    files_of(exams)
    if not json:
        print(f"aureole compare {' '.join(map(str, exams))}", flush=True)  # large ones take a minute to read
    with uncollected():
        loaded = load(exams, driver or [])
        found = [compared.compare(one, two) for one, two in loaded.sides]
        told = [comparison.as_dict() for comparison in found]
        apart = differing(loaded.first, loaded.second)
        left = {"first": list(loaded.chosen.left_first), "second": list(loaded.chosen.left_second)}
        content = {"differing": apart, "not_compared": left, "comparisons": told}
        written = write(out, found, content, lang) if out is not None else ()
    if json:
        print(plain.dumps(finite(content), ensure_ascii=False, indent=1))
    else:
        for comparison, one in zip(found, told, strict=True):
            print("\n".join(lines(comparison, one, lang)))
        for row in apart:
            change = f"{row['name']} {row['first']} → {row['second']}"
            print("  " + word("title", lang, title=word("differs", lang), text=change))
        for which, names in (("A", left["first"]), ("B", left["second"])):
            if names:
                print("  " + word("driver_only", lang, which=which, names=", ".join(names)))
        print(f"  {say.word('exposure', lang)}")
        for key, path in zip(("report", "comparison"), written, strict=False):
            print("  " + word("title", lang, title=word(key, lang), text=path))
    if any(comparison.of("broken") or comparison.lost for comparison in found):
        return 1
    return 4 if any(comparison.stopped for comparison in found) else 0
