"""Many worlds of learners on made or given maps: what every environment here is a thin cover of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from aureole.core.errors import BadInput
from aureole.core.notes import Array, Bool, Float32, Float64, Int64
from aureole.gym.episodes import Episodes
from aureole.gym.follow import Ways, follow, heed, outset, track_of
from aureole.gym.lines import lines_of
from aureole.gym.maps import sites_of
from aureole.gym.options import Options
from aureole.gym.rewards import weights_of
from aureole.world.traffic.batch import Batch, Rules
from aureole.world.traffic.demand.demand import Demand
from aureole.world.traffic.minds import NOBODY
from aureole.world.traffic.sizes import Sizes
from aureole.world.traffic.state import Agents


class Course:
    """Worlds with learners; all arrays are written in place by `begin` and `step`, and handed out without a copy."""

    def __init__(self, options: Options, worlds: int) -> None:
        """Reads and compiles the maps; call `seed` and `begin` next.

        Raises:
            BadInput: no world, or maps, traffic or rewards that do not fit.
        """
        if isinstance(worlds, bool) or not isinstance(worlds, int) or worlds < 1:
            raise BadInput(f"num_envs={worlds!r:.40}", remedy="give a whole number of 1 or more")
        weights, sites = weights_of(options.rewards), sites_of(options)
        self.options, self.worlds, self.learners = options, worlds, options.learners
        self.episodes = Episodes(sites, options, worlds)
        routes = self.episodes.routes
        alone = not moving(options.demand())
        laid = [(site.ground, NOBODY if alone else site.traffic._replace(routes=routes)) for site in sites]
        self.batch = Batch(
            laid[0][0], Agents.empty(worlds, self.episodes.rows),
            Sizes(options.neighbours, options.points, self.learners),
            rules=Rules(options.step, options.repeat, options.timeout, options.near, options.limits),
            traffic=laid[0][1], threads=options.threads,
        )  # fmt: skip
        self.batch.lay(laid, self.episodes.on)
        self.batch.starts = self.episodes
        self.track = track_of(worlds, self.learners, options.route)
        self._ways = Ways(
            lines_of([site.traffic.net for site in sites]), self.episodes.on, routes, weights,
            options.step * options.repeat, options.step, options.timeout, options.astray, options.near,
            options.spacing,
        )  # fmt: skip
        self._all: Int64 = np.arange(worlds)
        self._actions: Float64 = np.zeros((worlds, self.episodes.rows, 2))
        self._shape = (worlds, self.learners, 2)

    def seed(self, seeds: Sequence[int], rows: Int64) -> None:
        """From here on worlds begin as these seeds say: one for each of `rows`."""
        self.episodes.seed(seeds, rows)

    def begin(self, rows: Int64) -> None:
        """The worlds `rows` begin an episode; the others stay as they are."""
        mask = np.zeros(self.worlds, np.bool_)
        mask[rows] = True
        self.batch.reset(mask)
        outset(rows, self._ways, self.batch.agents, self.batch.aim, self.batch.flags, self.track)

    def step(self, actions: Array) -> None:
        """Moves all worlds; `actions` (worlds, learners, 2): pedals and steering, from -1 to 1.

        Pedals: 1 is `limits.accel`, -1 is `limits.brake`; steering: 1 is `limits.steer` to the left, or
        `limits.steer_rate`. A number that is none brakes, and is counted in `track.broken`.

        Raises:
            BadInput: numbers of another shape or kind.
        """
        heed(self.checked(actions), self.options.limits, self.batch.agents, self.track, self._actions)
        self.batch.step(self._actions)
        follow(self._all, self._ways, self.batch.agents, self.batch.flags, self.track)

    def checked(self, actions: Array) -> Float64:
        """Actions as the kernel takes them; `BadInput` for another shape or kind."""
        found = np.asarray(actions)
        if found.size != np.prod(self._shape) or found.shape[0] != self.worlds or found.shape[-1] != 2:
            what = f"actions: shape {found.shape}"
            raise BadInput(what, remedy=f"give numbers of shape {self._shape} (worlds, learners, pedals and steering)")
        if found.dtype.kind not in "fiu":
            raise BadInput(f"actions: of {found.dtype}", remedy="give floating-point numbers from -1 to 1")
        return np.ascontiguousarray(found.reshape(self._shape), np.float64)

    def leave(self, gone: Bool) -> None:
        """Takes learners (worlds, learners) out of their worlds."""
        self.batch.agents.present[:, : self.learners] &= ~gone

    def views(self) -> Mapping[str, Float32]:
        """What learners see, as views (worlds, learners, fields…) into the arrays that the kernels write."""
        seen, sizes = self.batch.seen, self.options
        found = {"own": seen.own, "way": self.track.way}
        found |= {"route": self.track.route} if sizes.route else {}
        found |= {"others": seen.others} if sizes.neighbours else {}
        found |= {"points": seen.points} if sizes.points else {}
        return {name: np.moveaxis(values, 0, 2) for name, values in found.items()}

    def close(self) -> None:
        """Ends the threads."""
        self.batch.close()


def moving(demand: Demand) -> bool:
    """Whether anybody but learners moves: without them no brains are asked, and none are compiled."""
    return demand.density > 0.0 or demand.walkers > 0
