"""The gallery of all situations as one page in a file."""

from __future__ import annotations

import tempfile
from pathlib import Path

from aureole.core.errors import BadInput
from aureole.exam.suites import made
from aureole.runtime.files import whole
from aureole.world.situations import index

SEED_OF = "test"  # half whose first seed is drawn


def gallery(out: Path, lang: str) -> dict[str, object]:
    """Draw every situation once, with its first held-out seed, into an HTML file.

    Raises:
        BadInput: `out` is no .html.
        Trouble: it cannot be written.
    """
    if out.suffix.lower() != ".html":
        raise BadInput(f"--out {out}: the gallery is .html", remedy="aureole cases --gallery --out gallery.html")
    from aureole.world.situations.gallery.draw import picture  # with the compiler
    from aureole.world.situations.gallery.page import page

    seed = made.seeds(SEED_OF, 1)[0]
    mades = [index.make(name, seed) for name in index.SITUATIONS]
    with tempfile.TemporaryDirectory(prefix="aureole-gallery-") as folder:

        def drawn(one: index.Made) -> str:
            place = Path(folder) / f"{one.situation.name}.xodr"
            place.write_bytes(one.map)
            return picture(one, place)

        text = page(mades, drawn, lang)
    with whole(out) as stream:
        stream.write(text)
    return {"written": str(out), "situations": len(mades), "bytes": len(text.encode())}
