"""One row of a picture: sky and ground first, then every face that is seen in it, each in its interval of pixels."""

from __future__ import annotations

import math

from aureole.core.notes import Float64
from aureole.kernels import device, kernel
from aureole.world.sensing.cameras.behind import behind
from aureole.world.sensing.cameras.shade import look_at
from aureole.world.sensing.shapes.canvas import (
    F_ALONG,
    F_CLASS,
    F_HIGH,
    F_LOW,
    F_MORE,
    F_NAME,
    F_NEAR,
    F_SHADER,
    F_UP,
    FLAT,
    FORMS,
    GLOW,
    GRADE,
    SHADOW,
    V_FOCAL,
    V_ROLLS,
    V_X,
    V_Y,
    Canvas,
)  # fmt: skip
from aureole.world.sensing.stage.seen import Seen
from aureole.world.sensing.stage.stage import Stage

SKY, WALK = int(Seen.SKY), int(Seen.SIDEWALK)


@device
def form(faces: Float64, slot: int, f: int, share: float, at: int, v: float) -> tuple[float, float]:
    """A linear form of the ray along a row: its value for u = 0, and its change with u."""
    c, s = faces[slot, f, at] + v * faces[slot, f, at + 2], faces[slot, f, at + 1]
    if share > 0.0:
        later = at + FORMS
        c += share * (faces[slot, f, later] + v * faces[slot, f, later + 2])
        s += share * faces[slot, f, later + 1]
    return c, s


@device
def interval(faces: Float64, slot: int, f: int, share: float, v: float) -> tuple[float, float]:
    """Between which u the ray lies inside the cone of a face; the first above the second if nowhere."""
    low, high = -1e30, 1e30
    for edge in range(4):
        c, s = form(faces, slot, f, share, 3 * edge, v)
        if s > 0.0:
            low = max(low, -c / s)
        elif s < 0.0:
            high = min(high, -c / s)
        elif c < 0.0:
            return 1.0, 0.0
    return low, high


@device
def face_row(stage: Stage, canvas: Canvas, views: Float64, image: int, slot: int, row: int, f: int) -> None:
    """One face in one row."""
    faces, columns = canvas.faces, canvas.near.shape[2]
    rows = canvas.near.shape[1]
    share = row / (rows - 1.0) if views[image, V_ROLLS] > 0.0 and rows > 1 else 0.0
    focal, middle = views[image, V_FOCAL], views[image, V_X]
    v = (views[image, V_Y] - row) / focal
    low, high = interval(faces, slot, f, share, v)
    first, last = max(math.ceil(middle - focal * high), 0.0), min(math.floor(middle - focal * low), columns - 1.0)
    if not first <= last:
        return
    j0, j1 = int(first), int(last) + 1
    shader = int(faces[slot, f, F_SHADER])
    near, slope = form(faces, slot, f, share, F_NEAR, v)
    near += slope * middle / focal
    slope = -slope / focal
    if shader == FLAT:
        r, g, b = faces[slot, f, F_LOW], faces[slot, f, F_LOW + 1], faces[slot, f, F_LOW + 2]
        seen, name = int(faces[slot, f, F_CLASS]), int(faces[slot, f, F_NAME])
        for j in range(j0, j1):
            w = near + slope * j
            if w > canvas.near[slot, row, j]:
                canvas.near[slot, row, j] = w
                canvas.colour[slot, 0, row, j], canvas.colour[slot, 1, row, j], canvas.colour[slot, 2, row, j] = r, g, b
                canvas.kind[slot, row, j], canvas.name[slot, row, j] = seen, name
        return
    a, a_slope = form(faces, slot, f, share, F_ALONG, v)
    b_, b_slope = form(faces, slot, f, share, F_UP, v)
    a, b_ = a + a_slope * middle / focal, b_ + b_slope * middle / focal
    a_slope, b_slope = -a_slope / focal, -b_slope / focal
    if shader == GRADE:
        graded_row(canvas, slot, row, (j0, j1), faces[slot, f], (near, slope), (b_, b_slope))
    elif shader == SHADOW:
        shadow_row(canvas, slot, row, (j0, j1), faces[slot, f], (near, slope), (a, a_slope), (b_, b_slope))
    elif shader == GLOW:
        glow_row(canvas, slot, row, (j0, j1), faces[slot, f], (near, slope), (a, a_slope), (b_, b_slope))
    else:
        shaded_row(stage, canvas, slot, row, (j0, j1), faces[slot, f], (near, slope), (a, a_slope), (b_, b_slope))


@device
def graded_row(
    canvas: Canvas, slot: int, row: int, span: tuple[int, int], face: Float64, near_: tuple[float, float],
    b_: tuple[float, float],
) -> None:  # fmt: skip
    """Pixels of a face whose colour changes from its lower edge to its upper one."""
    red, green, blue, depth = (
        canvas.colour[slot, 0, row], canvas.colour[slot, 1, row], canvas.colour[slot, 2, row], canvas.near[slot, row],
    )  # fmt: skip
    kind, name, seen, own = canvas.kind[slot, row], canvas.name[slot, row], int(face[F_CLASS]), int(face[F_NAME])
    r, g, b = face[F_LOW], face[F_LOW + 1], face[F_LOW + 2]
    dr, dg, db = face[F_HIGH] - r, face[F_HIGH + 1] - g, face[F_HIGH + 2] - b
    for j in range(span[0], span[1]):
        w = near_[0] + near_[1] * j
        if w > depth[j]:
            up = (b_[0] + b_[1] * j) / w
            red[j], green[j], blue[j] = r + up * dr, g + up * dg, b + up * db
            depth[j], kind[j], name[j] = w, seen, own


