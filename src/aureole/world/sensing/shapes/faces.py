"""Puts faces into a slot of the canvas: culled, their linear forms worked out, their rows known."""

from __future__ import annotations

import math

from aureole.core.notes import Float64
from aureole.kernels import device
from aureole.world.sensing.shapes.canvas import (
    F_ALONG,
    F_BOTTOM,
    F_CLASS,
    F_HIGH,
    F_LOW,
    F_MORE,
    F_NAME,
    F_NEAR,
    F_SHADER,
    F_TOP,
    F_UP,
    FORMS,
    V_EYE,
    V_FOCAL,
    V_LATER,
    V_ROLLS,
    V_WAY,
    V_X,
    V_Y,
    W_CORNERS,
    W_FORMS,
    W_HIGH,
    W_LOW,
    W_MORE,
    Canvas,
)  # fmt: skip

NEAR = 0.05  # m; what is nearer to the camera's plane is not projected
MORE = 10  # numbers of a face beside colours


@device
def seen_from(views: Float64, image: int, later: int, x: float, y: float, z: float) -> tuple[float, float, float]:
    """A point of the world in the camera's frame; `later` is 0 at the first row, V_LATER at the last."""
    eye, way = V_EYE + later, V_WAY + later
    dx, dy, dz = x - views[image, eye], y - views[image, eye + 1], z - views[image, eye + 2]
    return (
        views[image, way] * dx + views[image, way + 1] * dy + views[image, way + 2] * dz,
        views[image, way + 3] * dx + views[image, way + 4] * dy + views[image, way + 5] * dz,
        views[image, way + 6] * dx + views[image, way + 7] * dy + views[image, way + 8] * dz,
    )


@device
def forms(p: Float64, slot: int, at: int, out: Float64, face: int, base: int) -> float:
    """Work out the linear forms of the quad whose corners begin at column `at`; gives normal · corner.

    The normal is (second - first) × (last - first); below zero the quad shows its front.
    """
    p0x, p0y, p0z = p[slot, at], p[slot, at + 1], p[slot, at + 2]
    e1x, e1y, e1z = p[slot, at + 3] - p0x, p[slot, at + 4] - p0y, p[slot, at + 5] - p0z
    e2x, e2y, e2z = p[slot, at + 9] - p0x, p[slot, at + 10] - p0y, p[slot, at + 11] - p0z
    nx, ny, nz = e1y * e2z - e1z * e2y, e1z * e2x - e1x * e2z, e1x * e2y - e1y * e2x
    volume = nx * p0x + ny * p0y + nz * p0z
    if volume == 0.0:
        return 0.0
    side = -1.0 if volume < 0.0 else 1.0
    for k in range(4):
        a, b = at + 3 * k, at + 3 * ((k + 1) % 4)
        ax, ay, az, bx, by, bz = (
            p[slot, a], p[slot, a + 1], p[slot, a + 2], p[slot, b], p[slot, b + 1], p[slot, b + 2],
        )  # fmt: skip
        out[slot, face, base + 3 * k] = side * (ay * bz - az * by)
        out[slot, face, base + 3 * k + 1] = side * (az * bx - ax * bz)
        out[slot, face, base + 3 * k + 2] = side * (ax * by - ay * bx)
    share = 1.0 / volume
    out[slot, face, base + F_NEAR] = nx * share
    out[slot, face, base + F_NEAR + 1] = ny * share
    out[slot, face, base + F_NEAR + 2] = nz * share
    out[slot, face, base + F_ALONG] = (e2y * p0z - e2z * p0y) * share
    out[slot, face, base + F_ALONG + 1] = (e2z * p0x - e2x * p0z) * share
    out[slot, face, base + F_ALONG + 2] = (e2x * p0y - e2y * p0x) * share
    out[slot, face, base + F_UP] = (p0y * e1z - p0z * e1y) * share
    out[slot, face, base + F_UP + 1] = (p0z * e1x - p0x * e1z) * share
    out[slot, face, base + F_UP + 2] = (p0x * e1y - p0y * e1x) * share
    return float(volume)


@device
def pixelled(views: Float64, image: int, face: Float64) -> None:
    """Put the linear forms in pixels and rows, after those of the ray: columns F_... + FORMS.

    An edge becomes the pixel where it is crossed at row 0, its change from row to row, and 1 where the face lies to the
    right of it, -1 to the left; along a level edge, where neither is, 0 and its form. 1 / depth and coordinates become
    their value at pixel 0 of row 0, their change from row to row, and from pixel to pixel.
    """
    focal, middle_x, middle_y = views[image, V_FOCAL], views[image, V_X], views[image, V_Y]
    share = 1.0 / focal
    for at in range(0, FORMS, 3):
        c, s, down = face[at], -share * face[at + 1], -share * face[at + 2]
        c -= middle_x * s + middle_y * down
        if at >= F_NEAR:
            face[FORMS + at], face[FORMS + at + 1], face[FORMS + at + 2] = c, down, s
        elif s == 0.0:
            face[FORMS + at], face[FORMS + at + 1], face[FORMS + at + 2] = c, down, 0.0
        else:
            face[FORMS + at], face[FORMS + at + 1] = -c / s, -down / s
            face[FORMS + at + 2] = 1.0 if s > 0.0 else -1.0


