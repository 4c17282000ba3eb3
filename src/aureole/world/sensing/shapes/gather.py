"""The faces of a view: everything on the stage that it may show, shadows first and halos last."""

from __future__ import annotations

import math

from aureole.core.notes import Float64
from aureole.kernels import device
from aureole.world.sensing.shapes import people
from aureole.world.sensing.shapes.canvas import (
    V_EYE,
    V_FAR,
    V_FOCAL,
    V_SELF,
    V_SHUTTER,
    V_WAY,
    V_WIDE,
    V_WORLD,
    Canvas,
)  # fmt: skip
from aureole.world.sensing.shapes.fixtures import cone, fixed
from aureole.world.sensing.shapes.intervals import bin_rows
from aureole.world.sensing.shapes.shadows import glow, shadow
from aureole.world.sensing.shapes.signposts import signal
from aureole.world.sensing.shapes.vehicles import vehicle
from aureole.world.sensing.stage.stage import (
    L_NIGHT,
    S_KIND,
    S_X,
    S_Y,
    T_HEIGHT,
    T_KIND,
    T_LENGTH,
    T_VX,
    T_VY,
    T_WIDTH,
    T_X,
    T_Y,
    X_HEIGHT,
    X_KIND,
    X_LENGTH,
    X_X,
    X_Y,
    Stage,
)  # fmt: skip

MOTORBIKE, BICYCLE, PEDESTRIAN, ANIMAL, CONE = 5, 6, 7, 8, 12  # core.kinds.Kind
LEAST = 0.7  # px; what is lower is not drawn


@device
def in_view(views: Float64, image: int, x: float, y: float, about: float) -> bool:
    """Whether something within `about` m of a place may be before the camera, near enough and large enough."""
    dx, dy = x - views[image, V_EYE], y - views[image, V_EYE + 1]
    away = math.hypot(dx, dy)
    if views[image, V_FOCAL] <= 0.0:  # a lidar looks all around
        return bool(away <= views[image, V_FAR] + about)
    if away > views[image, V_FAR] + about or views[image, V_FOCAL] * about < LEAST * 0.5 * away:
        return False
    ahead = views[image, V_WAY] * dx + views[image, V_WAY + 1] * dy
    if ahead < -about - 4.0 * abs(views[image, V_WAY + 2]):
        return False
    left = abs(views[image, V_WAY + 3] * dx + views[image, V_WAY + 4] * dy)
    return bool(left <= views[image, V_WIDE] * max(ahead, 0.0) + 2.0 * about + 1.0)


@device
def gather(stage: Stage, canvas: Canvas, views: Float64, image: int, slot: int) -> None:
    """All faces of a view into its slot, listed by rows."""
    canvas.filled[slot] = 0
    canvas.lost[slot] = 0
    world, own = int(views[image, V_WORLD]), int(views[image, V_SELF])
    for stage_of in range(3):
        if stage_of == 2 and stage.light[world, L_NIGHT] <= 0.0:
            continue
        for a in range(stage.things.shape[1]):
            thing = stage.things[world, a]
            kind = int(thing[T_KIND])
            if kind == 0 or (a == own and stage_of > 0):
                continue
            about = 0.5 * math.hypot(thing[T_LENGTH], thing[T_WIDTH]) + thing[T_HEIGHT] * (
                2.0 if stage_of == 0 else 0.5
            )
            if in_view(views, image, thing[T_X], thing[T_Y], about):
                place(stage, canvas, views, image, slot, (a, stage_of))
        if stage_of == 1:
            still(stage, canvas, views, image, slot)
    bin_rows(canvas, views, image, slot)


@device
def place(stage: Stage, canvas: Canvas, views: Float64, image: int, slot: int, what: tuple[int, int]) -> None:
    """The shadow (0), the body (1) or the halos (2) of one movable thing."""
    a, stage_of = what
    thing = stage.things[int(views[image, V_WORLD]), a]
    kind, light = int(thing[T_KIND]), stage.light
    motion = (thing[T_VX] * views[image, V_SHUTTER], thing[T_VY] * views[image, V_SHUTTER], 0.0)
    if stage_of == 0:
        shadow(stage, canvas, views, image, slot, motion, thing)
    elif kind == PEDESTRIAN:
        if stage_of == 1:
            people.person(canvas, views, image, slot, motion, light, thing, a)
    elif kind == ANIMAL:
        if stage_of == 1:
            people.animal(canvas, views, image, slot, motion, light, thing, a)
    elif kind in (BICYCLE, MOTORBIKE):
        if stage_of == 1:
            people.rider(canvas, views, image, slot, motion, light, thing, a, kind == MOTORBIKE)
    elif kind == CONE:
        if stage_of == 1:
            cone(stage, canvas, views, image, slot, motion, thing, a)
    elif stage.models.of_kind[kind] >= 0:
        if stage_of == 1:
            vehicle(stage, canvas, views, image, slot, motion, thing, a)
        else:
            glow(stage, canvas, views, image, slot, motion, thing, a)


@device
def still(stage: Stage, canvas: Canvas, views: Float64, image: int, slot: int) -> None:
    """What stands for ever, and signals."""
    for k in range(stage.fixed.shape[0]):
        row = stage.fixed[k]
        about = row[X_HEIGHT] + row[X_LENGTH]
        if row[X_KIND] > 0.0 and in_view(views, image, row[X_X], row[X_Y], about):
            fixed(stage, canvas, views, image, slot, k)
    world = int(views[image, V_WORLD])
    for k in range(stage.signals.shape[1]):
        row = stage.signals[world, k]
        if row[S_KIND] > 0.0 and in_view(views, image, row[S_X], row[S_Y], 3.0):
            signal(stage, canvas, views, image, slot, k)
