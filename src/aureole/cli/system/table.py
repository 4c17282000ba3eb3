"""`aureole top` as it looks: chains, services and the machine, on eighty columns or on many."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

from rich import box
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from aureole.cli.journal.words import cause
from aureole.cli.say import legible
from aureole.cli.system.figures import Calls, ChainFigures, Load, ServiceFigures
from aureole.cli.system.tell import span
from aureole.cli.system.words import word
from aureole.runtime.troubles.status import Status

WIDE = 110  # columns; from there on there is room for the last minute
TIGHT = 0.25  # of a deadline or a budget; less left than that is yellow
BLOCKS = "▁▂▃▄▅▆▇█"
BAR = 8  # columns of a core's bar
MODES = {"full": "bold green", "starting": "bold yellow", "degraded": "bold yellow"}


def shown(status: Mapping[str, Any], calls: Calls, machine: Load, lang: str, width: int) -> RenderableType:
    """All of it."""
    chains = calls.chains(status)
    parts: list[RenderableType] = [head(status, lang), Text(), chain_table(chains, lang, wide=width >= WIDE)]
    parts += [reasons(each, lang) for each in chains if each.causes]
    parts += preempted(calls.preemptors(status), lang)
    parts += [Text(), service_table(calls.services(status), lang), Text()]
    parts += [links_line(status, lang)] if status["links"] else []
    return Group(*parts, machine_line(machine, lang), *warnings(status, lang))


def head(status: Mapping[str, Any], lang: str) -> Text:
    """One line: what runs, since when, in which mode."""
    drive = status["drive"]
    age = span((status["now"] - status["born"]) * 1e-9)
    text = Text(no_wrap=True, overflow="ellipsis")
    text.append(" aureole ", "bold white on blue")
    text.append(f" {legible(status['car'])} ", "bold")
    text.append(f"{word('chip', lang)} {legible(status['chip'])} " if status["chip"] else "")
    text.append(word(status["mode"], lang), MODES.get(status["mode"], "bold red"))
    text.append(f" · {word('up', lang)} {age} · {legible(status['case'])} · {legible(status['driver'])}")
    text.append(f" · {word('drive', lang)} {drive['number']}" if drive["number"] else "", "dim")
    text.append(f" · {word('window', lang)}", "dim")
    return text


def frame(title: str, columns: Sequence[str]) -> Table:
    """An empty table; the first column is names, the others are numbers."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 0, 0, 0), header_style="dim")
    table.add_column(Text(title, "bold cyan not dim"), no_wrap=True, min_width=10)
    for each in columns:
        table.add_column(each, justify="right", no_wrap=True, min_width=7)
    return table


def chain_table(chains: Sequence[ChainFigures], lang: str, *, wide: bool) -> Table:
    """Chains, ms."""
    names = ("p50", "p99", "deadline", "margin", "kept_share", "missed")
    table = frame(word("chains", lang), [word(f"{each}_ms" if each in MILLI else each, lang) for each in names])
    if wide:
        table.add_column(word("minute", lang), no_wrap=True)
    for each in chains:
        runs = each.kept + each.missed
        share = f"{100.0 * each.kept / runs:.2f} %" if runs else "–"
        table.add_row(
            legible(each.name), milli(each.p50), milli(each.p99), milli(each.deadline),
            left(each.margin, each.deadline), Text(share, "green" if not each.missed else "yellow"),
            Text(str(each.missed), "dim" if not each.missed else "yellow"),
            *([spark(each.worst)] if wide else []),
        )  # fmt: skip
    return table


def reasons(chain: ChainFigures, lang: str) -> Text:
    """What made a chain late since the start, most first."""
    text = Text(f"  {legible(chain.name)} {word('causes', lang)}: ", "dim", no_wrap=True, overflow="ellipsis")
    causes = ", ".join(f"{service} {cause(name, lang)} {count}" for service, name, count in chain.causes)
    return text.append(causes, "yellow")


def preempted(found: Sequence[tuple[str, int]], lang: str) -> list[Text]:
    """Who had a core in the window while services of a chain were ready, most first."""
    if not found:
        return []
    text = Text(f"  {word('by', lang)}: ", "dim", no_wrap=True, overflow="ellipsis")
    return [text.append(", ".join(f"{legible(name)} {span * 1e-6:.1f} ms" for name, span in found), "yellow")]


MILLI = frozenset({"p50", "p99", "deadline", "margin", "budget"})


