"""`aureole cases`: what there is to drive."""

from __future__ import annotations

import json as plain

from aureole.cli import given


def cases(*, json: bool = False, lang: str = "") -> int:
    """List the embedded cases with what happens in each.

    Args:
        json: print JSON.
        lang: zh or en.
    """
    from aureole.world.scenarios.embedded import library

    lang = given.language(lang)
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
    return 0
