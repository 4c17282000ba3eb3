"""Faces of signs, drawn by formulas: our own pictograms in the shapes that the Vienna Convention gives signs."""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import pairwise

import numpy as np

from aureole.core.kinds import SignalKind, SignalState
from aureole.core.notes import Bool, Float32, Float64

SIDE = 64  # texels
FINE = 4  # looks along a texel's side
RED, WHITE, BLACK, BLUE, YELLOW, ORANGE, GREY = (
    (0.55, 0.012, 0.015), (0.86, 0.86, 0.86), (0.012, 0.012, 0.012), (0.006, 0.07, 0.36), (0.86, 0.52, 0.012),
    (0.82, 0.20, 0.01), (0.25, 0.25, 0.25),
)  # fmt: skip
LIMITS = tuple(range(10, 140, 10))  # km/h
ORDER = (
    "blank",
    *(f"limit{value}" for value in LIMITS),
    "limit_ends",
    "stop",
    "yield",
    "priority",
    "works",
    "works_end",
    "detour_right",
    "no_entry",
    "lane_closed",
    "one_way_turns",
    "crossing",
    "slow",
    "detour_left",
    "danger",
)
STROKES = {  # digits and letters on a grid of 4 × 6 lines, as polylines
    "0": ((0, 1), (0, 5), (1, 6), (3, 6), (4, 5), (4, 1), (3, 0), (1, 0), (0, 1)),
    "1": ((0.6, 4.6), (2.2, 6), (2.2, 0)),
    "2": ((0, 5), (1, 6), (3, 6), (4, 5), (4, 4), (0, 0), (4, 0)),
    "3": ((0, 6), (4, 6), (2, 3.6), (3, 3.6), (4, 2.6), (4, 1), (3, 0), (1, 0), (0, 1)),
    "4": ((3, 0), (3, 6), (0, 2), (4, 2)),
    "5": ((4, 6), (0.4, 6), (0.2, 3.4), (3, 3.6), (4, 2.6), (4, 1), (3, 0), (0, 0)),
    "6": ((3.4, 6), (1, 4.6), (0, 2.6), (0, 1), (1, 0), (3, 0), (4, 1), (4, 2.4), (3, 3.4), (0.4, 3.2)),
    "7": ((0, 6), (4, 6), (1.4, 0)),
    "8": ((1, 3.2), (0, 4.2), (0, 5), (1, 6), (3, 6), (4, 5), (4, 4.2), (3, 3.2), (1, 3.2), (0, 2.2), (0, 1), (1, 0),
          (3, 0), (4, 1), (4, 2.2), (3, 3.2)),
    "9": ((0.6, 0), (3, 1.4), (4, 3.4), (4, 5), (3, 6), (1, 6), (0, 5), (0, 3.6), (1, 2.6), (3.6, 2.8)),
    "S": ((4, 5), (3, 6), (1, 6), (0, 5), (0, 4), (4, 2), (4, 1), (3, 0), (1, 0), (0, 1)),
    "T": ((0, 6), (4, 6), (2, 6), (2, 0)),
    "O": ((0, 1), (0, 5), (1, 6), (3, 6), (4, 5), (4, 1), (3, 0), (1, 0), (0, 1)),
    "P": ((0, 0), (0, 6), (3, 6), (4, 5), (4, 4), (3, 3), (0, 3)),
    "L": ((0, 6), (0, 0), (4, 0)),
    "W": ((0, 6), (0.8, 0), (2, 4), (3.2, 0), (4, 6)),
}  # fmt: skip


