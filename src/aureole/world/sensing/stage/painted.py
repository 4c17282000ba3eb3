"""Lines that a map's objects paint on the road: temporary lines in their colour, and the stripes of crosswalks."""

from __future__ import annotations

import numpy as np

from aureole.core.notes import Float64
from aureole.world.roads.reading.opendrive import Map
from aureole.world.sensing.stage.build import set_up
from aureole.world.sensing.stage.ground import WHITE
from aureole.world.sensing.stage.paving import COLOURS, temporary
from aureole.world.sensing.stage.stage import Stage

STRIPE = 0.5  # m; of a crosswalk, and the gap beside it (RMS: 0.5 m)


def stage_of(map_: Map, seed: int = 0) -> Stage:
    """A stage without actors from a map with what is painted on it, by day; the roadside is drawn from the seed."""
    return set_up(map_.road, seed, colours=map_.colours, extra=marks(map_))


def marks(map_: Map) -> list[Float64]:
    """The strokes of every painted line and crosswalk of a map."""
    things, placed, shapes = map_.furniture.things, map_.furniture.placed, map_.furniture.shapes
    painted = {int(owner): k for k, owner in reversed(list(enumerate(things.markings.owner.tolist())))}
    found: list[Float64] = []
    for k, row in enumerate(shapes.owner.tolist()):
        owner = int(placed.owner[row])
        points = shapes.points[shapes.first[k] : shapes.first[k + 1], :2]
        if things.objects.kind[owner] == "crosswalk" and len(points) > 2:
            found += stripes(points)
        elif things.objects.kind[owner] == "roadMark" and owner in painted and len(points) > 1:
            mark = painted[owner]
            colour = COLOURS.get(things.markings.colour[mark], WHITE)
            found.append(temporary(points, width=float(things.markings.width[mark]) or 0.12, colour=colour))
    return found


def stripes(corners: Float64) -> list[Float64]:
    """White stripes along the traffic within the area of a crosswalk, side by side along its longer axis."""
    middle = corners.mean(axis=0)
    sides = np.roll(corners, -1, axis=0) - corners
    lengths = np.hypot(*sides.T)
    way = sides[int(np.argmax(lengths))] / max(float(lengths.max()), 1e-9)
    across = np.array([-way[1], way[0]])
    along, aside = (((corners - middle) * axis).sum(axis=1) for axis in (way, across))
    at = np.arange(float(along.min()) + STRIPE, float(along.max()), 2.0 * STRIPE)
    return [
        temporary([middle + s * way + float(aside.min()) * across, middle + s * way + float(aside.max()) * across],
                  width=STRIPE, colour=WHITE)
        for s in at.tolist()
    ]  # fmt: skip
