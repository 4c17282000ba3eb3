"""`aureole world`: maps and scenarios checked, shown, converted."""

from __future__ import annotations

import json as plain
from pathlib import Path

import cyclopts

from aureole.cli import given, say
from aureole.core.errors import BadInput, Unsupported

world = cyclopts.App(name="world", help="Check, show and convert maps and scenarios.")


@world.command
def check(*files: Path, qc: bool = False, large: bool = False, json: bool = False, lang: str = "") -> int:
    """Tell what is read of each file, what is dropped and why, and what is refused; exit 2 if any is.

    Args:
        files: maps (.xodr, .xodr.gz) and scenarios (.xosc), these with their map.
        qc: let the ASAM quality checkers (qc_opendrive, qc_openscenario) look at them too; exit 3 without them.
        large: read maps of more than 64 MB.
        json: print JSON.
        lang: zh or en.
    """
    lang = given.language(lang)
    if not files:
        raise BadInput("no file given", remedy="aureole world check FILES")
    from aureole.cli.work.checking import check_all

    found = check_all(files, qc=qc, large=large)
    print(plain.dumps(found.as_dict(), ensure_ascii=False, indent=1) if json else found.text(lang))
    return found.code


@world.command
def convert(file: Path, *, out: Path, large: bool = False, json: bool = False, lang: str = "") -> int:
    """Write a map as OpenDRIVE 1.8: lines, arcs and spirals, widths, links, junctions, marks, speeds, furniture.

    The written file is read back and compared before it takes its name. What the reader drops is told.

    Args:
        file: a map (.xodr, .xodr.gz).
        out: the file to write (.xodr).
        large: read maps of more than 64 MB.
        json: print JSON.
        lang: zh or en.
    """
    lang = given.language(lang)
    from aureole.cli.work.converting import convert_file

    found = convert_file(file, out, large=large)
    print(plain.dumps(found.as_dict(), ensure_ascii=False, indent=1) if json else found.text(lang))
    return 0


@world.command
def show(file: Path, *, out: Path, large: bool = False, json: bool = False, lang: str = "") -> int:
    """Draw a map from above: lanes by kind, marks, arrows, objects, signals, scale; one file, light and dark.

    Args:
        file: a map (.xodr, .xodr.gz), or a scenario (.xosc), whose map is drawn.
        out: the file to write: .html to move in, .svg the picture alone.
        large: read maps of more than 64 MB.
        json: print JSON.
        lang: zh or en.
    """
    lang = given.language(lang)
    from aureole.cli.work.showing import show_file

    found = show_file(file, out, large=large, lang=lang)
    print(plain.dumps(found, ensure_ascii=False, indent=1) if json else f"{say.word('written', lang)}: {out}")
    return 0


@world.command
def generate(*words: str) -> int:
    """Make a map; not there yet."""
    what = f"aureole world generate {' '.join(words)}".strip()
    raise Unsupported(f"{what}: not there yet", remedy="take a map of the embedded cases, or one of your own")
