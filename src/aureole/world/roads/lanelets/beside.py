"""Lanelets side by side: those that share borders become the lanes of one road."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from aureole.core.kinds import LaneKind
from aureole.core.notes import Float64
from aureole.world.roads.drawn.polyline import apart, dense
from aureole.world.roads.lanelets.lanelet import Lanelet
from aureole.world.roads.lanelets.sound import place_of
from aureole.world.roads.reading.markup import Notice

SHARED = 0.3  # m; borders that lie further apart anywhere are two borders, whatever the file says of neighbours
ALONG, AGAINST = 1, -1

Beside = dict[tuple[str, str], str]
"""Who lies at a side (left, right) of a lanelet."""


@dataclass(frozen=True, slots=True)
class Group:
    """The lanelets of one road, from right to left in the direction of its reference line."""

    members: tuple[str, ...]
    ways: tuple[int, ...]
    """1 runs with the reference line, -1 against it."""
    centre: int
    """How many of them lie right of the centre lane."""
    left_hand: bool

    @property
    def lane_ids(self) -> tuple[int, ...]:
        """The OpenDRIVE id of each lane."""
        return tuple(k - self.centre if k < self.centre else k - self.centre + 1 for k in range(len(self.members)))


def groups(
    lanelets: dict[str, Lanelet], source: str, told: list[Notice], left_hand: bool | None = None
) -> list[Group]:  # fmt: skip
    """The lanelets as roads, in the order of the file; neighbours that share no border are told and kept apart.

    Which side traffic keeps to is found by how most neighbours pass each other, where `left_hand` does not say.
    """
    beside = neighbours(lanelets, source, told)
    rows, seen = [], set[str]()
    for name in lanelets:
        if name not in seen:
            rows.append(row(name, lanelets, beside))
            seen.update(member for member, _ in rows[-1])
    if left_hand is None:
        left_hand = keeps_left(rows, lanelets)
    return [placed(members, left_hand) for members in rows]


def neighbours(lanelets: dict[str, Lanelet], source: str, told: list[Notice]) -> Beside:
    """Who lies beside whom, wherever the borders agree; a side has one neighbour."""
    found: Beside = {}
    for name, lanelet in lanelets.items():
        sides = (("left", lanelet.beside_left, lanelet.same_left), ("right", lanelet.beside_right, lanelet.same_right))
        for side, other, same in sides:
            if not other or other == name or (name, side) in found:
                continue
            theirs = opposite(side) if same else side
            if (other, theirs) in found:
                what = f"its {side} neighbour {other} has another neighbour there: roads of their own"
                told.append(Notice(what, place_of(source, name)))
                continue
            gap = apart(border(lanelet, side), border(lanelets[other], theirs))
            if gap > SHARED:
                what = f"its {side} neighbour {other} shares no border with it ({gap:.2f} m apart): roads of their own"
                told.append(Notice(what, place_of(source, name)))
                continue
            found[name, side], found[other, theirs] = other, name
    return found


def opposite(side: str) -> str:
    """The other side."""
    return "right" if side == "left" else "left"


def border(lanelet: Lanelet, side: str) -> Float64:
    """One border, with points close enough to be compared."""
    return dense(lanelet.left if side == "left" else lanelet.right, 5.0)


def row(first: str, lanelets: dict[str, Lanelet], beside: Beside) -> list[tuple[str, int]]:
    """A lanelet with all beside it, from right to left in the way in which most of those that are driven run."""
    found = [(first, ALONG)]
    for side in ("left", "right"):
        name, way = first, ALONG
        while True:
            look = side if way == ALONG else opposite(side)
            other = beside.get((name, look))
            if other is None or any(other == member for member, _ in found):
                break
            same = beside.get((other, opposite(look))) == name
            name, way = other, way if same else -way
            found.append((name, way))
        if side == "left":
            found.reverse()
    found.reverse()
    driven = sum(way for name, way in found if lanelets[name].kind == LaneKind.DRIVING)
    return [(name, -way) for name, way in reversed(found)] if driven < 0 else found


def keeps_left(rows: list[list[tuple[str, int]]], lanelets: dict[str, Lanelet]) -> bool:
    """Whether traffic keeps left: most driven neighbours that meet pass each other on their left if it keeps right."""
    right = left = 0
    for members in rows:
        driven = [way for name, way in members if lanelets[name].kind == LaneKind.DRIVING]
        right += sum(a > b for a, b in pairwise(driven))
        left += sum(a < b for a, b in pairwise(driven))
    return left > right


def placed(members: list[tuple[str, int]], left_hand: bool) -> Group:
    """A row of lanelets around a centre lane, so that as few as may be run against the rule of their side."""
    names, ways = tuple(name for name, _ in members), tuple(way for _, way in members)
    normal = AGAINST if left_hand else ALONG  # of the lanes right of the centre

    def odd(centre: int) -> int:
        return sum(way != (normal if k < centre else -normal) for k, way in enumerate(ways))

    order = range(len(ways) + 1) if left_hand else range(len(ways), -1, -1)
    return Group(names, ways, min(order, key=odd), left_hand)
