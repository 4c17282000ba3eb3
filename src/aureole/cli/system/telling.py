"""The journal told to a person: which lines are wanted, and how each one looks."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from aureole.cli.booted.place import JOURNAL, lasting
from aureole.cli.journal.reading import files, last_run, lines
from aureole.cli.journal.reading import follow as following
from aureole.cli.journal.writing import Line
from aureole.cli.say import legible
from aureole.cli.system.words import word
from aureole.core.errors import BadInput

SPANS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
COLOURS = {
    "deadline": 33, "logical": 33, "ended": 31, "failed": 31, "stuck": 31, "odd": 31, "refused": 31, "lost": 31,
    "cut": 31, "link": 32,
    "recovered": 33, "mode": 35, "fault": 31, "degraded": 33, "booted": 32, "going": 32, "stopped": 36,
}  # fmt: skip


@dataclass(slots=True)
class Wanted:
    """Which lines."""

    since: str = ""
    service: str = ""
    what: str = ""
    domains: dict[tuple[str, str], str] = field(default_factory=dict)
    """By run and service: where it ran."""

    def learn(self, line: Line) -> None:
        """Where services run is told at the start of each run."""
        for service, domain in line.data.domains.items():
            self.domains[line.run, service] = domain

    def fits(self, line: Line) -> bool:
        """Whether it is wanted, but for its time."""
        if self.what and line.what != self.what:
            return False
        if not self.service:
            return True
        causes = [service for service, *_ in line.data.causes]
        return self.service in (line.domain, *causes) or self.domains.get((line.run, self.service)) == line.domain


def tell(record: Path | None, wanted: Wanted, lang: str, *, follow: bool, json: bool) -> int:
    """Print it.

    Raises:
        Missing: there is no journal.
        BadInput: a moment that is none.
    """
    path = place(record)
    size = path.stat().st_size if path in files(path) else 0
    start = moment(wanted.since, dt.datetime.now(dt.UTC)) if wanted.since else None
    found = lines(path)
    for line in found:
        wanted.learn(line)
    chosen = last_run(found) if start is None else [line for line in found if line.time >= start]
    for line in chosen:
        show(line, wanted, lang, json=json)
    if not follow and not json and start is None and broken(found):
        print(f"  {word('broken', lang)}", file=sys.stderr)
    for line in after(path, size, follow=follow):
        wanted.learn(line)
        show(line, wanted, lang, json=json)
    return 0


def broken(found: list[Line]) -> bool:
    """Whether the newest run has ended without a word."""
    run = last_run(found)
    pid = run[0].data.pid
    return run[-1].what != "stopped" and not Path(f"/proc/{pid}").exists()


def after(path: Path, size: int, *, follow: bool) -> Iterator[Line]:
    """What comes from now on, until Ctrl-C."""
    if follow:
        try:
            yield from following(path, size)
        except KeyboardInterrupt:
            print(file=sys.stderr)


def place(record: Path | None) -> Path:
    """Where the journal is."""
    if record is None:
        return lasting() / JOURNAL
    return record if record.is_file() else record / JOURNAL


def moment(text: str, now: dt.datetime) -> dt.datetime:
    """A moment as a person gives it.

    >>> moment("2m", dt.datetime(2026, 1, 1, 12, 0, tzinfo=dt.UTC)).isoformat()
    '2026-01-01T11:58:00+00:00'

    Raises:
        BadInput: it is none.
    """
    span = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([smhd])", text.strip())
    try:
        if span:
            return now - dt.timedelta(seconds=float(span[1]) * SPANS[span[2]])
        found = dt.datetime.fromisoformat(text.strip())
        return found if found.tzinfo else found.astimezone()
    except (ValueError, OverflowError) as error:
        raise BadInput(f"--since {text}", remedy="take 90s, 10m, 2h, 3d or 2026-11-26T14:00") from error


def show(line: Line, wanted: Wanted, lang: str, *, json: bool) -> None:
    """One line, if it is wanted."""
    if wanted.fits(line):
        print(msgspec.json.encode(line).decode() if json else text(line, lang), flush=True)


def text(line: Line, lang: str) -> str:
    """For people, in their own time zone."""
    local = line.time.astimezone()
    said = legible(line.zh if lang == "zh" else line.en)
    code = f"[{line.code}] " if line.code else ""
    colour = COLOURS.get(line.what)
    if colour and sys.stdout.isatty():
        said = f"\x1b[{colour}m{said}\x1b[0m"
    return f"{local:%Y-%m-%d %H:%M:%S}.{local.microsecond // 1000:03} {legible(line.domain) or '–':<8} {code}{said}"
