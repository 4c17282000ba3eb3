"""Reads signals, references to them, controllers and what junctions group (ASAM OpenDRIVE 1.8 §14)."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from aureole.core.road import Road
from aureole.world.roads.furniture.placing import signal_poses
from aureole.world.roads.furniture.rows import Row, table
from aureole.world.roads.furniture.signals import (
    Controllers,
    Controls,
    Grouped,
    Meanings,
    References,
    Signalling,
    Signals,
    Spans,
    Ties,
)
from aureole.world.roads.reading.markup import Element, Markup, name_of

ORIENTATIONS = {"+": 1, "-": -1, "none": 0}
YES = {"yes": True, "no": False, "true": True, "false": False, "1": True, "0": False}
SPANS = (("fromLane", "toLane"), ("from", "to"))  # the second on boards, as examples of 1.8 have it
TURNS = ("pitch", "roll")
LAST = 1e-6  # m; a station this far beyond the end of its road is rounding

Rows = defaultdict[str, list[dict[str, Any]]]


class SignalReader:
    """Collects the rows of everything that signals are, road by road."""

    def __init__(self, markup: Markup, roads: Sequence[str]) -> None:
        self.markup = markup
        self.roads = {name: row for row, name in enumerate(roads)}
        self.rows: Rows = defaultdict(list)
        self.waiting: list[tuple[Element, int]] = []
        """References, whose signals may come later in the file, with their roads."""

    def road(self, road: Element, row: int, length: float) -> None:
        """The signals of one road."""
        for group in self.markup.children(road, "signals"):
            for signal in self.markup.children(group, "signal"):
                place = place_of(self.markup, signal, length)
                post = self.post(signal)
                owner = self.signal(signal, {"road": row, "board": -1, "shift": 0.0, **place, **post})
                for board in self.markup.children(signal, "staticBoard"):
                    self.board(board, owner)
            self.waiting += [(element, row) for element in self.markup.children(group, "signalReference")]

    def board(self, board: Element, owner: int) -> None:
        """The signs of a static board; each is a signal that stands on another one's board."""
        self.about(board, owner)
        parent = self.rows["signals"][owner]
        for sign in self.markup.children(board, "sign"):
            shift, up = (self.markup.number(sign, name, "0") for name in ("v", "z"))
            place = {name: parent[name] for name in ("road", "s", "t", "post_road")}
            self.signal(
                sign, {**place, "post": 0, "post_at": (0.0,) * 6, "z_offset": up, "board": owner, "shift": shift}
            )

    def signal(self, signal: Element, place: Row) -> int:
        """One signal or sign; gives its row."""
        markup, owner = self.markup, len(self.rows["signals"])
        texts = {
            field: markup.text(signal, name, "")
            for field, name in (
                ("names", "name"), ("country", "country"), ("revision", "countryRevision"), ("text", "text"),
                ("unit", "unit"),
            )
        }  # fmt: skip
        parent = self.rows["signals"][place["board"]] if place["board"] >= 0 else None
        default = None if parent is None else {1: "+", -1: "-", 0: "none"}[parent["orientation"]]
        self.rows["signals"].append({
            **texts, **place,
            "ids": markup.text(signal, "id"),
            "kind": markup.text(signal, "type", "-1"),
            "subtype": markup.text(signal, "subtype", "-1"),
            "value": math.nan if signal.get("value") is None else markup.number(signal, "value"),
            "orientation": ORIENTATIONS[markup.choice(signal, "orientation", tuple(ORIENTATIONS), default)],
            "turn": tuple(markup.number(signal, name, "0") for name in ("hOffset", *TURNS)),
            "size": tuple(markup.number(signal, name, "0", low=0.0) for name in ("length", "width", "height")),
            "dynamic": YES[markup.choice(signal, "dynamic", tuple(YES), "no")],
        })  # fmt: skip
        self.about(signal, owner)
        return owner

    def about(self, element: Element, owner: int) -> None:
        """What else a signal or a board says: its lanes, what it names, what it means."""
        markup = self.markup
        self.rows["lanes"] += spans(markup, element, owner)
        for tie in markup.children(element, "dependency"):
            ids, kind = markup.text(tie, "id"), markup.text(tie, "type", "")
            self.rows["ties"].append({"owner": owner, "relation": "dependency", "ids": ids, "kind": kind})
        for tie in markup.children(element, "reference"):
            relation = markup.choice(tie, "elementType", ("signal", "object"))
            ids, kind = markup.text(tie, "elementId"), markup.text(tie, "type", "")
            self.rows["ties"].append({"owner": owner, "relation": relation, "ids": ids, "kind": kind})
        for group in markup.children(element, "semantics"):
            for meaning in (child for child in group if isinstance(child.tag, str)):
                if name_of(meaning) == "userData":
                    continue
                value = math.nan if meaning.get("value") is None else markup.number(meaning, "value")
                kind, unit = (markup.text(meaning, name, "") for name in ("type", "unit"))
                self.rows["meanings"].append(
                    {"owner": owner, "name": name_of(meaning), "kind": kind, "value": value, "unit": unit}
                )

    def post(self, signal: Element) -> Row:
        """Where a signal stands if that is not where it counts."""
        road = self.markup.only(signal, "positionRoad")
        inertial = self.markup.only(signal, "positionInertial")
        if road is not None:
            name = self.markup.text(road, "roadId")
            if name not in self.roads:
                what = f"roadId='{name[:40]}' is no road of this file"
                raise self.markup.bad(road, what, "name the id of a road")
            at = [self.markup.number(road, key, "0") for key in ("s", "t", "zOffset", "hOffset", *TURNS)]
            return {"post": 1, "post_road": self.roads[name], "post_at": at}
        if inertial is not None:
            at = [self.markup.number(inertial, key, "0") for key in ("x", "y", "z", "hdg", *TURNS)]
            return {"post": 2, "post_road": -1, "post_at": at}
        return {"post": 0, "post_road": -1, "post_at": (0.0,) * 6}

    def references(self) -> None:
        """Signals that count on other roads as well."""
        known: dict[str, int] = {}
        for row, signal in enumerate(self.rows["signals"]):
            known.setdefault(signal["ids"], row)
        for element, road in self.waiting:
            for found in reference(self.markup, element, known, road):
                self.rows["reference_lanes"] += spans(self.markup, element, len(self.rows["references"]))
                self.rows["references"].append(found)

    def controllers(self, crossings: Sequence[str]) -> None:
        """Controllers, what they switch, and which of them a junction groups."""
        markup, signals = self.markup, {row["ids"] for row in self.rows["signals"]}
        for owner, element in enumerate(markup.children(markup.root, "controller")):
            self.rows["controllers"].append(
                {
                    "ids": markup.text(element, "id"),
                    "names": markup.text(element, "name", ""),
                    **sequence(markup, element),
                }
            )
            for control in markup.children(element, "control"):
                name, kind = markup.text(control, "signalId"), markup.text(control, "type", "")
                if name not in signals:
                    markup.drop(control, "<control> switches nothing: the file has no signal of its signalId")
                self.rows["controls"].append({"owner": owner, "signals": name, "kind": kind})
        rows = {name: row for row, name in enumerate(crossings)}
        for junction in markup.children(markup.root, "junction"):
            for element in markup.children(junction, "controller"):
                name, kind = markup.text(element, "id"), markup.text(element, "type", "")
                self.rows["grouped"].append(
                    {"junction": rows[markup.text(junction, "id")], "controllers": name, "kind": kind,
                     **sequence(markup, element)}
                )  # fmt: skip

    def done(self, road: Road, crossings: Sequence[str]) -> Signalling:
        """Everything that was collected, with the signals' places in the world."""
        self.references()
        self.controllers(crossings)
        twice(self.markup, [row["ids"] for row in self.rows["signals"]], "signal")
        twice(self.markup, [row["ids"] for row in self.rows["controllers"]], "controller")
        for row in self.rows["signals"]:
            row["xyz"], row["angles"] = (0.0,) * 3, (0.0,) * 3
        return Signalling(
            signals=placed(road, table(Signals, self.rows["signals"])),
            lanes=table(Spans, self.rows["lanes"]),
            ties=table(Ties, self.rows["ties"]),
            meanings=table(Meanings, self.rows["meanings"]),
            references=table(References, self.rows["references"]),
            reference_lanes=table(Spans, self.rows["reference_lanes"]),
            controllers=table(Controllers, self.rows["controllers"]),
            controls=table(Controls, self.rows["controls"]),
            grouped=table(Grouped, self.rows["grouped"]),
        )


