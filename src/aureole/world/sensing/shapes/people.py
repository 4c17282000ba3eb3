"""Persons of sticks: standing, walking, waving traffic on, on a bicycle; and animals."""

from __future__ import annotations

import math

from aureole.core.notes import Float64
from aureole.kernels import device
from aureole.world.sensing.shapes.canvas import RING, STICK, V_WORLD, VEST, W_CORNERS, W_MORE, Canvas
from aureole.world.sensing.shapes.faces import put
from aureole.world.sensing.shapes.shine import lamp_on, lit, tint
from aureole.world.sensing.shapes.sticks import Triple, stick
from aureole.world.sensing.stage.seen import Seen
from aureole.world.sensing.stage.stage import (
    FLAG,
    HAND_UP,
    T_HEADING,
    T_HEIGHT,
    T_LENGTH,
    T_PHASE,
    T_POSE,
    T_SEED,
    T_X,
    T_Y,
    T_Z,
    WALK,
)  # fmt: skip

STRIDE = 0.75  # m; of a step
SKIN = (0.50, 0.31, 0.21)
TROUSERS = (0.05, 0.06, 0.10)
SHOES = (0.03, 0.03, 0.03)
ORANGE = (0.95, 0.24, 0.02)  # warning clothes (EN ISO 20471: fluorescent orange-red)
PERSON, ANIMAL, BICYCLE, MOTORBIKE = int(Seen.PERSON), int(Seen.ANIMAL), int(Seen.BICYCLE), int(Seen.MOTORBIKE)


@device
def shirt(seed: float) -> Triple:
    """The colour of a coat, from a seed."""
    k = int(seed) % 6
    if k == 0:
        return 0.45, 0.06, 0.06
    if k == 1:
        return 0.07, 0.16, 0.42
    if k == 2:
        return 0.70, 0.68, 0.62
    if k == 3:
        return 0.10, 0.30, 0.16
    if k == 4:
        return 0.62, 0.42, 0.08
    return 0.16, 0.16, 0.20


@device
def limb(
    canvas: Canvas, views: Float64, image: int, slot: int, motion: Triple, light: Float64, thing: Float64,
    ends: tuple[float, float, float, float, float, float], radii: tuple[float, float], albedo: Triple,
    look: tuple[int, int, int],
) -> None:  # fmt: skip
    """A stick between two places given ahead, left and up of a thing's feet, in shares of its height."""
    size, heading = thing[T_HEIGHT], thing[T_HEADING]
    c, s = size * math.cos(heading), size * math.sin(heading)
    x, y, z = thing[T_X], thing[T_Y], thing[T_Z]
    low = (x + c * ends[0] - s * ends[1], y + s * ends[0] + c * ends[1], z + size * ends[2])
    high = (x + c * ends[3] - s * ends[4], y + s * ends[3] + c * ends[4], z + size * ends[5])
    stick(canvas, views, image, slot, motion, light, low, high, (size * radii[0], size * radii[1]), albedo, look)


@device
def person(
    canvas: Canvas, views: Float64, image: int, slot: int, motion: Triple, light: Float64, thing: Float64, name: int
) -> None:  # fmt: skip
    """A person on foot; the pose says what the arms do, the phase how far the legs have swung."""
    pose, look = int(thing[T_POSE]), (STICK, PERSON, name)
    works = pose in (FLAG, HAND_UP)
    coat = ORANGE if works else shirt(thing[T_SEED])
    swing = math.sin(math.pi * thing[T_PHASE] / STRIDE) if pose == WALK else 0.0
    for side in (-1.0, 1.0):
        step = side * swing
        knee, foot, lift = 0.075 * step + 0.01, 0.17 * step, 0.02 * max(0.0, -step)
        hip = side * 0.052
        limb(canvas, views, image, slot, motion, light, thing, (0.0, hip, 0.49, knee, hip, 0.27), (0.055, 0.040),
             TROUSERS, look)  # fmt: skip
        limb(canvas, views, image, slot, motion, light, thing, (knee, hip, 0.27, foot, hip, 0.045 + lift),
             (0.040, 0.027), TROUSERS, look)  # fmt: skip
        limb(
            canvas,
            views,
            image,
            slot,
            motion,
            light,
            thing,
            (foot - 0.015, hip, 0.02 + lift, foot + 0.075, hip, 0.018 + lift),
            (0.026, 0.020),
            SHOES,
            look,
        )
        shoulder = side * 0.118
        raised = works and side < 0.0
        elbow = (0.11, shoulder * 1.25, 0.68) if raised else (-0.05 * step - 0.01, shoulder * 1.12, 0.635)
        hand = (0.20, shoulder * 1.3, 0.80) if raised else (-0.115 * step + 0.03, shoulder * 1.12, 0.475)
        if raised and pose == HAND_UP:
            elbow, hand = (0.06, shoulder * 1.6, 0.88), (0.08, shoulder * 1.5, 1.06)
        limb(canvas, views, image, slot, motion, light, thing,
             (0.0, shoulder, 0.80, elbow[0], elbow[1], elbow[2]), (0.034, 0.029), coat, look)  # fmt: skip
        limb(canvas, views, image, slot, motion, light, thing,
             (elbow[0], elbow[1], elbow[2], hand[0], hand[1], hand[2]), (0.028, 0.022), coat, look)  # fmt: skip
        limb(
            canvas,
            views,
            image,
            slot,
            motion,
            light,
            thing,
            (hand[0], hand[1], hand[2], hand[0] + 0.01, hand[1], hand[2] - 0.02),
            (0.024, 0.022),
            SKIN,
            look,
        )
    for side in (-0.045, 0.045):
        limb(canvas, views, image, slot, motion, light, thing, (0.0, side, 0.53, 0.0, side * 1.25, 0.785),
             (0.066, 0.062), coat, (VEST if works else STICK, PERSON, name))  # fmt: skip
    head(canvas, views, image, slot, motion, light, thing, (0.01, 0.0), (works, look))


