"""Writes signals, references to them, and controllers (ASAM OpenDRIVE 1.8 §14)."""

from __future__ import annotations

from aureole.world.roads.furniture.signals import References, Spans
from aureole.world.roads.reading.markup import Element
from aureole.world.roads.reading.opendrive import Map
from aureole.world.roads.writing.nodes import Value, known, node

ORIENTATIONS = {1: "+", -1: "-", 0: "none"}
POSTS = {
    1: ("positionRoad", ("s", "t", "zOffset", "hOffset", "pitch", "roll")),
    2: ("positionInertial", ("x", "y", "z", "hdg", "pitch", "roll")),
}


class SignalWriter:
    """Writes the signals of one road after the other."""

    def __init__(self, map_: Map) -> None:
        self.map = map_
        self.all = map_.furniture.signalling

    def write(self, road: Element, row: int) -> None:
        """The signals of one road, signs on boards below theirs, and references."""
        signals, references = self.all.signals, self.all.references
        own = [k for k in (signals.road == row).nonzero()[0].tolist() if signals.board[k] < 0]
        referred = (references.road == row).nonzero()[0].tolist()
        if not own and not referred:
            return
        group = node(road, "signals")
        for k in own:
            place = {"s": float(signals.s[k]), "t": float(signals.t[k]), "zOffset": float(signals.z_offset[k])}
            element = node(group, "signal", {**place, **self.about(k)})
            self.below(element, k)
            signs = (signals.board == k).nonzero()[0].tolist()
            if signs:
                self.board(node(element, "staticBoard"), signs)
        for k in referred:
            write_reference(group, "signalReference", (references, k), signals.ids, self.all.reference_lanes)

    def board(self, board: Element, signs: list[int]) -> None:
        """The signs of a board."""
        signals = self.all.signals
        for sign in signs:
            place = {"v": float(signals.shift[sign]), "z": float(signals.z_offset[sign])}
            self.below(node(board, "sign", {**place, **self.about(sign)}), sign)

    def about(self, k: int) -> dict[str, Value]:
        """The attributes of a signal or a sign."""
        signals = self.all.signals
        turn, size = signals.turn[k].tolist(), signals.size[k].tolist()
        return {
            "id": signals.ids[k], "name": signals.names[k] or None, "dynamic": "yes" if signals.dynamic[k] else "no",
            "orientation": ORIENTATIONS[int(signals.orientation[k])], "country": signals.country[k] or None,
            "countryRevision": signals.revision[k] or None, "type": signals.kind[k], "subtype": signals.subtype[k],
            "value": known(signals.value[k]), "unit": signals.unit[k] or None, "text": signals.text[k] or None,
            "hOffset": turn[0], "pitch": turn[1], "roll": turn[2], "length": size[0] or None, "width": size[1] or None,
            "height": size[2] or None,
        }  # fmt: skip

    def below(self, element: Element, k: int) -> None:
        """What a signal holds: lanes, ties, its post, its meaning."""
        signals, ties, meanings = self.all.signals, self.all.ties, self.all.meanings
        write_spans(element, self.all.lanes, k)
        for row in (ties.owner == k).nonzero()[0]:
            kind = ties.kind[row] or None
            if ties.relation[row] == "dependency":
                node(element, "dependency", {"id": ties.ids[row], "type": kind})
            else:
                named = {"elementType": ties.relation[row], "elementId": ties.ids[row]}
                node(element, "reference", {**named, "type": kind})
        if signals.post[k]:
            name, keys = POSTS[int(signals.post[k])]
            road = {"roadId": self.map.names[signals.post_road[k]]} if signals.post[k] == 1 else {}
            node(element, name, {**road, **dict(zip(keys, signals.post_at[k].tolist(), strict=True))})
        rows = (meanings.owner == k).nonzero()[0].tolist()
        if not rows:
            return
        group = node(element, "semantics")
        for row in rows:
            about = {"type": meanings.kind[row] or None, "value": known(meanings.value[row])}
            node(group, meanings.name[row], {**about, "unit": meanings.unit[row] or None})


def write_spans(element: Element, lanes: Spans, owner: int) -> None:
    """The lanes that something counts for."""
    for row in (lanes.owner == owner).nonzero()[0]:
        node(element, "validity", {"fromLane": int(lanes.first[row]), "toLane": int(lanes.last[row])})


def write_reference(
    group: Element, name: str, row: tuple[References, int], ids: tuple[str, ...], lanes: Spans
) -> None:  # fmt: skip
    """A signal or an object that counts on this road as well."""
    references, k = row
    length = float(references.valid_length[k])
    element = node(group, name, {
        "s": float(references.s[k]), "t": float(references.t[k]), "id": ids[references.target[k]],
        "orientation": ORIENTATIONS[int(references.orientation[k])], "zOffset": float(references.z_offset[k]) or None,
        "validLength": length or None,
    })  # fmt: skip
    write_spans(element, lanes, k)


def write_controllers(root: Element, map_: Map) -> None:
    """Every controller with what it switches."""
    table, controls = map_.controllers, map_.furniture.signalling.controls
    for row, name in enumerate(table.ids):
        sequence = int(table.sequence[row])
        about = {"id": name, "name": table.names[row] or None, "sequence": sequence if sequence >= 0 else None}
        controller = node(root, "controller", about)
        for k in (controls.owner == row).nonzero()[0]:
            node(controller, "control", {"signalId": controls.signals[k], "type": controls.kind[k] or None})
