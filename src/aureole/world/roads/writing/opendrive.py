"""Writes a map as OpenDRIVE 1.8: what was read comes back the same, as lines, arcs and spirals with widths."""

from __future__ import annotations

from lxml import etree

from aureole.world.roads.reading.header import OFFSET
from aureole.world.roads.reading.markup import Element
from aureole.world.roads.reading.opendrive import Map
from aureole.world.roads.writing.junctions import write_junctions, write_links
from aureole.world.roads.writing.lanes import LaneWriter
from aureole.world.roads.writing.nodes import cubic, node
from aureole.world.roads.writing.objects import ObjectWriter
from aureole.world.roads.writing.signals import SignalWriter, write_controllers

VERSION = ("1", "8")


def document(map_: Map) -> bytes:
    """The map as the bytes of an OpenDRIVE 1.8 file: what the reader kept, and nothing of what it dropped."""
    root = etree.Element("OpenDRIVE")
    write_header(root, map_)
    lanes, objects, signals = LaneWriter(map_), ObjectWriter(map_.furniture.things), SignalWriter(map_)
    for row, name in enumerate(map_.names):
        member = int(map_.junctions.road[row])
        road = node(root, "road", {
            "name": map_.titles[row] or None, "length": float(map_.road.road_length[row]), "id": name,
            "junction": map_.crossings[member] if member >= 0 else "-1",
            "rule": "LHT" if map_.road.road_left_hand[row] else "RHT",
        })  # fmt: skip
        write_links(road, map_, row)
        write_types(road, map_, row)
        write_line(road, map_, row)
        write_profile(road, map_, row, ("elevationProfile", "elevation"))
        write_profile(road, map_, row, ("lateralProfile", "superelevation"))
        lanes.write(road, row)
        objects.write(road, row)
        signals.write(road, row)
    write_controllers(root, map_)
    write_junctions(root, map_)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def write_header(root: Element, map_: Map) -> None:
    """The header with the map's place on Earth."""
    major, minor = VERSION
    header = node(root, "header", {"revMajor": major, "revMinor": minor, "name": map_.header.name or None})
    if map_.header.geo_reference:
        node(header, "geoReference").text = map_.header.geo_reference
    if map_.header.offset:
        node(header, "offset", dict(zip(OFFSET, map_.header.offset, strict=True)))


def write_types(road: Element, map_: Map, row: int) -> None:
    """The types of a road with their speed limits."""
    types = map_.types
    for k in (types.road == row).nonzero()[0]:
        about = {"s": float(types.s[k]), "type": types.kind[k], "country": types.country[k] or None}
        element = node(road, "type", about)
        if types.limit[k] != float("inf"):
            node(element, "speed", {"max": float(types.limit[k]), "unit": "m/s"})


def write_line(road: Element, map_: Map, row: int) -> None:
    """The reference line: each piece as a line, an arc or a spiral."""
    tables, view = map_.road, node(road, "planView")
    for piece in range(tables.piece_first[row], tables.piece_first[row + 1]):
        length, (curvature, change) = float(tables.piece_length[piece]), tables.piece_curvature[piece].tolist()
        x, y = tables.piece_xy[piece].tolist()
        at = {"s": float(tables.piece_s[piece]), "x": x, "y": y, "hdg": float(tables.piece_heading[piece])}
        geometry = node(view, "geometry", {**at, "length": length})
        if change:
            node(geometry, "spiral", {"curvStart": curvature, "curvEnd": curvature + change * length})
        elif curvature:
            node(geometry, "arc", {"curvature": curvature})
        else:
            node(geometry, "line")


def write_profile(road: Element, map_: Map, row: int, names: tuple[str, str]) -> None:
    """Elevation or superelevation along a road."""
    group, name = names
    first = getattr(map_.road, f"{name}_first")
    stations, cubics = getattr(map_.road, f"{name}_s"), getattr(map_.road, f"{name}_cubic")
    rows = range(int(first[row]), int(first[row + 1]))
    if not rows:
        return
    element = node(road, group)
    for k in rows:
        cubic(element, name, ("s", float(stations[k])), cubics[k])
