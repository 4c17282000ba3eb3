"""From what the ground of a row is made of to what a picture shows of it.

Most of a row is grain on one material. What a picture shows of that follows the grain as a parabola, worked out once
for a material where light and air are the same along the row, else for pieces of some pixels. Blocks in which
materials, paint or shadows meet are worked out pixel by pixel.
"""

from __future__ import annotations

import math

import numpy as np

from aureole.core.notes import Float32, Float64
from aureole.kernels import device
from aureole.world.sensing.rows.air import Air, clearness, shown
from aureole.world.sensing.rows.behind import Line, Triple
from aureole.world.sensing.rows.meeting import MATERIAL, UP2, Shade, met, shadowed
from aureole.world.sensing.shapes.canvas import BLOCK, MEETS, SHIFT, V_FAR, V_WORLD, Canvas
from aureole.world.sensing.shapes.shine import headlamps
from aureole.world.sensing.stage.stage import L_BEAM, L_HORIZON, L_NIGHT, L_SKY, L_SUN, L_WET, Stage

MATERIALS = 8
ZERO, ONE, HALF = (np.float32(n) for n in (0.0, 1.0, 0.5))
BLOCKED, PER = np.float32(BLOCK), np.float32(1.0 / 16.0)
STILL = (ZERO, ZERO, ZERO, ZERO, ZERO, ZERO, ZERO, ZERO, ZERO)
LONGEST = 32  # px; that are worked out together where things meet
PIECE = 16  # px; over which light is taken as even where it changes along a row
Real = np.float32
Coat = tuple[Real, Real, Real, Real, Real, Real, Real, Real, Real]
"""Three parabolas: what a picture shows of a material by its grain."""


@device
def sunlit(light: Float64, world: int) -> Triple:
    """Light on level ground."""
    sun = max(0.0, light[world, L_SUN + 2])
    return (
        sun * light[world, L_BEAM] + light[world, L_SKY], sun * light[world, L_BEAM + 1] + light[world, L_SKY + 1],
        sun * light[world, L_BEAM + 2] + light[world, L_SKY + 2],
    )  # fmt: skip


@device
def shade_at(
    light: Float64, views: Float64, image: int, air: Air, eye: Triple, line: Line, high: float, j: float
) -> Shade:  # fmt: skip
    """Light and air at a pixel: sun, sky, the own low beam in the dark, the horizon in a film of water, haze."""
    world = int(views[image, V_WORLD])
    near = max(line[4] + line[5] * j, 1.0 / views[image, V_FAR])
    wet, night = light[world, L_WET], light[world, L_NIGHT]
    r, g, b = sunlit(light, world)
    ahead, left = line[0] + line[1] * j, line[2] + line[3] * j
    if night > 0.0:
        lamp = night * headlamps(views, image, eye[0] + ahead / near, eye[1] + left / near, 0.0)
        r, g, b = r + lamp, g + 0.96 * lamp, b + 0.88 * lamp
    clear = clearness(air, np.float32(near))
    much, mirror = (ONE - clear), 0.0
    gain = clear * air[1]
    if wet > 0.0:
        damp, flat = 1.0 - 0.45 * wet, 1.0 - high * near / math.sqrt(ahead * ahead + left * left)
        mirror = 0.55 * wet * (flat * flat * flat) ** 2 if flat > 0.0 else 0.0
        r, g, b = damp * r, damp * g, damp * b
    part, sky = gain * np.float32(1.0 - mirror), gain * np.float32(mirror)
    return (
        much * air[2], much * air[3], much * air[4], sky * np.float32(light[world, L_HORIZON]),
        sky * np.float32(light[world, L_HORIZON + 1]), sky * np.float32(light[world, L_HORIZON + 2]),
        part * np.float32(r), part * np.float32(g), part * np.float32(b),
    )  # fmt: skip


@device
def changed(one: Shade, other: Shade, share: np.float32) -> Shade:
    """A share of the change from one to another."""
    return (
        share * (other[0] - one[0]), share * (other[1] - one[1]), share * (other[2] - one[2]),
        share * (other[3] - one[3]), share * (other[4] - one[4]), share * (other[5] - one[5]),
        share * (other[6] - one[6]), share * (other[7] - one[7]), share * (other[8] - one[8]),
    )  # fmt: skip


@device
def halfway(one: Shade, change: Shade) -> Shade:
    """A block further on."""
    return (
        one[0] + BLOCKED * change[0], one[1] + BLOCKED * change[1], one[2] + BLOCKED * change[2],
        one[3] + BLOCKED * change[3], one[4] + BLOCKED * change[4], one[5] + BLOCKED * change[5],
        one[6] + BLOCKED * change[6], one[7] + BLOCKED * change[7], one[8] + BLOCKED * change[8],
    )  # fmt: skip


@device
def parabola(added: np.float32, colour: np.float32, rough: np.float32) -> tuple[np.float32, np.float32, np.float32]:
    """What is shown of a colour with grain -1, 0 and 1, as a parabola."""
    low, middle, high = (
        shown(added + (ONE - rough) * colour),
        shown(added + colour),
        shown(added + (ONE + rough) * colour),
    )
    return middle, HALF * (high - low), HALF * (high + low) - middle


@device
def coat_of(tints: Float32, material: int, shade: Shade) -> Coat:
    """How a material looks in a light."""
    rough = tints[3, material]
    r = parabola(shade[0] + shade[3], shade[6] * tints[0, material], rough)
    g = parabola(shade[1] + shade[4], shade[7] * tints[1, material], rough)
    b = parabola(shade[2] + shade[5], shade[8] * tints[2, material], rough)
    return r[0], r[1], r[2], g[0], g[1], g[2], b[0], b[1], b[2]