def service_table(services: Sequence[ServiceFigures], lang: str) -> Table:
    """Services, ms of a core."""
    names = ("rate", "p50", "p99", "budget", "margin", "busy", "ready", "restarts")
    table = frame(word("services", lang), [word(f"{each}_ms" if each in MILLI else each, lang) for each in names])
    for each in services:
        table.add_row(
            legible(each.name), f"{each.rate:.1f}", milli(each.p50), milli(each.p99), milli(each.budget),
            left(each.margin, each.budget), f"{100.0 * each.busy:.1f}", f"{100.0 * each.ready:.1f}",
            Text(str(each.restarts), "dim" if not each.restarts else "bold red"),
        )  # fmt: skip
    return table


def milli(seconds: float) -> str:
    """Milliseconds, or a dash."""
    return f"{seconds * 1e3:.2f}" if isfinite(seconds) else "–"


def left(margin: float, limit: float) -> Text:
    """A margin in its colour."""
    if not isfinite(margin):
        return Text("–")
    colour = "bold red" if margin < 0.0 else "yellow" if margin < TIGHT * limit else "green"
    return Text(f"{margin * 1e3:+.2f}", colour)


def spark(worst: Sequence[float]) -> Text:
    """The worst run of each second, against the deadline; what was late is red."""
    text = Text()
    for each in worst[-30:]:
        if each < 0.0:
            text.append("·", "dim")
        else:
            text.append(BLOCKS[min(int(each * len(BLOCKS)), len(BLOCKS) - 1)], "red" if each > 1.0 else "green")
    return text


def machine_line(machine: Load, lang: str) -> Text:
    """The cores of this machine."""
    text = Text(overflow="fold")
    text.append(f"{word('machine', lang)}  ", "bold cyan")
    text.append(f"{word('steal', lang)} {100.0 * machine.steal:.1f} %  ", "red" if machine.steal > 0.05 else "dim")
    if hasattr(os, "getloadavg"):
        text.append(f"{word('load', lang)} {os.getloadavg()[0]:.2f}  ", "dim")
    for number, share in enumerate(machine.cores):
        full = round(share * BAR)
        text.append(f"{word('core', lang)} {number} ")
        text.append("█" * full, "red" if share > 0.9 else "yellow" if share > 0.6 else "green")
        text.append("░" * (BAR - full), "dim")
        text.append(f" {100.0 * share:3.0f} %  ")
    return text


def links_line(status: Mapping[str, Any], lang: str) -> Text:
    """Each topic that comes from another chip or goes there: its state, since when, and what was lost."""
    text = Text(overflow="fold")
    text.append(f"{word('links', lang)}  ", "bold cyan")
    for each in status["links"]:
        way = f"{legible(each['topic'])} {'←' if each['comes'] else '→'} {legible(each['chip'])} "
        age = span((status["now"] - each["since"]) * 1e-9)
        lost = f" {word('lost', lang)} {each['lost']}"
        text.append(way).append(word(f"way_{each['state']}", lang), "green" if each["state"] == "up" else "bold red")
        text.append(f" {age}").append(lost, "dim" if not each["lost"] else "yellow").append("  ")
    return text


def warnings(status: Mapping[str, Any], lang: str) -> list[Text]:
    """What this machine does not grant, in a line."""
    found = []
    if status["stands"]:
        found.append(Text(word("stands", lang), "bold red"))
    active = sorted({code["code"] for code in status["codes"] if code["status"] & Status.FAILED})
    if active:
        found.append(Text(f"{word('codes', lang)}: {', '.join(active)}", "red", no_wrap=True, overflow="ellipsis"))
    names = [short(each["zh" if lang == "zh" else "en"]) for each in status["facilities"] if not each["granted"]]
    if names:
        text = f"{word('refused', lang)}: {', '.join(names)}"
        found.append(Text(text, "yellow", no_wrap=True, overflow="ellipsis"))
    return found


def short(words: str) -> str:
    """A facility without what the kernel calls it."""
    return words.partition(" (")[0].partition("（")[0]


def console(**how: Any) -> Console:
    """Where it is drawn; without a terminal it is eighty columns wide and plain, unless COLUMNS says otherwise."""
    found = Console(highlight=False, **how)
    if not found.is_terminal and "COLUMNS" not in os.environ and "width" not in how:
        found = Console(highlight=False, width=80, **how)
    return found
