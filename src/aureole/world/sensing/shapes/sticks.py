"""Rounded sticks: limbs, trunks, cones, heads, crowns; a flat quad that always faces the eye, shaded as if round."""

from __future__ import annotations

import math

from aureole.core.notes import Float64
from aureole.kernels import device
from aureole.world.sensing.shapes.canvas import V_EYE, V_WORLD, W_CORNERS, W_HIGH, W_LOW, W_MORE, Canvas
from aureole.world.sensing.shapes.faces import put
from aureole.world.sensing.shapes.shine import lamp_on
from aureole.world.sensing.stage.stage import L_BEAM, L_SKY, L_SUN

Triple = tuple[float, float, float]
R_LENGTH, R_LOW, R_HIGH, R_MOST, R_SIDE, R_AXIS, R_FACE = 0, 1, 2, 3, 4, 5, 6  # numbers of a stick, from F_MORE on
R_SIDE_UP, R_AXIS_UP, R_FACE_UP = 7, 8, 9


@device
def dyed(work: Float64, slot: int, light: Float64, world: int, albedo: Triple, lamp: float) -> None:
    """Colours of what is shaded as if round: in the sun, and under the sky."""
    for k in range(3):
        work[slot, W_LOW + k] = albedo[k] * light[world, L_BEAM + k]
        work[slot, W_HIGH + k] = albedo[k] * (light[world, L_SKY + k] + 0.8 * lamp)


@device
def stick(
    canvas: Canvas, views: Float64, image: int, slot: int, motion: Triple, light: Float64, low: Triple, high: Triple,
    radii: tuple[float, float], albedo: Triple, look: tuple[int, int, int],
) -> None:  # fmt: skip
    """Add a stick from `low` to `high` (world, m) with a radius at either end; round at both."""
    work, world = canvas.work, int(views[image, V_WORLD])
    ax, ay, az = high[0] - low[0], high[1] - low[1], high[2] - low[2]
    length = math.sqrt(ax * ax + ay * ay + az * az)
    if length < 1e-6:
        ax, ay, az, length = 0.0, 0.0, 1.0, 0.0
    else:
        ax, ay, az = ax / length, ay / length, az / length
    ex = views[image, V_EYE] - 0.5 * (low[0] + high[0])
    ey = views[image, V_EYE + 1] - 0.5 * (low[1] + high[1])
    ez = views[image, V_EYE + 2] - 0.5 * (low[2] + high[2])
    most = max(radii[0], radii[1])
    along = ex * ax + ey * ay + ez * az
    nx, ny, nz = ex - along * ax, ey - along * ay, ez - along * az
    size = math.sqrt(nx * nx + ny * ny + nz * nz)
    if size < 1e-3:
        return
    nx, ny, nz = nx / size, ny / size, nz / size
    sx, sy, sz = ny * az - nz * ay, nz * ax - nx * az, nx * ay - ny * ax
    for k in range(4):
        over, side = k in (1, 2), -most if k < 2 else most
        at, end = (high, radii[1]) if over else (low, -radii[0])
        work[slot, W_CORNERS + 3 * k] = at[0] + end * ax + side * sx
        work[slot, W_CORNERS + 3 * k + 1] = at[1] + end * ay + side * sy
        work[slot, W_CORNERS + 3 * k + 2] = at[2] + end * az + side * sz
    lamp = lamp_on(light, world, views, image, low[0], low[1], 0.5 * (low[2] + high[2]))
    dyed(work, slot, light, world, albedo, lamp)
    sun_x, sun_y, sun_z = light[world, L_SUN], light[world, L_SUN + 1], light[world, L_SUN + 2]
    work[slot, W_MORE + R_LENGTH], work[slot, W_MORE + R_LOW] = length, radii[0]
    work[slot, W_MORE + R_HIGH], work[slot, W_MORE + R_MOST] = radii[1], most
    work[slot, W_MORE + R_SIDE] = sx * sun_x + sy * sun_y + sz * sun_z
    work[slot, W_MORE + R_AXIS] = ax * sun_x + ay * sun_y + az * sun_z
    work[slot, W_MORE + R_FACE] = nx * sun_x + ny * sun_y + nz * sun_z
    work[slot, W_MORE + R_SIDE_UP], work[slot, W_MORE + R_AXIS_UP], work[slot, W_MORE + R_FACE_UP] = sz, az, nz
    put(canvas, views, image, slot, motion, look, True)
