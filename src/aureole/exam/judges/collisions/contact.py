"""Where two boxes met: the side of the ego's box, and how fast the two closed on each other across it."""

from __future__ import annotations

from math import cos, sin

from aureole.conduct.boxes import corner
from aureole.exam.judges.sight import Sight, box_centre
from aureole.kernels import device

SLACK = 1e-6  # m; a corner this far outside still counts as inside


@device
def in_box(px: float, py: float, x: float, y: float, heading: float, length: float, width: float) -> bool:
    """Whether a point lies in a box."""
    c, s = cos(heading), sin(heading)
    ahead, left = (px - x) * c + (py - y) * s, (py - y) * c - (px - x) * s
    return abs(ahead) <= 0.5 * length + SLACK and abs(left) <= 0.5 * width + SLACK


@device
def contact(sight: Sight, w: int, m: int, a: int) -> tuple[int, float]:
    """Side of the ego that was touched (0 front, 1 left, 2 rear, 3 right) and the closing speed across it, m/s.

    The point of contact is the mean of the corners of either box that lie in the other, or halfway between the two
    where there is none; the side is the one it lies nearest to. The step is short, so the boxes hardly overlap yet.
    """
    x, y = box_centre(sight, w, m, 0)
    other_x, other_y = box_centre(sight, w, m, a)
    heading, length, width = sight.heading[m, 0], sight.size[w, 0, 0], sight.size[w, 0, 1]
    turned, other_length, other_width = sight.heading[m, a], sight.size[w, a, 0], sight.size[w, a, 1]
    sum_x, sum_y, count = 0.0, 0.0, 0
    for index in range(4):
        px, py = corner(other_x, other_y, turned, other_length, other_width, index)
        if in_box(px, py, x, y, heading, length, width):
            sum_x, sum_y, count = sum_x + px, sum_y + py, count + 1
        px, py = corner(x, y, heading, length, width, index)
        if in_box(px, py, other_x, other_y, turned, other_length, other_width):
            sum_x, sum_y, count = sum_x + px, sum_y + py, count + 1
    point_x, point_y = 0.5 * (x + other_x), 0.5 * (y + other_y)
    if count > 0:
        point_x, point_y = sum_x / count, sum_y / count
    c, s = cos(heading), sin(heading)
    ahead = (point_x - x) * c + (point_y - y) * s
    left = (point_y - y) * c - (point_x - x) * s
    side, depth = 0, 0.5 * length - ahead
    normal_x, normal_y = c, s
    if 0.5 * width - left < depth:
        side, depth, normal_x, normal_y = 1, 0.5 * width - left, -s, c
    if 0.5 * length + ahead < depth:
        side, depth, normal_x, normal_y = 2, 0.5 * length + ahead, -c, -s
    if 0.5 * width + left < depth:
        side, depth, normal_x, normal_y = 3, 0.5 * width + left, s, -c
    vx = sight.velocity[m, 0, 0] - sight.velocity[m, a, 0]
    vy = sight.velocity[m, 0, 1] - sight.velocity[m, a, 1]
    return side, max(vx * normal_x + vy * normal_y, 0.0)
