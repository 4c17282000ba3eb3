"""Whether an agent could be seen from the ego: in range, and some corner of it not behind another."""

from __future__ import annotations

from aureole.conduct.boxes import corner_along
from aureole.exam.judges.sight import Sight, box_frame
from aureole.kernels import device

POINTS = 5  # of a box that is looked for: its corners, a little within, and its centre
WITHIN = 0.98


@device
def point(box: tuple[float, float, float, float, float, float], index: int) -> tuple[float, float]:
    """A point of a box: centre x, y, cosine and sine of its heading, length, width; 0 to 3 as in `boxes.corner`."""
    x, y, c, s, length, width = box
    return (x, y) if index == POINTS - 1 else corner_along(x, y, (c, s), length, width, index)


@device
def across(start: float, end: float, half: float, low: float, high: float) -> tuple[float, float]:
    """Between which shares of its way something is within `half` of the middle of a slab, within those before."""
    span = end - start
    if abs(span) < 1e-9:
        return (low, high) if abs(start) < half else (1.0, 0.0)
    first, last = (-half - start) / span, (half - start) / span
    return max(low, min(first, last)), min(high, max(first, last))


@device
def in_view(sight: Sight, w: int, m: int, a: int, reach: float) -> bool:
    """Seen from the middle of the ego's front: the centre or a corner of the agent within reach, nothing across.

    Whoever stands between is laid over all points at once, in the frame of its own box (slab method).
    """
    x, y, c, s = box_frame(sight, w, m, 0)
    eye_x, eye_y = x + 0.5 * c * sight.size[w, 0, 0], y + 0.5 * s * sight.size[w, 0, 0]
    x, y, c, s = box_frame(sight, w, m, a)
    box = (x, y, c, s, WITHIN * sight.size[w, a, 0], WITHIN * sight.size[w, a, 1])
    hidden, everything = 0, (1 << POINTS) - 1
    for index in range(POINTS):
        x, y = point(box, index)
        if (x - eye_x) ** 2 + (y - eye_y) ** 2 > reach * reach:
            hidden |= 1 << index
    for other in range(1, sight.present.shape[1]):
        if hidden == everything:
            return False
        if other == a or not sight.present[m, other]:
            continue
        x, y, c, s = box_frame(sight, w, m, other)
        x0, y0 = (eye_x - x) * c + (eye_y - y) * s, (eye_y - y) * c - (eye_x - x) * s
        for index in range(POINTS):
            if hidden & (1 << index):
                continue
            there_x, there_y = point(box, index)
            x1, y1 = (there_x - x) * c + (there_y - y) * s, (there_y - y) * c - (there_x - x) * s
            low, high = across(x0, x1, 0.5 * sight.size[w, other, 0], 0.0, 1.0)
            low, high = across(y0, y1, 0.5 * sight.size[w, other, 1], low, high)
            if low < high:
                hidden |= 1 << index
    return hidden != everything
