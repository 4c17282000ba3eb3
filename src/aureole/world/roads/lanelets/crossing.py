"""Which roads belong to junctions: those that are said to, those that cross each other, and those beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from aureole.core.kinds import LaneKind
from aureole.core.notes import Float64
from aureole.world.roads.drawn.polyline import cross, even, length, points_at
from aureole.world.roads.lanelets.beside import Group
from aureole.world.roads.lanelets.joining import Joint, Node, Places
from aureole.world.roads.lanelets.lanelet import Lanelet

LONGEST = 80.0  # m; a longer road beside a junction's roads is no part of it
DRIVEN = frozenset({LaneKind.DRIVING, LaneKind.BIDIRECTIONAL, LaneKind.RESTRICTED, LaneKind.CONNECTING})


def junctions(
    lanelets: dict[str, Lanelet], groups: Sequence[Group], joints: Sequence[Joint], where: Places
) -> dict[int, str]:
    """The junction of each group that belongs to one: the id that the source gives, else `j` and a number."""
    root: dict[int, int] = {}

    def find(row: int) -> int:
        while root.setdefault(row, row) != row:
            row = root[row]
        return row

    def join(one: int, other: int) -> None:
        a, b = find(one), find(other)
        root[max(a, b)] = min(a, b)

    named: dict[str, int] = {}
    for row, group in enumerate(groups):
        given = next((lanelets[name].junction for name in group.members if lanelets[name].junction), "")
        if given:
            join(named.setdefault(given, row), row)
    for one, other in crossings(lanelets, groups):
        join(one, other)
    short = {row for row, group in enumerate(groups) if length(lanelets[group.members[0]].left) < LONGEST}
    beside = siblings(joints, where)
    todo = list(root)
    while todo:
        row = todo.pop()
        for other in sorted(beside[row] & short):
            if other not in root:
                todo.append(other)
            join(row, other)
    return titled({row: find(row) for row in root}, named)


def titled(found: dict[int, int], named: dict[str, int]) -> dict[int, str]:
    """The names of junctions, in the order of their first roads."""
    titles = {found[row]: given for given, row in reversed(named.items())}
    taken, number = set(titles.values()), 0
    for row in sorted(found):
        if found[row] not in titles:
            number += 1
            while f"j{number}" in taken:
                number += 1
            titles[found[row]] = f"j{number}"
    return {row: titles[found[row]] for row in found}


def siblings(joints: Sequence[Joint], where: Places) -> dict[int, set[int]]:
    """Groups that begin or end at one end of a third."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    for joint in joints:
        partners: defaultdict[Node, set[int]] = defaultdict(set)
        for name, other in joint.links:
            partners[where.exit(name)].add(where.entry(other)[0])
            partners[where.entry(other)].add(where.exit(name)[0])
        for rows in partners.values():
            for row in rows:
                found[row] |= rows - {row}
    return found


def crossings(lanelets: dict[str, Lanelet], groups: Sequence[Group]) -> list[tuple[int, int]]:
    """Pairs of groups whose driven lanelets cross in their middles."""
    lines: list[Float64] = []
    owner: list[int] = []
    for row, group in enumerate(groups):
        for name in group.members:
            if lanelets[name].kind in DRIVEN:
                lines.append(middle(lanelets[name]))
                owner.append(row)
    if not lines:
        return []
    low, high = np.array([line.min(axis=0) for line in lines]), np.array([line.max(axis=0) for line in lines])
    found: dict[tuple[int, int], None] = {}
    for k, line in enumerate(lines):
        near = ((low[k] <= high[k + 1 :]) & (low[k + 1 :] <= high[k])).all(axis=1)
        for other in (np.flatnonzero(near) + k + 1).tolist():
            pair = (owner[k], owner[other])
            if pair[0] != pair[1] and pair not in found and cross(line, lines[other]):
                found[pair] = None
    return list(found)


def middle(lanelet: Lanelet) -> Float64:
    """The middle line of a lanelet, a little short of both ends: what only meets there does not cross."""
    left, right = even(lanelet.left, 2.0), even(lanelet.right, 2.0)
    part = np.linspace(0.03, 0.97, max(len(left), len(right), 3))
    return 0.5 * (points_at(left, part * length(left)) + points_at(right, part * length(right)))
