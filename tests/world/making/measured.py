"""Measures made maps from their XML alone, with the machine's own sines: joints, widths, curvature, limits."""

from __future__ import annotations

import math
from dataclasses import dataclass

from lxml import etree

from aureole.world.roads.clothoid import TURN, displacement

End = tuple[float, float, float]


@dataclass
class Road:
    element: etree._Element
    poses: dict[str, End]
    """x, y, heading of the reference line at start and end, both with rising s."""
    lanes: dict[str, dict[int, tuple[float, float, str]]]
    """At start and end: id to t of inner and outer border, and kind."""
    gap: float
    """Largest jump in place between two pieces, m; of headings it is `kink`."""
    kink: float
    sharpest: float
    """Largest curvature, 1/m."""
    leap: float
    """Largest change of a linked lane's width at a section's start, m."""
    thinnest: float
    """Least width anywhere inside a lane, m."""
    fold: float
    """Least of 1 - curvature · t over the lanes: below 0 they fold over themselves."""
    bends: float
    """Largest jump of curvature between two pieces, 1/m."""


def number(element: etree._Element, name: str) -> float:
    return float(element.get(name))


def along(x: float, y: float, heading: float, curvature: float, change: float, ds: float) -> End:
    count = max(1, math.ceil(max(abs(curvature), abs(curvature + change * ds)) * ds / TURN))
    for _ in range(count):
        step = ds / count
        dx, dy = displacement(heading, curvature, change, step)
        x, y = x + dx, y + dy
        heading += step * (curvature + 0.5 * change * step)
        curvature += change * step
    return x, y, heading


def width(lane: etree._Element, ds: float) -> float:
    rows = [row for row in lane.findall("width") if number(row, "sOffset") <= ds + 1e-9]
    d = ds - number(rows[-1], "sOffset")
    a, b, c, e = (number(rows[-1], key) for key in "abcd")
    return a + d * (b + d * (c + d * e))


def borders(section: etree._Element, ds: float, offset: float) -> dict[int, tuple[float, float, str]]:
    found = {}
    for side, sign in (("left", 1.0), ("right", -1.0)):
        at = offset
        lanes = sorted(section.findall(f"{side}/lane"), key=lambda lane: abs(int(lane.get("id"))))
        for lane in lanes:
            outer = at + sign * width(lane, ds)
            found[int(lane.get("id"))] = (at, outer, lane.get("type"))
            at = outer
    return found


def wrap(angle: float) -> float:
    return math.remainder(angle, 2.0 * math.pi)


def measure(element: etree._Element) -> Road:
    length = number(element, "length")
    view = element.findall("planView/geometry")
    end, gap, kink, sharpest, bends, last = None, 0.0, 0.0, 0.0, 0.0, 0.0
    spans = []
    for k, piece in enumerate(view):
        x, y, heading, size = (number(piece, name) for name in ("x", "y", "hdg", "length"))
        shape = piece[0]
        start = stop = float(shape.get("curvature", "0"))
        if shape.tag == "spiral":
            start, stop = number(shape, "curvStart"), number(shape, "curvEnd")
        if end is not None:
            gap = max(gap, math.dist(end[:2], (x, y)))
            kink = max(kink, abs(wrap(end[2] - heading)))
            bends = max(bends, abs(start - last))
        end, last = along(x, y, heading, start, (stop - start) / size, size), stop
        sharpest = max(sharpest, abs(start), abs(stop))
        spans.append((number(piece, "s"), size, start, stop))
        assert k or number(piece, "s") == 0.0
    first = view[0]
    offset = element.find("lanes/laneOffset")
    shift = 0.0 if offset is None else number(offset, "a")
    sections = element.findall("lanes/laneSection")
    starts = [number(section, "s") for section in sections]
    stops = [*starts[1:], length]
    leap = thinnest = 0.0
    thinnest = fold = math.inf
    for k, (section, low, high) in enumerate(zip(sections, starts, stops, strict=True)):
        inside = {
            s: borders(section, s, shift) for s in ((high - low) * part for part in (0.02, 0.25, 0.5, 0.75, 0.98))
        }
        for s, lanes in inside.items():
            curve = next(
                a + (b - a) * (low + s - at) / size for at, size, a, b in reversed(spans) if at <= low + s + 1e-9
            )
            for inner, outer, _ in lanes.values():
                thinnest = min(thinnest, abs(outer - inner))
                fold = min(fold, 1.0 - curve * inner, 1.0 - curve * outer)
        if k:
            here, before = borders(section, 0.0, shift), borders(sections[k - 1], low - starts[k - 1], shift)
            for lane in section.findall("*/lane"):
                link = lane.find("link/predecessor")
                if link is not None and lane.get("id") != "0":
                    one, other = here[int(lane.get("id"))], before[int(link.get("id"))]
                    leap = max(leap, abs(one[0] - other[0]), abs(one[1] - other[1]))
    return Road(
        element,
        {"start": tuple(number(first, name) for name in ("x", "y", "hdg")), "end": end},
        {"start": borders(sections[0], 0.0, shift), "end": borders(sections[-1], length - starts[-1], shift)},
        gap, kink, sharpest, leap, thinnest, fold, bends,
    )  # fmt: skip


def at(pose: End, t: float) -> tuple[float, float]:
    return pose[0] - t * math.sin(pose[2]), pose[1] + t * math.cos(pose[2])


def apart(one: Road, end: str, lane: int, other: Road, contact: str, onto: int) -> tuple[float, float]:
    """How far two lanes that are linked lie from each other, m and rad."""
    mine, theirs = one.lanes[end][lane], other.lanes[contact][onto]
    a, b = [at(one.poses[end], t) for t in mine[:2]], [at(other.poses[contact], t) for t in theirs[:2]]
    turned = one.poses[end][2] - other.poses[contact][2] + (math.pi if end == contact else 0.0)
    same = (lane > 0) == (onto > 0)
    assert same == (end != contact)
    return max(math.dist(a[0], b[0]), math.dist(a[1], b[1])), abs(wrap(turned))


def roads_of(data: bytes) -> tuple[dict[str, Road], etree._Element]:
    root = etree.fromstring(data)
    return {road.get("id"): measure(road) for road in root.findall("road")}, root


def joints(roads: dict[str, Road], root: etree._Element):
    """(distance, turn) of every pair of lanes that a junction or a connecting road links."""
    for junction in root.findall("junction"):
        for connection in junction.findall("connection"):
            incoming = roads[connection.get("incomingRoad")]
            other = roads[connection.get("connectingRoad") or connection.get("linkedRoad")]
            ends = [
                end
                for end, name in (("start", "predecessor"), ("end", "successor"))
                for link in [incoming.element.find(f"link/{name}")]
                if link is not None
                and link.get("elementType") == "junction"
                and link.get("elementId") == junction.get("id")
            ]
            assert len(ends) == 1
            for link in connection.findall("laneLink"):
                contact = connection.get("contactPoint")
                yield apart(incoming, ends[0], int(link.get("from")), other, contact, int(link.get("to")))
    for road in roads.values():
        if road.element.get("junction") != "-1":
            successor = road.element.find("link/successor")
            goal, contact = roads[successor.get("elementId")], successor.get("contactPoint")
            for lane in road.element.findall("lanes/laneSection/right/lane"):
                link = lane.find("link/successor")
                if link is not None:
                    yield apart(road, "end", int(lane.get("id")), goal, contact, int(link.get("id")))
