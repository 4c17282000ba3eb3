"""What the minds of the traffic know of a map: flat tables, stored once, shared by all worlds; kernels take them."""

from __future__ import annotations

from enum import IntEnum
from typing import Annotated, NamedTuple

from aureole.core.notes import Bool, Float64, Int32


class User(IntEnum):
    """For whom a stretch is."""

    CARS = 0
    BICYCLES = 1
    WALKERS = 2


class Meeting(IntEnum):
    """How two stretches of a junction meet."""

    CROSS = 0
    """They cross."""
    MERGE = 1
    """They lead into the same lane."""
    PART = 2
    """They come out of the same lane: who is ahead is followed."""


class Light(IntEnum):
    """What a traffic light shows; as in a recording."""

    NONE = 0
    RED = 1
    AMBER = 2
    GREEN = 3


class Net(NamedTuple):
    """Lanes for traffic. A stretch is one lane of one lane section, in one way of travel.

    `*_first` tables have one entry more than their owners: owner i has rows first[i]:first[i+1]. Rows of stretches
    are what `Agents.lane`, `goal`, `target`, `next` and `claim` hold; -1 is none. Points of a stretch lie evenly
    along its middle, from its entry (row first[i]) to its exit.
    """

    lane: Annotated[Int32, "stretches", "-", "-"]
    """Lane row of `core.road.Road`."""
    way: Annotated[Int32, "stretches", "-", "-"]
    """1 driven with rising s, -1 with falling s."""
    start: Annotated[Float64, "stretches", "m", "road"]
    """s at its entry."""
    end: Annotated[Float64, "stretches", "m", "road"]
    """s at its exit."""
    length: Annotated[Float64, "stretches", "m", "lane"]
    """Along its middle."""
    limit: Annotated[Float64, "stretches", "m/s", "-"]
    """The lowest speed limit on it; infinite where none is given."""
    user: Annotated[Int32, "stretches", "-", "-"]
    """`User`."""
    junction: Annotated[Int32, "stretches", "-", "-"]
    """Row of the junction of the map; -1 outside."""
    spacing: Annotated[Float64, "stretches", "m", "lane"]
    """Between two points."""
    point_first: Annotated[Int32, "stretches_and_end", "-", "-"]
    point: Annotated[Float64, "points 7", "m", "world"]
    """x, y, heading (not wrapped, of the way of travel; rad), half of the width, pace (m/s): the limit, or what a bend
    allows in comfort; cosine and sine of the heading."""
    bounds: Annotated[Float64, "stretches 4", "m", "world"]
    """x and y of the lowest and of the highest corner around it, its width included."""
    after_first: Annotated[Int32, "stretches_and_end", "-", "-"]
    after: Annotated[Int32, "afters", "-", "-"]
    """Stretches that can be entered at its exit."""
    before_first: Annotated[Int32, "stretches_and_end", "-", "-"]
    before: Annotated[Int32, "befores", "-", "-"]
    beside: Annotated[Int32, "stretches 2", "-", "-"]
    """The stretch of the same way on its left, on its right, whatever the paint says."""
    against: Annotated[Int32, "stretches 2", "-", "-"]
    """The oncoming stretch on its left, on its right."""
    open: Annotated[Float64, "stretches 4", "m", "lane"]
    """Where the paint allows a change: from, to, to the left; from, to, to the right. Nowhere: from beyond to."""
    onward: Annotated[Float64, "stretches", "m", "lane"]
    """How far one can drive from its entry without a change of lanes, at most; 2000 stands for more."""
    chain: Annotated[Int32, "stretches", "-", "-"]
    """The only stretch that follows within the same junction; -1 none."""
    straight: Annotated[Int32, "stretches", "-", "-"]
    """Of those that follow, the one that leads furthest, and of these the straightest; -1 none."""
    turn: Annotated[Float64, "stretches", "rad", "-"]
    """By how much its middle turns, left plus."""
    meet_first: Annotated[Int32, "stretches_and_end", "-", "-"]
    """Of the meetings with other stretches."""
    meet_other: Annotated[Int32, "meetings", "-", "-"]
    meet_kind: Annotated[Int32, "meetings", "-", "-"]
    """`Meeting`."""
    meet_span: Annotated[Float64, "meetings 4", "m", "lane"]
    """Where the widths overlap: along this stretch from, to; along the other from, to."""
    meet_long: Annotated[Bool, "meetings", "-", "-"]
    """Only of lorries and buses: cars pass each other there."""
    meet_rank: Annotated[Int32, "meetings", "-", "-"]
    """1 this one gives way, -1 the other does, 0 neither by a rule."""
    meet_end: Annotated[Float64, "stretches", "m", "lane"]
    """Where the last of its meetings ends."""
    line: Annotated[Float64, "stretches", "m", "lane"]
    """Where to stop for its light or its sign; 0 is at its entry. Infinite where there is neither."""
    group: Annotated[Int32, "stretches", "-", "-"]
    """Row of the group of lights (`Lights`); -1 none."""
    stop: Annotated[Bool, "stretches", "-", "-"]
    """A stop sign: everybody halts at the line first."""
    sources: Annotated[Int32, "sources", "-", "-"]
    """Stretches for cars that nothing leads into: where traffic comes in."""
    goal_row: Annotated[Int32, "stretches", "-", "-"]
    """Row of `hop` for a stretch that is somebody's goal; -1 for others."""
    hop: Annotated[Int32, "goals stretches", "-", "-"]
    """Where to go next towards a goal: what follows, or a stretch beside; -1 no way, or there already."""
    zebra_first: Annotated[Int32, "stretches_and_end", "-", "-"]
    """Of the crossings over a stretch."""
    zebra: Annotated[Int32, "zebras", "-", "-"]
    """Row of the crossing."""
    zebra_span: Annotated[Float64, "zebras 2", "m", "lane"]
    """Along the stretch, from, to."""
    crossing_zebra: Annotated[Int32, "crossings_and_end", "-", "-"]
    """Of each crossing, rows of the next two: what it crosses."""
    crossed: Annotated[Int32, "crosseds", "-", "-"]
    """Stretch."""
    crossed_span: Annotated[Float64, "crosseds 4", "m", "lane"]
    """Along the stretch from, to; m along the walker's path from the kerb, from, to."""
    crossing_marked: Annotated[Bool, "crossings", "-", "-"]
    """Painted: cars give way."""
    path_first: Annotated[Int32, "paths_and_end", "-", "-"]
    path: Annotated[Float64, "path_points 3", "m", "world"]
    """Walkers' paths: x, y, m from the start."""
    kerb_first: Annotated[Int32, "paths_and_end", "-", "-"]
    kerb: Annotated[Float64, "kerbs 2", "m", "-"]
    """Where a path leaves a kerb and where it reaches the other one, m from its start; in order."""
    kerb_crossing: Annotated[Int32, "kerbs", "-", "-"]
    grid_from: Annotated[Float64, "3", "m", "world"]
    """x and y of the lowest corner of the grid that finds stretches, size of its cells."""
    grid_size: Annotated[Int32, "2", "-", "-"]
    """Cells along x, along y."""
    cell_first: Annotated[Int32, "cells_and_end", "-", "-"]
    cell: Annotated[Int32, "rows", "-", "-"]
    """Stretches whose bounds touch the cell."""
    manner: Annotated[Float64, "manners 11", "-", "-"]
    """How each `core.kinds.Kind` drives: `brains.manner.Manner`; after the kinds a crowd of people, if there is one."""
    careless: float
    """Share of walkers who do not look."""


