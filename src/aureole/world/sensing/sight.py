"""What a sensor sees of a box: nearest point in range and view, and a free line past the other boxes.

Bird's-eye view: boxes are rows (x, y, cos, sin, half length, half width, hides) in the world frame. A box
is seen if its point nearest to the sensor is within range and if at least one of its points (that nearest
one, centre, four corners) lies in the field of view at the end of a line that no box that hides crosses.
"""

from __future__ import annotations

import math

from aureole.core.notes import Float64
from aureole.kernels import device
from aureole.kernels.small import cosine_sine

X, Y, COS, SIN, HALF_LENGTH, HALF_WIDTH, HIDES = range(7)
BOX = 7  # columns of a box

S_X, S_Y, S_HEADING, S_HALF_VIEW, S_RANGE, S_NOISE = range(6)
SENSOR = 6  # columns of a sensor

ALL_ROUND = math.pi  # rad; half of a view that misses nothing
SLACK = 1e-9  # rad, m; an object exactly on the border of view or range is seen


@device
def nearest(box: Float64, x: float, y: float) -> tuple[float, float, float]:
    """Point of the box nearest to (x, y), as a difference along the world's axes, and its distance."""
    dx = box[X] - x
    dy = box[Y] - y
    ahead = -(box[COS] * dx + box[SIN] * dy)
    left = -(box[COS] * dy - box[SIN] * dx)
    u = min(max(ahead, -box[HALF_LENGTH]), box[HALF_LENGTH]) - ahead
    v = min(max(left, -box[HALF_WIDTH]), box[HALF_WIDTH]) - left
    return box[COS] * u - box[SIN] * v, box[SIN] * u + box[COS] * v, math.sqrt(u * u + v * v)


@device
def crosses(box: Float64, x0: float, y0: float, x1: float, y1: float) -> bool:
    """Whether the segment runs through the inside of the box; touching its border is no crossing."""
    enter, leave = inside(box, x0, y0, x1, y1)
    return enter < leave


@device
def inside(box: Float64, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float]:
    """Which part of a segment runs through the inside of the box, from 0 to 1; none where it enters after it leaves.

    Slab method (Kay, Kajiya: Ray Tracing Complex Scenes; SIGGRAPH 1986) in the box's own axes.
    """
    ax = box[COS] * (x0 - box[X]) + box[SIN] * (y0 - box[Y])
    ay = box[COS] * (y0 - box[Y]) - box[SIN] * (x0 - box[X])
    dx = box[COS] * (x1 - x0) + box[SIN] * (y1 - y0)
    dy = box[COS] * (y1 - y0) - box[SIN] * (x1 - x0)
    enter, leave = 0.0, 1.0
    if dx == 0.0:
        if abs(ax) >= box[HALF_LENGTH]:
            return 1.0, 0.0
    else:
        near, far = (-box[HALF_LENGTH] - ax) / dx, (box[HALF_LENGTH] - ax) / dx
        enter, leave = max(enter, min(near, far)), min(leave, max(near, far))
    if dy == 0.0:
        if abs(ay) >= box[HALF_WIDTH]:
            return 1.0, 0.0
    else:
        near, far = (-box[HALF_WIDTH] - ay) / dy, (box[HALF_WIDTH] - ay) / dy
        enter, leave = max(enter, min(near, far)), min(leave, max(near, far))
    return enter, leave


@device
def free(boxes: Float64, target: int, x0: float, y0: float, x1: float, y1: float) -> bool:
    """Whether no box but the target's own and the ego's (row 0) stands on the segment."""
    for other in range(1, boxes.shape[0]):
        if other != target and boxes[other, HIDES] > 0.0 and crosses(boxes[other], x0, y0, x1, y1):
            return False
    return True


@device
def wrap(angle: float) -> float:
    """The same angle in [-pi, pi)."""
    return angle - 2.0 * math.pi * math.floor((angle + math.pi) / (2.0 * math.pi))


@device
def reached(boxes: Float64, target: int, eye: tuple[float, float, float, float], dx: float, dy: float) -> bool:
    """Whether an eye (x, y, direction, half view) sees the point of the target that lies (dx, dy) from it."""
    x, y, heading, half = eye
    if half < ALL_ROUND and (dx != 0.0 or dy != 0.0) and abs(wrap(math.atan2(dy, dx) - heading)) > half + SLACK:
        return False
    return free(boxes, target, x, y, x + dx, y + dy)


@device
def corner_reached(boxes: Float64, target: int, eye: tuple[float, float, float, float]) -> bool:
    """Whether an eye sees the centre or a corner of the target."""
    box = boxes[target]
    dx, dy = box[X] - eye[0], box[Y] - eye[1]
    if reached(boxes, target, eye, dx, dy):
        return True
    for corner in range(4):
        u = box[HALF_LENGTH] if corner < 2 else -box[HALF_LENGTH]
        v = box[HALF_WIDTH] if corner % 2 == 0 else -box[HALF_WIDTH]
        if reached(boxes, target, eye, dx + box[COS] * u - box[SIN] * v, dy + box[SIN] * u + box[COS] * v):
            return True
    return False


@device
def seen_by(boxes: Float64, target: int, sensors: Float64, pose: tuple[float, float, float]) -> tuple[int, float]:
    """First sensor of a car at `pose` (x, y, heading; world) that sees the target, -1 if none; its distance."""
    x, y, heading = pose
    ahead_x, ahead_y = cosine_sine(heading)
    for sensor in range(sensors.shape[0]):
        sx, sy = sensors[sensor, S_X], sensors[sensor, S_Y]
        from_x = x + ahead_x * sx - ahead_y * sy
        from_y = y + ahead_y * sx + ahead_x * sy
        dx, dy, distance = nearest(boxes[target], from_x, from_y)
        if distance > sensors[sensor, S_RANGE] + SLACK:
            continue
        eye = (from_x, from_y, heading + sensors[sensor, S_HEADING], sensors[sensor, S_HALF_VIEW])
        if reached(boxes, target, eye, dx, dy) or corner_reached(boxes, target, eye):
            return sensor, distance
    return -1, 0.0