class Sheet:
    """A sign in the making: `x` to the right and `y` up, from -1 to 1, at every look."""

    def __init__(self) -> None:
        at = (np.arange(SIDE * FINE) + 0.5) / (SIDE * FINE) * 2.0 - 1.0
        self.x, self.y = np.meshgrid(at, -at)
        self.rgb = np.zeros((*self.x.shape, 3))
        self.covers = np.zeros(self.x.shape)

    def fill(self, where: Bool, colour: tuple[float, float, float]) -> None:
        """Paint a part of it."""
        self.rgb[where], self.covers[where] = colour, 1.0

    def disc(self, radius: float) -> Bool:
        """Within a circle."""
        return np.asarray(np.hypot(self.x, self.y) < radius)

    def polygon(self, corners: int, radius: float, turn: float = 0.0) -> Bool:
        """Within a regular polygon; `radius` to the middle of its sides, a side faces `turn` (rad from the right)."""
        found = np.ones(self.x.shape, np.bool_)
        for k in range(corners):
            angle = turn + 2.0 * math.pi * k / corners
            found &= self.x * math.cos(angle) + self.y * math.sin(angle) < radius
        return found

    def triangle(self, size: float, *, down: bool = False) -> Bool:
        """A triangle, point up, around the same middle whatever its size."""
        y = -self.y if down else self.y
        height = y + 0.28
        return np.asarray((height > -0.5 * size) & (height < size * 1.0 - 1.732 * np.abs(self.x)))

    def line(self, points: tuple[tuple[float, float], ...], half: float) -> Bool:
        """Within `half` of a polyline."""
        found = np.zeros(self.x.shape, np.bool_)
        for (x0, y0), (x1, y1) in pairwise(points):
            dx, dy = x1 - x0, y1 - y0
            along = np.clip(((self.x - x0) * dx + (self.y - y0) * dy) / max(dx * dx + dy * dy, 1e-9), 0.0, 1.0)
            found |= np.hypot(self.x - x0 - along * dx, self.y - y0 - along * dy) < half
        return found

    def write(self, text: str, height: float, half: float, colour: tuple[float, float, float]) -> None:
        """Words in the middle."""
        unit = height / 6.0
        wide = 5.6 * unit
        left = -0.5 * (wide * len(text) - 1.6 * unit)
        for k, letter in enumerate(text):
            points = tuple((left + k * wide + x * unit, (y - 3.0) * unit) for x, y in STROKES[letter])
            self.fill(self.line(points, half), colour)

    def done(self) -> Float32:
        """Reduced to texels, (64, 64, 4)."""
        whole = np.concatenate([self.rgb * self.covers[..., None], self.covers[..., None]], axis=2)
        small: Float64 = whole.reshape(SIDE, FINE, SIDE, FINE, 4).mean(axis=(1, 3))
        small[..., :3] /= np.maximum(small[..., 3:], 1e-6)
        return small.astype(np.float32)


@lru_cache(maxsize=1)
def pictures() -> Float32:
    """Every face, in the order of `ORDER`, (pictures, 64, 64, 4)."""
    return np.stack([draw(name) for name in ORDER])


def draw(name: str) -> Float32:
    """One face."""
    sheet = Sheet()
    if name.startswith("limit") and name != "limit_ends":
        limit(sheet, name.removeprefix("limit"))
    else:
        FACES.get(name, blank)(sheet)
    return sheet.done()


def limit(sheet: Sheet, text: str) -> None:
    """A speed limit: black figures in a red ring."""
    sheet.fill(sheet.disc(0.99), WHITE)
    sheet.fill(sheet.disc(0.96), RED)
    sheet.fill(sheet.disc(0.73), WHITE)
    sheet.write(text, 0.72 if len(text) < 3 else 0.56, 0.075 if len(text) < 3 else 0.06, BLACK)


def limit_ends(sheet: Sheet) -> None:
    """The end of limits: a white disc, struck through."""
    sheet.fill(sheet.disc(0.98), WHITE)
    for shift in (-0.24, -0.08, 0.08, 0.24):
        sheet.fill(
            sheet.line(((-0.62 + shift, -0.62 - shift), (0.62 + shift, 0.62 - shift)), 0.045) & sheet.disc(0.92), BLACK
        )


def stop(sheet: Sheet) -> None:
    """Stop: a red octagon."""
    sheet.fill(sheet.polygon(8, 0.97), WHITE)
    sheet.fill(sheet.polygon(8, 0.91), RED)
    sheet.write("STOP", 0.50, 0.055, WHITE)


