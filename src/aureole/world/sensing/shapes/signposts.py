"""Signs on poles, traffic lights, arrow boards, paddles."""

from __future__ import annotations

import math

from aureole.core.notes import Float64
from aureole.kernels import device
from aureole.world.sensing.shapes.canvas import (
    ARROWS,
    FLAT,
    LENS,
    PICTURE,
    STICK,
    V_WORLD,
    W_MORE,
    Canvas,
)  # fmt: skip
from aureole.world.sensing.shapes.faces import put
from aureole.world.sensing.shapes.fixtures import STILL, panel
from aureole.world.sensing.shapes.shine import lamp_on, lit, tint
from aureole.world.sensing.shapes.sticks import Triple, stick
from aureole.world.sensing.stage.seen import SIGN_NAMES, Seen
from aureole.world.sensing.stage.stage import (
    S_CARRIED,
    S_HEADING,
    S_KIND,
    S_PICTURE,
    S_SIZE,
    S_STATE,
    S_X,
    S_Y,
    S_Z,
    Stage,
)  # fmt: skip

POLE, SIGN, LIGHT, BOARD, TREE_SEEN, CONE_SEEN = (
    int(Seen.POLE), int(Seen.SIGN), int(Seen.LIGHT), int(Seen.BOARD), int(Seen.TREE), int(Seen.CONE),
)  # fmt: skip
BUILDING_SEEN, RAIL_SEEN = int(Seen.BUILDING), int(Seen.BARRIER)
GREY, DARK = (0.30, 0.31, 0.32), (0.018, 0.019, 0.02)
A_LIGHT, AN_ARROW_BOARD, A_PADDLE, A_HAND = 1, 10, 11, 16  # core.kinds.SignalKind
RED, RED_YELLOW, GREEN, YELLOW, FLASHING = 1, 2, 3, 4, 5  # core.kinds.SignalState


@device
def signal(stage: Stage, canvas: Canvas, views: Float64, image: int, slot: int, k: int) -> None:
    """One sign, light, board or paddle of the view's world."""
    world, light = int(views[image, V_WORLD]), stage.light
    row = stage.signals[world, k]
    kind, x, y, z, heading, size = int(row[S_KIND]), row[S_X], row[S_Y], row[S_Z], row[S_HEADING], row[S_SIZE]
    if kind == A_HAND:
        return
    c, s = math.cos(heading), math.sin(heading)
    ground, name = stage.ground.low[2], SIGN_NAMES + k
    if row[S_CARRIED] < 0.5:
        stick(canvas, views, image, slot, STILL, light, (x + 0.06 * c, y + 0.06 * s, ground),
              (x + 0.06 * c, y + 0.06 * s, z + 0.9 * size), (0.035, 0.035), GREY, (STICK, POLE, name))  # fmt: skip
    elif kind == A_PADDLE:
        stick(canvas, views, image, slot, STILL, light, (x, y, z - 0.9), (x, y, z), (0.016, 0.016), (0.6, 0.5, 0.35),
              (STICK, SIGN, name))  # fmt: skip
    lamp = lamp_on(light, world, views, image, x, y, z)
    if kind == A_LIGHT:
        lamps(stage, canvas, views, image, slot, k)
        return
    wide = size if kind != AN_ARROW_BOARD else 1.6 * size
    for back in range(2):
        turn = 1.0 if back else -1.0  # the front looks against the traffic it speaks to
        upright(canvas.work, slot, (x, y, z), (turn * c, turn * s), (wide, size, 0.01))
        white = lit(light, world, (turn * c, turn * s, 0.0), (0.80, 0.80, 0.80), lamp if back else 9.0 * lamp)
        if kind == AN_ARROW_BOARD:
            plain = lit(light, world, (turn * c, turn * s, 0.0), (0.02, 0.02, 0.02), lamp)
            tint(canvas.work, slot, plain, plain if back else (3.2, 1.9, 0.15))
            canvas.work[slot, W_MORE] = row[S_STATE]
            put(canvas, views, image, slot, STILL, (FLAT if back else ARROWS, BOARD, name), False)
            continue
        tint(canvas.work, slot, white, white)
        canvas.work[slot, W_MORE], canvas.work[slot, W_MORE + 1] = row[S_PICTURE], back
        put(canvas, views, image, slot, STILL, (PICTURE, SIGN, name), False)


@device
def upright(work: Float64, slot: int, foot: Triple, normal: tuple[float, float], size: Triple) -> None:
    """Corners of an upright rectangle around a line through `foot`: width, height, shift to its front."""
    wide, high, shift = size
    corner = (
        foot[0] + shift * normal[0] + 0.5 * wide * normal[1],
        foot[1] + shift * normal[1] - 0.5 * wide * normal[0],
        foot[2],
    )
    panel(work, slot, corner, (-wide * normal[1], wide * normal[0], 0.0), (0.0, 0.0, high))


@device
def lamps(stage: Stage, canvas: Canvas, views: Float64, image: int, slot: int, k: int) -> None:
    """A traffic light: a housing with three lamps."""
    world, light = int(views[image, V_WORLD]), stage.light
    row = stage.signals[world, k]
    x, y, z, heading, state = row[S_X], row[S_Y], row[S_Z], row[S_HEADING], int(row[S_STATE])
    c, s = math.cos(heading), math.sin(heading)
    for back in range(2):
        turn = 1.0 if back else -1.0
        upright(canvas.work, slot, (x, y, z), (turn * c, turn * s), (0.36, 1.0, 0.02))
        plain = lit(light, world, (turn * c, turn * s, 0.0), DARK, 0.0)
        tint(canvas.work, slot, plain, plain)
        put(canvas, views, image, slot, STILL, (FLAT, LIGHT, SIGN_NAMES + k), False)
    for n in range(3):
        red, yellow = n == 2 and state in (RED, RED_YELLOW), n == 1 and state in (YELLOW, RED_YELLOW, FLASHING)
        on = red or yellow or (n == 0 and state == GREEN)
        colour = (0.05, 1.8, 0.75) if n == 0 else (2.6, 1.25, 0.05) if n == 1 else (2.8, 0.08, 0.05)
        share, up = 1.0 if on else 0.03, z + 0.19 + 0.31 * n
        upright(canvas.work, slot, (x, y, up - 0.115), (-c, -s), (0.23, 0.23, 0.04))
        shown = (share * colour[0], share * colour[1], share * colour[2])
        tint(canvas.work, slot, shown, shown)
        put(canvas, views, image, slot, STILL, (LENS, LIGHT, SIGN_NAMES + k), False)
