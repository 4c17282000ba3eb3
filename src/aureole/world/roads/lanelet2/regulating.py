"""Lanelet2's regulatory elements: speed limits, traffic lights, rights of way; what else there is, is told."""

from __future__ import annotations

import math

import numpy as np

from aureole.world.roads.lanelet2.elements import Drawing, Relation
from aureole.world.roads.lanelet2.words import signed, speed
from aureole.world.roads.lanelets.posts import Post, Priority

YIELD, STOP = ("DE", "205"), ("DE", "206")  # Lanelet2 names signs after the German catalogue (StVO annex 2)
STOPS = frozenset({"de206", "usr1-1", "stop"})
KNOWN = ("speed_limit", "traffic_light", "right_of_way", "all_way_stop")


def elements(drawing: Drawing) -> list[Relation]:
    """Every regulatory element."""
    return [relation for relation in drawing.relations.values() if relation.tags.get("type") == "regulatory_element"]


def speed_limits(drawing: Drawing) -> dict[str, float]:
    """The limit of each regulatory element that gives one, m/s."""
    found: dict[str, float] = {}
    for relation in elements(drawing):
        if relation.tags.get("subtype") != "speed_limit":
            continue
        own = speed(relation.tags.get("limit", relation.tags.get("speed_limit", "")))
        codes = [relation.tags.get("sign_type", "")]
        codes += [drawing.ways[name].tags.get("subtype", "") for name in relation.of("refers") if name in drawing.ways]
        given = [own, *(signed(code) for code in codes)]
        known = [limit for limit in given if limit is not None]
        if known:
            found[relation.name] = known[0]
        else:
            drawing.markup.drop(relation.element, "<relation> speed_limit: it gives no speed that is known")
    return found


def posts(drawing: Drawing) -> tuple[Post, ...]:
    """Lights, and signs that make one yield or stop."""
    users: dict[str, list[str]] = {}
    for relation in drawing.relations.values():
        if relation.tags.get("type") == "lanelet":
            for name in relation.of("regulatory_element"):
                users.setdefault(name, []).append(relation.name)
    found: list[Post] = []
    for relation in elements(drawing):
        kind = relation.tags.get("subtype", "")
        if kind not in KNOWN:
            drawing.markup.drop(relation.element, f"<relation>: regulatory element '{kind[:30]}' is not used")
        elif kind == "traffic_light":
            lanelets = tuple(users.get(relation.name, ()))
            found.append(Post(relation.name, lanelets, stop=line_middle(drawing, relation, "ref_line"),
                              stands=line_middle(drawing, relation, "refers")))  # fmt: skip
        elif kind in {"right_of_way", "all_way_stop"}:
            found += signs(drawing, relation, kind)
    return tuple(post for post in found if post.lanelets)


def signs(drawing: Drawing, relation: Relation, kind: str) -> list[Post]:
    """The signs of a right of way for those who wait."""
    waits = tuple(relation.of("yield"))
    refers = [drawing.ways[name].tags.get("subtype", "") for name in relation.of("refers") if name in drawing.ways]
    stops = kind == "all_way_stop" or any(code.lower() in STOPS for code in refers)
    country, code = STOP if stops else YIELD
    stop = line_middle(drawing, relation, "ref_line")
    if relation.tags.get("fallback") == "yes":
        drawing.markup.drop(relation.element, "<tag k='fallback'>: signs count beside lights, not only when these fail")
    return [Post(relation.name, waits, country, code, dynamic=False, stop=stop)] if waits else []


def priorities(drawing: Drawing) -> tuple[Priority, ...]:
    """Who goes first."""
    return tuple(
        Priority(tuple(relation.of("right_of_way")), tuple(relation.of("yield")))
        for relation in elements(drawing)
        if relation.tags.get("subtype") == "right_of_way"
    )


def line_middle(drawing: Drawing, relation: Relation, role: str) -> tuple[float, float] | None:
    """The middle of the first line of a role; None if there is none."""
    for name in relation.of(role, "way"):
        way = drawing.ways.get(name)
        known = [drawing.places[node] for node in way.nodes if node in drawing.places] if way is not None else []
        if known:
            middle = np.mean([known[0], known[-1]], axis=0)
            if math.isfinite(float(middle.sum())):
                return float(middle[0]), float(middle[1])
    return None
