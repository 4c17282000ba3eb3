"""The sky along a row: a gradient, clouds, the sun, and far hills at the horizon."""

from __future__ import annotations

import math

import numpy as np

from aureole.core.notes import Float32, Float64
from aureole.kernels import device
from aureole.world.sensing.rows.air import Air, seen_through
from aureole.world.sensing.rows.behind import Pose, posed, shared
from aureole.world.sensing.shapes.canvas import V_FOCAL, V_WAY, V_WORLD, V_X, Canvas
from aureole.world.sensing.stage.seen import Seen
from aureole.world.sensing.stage.stage import (
    L_CLOUD,
    L_DISC,
    L_FOG,
    L_HAZE,
    L_HORIZON,
    L_SKY,
    L_SUN,
    L_ZENITH,
    Stage,
)  # fmt: skip
from aureole.world.sensing.stage.texture import HILLS, TURNS

LAST, SKY = 255, int(Seen.SKY)
STRIDE, CLOUDY, BAND = 32, 8, 4  # px; between two looks at the sky along a row, at clouds or the sun, between rows
SUNNY = 0.45  # cosine of the angle between the axis and the sun up to which the sun's glow may be seen
HIGHEST = 1.3 * HILLS  # rad; no hill reaches higher
DISC = 0.99985  # cosine of the half angle of the sun's disc
BRINK = 0.0015  # rad; over which hills begin
ZERO, ONE = np.float32(0.0), np.float32(1.0)
Triple = tuple[float, float, float]
Ramp = tuple[np.float32, np.float32]


@device
def smooth(grain: Float32, x: float, y: float) -> float:
    """The grain at a place between texels."""
    column, row = math.floor(x), math.floor(y)
    a, b = x - column, y - row
    i, j = int(row) & LAST, int(column) & LAST
    i2, j2 = (i + 1) & LAST, (j + 1) & LAST
    low = grain[i, j] + a * (grain[i, j2] - grain[i, j])
    high = grain[i2, j] + a * (grain[i2, j2] - grain[i2, j])
    return float(low + b * (high - low))


@device
def misted(light: Float64, world: int, up: float, colour: Triple) -> Triple:
    """A colour of the sky behind fog, which lies low."""
    haze = light[world, L_HAZE]
    if haze <= 0.004:
        return colour
    fog = min(1.0, haze * 60.0) * (1.0 - 0.4 * up)
    r, g, b = colour
    return (
        r + fog * (light[world, L_FOG] - r), g + fog * (light[world, L_FOG + 1] - g),
        b + fog * (light[world, L_FOG + 2] - b),
    )  # fmt: skip


@device
def sky_at(light: Float64, world: int, grain: Float32, dx: float, dy: float, dz: float) -> Triple:
    """Radiance of the sky in a direction (world, any length), linear; without the sun's disc and hills."""
    share = 1.0 / math.sqrt(dx * dx + dy * dy + dz * dz)
    dx, dy, dz = share * dx, share * dy, share * dz
    up = max(dz, 0.0)
    rise = min(1.12 * (1.0 - 1.0 / (1.0 + 5.5 * up)), 1.0)
    r = light[world, L_HORIZON] + rise * (light[world, L_ZENITH] - light[world, L_HORIZON])
    g = light[world, L_HORIZON + 1] + rise * (light[world, L_ZENITH + 1] - light[world, L_HORIZON + 1])
    b = light[world, L_HORIZON + 2] + rise * (light[world, L_ZENITH + 2] - light[world, L_HORIZON + 2])
    toward = dx * light[world, L_SUN] + dy * light[world, L_SUN + 1] + dz * light[world, L_SUN + 2]
    if toward > 0.0 and light[world, L_DISC] > 0.0:
        narrow = toward * toward
        narrow *= narrow
        narrow *= narrow
        wide = narrow
        narrow *= narrow
        narrow *= narrow
        narrow *= narrow
        disc = light[world, L_DISC] * (0.022 * narrow + 0.008 * wide)
        r, g, b = r + disc, g + 0.93 * disc, b + 0.78 * disc
    cloud = light[world, L_CLOUD]
    if cloud > 0.0 and dz > 0.02:
        scale = 26.0 / (dz + 0.10)
        x, y = dx * scale, dy * scale
        thick = (
            smooth(grain, x, y) + 0.55 * smooth(grain, 2.7 * x + 40.0, 2.7 * y) + 0.3 * smooth(grain, 7.1 * x, 7.1 * y)
        )
        cover = min(1.0, max(0.0, 1.4 * thick + 1.5 * cloud - 0.55)) * min(1.0, 12.0 * (dz - 0.02))
        cover *= 0.75 if cloud < 0.99 else 0.45
        bright = 1.0 - 0.25 * min(max(thick, 0.0), 1.0)
        cr = 1.75 * bright * light[world, L_SKY] + 0.15 * light[world, L_HORIZON]
        cg = 1.62 * bright * light[world, L_SKY + 1] + 0.15 * light[world, L_HORIZON + 1]
        cb = 1.45 * bright * light[world, L_SKY + 2] + 0.15 * light[world, L_HORIZON + 2]
        r, g, b = r + cover * (cr - r), g + cover * (cg - g), b + cover * (cb - b)
    return misted(light, world, up, (r, g, b))


