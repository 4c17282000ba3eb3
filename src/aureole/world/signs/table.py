"""The signals of a batch as one table, and what they show, from the few that can change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from aureole.core.brief import Signs
from aureole.core.notes import Float64, Int32
from aureole.world.signs.carried import Carried
from aureole.world.signs.standing import Standing
from aureole.world.signs.words import at_first


class Bearer(NamedTuple):
    """An agent that carries a signal."""

    agent: int
    name: str
    carried: Carried
    values: Sequence[float]
    """m/s in each world."""
    hand: tuple[float, float, float]
    """m; where it holds it, from its reference point in its frame."""


class Shown(NamedTuple):
    """How what is shown comes from what is kept."""

    still: Int32
    """What each signal shows before anybody changes it, [signals]: `core.kinds.SignalState`."""
    moving: Int32
    """The signals that can change, [changing]."""
    face: Int32
    """Where what each of them shows is kept, [changing]."""

    def of(self, lights: Int32) -> Int32:
        """What every signal shows, [rows, signals], from what is kept, [rows, faces]."""
        if not len(self.still):
            return np.zeros((len(lights), 0), dtype=np.int32)
        found = np.repeat(self.still[None], len(lights), axis=0)
        if len(self.moving):
            found[:, self.moving] = lights[:, self.face]
        return found


class Table(NamedTuple):
    """The signals of a batch."""

    signs: Signs
    shown: Shown
    height: Float64
    """m; of each signal's middle above the road, [signals]."""


def names_of(posts: Sequence[Standing], bearers: Mapping[str, Carried]) -> dict[str, int]:
    """What the signals that a scenario can name show at first: ids of the map, names of entities, which go before."""
    found = {post.name: int(at_first(post.kind)) for post in posts}
    return found | {name: int(carried.state) for name, carried in bearers.items()}


def table_of(posts: Sequence[Standing], bearers: Sequence[Bearer], faces: Sequence[str], worlds: int) -> Table:
    """The table of a batch: the map's signals, then those that are carried.

    Args:
        posts: of the map.
        bearers: who carries one.
        faces: names of those that can change, in the order in which what they show is kept.
        worlds: how many there are.
    """
    kinds = [post.kind for post in posts] + [bearer.carried.kind for bearer in bearers]
    values = [[post.value] * worlds for post in posts] + [list(bearer.values) for bearer in bearers]
    places = [post.xyz for post in posts] + [bearer.hand for bearer in bearers]
    count, carried = len(kinds), [bearer.carried for bearer in bearers]
    signs = Signs(
        kind=np.array(kinds, np.int32),
        value=np.ascontiguousarray(np.array(values, np.float64).reshape(count, worlds).T),
        xyz=np.array(places, np.float64).reshape(count, 3),
        heading=np.array([post.heading for post in posts] + [one.heading for one in carried], np.float64),
        carrier=np.array([-1] * len(posts) + [bearer.agent for bearer in bearers], np.int32),
        road=np.array([post.road for post in posts] + [-1] * len(bearers), np.int32),
        s=np.array([post.s for post in posts] + [one.ahead for one in carried], np.float64),
        direction=np.array([post.direction for post in posts] + [0] * len(bearers), np.int32),
        lanes=np.array([post.lanes for post in posts] + [one.lanes for one in carried], np.int32).reshape(count, 2),
        temporary=np.array([post.temporary for post in posts] + [one.temporary for one in carried], np.bool_),
    )
    taken = {bearer.name for bearer in bearers}
    names = ["" if post.name in taken else post.name for post in posts] + [bearer.name for bearer in bearers]
    still = [at_first(post.kind) for post in posts] + [one.state for one in carried]
    moving = [row for row, name in enumerate(names) if name in faces]
    shown = Shown(
        np.array(still, np.int32), np.array(moving, np.int32),
        np.array([list(faces).index(names[row]) for row in moving], np.int32),
    )  # fmt: skip
    height = np.array([post.height for post in posts] + [bearer.hand[2] for bearer in bearers], np.float64)
    return Table(signs, shown, height)
