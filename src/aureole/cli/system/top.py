"""`aureole top`: chains, services and the machine, live."""

from __future__ import annotations

from pathlib import Path

from aureole.cli import given
from aureole.core.errors import BadInput

LONGEST = 1e7  # s; four months


def top(
    *, once: bool = False, seconds: float = 0.0, svg: Path | None = None, json: bool = False, lang: str = ""
) -> int:
    """Show how the car that runs here keeps its promises, every second until Ctrl-C; exit 3 if nothing runs.

    Chains: how long the last runs took against their deadline, how many of all kept it, and what made the others late.
    Services: processor time of a call against its budget, and how long it waited, ready, for a core.

    Args:
        once: show it once, about the last ten seconds.
        seconds: end after so long; never if left out.
        svg: draw what is shown last into this file, too.
        json: print a line of JSON a second.
        lang: zh or en.
    """
    lang = given.language(lang)
    if seconds:
        given.seconds("--seconds", seconds, 0.1, LONGEST)
    if svg is not None and not (once or seconds):
        raise BadInput("--svg without an end", remedy="add --once or --seconds N")
    from aureole.cli.system.live import Wish, live

    return live(Wish(once, seconds, svg, json), lang)
