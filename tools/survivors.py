"""The page that says of each mutant that no test notices why none can."""

from __future__ import annotations

import re
from collections import Counter

LINE = re.compile(r"- (?P<name>.+? → .+?)(?: \((?P<times>\d+) times\))?: .+")


def explained(page: str) -> dict[str, int]:
    """How many mutants of each name a page explains: `- file.py function: before → after (2 times): why`."""
    told: dict[str, int] = {}
    for line in page.splitlines():
        if not line.startswith("- "):
            continue
        found = LINE.fullmatch(line)
        if found is None:
            raise SystemExit(f"not `- file.py function: before → after: why`: {line}")
        told[found["name"]] = told.get(found["name"], 0) + int(found["times"] or 1)
    return told


def held_against(survivors: list[str], told: dict[str, int]) -> tuple[set[str], list[str]]:
    """Names that survived more often than they are explained, and those explained more often than they survived."""
    there = Counter(survivors)
    new = {name for name, times in there.items() if times > told.get(name, 0)}
    return new, [name for name, times in told.items() if there[name] < times]
