"""A car booted for a person: in the foreground or behind it, and what is said meanwhile."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from aureole.cli import given, say
from aureole.cli.behind.choice import Choice, behind_of
from aureole.cli.booted.chips import part_of
from aureole.cli.booted.keeping import Keeping
from aureole.cli.booted.place import runtime
from aureole.cli.booted.running import Boot, Ears, run, stop
from aureole.cli.car.tell import wide
from aureole.cli.journal.writing import Line
from aureole.cli.say import legible
from aureole.cli.system.words import word
from aureole.cli.work import warming
from aureole.core.errors import Trouble
from aureole.vehicle.cars import load

OFTEN, SELDOM = 1.0, 30.0  # s; between two lines on a terminal, and elsewhere
LATELY = 10.0  # s; of deadlines that are missed one line is told within it, all stand in the journal
FOREVER = 86_400.0  # s of a drive, after which its world begins anew whatever its scenario says
END, UP = "\0", "up"  # of what a car in the background says while it boots
LATE = 10.0  # s in which a car that is told to stop has stopped
QUIET = frozenset({"booted", "going", "started", "degraded", "stopped", "drive", "actuation", "budget"})
"""Lines of the journal that are not printed while it runs: what goes well, and what is said otherwise."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person wants booted."""

    car: str
    port: str
    case: str
    driver: str
    seconds: float  # 0: until it is told to stop
    channel: str
    key: Path | None
    limit: int  # bytes that the recorder may take
    chip: str = ""
    net: Path | None = None


class Teller:
    """Tells a person how it goes: one line redrawn on a terminal, plain lines elsewhere."""

    def __init__(self, lang: str) -> None:
        self.lang, self.last, self.open = lang, time.monotonic(), False
        self.late = -LATELY

    def line(self, line: Line) -> None:
        """Something happened."""
        if line.what in ("deadline", "logical", "guard"):
            if time.monotonic() - self.late < LATELY:
                return
            self.late = time.monotonic()
        if line.what not in QUIET:
            self.say(f"  {line.time.astimezone():%H:%M:%S} {line.domain} {line.zh if self.lang == 'zh' else line.en}")

    def up(self, keeping: Keeping) -> None:
        """All services run."""
        refused = [each["zh" if self.lang == "zh" else "en"] for each in keeping.facilities() if not each["granted"]]
        for each in refused:
            self.say(f"  {word('refused', self.lang)}: {each}")
        if refused:
            self.say(f"    → {word('with_root', self.lang)}")
        count = len(keeping.supervisor.nodes)
        self.say(f"  {count} × {word('process', self.lang)} · {word('runs', self.lang)}")
        self.say(f"    {word('elsewhere', self.lang)}")

    def still(self, keeping: Keeping) -> None:
        """It goes on."""
        now, tty = time.monotonic(), sys.stdout.isatty()
        if now - self.last < (OFTEN if tty else SELDOM):
            return
        self.last = now
        number, seconds = keeping.board.read()
        chains = " · ".join(
            f"{watch.chain.name} {word('kept', self.lang)} {watch.runs - watch.late} "
            f"{word('missed', self.lang)} {watch.late}"
            for watch in keeping.supervisor.oversight.promises.chains
        )
        text = f"  {word('drive', self.lang)} {number} {seconds:.1f} s · {chains}"
        if tty:
            while wide(text) >= shutil.get_terminal_size().columns:
                text = text[:-1]
            print(f"\r\x1b[K{text}", end="", flush=True)
            self.open = True
        else:
            print(text, flush=True)

    def say(self, text: str) -> None:
        """A line that stays."""
        print(("\r\x1b[K" if self.open else "") + legible(text), flush=True)
        self.open = False


class Machines:
    """Tells machines: the lines of the journal, as they come."""

    def line(self, line: Line) -> None:
        """Something happened."""
        print(msgspec.json.encode(line).decode(), flush=True)

    def up(self, _: Keeping) -> None:
        """It stands in the journal."""

    def still(self, _: Keeping) -> None:
        """Nothing."""


def boot(wish: Wish, lang: str, *, json: bool, up: Callable[[Keeping], Any] = lambda _: None) -> int:
    """Boot, and run until told to stop; `up` hears of it when all services run.

    Raises:
        Trouble: it could not be booted, or a node ended too often.
    """
    chosen = behind_of(Choice(wish.port, wish.case, wish.channel, wish.key))
    teller = Machines() if json else Teller(lang)
    setup = given.setup(wish.driver, wish.car, timeout=FOREVER)
    part = part_of(setup.car or load(wish.car), wish.chip, wish.net)
    if not json:
        what = [wish.car, *([f"{word('chip', lang)} {part.chip}"] if part.chip else []), wish.port, chosen.name]
        print(f"aureole {word('boots', lang)} {' · '.join([*what, wish.driver])}", flush=True)
        for line in chosen.told(lang):
            print(legible(line), flush=True)
    warming.ahead(lambda: json or print(f"  {say.word('compiling', lang)}", flush=True))

    def whole(keeping: Keeping) -> None:
        teller.up(keeping)
        up(keeping)

    boot = Boot(lambda board: chosen.make(setup, board), setup, wish.port, wish.seconds, wish.limit, part)
    run(boot, Ears(teller.line, whole, teller.still))
    if isinstance(teller, Teller):
        teller.say(f"  {word('stopped', lang)}")
    return 0


def stopped(lang: str) -> int:
    """Stop what runs."""
    pid = stop(runtime(), LATE)
    print(f"  {word('process', lang)} {pid}: {word('stopped', lang)}")
    return 0


def detached(wish: Wish, lang: str) -> int:
    """Boot in a process of its own session; return when all services run there, or it has failed.

    Raises:
        Trouble: it has failed.
    """
    mine, theirs = os.pipe()
    sys.stdout.flush()
    if os.fork() == 0:
        code = 4
        try:
            os.close(mine)
            code = behind(wish, lang, theirs)
        finally:
            os._exit(code)
    os.close(theirs)
    with os.fdopen(mine, encoding="utf-8") as told:
        for line in told:
            if not line.startswith(END):
                print(line, end="", flush=True)
                continue
            kind, _, number = line.removeprefix(END).strip().partition(" ")
            if kind != UP:
                return int(number)
            print(f"  {word('process', lang)} {number} · {word('detached', lang)}")
            return 0
    raise Trouble("it ended before all services ran", remedy="aureole log tells why")


def behind(wish: Wish, lang: str, told: int) -> int:
    """The process in the background: what it says as long as it boots goes to the one that waits for it."""
    from aureole.cli.main import telling

    os.setsid()
    nothing = os.open(os.devnull, os.O_RDWR)
    for each in (0, 1, 2):
        os.dup2(nothing, each)
    os.close(nothing)
    sys.stdout = sys.stderr = voice = os.fdopen(told, "w", encoding="utf-8", buffering=1)

    def up(_: Keeping) -> None:
        voice.write(f"{END}{UP} {os.getpid()}\n")
        sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
        voice.close()

    code = telling(lambda: boot(wish, lang, json=False, up=up))
    if not voice.closed:
        voice.write(f"{END}ended {code}\n")
        voice.close()
    return code
