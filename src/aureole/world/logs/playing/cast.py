"""Who takes part in a drive on a recording: the examined car, the others, and the moments that are driven."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from aureole.core.errors import BadInput
from aureole.core.kinds import Kind
from aureole.core.notes import Float64, Int64
from aureole.world.logs.recording import Recording

DRIVEN = (Kind.CAR, Kind.VAN, Kind.TRUCK, Kind.BUS)
"""What can be driven by a car's dynamics."""
AXLES = (*DRIVEN, Kind.TRAILER)
"""Whose reference point is the middle of the rear axle; that of the others is the middle of the box."""
AXLE = 0.298  # -; rear axle behind the middle of the box, as a share of the length: the sedan's
WHEELBASE = 0.6  # -; as a share of the length: the sedan's
TRACK = 0.858  # -; between the wheels, as a share of the width: the sedan's


@dataclass(frozen=True, slots=True)
class Cast:
    """One way to drive a recording."""

    recording: Recording
    agents: Int64
    """Rows of the recording, the examined car first."""
    first: int
    """Tick at which the drive begins."""
    last: int
    """Tick at which it ends."""
    logged: bool
    """The examined car has a track of its own from `first` to `last`; if not, only a start and a goal."""
    left_out: tuple[str, ...]
    """Who overlaps the examined car where it starts: not played."""

    @property
    def ego(self) -> int:
        """Row of the examined car."""
        return int(self.agents[0])

    @property
    def names(self) -> tuple[str, ...]:
        """Of the agents, in their order."""
        return tuple(self.recording.names[row] for row in self.agents)

    @property
    def span(self) -> float:
        """Seconds from the first tick to the last."""
        return (self.last - self.first) * self.recording.step

    def ahead(self) -> Float64:
        """Middle of each agent's box ahead of its reference point, m."""
        recording = self.recording
        axles = np.isin(recording.kind[self.agents], [int(kind) for kind in AXLES])
        return np.where(axles, AXLE * recording.size[self.agents, 0], 0.0)


def cast_of(recording: Recording, ego: str | None, place: str) -> Cast:
    """The drive in which a car of a recording is examined: by its id, else the one the recording names.

    Raises:
        BadInput: there is no such car, it is none that can be driven, or it is there for no time at all.
    """
    row = recording.ego if ego is None else chosen(recording, ego, place)
    kind = Kind(int(recording.kind[row]))
    if kind not in DRIVEN:
        what = f"'{recording.names[row]}' is a {kind.name.lower()}, and only cars, vans, lorries and buses are driven"
        raise BadInput(what, place=place, remedy=f"examine one of {', '.join(drivers(recording)[:12])}")
    ticks = np.flatnonzero(recording.present[row])
    if not len(ticks):
        raise BadInput(f"'{recording.names[row]}' is never there", place=place, remedy="examine another car")
    first, logged = int(ticks[0]), len(ticks) > 1
    last = int(ticks[-1]) if logged else recording.present.shape[1] - 1
    if last <= first:
        raise BadInput("the recording has one moment only", place=place, remedy="give a log that lasts")
    over = overlapping(recording, row, first)
    asked = -1 if recording.problem is None else recording.ego  # the car of a problem is not in the log
    others = [k for k in range(len(recording.names)) if k not in (row, asked) and k not in over]
    others = [k for k in others if recording.present[k, first : last + 1].any()]
    left_out = tuple(recording.names[k] for k in over)
    return Cast(recording, np.array([row, *others], np.int64), first, last, logged, left_out)


def drivers(recording: Recording) -> list[str]:
    """Ids of all that can be driven, the longest ways first."""
    rows = [
        k for k in range(len(recording.names))
        if Kind(int(recording.kind[k])) in DRIVEN and recording.present[k].sum() > 1
    ]  # fmt: skip
    return [recording.names[k] for k in sorted(rows, key=lambda k: (-way_of(recording, k), k))]


def way_of(recording: Recording, row: int) -> float:
    """m that an agent went."""
    points = recording.xyz[row, recording.present[row], :2]
    return float(np.hypot(*np.diff(points, axis=0).T).sum()) if len(points) > 1 else 0.0


def chosen(recording: Recording, ego: str, place: str) -> int:
    """Row of an agent by its id.

    Raises:
        BadInput: there is none; with those that can be driven.
    """
    if ego in recording.names:
        return recording.names.index(ego)
    known = drivers(recording)
    more = " …" if len(known) > 12 else ""
    what = f"there is no '{ego[:60]}' in the log"
    raise BadInput(what, place=place, remedy=f"examine one of {', '.join(known[:12])}{more}")


def overlapping(recording: Recording, ego: int, tick: int) -> list[int]:
    """Who overlaps a car's box at a tick: logs are not so exact that this means a collision."""
    from aureole.conduct.boxes import overlap  # with the compiler, which listing a log need not wait for

    def box(row: int) -> tuple[float, float, float, float, float]:
        x, y = recording.xyz[row, tick, :2]
        return float(x), float(y), float(recording.heading[row, tick]), *recording.size[row, :2].tolist()

    there = np.flatnonzero(recording.present[:, tick])
    return [int(k) for k in there if k != ego and overlap(*box(ego), *box(int(k)))]
