"""Which trailer hung on which tractor all through a drive: an exported scenario couples them again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from aureole.core.notes import Float64
from aureole.world.scenarios.export.cast import Member
from aureole.world.scenarios.export.pieces import Piece
from aureole.world.scenarios.export.tracks import Tracks

LOOSE = 1e-3  # m; a coupler farther from its hitch does not hang on it


def hung(tracks: Tracks, members: Sequence[Member], ways: Sequence[Sequence[Piece]]) -> list[tuple[int, int]]:
    """(tractor, trailer) of each pair that stayed together, without a jump and from the first moment to the last."""
    agents = {member.name: agent for agent, member in enumerate(members)}
    found = []
    for tractor, member in enumerate(members):
        trailer = agents.get(member.trailer or "", -1)
        hitch, coupler = member.hitch, members[trailer].coupler
        if trailer < 0 or hitch is None or coupler is None:
            continue
        whole = all(len(ways[one]) == 1 and tracks.present[:, one].all() for one in (tractor, trailer))
        gap = _point(tracks, tractor, hitch) - _point(tracks, trailer, coupler)
        if whole and np.abs(gap).max() < LOOSE:
            found.append((tractor, trailer))
    return found


def _point(tracks: Tracks, agent: int, ahead: float) -> Float64:
    """Where a point ahead of an agent's origin is, moment by moment."""
    heading = tracks.heading[:, agent, np.newaxis]
    point: Float64 = tracks.xyz[:, agent, :2] + ahead * np.concatenate((np.cos(heading), np.sin(heading)), axis=1)
    return point