def slow(sheet: Sheet) -> None:
    """Slow: the other side of a paddle."""
    sheet.fill(sheet.polygon(8, 0.97), BLACK)
    sheet.fill(sheet.polygon(8, 0.91), ORANGE)
    sheet.write("SLOW", 0.50, 0.055, BLACK)


def yields(sheet: Sheet) -> None:
    """Yield: a white triangle with a red edge, point down."""
    sheet.fill(sheet.triangle(1.28, down=True), RED)
    sheet.fill(sheet.triangle(0.70, down=True), WHITE)


def warning(sheet: Sheet) -> None:
    """The white triangle of a warning."""
    sheet.fill(sheet.triangle(1.28), RED)
    sheet.fill(sheet.triangle(0.78), WHITE)


def danger(sheet: Sheet) -> None:
    """A danger: an exclamation mark, whatever the sign of the road shows."""
    warning(sheet)
    sheet.fill(sheet.line(((0.0, 0.22), (0.0, -0.22)), 0.08), BLACK)
    sheet.fill(np.hypot(sheet.x, sheet.y + 0.45) < 0.09, BLACK)


def works(sheet: Sheet) -> None:
    """Road works: somebody digs at a heap."""
    warning(sheet)
    sheet.fill(np.hypot(sheet.x + 0.12, sheet.y - 0.18) < 0.085, BLACK)
    sheet.fill(sheet.line(((-0.10, 0.06), (-0.22, -0.22), (-0.34, -0.52)), 0.062), BLACK)
    sheet.fill(sheet.line(((-0.22, -0.22), (-0.08, -0.52)), 0.062), BLACK)
    sheet.fill(sheet.line(((-0.10, 0.04), (0.10, -0.14)), 0.05), BLACK)
    sheet.fill(sheet.line(((-0.12, 0.0), (0.34, -0.42)), 0.032), BLACK)
    heap = (sheet.y > -0.56) & (sheet.y + 0.56 < 0.30 - 1.2 * np.abs(sheet.x - 0.36))
    sheet.fill(np.asarray(heap), BLACK)


def works_end(sheet: Sheet) -> None:
    """The end of works: the same, struck through."""
    works(sheet)
    sheet.fill(sheet.line(((-0.7, -0.6), (0.6, 0.7)), 0.07), GREY)


def priority(sheet: Sheet) -> None:
    """A road with priority: a yellow diamond."""
    sheet.fill(sheet.polygon(4, 0.68, math.pi / 4), WHITE)
    sheet.fill(sheet.polygon(4, 0.44, math.pi / 4), YELLOW)


def detour(sheet: Sheet, way: float) -> None:
    """A detour: a black arrow on yellow."""
    sheet.fill(np.asarray((np.abs(sheet.x) < 0.97) & (np.abs(sheet.y) < 0.6)), BLACK)
    sheet.fill(np.asarray((np.abs(sheet.x) < 0.92) & (np.abs(sheet.y) < 0.55)), YELLOW)
    sheet.fill(sheet.line(((-0.55 * way, 0.0), (0.5 * way, 0.0)), 0.10), BLACK)
    sheet.fill(sheet.line(((0.25 * way, 0.32), (0.6 * way, 0.0), (0.25 * way, -0.32)), 0.09), BLACK)


def no_entry(sheet: Sheet) -> None:
    """No entry: a white bar on red."""
    sheet.fill(sheet.disc(0.98), WHITE)
    sheet.fill(sheet.disc(0.94), RED)
    sheet.fill(np.asarray((np.abs(sheet.x) < 0.66) & (np.abs(sheet.y) < 0.16)), WHITE)


def lane_closed(sheet: Sheet) -> None:
    """A lane that ends: one arrow goes on, the other has a red bar across."""
    sheet.fill(np.asarray((np.abs(sheet.x) < 0.94) & (np.abs(sheet.y) < 0.94)), WHITE)
    sheet.fill(np.asarray((np.abs(sheet.x) < 0.88) & (np.abs(sheet.y) < 0.88)), BLUE)
    sheet.fill(sheet.line(((-0.4, -0.7), (-0.4, 0.6)), 0.09), WHITE)
    sheet.fill(sheet.line(((-0.62, 0.34), (-0.4, 0.64), (-0.18, 0.34)), 0.07), WHITE)
    sheet.fill(sheet.line(((0.4, -0.7), (0.4, 0.3)), 0.09), WHITE)
    sheet.fill(sheet.line(((0.12, 0.36), (0.68, 0.36)), 0.11), RED)


