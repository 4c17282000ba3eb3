"""A map as one HTML page: to move in, to point at, to hide and show; no network, no other file."""

from __future__ import annotations

from html import escape
from importlib.resources import files
from string import Template

import numpy as np

from aureole.core.notes import Float64
from aureole.world.roads.picture.svg import CLASSES, body, style
from aureole.world.roads.picture.view import View
from aureole.world.roads.reading.opendrive import Map

TOOLS = {
    "marks": ("marks", "标线"), "arrows": ("directions", "方向"), "objects": ("objects", "物体"),
    "signals": ("signals", "信号"), "ids": ("ids", "编号"),
}  # fmt: skip
PIXELS = 1400.0  # width of a window, to size the labels with at first


def page(map_: Map, seen: View, title: str, facts: str, *, lang: str = "en") -> str:
    """The page of a map; `facts` is a line about it."""
    folder = files("aureole.world.roads.picture")
    size = seen.high - seen.low
    margin = 0.06 * float(size.max()) + 5.0
    box = (seen.low[0] - margin, -(seen.high[1] + margin), size[0] + 2.0 * margin, size[1] + 2.0 * margin)
    return Template((folder / "page.html").read_text(encoding="utf-8")).substitute(
        lang=lang, title=escape(title), facts=escape(facts), style=style(), legend=legend(seen), tools=tools(lang),
        box=" ".join(f"{value:.2f}" for value in box),
        body=body(map_, seen, labels=True, unit=float(box[2]) / PIXELS),
        script=(folder / "page.js").read_text(encoding="utf-8"),
    )  # fmt: skip


def legend(seen: View) -> str:
    """The kinds of lanes that are there, with their colours and areas."""
    found: dict[str, tuple[str, float]] = {}
    for area in seen.areas:
        kind = area.kind.name.lower().replace("_", " ")
        found[kind] = (CLASSES[area.kind], found.get(kind, ("", 0.0))[1] + surface(area.ring))
    rows = sorted(found.items(), key=lambda item: -item[1][1])
    return "".join(
        f'<li><i style="background:var(--{look})"></i>{escape(kind)}<span>{told(square)}</span></li>'
        for kind, (look, square) in rows
    )  # fmt: skip


def surface(ring: Float64) -> float:
    """Area inside a ring, m²."""
    x, y = (ring - ring[0]).T
    return abs(0.5 * float((x * np.roll(y, -1) - y * np.roll(x, -1)).sum()))


def told(square: float) -> str:
    """An area for people."""
    return f"{square / 10_000:.1f} ha" if square >= 10_000.0 else f"{square:.0f} m²"


def tools(lang: str) -> str:
    """The buttons."""
    chinese = lang == "zh"
    buttons = [
        f'<button data-hide="{name}" aria-pressed="{"false" if name == "ids" else "true"}">{words[chinese]}</button>'
        for name, words in TOOLS.items()
    ]
    fit, theme = ("全图", "明暗") if chinese else ("fit", "light/dark")
    return "".join([*buttons, f'<button id="fit">{fit}</button>', f'<button id="theme">{theme}</button>'])