@device
def head(
    canvas: Canvas, views: Float64, image: int, slot: int, motion: Triple, light: Float64, thing: Float64,
    at: tuple[float, float], looks: tuple[bool, tuple[int, int, int]],
) -> None:  # fmt: skip
    """Neck, head and hair or helmet; `at` is how far ahead and how much higher than of a person who stands."""
    ahead, up = at
    works, look = looks
    limb(canvas, views, image, slot, motion, light, thing,
         (ahead - 0.01, 0.0, 0.82 + up, ahead, 0.0, 0.88 + up), (0.032, 0.032), SKIN, look)  # fmt: skip
    limb(canvas, views, image, slot, motion, light, thing,
         (ahead, 0.0, 0.905 + up, ahead, 0.0, 0.945 + up), (0.045, 0.047), SKIN, look)  # fmt: skip
    hair = (0.90, 0.80, 0.10) if works else (0.05, 0.035, 0.025)
    limb(canvas, views, image, slot, motion, light, thing,
         (ahead - 0.02, 0.0, 0.935 + up, ahead - 0.012, 0.0, 0.957 + up), (0.046, 0.048), hair, look)  # fmt: skip


@device
def rider(
    canvas: Canvas, views: Float64, image: int, slot: int, motion: Triple, light: Float64, thing: Float64, name: int,
    heavy: bool,
) -> None:  # fmt: skip
    """Somebody on a bicycle or a motorbike; the thing's height is from the road to the head."""
    look = (STICK, MOTORBIKE if heavy else BICYCLE, name)
    half = 0.5 * thing[T_LENGTH] / thing[T_HEIGHT]
    radius = 0.17 if heavy else 0.19
    axle = half - radius
    frame = (0.07, 0.07, 0.08) if heavy else shirt(thing[T_SEED] + 1.0)
    thick = 0.075 if heavy else 0.012
    wheel(canvas, views, image, slot, motion, light, thing, (-axle, radius), (heavy, look))
    wheel(canvas, views, image, slot, motion, light, thing, (axle, radius), (heavy, look))
    limb(canvas, views, image, slot, motion, light, thing, (-axle, 0.0, radius, -0.06, 0.0, 0.2), (thick, thick), frame,
         look)  # fmt: skip
    limb(canvas, views, image, slot, motion, light, thing, (-0.06, 0.0, 0.2, -0.13, 0.0, 0.5), (thick, thick), frame,
         look)  # fmt: skip
    limb(canvas, views, image, slot, motion, light, thing, (-0.11, 0.0, 0.45, axle - 0.09, 0.0, 0.5), (thick, thick),
         frame, look)  # fmt: skip
    limb(canvas, views, image, slot, motion, light, thing, (-0.06, 0.0, 0.2, axle - 0.08, 0.0, 0.46), (thick, thick),
         frame, look)  # fmt: skip
    limb(canvas, views, image, slot, motion, light, thing, (axle, 0.0, radius, axle - 0.1, 0.0, 0.57), (0.014, 0.014),
         frame, look)  # fmt: skip
    limb(canvas, views, image, slot, motion, light, thing, (axle - 0.1, -0.14, 0.57, axle - 0.1, 0.14, 0.57),
         (0.012, 0.012), SHOES, look)  # fmt: skip
    coat, turn = shirt(thing[T_SEED]), 2.0 * math.pi * thing[T_PHASE] / 5.0
    for side in (-1.0, 1.0):
        pedal = 0.0 if heavy else side * turn + (1.6 if side > 0.0 else 0.0)
        foot_x, foot_z = -0.03 + 0.075 * math.cos(pedal), 0.18 + 0.075 * math.sin(pedal)
        hip = side * 0.05
        knee_x, knee_z = 0.11 + 0.3 * (foot_x + 0.03), 0.40 + 0.35 * (foot_z - 0.18)
        limb(canvas, views, image, slot, motion, light, thing, (-0.12, hip, 0.53, knee_x, hip * 1.4, knee_z),
             (0.055, 0.040), TROUSERS, look)  # fmt: skip
        limb(canvas, views, image, slot, motion, light, thing, (knee_x, hip * 1.4, knee_z, foot_x, hip * 1.3, foot_z),
             (0.038, 0.026), TROUSERS, look)  # fmt: skip
        limb(canvas, views, image, slot, motion, light, thing, (0.06, side * 0.11, 0.80, axle - 0.1, side * 0.13, 0.60),
             (0.032, 0.022), coat, look)  # fmt: skip
        limb(canvas, views, image, slot, motion, light, thing, (-0.12, side * 0.04, 0.56, 0.05, side * 0.06, 0.79),
             (0.066, 0.062), coat, look)  # fmt: skip
    head(canvas, views, image, slot, motion, light, thing, (0.09, -0.01), (heavy, look))


