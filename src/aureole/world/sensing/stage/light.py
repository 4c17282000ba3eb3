"""Weather and light: sun, sky, haze, rain and night as one row of numbers a world, by name or by hand."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from aureole.core.errors import BadInput
from aureole.core.notes import Float64
from aureole.world.sensing.stage.stage import (
    L_BEAM,
    L_BOUNCE,
    L_CLOUD,
    L_DISC,
    L_FOG,
    L_GAIN,
    L_GLARE,
    L_HAZE,
    L_HORIZON,
    L_NIGHT,
    L_RAIN,
    L_SEED,
    L_SKY,
    L_SUN,
    L_WET,
    L_ZENITH,
    LIGHT,
)  # fmt: skip

Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Weather:
    """How it looks outside."""

    sun_heading: float = 2.2  # rad; where the sun stands, counter-clockwise from east
    sun_height: float = 0.75  # rad; above the horizon
    sun: float = 1.0  # -; share of a clear sun's light that comes through
    cloud: float = 0.35  # -; share of the sky that is covered
    visibility: float = 9000.0  # m; meteorological: contrast falls to 2 % (WMO: 5 %, here Koschmieder's)
    rain: float = 0.0  # -; 0 none, 1 heavy
    wet: float = 0.0  # -; 0 dry, 1 a film of water
    night: float = 0.0  # -; 0 day, 1 dark but for lamps
    glare: float = 0.0  # -; how much a low sun blinds


DAY = Weather()
WEATHERS = {
    "day": DAY,
    "overcast": replace(DAY, sun=0.12, cloud=1.0, visibility=5000.0),
    "dusk": replace(DAY, sun_height=0.09, sun_heading=2.6, sun=0.6, cloud=0.5, night=0.35),
    "night": replace(DAY, sun=0.0, cloud=0.3, night=1.0, visibility=4000.0),
    "rain": replace(DAY, sun=0.05, cloud=1.0, visibility=1500.0, rain=0.6, wet=0.9),
    "fog": replace(DAY, sun=0.08, cloud=1.0, visibility=110.0, wet=0.3),
    "glare": replace(DAY, sun_heading=0.04, sun_height=0.13, cloud=0.2, glare=1.0, visibility=6000.0),
}


def weather(name: str) -> Weather:
    """A weather by its name.

    Raises:
        BadInput: there is none of that name.
    """
    if name not in WEATHERS:
        raise BadInput(f"there is no weather '{name}'", remedy=f"take one of {', '.join(WEATHERS)}")
    return WEATHERS[name]


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """A colour between two."""
    r, g, b = (a + share * (c - a) for a, c in zip(one, other, strict=True))
    return r, g, b


def light_of(weather: Weather, seed: int = 0) -> Float64:
    """The row of numbers of a weather.

    Radiances are such that 1 is what a white surface gives in full sun and sky; colours are linear sRGB.

    Raises:
        BadInput: a number is not finite or out of its range.
    """
    check(weather)
    low = 1.0 - min(max(weather.sun_height, 0.0) / 0.5, 1.0)
    day = 1.0 - weather.night
    grey = weather.cloud**2 if weather.sun < 0.5 else 0.0
    beam = mixed((1.0, 0.94, 0.84), (1.0, 0.62, 0.32), low**2)
    zenith = mixed(mixed((0.10, 0.24, 0.58), (0.16, 0.22, 0.42), low**2), (0.52, 0.56, 0.60), grey)
    horizon = mixed(mixed((0.58, 0.72, 0.88), (0.95, 0.62, 0.40), low**2), (0.66, 0.69, 0.72), grey)
    sky = mixed((0.30, 0.36, 0.46), (0.46, 0.48, 0.50), grey)
    row = np.zeros(LIGHT)
    across = math.cos(weather.sun_height)
    row[L_SUN : L_SUN + 3] = (
        across * math.cos(weather.sun_heading), across * math.sin(weather.sun_heading), math.sin(weather.sun_height),
    )  # fmt: skip
    dark = max(day, 0.004)
    row[L_BEAM : L_BEAM + 3] = [1.25 * weather.sun * c for c in beam]
    row[L_SKY : L_SKY + 3] = [dark * c for c in sky]
    row[L_BOUNCE : L_BOUNCE + 3] = [dark * c for c in (0.13, 0.13, 0.11)]
    row[L_ZENITH : L_ZENITH + 3] = mixed((0.0012, 0.0018, 0.0045), zenith, day**2)
    row[L_HORIZON : L_HORIZON + 3] = mixed((0.006, 0.007, 0.011), horizon, day**2)
    row[L_FOG : L_FOG + 3] = mixed((0.006, 0.007, 0.009), horizon, day**2)
    row[L_HAZE] = 3.912 / weather.visibility  # Koschmieder 1924: ln(1 / 0.02)
    row[L_WET], row[L_RAIN], row[L_NIGHT] = weather.wet, weather.rain, weather.night
    row[L_CLOUD], row[L_GLARE] = weather.cloud, weather.glare
    row[L_DISC] = 12.0 * weather.sun * day
    row[L_GAIN] = 1.0 + 2.2 * weather.night**2  # an exposure that opens in the dark
    row[L_SEED] = float(seed % 65_536)
    return row


def check(weather: Weather) -> None:
    """Raise BadInput unless every number is within its range."""
    ranges = {
        "sun_heading": (-7.0, 7.0), "sun_height": (-1.6, 1.6), "sun": (0.0, 1.5), "cloud": (0.0, 1.0),
        "visibility": (5.0, 100_000.0), "rain": (0.0, 1.0), "wet": (0.0, 1.0), "night": (0.0, 1.0), "glare": (0.0, 1.0),
    }  # fmt: skip
    for name, (low, high) in ranges.items():
        value = getattr(weather, name)
        if not low <= value <= high:
            raise BadInput(f"weather.{name}: is {value}, expected {low:g} to {high:g}")
