"""Where ways part or join: roads of junctions, told by lanes that two roads go on from or lead to."""

from __future__ import annotations

import numpy as np

from aureole.core.notes import Bool
from aureole.core.road import Road


def forks(road: Road) -> Bool:
    """Roads that begin where another road begins as well, or end where another ends: (roads,).

    Such are a junction's roads wherever a lane can be left or entered in two ways. A road over a junction that parts
    from nothing and joins nothing is not told from any other.
    """
    section = np.repeat(np.arange(len(road.section_s)), np.diff(road.lane_first))
    owner = np.repeat(np.arange(len(road.road_length)), np.diff(road.section_first))[section]
    found = np.zeros(len(road.road_length), np.bool_)
    for links in (road.lane_predecessor, road.lane_successor):
        rows = np.flatnonzero(links >= 0)
        rows = rows[owner[links[rows]] != owner[rows]]
        pairs = np.unique(np.stack((links[rows], owner[rows])), axis=1)
        shared, count = np.unique(pairs[0], return_counts=True)
        found[pairs[1][np.isin(pairs[0], shared[count > 1])]] = True
    return found
