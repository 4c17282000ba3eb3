"""`aureole exam --search` as it is told: progress, what was found, where it lies, the exit code."""

from __future__ import annotations

import json as plain
import sys
from collections.abc import Sequence

from aureole.cli import say
from aureole.cli.life.running import Life
from aureole.cli.searching import words
from aureole.cli.searching.seek import Wanted, seek
from aureole.exam.search.found import content
from aureole.exam.setup import Setup
from aureole.exam.suites.suite import Suite
from aureole.exam.verdicts import finite


def searched(suite: Suite, setups: Sequence[Setup], wanted: Wanted, life: Life, *, lang: str, json: bool) -> int:
    """Search, tell it; the exit code: 1 something failed, else 4 something broke, else 0."""
    if not json:
        jobs = life.executor.jobs
        told = words.word("looking", lang, budget=wanted.budget, drivers=len(setups), jobs=jobs)
        print(f"  {words.word('searches', lang)} {wanted.find}: {told}", flush=True)
    try:
        found = seek(suite, setups, wanted, life, quiet=json)
    except KeyboardInterrupt:
        if (life.folder / "search.json").exists():
            print(f"\naureole: {words.word('stopped', lang)}: {life.folder}", file=sys.stderr)
        raise
    if json:
        print(plain.dumps(finite({one.driver: content(one) for one in found}), ensure_ascii=False, indent=1))
    else:
        for one in found:
            print(words.text(one, wanted.find, lang))
        if wanted.seeds == 1:
            print(f"  {words.word('seeds_one', lang)}")
        print(f"  {words.word('chosen', lang)}")
        for key, name in (("result", "search.json"), ("picture", "search.html")):
            print(f"  {words.word(key, lang)}: {life.folder / name}")
        print(f"  {say.word('report', lang)}: {life.folder / 'report.html'}")
    return 1 if any(one.hits for one in found) else 4 if any(one.broken for one in found) else 0