@device
def wheel(
    canvas: Canvas, views: Float64, image: int, slot: int, motion: Triple, light: Float64, thing: Float64,
    at: tuple[float, float], looks: tuple[bool, tuple[int, int, int]],
) -> None:  # fmt: skip
    """A wheel in the plane of a bicycle: its middle ahead of the feet and its radius, in shares of the height."""
    work, size, heading = canvas.work, thing[T_HEIGHT], thing[T_HEADING]
    heavy, look = looks
    c, s, radius = math.cos(heading), math.sin(heading), size * at[1]
    for k in range(4):
        ahead = size * at[0] + (radius if k in (1, 2) else -radius)
        up = 2.0 * radius if k in (2, 3) else 0.0
        work[slot, W_CORNERS + 3 * k] = thing[T_X] + c * ahead
        work[slot, W_CORNERS + 3 * k + 1] = thing[T_Y] + s * ahead
        work[slot, W_CORNERS + 3 * k + 2] = thing[T_Z] + up
    lamp = lamp_on(light, int(views[image, V_WORLD]), views, image, thing[T_X], thing[T_Y], thing[T_Z] + radius)
    colour = lit(light, int(views[image, V_WORLD]), (0.0, 0.0, 0.0), (0.03, 0.03, 0.03), lamp)
    tint(work, slot, colour, colour)
    work[slot, W_MORE] = 0.45 if heavy else 0.80
    put(canvas, views, image, slot, motion, (RING, look[1], look[2]), True)


@device
def animal(
    canvas: Canvas, views: Float64, image: int, slot: int, motion: Triple, light: Float64, thing: Float64, name: int
) -> None:  # fmt: skip
    """Something on four legs: a deer, a dog."""
    look, fur = (STICK, ANIMAL, name), (0.23, 0.13, 0.06)
    half = 0.42 * thing[T_LENGTH] / thing[T_HEIGHT]
    swing = 0.12 * math.sin(math.pi * thing[T_PHASE] / STRIDE)
    for side in (-1.0, 1.0):
        for end in (-1.0, 1.0):
            step = side * end * swing
            limb(canvas, views, image, slot, motion, light, thing,
                 (end * half * 0.7, side * 0.08, 0.45, end * half * 0.7 + step, side * 0.08, 0.03), (0.05, 0.022), fur,
                 look)  # fmt: skip
    limb(
        canvas,
        views,
        image,
        slot,
        motion,
        light,
        thing,
        (-half * 0.75, 0.0, 0.56, half * 0.7, 0.0, 0.58),
        (0.14, 0.13),
        fur,
        look,
    )
    limb(canvas, views, image, slot, motion, light, thing, (half * 0.75, 0.0, 0.62, half * 1.05, 0.0, 0.86),
         (0.085, 0.06), fur, look)  # fmt: skip
    limb(
        canvas,
        views,
        image,
        slot,
        motion,
        light,
        thing,
        (half * 1.05, 0.0, 0.9, half * 1.35, 0.0, 0.86),
        (0.07, 0.04),
        fur,
        look,
    )
