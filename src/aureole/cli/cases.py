"""`aureole cases`: what there is to drive, and what a file stands for."""

from __future__ import annotations

import json as plain
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from aureole.cli import given, say
from aureole.core.errors import BadInput


def cases(
    *files: Path,
    all_: Annotated[bool, Parameter(name="--all")] = False,
    gallery: bool = False,
    out: Path | None = None,
    json: bool = False,
    lang: str = "",
) -> int:
    """List the embedded cases, situations and suites, or the cases that files and folders stand for.

    A situation is driven by a seed: `aureole drive accident#7`; each seed draws another road and other traffic.
    `aureole cases accident` tells what must be done in it and what never, its clauses, and what a seed draws.

    Args:
        files: scenarios with their parameters, parameter value distributions with their variations, or situations.
        all_: every variation; the first ten of each file if left out.
        gallery: draw all situations on one page.
        out: with --gallery, the page to write; gallery.html if left out.
        json: print JSON: the cases.
        lang: zh or en.
    """
    lang = given.language(lang)
    if gallery:
        from aureole.cli.making.gallery import gallery as draw

        told = draw(out or Path("gallery.html"), lang)
        print(
            plain.dumps(told, ensure_ascii=False, indent=1)
            if json
            else f"{say.word('written', lang)}: {told['written']}"
        )
        return 0
    if out is not None:
        raise BadInput("--out is of --gallery", remedy="aureole cases --gallery --out gallery.html")
    if files and all(not file.exists() and is_situation(str(file)) for file in files):
        from aureole.cli.making.situations import shown as told_of
        from aureole.cli.making.situations import stated

        states = [stated(str(file).partition("#")[0]) for file in files]
        text = plain.dumps(states, ensure_ascii=False, indent=1)
        print(text if json else "\n\n".join(told_of(one, lang) for one in states))
        return 0
    if files:
        from aureole.cli.work.listing import listed, shown

        found = listed(files, every=all_)
        print(plain.dumps(found, ensure_ascii=False, indent=None if all_ else 1) if json else shown(found, lang))
        return 0
    from aureole.world.scenarios.embedded import library
    from aureole.world.situations.index import SITUATIONS

    entries = [library.find(name) for name in library.names()]
    if json:
        rows = [
            {"name": e.name, "en": e.en, "zh": e.zh, "tags": list(e.tags), "params": dict(e.params)} for e in entries
        ] + [
            {
                "name": one.name,
                "en": one.en,
                "zh": one.zh,
                "tags": ["situation", one.group, *one.abilities],
                "params": {},
                "must": list(one.must),
                "forbidden": list(one.forbidden),
                "clauses": list(one.clauses),
            }
            for one in SITUATIONS.values()
        ]
        print(plain.dumps(rows, ensure_ascii=False, indent=1))
        return 0
    width = max(len(entry.name) for entry in entries)
    for entry in entries:
        print(f"{entry.name:<{width}}  {entry.zh if lang == 'zh' else entry.en}")
    from aureole.exam.suites import suite

    print(f"\n{say.word('situations', lang)}")
    width = max(map(len, SITUATIONS))
    for one in SITUATIONS.values():
        print(f"{one.name:<{width}}  {one.zh if lang == 'zh' else one.en}")
    print(f"\n{say.word('suites', lang)}")
    for each in map(suite.load, suite.names()):
        about = each.zh if lang == "zh" else each.en
        print(f"{each.name:<{width}}  {about} {len(each.entries)} {say.word('cases', lang)}")
    return 0


def is_situation(name: str) -> bool:
    """Whether a name is that of a situation, with or without a seed."""
    from aureole.world.situations.index import SITUATIONS

    return name.partition("#")[0] in SITUATIONS
