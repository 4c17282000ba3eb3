"""From a map to the tables of the traffic: every stretch, how they meet, who waits, where walkers cross."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from aureole.core.errors import BadInput
from aureole.core.notes import Float64, Int32
from aureole.world.roads.reading.opendrive import Map
from aureole.world.roads.routes import UNLIMITED
from aureole.world.traffic.brains.manner import MANNERS
from aureole.world.traffic.net.crossings import crossings_of
from aureole.world.traffic.net.goals import goals_of
from aureole.world.traffic.net.links import Neighbours, links_of
from aureole.world.traffic.net.meetings import Meetings, meetings_of
from aureole.world.traffic.net.middles import Middles, middles_of
from aureole.world.traffic.net.net import Meeting, Net, User
from aureole.world.traffic.net.places import grid_of
from aureole.world.traffic.net.priority import ranks_of
from aureole.world.traffic.net.rows import Rows, rows_of
from aureole.world.traffic.net.signs import told

TOWN = 50.0 / 3.6  # m/s; where ways cross and no limit is given (Vienna Convention countries: in built-up areas)
SPACING = 2.0  # m; between points of a middle line
CARELESS = 0.05  # share of walkers who step onto the road without looking; a choice, not a measurement


def net_of(
    map_: Map, *, spacing: float = SPACING, goals: Sequence[int] = (), careless: float = CARELESS,
    unlimited: float | None = None,
) -> Net:  # fmt: skip
    """The traffic's tables of a map.

    Args:
        map_: as `read_map` or the lanelets' reader gives it.
        spacing: between two points of a middle line, m, at most.
        goals: stretches that agents may have as their `goal`; see `with_goals`.
        careless: share of walkers who do not look.
        unlimited: one's speed at most where no limit is given, m/s; None: 50 km/h where ways cross, else 130 km/h.

    Raises:
        BadInput: the map has no lane for cars, or a number is out of its range.
    """
    vet(spacing, careless, unlimited)
    rows = rows_of(map_)
    if not (rows.user == User.CARS).any():
        raise BadInput("no lane for cars in the map", remedy="give a map with lanes of type driving")
    middles = middles_of(map_, rows, spacing)
    links = links_of(map_, rows, middles)
    signs = told(map_, rows, middles, links)
    met = meetings_of(rows, middles, links)
    usual = TOWN if (met.kind == Meeting.CROSS).any() else UNLIMITED
    np.minimum(middles.point[:, 4], usual if unlimited is None else unlimited, out=middles.point[:, 4])
    rank = ranks_of(map_, rows, middles, links, met, signs.yields)
    meet_first = np.searchsorted(met.own, np.arange(len(rows.lane) + 1)).astype(np.int32)
    low, size, cell_first, cell = grid_of(middles.bounds, np.flatnonzero(rows.user != User.WALKERS).astype(np.int32))
    goal_row, hop = goals_of(middles, links, checked(goals, len(rows.lane)))
    return Net(
        lane=rows.lane, way=rows.way, start=rows.start, end=rows.end, length=middles.length, limit=middles.limit,
        user=rows.user, junction=rows.junction, spacing=middles.spacing, point_first=middles.first,
        point=middles.point, bounds=middles.bounds, **links._asdict(), turn=middles.turn, meet_first=meet_first,
        meet_other=met.other, meet_kind=met.kind, meet_span=met.span, meet_long=met.long, meet_rank=rank,
        meet_end=last_end(len(rows.lane), met), sources=sources(rows, links),
        line=signs.line, group=counted(signs.group), stop=signs.stop, goal_row=goal_row, hop=hop,
        **crossings_of(map_, rows, middles, links)._asdict(), grid_from=low, grid_size=size, cell_first=cell_first,
        cell=cell, manner=MANNERS.copy(), careless=float(careless),
    )  # fmt: skip


def counted(group: Int32) -> Int32:
    """Groups by rows without gaps, in their order."""
    used = np.unique(group[group >= 0])
    return np.where(group >= 0, np.searchsorted(used, group), -1).astype(np.int32)


def vet(spacing: float, careless: float, unlimited: float | None) -> None:
    """Refuse what is no parameter of a net."""
    if not (math.isfinite(spacing) and 0.1 <= spacing <= 20.0):
        raise BadInput(f"spacing={spacing} of a net's points; it lies between 0.1 and 20 m")
    if not 0.0 <= careless <= 1.0:
        raise BadInput(f"careless={careless} is no share; it lies between 0 and 1")
    if unlimited is not None and not unlimited > 0.0:
        raise BadInput(f"unlimited={unlimited} of a net; it is above 0 m/s")


def last_end(count: int, met: Meetings) -> Float64:
    """Where the last meeting of each stretch ends; 0 without any."""
    found = np.zeros(count)
    np.maximum.at(found, met.own, met.span[:, 1])
    return found


def sources(rows: Rows, links: Neighbours) -> Int32:
    """Stretches for cars that nothing leads into, wide enough to drive in on."""
    alone = np.diff(links.before_first) == 0
    return np.flatnonzero(alone & (rows.user == User.CARS) & (rows.junction < 0)).astype(np.int32)


def checked(goals: Sequence[int], count: int) -> Sequence[int]:
    """Goals that are stretches; `BadInput` names another."""
    for goal in goals:
        if not 0 <= goal < count:
            raise BadInput(f"goal {goal} is no stretch of the net; it has {count}")
    return goals


def with_goals(net: Net, goals: Sequence[int]) -> Net:
    """The same net with tables towards these goals, and no others."""
    unknown = np.empty(0)
    middles = Middles(
        net.length, net.spacing, net.point_first, net.point, unknown, unknown, net.limit, net.bounds, net.turn
    )
    links = Neighbours(*(getattr(net, name) for name in Neighbours._fields))
    goal_row, hop = goals_of(middles, links, checked(goals, len(net.lane)))
    return net._replace(goal_row=goal_row, hop=hop)


def stretches(net: Net, user: User = User.CARS) -> Int32:
    """Rows of the stretches for a kind of user."""
    return np.flatnonzero(net.user == user).astype(np.int32)
