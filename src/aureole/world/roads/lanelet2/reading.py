"""Reads a Lanelet2 map (.osm, .osm.gz) as the map that every room reads."""

from __future__ import annotations

from pathlib import Path

from aureole.core.errors import BadInput
from aureole.world.roads.lanelet2.elements import Drawing, read_drawing
from aureole.world.roads.lanelet2.lanelets import read_lanelets
from aureole.world.roads.lanelet2.regulating import posts, priorities, speed_limits
from aureole.world.roads.lanelet2.words import LEFT_HAND
from aureole.world.roads.lanelets.making import Made, Rules, to_map
from aureole.world.roads.reading.markup import LARGEST, load

PROJECTIONS = ("local", "utm")
AREAS = "<relation> multipolygon: areas without lanes are not used"


def read_lanelet2(path: Path | str, *, projection: str = "local", largest: int = LARGEST) -> Made:
    """A whole Lanelet2 file of at most `largest` bytes unpacked.

    Args:
        path: .osm or .osm.gz.
        projection: of latitude and longitude: `local`, transverse Mercator of true scale around the middle of the map,
            or `utm`, its zone counted from the first node. Not used where every node has local_x and local_y.
        largest: bytes, unpacked.

    Raises:
        BadInput: no such file, not such a file, no lanelet in it; with file:line <element>.
    """
    if projection not in PROJECTIONS:
        raise BadInput(f"projection '{projection}'", place=str(path), remedy=f"there is {', '.join(PROJECTIONS)}")
    markup = load(path, "osm", largest=largest)
    drawing = read_drawing(markup, projection=projection)
    limits = speed_limits(drawing)
    lanelets = read_lanelets(drawing, limits)
    if not lanelets:
        remedy = "give a map with relations of type lanelet; plain OpenStreetMap has no lanes"
        raise markup.bad(markup.root, "no <relation> of type lanelet that can be drawn", remedy)
    rules = Rules(posts(drawing), priorities(drawing), drawing.reference, left_hand(drawing))
    note_rest(drawing)
    made = to_map(lanelets, markup.path, rules)
    return Made(made.map, made.lane_of, made.errors, made.close, markup.dropped() + made.notices)


def left_hand(drawing: Drawing) -> bool | None:
    """Whether traffic keeps left in most regions that lanelets name; None if they name none."""
    regions = [region.lower() for relation in drawing.relations.values() if (region := relation.tags.get("region", ""))]
    return sum(region in LEFT_HAND for region in regions) * 2 > len(regions) if regions else None


def note_rest(drawing: Drawing) -> None:
    """Tell what else is drawn."""
    used = {name for relation in drawing.relations.values() if relation.tags.get("type") == "lanelet"
            for kind, name, _ in relation.members if kind == "way"}  # fmt: skip
    for relation in drawing.relations.values():
        kind = relation.tags.get("type", "")
        if kind == "multipolygon":
            drawing.markup.drop(relation.element, AREAS)
        elif kind not in {"lanelet", "regulatory_element"}:
            drawing.markup.drop(relation.element, f"<relation> of type '{kind[:30]}' is not used")
        if kind == "lanelet" and relation.of("centerline"):
            drawing.markup.drop(relation.element, "<member role='centerline'>: the middle of the borders is used")
    for way in drawing.ways.values():
        if way.name not in used:
            drawing.markup.drop(way.element, f"<way> of type '{way.tags.get('type', '')[:30]}' is no border: not used")
