"""A batch of worlds from a map: its ground, its traffic, learners on its lanes, and new beginnings at every reset.

A `site_of` each map is made once. `batch_of` puts worlds on it, whose first agents are the learners; actions go to
`Batch.step`, and `batch.reset(batch.over)` has those worlds begin anew that are over, elsewhere.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from aureole.core.errors import BadInput
from aureole.world.logs.recording import Recording
from aureole.world.roads.reading.opendrive import Map
from aureole.world.traffic.batch import RULES, Batch, Rules
from aureole.world.traffic.demand.drawing import Drawn, Start, world_keys
from aureole.world.traffic.demand.logs import logs_of, no_logs, recorded_lights
from aureole.world.traffic.demand.tracks import put_tracks
from aureole.world.traffic.ground.compiling import ground_of
from aureole.world.traffic.ground.ground import Ground
from aureole.world.traffic.minds import Traffic
from aureole.world.traffic.net.compiling import net_of
from aureole.world.traffic.net.lights import lights_of
from aureole.world.traffic.sizes import Sizes
from aureole.world.traffic.state import Agents, Mind


class Site(NamedTuple):
    """A map as batches know it; any number of them share it."""

    ground: Ground
    traffic: Traffic


def site_of(map_: Map, points: int = 64, *, side: int = 4, careless: float = 0.05) -> Site:
    """The site of a map, with lists for the nearest `points` road points (`ground_of`); lights by fixed programmes.

    Raises:
        BadInput: the map has no lane for cars. Unsupported: it is larger than 50 km × 50 km.
    """
    net = net_of(map_, careless=careless)
    return Site(ground_of(map_.road, points, side=side), Traffic(net, lights_of(net), no_logs()))


def batch_of(
    site: Site, start: Start, worlds: int, *, sizes: Sizes | None = None, rules: Rules = RULES, threads: int = 1
) -> Batch:
    """Worlds on a site, begun; `Batch.starts` is a `Drawn`, which knows the learners' routes.

    Without `sizes` learners alone observe: 16 agents and as many road points as the site has lists for.

    Raises:
        BadInput: a learner finds no room or no way in some world, or numbers do not fit.
    """
    if worlds < 1:
        raise BadInput(f"worlds={worlds} of a batch; 1 or more")
    learners, drawn = start.learners, Drawn(site.traffic.net, start, worlds)
    sizes = Sizes(16, site.ground.points.listed, learners.count) if sizes is None else sizes
    traffic = site.traffic._replace(routes=drawn.routes)
    batch = Batch(site.ground, Agents.empty(worlds, drawn.rows), sizes, traffic=traffic, rules=rules, threads=threads)
    batch.starts = drawn
    batch.reset()
    there = int(batch.agents.present[:, : learners.count].sum(axis=1).min(initial=learners.count))
    if there < learners.count:
        raise BadInput(
            f"a world has room for {there} of {learners.count} learners who go {learners.way[0]:g} m or more",
            remedy="take a larger map, fewer learners or a shorter way",
        )
    return batch


def replayed(
    recording: Recording, worlds: int, *, mind: Mind = Mind.REACT, points: int = 64, threads: int = 1
) -> Batch:  # fmt: skip
    """Worlds in which a recording is played, its examined car the learner (row 0), its goal the learner's aim.

    `mind`: `REPLAY`, or `REACT` to leave the log's pace when the learner leaves its track. A step is the log's, the
    time up at its end.

    Raises:
        BadInput: the map has no lane for cars, or the recording no time.
    """
    net, lights = recorded_lights(net_of(recording.map), recording)
    logs = logs_of(recording)
    agents = Agents.empty(worlds, len(logs.kind))
    put_tracks(logs, agents, world_keys(0, np.arange(worlds), np.zeros(worlds, np.int64)), mind=mind)
    rules = Rules(step=logs.period, timeout=max(logs.present.shape[1] - 1, 1) * logs.period)
    batch = Batch(
        ground_of(recording.map.road, points), agents, Sizes(16, points, 1),
        traffic=Traffic(net, lights, logs), rules=rules, threads=threads,
    )  # fmt: skip
    if logs.ego >= 0:
        batch.aim[:, 0] = recording.goal
    batch.reset()
    return batch
