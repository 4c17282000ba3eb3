"""What a pixel of a face looks like: paint, glass, wheels, limbs, cones, leaves, windows, signs, boards."""

from __future__ import annotations

import math

from aureole.core.notes import Float32, Float64
from aureole.kernels import device
from aureole.world.sensing.shapes.canvas import (
    ARROWS,
    CONE,
    CROWN,
    DISC,
    F_HIGH,
    F_LOW,
    F_MORE,
    F_SHADER,
    GRADE,
    LEAVES,
    LENS,
    PICTURE,
    RING,
    STICK,
    STRIPES,
    VEST,
    WINDOWS,
)  # fmt: skip
from aureole.world.sensing.shapes.crowns import (
    C_FACE,
    C_FIR,
    C_LEFT,
    C_SIDE,
    C_SIZE,
    C_UP,
    C_WIDE,
    LOBES,
    ends,
    lobe_of,
    lobed,
)  # fmt: skip
from aureole.world.sensing.shapes.sticks import (
    R_AXIS,
    R_AXIS_UP,
    R_FACE,
    R_FACE_UP,
    R_HIGH,
    R_LENGTH,
    R_LOW,
    R_MOST,
    R_SIDE,
    R_SIDE_UP,
)  # fmt: skip

LAST = 255
SIDE = 64  # texels of a picture's side
TO_LEFT = 9  # core.kinds.SignalState.LEFT
Found = tuple[bool, float, float, float, float]


@device
def plain(face: Float64) -> Found:
    """The colour at the lower edge."""
    return True, face[F_LOW], face[F_LOW + 1], face[F_LOW + 2], 0.0


@device
def mixed(face: Float64, share: float) -> Found:
    """A colour between that at the lower edge and that at the upper one."""
    return (
        True,
        face[F_LOW] + share * (face[F_HIGH] - face[F_LOW]),
        face[F_LOW + 1] + share * (face[F_HIGH + 1] - face[F_LOW + 1]),
        face[F_LOW + 2] + share * (face[F_HIGH + 2] - face[F_LOW + 2]),
        0.0,
    )


@device
def nothing() -> Found:
    """The ray passes."""
    return False, 0.0, 0.0, 0.0, 0.0


@device
def rounded(face: Float64, grain: Float32, a: float, b: float, shader: int) -> Found:
    """A stick; gives also how much nearer its surface is than its middle, m."""
    length, low, high, most = (
        face[F_MORE + R_LENGTH], face[F_MORE + R_LOW], face[F_MORE + R_HIGH], face[F_MORE + R_MOST],
    )  # fmt: skip
    along = a * (length + low + high) - low
    across = (2.0 * b - 1.0) * most
    inner = min(max(along, 0.0), length)
    radius = low + (high - low) * (inner / length if length > 0.0 else 0.0)
    if shader == CONE and (along < 0.0 or along > length):
        return nothing()
    over = along - inner
    away = math.sqrt(over * over + across * across)
    tone = 1.0
    if shader == LEAVES:
        leaf = grain[int((along + 7.0 * face[F_LOW]) * 37.0) & LAST, int((across + 13.0 * low) * 37.0) & LAST]
        tuft = grain[int(along * 9.0 + 50.0 * low) & LAST, int(across * 9.0 + 90.0 * low) & LAST]
        radius *= 0.90 + 0.20 * leaf + 0.16 * tuft
        tone = 0.95 + 0.65 * leaf + 0.35 * tuft
    if away >= radius or radius <= 0.0:
        return nothing()
    side, end = across / radius, over / radius
    out = math.sqrt(max(0.0, 1.0 - side * side - end * end))
    toward = max(0.0, side * face[F_MORE + R_SIDE] + end * face[F_MORE + R_AXIS] + out * face[F_MORE + R_FACE])
    up = side * face[F_MORE + R_SIDE_UP] + end * face[F_MORE + R_AXIS_UP] + out * face[F_MORE + R_FACE_UP]
    sky = 0.62 + 0.38 * up
    r, g, b2 = (
        toward * face[F_LOW] + sky * face[F_HIGH], toward * face[F_LOW + 1] + sky * face[F_HIGH + 1],
        toward * face[F_LOW + 2] + sky * face[F_HIGH + 2],
    )  # fmt: skip
    if shader == VEST and 0.22 < along / length < 0.42:
        r, g, b2 = 0.9 * r, 3.2 * g, 14.0 * b2
    if shader == CONE:
        part = along / length
        if 0.34 < part < 0.56 or 0.72 < part < 0.86:
            r, g, b2 = 0.88 * r, 0.88 * r, 0.85 * r
    return True, tone * r, tone * g, tone * b2, radius * out


@device
def crowned(face: Float64, grain: Float32, a: float, b: float) -> Found:
    """The crown of a tree; gives also how much nearer its surface is than its trunk, m."""
    size = face[F_MORE + C_SIZE]
    low, high = ends(face[F_MORE + C_FIR] > 0.0)
    up, across = size * (low + a * (high - low)), face[F_MORE + C_LEFT] + b * face[F_MORE + C_WIDE]
    leaf = grain[int((up + 7.0 * size) * 37.0) & LAST, int((across + 13.0 * size) * 37.0) & LAST]
    tuft = grain[int(up * 9.0 + 50.0 * size) & LAST, int(across * 9.0 + 90.0 * size) & LAST]
    hit = (-1e9, 0.0, 0.0, 0.0, 1.0)
    for k in range(LOBES):
        hit = lobed(hit, across, up, 0.90 + 0.20 * leaf + 0.16 * tuft, lobe_of(face, k))
    if hit[0] <= -1e9:
        return nothing()
    share, tone = 1.0 / hit[4], 0.95 + 0.65 * leaf + 0.35 * tuft
    toward = hit[1] * face[F_MORE + C_SIDE] + hit[2] * face[F_MORE + C_UP] + hit[3] * face[F_MORE + C_FACE]
    toward, sky = tone * max(0.0, share * toward), tone * (0.62 + 0.38 * share * hit[2])
    return (
        True, toward * face[F_LOW] + sky * face[F_HIGH], toward * face[F_LOW + 1] + sky * face[F_HIGH + 1],
        toward * face[F_LOW + 2] + sky * face[F_HIGH + 2], hit[0],
    )  # fmt: skip


