"""`search.html`: what a search found, and failures over the two axes along which they crowd most, with the frontier."""

from __future__ import annotations

import html
from collections.abc import Sequence

import numpy as np

from aureole.cli.searching import words
from aureole.core.notes import Float64
from aureole.exam.search.found import Found, Looked
from aureole.exam.search.space import Direction, Steps

WIDTH, HEIGHT, LEFT, BOTTOM = 520.0, 360.0, 64.0, 46.0  # pixels
GRID = 48  # squares of the ground a side
NEAR = 12  # neighbours whose mean the ground shows
SOME = 0.1  # share of hits among them at the frontier: other axes vary too, so that all are seldom hits
STYLE = """
:root{--paper:#f5f4f1;--card:#fff;--ink:#1b1e23;--ink-2:#5b626c;--line:#e4e2dc;--bad:#c62a2f;--good:#15803d;--gold:#d98a00}
@media (prefers-color-scheme:dark){:root{--paper:#0e1013;--card:#16191e;--ink:#eceef1;--ink-2:#a3abb6;--line:#262b32;
--bad:#ff6b66;--good:#4ac26b;--gold:#ffb938}}
body{margin:0;padding:24px;background:var(--paper);color:var(--ink);font:14px/1.55 ui-sans-serif,system-ui,"Segoe UI",
"PingFang SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif}main{max-width:1160px;margin:0 auto}h1{font-size:24px}
h2{font-size:17px;margin:0 0 6px}section{background:var(--card);border:1px solid var(--line);border-radius:14px;
padding:18px 22px;margin:16px 0}pre{font:13px/1.6 ui-monospace,Menlo,Consolas,monospace;margin:8px 0;
white-space:pre-wrap;overflow-wrap:anywhere}
figure{margin:14px 0 0;overflow-x:auto}figcaption,.faint{color:var(--ink-2);font-size:12.5px}
svg{max-width:100%;height:auto;display:block}text{fill:var(--ink-2);font-size:11.5px}.axis{stroke:var(--line)}
.hit{fill:var(--bad)}.miss{fill:var(--good);opacity:.55}.ground{fill:var(--bad)}.edge{stroke:var(--gold);stroke-width:2}
"""
SAID = {
    "title": ("Search for failures", "搜索失败"),
    "legend": (
        "red: it happened; green: it did not; gold: the frontier, beyond which less than a tenth of the nearest is red",
        "红：发生；绿：未发生；金线：边界，其外最近的驾驶中不足十分之一为红",
    ),
    "none": ("nothing to draw: fewer than two parameters vary", "无图：变化的参数不足两个"),
}


def say(key: str, lang: str) -> str:
    """One of these."""
    return SAID[key][lang == "zh"]


def page(suite: str, found: Sequence[Found], find: str, *, lang: str) -> str:
    """The whole page; it needs nothing but itself."""
    title = f"{say('title', lang)} · {suite}"
    parts = [f"<h1>{html.escape(title)}</h1>"]
    for one in found:
        told = html.escape(words.text(one, find, lang))
        pictures = "".join(figure(looked, lang) for looked in one.looked if looked.seen)
        parts.append(f"<section><h2>{html.escape(one.driver)}</h2><pre>{told}</pre>{pictures}</section>")
    body = "\n".join(parts)
    return (
        f'<!doctype html>\n<html lang="{"zh-CN" if lang == "zh" else "en"}"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" '
        f'content="light dark"><title>{html.escape(title)}</title><style>{STYLE}</style></head>'
        f"<body><main>{body}</main></body></html>\n"
    )


def figure(looked: Looked, lang: str) -> str:
    """One scenario's picture."""
    name = html.escape(looked.space.name)
    axes = [axis for axis, _ in looked.relevance()][:2]
    if len(axes) < 2:
        return f"<figure><figcaption>{name}: {say('none', lang)}</figcaption></figure>"
    u = np.array([one.row for one in looked.seen])[:, axes]
    hit = np.array([one.margin < 0.0 for one in looked.seen])
    first, second = (looked.space.directions[axis] for axis in axes)
    shapes = [*ground(u, hit), *ticks(first, second), *dots(u, hit)]
    drawn = "".join(shapes)
    size = f"0 0 {WIDTH + LEFT + 24:.0f} {HEIGHT + BOTTOM + 14:.0f}"
    return (
        f"<figure><figcaption><b>{name}</b> · {say('legend', lang)}</figcaption>"
        f'<svg viewBox="{size}" width="{WIDTH + LEFT + 24:.0f}" role="img" aria-label="{name}">{drawn}</svg></figure>'
    )


