"""The shadows of things on the ground, and the halos of burning lamps in the dark."""

from __future__ import annotations

import math

from aureole.core.notes import Float64
from aureole.kernels import device
from aureole.world.sensing.shapes.canvas import (
    GLOW,
    SHADOW,
    V_EYE,
    V_WORLD,
    W_CORNERS,
    W_MORE,
    Canvas,
)  # fmt: skip
from aureole.world.sensing.shapes.faces import put
from aureole.world.sensing.shapes.shine import tint
from aureole.world.sensing.shapes.sticks import Triple, stick
from aureole.world.sensing.shapes.vehicles import burning, frame
from aureole.world.sensing.stage.models import (
    BRAKE,
    HEAD,
    LEFT,
    RIGHT,
    TAIL,
)  # fmt: skip
from aureole.world.sensing.stage.seen import Seen
from aureole.world.sensing.stage.stage import (
    L_BEAM,
    L_NIGHT,
    L_SKY,
    L_SUN,
    T_HEADING,
    T_HEIGHT,
    T_KIND,
    T_LAMPS,
    T_LENGTH,
    T_WIDTH,
    T_X,
    T_Y,
    T_Z,
    Stage,
)  # fmt: skip

CAR, BARRIER = int(Seen.CAR), 13
SOFT = 0.9  # m; how far contact shadows reach beyond a body
TALLEST = 12.0  # m; a shadow is not longer than that of a sun at a low angle


@device
def shadow(stage: Stage, canvas: Canvas, views: Float64, image: int, slot: int, motion: Triple, thing: Float64) -> None:
    """The patch of ground that a thing darkens: from the sun, and softly right around it."""
    work, light, world = canvas.work, stage.light, int(views[image, V_WORLD])
    c, s = math.cos(thing[T_HEADING]), math.sin(thing[T_HEADING])
    half_l, half_w, height = 0.5 * thing[T_LENGTH], 0.5 * thing[T_WIDTH], thing[T_HEIGHT]
    sun_x = c * light[world, L_SUN] + s * light[world, L_SUN + 1]
    sun_y = c * light[world, L_SUN + 1] - s * light[world, L_SUN]
    sun_z = light[world, L_SUN + 2]
    beam, sky = light[world, L_BEAM + 1] * max(sun_z, 0.0), light[world, L_SKY + 1]
    sunny = beam / max(beam + sky, 1e-6)
    far = min(height / sun_z, TALLEST) if sun_z > 0.02 and sunny > 0.02 else 0.0
    back, front = -half_l - SOFT - max(0.0, sun_x * far), half_l + SOFT + max(0.0, -sun_x * far)
    right, left = -half_w - SOFT - max(0.0, sun_y * far), half_w + SOFT + max(0.0, -sun_y * far)
    for k in range(4):
        ahead, side = front if k in (1, 2) else back, left if k > 1 else right
        work[slot, W_CORNERS + 3 * k] = thing[T_X] + c * ahead - s * side
        work[slot, W_CORNERS + 3 * k + 1] = thing[T_Y] + s * ahead + c * side
        work[slot, W_CORNERS + 3 * k + 2] = thing[T_Z]
    solid = 1.0 if int(stage.models.seen[int(thing[T_KIND])]) == CAR else 0.0
    dark = 0.62 if thing[T_LENGTH] > 1.2 else 0.35
    tint(work, slot, (sunny if far > 0.0 else 0.0, dark, solid), (0.0, 0.0, 0.0))
    if half_l < 1.2 and height > 1.0:  # somebody on foot or on two wheels is thinner than the box
        half_l, half_w = 0.6 * half_l, 0.5 * half_w
    numbers = (half_l, half_w, height, sun_x, sun_y, sun_z, back, front - back, right, left - right)
    for k in range(10):
        work[slot, W_MORE + k] = numbers[k]
    put(canvas, views, image, slot, motion, (SHADOW, 0, -1), True)


@device
def glow(
    stage: Stage, canvas: Canvas, views: Float64, image: int, slot: int, motion: Triple, thing: Float64, name: int
) -> None:
    """Halos around burning lamps in the dark, seen from the side they shine to."""
    light, world = stage.light, int(views[image, V_WORLD])
    night = light[world, L_NIGHT]
    fx, fy, fz, lx, ly, lz, ux, uy, uz = frame(thing)
    length, width, height, lamps = thing[T_LENGTH], thing[T_WIDTH], thing[T_HEIGHT], int(thing[T_LAMPS])
    ex, ey = views[image, V_EYE] - thing[T_X], views[image, V_EYE + 1] - thing[T_Y]
    before = ex * fx + ey * fy > 0.0
    at, tall = (0.5 * length + 0.05, 0.41) if before else (-0.5 * length - 0.05, 0.52)
    low = 0.23 if thing[T_LENGTH] > 7.0 else tall
    for side in (-1.0, 1.0):
        left, up = 0.34 * width * side, height * low
        own = burning(lamps, HEAD if before else TAIL | BRAKE, night)
        turning = burning(lamps, LEFT if side > 0.0 else RIGHT, 0.0)
        strength, radius = (0.16, 0.85) if before else (0.20, 0.55)
        colour = (
            strength * (own[0] + turning[0]), strength * (own[1] + turning[1]), strength * (own[2] + turning[2]),
        )  # fmt: skip
        point = (
            thing[T_X] + fx * at + lx * left + ux * up, thing[T_Y] + fy * at + ly * left + uy * up,
            thing[T_Z] + fz * at + lz * left + uz * up,
        )  # fmt: skip
        if colour[0] > 0.02 and night > 0.15:
            stick(canvas, views, image, slot, motion, light, point, point, (radius, radius), colour, (GLOW, 0, name))
            face = canvas.filled[slot] - 1
            if face >= 0 and int(canvas.faces[slot, face, 48]) == GLOW:
                for k in range(3):
                    canvas.faces[slot, face, 42 + k] = colour[k]
