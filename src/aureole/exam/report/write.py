"""Writes `report.html`: one file, no request leaves it, the worst drives replayed in it."""

from __future__ import annotations

import html
import json
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from aureole import __version__
from aureole.core.concepts import WORDS
from aureole.core.road import Road
from aureole.core.verdict import Verdict
from aureole.exam.report import encode
from aureole.exam.report.ground import ground, identity
from aureole.exam.statistics import summary
from aureole.exam.tracks import Replay
from aureole.exam.verdicts import case_to_json, finite
from aureole.runtime.files import whole

WORST = 50  # replays in one report
LARGEST = 5_000_000  # bytes of one report
STRIDES = (1, 2, 4, 8)  # every n-th moment, tried in this order until the report is small enough
STYLES = ("look.css", "replay.css")
SCRIPTS = (
    "words.js", "data.js", "paint.js", "cars.js", "view.js",
    "strips.js", "player.js", "table.js", "drive.js", "main.js",
)  # fmt: skip
ORDER = {"failed": 0, "infrastructure": 1, "unavoidable": 2, "not_exercised": 3, "passed": 4}


@dataclass(frozen=True, slots=True)
class About:
    """What stands at the head of a report."""

    suite: str
    command: str
    """The exact command that makes this report again."""
    dt: float
    """Seconds between two scenes."""
    car: str = ""
    machine: str = ""
    title: str = ""
    """The suite's name, if empty."""
    again: tuple[str, ...] = ()
    """The exact command for each verdict; where empty, it is put together from the verdict."""


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
        histories: what was kept, by place in `verdicts`; the `WORST` worst of them are replayed.
        roads: the road of each kept drive, by the same place.
        about: the head of the page.
        lang: `en` or `zh`, the language it opens in; the page can switch.
    """
    content = ""
    for stride, kept in sizes(worst(verdicts, histories)):
        replays, grounds = replayed(histories, roads, kept, stride)
        content = page(data(verdicts, kept, about=about, lang=lang) | {"replays": replays, "grounds": grounds}, lang)
        if len(content.encode()) <= LARGEST:
            break
    with whole(path) as file:
        file.write(content)


def worst(verdicts: Sequence[Verdict], histories: Mapping[int, Replay]) -> list[int]:
    """Indices of the drives to replay: failures first, then by score."""
    kept = [k for k, history in histories.items() if len(history.time) > 0]
    return sorted(kept, key=lambda k: (ORDER[verdicts[k].status], verdicts[k].score, k))[:WORST]


def sizes(chosen: list[int]) -> Iterator[tuple[int, list[int]]]:
    """Ever smaller choices: coarser replays first, then fewer of them, at last none."""
    yield from ((stride, chosen) for stride in STRIDES)
    while chosen:
        chosen = chosen[: len(chosen) // 2]
        yield STRIDES[-1], chosen


def replayed(
    histories: Mapping[int, Replay], roads: Mapping[int, Road], chosen: list[int], stride: int
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The chosen replays, and the roads under them, each once."""
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
        replays.append(encode.replay(history, ground=index, stride=stride))
    return replays, [ground(road, places[name]) for name, road in under.items()]


def data(verdicts: Sequence[Verdict], chosen: list[int], *, about: About, lang: str) -> dict[str, Any]:
    """What the page's scripts read, without the replays."""
    rows = []
    for k, verdict in enumerate(verdicts):
        row = case_to_json(verdict)
        again = about.again[k] if about.again else command(verdict)
        rows.append(row | {"replay": chosen.index(k) if k in chosen else -1, "again": again})
    head = {
        "title": about.title or about.suite,
        "suite": about.suite,
        "command": about.command,
        "dt": about.dt,
        "car": about.car,
        "machine": about.machine,
        "version": __version__,
    }
    return {
        "lang": lang,
        "about": head,
        "drivers": list(dict.fromkeys(verdict.driver for verdict in verdicts)),
        "summary": summary(verdicts),
        "concepts": {int(concept): list(words) for concept, words in WORDS.items()},
        "rows": rows,
    }


def command(verdict: Verdict) -> str:
    """What drives this case once more; a case that came with Aureole goes by its name, any other by its file."""
    path = verdict.extra.get("path", "")
    ours = not path or Path(path).resolve().is_relative_to(Path(str(files("aureole"))).resolve())
    words = [
        "aureole",
        "drive",
        verdict.case if ours else path,
        "--driver",
        verdict.driver,
        "--seed",
        str(verdict.seed),
    ]
    if "step" in verdict.extra:
        words += ["--dt", verdict.extra["step"]]
    for name, value in verdict.params.items():
        words += ["--set", f"{name}={value}"]
    return shlex.join(words)


def page(content: dict[str, Any], lang: str) -> str:
    """The whole file: template, styles, data, scripts."""
    title = content["rows"][0]["case"] if len(content["rows"]) == 1 else content["about"]["title"]
    parts = {
        "@LANG@": "zh-CN" if lang == "zh" else "en",
        "@TITLE@": html.escape(f"{title} · Aureole"),
        "@STYLE@": "\n".join(part(name) for name in STYLES),
        "@SCRIPT@": "\n".join(part(name) for name in SCRIPTS),
        "@DATA@": embedded(content),
    }
    pieces = re.split("(@[A-Z]+@)", part("page.html"))
    return "".join(parts.get(piece, piece) for piece in pieces)


def embedded(content: dict[str, Any]) -> str:
    """JSON that cannot end the element it stands in, whatever a case is called."""
    text = json.dumps(finite(content), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in ("<", ">", "&", "\u2028", "\u2029"):
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def part(name: str) -> str:
    """One file of the template."""
    return files("aureole.exam.report").joinpath("page", name).read_text(encoding="utf-8").strip()