def dots(u: Float64, hit: Float64) -> list[str]:
    """One dot a drive, those where it happened on top."""
    order = np.argsort(hit, kind="stable")
    return [
        f'<circle class="{"hit" if hit[k] else "miss"}" cx="{across(u[k, 0]):.1f}" cy="{up(u[k, 1]):.1f}" r="2.6"/>'
        for k in order
    ]


def across(u: float) -> float:
    """Pixels from the left."""
    return LEFT + WIDTH * u


def up(u: float) -> float:
    """Pixels from the top."""
    return 8.0 + HEIGHT * (1.0 - u)


def share(u: Float64, hit: Float64) -> Float64:
    """Share of hits around the middle of every square, `GRID GRID`, the first axis first."""
    middle = (np.arange(GRID) + 0.5) / GRID
    wanted = np.stack(np.meshgrid(middle, middle, indexing="ij"), axis=-1).reshape(-1, 2)
    far = ((wanted[:, None, :] - u[None, :, :]) ** 2).sum(axis=2)
    near = min(NEAR, far.shape[1] - 1)
    weight = np.exp(-2.0 * far / (np.partition(far, near, axis=1)[:, near : near + 1] + 1e-9))
    return np.asarray((weight @ hit.astype(np.float64) / weight.sum(axis=1)).reshape(GRID, GRID))


def ground(u: Float64, hit: Float64) -> list[str]:
    """The ground shaded by the share of hits, and the frontier between squares."""
    shares = share(u, hit)
    wide, high = WIDTH / GRID, HEIGHT / GRID
    found = [
        f'<rect class="ground" x="{across(i / GRID):.1f}" y="{up((j + 1) / GRID):.1f}" width="{wide + 0.3:.1f}" '
        f'height="{high + 0.3:.1f}" opacity="{0.3 * shares[i, j]:.2f}"/>'
        for i in range(GRID)
        for j in range(GRID)
        if shares[i, j] > 0.03
    ]
    over = shares >= SOME
    for i, j in zip(*np.nonzero(over[1:] != over[:-1]), strict=True):
        x = across((i + 1) / GRID)
        found.append(_line("edge", (x, up(j / GRID)), (x, up((j + 1) / GRID))))
    for i, j in zip(*np.nonzero(over[:, 1:] != over[:, :-1]), strict=True):
        y = up((j + 1) / GRID)
        found.append(_line("edge", (across(i / GRID), y), (across((i + 1) / GRID), y)))
    return found


def _line(kind: str, start: tuple[float, float], end: tuple[float, float]) -> str:
    return f'<line class="{kind}" x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}"/>'


def ticks(first: Direction, second: Direction) -> list[str]:
    """Frame, values and names of both axes."""
    low, right = up(0.0), across(1.0)
    found = [
        _line("axis", (LEFT, low), (right, low)), _line("axis", (LEFT, up(1.0)), (LEFT, low)),
        f'<text x="{0.5 * (LEFT + right):.0f}" y="{low + 38:.0f}" text-anchor="middle">{_name(first)}</text>',
        f'<text transform="translate(13 {up(0.5):.0f}) rotate(-90)" text-anchor="middle">{_name(second)}</text>',
    ]  # fmt: skip
    for u in (0.1, 0.3, 0.5, 0.7, 0.9):
        found.append(f'<text x="{across(u):.0f}" y="{low + 17:.0f}" text-anchor="middle">{_value(first, u)}</text>')
        found.append(f'<text x="{LEFT - 7:.0f}" y="{up(u) + 4:.0f}" text-anchor="end">{_value(second, u)}</text>')
    return found


def _name(one: Direction) -> str:
    return html.escape(", ".join(one.names))


def _value(one: Direction, u: float) -> str:
    texts = list(one.at(u).values())
    if isinstance(one, Steps) and len(texts) > 1:
        return html.escape("/".join(texts)[:14])
    try:
        return f"{float(texts[0]):.4g}"
    except ValueError:
        return html.escape(texts[0][:10])
