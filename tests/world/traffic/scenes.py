"""Random scenes on a map: agents of all kinds on, beside and across its lanes, the same for the same seed."""

import numpy as np

from aureole.core.noise import key, uniform
from aureole.world.traffic.ground.ground import Line
from aureole.world.traffic.state import Agents, Mind

SIZES = np.array([[0, 0], [4.5, 1.8], [5.5, 2.0], [12, 2.5], [12, 2.6], [2.2, 0.8], [1.8, 0.6], [0.5, 0.5], [1.2, 0.4],
                  [0.4, 0.4], [8.0, 2.5], [20, 3.0]])  # fmt: skip


def dice(seed, stream, *shape):
    return uniform(np.array([key("scenes", seed, stream)], np.uint64), 0, shape)[0]


def placed(ground, worlds, count, seed=0, *, spread=3.0, turn=1.0, close=40.0):
    """Agents about a place of each world's own, `spread` m beside lanes, `turn` rad off their direction at most."""
    points = ground.points
    middle = np.flatnonzero(points.kind == Line.CENTRE)
    agents = Agents.empty(worlds, count)
    shape = (worlds, count)
    home = points.xy[middle[(dice(seed, "home", worlds) * len(middle)).astype(int)], :2]
    about = home[:, None] + (dice(seed, "about", *shape, 2) - 0.5) * 2.0 * close
    lane = np.empty(shape, int)
    for w in range(worlds):  # the nearest of few lane points to where it would be
        some = middle[((points.xy[middle, :2] - home[w]) ** 2).sum(1) < (1.5 * close) ** 2]
        away = (points.xy[some, 0][None] - about[w, :, :1]) ** 2 + (points.xy[some, 1][None] - about[w, :, 1:]) ** 2
        lane[w] = some[away.argmin(axis=1)]
    row = points.xy[lane]
    agents.heading[:] = np.arctan2(row[..., 3], row[..., 2]) + (dice(seed, "turn", *shape) - 0.5) * 2.0 * turn
    agents.x[:] = row[..., 0] + points.origin[0] + (dice(seed, "x", *shape) - 0.5) * 2.0 * spread
    agents.y[:] = row[..., 1] + points.origin[1] + (dice(seed, "y", *shape) - 0.5) * 2.0 * spread
    kind = 1 + (dice(seed, "kind", *shape) * 11).astype(int)
    agents.kind[:] = np.where(dice(seed, "car", *shape) < 0.6, 1, kind)
    agents.length[:], agents.width[:] = SIZES[agents.kind, 0], SIZES[agents.kind, 1]
    wheels = agents.kind <= 4
    agents.base[:] = np.where(wheels, 0.6 * agents.length, 0.0)
    agents.ahead[:] = np.where(wheels, 0.3 * agents.length, 0.0)
    agents.present[:] = dice(seed, "present", *shape) < 0.9
    agents.speed[:] = dice(seed, "speed", *shape) * 15.0
    agents.mind[:] = np.where(dice(seed, "mind", *shape) < 0.5, Mind.LEARNER, Mind.LANE)
    return agents


def pushed(agents, seed=0):
    """Actions for all agents, (worlds, agents, 2)."""
    draw = dice(seed, "actions", *agents.x.shape, 2)
    return (draw - 0.5) * np.array([12.0, 1.0])