@device
def span_of(
    views: Float64, image: int, work: Float64, slot: int, at: int, columns: int, apart: bool
) -> tuple[float, float, int]:  # fmt: skip
    """Lowest and highest row of the corners, and how many of them are before the camera; -1: no pixel's middle.

    `apart`: between the middles of two columns nothing is seen.
    """
    focal, mid_x, mid_y = views[image, V_FOCAL], views[image, V_X], views[image, V_Y]
    top, bottom, left, right, before = 1e9, -1e9, 1e9, -1e9, 0
    for k in range(4):
        x, y, z = work[slot, at + 3 * k], work[slot, at + 3 * k + 1], work[slot, at + 3 * k + 2]
        if x > NEAR:
            before += 1
            row, column = mid_y - focal * z / x, mid_x - focal * y / x
            top, bottom = min(top, row), max(bottom, row)
            left, right = min(left, column), max(right, column)
    if before == 4 and (right < 0.0 or left > columns - 1.0 or (apart and math.ceil(left) > right)):
        before = -1
    return top, bottom, before


@device
def rows_of(
    views: Float64, image: int, work: Float64, slot: int, shape: tuple[int, int], rolls: bool
) -> tuple[int, int]:  # fmt: skip
    """First and last row in which the quad in the making may be seen; the first after the last if it cannot."""
    rows, columns = shape
    top, bottom, before = span_of(views, image, work, slot, W_CORNERS, columns, not rolls)
    if rolls:
        top2, bottom2, before2 = span_of(views, image, work, slot, W_FORMS, columns, False)
        top, bottom = min(top, top2), max(bottom, bottom2)
        before = before if before == before2 else max(1, min(max(before, before2), 3))
    if before <= 0:
        return 1, 0
    if before < 4:
        return 0, rows - 1
    return int(max(math.ceil(top), 0)), int(min(math.floor(bottom), rows - 1))


@device
def directions(work: Float64, slot: int, faces: Float64, face: int) -> None:
    """For a lidar: direction of a quad's middle, half its width, and between which slopes it lies."""
    x = y = 0.0
    for k in range(4):
        x, y = x + 0.25 * work[slot, W_CORNERS + 3 * k], y + 0.25 * work[slot, W_CORNERS + 3 * k + 1]
    away, about, low, high = math.hypot(x, y), 0.0, 1e9, -1e9
    for k in range(4):
        c = W_CORNERS + 3 * k
        about = max(about, math.hypot(work[slot, c] - x, work[slot, c + 1] - y))
        low, high = min(low, work[slot, c + 2]), max(high, work[slot, c + 2])
    near, far = max(away - about, 0.05), away + about
    faces[slot, face, FORMS] = math.atan2(y, x)
    faces[slot, face, FORMS + 1] = math.asin(about / away) if about < away else math.pi
    faces[slot, face, FORMS + 2] = low / (near if low < 0.0 else far)
    faces[slot, face, FORMS + 3] = high / (near if high > 0.0 else far)


@device
def put(
    canvas: Canvas, views: Float64, image: int, slot: int, motion: tuple[float, float, float],
    look: tuple[int, int, int], both: bool,
) -> None:  # fmt: skip
    """Add the quad whose corners (world, m), colours and numbers stand in `canvas.work`, if it can be seen.

    Args:
        canvas: where it goes.
        views: the cameras.
        image: which of them.
        slot: of the canvas.
        motion: how far it goes between the first row and the last, m, world.
        look: shader, class, instance.
        both: it is seen from behind too.
    """
    work, faces = canvas.work, canvas.faces
    rows, columns = canvas.first.shape[1] - 1, canvas.near.shape[2]
    rolls = views[image, V_ROLLS] > 0.0
    for k in range(4):
        c = W_CORNERS + 3 * k
        x, y, z = work[slot, c], work[slot, c + 1], work[slot, c + 2]
        if rolls:
            later = seen_from(views, image, V_LATER, x + motion[0], y + motion[1], z + motion[2])
            work[slot, W_FORMS + 3 * k] = later[0]
            work[slot, W_FORMS + 3 * k + 1] = later[1]
            work[slot, W_FORMS + 3 * k + 2] = later[2]
        now = seen_from(views, image, 0, x, y, z)
        work[slot, c], work[slot, c + 1], work[slot, c + 2] = now[0], now[1], now[2]
    around = views[image, V_FOCAL] <= 0.0
    first, last = 0, 0
    if not around:
        first, last = rows_of(views, image, work, slot, (rows, columns), rolls)
    if first > last:
        return
    face = canvas.filled[slot]
    if face >= faces.shape[1]:
        canvas.lost[slot] += 1
        return
    volume = forms(work, slot, W_CORNERS, faces, face, 0)
    if volume == 0.0 or (volume > 0.0 and not both):
        return
    if around:
        directions(work, slot, faces, face)
    elif not rolls:
        pixelled(views, image, faces[slot, face])
    if rolls:
        second = forms(work, slot, W_FORMS, faces, face, FORMS)
        if second * volume <= 0.0:
            for k in range(FORMS):
                faces[slot, face, FORMS + k] = 0.0
        else:
            for k in range(FORMS):
                faces[slot, face, FORMS + k] -= faces[slot, face, k]
    for k in range(3):
        faces[slot, face, F_LOW + k], faces[slot, face, F_HIGH + k] = work[slot, W_LOW + k], work[slot, W_HIGH + k]
    for k in range(MORE):
        faces[slot, face, F_MORE + k] = work[slot, W_MORE + k]
    faces[slot, face, F_SHADER], faces[slot, face, F_CLASS], faces[slot, face, F_NAME] = look[0], look[1], look[2]
    faces[slot, face, F_TOP], faces[slot, face, F_BOTTOM] = first, last
    canvas.filled[slot] = face + 1