class Lights(NamedTuple):
    """What each group of lights shows, as a function of time: spans one after the other, and again from the start."""

    first: Annotated[Int32, "groups_and_end", "-", "-"]
    until: Annotated[Float64, "spans", "s", "-"]
    """End of a span from the start of its programme; the last one's is the length of the programme."""
    shows: Annotated[Int32, "spans", "-", "-"]
    """`Light`."""
    offset: Annotated[Float64, "groups", "s", "-"]
    """Time into the programme at tick 0."""


class Logs(NamedTuple):
    """Recorded tracks, shared by all worlds; `Agents.goal` is the row of a track for `Mind.REPLAY` and `REACT`."""

    period: float
    """s between two recorded ticks."""
    ego: int
    """Row of the track of the examined agent; -1 none."""
    bound: float
    """m; nearer than this to its track the examined agent is where the log had it."""
    present: Annotated[Bool, "tracks ticks", "-", "-"]
    pose: Annotated[Float64, "tracks ticks 4", "m", "world"]
    """x, y of the middle of the box, heading (rad, not wrapped), speed (m/s)."""
    along: Annotated[Float64, "tracks ticks", "m", "-"]
    """Way gone since the track's first tick; never falls."""
    size: Annotated[Float64, "tracks 2", "m", "agent"]
    """Length and width of the box."""
    kind: Annotated[Int32, "tracks", "-", "-"]
    """`core.kinds.Kind`."""
