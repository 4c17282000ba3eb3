"""How bright surfaces are: sun and sky by day, the own headlamps by night."""

from __future__ import annotations

import math

from aureole.core.notes import Float64
from aureole.kernels import device
from aureole.world.sensing.shapes.canvas import V_EGO, W_HIGH, W_LOW
from aureole.world.sensing.stage.stage import L_BEAM, L_BOUNCE, L_NIGHT, L_SKY, L_SUN

LAMP_AHEAD, LAMP_UP = 3.6, 0.65  # m; where headlamps are, from the reference point
CANDLE = 15.0  # m^2; what headlamps give at 1 m, in units of full daylight
CUT = 0.012  # rad; how far below the horizon low beam ends


@device
def headlamps(views: Float64, image: int, x: float, y: float, z: float) -> float:
    """How much light the own low beam throws on a point that faces it; 1 is daylight. `z` is above the road."""
    cosine, sine = views[image, V_EGO + 2], views[image, V_EGO + 3]
    dx, dy = x - views[image, V_EGO], y - views[image, V_EGO + 1]
    ahead, left = cosine * dx + sine * dy - LAMP_AHEAD, cosine * dy - sine * dx
    if ahead < 0.3:
        return 0.0
    aside = left / ahead / 0.34
    wide = 1.0 / (1.0 + aside * aside * aside * aside)
    far = ahead * ahead + left * left
    above = (z - LAMP_UP) / math.sqrt(far) + CUT
    share = 1.0 if above < 0.0 else max(0.07, 1.0 - above / 0.025)
    return float(CANDLE * wide * share / (far + 12.0))


@device
def lit(
    light: Float64, world: int, normal: tuple[float, float, float], albedo: tuple[float, float, float], lamp: float
) -> tuple[float, float, float]:
    """What a matt surface gives to the eye: sun, sky from above, light from the ground, and `lamp`."""
    nx, ny, nz = normal
    toward = max(0.0, nx * light[world, L_SUN] + ny * light[world, L_SUN + 1] + nz * light[world, L_SUN + 2])
    up = 0.5 + 0.5 * nz
    r = toward * light[world, L_BEAM] + up * light[world, L_SKY] + (1.0 - up) * light[world, L_BOUNCE] + lamp
    g = toward * light[world, L_BEAM + 1] + up * light[world, L_SKY + 1] + (1.0 - up) * light[world, L_BOUNCE + 1]
    b = toward * light[world, L_BEAM + 2] + up * light[world, L_SKY + 2] + (1.0 - up) * light[world, L_BOUNCE + 2]
    return albedo[0] * r, albedo[1] * (g + 0.96 * lamp), albedo[2] * (b + 0.88 * lamp)


@device
def lamp_on(light: Float64, world: int, views: Float64, image: int, x: float, y: float, z: float) -> float:
    """The own headlamps on a point, if it is dark enough for them."""
    night = light[world, L_NIGHT]
    return night * headlamps(views, image, x, y, z) if night > 0.0 else 0.0


@device
def tint(
    work: Float64, slot: int, low: tuple[float, float, float], high: tuple[float, float, float]
) -> None:  # fmt: skip
    """Set both colours of the face in the making."""
    work[slot, W_LOW], work[slot, W_LOW + 1], work[slot, W_LOW + 2] = low
    work[slot, W_HIGH], work[slot, W_HIGH + 1], work[slot, W_HIGH + 2] = high