@device
def ridge_at(ridges: Float32, dx: float, dy: float) -> float:
    """How high the hills reach in a direction, rad."""
    aside = dy / (abs(dx) + abs(dy) + 1e-12)
    turn = (1.0 + (aside if dx >= 0.0 else 2.0 - aside)) * (TURNS // 4)
    k = int(turn)
    share = turn - k
    k &= TURNS - 1
    return float(ridges[k] + share * (ridges[(k + 1) & (TURNS - 1)] - ridges[k]))


@device
def hill_behind(light: Float64, world: int, sky: Triple, up: float) -> Triple:
    """Far hills (linear) before a sky; `up` is the sine of how high one looks."""
    clear = 1.0 / (1.0 + 1600.0 * light[world, L_HAZE])
    hill = (0.10 * light[world, L_SKY], 0.17 * light[world, L_SKY + 1], 0.09 * light[world, L_SKY + 2])
    r, g, b = misted(light, world, max(up, 0.0), hill)
    return sky[0] + clear * (r - sky[0]), sky[1] + clear * (g - sky[1]), sky[2] + clear * (b - sky[2])


@device
def shining(
    stage: Stage, canvas: Canvas, at: tuple[int, int, int], air: Air, a: Triple, b: Triple, lens: tuple[float, float],
    span: tuple[int, int],
) -> None:  # fmt: skip
    """The disc of the sun."""
    slot, row, world = at
    light, colour = stage.light, canvas.colour
    disc = light[world, L_DISC]
    for k in range(span[0], span[1]):
        u = (lens[0] - k) / lens[1]
        dx, dy, dz = a[0] + u * b[0], a[1] + u * b[1], a[2] + u * b[2]
        toward = dx * light[world, L_SUN] + dy * light[world, L_SUN + 1] + dz * light[world, L_SUN + 2]
        if toward > DISC * math.sqrt(dx * dx + dy * dy + dz * dz):
            r, g, blue = sky_at(light, world, stage.grain, dx, dy, dz)
            found = seen_through(air, ZERO, (r + disc, g + 0.93 * disc, blue + 0.78 * disc))
            colour[slot, 0, row, k], colour[slot, 1, row, k], colour[slot, 2, row, k] = found


@device
def knots(
    stage: Stage, canvas: Canvas, world: int, air: Air, pose: Pose, lens: tuple[float, float], at: tuple[int, int, int],
    stride: int,
) -> None:  # fmt: skip
    """How the sky and hills before it look along a row, every `stride` pixels; `at`: slot, lane, which of two rows."""
    _, a, b, _, _ = pose
    light, knot = stage.light, canvas.sky.knots[at[0], at[1], at[2]]
    for m in range((canvas.near.shape[2] + stride - 1) // stride + 1):
        u = (lens[0] - m * stride) / lens[1]
        dx, dy, dz = a[0] + u * b[0], a[1] + u * b[1], a[2] + u * b[2]
        sky = sky_at(light, world, stage.grain, dx, dy, dz)
        up = dz / math.sqrt(dx * dx + dy * dy + dz * dz)
        knot[0, m], knot[1, m], knot[2, m] = seen_through(air, ZERO, sky)
        if up < HIGHEST + 2.0 * BAND / lens[1]:
            knot[3, m], knot[4, m], knot[5, m] = seen_through(air, ZERO, hill_behind(light, world, sky, up))
        else:
            knot[3, m], knot[4, m], knot[5, m] = knot[0, m], knot[1, m], knot[2, m]


@device
def ridged(canvas: Canvas, pose: Pose, lens: tuple[float, float], at: tuple[int, int]) -> None:
    """How high hills reach in every column around a row, and the length of the rays there; `at`: slot, lane."""
    _, a, b, _, _ = pose
    ridge, share = canvas.sky.ridge[at[0], at[1]], canvas.sky.share[at[0], at[1]]
    for k in range(canvas.near.shape[2]):
        u = (lens[0] - k) / lens[1]
        dx, dy, dz = a[0] + u * b[0], a[1] + u * b[1], a[2] + u * b[2]
        ridge[k], share[k] = ridge_at(canvas.ridges, dx, dy), 1.0 / math.sqrt(dx * dx + dy * dy + dz * dz)


@device
def hilly(
    canvas: Canvas, slot: int, lane: int, pose: Pose, lens: tuple[float, float], span: tuple[int, int]
) -> None:  # fmt: skip
    """How much of each pixel of a row hills take."""
    _, a, b, _, _ = pose
    ridge, share, much = canvas.sky.ridge[slot, lane], canvas.sky.share[slot, lane], canvas.sky.much[slot, lane]
    start, change = np.float32(a[2] + lens[0] / lens[1] * b[2]), np.float32(-b[2] / lens[1])
    brink = np.float32(1.0 / BRINK)
    for k in range(np.uint64(span[0]), np.uint64(span[1])):
        up = (start + change * np.float32(np.int32(k))) * share[k]
        much[k] = min(max(brink * (ridge[k] - up), ZERO), ONE)


@device
def blended(
    part: Float32, much: Float32, span: tuple[int, int], origin: int, sky: Ramp, hill: Ramp
) -> None:  # fmt: skip
    """One channel of hills before the sky."""
    for k in range(np.uint64(span[0]), np.uint64(span[1])):
        j = np.float32(np.int32(np.int64(k) - origin))
        own = sky[0] + j * sky[1]
        part[k] = own + much[k] * (hill[0] + j * hill[1] - own)


@device
def ramp(part: Float32, span: tuple[int, int], origin: int, sky: Ramp) -> None:
    """One channel of the sky."""
    for k in range(np.uint64(span[0]), np.uint64(span[1])):
        part[k] = sky[0] + np.float32(np.int32(np.int64(k) - origin)) * sky[1]


@device
def between(upper: Float32, under: Float32, k: int, m: int, share: np.float32, stride: int) -> Ramp:
    """Channel k from knot m to the next in a row between two: its value there, and its change from pixel to pixel."""
    low = upper[k, m] + share * (under[k, m] - upper[k, m])
    high = upper[k, m + 1] + share * (under[k, m + 1] - upper[k, m + 1])
    return low, (high - low) / np.float32(stride)


@device
def stride_of(light: Float64, views: Float64, image: int) -> int:
    """How far apart a row of the sky is looked up, px."""
    world, w = int(views[image, V_WORLD]), V_WAY
    toward = views[image, w] * light[world, L_SUN] + views[image, w + 1] * light[world, L_SUN + 1]
    toward += views[image, w + 2] * light[world, L_SUN + 2]
    sunny = light[world, L_DISC] > 0.0 and toward > SUNNY
    return CLOUDY if light[world, L_CLOUD] > 0.0 or sunny else STRIDE


@device
def known(
    stage: Stage, canvas: Canvas, views: Float64, image: int, slot: int, row: int, air: Air, stride: int, hills: bool
) -> int:
    """Look up the rows above and below a row, unless they are known; gives the lane in which they are kept."""
    lane, band, world = row % canvas.sky.row.shape[1], row // BAND, int(views[image, V_WORLD])
    lens, floor, kept = (views[image, V_X], views[image, V_FOCAL]), stage.ground.low[2], canvas.sky.row[slot, lane]
    for after in range(2):
        which, there = (band + after) & 1, BAND * (band + after)
        if kept[which] != there:
            kept[which] = there
            pose = posed(views, image, there, shared(views, image, canvas, there), floor)
            knots(stage, canvas, world, air, pose, lens, (slot, lane, which), stride)
    if hills and kept[2] != band:
        kept[2] = band
        there = BAND * band + BAND // 2
        ridged(canvas, posed(views, image, there, shared(views, image, canvas, there), floor), lens, (slot, lane))
    return int(lane)


@device
def sky_row(
    stage: Stage, canvas: Canvas, views: Float64, image: int, slot: int, row: int, air: Air, span: tuple[int, int]
) -> None:  # fmt: skip
    """Colours of the pixels of a row that show the sky, looked up now and then with what lies between them.

    What is looked up of rows BAND apart is kept for the rows between them.

    Args:
        stage: what there is.
        canvas: where they go.
        views: the cameras.
        image: which of them.
        slot: of the canvas.
        row: of the frame.
        air: for the exposure.
        span: first pixel, and the one after the last.
    """
    line, lens, stride = (
        row % canvas.near.shape[1],
        (views[image, V_X], views[image, V_FOCAL]),
        stride_of(stage.light, views, image),
    )
    pose = posed(views, image, row, shared(views, image, canvas, row), stage.ground.low[2])
    _, a, b, _, _ = pose
    u, u2 = (lens[0] - span[0]) / lens[1], (lens[0] - span[1]) / lens[1]
    lowest = min(a[2] + u * b[2], a[2] + u2 * b[2])
    hills = lowest < HIGHEST * math.sqrt(a[0] * a[0] + a[1] * a[1]) * (1.0 + max(u * u, u2 * u2))
    lane = known(stage, canvas, views, image, slot, row, air, stride, hills)
    if hills:
        hilly(canvas, slot, lane, pose, lens, span)
    band = row // BAND
    share, much = np.float32((row - BAND * band) / BAND), canvas.sky.much[slot, lane]
    upper, under = canvas.sky.knots[slot, lane, band & 1], canvas.sky.knots[slot, lane, (band + 1) & 1]
    for k in range(3):
        part = canvas.colour[slot, k, line]
        for m in range(span[0] // stride, (span[1] + stride - 1) // stride):
            piece = max(m * stride, span[0]), min(m * stride + stride, span[1])
            sky = between(upper, under, k, m, share, stride)
            if hills:
                blended(part, much, piece, m * stride, sky, between(upper, under, k + 3, m, share, stride))
            else:
                ramp(part, piece, m * stride, sky)
    if canvas.kind.shape[2] > 0:
        for j in range(span[0], span[1]):
            canvas.kind[slot, line, j] = SKY
    light, world = stage.light, int(views[image, V_WORLD])
    toward = a[0] * light[world, L_SUN] + a[1] * light[world, L_SUN + 1] + a[2] * light[world, L_SUN + 2]
    if light[world, L_DISC] > 0.0 and toward > 0.75 * math.sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2]):
        shining(stage, canvas, (slot, line, world), air, a, b, lens, span)


@device
def forgotten(canvas: Canvas, slot: int) -> None:
    """Forget what was looked up for another picture."""
    for lane in range(canvas.sky.row.shape[1]):
        for k in range(3):
            canvas.sky.row[slot, lane, k] = -1
