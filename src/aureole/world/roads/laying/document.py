"""Writes a built network as OpenDRIVE 1.8, in numbers rounded so that every machine writes the same bytes."""

from __future__ import annotations

from lxml import etree

from aureole.world.roads.laying.curve import ends
from aureole.world.roads.laying.lanes import write_lanes
from aureole.world.roads.laying.network import Crossing, Network
from aureole.world.roads.laying.strip import Link, Strip, Thing
from aureole.world.roads.reading.markup import Element
from aureole.world.roads.writing.nodes import Value, node

VERSION = "1", "8"
MICRO = 6  # digits of metres: a micrometre
ANGLE = 10  # digits of headings: at a kilometre's end 0.1 micrometre
BEND = 13  # digits of curvatures, 1/m: what they turn by in a kilometre is right to ANGLE


def document(network: Network, title: str) -> bytes:
    """The bytes of an OpenDRIVE file."""
    root = etree.Element("OpenDRIVE")
    major, minor = VERSION
    node(root, "header", {"revMajor": major, "revMinor": minor, "name": title})
    for strip in network.strips:
        write_road(root, strip)
    for crossing in network.crossings:
        for number, control in enumerate(crossing.controls):
            about: dict[str, Value] = {
                "id": control.name,
                "name": f"{crossing.name} {control.title}",
                "sequence": number,
            }
            element = node(root, "controller", about)
            for signal in control.signals:
                node(element, "control", {"signalId": signal, "type": "light"})
    for crossing in network.crossings:
        write_junction(root, crossing)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def tidy(value: float, digits: int = MICRO) -> float:
    """A number as it is written; no zero below zero."""
    return round(float(value), digits) + 0.0


def write_road(root: Element, strip: Strip) -> None:
    """One road."""
    lengths = [tidy(piece.length) for piece in strip.pieces]
    road = node(root, "road", {
        "name": strip.title or None, "length": tidy(sum(lengths)), "id": strip.name, "junction": strip.junction,
        "rule": "RHT",
    })  # fmt: skip
    if strip.before or strip.after:
        group = node(road, "link")
        for name, link in (("predecessor", strip.before), ("successor", strip.after)):
            write_link(group, name, link)
    kind = node(road, "type", {"s": 0.0, "type": strip.kind, "country": "DE"})
    node(kind, "speed", {"max": round(strip.limit * 3.6), "unit": "km/h"})
    write_line(road, strip, lengths)
    if strip.elevation:
        profile = node(road, "elevationProfile")
        for row in strip.elevation:
            values = {
                "s": tidy(row.s),
                "a": tidy(row.a),
                "b": tidy(row.b, BEND),
                "c": tidy(row.c, BEND),
                "d": tidy(row.d, 16),
            }
            node(profile, "elevation", values)
    write_lanes(road, strip)
    write_things(road, strip)


def write_link(group: Element, name: str, link: Link | None) -> None:
    """What an end of a road leads to."""
    if link is not None:
        about = {"elementType": link.kind, "elementId": link.name, "contactPoint": link.contact or None}
        node(group, name, about)


def write_line(road: Element, strip: Strip, lengths: list[float]) -> None:
    """The reference line; every piece has its own start, so that nothing adds up."""
    view, s = node(road, "planView"), 0.0
    for piece, pose, length in zip(strip.pieces, ends(strip.pose, strip.pieces), lengths, strict=False):
        geometry = node(view, "geometry", {
            "s": tidy(s), "x": tidy(pose.x), "y": tidy(pose.y), "hdg": tidy(pose.heading, ANGLE), "length": length,
        })  # fmt: skip
        start, end = tidy(piece.start, BEND), tidy(piece.end, BEND)
        if start != end:
            node(geometry, "spiral", {"curvStart": start, "curvEnd": end})
        elif start:
            node(geometry, "arc", {"curvature": start})
        else:
            node(geometry, "line")
        s += length


def write_things(road: Element, strip: Strip) -> None:
    """Objects, bridges and signals."""
    if strip.objects or strip.bridge:
        group = node(road, "objects")
        for thing in strip.objects:
            write_object(group, thing)
        if strip.bridge:
            start, length = strip.bridge
            about: dict[str, Value] = {
                "id": f"{strip.name}.b",
                "name": "",
                "type": "concrete",
                "s": tidy(start),
                "length": tidy(length),
            }
            node(group, "bridge", about)
    if strip.signals:
        group = node(road, "signals")
        for thing in strip.signals:
            element = node(group, "signal", written(thing))
            write_validity(element, thing)


def written(thing: Thing) -> dict[str, str | float | int]:
    """The attributes of an object or a signal."""
    return {key: tidy(value) if isinstance(value, float) else value for key, value in thing.about.items()}


def write_validity(element: Element, thing: Thing) -> None:
    """For which lanes something counts."""
    if thing.lanes is not None:
        node(element, "validity", {"fromLane": thing.lanes[0], "toLane": thing.lanes[1]})


def write_object(group: Element, thing: Thing) -> None:
    """One object with its outline."""
    element = node(group, "object", written(thing))
    if thing.corners:
        about: dict[str, Value] = {"id": 0, "closed": not thing.paint, "outer": True}
        outline = node(node(element, "outlines"), "outline", about)
        for number, (s, t) in enumerate(thing.corners):
            corner: dict[str, Value] = {"id": number, "s": tidy(s), "t": tidy(t), "dz": 0.0, "height": 0.01}
            node(outline, "cornerRoad", corner)
    if thing.paint:
        write_line_of(element, thing)
    write_validity(element, thing)
    if thing.about["type"] == "parkingSpace":
        node(element, "parkingSpace", {"access": "all"})


def write_line_of(element: Element, thing: Thing) -> None:
    """The line along an object's corners."""
    line = node(node(element, "markings"), "marking", {
        "color": thing.paint, "weight": "standard", "width": 0.15, "zOffset": 0.005, "lineLength": 1.0,
        "spaceLength": 0.0, "startOffset": 0.0, "stopOffset": 0.0,
    })  # fmt: skip
    for number in range(len(thing.corners)):
        node(line, "cornerReference", {"id": number})


def write_junction(root: Element, crossing: Crossing) -> None:
    """One junction."""
    about = {"name": crossing.title, "id": crossing.name, "type": crossing.kind}
    element = node(root, "junction", about)
    other = "linkedRoad" if crossing.kind == "direct" else "connectingRoad"
    for number, connection in enumerate(crossing.connections):
        way = node(element, "connection", {
            "id": number, "incomingRoad": connection.incoming, other: connection.other,
            "contactPoint": connection.contact,
        })  # fmt: skip
        for one, to in connection.lanes:
            node(way, "laneLink", {"from": one, "to": to})
    for high, low in crossing.first:
        node(element, "priority", {"high": high, "low": low})
    for number, control in enumerate(crossing.controls):
        node(element, "controller", {"id": control.name, "type": "light", "sequence": number})
