"""Nodes, ways and relations of an OSM file, by id, with their tags; places in metres."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from aureole.core.notes import Float64
from aureole.world.roads.lanelet2.projection import Frame, around, utm
from aureole.world.roads.reading.markup import NUMBER, Element, Markup

Tags = dict[str, str]


@dataclass(frozen=True, slots=True)
class Way:
    """A drawn line."""

    name: str
    nodes: tuple[str, ...]
    tags: Tags
    element: Element


@dataclass(frozen=True, slots=True)
class Relation:
    """A lanelet, an area or a regulatory element."""

    name: str
    members: tuple[tuple[str, str, str], ...]
    """Kind (node, way, relation), id, role."""
    tags: Tags
    element: Element

    def of(self, role: str, kind: str = "") -> list[str]:
        """Ids of the members with a role."""
        return [name for found, name, has in self.members if has == role and (not kind or kind == found)]


@dataclass(slots=True)
class Drawing:
    """Everything that is drawn in a file."""

    markup: Markup
    places: dict[str, Float64] = field(default_factory=dict)
    """x, y of each node, m."""
    ways: dict[str, Way] = field(default_factory=dict)
    relations: dict[str, Relation] = field(default_factory=dict)
    reference: str = ""
    """The projection, a PROJ string; empty where nodes give metres themselves."""


def read_drawing(markup: Markup, *, projection: str = "local") -> Drawing:
    """A whole file; `projection` is `local` (around the middle of the map) or `utm` (its zone, from the first node)."""
    found = Drawing(markup)
    read_nodes(found, projection)
    for element in markup.children(markup.root, "way"):
        name = unique(markup, element, found.ways)
        nodes = tuple(markup.text(node, "ref") for node in markup.children(element, "nd"))
        found.ways[name] = Way(name, nodes, tags_of(markup, element), element)
    for element in markup.children(markup.root, "relation"):
        name = unique(markup, element, found.relations)
        members = tuple(
            (markup.text(member, "type"), markup.text(member, "ref"), markup.text(member, "role", ""))
            for member in markup.children(element, "member")
        )
        found.relations[name] = Relation(name, members, tags_of(markup, element), element)
    return found


def unique(markup: Markup, element: Element, taken: dict[str, Way] | dict[str, Relation] | dict[str, Element]) -> str:
    """The id of an element, which no other of its kind has."""
    name = markup.text(element, "id")
    if name in taken:
        raise markup.bad(element, f"a second one with id='{name[:40]}'", "give each its own id")
    return name


def tags_of(markup: Markup, element: Element) -> Tags:
    """The tags of an element."""
    return {markup.text(tag, "k"): markup.text(tag, "v", "") for tag in markup.children(element, "tag")}


def read_nodes(found: Drawing, projection: str) -> None:
    """The places of all nodes: their own metres if all nodes give them, else projected."""
    markup, elements = found.markup, dict[str, Element]()
    for element in markup.children(markup.root, "node"):
        elements[unique(markup, element, elements)] = element
    if not elements:
        return
    tags = [tags_of(markup, element) for element in elements.values()]
    if any("ele" in tag for tag in tags):
        markup.drop(next(iter(elements.values())), "<tag k='ele'>: heights are not used")
    given = [NUMBER.fullmatch(tag.get(key, "")) for tag in tags for key in ("local_x", "local_y")]
    if all(given):
        for name, tag in zip(elements, tags, strict=True):
            found.places[name] = np.array([float(tag["local_x"]), float(tag["local_y"])])
        return
    if any(given):
        first = next(iter(elements.values()))
        markup.drop(first, "<tag k='local_x'>: not every node has local_x and local_y: latitude and longitude are used")
    degrees = np.array([(angle(markup, element, "lat", 90.0), angle(markup, element, "lon", 180.0))
                        for element in elements.values()])  # fmt: skip
    latitude, longitude = np.radians(degrees).T
    frame = frame_of(projection, latitude, longitude)
    found.reference = frame.reference
    found.places |= dict(zip(elements, frame.place(latitude, longitude), strict=True))


def frame_of(projection: str, latitude: Float64, longitude: Float64) -> Frame:
    """The frame to draw in."""
    if projection == "utm":
        return utm(float(latitude[0]), float(longitude[0]))
    return around(latitude, longitude)


def angle(markup: Markup, element: Element, name: str, limit: float) -> float:
    """A latitude or longitude, degrees."""
    value = markup.number(element, name)
    if not abs(value) <= limit or (name == "lat" and abs(value) > 85.0) or math.isnan(value):
        raise markup.bad(element, f"{name}='{value:g}' is no place on a map", f"give '{name}' in degrees")
    return value
