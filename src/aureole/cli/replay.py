"""`aureole replay`: a drive looked at again, from its record."""

from __future__ import annotations

from pathlib import Path

from aureole.cli import given


def replay(
    path: Path, *, out: Path | None = None, trace: Path | None = None, json: bool = False, lang: str = ""
) -> int:
    """Look at a drive again without driving it: tell what happened and when, rebuild its report.

    Args:
        path: drive.mcap, case.zip, or a folder with one of them.
        out: folder for the report.
        trace: write every entity at every step to this CSV file.
        json: print the timeline as JSON.
        lang: zh or en.
    """
    lang = given.language(lang)
    from aureole.cli.packing.look import look

    found = look(path, out, trace, lang=lang)
    print(found.json() if json else found.text(lang))
    return 0
