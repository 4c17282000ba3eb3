"""Signs as pictograms of a map's picture: upright for who comes to them, one metre and a half wide."""

from __future__ import annotations

import math

from aureole.core.kinds import SignalKind
from aureole.world.roads.furniture.signals import Signalling
from aureole.world.signs.meaning import limit_of

POST = '<path class="post" d="M0 0H1.3"/>'
RED, BLUE, YELLOW, BLACK = "#d0202a", "#1b5fb4", "#f5b915", "#16181c"
OCTAGON = "".join(
    f"{'L' if k else 'M'}{0.78 * math.cos((k + 0.5) * math.pi / 4):.2f} {0.78 * math.sin((k + 0.5) * math.pi / 4):.2f}"
    for k in range(8)
)
DISC = f'<circle r=".68" fill="#fff" stroke="{RED}" stroke-width=".24"/>'
AHEAD = "M-.6 -.72V.72L.72 0z"  # a triangle that points where its traffic goes
SHAPES = {
    SignalKind.STOP: f'<path d="{OCTAGON}z" fill="{RED}" stroke="#fff" stroke-width=".1"/>',
    SignalKind.YIELD: f'<path d="M.55 -.74V.74L-.72 0z" fill="#fff" stroke="{RED}" stroke-width=".22"/>',
    SignalKind.LIMIT: DISC,
    SignalKind.LIMIT_ENDS: f'<circle r=".72" fill="#fff" stroke="{BLACK}" stroke-width=".08"/>'
    f'<path d="M-.45 .45L.45 -.45" stroke="{BLACK}" stroke-width=".24"/>',
    SignalKind.PRIORITY: f'<path d="M0 -.78L.78 0 0 .78 -.78 0z" fill="{YELLOW}" stroke="#fff" stroke-width=".16"/>',
    SignalKind.WORKS: f'<path d="{AHEAD}" fill="#fff" stroke="{RED}" stroke-width=".2"/>'
    f'<path d="M-.38 -.3V.3L.1 0z" fill="{BLACK}"/>',
    SignalKind.DANGER: f'<path d="{AHEAD}" fill="#fff" stroke="{RED}" stroke-width=".2"/>'
    f'<path d="M-.34 0H.02M.2 0H.24" stroke="{BLACK}" stroke-width=".16"/>',
    SignalKind.DETOUR: f'<path d="M-.5 -.9H.5V.9H-.5z" fill="{YELLOW}" stroke="{BLACK}" stroke-width=".08"/>',
    SignalKind.NO_ENTRY: f'<circle r=".74" fill="{RED}"/><path d="M-.14 -.5H.14V.5H-.14z" fill="#fff"/>',
    SignalKind.ONE_WAY_TURNS: f'{DISC}<path d="M-.35 -.2H.35" stroke="{RED}" stroke-width=".14"/>'
    f'<path d="M-.35 .2H.35" stroke="{BLACK}" stroke-width=".14"/>',
    SignalKind.CROSSING: f'<path d="M-.7 -.7H.7V.7H-.7z" fill="{BLUE}"/><path d="M-.45 -.5V.5L.5 0z" fill="#fff"/>',
}
PICTOGRAMS = {kind: f'<g id="sign-{kind.name.lower()}">{POST}{shape}</g>' for kind, shape in SHAPES.items()}


def value_of(signalling: Signalling, row: int, kind: SignalKind) -> str:
    """The number on a limit, in km/h; empty for all else."""
    limit = limit_of(signalling, row) if kind == SignalKind.LIMIT else math.inf
    if not math.isfinite(limit):
        return ""
    return (
        '<g class="sized"><text class="number" transform="rotate(-90) scale(1 -1)" y=".25" font-size=".72">'
        f"{3.6 * limit:.0f}</text></g>"
    )
