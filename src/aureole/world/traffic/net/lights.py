"""Traffic lights: programmes under which conflicting groups are never open together.

What a group shows is a pure function of time.
"""

from __future__ import annotations

import math

import numpy as np

from aureole.kernels import device
from aureole.world.traffic.net.net import Light, Lights, Meeting, Net

GREEN = 15.0  # s; of each phase, where nobody says otherwise
AMBER = 3.0  # s; up to 50 km/h (RiLSA 2015, §2.4)
CLEARING = 7.0  # m/s; how fast those who entered last leave (RiLSA: 7 m/s when turning)
LEAST_RED = 1.0  # s; all red between two phases, at least


@device(inline=True)
def light(lights: Lights, group: int, time: float) -> int:
    """What a group shows `time` seconds after tick 0: `Light`; NONE without a group."""
    return shown(lights, group, time)[0]


@device(inline=True)
def shown(lights: Lights, group: int, time: float) -> tuple[int, float]:
    """What a group shows, and for how many more seconds."""
    if group < 0 or group >= len(lights.offset):
        return 0, math.inf
    first, end = lights.first[group], lights.first[group + 1]
    if first >= end:
        return 0, math.inf
    whole = lights.until[end - 1]
    at = time + lights.offset[group]
    if whole < math.inf:
        at -= math.floor(at / whole) * whole
    for row in range(first, end):
        if at < lights.until[row]:
            return int(lights.shows[row]), lights.until[row] - at
    return int(lights.shows[end - 1]), math.inf


def lights_of(net: Net, *, green: float = GREEN, amber: float = AMBER) -> Lights:
    """A fixed programme for every group of a net: phase after phase, each group green in one phase of its junction.

    Groups whose ways cross or merge are never in one phase; between two phases all is red for as long as the longest
    way through takes to clear.
    """
    groups = int(net.group.max(initial=-1)) + 1
    programmes: list[list[tuple[float, int]]] = [[] for _ in range(groups)]
    for together in junctions_of(net, groups):
        phases = phases_of(net, together)
        members = np.isin(net.group, together) & (net.junction >= 0)
        red = max(float(net.length[members].max(initial=0.0)) / CLEARING, LEAST_RED)
        cycle = (green + amber + red) * (max(phases.values()) + 1)
        for group in together:
            begin = phases[group] * (green + amber + red)
            before = [(begin, Light.RED)] if begin > 0.0 else []
            programmes[group] = [
                *before, (begin + green, Light.GREEN), (begin + green + amber, Light.AMBER), (cycle, Light.RED)
            ]  # fmt: skip
    return tables(programmes)


def tables(programmes: list[list[tuple[float, int]]]) -> Lights:
    """Programmes as (until, shows) of each group in flat tables."""
    first = np.concatenate([[0], np.cumsum([len(each) for each in programmes])]).astype(np.int32)
    until = np.array([span[0] for each in programmes for span in each], np.float64)
    shows = np.array([int(span[1]) for each in programmes for span in each], np.int32)
    return Lights(first, until, shows, np.zeros(len(programmes)))


def junctions_of(net: Net, groups: int) -> list[list[int]]:
    """Groups that share a junction, together; in the order of their rows."""
    found: dict[int, list[int]] = {}
    for group in range(groups):
        there = net.junction[(net.group == group) & (net.junction >= 0)]
        found.setdefault(int(there[0]) if len(there) else -1 - group, []).append(group)
    return list(found.values())


def conflicts(net: Net) -> set[tuple[int, int]]:
    """Pairs of groups of which some ways cross or merge."""
    own = np.repeat(np.arange(len(net.lane)), np.diff(net.meet_first))
    one, other = net.group[own], net.group[net.meet_other]
    met = (one >= 0) & (other >= 0) & (one != other) & (net.meet_kind != Meeting.PART)
    return set(zip(one[met].tolist(), other[met].tolist(), strict=True))


def phases_of(net: Net, groups: list[int]) -> dict[int, int]:
    """The phase of each group of a junction: the first in which it meets none that is in it already."""
    against, found = conflicts(net), dict[int, int]()
    for group in groups:
        taken = {found[other] for other in found if (group, other) in against}
        found[group] = next(phase for phase in range(len(groups)) if phase not in taken)
    return found


def no_lights() -> Lights:
    """None at all."""
    return tables([])
