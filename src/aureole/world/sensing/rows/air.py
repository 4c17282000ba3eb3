"""From light to what a picture shows: haze by depth, exposure, tone curve; and back."""

from __future__ import annotations

import numpy as np

from aureole.core.notes import Float64
from aureole.kernels import device
from aureole.world.sensing.stage.stage import L_FOG, L_GAIN, L_HAZE

ZERO, ONE = np.float32(0.0), np.float32(1.0)
TONE_A, TONE_B, TONE_C, TONE_D, TONE_E = (np.float32(n) for n in (2.51, 0.03, 2.43, 0.59, 0.14))
"""Narkowicz (2016): ACES filmic tone mapping curve."""
MIDDLE = 0.72  # -; how bright a picture is exposed
Real = np.float32
Air = tuple[Real, Real, Real, Real, Real]
"""Haze over 16, 1/m; exposure; colour of the fog times exposure."""
Colour = tuple[Real, Real, Real]
Triple = tuple[float, float, float]


@device
def air_of(light: Float64, world: int, exposure: float) -> Air:
    """The air of a world, for a camera's exposure."""
    gain = MIDDLE * light[world, L_GAIN] * exposure
    return (
        np.float32(light[world, L_HAZE] / 16.0), np.float32(gain), np.float32(gain * light[world, L_FOG]),
        np.float32(gain * light[world, L_FOG + 1]), np.float32(gain * light[world, L_FOG + 2]),
    )  # fmt: skip


@device
def clearness(air: Air, near: np.float32) -> np.float32:
    """How much of a thing's light comes through; `near` is 1 / depth, 0 the sky.

    exp(-d) as (1 + d / 16)^-16, at most 0.012 off.
    """
    if near <= ZERO:
        return ONE
    clear = near / (near + air[0])
    clear *= clear
    clear *= clear
    clear *= clear
    return clear * clear


@device
def shown(light: np.float32) -> np.float32:
    """What a picture shows of exposed light, 0 to 1: a rational curve (Narkowicz 2016) and a square root."""
    tone = light * (TONE_A * light + TONE_B) / (light * (TONE_C * light + TONE_D) + TONE_E)
    return np.float32(np.sqrt(min(max(tone, ZERO), ONE)))


@device
def unshown(value: np.float32) -> np.float32:
    """The exposed light that a picture shows as `value`: `shown`, the other way round."""
    tone = min(value, np.float32(0.999)) * min(value, np.float32(0.999))
    a, b, c = TONE_A - TONE_C * tone, TONE_B - TONE_D * tone, TONE_E * tone
    return np.float32((np.sqrt(b * b + np.float32(4.0) * a * c) - b) / (a + a))


@device
def seen_through(air: Air, near: np.float32, colour: Triple) -> Colour:
    """What a picture shows of a colour (linear) behind the air."""
    clear = clearness(air, near)
    return (
        shown(air[2] + clear * (air[1] * np.float32(colour[0]) - air[2])),
        shown(air[3] + clear * (air[1] * np.float32(colour[1]) - air[3])),
        shown(air[4] + clear * (air[1] * np.float32(colour[2]) - air[4])),
    )
