"""Lanelets made into a map: the roads, links and marks that every room reads, with what was lost and by how much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Annotated

import numpy as np

from aureole.core.errors import BadInput
from aureole.core.notes import Float64
from aureole.world.roads.lanelets.beside import groups as grouped
from aureole.world.roads.lanelets.crossing import junctions
from aureole.world.roads.lanelets.document import Document
from aureole.world.roads.lanelets.joining import cuts, joints, places
from aureole.world.roads.lanelets.lanelet import Lanelet
from aureole.world.roads.lanelets.linking import linking
from aureole.world.roads.lanelets.measuring import Misfit, misfit
from aureole.world.roads.lanelets.posts import Post, Priority, priorities
from aureole.world.roads.lanelets.sound import place_of, sound
from aureole.world.roads.lanelets.strips import Strip, strips
from aureole.world.roads.reading.markup import Markup, Notice
from aureole.world.roads.reading.opendrive import Map, read_markup

CLOSE = 0.05  # m; 95 % of all places of borders are to lie within this
FAR = 0.2  # m; a lanelet with a place further off is named
OVERHANG = 2.0  # m; a lanelet that reaches further beyond its road is named


@dataclass(frozen=True, slots=True)
class Made:
    """A map made of lanelets."""

    map: Map
    lane_of: dict[str, int]
    """Row of the lane (`core.road.Road`) that each lanelet became; one that was dropped is not in it."""
    errors: Annotated[Float64, "lanelets", "m", "world"]
    """How far a border of each kept lanelet lies from its lane's border at most, in the order of `lane_of`."""
    close: float
    """Part of all places of borders (every half metre) that lie within 5 cm of their lane's border."""
    notices: tuple[Notice, ...]
    """What was dropped or approximated, and by how much."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What counts on lanelets beside their shape."""

    posts: tuple[Post, ...] = ()
    priorities: tuple[Priority, ...] = ()
    geo_reference: str = ""
    """The projection of the frame, a PROJ string; empty if it has none."""
    left_hand: bool | None = None
    """Whether traffic keeps left; None where the source does not tell: then it is seen from the lanelets."""


NOTHING = Rules()


def to_map(lanelets: Sequence[Lanelet], name: str, rules: Rules = NOTHING) -> Made:
    """The map of lanelets (in any order, any frame in metres).

    Lanelets side by side that share a border become the lanes of one road; followers are linked, over a junction
    where one leads to several or several into one. Degenerate lanelets are dropped and told by id.

    Args:
        lanelets: at least one that can be used.
        name: what notices and errors call the source: its path.
        rules: lights, signs, who goes first, and the projection.

    Raises:
        BadInput: no lanelet is left.
    """
    kept, told = sound(lanelets, name)
    if not kept:
        dropped = "; ".join(str(notice) for notice in told[:3])
        what = f"none of its {len(lanelets)} lanelets can be used" + (f": {dropped}" if dropped else "")
        raise BadInput(what, place=name, remedy="give a map with at least one sound lanelet")
    rows = grouped(kept, name, told, rules.left_hand)
    where = places(rows)
    meeting = joints(kept, where)
    member = junctions(kept, rows, meeting, where)
    made = strips(kept, rows, cuts(kept, rows, meeting, name, told), name, told)
    first = priorities(rules.priorities, {lanelet: row for lanelet, (row, _) in where.of.items()}, member)
    document = Document(kept, made, linking(meeting, where, member), member, rules.posts, first)
    title = PurePath(name).name.partition(".")[0]
    map_ = read_markup(Markup(name, document.write(title, rules.geo_reference)))
    misfits = {lanelet: misfit(kept[lanelet], strip, k)
               for strip in made for k, lanelet in enumerate(strip.group.members)}  # fmt: skip
    lane_of = lane_rows(map_, made, list(kept))
    errors = np.array([misfits[lanelet].worst for lanelet in lane_of])
    off = np.concatenate([found.off for found in misfits.values()])
    close = float((off <= CLOSE).mean()) if len(off) else 1.0
    told += told_of(misfits, close, name)
    return Made(map_, lane_of, errors, close, tuple(told) + map_.notices)


def lane_rows(map_: Map, made: Sequence[Strip], order: Sequence[str]) -> dict[str, int]:
    """The row of each lanelet's lane, in the order of the source."""
    found: dict[str, int] = {}
    for r, strip in enumerate(made):
        first = int(map_.road.lane_first[map_.road.section_first[r]])
        lowest = int(map_.road.lane_id[first])
        for name, lane_id in zip(strip.group.members, strip.group.lane_ids, strict=True):
            found[name] = first + lane_id - lowest
    return {name: found[name] for name in order}


def told_of(misfits: dict[str, Misfit], close: float, source: str) -> list[Notice]:
    """What is told of the error: in all, and of each lanelet that is far off or reaches beyond its road."""
    worst = max(misfits, key=lambda name: misfits[name].worst)
    told = [Notice(
        f"approximated: {100.0 * close:.1f} % of all borders lie within {CLOSE:g} m of their lane's border, "
        f"the furthest {misfits[worst].worst:.2f} m (lanelet {worst})", source,
    )]  # fmt: skip
    for name, found in misfits.items():
        if found.worst > FAR:
            told.append(Notice(f"approximated: its border lies up to {found.worst:.2f} m from its lane's border",
                               place_of(source, name)))  # fmt: skip
        if found.beyond > OVERHANG:
            told.append(Notice(f"approximated: {found.beyond:.1f} m of a border lie before or beyond its road, whose "
                               "ends are cut at right angles", place_of(source, name)))  # fmt: skip
    return told