@device
def shaded_row(
    stage: Stage, canvas: Canvas, slot: int, row: int, span: tuple[int, int], face: Float64,
    near_: tuple[float, float], a_: tuple[float, float], b_: tuple[float, float],
) -> None:  # fmt: skip
    """Pixels of a face that is not of one colour."""
    seen, name = int(face[F_CLASS]), int(face[F_NAME])
    for j in range(span[0], span[1]):
        w = near_[0] + near_[1] * j
        if w <= 0.0 or 1.02 * w <= canvas.near[slot, row, j]:
            continue
        t = 1.0 / w
        hit, r, g, b, out = look_at(face, stage.grain, stage.pictures, (a_[0] + a_[1] * j) * t, (b_[0] + b_[1] * j) * t)
        if not hit:
            continue
        if out > 0.0:
            w = 1.0 / max(t - out, 0.01)
        if w > canvas.near[slot, row, j]:
            canvas.near[slot, row, j] = w
            canvas.colour[slot, 0, row, j], canvas.colour[slot, 1, row, j], canvas.colour[slot, 2, row, j] = r, g, b
            canvas.kind[slot, row, j], canvas.name[slot, row, j] = seen, name


@device
def glow_row(
    canvas: Canvas, slot: int, row: int, span: tuple[int, int], face: Float64,
    near_: tuple[float, float], a_: tuple[float, float], b_: tuple[float, float],
) -> None:  # fmt: skip
    """A halo: light that is added to what is there."""
    for j in range(span[0], span[1]):
        w = near_[0] + near_[1] * j
        if w <= 0.0 or 1.05 * w <= canvas.near[slot, row, j]:
            continue
        x, y = 2.0 * (a_[0] + a_[1] * j) / w - 1.0, 2.0 * (b_[0] + b_[1] * j) / w - 1.0
        away = 1.0 - x * x - y * y
        if away > 0.0:
            away *= away * away
            for k in range(3):
                canvas.colour[slot, k, row, j] += away * face[F_LOW + k]


@device
def shadow_row(
    canvas: Canvas, slot: int, row: int, span: tuple[int, int], face: Float64,
    near_: tuple[float, float], a_: tuple[float, float], b_: tuple[float, float],
) -> None:  # fmt: skip
    """The ground under and beside a thing, darkened; the sun is looked for through the thing's boxes."""
    half_l, half_w, height = face[F_MORE], face[F_MORE + 1], face[F_MORE + 2]
    sun = (face[F_MORE + 3], face[F_MORE + 4], face[F_MORE + 5])
    sunny, dark, cabin = face[F_LOW], face[F_LOW + 1], face[F_LOW + 2] > 0.5
    for j in range(span[0], span[1]):
        seen = canvas.kind[slot, row, j]
        if seen == SKY or seen > WALK:
            continue
        w = near_[0] + near_[1] * j
        if w <= 0.0:
            continue
        x = face[F_MORE + 6] + face[F_MORE + 7] * (a_[0] + a_[1] * j) / w
        y = face[F_MORE + 8] + face[F_MORE + 9] * (b_[0] + b_[1] * j) / w
        ox, oy = max(abs(x) - half_l, 0.0), max(abs(y) - half_w, 0.0)
        away = math.sqrt(ox * ox + oy * oy)
        inner = max(half_w - abs(y), 0.0) if away == 0.0 else 0.0
        soft = max(0.0, 1.0 - away / 0.85)
        left = 1.0 - dark * soft * soft * min(1.0, 0.62 + inner / (0.8 * half_w + 0.05))
        if sunny > 0.0:
            if cabin:
                cut = max(
                    through(x, y, sun, (half_l, half_w), (0.12 * height, 0.60 * height)),
                    through(x + 0.05 * half_l, y, sun, (0.5 * half_l, 0.84 * half_w), (0.55 * height, height)),
                )
            else:
                cut = through(x, y, sun, (half_l, half_w), (0.03 * height, height))
            left *= 1.0 - 0.94 * sunny * min(1.0, cut / 0.30)
        for k in range(3):
            canvas.colour[slot, k, row, j] *= left


@device
def through(
    x: float, y: float, sun: tuple[float, float, float], half: tuple[float, float], z: tuple[float, float]
) -> float:
    """How far a ray from a point of the ground towards the sun goes through a box, m."""
    enter, leave = z[0] / sun[2], z[1] / sun[2]
    for k in range(2):
        at, way, size = (x, sun[0], half[0]) if k == 0 else (y, sun[1], half[1])
        if abs(way) < 1e-9:
            if abs(at) > size:
                return 0.0
            continue
        one, other = (-size - at) / way, (size - at) / way
        enter, leave = max(enter, min(one, other)), min(leave, max(one, other))
    return max(0.0, leave - enter)


@device
def row_of(stage: Stage, canvas: Canvas, views: Float64, image: int, slot: int, row: int) -> None:
    """A whole row."""
    behind(stage, canvas, views, image, slot, row)
    for i in range(canvas.first[slot, row], canvas.first[slot, row + 1]):
        face_row(stage, canvas, views, image, slot, row, canvas.order[slot, i])


@kernel
def draw(stage: Stage, canvas: Canvas, views: Float64, image: int) -> None:
    """The frame of one view, on slot 0."""
    for row in range(canvas.near.shape[1]):
        row_of(stage, canvas, views, image, 0, row)