@device
def wheeled(face: Float64, a: float, b: float, shader: int) -> Found:
    """A wheel from the side: tyre and rim, or tyre and spokes that one looks through; or a lamp's lens."""
    x, y = 2.0 * a - 1.0, 2.0 * b - 1.0
    away = math.sqrt(x * x + y * y)
    if away > 1.0:
        return nothing()
    if shader == LENS:
        return plain(face)
    if shader == RING:
        if away > face[F_MORE] or away < 0.12:
            return plain(face)
        spoke = abs(x * y * (x * x - y * y))
        return plain(face) if spoke < 0.012 * away * away else nothing()
    if away < 0.64:
        spoke = abs(x * y * (x * x - y * y)) / max(away**4, 1e-6)
        share = 9.0 if away < 0.16 or away > 0.56 or spoke > 0.13 else 3.0
        return True, share * face[F_LOW], share * face[F_LOW + 1], share * face[F_LOW + 2], 0.0
    return plain(face)


@device
def windows(face: Float64, a: float, b: float) -> Found:
    """A wall with rows of windows; some are lit in the dark."""
    columns, floors, seed, night = face[F_MORE], face[F_MORE + 1], face[F_MORE + 2], face[F_MORE + 3]
    x, y = a * columns, b * floors
    i, j = math.floor(x), math.floor(y)
    x, y = x - i, y - j
    if 0.24 < x < 0.76 and 0.28 < y < 0.80:
        if 0.49 < x < 0.51:
            return mixed(face, 0.3)
        if night > 0.0 and (int(7.0 * i + 13.0 * j + seed) % 5) > 1:
            return mixed(face, 0.02)
        return mixed(face, 0.85 + 0.15 * y)
    return mixed(face, 0.0)


@device
def pictured(pictures: Float32, face: Float64, a: float, b: float) -> Found:
    """The face of a sign, or its grey back."""
    picture, back = int(face[F_MORE]), face[F_MORE + 1] > 0.5
    row, column = min(max(int((1.0 - b) * SIDE), 0), SIDE - 1), min(max(int(a * SIDE), 0), SIDE - 1)
    column = SIDE - 1 - column if back else column
    if pictures[picture, row, column, 3] < 0.5:
        return nothing()
    if back:
        return True, 0.35 * face[F_LOW], 0.35 * face[F_LOW + 1], 0.36 * face[F_LOW + 2], 0.0
    return (
        True, face[F_LOW] * pictures[picture, row, column, 0], face[F_LOW + 1] * pictures[picture, row, column, 1],
        face[F_LOW + 2] * pictures[picture, row, column, 2], 0.0,
    )  # fmt: skip


@device
def arrowed(face: Float64, a: float, b: float) -> Found:
    """A board of lamps in the shape of an arrow."""
    state = int(face[F_MORE])
    x = a if state != TO_LEFT else 1.0 - a  # α runs to the viewer's right
    i, j = math.floor(x * 16.0), math.floor(b * 10.0)
    dx, dy = x * 16.0 - i - 0.5, b * 10.0 - j - 0.5
    middle = abs(j - 4.5)
    shaft = 2.0 <= i <= 13.0 and middle < 1.0
    tip = i >= 9.0 and i <= 13.0 and abs(13.5 - i - middle) < 1.1 and middle < 4.2
    if (shaft or tip) and state != 0 and dx * dx + dy * dy < 0.15:
        return mixed(face, 1.0)
    return mixed(face, 0.0)


@device
def striped(face: Float64, a: float, b: float) -> Found:
    """Slanting stripes in red and white."""
    at = (a * face[F_MORE] + b * face[F_MORE + 1]) / 0.36
    if at - math.floor(at) < 0.5:
        return True, 1.1 * face[F_LOW], 0.06 * face[F_LOW + 1], 0.05 * face[F_LOW + 2], 0.0
    return True, 1.25 * face[F_LOW], 1.25 * face[F_LOW + 1], 1.25 * face[F_LOW + 2], 0.0


@device
def look_at(face: Float64, grain: Float32, pictures: Float32, a: float, b: float) -> Found:
    """Whether the face covers the ray at (a, b) of its quad, its colour (linear), and how much nearer it is, m."""
    shader = int(face[F_SHADER])
    if shader == GRADE:
        return mixed(face, b)
    if shader in (STICK, CONE, LEAVES, VEST):
        return rounded(face, grain, a, b, shader)
    if shader == CROWN:
        return crowned(face, grain, a, b)
    if shader in (DISC, RING, LENS):
        return wheeled(face, a, b, shader)
    if shader == WINDOWS:
        return windows(face, a, b)
    if shader == PICTURE:
        return pictured(pictures, face, a, b)
    if shader == STRIPES:
        return striped(face, a, b)
    if shader == ARROWS:
        return arrowed(face, a, b)
    return plain(face)