def one_way_turns(sheet: Sheet) -> None:
    """Those who come go first: a red arrow up, a black one down."""
    sheet.fill(sheet.disc(0.98), RED)
    sheet.fill(sheet.disc(0.78), WHITE)
    sheet.fill(sheet.line(((-0.25, -0.42), (-0.25, 0.4)), 0.07), RED)
    sheet.fill(sheet.line(((-0.42, 0.2), (-0.25, 0.44), (-0.08, 0.2)), 0.06), RED)
    sheet.fill(sheet.line(((0.25, 0.42), (0.25, -0.4)), 0.09), BLACK)
    sheet.fill(sheet.line(((0.05, -0.16), (0.25, -0.46), (0.45, -0.16)), 0.08), BLACK)


def crossing(sheet: Sheet) -> None:
    """A crossing for those on foot."""
    sheet.fill(np.asarray((np.abs(sheet.x) < 0.94) & (np.abs(sheet.y) < 0.94)), BLUE)
    sheet.fill(np.asarray(sheet.y + 0.62 < 1.25 - 1.732 * np.abs(sheet.x)) & np.asarray(sheet.y > -0.66), WHITE)
    sheet.fill(np.hypot(sheet.x - 0.02, sheet.y - 0.16) < 0.09, BLACK)
    sheet.fill(sheet.line(((0.02, 0.02), (-0.02, -0.22), (-0.16, -0.52)), 0.055), BLACK)
    sheet.fill(sheet.line(((-0.02, -0.22), (0.16, -0.5)), 0.055), BLACK)
    sheet.fill(sheet.line(((-0.16, -0.14), (0.02, 0.0), (0.18, -0.14)), 0.04), BLACK)


def blank(sheet: Sheet) -> None:
    """A white board."""
    sheet.fill(np.asarray((np.abs(sheet.x) < 0.9) & (np.abs(sheet.y) < 0.9)), WHITE)


FACES = {
    "limit_ends": limit_ends,
    "stop": stop,
    "slow": slow,
    "yield": yields,
    "works": works,
    "works_end": works_end,
    "priority": priority,
    "detour_right": lambda sheet: detour(sheet, 1.0),
    "detour_left": lambda sheet: detour(sheet, -1.0),
    "no_entry": no_entry,
    "lane_closed": lane_closed,
    "one_way_turns": one_way_turns,
    "crossing": crossing,
    "danger": danger,
}
NAMES = {
    SignalKind.LIMIT_ENDS: "limit_ends", SignalKind.STOP: "stop", SignalKind.YIELD: "yield",
    SignalKind.PRIORITY: "priority", SignalKind.WORKS: "works", SignalKind.WORKS_END: "works_end",
    SignalKind.DETOUR: "detour_right", SignalKind.NO_ENTRY: "no_entry", SignalKind.LANE_CLOSED: "lane_closed",
    SignalKind.ONE_WAY_TURNS: "one_way_turns", SignalKind.CROSSING: "crossing", SignalKind.DANGER: "danger",
}  # fmt: skip


@lru_cache(maxsize=4096)
def number_of(kind: int, state: int, value: float) -> int:
    """Which face a signal shows; `value` of a limit in m/s."""
    if kind == SignalKind.LIMIT:
        shown = round(value * 3.6 / 10.0) * 10 if math.isfinite(value) else 0
        return ORDER.index(f"limit{shown}") if shown in LIMITS else 0
    if kind == SignalKind.PADDLE:
        return ORDER.index("slow" if state == SignalState.SLOW else "stop")
    if kind == SignalKind.DETOUR and state == SignalState.LEFT:
        return ORDER.index("detour_left")
    return ORDER.index(NAMES.get(SignalKind(kind), "blank"))
