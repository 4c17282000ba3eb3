"""Writes objects with their repeats, outlines and markings, tunnels and bridges (ASAM OpenDRIVE 1.8 §13)."""

from __future__ import annotations

from collections import defaultdict

from aureole.core.notes import Int32
from aureole.world.roads.furniture.objects import Steps, Things
from aureole.world.roads.reading.markup import Element
from aureole.world.roads.writing.nodes import Value, known, node
from aureole.world.roads.writing.signals import ORIENTATIONS, write_reference, write_spans

ENDS = ("Start", "End")
SIZES = ("length", "width", "height")
CORNERS = {True: ("cornerLocal", "u", "v", "z"), False: ("cornerRoad", "s", "t", "dz")}


def owned(owners: Int32) -> defaultdict[int, list[int]]:
    """The rows of each owner."""
    found = defaultdict[int, list[int]](list)
    for row, owner in enumerate(owners.tolist()):
        found[owner].append(row)
    return found


class ObjectWriter:
    """Writes the objects of one road after the other."""

    def __init__(self, things: Things) -> None:
        self.things = things
        self.of = {
            name: owned(getattr(things, name).owner)
            for name in ("repeats", "outlines", "corners", "markings", "borders")
        }
        self.on = {name: owned(getattr(things, name).road) for name in ("objects", "references", "stretches")}

    def write(self, road: Element, row: int) -> None:
        """The objects of one road, references, tunnels and bridges."""
        things = self.things
        if not any(self.on[name][row] for name in self.on):
            return
        group = node(road, "objects")
        for k in self.on["objects"][row]:
            self.object(group, k)
        for k in self.on["references"][row]:
            write_reference(
                group, "objectReference", (things.references, k), things.objects.ids, things.reference_lanes
            )
        stretches = things.stretches
        for k in sorted(self.on["stretches"][row], key=lambda k: stretches.what[k] != "tunnel"):
            light = stretches.light[k].tolist() if stretches.what[k] == "tunnel" else []
            lit = dict(zip(("lighting", "daylight"), map(known, light), strict=False))
            element = node(group, stretches.what[k], {
                "id": stretches.ids[k], "name": stretches.names[k] or None, "type": stretches.kind[k],
                "s": float(stretches.s[k]), "length": float(stretches.length[k]), **lit,
            })  # fmt: skip
            write_spans(element, things.stretch_lanes, k)

    def object(self, group: Element, k: int) -> None:
        """One object with all that is below it."""
        objects = self.things.objects
        turn, size = objects.turn[k].tolist(), objects.size[k].tolist()
        element = node(group, "object", {
            "id": objects.ids[k], "name": objects.names[k] or None, "type": objects.kind[k],
            "subtype": objects.subtype[k] or None, "s": float(objects.s[k]), "t": float(objects.t[k]),
            "zOffset": float(objects.z_offset[k]), "hdg": turn[0], "pitch": turn[1], "roll": turn[2],
            "length": size[0] or None, "width": size[1] or None, "height": size[2] or None,
            "radius": float(objects.radius[k]) or None, "validLength": float(objects.valid_length[k]) or None,
            "orientation": ORIENTATIONS[int(objects.orientation[k])], "dynamic": "yes" if objects.dynamic[k] else "no",
            "perpToRoad": True if objects.upright[k] else None,
        })  # fmt: skip
        for row in self.of["repeats"][k]:
            self.repeat(element, row)
        self.outlines(element, k)
        write_spans(element, self.things.lanes, k)
        if objects.access[k]:
            parking = {"access": objects.access[k], "restrictions": objects.restrictions[k] or None}
            node(element, "parkingSpace", parking)
        self.markings(element, k)
        self.borders(element, k)

    def repeat(self, element: Element, row: int) -> None:
        """One row of copies."""
        repeats = self.things.repeats
        about: dict[str, Value] = {
            "s": float(repeats.s[row]), "length": float(repeats.length[row]), "distance": float(repeats.distance[row]),
        }  # fmt: skip
        for end, word in enumerate(ENDS):
            about |= {f"t{word}": float(repeats.t[row, end]), f"zOffset{word}": float(repeats.z_offset[row, end])}
            about |= {f"{name}{word}": float(repeats.sizes[row, 3 * end + axis]) for axis, name in enumerate(SIZES)}
            about[f"radius{word}"] = float(repeats.radius[row, end])
        node(element, "repeat", {**about, "detachFromReferenceLine": True if repeats.detached[row] else None})

    def outlines(self, element: Element, k: int) -> None:
        """The shapes of an object."""
        outlines, rows = self.things.outlines, self.of["outlines"][k]
        grouped = [row for row in rows if not outlines.single[row]]
        group = node(element, "outlines") if grouped else None
        for row in rows:
            parent = element if outlines.single[row] or group is None else group
            number = int(outlines.number[row])
            outline = node(parent, "outline", {
                "id": number if number >= 0 else None, "fillType": outlines.fill[row] or None,
                "outer": bool(outlines.outer[row]), "closed": bool(outlines.closed[row]),
                "laneType": outlines.lane_kind[row] or None,
            })  # fmt: skip
            name, *keys = CORNERS[bool(outlines.local[row])]
            corners = self.things.corners
            for corner in self.of["corners"][row]:
                own = int(corners.number[corner])
                at = dict(zip(keys, corners.at[corner].tolist(), strict=True))
                height = float(corners.height[corner])
                node(outline, name, {**at, "height": height, "id": own if own >= 0 else None})

    def markings(self, element: Element, k: int) -> None:
        """The lines painted on an object."""
        markings, rows = self.things.markings, self.of["markings"][k]
        if not rows:
            return
        group = node(element, "markings")
        for row in rows:
            line, gap = markings.dashes[row].tolist()
            start, stop = markings.offsets[row].tolist()
            marking = node(group, "marking", {
                "side": markings.side[row] or None, "color": markings.colour[row], "weight": markings.weight[row],
                "width": float(markings.width[row]), "zOffset": float(markings.z_offset[row]), "lineLength": line,
                "spaceLength": gap, "startOffset": start, "stopOffset": stop,
            })  # fmt: skip
            write_steps(marking, self.things.marking_steps, row)

    def borders(self, element: Element, k: int) -> None:
        """The frames of an object."""
        borders, rows = self.things.borders, self.of["borders"][k]
        if not rows:
            return
        group = node(element, "borders")
        for row in rows:
            border = node(group, "border", {
                "outlineId": int(borders.outline[row]), "type": borders.kind[row], "width": float(borders.width[row]),
                "useCompleteOutline": bool(borders.whole[row]),
            })  # fmt: skip
            write_steps(border, self.things.border_steps, row)


def write_steps(element: Element, steps: Steps, owner: int) -> None:
    """The corners that a marking or a border goes by."""
    for row in (steps.owner == owner).nonzero()[0]:
        node(element, "cornerReference", {"id": int(steps.corner[row])})
