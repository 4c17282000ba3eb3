"""Roads made of lanelets as an OpenDRIVE document, which the one reader of maps then reads."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from aureole.core.kinds import LaneKind, Mark
from aureole.world.roads.lanelets.beside import AGAINST, ALONG, Group
from aureole.world.roads.lanelets.joining import HIGH, LOW, Node
from aureole.world.roads.lanelets.lanelet import Lanelet
from aureole.world.roads.lanelets.linking import Linking
from aureole.world.roads.lanelets.posts import Post, write_posts
from aureole.world.roads.lanelets.strips import Strip
from aureole.world.roads.reading.markup import Element
from aureole.world.roads.writing.lanes import KIND_NAMES, MARK_NAMES
from aureole.world.roads.writing.nodes import Value, cubic, node

CONTACTS = ("start", "end")
LINKS = ("predecessor", "successor")
TURNED = {Mark.SOLID_BROKEN: Mark.BROKEN_SOLID, Mark.BROKEN_SOLID: Mark.SOLID_BROKEN}
BOTH_WAYS = frozenset({LaneKind.SIDEWALK})
STRICT = frozenset({Mark.SOLID, Mark.SOLID_SOLID, Mark.GRASS, Mark.KERB})  # nobody changes lanes over these


@dataclass(frozen=True, slots=True)
class Document:
    """Writes roads and how they join."""

    lanelets: dict[str, Lanelet]
    strips: Sequence[Strip]
    linking: Linking
    member: dict[int, str]
    """The junction of each group that belongs to one."""
    posts: Sequence[Post] = ()
    priorities: Sequence[tuple[str, int, int]] = ()
    """Junction, group that goes first, group that waits."""

    def write(self, name: str, geo_reference: str) -> Element:
        """The whole document."""
        root = etree.Element("OpenDRIVE")
        header = node(root, "header", {"revMajor": "1", "revMinor": "8", "name": name})
        if geo_reference:
            node(header, "geoReference").text = geo_reference
        taken: dict[str, int] = {}
        for row, strip in enumerate(self.strips):
            write_posts(self.road(root, row), strip, self.posts, taken)
        self.junctions(root)
        return root

    def name(self, row: int) -> str:
        """The id of a road: that of its rightmost lanelet."""
        return self.strips[row].group.members[0]

    def road(self, root: Element, row: int) -> Element:
        """One road."""
        strip = self.strips[row]
        road = node(root, "road", {
            "name": " ".join(strip.group.members), "length": strip.chain.whole, "id": self.name(row),
            "junction": self.member.get(row, "-1"), "rule": "LHT" if strip.group.left_hand else "RHT",
        })  # fmt: skip
        self.links(road, row)
        chain, view = strip.chain, node(road, "planView")
        for k, (x, y) in enumerate(chain.xy.tolist()):
            bend, change = chain.curvature[k].tolist()
            size, heading = float(chain.length[k]), float(chain.heading[k])
            at = {"s": float(chain.s[k]), "x": x, "y": y, "hdg": heading, "length": size}
            geometry = node(view, "geometry", at)
            if change:
                node(geometry, "spiral", {"curvStart": bend, "curvEnd": bend + change * size})
            else:
                node(geometry, "line" if not bend else "arc", {"curvature": bend} if bend else None)
        lanes = node(road, "lanes")
        for s, row_of in zip(strip.borders.s.tolist(), strip.borders.cubics(strip.group.centre), strict=False):
            cubic(lanes, "laneOffset", ("s", s), row_of)
        section = node(lanes, "laneSection", {"s": 0.0})
        self.side(section, row, "left", range(len(strip.group.members) - 1, strip.group.centre - 1, -1))
        self.centre(node(section, "center"), strip.group)
        self.side(section, row, "right", range(strip.group.centre - 1, -1, -1))
        return road

    def links(self, road: Element, row: int) -> None:
        """What a road's ends lead to."""
        group = None
        for end, name in ((LOW, LINKS[0]), (HIGH, LINKS[1])):
            found = self.linking.roads.get((row, end))
            junction = self.linking.junctions.get((row, end))
            if found is None and junction is None:
                continue
            group = node(road, "link") if group is None else group
            if junction is not None:
                node(group, name, {"elementType": "junction", "elementId": junction})
            elif found is not None:
                about = {"elementType": "road", "elementId": self.name(found[0]), "contactPoint": CONTACTS[found[1]]}
                node(group, name, about)

    def side(self, section: Element, row: int, name: str, members: Sequence[int]) -> None:
        """The lanes on one side, from left to right."""
        if not members:
            return
        group = node(section, name)
        for k in members:
            self.lane(group, row, k)

    def lane(self, parent: Element, row: int, k: int) -> None:
        """The k-th lane of a road from the right."""
        strip = self.strips[row]
        group, borders = strip.group, strip.borders
        name, way, lane_id = group.members[k], group.ways[k], group.lane_ids[k]
        lanelet = self.lanelets[name]
        standard = (ALONG if lane_id < 0 else AGAINST) * (-1 if group.left_hand else 1)
        direction = "both" if lanelet.kind in BOTH_WAYS else "reversed" if way != standard else None
        lane = node(parent, "lane", {
            "id": lane_id, "type": KIND_NAMES[lanelet.kind], "level": False,
            "direction": None if lanelet.kind == LaneKind.BIDIRECTIONAL else direction,
        })  # fmt: skip
        self.lane_links(lane, row, name)
        for s, width in zip(borders.s.tolist(), borders.cubics(k + 1) - borders.cubics(k), strict=False):
            cubic(lane, "width", ("sOffset", s), width)
        outer = k + 1 if lane_id > 0 else k
        self.mark(lane, group, outer, lane_id)
        if not math.isinf(lanelet.limit):
            node(lane, "speed", {"sOffset": 0.0, "max": lanelet.limit, "unit": "m/s"})

    def lane_links(self, lane: Element, row: int, name: str) -> None:
        """The lanes of the linked roads that a lane touches; over junctions the connections tell."""
        found: list[tuple[str, int]] = []
        for end in (LOW, HIGH):
            here: Node = (row, end)
            there = self.linking.roads.get(here)
            if there is None:
                continue
            ids = dict(zip(self.strips[there[0]].group.members, self.strips[there[0]].group.lane_ids, strict=True))
            pairs = self.linking.lanes.get((here, there), ())
            found += [(LINKS[end], ids[other]) for own, other in pairs if own == name]
        if found:
            group = node(lane, "link")
            for word, lane_id in dict.fromkeys(found):
                node(group, word, {"id": lane_id})

    def centre(self, parent: Element, group: Group) -> None:
        """The centre lane, which has no width."""
        lane = node(parent, "lane", {"id": 0, "type": "none", "level": False})
        self.mark(lane, group, group.centre, 0)

    def mark(self, lane: Element, group: Group, border: int, lane_id: int) -> None:
        """The mark on a border; a double one is told from the centre outwards (on the centre lane from the left)."""
        kind = Mark.NONE
        for k, is_left in ((border - 1, True), (border, False)):
            if kind == Mark.NONE and 0 <= k < len(group.members):
                kind = self.seen(group, k, is_left)
        kind = TURNED.get(kind, kind) if lane_id > 0 else kind
        if kind != Mark.NONE:
            change = one_way(kind, lane_id) if kind in TURNED else "none" if kind in STRICT else "both"
            about: dict[str, Value] = {
                "sOffset": 0.0,
                "type": MARK_NAMES[kind],
                "weight": "standard",
                "color": "standard",
            }
            node(lane, "roadMark", {**about, "width": 0.12, "laneChange": change})

    def seen(self, group: Group, k: int, is_left: bool) -> Mark:
        """The mark that a lanelet gives for a border of its road, double ones from the left in the road's direction."""
        lanelet = self.lanelets[group.members[k]]
        if group.ways[k] == ALONG:
            return lanelet.mark_left if is_left else lanelet.mark_right
        kind = lanelet.mark_right if is_left else lanelet.mark_left
        return TURNED.get(kind, kind)

    def junctions(self, root: Element) -> None:
        """Every junction with its connections."""
        default = list(dict.fromkeys(self.member[row] for row in sorted(self.member)))
        for name in [*default, *self.linking.direct]:
            kind = "default" if name in default else "direct"
            junction = node(root, "junction", {"id": name, "type": kind})
            number = 0
            for found in self.linking.connections:
                if found.junction != name:
                    continue
                number += 1
                key = "linkedRoad" if kind == "direct" else "connectingRoad"
                connection = node(junction, "connection", {
                    "id": number, "incomingRoad": self.name(found.incoming[0]), key: self.name(found.other[0]),
                    "contactPoint": CONTACTS[found.other[1]],
                })  # fmt: skip
                ids = [dict(zip(self.strips[end[0]].group.members, self.strips[end[0]].group.lane_ids, strict=True))
                       for end in (found.incoming, found.other)]  # fmt: skip
                for one, two in dict.fromkeys((ids[0][a], ids[1][b]) for a, b in found.pairs):
                    node(connection, "laneLink", {"from": one, "to": two})
            for given, high, low in self.priorities:
                if given == name:
                    node(junction, "priority", {"high": self.name(high), "low": self.name(low)})


def one_way(kind: Mark, lane_id: int) -> str:
    """Towards which lane ids a solid line beside a broken one may be crossed: from the broken side.

    >>> one_way(Mark.BROKEN_SOLID, -1)
    'decrease'
    """
    from_inner = kind == Mark.BROKEN_SOLID  # of the centre lane: from the left
    return "increase" if (lane_id > 0) == from_inner else "decrease"
