"""A map as a picture in a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from aureole.cli import say
from aureole.cli.work.checking import of_map, stranger
from aureole.cli.work.converting import ending
from aureole.core.errors import BadInput
from aureole.runtime.files import whole
from aureole.world.maps import READERS
from aureole.world.roads.reading.markup import LARGE, LARGEST


def show_file(file: Path, out: Path, *, large: bool = False, lang: str = "en") -> dict[str, Any]:
    """Draw a map, or the map of a scenario, into a file.

    Raises:
        BadInput: the file is broken or of another kind, or `out` is neither .svg nor .html.
        Trouble: it cannot be written.
    """
    if out.suffix.lower() not in {".svg", ".html"}:
        raise BadInput(f"--out {out}: a picture is .svg or .html", remedy="aureole world show FILE --out FILE.html")
    place = map_of(file)
    source = READERS[ending(place)](place, LARGE if large else LARGEST)
    map_ = source.map
    from aureole.world.roads.picture.page import page  # with the compiler, which a refused file need not wait for
    from aureole.world.roads.picture.svg import picture
    from aureole.world.roads.picture.view import view

    seen, found = view(map_), of_map(map_) | source.about
    title = map_.header.name or place.name.partition(".")[0]
    counts = {"road": found["roads"], "junction": found["junctions"], "signal": found["signals"],
              "object": found["placed_objects"]}  # fmt: skip
    numbers = [
        f"{count} {say.word(f'{word}s', lang) if lang == 'zh' or count != 1 else word}"
        for word, count in counts.items()
    ]
    facts = " · ".join(text.replace(" ", "\u00a0") for text in [str(found["version"]), f"{found['km']:g} km", *numbers])
    text = picture(map_, seen, title) if out.suffix.lower() == ".svg" else page(map_, seen, title, facts, lang=lang)
    with whole(out) as stream:
        stream.write(text)
    return {"written": str(out), "bytes": len(text.encode()), "lanes": len(seen.areas), "arrows": len(seen.arrows)}


def map_of(file: Path) -> Path:
    """The map: the file itself, or the one that a scenario names."""
    if ending(file) in READERS:
        return file
    if ending(file) != "xosc":
        raise stranger(file)
    from aureole.world.scenarios.scenario import load

    scenario = load(file)
    return scenario.map(scenario.parameters.scope({}))
