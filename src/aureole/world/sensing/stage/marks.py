"""Strokes joined where one goes straight on from the other, in groups that cameras may pass over at once."""

from __future__ import annotations

import math

import numpy as np

from aureole.core.notes import Float64
from aureole.kernels import device, kernel
from aureole.world.sensing.stage.ground import (
    K_HALF,
    K_LENGTH,
    K_ON,
    K_PHASE,
    K_WAY_X,
    K_WAY_Y,
    K_X,
    K_Y,
    STROKE,
)

GROUP = 8  # marks of a group
LONGEST = 60.0  # m; of a mark
ASIDE = 0.005  # m; by how much a stroke may lie beside the mark it is joined to
TOUCH = 0.001  # m; strokes this near follow one another


@device
def follows(strokes: Float64, first: int, k: int) -> bool:
    """Whether stroke k goes on where k - 1 ends, in the same paint, on the way of the mark that begins at `first`."""
    before = k - 1
    for column in range(STROKE):
        same = column in (K_X, K_Y, K_WAY_X, K_WAY_Y, K_LENGTH, K_PHASE)
        if not same and strokes[before, column] != strokes[k, column]:
            return False
    x = strokes[before, K_X] + strokes[before, K_LENGTH] * strokes[before, K_WAY_X] - strokes[k, K_X]
    y = strokes[before, K_Y] + strokes[before, K_LENGTH] * strokes[before, K_WAY_Y] - strokes[k, K_Y]
    late = strokes[before, K_PHASE] + strokes[before, K_LENGTH] - strokes[k, K_PHASE]
    if abs(x) + abs(y) > TOUCH or (strokes[k, K_ON] > 0.0 and abs(late) > TOUCH):
        return False
    dx = strokes[k, K_X] + strokes[k, K_LENGTH] * strokes[k, K_WAY_X] - strokes[first, K_X]
    dy = strokes[k, K_Y] + strokes[k, K_LENGTH] * strokes[k, K_WAY_Y] - strokes[first, K_Y]
    length = math.hypot(dx, dy)
    if not 0.0 < length <= LONGEST:
        return False
    for joint in range(first + 1, k + 1):
        off = (strokes[joint, K_Y] - strokes[first, K_Y]) * dx - (strokes[joint, K_X] - strokes[first, K_X]) * dy
        if abs(off) > ASIDE * length:
            return False
    return True


@kernel
def join(strokes: Float64, marks: Float64) -> int:
    """Write the marks of strokes; gives how many there are."""
    count, first = 0, 0
    while first < len(strokes):
        after = first + 1
        while after < len(strokes) and follows(strokes, first, after):
            after += 1
        last = after - 1
        for column in range(STROKE):
            marks[count, column] = strokes[first, column]
        if last > first:
            dx = strokes[last, K_X] + strokes[last, K_LENGTH] * strokes[last, K_WAY_X] - strokes[first, K_X]
            dy = strokes[last, K_Y] + strokes[last, K_LENGTH] * strokes[last, K_WAY_Y] - strokes[first, K_Y]
            length = math.hypot(dx, dy)
            marks[count, K_WAY_X], marks[count, K_WAY_Y], marks[count, K_LENGTH] = dx / length, dy / length, length
        count, first = count + 1, after
    return count


def joined(strokes: Float64) -> tuple[Float64, Float64]:
    """Marks (n, 12) of strokes, in their order, and circles around groups of them (groups, 3), m, world."""
    room = np.zeros_like(strokes)
    marks = room[: join(np.ascontiguousarray(strokes), room)].copy()
    ends = marks[:, K_X : K_Y + 1] + marks[:, K_LENGTH, None] * marks[:, K_WAY_X : K_WAY_Y + 1]
    groups = np.zeros((-(-len(marks) // GROUP), 3))
    for g in range(len(groups)):
        part = slice(GROUP * g, GROUP * (g + 1))
        points = np.concatenate((marks[part, K_X : K_Y + 1], ends[part]))
        middle = 0.5 * (points.min(axis=0) + points.max(axis=0))
        groups[g, :2] = middle
        groups[g, 2] = np.hypot(*(points - middle).T).max() + float(marks[part, K_HALF].max()) + 1.0
    return marks, groups
