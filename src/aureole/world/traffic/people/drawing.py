"""Drivers drawn from the people of a site: each agent its own, by counter-based noise, the same for the same key."""

from __future__ import annotations

import numpy as np

from aureole.core.kinds import Kind
from aureole.core.noise import uniform
from aureole.core.notes import Float64, Uint64
from aureole.world.traffic.brains.change import THINK
from aureole.world.traffic.brains.manner import MANNERS, Manner
from aureole.world.traffic.net.net import Net
from aureole.world.traffic.people.following import NAMES
from aureole.world.traffic.people.sites import Site
from aureole.world.traffic.people.watching import SPAN

CROWD = 256  # drivers that stand for all people of a site, at even shares
STREAM = 61  # of noise: which driver one is


def drawn(site: Site, keys: Uint64, agents: int) -> Float64:
    """A driver for each agent, (worlds, agents, 5) `following.NAMES`; one key for each world."""
    return at_share(site, uniform(keys, STREAM, (agents,)))


def at_share(site: Site, part: Float64) -> Float64:
    """The drivers at parts of the way through all shares, 0 to 1, (..., 5)."""
    upto = np.cumsum(site.share)
    upto[-1] = 1.0
    return np.asarray(site.table[np.searchsorted(upto, part)])


def peopled(net: Net, site: Site) -> Net:
    """A net on which cars and vans are driven by people of a site, lorries and the rest as in the textbook.

    The crowd's manners stand after those of the kinds; an agent takes the one its key says (`brains.manner.manner_of`).
    Where too few changes of lanes were seen to fit, people change lanes as in the textbook.
    """
    table = at_share(site, (np.arange(CROWD) + 0.5) / CROWD)
    crowd = np.tile(MANNERS[Kind.CAR], (CROWD, 1))
    columns = (Manner.TOP, Manner.TIME_GAP, Manner.MIN_GAP, Manner.ACCEL, Manner.BRAKE)
    for name, column in zip(NAMES, columns, strict=True):
        crowd[:, column] = table[:, NAMES.index(name)]
    if site.changing is not None:
        change = site.changing
        # fitted to windows, thought of more often: the same chance in a window, as long as it is small
        crowd[:, Manner.THRESHOLD] = change.threshold + change.whim * np.log(SPAN / THINK)
        crowd[:, Manner.WHIM] = change.whim
        crowd[:, Manner.POLITE], crowd[:, Manner.ROOM] = change.polite, change.room
    return net._replace(manner=np.concatenate((MANNERS, crowd)))
