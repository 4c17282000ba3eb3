"""Puts recorded tracks into a batch: each agent of the log a row, the examined one first."""

from __future__ import annotations

import numpy as np

from aureole.core.errors import BadInput
from aureole.core.kinds import Kind
from aureole.core.notes import Uint64
from aureole.world.traffic.demand.demand import SHAPES
from aureole.world.traffic.demand.fill import keys_of
from aureole.world.traffic.net.net import Logs
from aureole.world.traffic.state import Agents, Mind

TOP = 40.0  # m/s; a free recorded driver goes no faster than its log, and no faster than this


def put_tracks(logs: Logs, agents: Agents, key: Uint64, *, mind: Mind = Mind.REPLAY) -> None:
    """Put every track of a log into every world: the examined one's in row 0 with `Mind.LEARNER`, the rest after it.

    Agents stand where the log has them at its first tick; those it has not yet are absent. With no examined track
    (`logs.ego` -1) row 0 is the first track.

    Raises:
        BadInput: fewer rows than tracks, or `mind` is not one that follows a log.
    """
    count = len(logs.kind)
    if mind not in {Mind.REPLAY, Mind.REACT}:
        raise BadInput(f"mind {mind.name} follows no log; REPLAY and REACT do")
    if agents.x.shape[1] < count:
        raise BadInput(f"{count} recorded tracks for {agents.x.shape[1]} rows of agents", remedy="give more rows")
    agents.key[:] = keys_of(key, agents.x.shape[1])
    order = [logs.ego] if logs.ego >= 0 else []
    for row, track in enumerate([*order, *(k for k in range(count) if k != logs.ego)]):
        kind = int(logs.kind[track])
        long, wide = logs.size[track]
        shape = SHAPES.get(Kind(kind))
        base = 0.0 if shape is None else long * shape[2] / shape[0]
        ahead = 0.0 if shape is None else 0.5 * long - long * shape[3] / shape[0]
        x, y, heading, speed = logs.pose[track, 0]
        for name, value in {
            "mind": Mind.LEARNER if track == logs.ego else mind, "kind": kind, "goal": track, "length": long,
            "width": wide, "base": base, "ahead": ahead, "present": bool(logs.present[track, 0]), "heading": heading,
            "x": x - ahead * np.cos(heading), "y": y - ahead * np.sin(heading), "speed": speed,
            "wish": min(float(logs.pose[track, :, 3].max(initial=1.0)), TOP),
        }.items():  # fmt: skip
            getattr(agents, name)[:, row] = value
    agents.goal[:, 0] = -1 if logs.ego >= 0 else agents.goal[:, 0]
