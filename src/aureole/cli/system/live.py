"""`aureole top` second by second: asked, drawn on a terminal, printed elsewhere."""

from __future__ import annotations

import contextlib
import io
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.live import Live

from aureole.cli.booted.asking import Asking
from aureole.cli.system.figures import Calls, Load, as_json, load
from aureole.cli.system.processes import machine
from aureole.cli.system.table import console, shown
from aureole.core.errors import Trouble
from aureole.runtime.files import whole

EVERY, FIRST = 1.0, 0.5  # s; between two pictures, and before the first: so long the machine is watched
PICTURE = 112  # columns


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted."""

    once: bool
    seconds: float  # 0: for ever
    svg: Path | None
    json: bool


@dataclass(frozen=True, slots=True)
class Look:
    """One look at the car."""

    status: dict[str, Any]
    calls: Calls
    machine: Load


def looks(wish: Wish) -> Iterator[Look]:
    """A look a second, until it is enough, or the car has stopped."""
    asking, calls, before = Asking(), Calls(), machine()
    begun, wait = time.monotonic(), FIRST
    try:
        while True:
            time.sleep(wait)
            answer = asking.ask("rows", since=calls.next)
            calls.take(answer)
            after = machine()
            yield Look(answer["status"], calls, load(before, after))
            before, wait = after, EVERY
            if wish.once or (wish.seconds and time.monotonic() - begun + EVERY > wish.seconds):
                return
    finally:
        asking.close()


def live(wish: Wish, lang: str) -> int:
    """Show it.

    Raises:
        Missing: nothing runs, or it has stopped.
    """
    screen = console()
    redrawn = screen.is_terminal and not wish.once and not wish.json
    last: Look | None = None
    with Live(console=screen, screen=True, auto_refresh=False) if redrawn else contextlib.nullcontext() as drawn:
        try:
            for last in looks(wish):
                if wish.json:
                    print(json.dumps(as_json(last.status, last.calls, last.machine)), flush=True)
                elif drawn is None:
                    screen.print(picture(last, lang, screen.width))
                else:
                    drawn.update(picture(last, lang, screen.width), refresh=True)
        except KeyboardInterrupt:
            pass
    if last is not None and wish.svg is not None:
        draw(last, lang, wish.svg)
    return 0


def picture(look: Look, lang: str, width: int) -> Any:
    """What is seen."""
    return shown(look.status, look.calls, look.machine, lang, width)


def draw(look: Look, lang: str, path: Path) -> None:
    """The same as a drawing that needs nothing from elsewhere.

    Raises:
        Trouble: it cannot be written.
    """
    if path.is_dir():
        raise Trouble("cannot write: a folder has that name", place=str(path), remedy="choose another --svg")
    paper = Console(record=True, width=PICTURE, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    paper.print(picture(look, lang, PICTURE))
    text = paper.export_svg(title="aureole top")
    start, end = text.find("@font-face"), text.rfind("@font-face")
    if start >= 0:  # no letters from another server: a monospaced font of the reader's own
        text = text[:start] + text[text.index("}", end) + 1 :]
    with whole(path) as file:
        file.write(text.replace("Fira Code, monospace", "monospace"))
