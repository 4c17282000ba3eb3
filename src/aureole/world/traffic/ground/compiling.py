"""Makes the ground of a map: what a batch of worlds needs to know of it."""

from __future__ import annotations

from aureole.core.road import Road
from aureole.world.traffic.ground.ground import Ground
from aureole.world.traffic.ground.points import points_of
from aureole.world.traffic.ground.surface import surface_of


def ground_of(road: Road, points: int = 64, *, spacing: float = 4.0, side: int = 4) -> Ground:
    """The ground of a map (`Map.road`), made for seeing the nearest `points` road points, `spacing` m apart.

    `side` × `side` cells of 8 m blocks have lists of their own: more of them are faster to look at and larger.
    Raises `Unsupported` for a map larger than 50 km × 50 km.
    """
    surface = surface_of(road)
    return Ground(surface, points_of(surface, points, spacing=spacing, side=side))
