"""The kernel that says where points of roads are in the world; loaded by the first map that has furniture."""

from __future__ import annotations

from aureole.core.notes import Float64, Int32
from aureole.core.road import Road
from aureole.kernels import kernel
from aureole.world.roads.place import to_world


@kernel
def stand(road: Road, r: Int32, s: Float64, t: Float64, out: Float64) -> None:
    """x, y, z and the heading of the reference line of each (road, s, t): out[point, 4]; m, rad, world frame."""
    for k in range(len(s)):
        x, y, z, heading = to_world(road, int(r[k]), s[k], t[k])
        out[k, 0] = x
        out[k, 1] = y
        out[k, 2] = z
        out[k, 3] = heading