@device
def coated(colour: Float32, tone: Float32, span: tuple[int, int], coat: tuple[Real, Real, Real]) -> None:
    """One channel of some pixels of one material."""
    low, slope, bend = coat
    for k in range(np.uint64(span[0]), np.uint64(span[1])):
        colour[k] = low + tone[k] * (slope + tone[k] * bend)


@device
def coated_over(
    colour: Float32, tone: Float32, start: int, one: tuple[Real, Real, Real], other: tuple[Real, Real, Real]
) -> None:
    """One channel of a piece of one material, from one look to another."""
    share = ONE / np.float32(PIECE)
    low, slope, bend = share * (other[0] - one[0]), share * (other[1] - one[1]), share * (other[2] - one[2])
    first = np.uint64(start)
    for k in range(first, np.uint64(start + PIECE)):
        at = np.float32(np.int32(k - first))
        colour[k] = one[0] + at * low + tone[k] * (one[1] + at * slope + tone[k] * (one[2] + at * bend))


@device
def classed(canvas: Canvas, at: tuple[int, int], span: tuple[int, int]) -> None:
    """Classes of the pixels of a row."""
    soil, row = canvas.soil, at[1]
    for k in range(span[0], span[1]):
        what = soil.what[at[0], row, k]
        if soil.cover[at[0], row, k] > HALF:
            what = what >> UP2
        canvas.kind[at[0], row, k] = soil.classes[what & MATERIAL]


@device
def evened(canvas: Canvas, at: tuple[int, int], span: tuple[int, int], shade: Shade) -> None:
    """Colours of a row in which light and air are the same for all pixels."""
    slot, row = at
    soil, tone = canvas.soil, canvas.soil.tone[slot, row]
    what, mixed, coats = soil.what[slot, row], soil.mixed[slot, row], soil.coats[slot, row]
    for material in range(MATERIALS):
        coats[material, 9] = ZERO
    start = span[0] >> SHIFT << SHIFT
    while start < span[1]:
        how, material, end = mixed[start >> SHIFT], what[start] & MATERIAL, start + BLOCK
        mixed[start >> SHIFT] = 0
        if how & MEETS:
            while end < span[1] and mixed[end >> SHIFT] & MEETS and end < start + LONGEST:
                mixed[end >> SHIFT] = 0
                end += BLOCK
            met(canvas, at, (start, end), shade, STILL)
            start = end
            continue
        while end < span[1] and mixed[end >> SHIFT] == how and what[end] & MATERIAL == material:
            mixed[end >> SHIFT] = 0
            end += BLOCK
        if how:
            shadowed(canvas, at, (start, end), material, shade)
            start = end
            continue
        coat = coats[material]
        if coat[9] == ZERO:
            coat[9] = ONE
            found = coat_of(soil.tints, material, shade)
            for k in range(9):
                coat[k] = found[k]
        for k in range(3):
            coated(canvas.colour[slot, k, row], tone, (start, end), (coat[3 * k], coat[3 * k + 1], coat[3 * k + 2]))
        start = end


@device
def changing(
    stage: Stage, canvas: Canvas, views: Float64, image: int, at: tuple[int, int], air: Air, eye: Triple, line: Line,
    high: float, span: tuple[int, int],
) -> None:  # fmt: skip
    """Colours of a row in which light or air change from pixel to pixel."""
    slot, row = at
    soil, light = canvas.soil, stage.light
    what, mixed, tone = soil.what[slot, row], soil.mixed[slot, row], soil.tone[slot, row]
    start = span[0] >> SHIFT << SHIFT
    low = shade_at(light, views, image, air, eye, line, high, float(start))
    while start < span[1]:
        end = start + PIECE
        top = shade_at(light, views, image, air, eye, line, high, float(end))
        plain, material = True, what[start] & MATERIAL
        for begin in range(start, end, BLOCK):
            plain = plain and mixed[begin >> SHIFT] == 0 and what[begin] & MATERIAL == material
        if plain:
            one, other = coat_of(soil.tints, material, low), coat_of(soil.tints, material, top)
            for k in range(3):
                first = (one[3 * k], one[3 * k + 1], one[3 * k + 2])
                last = (other[3 * k], other[3 * k + 1], other[3 * k + 2])
                coated_over(canvas.colour[slot, k, row], tone, start, first, last)
        else:
            shade, change = low, changed(low, top, PER)
            for begin in range(start, min(end, span[1]), BLOCK):
                mixed[begin >> SHIFT] = 0
                met(canvas, at, (begin, begin + BLOCK), shade, change)
                shade = halfway(shade, change)
        low, start = top, end


@device
def ground_row(
    stage: Stage, canvas: Canvas, views: Float64, image: int, at: tuple[int, int], air: Air, eye: Triple, line: Line,
    high: float, span: tuple[int, int],
) -> None:  # fmt: skip
    """Colours and classes of the pixels of a row that show the ground, once it is known what lies there.

    Args:
        stage: what there is.
        canvas: where they go.
        views: the cameras.
        image: which of them.
        at: slot and row of the canvas.
        air: between.
        eye: m, world.
        line: where the row lies on the ground.
        high: of the eye above the ground, m.
        span: first pixel, and the one after the last.
    """
    world = int(views[image, V_WORLD])
    if canvas.kind.shape[2] > 0:
        classed(canvas, at, span)
    if line[5] == 0.0 and stage.light[world, L_NIGHT] <= 0.0 and stage.light[world, L_WET] <= 0.0:
        evened(canvas, at, span, shade_at(stage.light, views, image, air, eye, line, high, float(span[0])))
    else:
        changing(stage, canvas, views, image, at, air, eye, line, high, span)
