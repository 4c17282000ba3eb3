"""Whether an agent could be seen from the ego: in range, and some corner of it not behind another."""

from __future__ import annotations

from math import cos, sin

from aureole.conduct.boxes import corner
from aureole.exam.judges.sight import Sight, box_centre
from aureole.kernels import device


@device
def blocked(sight: Sight, w: int, m: int, a: int, ends: tuple[float, float, float, float]) -> bool:
    """Whether the box of agent a lies across the segment from (x0, y0) to (x1, y1) (slab method)."""
    x, y = box_centre(sight, w, m, a)
    c, s = cos(sight.heading[m, a]), sin(sight.heading[m, a])
    x0, y0 = (ends[0] - x) * c + (ends[1] - y) * s, (ends[1] - y) * c - (ends[0] - x) * s
    x1, y1 = (ends[2] - x) * c + (ends[3] - y) * s, (ends[3] - y) * c - (ends[2] - x) * s
    low, high = 0.0, 1.0
    for start, end, half in ((x0, x1, 0.5 * sight.size[w, a, 0]), (y0, y1, 0.5 * sight.size[w, a, 1])):
        span = end - start
        if abs(span) < 1e-9:
            if abs(start) >= half:
                return False
            continue
        first, last = (-half - start) / span, (half - start) / span
        low, high = max(low, min(first, last)), min(high, max(first, last))
    return low < high


@device
def in_view(sight: Sight, w: int, m: int, a: int, reach: float) -> bool:
    """Seen from the middle of the ego's front: the centre or a corner of the agent within reach, nothing across."""
    x, y = box_centre(sight, w, m, 0)
    c, s = cos(sight.heading[m, 0]), sin(sight.heading[m, 0])
    eye_x, eye_y = x + 0.5 * c * sight.size[w, 0, 0], y + 0.5 * s * sight.size[w, 0, 0]
    other_x, other_y = box_centre(sight, w, m, a)
    for index in range(5):
        px, py = other_x, other_y
        if index < 4:
            heading, length, width = sight.heading[m, a], sight.size[w, a, 0], sight.size[w, a, 1]
            px, py = corner(other_x, other_y, heading, 0.98 * length, 0.98 * width, index)
        if (px - eye_x) ** 2 + (py - eye_y) ** 2 > reach * reach:
            continue
        free = True
        for other in range(1, sight.present.shape[1]):
            if other != a and sight.present[m, other] and blocked(sight, w, m, other, (eye_x, eye_y, px, py)):
                free = False
        if free:
            return True
    return False