def placed(road: Road, signals: Signals) -> Signals:
    """The signals with their places in the world."""
    xyz, angles = signal_poses(road, signals)
    return signals._replace(xyz=xyz, angles=angles)


def place_of(markup: Markup, element: Element, length: float) -> dict[str, float]:
    """s, t and height above the road; a place beyond the road's end is noted."""
    s, t = markup.number(element, "s", low=0.0), markup.number(element, "t")
    if s > length + LAST:
        markup.drop(
            element, f"<{name_of(element)}> lies beyond its road's end; it is where the road would go straight on"
        )
    return {"s": s, "t": t, "z_offset": markup.number(element, "zOffset", "0")}


def spans(markup: Markup, element: Element, owner: int) -> Iterator[dict[str, int]]:
    """The lanes that an element counts for."""
    for validity in markup.children(element, "validity"):
        names = SPANS[1] if validity.get("fromLane") is None and validity.get("from") is not None else SPANS[0]
        first, last = sorted(markup.integer(validity, name) for name in names)
        yield {"owner": owner, "first": first, "last": last}


def reference(markup: Markup, element: Element, known: dict[str, int], road: int) -> Iterator[dict[str, Any]]:
    """One signalReference or objectReference; none, and a notice, if the file has not what it names."""
    target = known.get(markup.text(element, "id"), -1)
    if target < 0:
        markup.drop(element, f"<{name_of(element)}> is not used: the file has nothing of its id")
        return
    is_object = name_of(element) == "objectReference"
    yield {
        "target": target, "road": road, "s": markup.number(element, "s", low=0.0), "t": markup.number(element, "t"),
        "orientation": ORIENTATIONS[markup.choice(element, "orientation", tuple(ORIENTATIONS), "none")],
        "z_offset": markup.number(element, "zOffset", "0") if is_object else 0.0,
        "valid_length": markup.number(element, "validLength", "0", low=0.0) if is_object else 0.0,
    }  # fmt: skip


def sequence(markup: Markup, element: Element) -> dict[str, int]:
    """The priority of a controller; -1 where none is given."""
    return {"sequence": -1 if element.get("sequence") is None else markup.integer(element, "sequence")}


def twice(markup: Markup, ids: list[str], what: str) -> None:
    """Note ids that are used more than once: a name then means the first."""
    if len(set(ids)) < len(ids):
        markup.drop(markup.root, f"<{what}>: an id is used more than once; its name means the first")
