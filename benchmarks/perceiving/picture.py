"""The degradation curves of `perceived_tables` as a small SVG: success over what makes seeing harder, with bounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

WIDE, HIGH, EDGE, BELOW, ABOVE = 230, 150, 38, 46, 30  # px; a panel's plot, and what is around it
COLOURS = ("#0b5fa5", "#c2570c", "#3b7d23", "#7a3fa0")
TITLES = {
    "light": "Light and weather", "blind": "A blind eye", "dropped": "Dropped frames (share)",
    "latency": "Later pictures (s, above the car's own)",
}  # fmt: skip


def curves(lines: Mapping[str, Mapping[str, Sequence[tuple[str, Any]]]], base: Mapping[str, Any]) -> str:
    """All panels side by side, two in a row; what is given is dashed.

    Args:
        lines: rows with `success` and `success_bounds` by what a curve is over, and by driver.
        base: the row of each driver that is given things.
    """
    across, down = WIDE + EDGE + 22, HIGH + ABOVE + BELOW
    width, height = 2 * across + 10, down * ((len(lines) + 1) // 2) + 26
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    font = 'font-family="system-ui, sans-serif" font-size="11" fill="#222"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {font}>',
        "<title>Success of drives that see for themselves, by what makes seeing harder</title>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    for place, (over, by_driver) in enumerate(lines.items()):
        row, column = divmod(place, 2)
        parts.append(panel(TITLES.get(over, over), by_driver, base, (column * across + EDGE + 4, row * down + ABOVE)))
    x = EDGE + 4
    for colour, driver in zip(COLOURS, base, strict=False):
        parts.append(f'<path d="M{x} {height - 14}h22" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<text x="{x + 27}" y="{height - 10}">{driver}, perceived (95 %); dashed: given</text>')
        x += 250
    return "\n".join((*parts, "</svg>\n"))


def panel(
    title: str, by_driver: Mapping[str, Sequence[tuple[str, Any]]], base: Mapping[str, Any], at: tuple[float, float]
) -> str:
    """One plot with its axes."""
    left, top = at
    parts = [f'<text x="{left}" y="{top - 12}" font-weight="600">{title}</text>']
    for share in (0.0, 0.5, 1.0):
        y = top + HIGH * (1.0 - share)
        parts.append(f'<path d="M{left} {y:.1f}h{WIDE}" stroke="#ddd"/>')
        parts.append(f'<text x="{left - 5}" y="{y + 4:.1f}" text-anchor="end">{100 * share:.0f} %</text>')
    names = [name for name, _ in next(iter(by_driver.values()))]
    step = WIDE / len(names)
    for k, name in enumerate(names):
        parts.append(
            f'<text x="{left + (k + 0.5) * step:.1f}" y="{top + HIGH + 16}" text-anchor="middle">{name}</text>'
        )
    for number, (colour, (driver, steps)) in enumerate(zip(COLOURS, by_driver.items(), strict=False)):
        shift = 6.0 * (number - 0.5 * (len(by_driver) - 1))
        points = []
        if driver in base:
            y = top + HIGH * (1.0 - base[driver].success)
            parts.append(f'<path d="M{left} {y:.1f}h{WIDE}" stroke="{colour}" stroke-dasharray="4 4" opacity="0.7"/>')
        for k, (_, one) in enumerate(steps):
            x = left + (k + 0.5) * step + shift
            low, high = (top + HIGH * (1.0 - bound) for bound in one.success_bounds)
            y = top + HIGH * (1.0 - one.success)
            points.append(f"{x:.1f},{y:.1f}")
            parts.append(f'<path d="M{x:.1f} {low:.1f}V{high:.1f}" stroke="{colour}" opacity="0.45"/>')
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" fill="{colour}"/>')
        parts.append(f'<polyline points="{" ".join(points)}" fill="none" stroke="{colour}" stroke-width="1.6"/>')
    return "\n".join(parts)
