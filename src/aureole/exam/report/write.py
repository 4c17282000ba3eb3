"""Writes `report.html`: one file, no request leaves it, the worst drives replayed in it."""

from __future__ import annotations

import html
import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from aureole import __version__
from aureole.core.concepts import WORDS
from aureole.core.road import Road
from aureole.core.verdict import BLAMES, STATUSES, Verdict
from aureole.exam.report import encode
from aureole.exam.report.again import cars, command
from aureole.exam.report.by_clause import by_clause
from aureole.exam.report.columns import squeeze
from aureole.exam.report.fit import Measure, Sections, left_out, measures
from aureole.exam.report.ground import ground, identity
from aureole.exam.report.paired import paired
from aureole.exam.report.worst import WORST, worst_pairs
from aureole.exam.sentences.tell import tables
from aureole.exam.statistics import summary
from aureole.exam.suites.stated import met
from aureole.exam.tracks import Replay
from aureole.exam.verdicts import finite
from aureole.runtime.files import whole
from aureole.world.situations.gallery.page import ABILITIES

__all__ = ["WORST", "About", "command", "worst_pairs", "write"]

LARGEST = 5_000_000  # bytes of one report
STYLES = ("look.css", "sections.css", "plots.css", "replay.css")
SCRIPTS = (
    "words.js", "more_words.js", "inflate.js", "columns.js", "store.js", "data.js", "paint.js", "cars.js", "signs.js",
    "ghost.js", "view.js", "strips.js", "player.js", "search.js", "table.js", "sentences.js", "events.js", "drive.js",
    "drivers.js", "abilities.js", "clauses.js", "grid.js", "frontier.js", "heat.js", "cell.js", "versus.js",
    "coverage.js", "main.js",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class About:
    """What stands at the head of a report, and what was counted elsewhere."""

    suite: str
    command: str
    """The exact command that makes this report again."""
    dt: float
    """Seconds between two scenes."""
    car: str = ""
    machine: str = ""
    senses: str = ""
    """What the driver was given; empty: things."""
    title: str = ""
    """The suite's name, if empty."""
    again: tuple[str, ...] = ()
    """The exact command for each verdict; where empty, it is put together from the verdict."""
    columns: tuple[str, ...] = ()
    """Under whose name each verdict stands: two exams of one driver are two columns. Where empty, its driver's."""
    paired: tuple[Mapping[str, Any], ...] = ()
    """Paired comparisons: `first` and `second` (names of columns), then what was counted: `fixed`, `broken`,
    `same_passed`, `same_failed`, `p` (McNemar's mid-p), `interval` (of the difference of the failure rates, second
    minus first). Where empty, they are counted from the verdicts."""


def write(
    path: Path,
    verdicts: Sequence[Verdict],
    histories: Mapping[int, Replay],
    roads: Mapping[int, Road],
    *,
    about: About,
    lang: str = "en",
) -> None:
    """Write the report beside and rename it.

    Args:
        path: of the file.
        verdicts: one a drive.
        histories: what was kept, by place in `verdicts`; the worst of them are replayed, with another driver's drive of
            the same case beside each (`worst_pairs`), `WORST` in all.
        roads: the road of each kept drive, by the same place.
        about: the head of the page; its `columns` tell verdicts of two exams apart.
        lang: `en` or `zh`, the language it opens in; the page can switch.
    """
    who = about.columns or tuple(verdict.driver for verdict in verdicts)
    kept = {k for k, history in histories.items() if len(history.time) > 0}
    sections = Sections(verdicts, who, worst_pairs(verdicts, who, count=WORST, among=kept))
    told = data(verdicts, who, about=about, lang=lang)
    replays: dict[tuple[int | None, ...], dict[str, list[str]]] = {}
    content = ""
    for chosen in measures(len(sections.shown), len(verdicts)):
        key = (chosen.stride, chosen.moments, chosen.replays)
        if key not in replays:
            replays[key] = replayed(histories, roads, sections.shown[: chosen.replays], chosen)
        content = page(told | replays[key] | lines(sections, chosen, told, about), lang)
        if len(content.encode()) <= LARGEST:
            break
    with whole(path) as file:
        file.write(content)


def replayed(
    histories: Mapping[int, Replay], roads: Mapping[int, Road], chosen: Sequence[int], measure: Measure
) -> dict[str, list[str]]:
    """The chosen replays, and the roads under them, each once; every one squeezed by itself."""
    places: dict[str, list[Replay]] = {}
    under: dict[str, Road] = {}
    replays = []
    for k in chosen:
        history, road = histories[k], roads.get(k)
        name = "" if road is None else identity(road)
        if road is not None:
            under.setdefault(name, road)
            places.setdefault(name, []).append(history)
        index = list(under).index(name) if name else -1
        stride = max(measure.stride, math.ceil(len(history.time) / (measure.moments or math.inf)))
        replays.append(squeezed(encode.replay(history, ground=index, stride=stride)))
    return {"replays": replays, "grounds": [squeezed(ground(road, places[name])) for name, road in under.items()]}


def squeezed(content: Mapping[str, Any]) -> str:
    """JSON, deflated."""
    return squeeze(json.dumps(finite(dict(content)), ensure_ascii=False, separators=(",", ":"), allow_nan=False))


def lines(sections: Sections, chosen: Measure, told: Mapping[str, Any], about: About) -> dict[str, Any]:
    """The lines as far as they are chosen, and what was left out."""
    kept = sections.kept(chosen)
    place = {row: k for k, row in enumerate(kept)}
    moved = [
        {**clause, "of": {name: {**one, "row": place.get(one["row"], -1)} for name, one in clause["of"].items()}}
        for clause in told["clauses"]
    ]
    return {
        "rows": len(kept),
        "sections": sections.of(chosen),
        "again": squeezed({"commands": [about.again[k] for k in kept]}) if about.again else "",
        "clauses": moved,
        "left": left_out(sections.verdicts, len(kept), chosen),
    }


def data(verdicts: Sequence[Verdict], who: Sequence[str], *, about: About, lang: str) -> dict[str, Any]:
    """What the page's scripts read, without lines and replays."""
    head = {
        "title": about.title or about.suite,
        "suite": about.suite,
        "command": about.command,
        "dt": about.dt,
        "car": about.car,
        "machine": about.machine,
        "senses": about.senses,
        "version": __version__,
    }
    return {
        "lang": lang,
        "about": head,
        "statuses": list(STATUSES),
        "blames": list(BLAMES),
        "cars": list(cars()),
        "drivers": list(dict.fromkeys(who)),
        "summary": counted(summary(verdicts if not about.columns else named(verdicts, who))),
        "clauses": by_clause(verdicts, who),
        "paired": [dict(one) for one in about.paired] or paired(verdicts, who),
        "abilities": {name: [name, zh] for name, zh in ABILITIES.items()},
        "situations": met(verdict.case for verdict in verdicts),
        "sentences": tables(),
        "concepts": {int(concept): list(words) for concept, words in WORDS.items()},
    }


def counted(found: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """A summary without what the page counts from its own lines."""
    return {name: {key: value for key, value in row.items() if key != "coverage"} for name, row in found.items()}


def named(verdicts: Sequence[Verdict], who: Sequence[str]) -> Iterator[Verdict]:
    """The verdicts under the names of their columns."""
    return (replace(verdict, driver=name) for verdict, name in zip(verdicts, who, strict=True))


def page(content: Mapping[str, Any], lang: str) -> str:
    """The whole file: template, styles, data, scripts."""
    parts = {
        "@LANG@": "zh-CN" if lang == "zh" else "en",
        "@TITLE@": html.escape(f"{content['about']['title']} · Aureole").encode(errors="replace").decode(),
        "@STYLE@": "\n".join(part(name) for name in STYLES),
        "@SCRIPT@": "\n".join(part(name) for name in SCRIPTS),
        "@DATA@": embedded(content),
    }
    pieces = re.split("(@[A-Z]+@)", part("page.html"))
    return "".join(parts.get(piece, piece) for piece in pieces)


def embedded(content: Mapping[str, Any]) -> str:
    """JSON that cannot end the element it stands in, whatever a case is called."""
    text = json.dumps(finite(dict(content)), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in ("<", ">", "&", "\u2028", "\u2029"):
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return re.sub("[\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", text)


def part(name: str) -> str:
    """One file of the template."""
    return files("aureole.exam.report").joinpath("page", name).read_text(encoding="utf-8").strip()
