"""Lanelet2's lanelets: borders put in the way of travel, who follows and who lies beside by shared nodes and ways."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, replace

import numpy as np

from aureole.core.kinds import LaneKind
from aureole.core.notes import Float64
from aureole.world.roads.lanelet2.elements import Drawing, Relation, Way
from aureole.world.roads.lanelet2.words import BOTH_WAYS, KINDS, kind_of, limit_of, mark_of, truth
from aureole.world.roads.lanelets.lanelet import Lanelet
from aureole.world.roads.lanelets.sound import signed_widths

LEFT, RIGHT = 0, 1


@dataclass(frozen=True, slots=True)
class Border:
    """A way as a border: its nodes in the way of travel, and whether it was drawn the other way."""

    way: Way
    nodes: tuple[str, ...]
    line: Float64
    turned: bool

    def flipped(self) -> Border:
        """The same from its end to its start."""
        return Border(self.way, self.nodes[::-1], self.line[::-1], not self.turned)


@dataclass(frozen=True, slots=True)
class Sketch:
    """A lanelet with the ways that it is drawn by."""

    relation: Relation
    kind: LaneKind
    sides: tuple[Border, Border]


def read_lanelets(drawing: Drawing, limits: dict[str, float]) -> tuple[Lanelet, ...]:
    """Every lanelet that is made a lane; the others are told. `limits` are those of regulatory elements, m/s."""
    sketches: dict[str, Sketch] = {}
    for relation in drawing.relations.values():
        if relation.tags.get("type") == "lanelet":
            sketch = sketched(drawing, relation)
            if sketch is not None:
                sketches[relation.name] = sketch
    after, beside = followers(sketches), neighbours(sketches)
    note_turned(drawing, sketches)
    found = [made(drawing, sketch, limits) for sketch in sketches.values()]
    return tuple(
        replace(
            lanelet, after=after.get(lanelet.name, ()),
            beside_left=beside[lanelet.name, LEFT][0], same_left=beside[lanelet.name, LEFT][1],
            beside_right=beside[lanelet.name, RIGHT][0], same_right=beside[lanelet.name, RIGHT][1],
        ) for lanelet in found
    )  # fmt: skip


def sketched(drawing: Drawing, relation: Relation) -> Sketch | None:
    """A lanelet with its borders in the way of travel: the left one on the left; None if it cannot be drawn."""
    markup, tags = drawing.markup, relation.tags
    kind = kind_of(tags)
    if kind is None:
        subtype = tags.get("subtype", "")
        markup.drop(relation.element, f"<relation> of subtype {subtype}: it lies across lanes or is no road: no lane")
        return None
    if tags.get("subtype", "road") not in KINDS:
        what = f"<relation>: the lanelet subtype '{tags['subtype'][:30]}' is not known: it is used as a road"
        markup.drop(relation.element, what)
    left, right = border(drawing, relation, "left"), border(drawing, relation, "right")
    if left is None or right is None:
        return None
    a, b = left.line, right.line
    with_it, against = a[[0, -1]] - b[[0, -1]], a[[0, -1]] - b[[-1, 0]]
    if np.hypot(*with_it.T).sum() > np.hypot(*against.T).sum():
        right = right.flipped()
    widths = signed_widths(left.line, right.line)
    if widths.sum() < 0.0:
        left, right = left.flipped(), right.flipped()
    return Sketch(relation, kind, (left, right))


def border(drawing: Drawing, relation: Relation, role: str) -> Border | None:
    """One border; None, and told, if the file has not all of it."""
    markup = drawing.markup
    names = relation.of(role, "way")
    if len(names) != 1:
        markup.drop(relation.element, f"<relation>: a lanelet with {len(names)} ways as its {role} border is left out")
        return None
    way = drawing.ways.get(names[0])
    if way is None or any(node not in drawing.places for node in way.nodes):
        markup.drop(relation.element, f"<relation>: a lanelet whose {role} border is not in the file is left out")
        return None
    nodes = tuple(node for k, node in enumerate(way.nodes) if k == 0 or node != way.nodes[k - 1])
    if len(nodes) < 2:
        markup.drop(relation.element, f"<relation>: a lanelet whose {role} border has no two nodes is left out")
        return None
    return Border(way, nodes, np.array([drawing.places[node] for node in nodes]), turned=False)


def followers(sketches: dict[str, Sketch]) -> dict[str, tuple[str, ...]]:
    """Who begins at the two nodes at which a lanelet ends; a lane that is driven leads into such lanes only."""
    starts: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for name, sketch in sketches.items():
        starts[sketch.sides[LEFT].nodes[0], sketch.sides[RIGHT].nodes[0]].append(name)
    found: dict[str, tuple[str, ...]] = {}
    for name, sketch in sketches.items():
        ends = (sketch.sides[LEFT].nodes[-1], sketch.sides[RIGHT].nodes[-1])
        walked = sketch.kind in BOTH_WAYS
        found[name] = tuple(other for other in starts[ends]
                            if other != name and (sketches[other].kind in BOTH_WAYS) == walked)  # fmt: skip
    return found


def note_turned(drawing: Drawing, sketches: dict[str, Sketch]) -> None:
    """Tell where a lanelet that is driven both ways is met by another at its end, against the way it was drawn."""
    ends = {tuple(side.nodes[-1] for side in sketch.sides) for sketch in sketches.values()}
    for sketch in sketches.values():
        left, right = sketch.sides
        if sketch.kind == LaneKind.BIDIRECTIONAL and (right.nodes[-1], left.nodes[-1]) in ends:
            what = "<relation>: a lanelet driven both ways is met by another at its end: one is not led into it there"
            drawing.markup.drop(sketch.relation.element, what)


def neighbours(sketches: dict[str, Sketch]) -> dict[tuple[str, int], tuple[str, bool]]:
    """Who shares a border, and whether it runs the same way: of several the first of the same kind."""
    users: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for name, sketch in sketches.items():
        for side in (LEFT, RIGHT):
            users[sketch.sides[side].way.name].append((name, side))
    found: dict[tuple[str, int], tuple[str, bool]] = {}
    for name, sketch in sketches.items():
        for side in (LEFT, RIGHT):
            own = sketch.sides[side]
            others = []
            for other, its in users[own.way.name]:
                same = sketches[other].sides[its].turned == own.turned
                if other != name and same == (its != side):  # the same way on its other side, or against on the same
                    others.append((sketches[other].kind != sketch.kind, other, same))
            best = min(others, key=lambda entry: entry[0], default=None)
            found[name, side] = ("", True) if best is None else best[1:]
    return found


def made(drawing: Drawing, sketch: Sketch, limits: dict[str, float]) -> Lanelet:
    """The lanelet without its neighbours."""
    relation, (left, right) = sketch.relation, sketch.sides
    limit, assumed = limit_of(relation.tags)
    signs = [limits[name] for name in relation.of("regulatory_element") if name in limits]
    if signs:
        limit = min(signs)
    elif assumed and not math.isinf(limit):
        what = f"<relation>: no limit is given: that of {relation.tags['region']} for {relation.tags['location']} roads"
        drawing.markup.drop(relation.element, f"{what} is used ({limit * 3.6:.0f} km/h)")
    if sketch.kind == LaneKind.SIDEWALK and truth(relation.tags.get("one_way", "no")):
        drawing.markup.drop(relation.element, "<tag k='one_way'>: people walk both ways on a walkway")
    return Lanelet(
        relation.name, left.line, right.line, kind=sketch.kind, limit=limit,
        mark_left=mark_of(left.way.tags, turned=left.turned), mark_right=mark_of(right.way.tags, turned=right.turned),
    )  # fmt: skip
