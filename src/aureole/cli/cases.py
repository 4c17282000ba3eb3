"""`aureole cases`: what there is to drive, and what a file stands for."""

from __future__ import annotations

import json as plain
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from aureole.cli import given


def cases(
    *files: Path, all_: Annotated[bool, Parameter(name="--all")] = False, json: bool = False, lang: str = ""
) -> int:
    """List the embedded cases and suites with what happens in each, or the cases that files and folders stand for.

    Args:
        files: scenarios with their parameters, and parameter value distributions with their variations.
        all_: every variation; the first ten of each file if left out.
        json: print JSON: the cases.
        lang: zh or en.
    """
    lang = given.language(lang)
    if files:
        from aureole.cli.work.listing import listed, shown

        found = listed(files, every=all_)
        print(plain.dumps(found, ensure_ascii=False, indent=None if all_ else 1) if json else shown(found, lang))
        return 0
    from aureole.world.scenarios.embedded import library

    entries = [library.find(name) for name in library.names()]
    if json:
        rows = [
            {"name": e.name, "en": e.en, "zh": e.zh, "tags": list(e.tags), "params": dict(e.params)} for e in entries
        ]
        print(plain.dumps(rows, ensure_ascii=False, indent=1))
        return 0
    width = max(len(entry.name) for entry in entries)
    for entry in entries:
        print(f"{entry.name:<{width}}  {entry.zh if lang == 'zh' else entry.en}")
    from aureole.cli import say
    from aureole.exam.suites import suite

    print(f"\n{say.word('suites', lang)}")
    for one in map(suite.load, suite.names()):
        about = one.zh if lang == "zh" else one.en
        print(f"{one.name:<{width}}  {about} {len(one.entries)} {say.word('cases', lang)}")
    return 0
