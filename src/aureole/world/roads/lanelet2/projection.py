"""From latitude and longitude to metres: transverse Mercator on WGS 84 (Krüger's series, as Karney 2011 gives it)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from aureole.core.notes import Float64

RADIUS = 6378137.0  # m; WGS 84, equator
FLATTENING = 1.0 / 298.257223563  # WGS 84
N = FLATTENING / (2.0 - FLATTENING)
RECTIFYING = RADIUS / (1.0 + N) * (1.0 + N**2 / 4.0 + N**4 / 64.0 + N**6 / 256.0)  # m; radius of the meridian
ALPHA = (  # Krüger's coefficients to the sixth order in n: errors below 1 µm within 3000 km of the meridian
    N / 2 - 2 * N**2 / 3 + 5 * N**3 / 16 + 41 * N**4 / 180 - 127 * N**5 / 288 + 7891 * N**6 / 37800,
    13 * N**2 / 48 - 3 * N**3 / 5 + 557 * N**4 / 1440 + 281 * N**5 / 630 - 1983433 * N**6 / 1935360,
    61 * N**3 / 240 - 103 * N**4 / 140 + 15061 * N**5 / 26880 + 167603 * N**6 / 181440,
    49561 * N**4 / 161280 - 179 * N**5 / 168 + 6601661 * N**6 / 7257600,
    34729 * N**5 / 80640 - 3418889 * N**6 / 1995840,
    212378941 * N**6 / 319334400,
)
UTM_SCALE = 0.9996  # of the universal transverse Mercator grid on its meridians
ROUND = 1e-4  # of a degree, about 11 m; the origin of a map is rounded to this, so that a moved node moves nothing


@dataclass(frozen=True, slots=True)
class Frame:
    """A transverse Mercator grid: x east and y north of an origin."""

    latitude: float
    """Of the origin, rad."""
    meridian: float
    """Central meridian, rad."""
    scale: float = 1.0
    """On the central meridian."""
    east: float = 0.0
    """Taken off x, m."""
    north: float = 0.0
    """Taken off y, m, after that of the origin's latitude."""

    def place(self, latitude: Float64, longitude: Float64) -> Float64:
        """x and y of places (rad), shape (n, 2), m."""
        x, y = mercator(latitude, longitude - self.meridian)
        _, base = mercator(np.array([self.latitude]), np.zeros(1))
        return np.column_stack([self.scale * x - self.east, self.scale * (y - base) - self.north])

    @property
    def reference(self) -> str:
        """As a PROJ string."""
        turn = 180.0 / math.pi
        return (
            f"+proj=tmerc +lat_0={turn * self.latitude:.10g} +lon_0={turn * self.meridian:.10g} +k={self.scale:g} "
            f"+x_0={-self.east:.10g} +y_0={-self.north:.10g} +ellps=WGS84 +units=m +no_defs"
        )


def mercator(latitude: Float64, longitude: Float64) -> tuple[Float64, Float64]:
    """East and north of places on a grid of scale 1, m: latitude, and longitude from the central meridian, rad."""
    root = 2.0 * math.sqrt(N) / (1.0 + N)
    sine = np.sin(latitude)
    t = np.sinh(np.arctanh(sine) - root * np.arctanh(root * sine))
    xi, eta = np.arctan2(t, np.cos(longitude)), np.arcsinh(np.sin(longitude) / np.hypot(t, np.cos(longitude)))
    x, y = eta.copy(), xi.copy()
    for j, alpha in enumerate(ALPHA, start=1):
        x += alpha * np.cos(2 * j * xi) * np.sinh(2 * j * eta)
        y += alpha * np.sin(2 * j * xi) * np.cosh(2 * j * eta)
    return RECTIFYING * x, RECTIFYING * y


def around(latitude: Float64, longitude: Float64) -> Frame:
    """A frame of true scale around the middle of places (rad), rounded; around 0, 0 for a map drawn there."""
    step = math.radians(ROUND)
    if max(np.abs(latitude).max(), np.abs(longitude).max()) < math.radians(0.1):
        return Frame(0.0, 0.0)
    middle = [0.5 * float(values.min() + values.max()) for values in (latitude, longitude)]
    return Frame(*(round(value / step) * step for value in middle))


def utm(latitude: float, longitude: float) -> Frame:
    """The grid of the UTM zone of a place (rad), counted from that place: as Lanelet2's own UtmProjector does."""
    zone = math.floor((math.degrees(longitude) + 180.0) / 6.0)
    grid = Frame(0.0, math.radians(6.0 * zone - 177.0), UTM_SCALE)
    east, north = grid.place(np.array([latitude]), np.array([longitude]))[0].tolist()
    return Frame(0.0, grid.meridian, UTM_SCALE, east, north)
