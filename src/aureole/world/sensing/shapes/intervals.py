"""Which pixels of each row a face may take, found once a picture, face by face."""

from __future__ import annotations

import math

from aureole.core.notes import Float64
from aureole.kernels import device
from aureole.world.sensing.shapes.canvas import (
    F_BOTTOM,
    F_NEAR,
    F_TOP,
    FORMS,
    V_FOCAL,
    V_ROLLS,
    V_X,
    V_Y,
    Canvas,
)  # fmt: skip

Pair = tuple[float, float]
Seam = tuple[int, float, float, float, float]
"""Row of the frame, its share of the way to the last (-1 but for a rolling shutter), focal length, middle x, y, px."""


@device
def seam_of(views: Float64, image: int, row: int, share: float) -> Seam:
    """A row of a picture, as forms are asked for it."""
    return row, share, views[image, V_FOCAL], views[image, V_X], views[image, V_Y]


@device
def form(face: Float64, seam: Seam, at: int) -> Pair:
    """A linear form along a row: its value at pixel 0, and its change from pixel to pixel."""
    row, share, focal, middle_x, middle_y = seam
    if share < 0.0:
        return face[FORMS + at] + face[FORMS + at + 1] * row, face[FORMS + at + 2]
    later, v = at + FORMS, (middle_y - row) / focal
    c = face[at] + v * face[at + 2] + share * (face[later] + v * face[later + 2])
    s = (face[at + 1] + share * face[later + 1]) / focal
    return c + s * middle_x, -s


@device
def interval(face: Float64, seam: Seam, columns: int) -> tuple[int, int]:
    """The pixels of a row inside the cone of a face: the first, and the one after the last."""
    low, high = 0.0, columns - 1.0
    if seam[1] < 0.0:
        row = seam[0]
        for at in range(FORMS, FORMS + F_NEAR, 3):
            where, side = face[at] + face[at + 1] * row, face[at + 2]
            low = where if side > 0.0 and where > low else low
            high = where if side < 0.0 and where < high else high
            high = high if side != 0.0 or where >= 0.0 else -1.0
    else:
        for at in range(0, F_NEAR, 3):
            c, s = form(face, seam, at)
            where = -c / s if s != 0.0 else c
            if s > 0.0:
                low = max(low, where)
            elif s < 0.0:
                high = min(high, where)
            elif where < 0.0:
                return 0, 0
    if not low <= high:
        return 0, 0
    return int(math.ceil(low)), int(math.floor(high)) + 1


@device
def bin_rows(canvas: Canvas, views: Float64, image: int, slot: int) -> None:
    """List for each row the faces that may be seen in it and in which pixels, in the order in which they were put."""
    first, last, order, faces = canvas.first[slot], canvas.last[slot], canvas.order[slot], canvas.faces[slot]
    rows, columns, count = len(last), canvas.near.shape[2], canvas.filled[slot]
    rolls = views[image, V_ROLLS] > 0.0 and rows > 1
    for r in range(rows + 1):
        first[r] = 0
    if views[image, V_FOCAL] <= 0.0:  # a lidar has no rows
        return
    for f in range(count):
        first[int(faces[f, F_TOP])] += 1
        first[int(faces[f, F_BOTTOM]) + 1] -= 1
    seen = before = 0
    for r in range(rows + 1):  # from how many begin and end to where each row's list starts
        seen += first[r]
        first[r], before = min(before, len(order)), before + seen
    for r in range(rows):
        last[r] = first[r]
    for f in range(count):
        face = faces[f]
        for r in range(int(face[F_TOP]), int(face[F_BOTTOM]) + 1):
            share = r / (rows - 1.0) if rolls else -1.0
            low, high = interval(face, seam_of(views, image, r, share), columns)
            place = last[r]
            if low < high and place < first[r + 1]:
                order[place, 0], order[place, 1], order[place, 2] = f, low, high
                last[r] = place + 1
