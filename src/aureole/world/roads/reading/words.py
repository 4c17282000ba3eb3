"""Every element of ASAM OpenDRIVE 1.4–1.8 by path: read, dropped with a notice, or refused by name."""

from __future__ import annotations

from collections.abc import Iterator

from aureole.core.errors import Unsupported
from aureole.world.roads.reading.markup import Element, Markup, name_of

LANE = "road/lanes/laneSection/side/lane"
MARK = f"{LANE}/roadMark"
TRAFFIC = "it changes how one may drive; not read yet"

READ: dict[str, str] = {  # path: attributes that are read | attributes that are dropped
    "": "|",
    "header": "revMajor revMinor | name version date north south east west vendor",
    "road": "id length junction rule | name",
    "road/link": "|",
    "road/link/predecessor": "elementType elementId contactPoint | elementS elementDir",
    "road/link/successor": "elementType elementId contactPoint | elementS elementDir",
    "road/type": "s type | country",
    "road/type/speed": "max unit |",
    "road/planView": "|",
    "road/planView/geometry": "s x y hdg length |",
    "road/planView/geometry/line": "|",
    "road/planView/geometry/arc": "curvature |",
    "road/planView/geometry/spiral": "curvStart curvEnd |",
    "road/planView/geometry/poly3": "a b c d |",
    "road/planView/geometry/paramPoly3": "aU bU cU dU aV bV cV dV pRange |",
    "road/elevationProfile": "|",
    "road/elevationProfile/elevation": "s a b c d |",
    "road/lateralProfile": "|",
    "road/lateralProfile/superelevation": "s a b c d |",
    "road/lanes": "|",
    "road/lanes/laneOffset": "s a b c d |",
    "road/lanes/laneSection": "s singleSide |",
    "road/lanes/laneSection/side": "|",
    LANE: "id type level direction dynamicLaneDirection dynamicLaneType | advisory roadWorks",
    f"{LANE}/link": "|",
    f"{LANE}/link/predecessor": "id |",
    f"{LANE}/link/successor": "id |",
    f"{LANE}/width": "sOffset a b c d |",
    f"{LANE}/border": "sOffset a b c d |",
    MARK: "sOffset type width weight laneChange | color material height",
    f"{LANE}/speed": "sOffset max unit |",
    "junction": "id type mainRoad sStart sEnd | name orientation",
    "junction/connection": "id incomingRoad connectingRoad linkedRoad contactPoint type |",
    "junction/connection/laneLink": "from to | overlapZone",
    "junction/priority": "high low |",
}
DROPPED: dict[str, str] = {
    "*/userData": "data of another tool",
    "*/dataQuality": "how well the map was measured",
    "header/geoReference": "where on Earth the map lies; x and y are used as they stand",
    "header/offset": "where on Earth the map lies; x and y are used as they stand",
    "header/license": "the licence of the map",
    "header/defaultRegulations": "rules of a country's signs; no signs are read",
    "road/link/neighbor": "a neighbour of OpenDRIVE 1.4; lanes know theirs",
    "junction/connection/predecessor": "where a virtual junction leaves its road",
    "junction/connection/successor": "where a virtual junction leaves its road",
    "junction/controller": "controllers of signals are not used yet",
    "junction/crossPath": "where pedestrians cross",
    "junction/roadSection": "which stretches of roads a crossing takes up",
    "junction/boundary": "the outline of a junction",
    "junction/elevationGrid": "it changes heights only",
    "junction/planView": "the reference line of a junction's own objects",
    "junction/objects": "objects are not used yet",
    "junction/surface": "fine structure of the surface (CRG)",
    "junctionGroup": "roundabouts and the like are not used yet",
    "controller": "controllers of signals are not used yet",
    "road/objects": "objects are not used yet",
    "road/signals": "signals are not used yet",
    "road/surface": "fine structure of the surface (CRG)",
    f"{LANE}/material": "friction and roughness of the surface",
    f"{LANE}/visibility": "an old hint for drawing",
    f"{LANE}/height": "height of a lane above the road",
    f"{LANE}/access": "who may use a lane",
    "road/lateralProfile/crossfall": "it changes heights only: the road's cross-section is straight",
    "road/lateralProfile/shape": "it changes heights only: the road's cross-section is straight",
    "road/lateralProfile/crossSectionSurface": "it changes heights only: the road's cross-section is straight",
    f"{LANE}/rule": "free text",
    f"{MARK}/type": "the lines of a mark in detail",
    f"{MARK}/explicit": "the lines of a mark in detail",
    f"{MARK}/sway": "a mark that swings beside its border",
}
HOLLOW: dict[str, str] = {"road/railroad": TRAFFIC}
"""Dropped while empty; what they hold is refused."""
REFUSED: dict[str, str] = {
    "*/include": "a part in another file; put it into this one",
    "station": TRAFFIC,
}
PLAIN: dict[str, tuple[tuple[str, str], ...]] = {  # the only value of an attribute that is read
    "road/lanes/laneSection": (("singleSide", "false"),),
}
SIDES = frozenset({"left", "center", "right"})
REMEDY = "leave it out, or wait until it is read: it is never skipped in silence"


def vet(markup: Markup) -> None:
    """Note what is dropped; raise `Unsupported` at the first element that is refused or not known."""
    waiting: list[tuple[Element, str]] = [(markup.root, "")]
    while waiting:
        element, path = waiting.pop()
        vet_attributes(markup, element, path)
        below = [(child, beneath(path, child)) for child in element if isinstance(child.tag, str)]
        waiting += [(child, place) for child, place in reversed(below) if fate(markup, child, place)]


def beneath(path: str, child: Element) -> str:
    """The path of a child: left, center and right are one word."""
    name = name_of(child)
    name = "side" if path == "road/lanes/laneSection" and name in SIDES else name
    return f"{path}/{name}" if path else name


def fate(markup: Markup, element: Element, path: str) -> bool:
    """Whether an element is read; dropped ones are noted, the others raise `Unsupported`."""
    if path in READ:
        return True
    anywhere = f"*/{name_of(element)}"
    why = DROPPED.get(path) or DROPPED.get(anywhere)
    inside = next((child for child in element if isinstance(child.tag, str)), None)
    if path in HOLLOW and inside is None:
        why = "it is empty"
    if why:
        markup.drop(element, f"<{name_of(element)}> is not used: {why}")
        return False
    if path in HOLLOW and inside is not None:
        element, why = inside, HOLLOW[path]
    why = why or REFUSED.get(path) or REFUSED.get(anywhere) or "unknown here in OpenDRIVE 1.4–1.8"
    raise Unsupported(f"<{name_of(element)[:40]}>: {why}", place=markup.place(element), remedy=REMEDY)


def vet_attributes(markup: Markup, element: Element, path: str) -> None:
    """Note attributes that are not read; refuse values that would change the road."""
    known = READ[path].split("|", maxsplit=1)[0].split()
    unused = [str(name)[:40] for name in element.keys() if name not in known]  # noqa: SIM118 not its children
    if unused:
        markup.drop(element, f"<{name_of(element)}>: attributes not used: {', '.join(sorted(unused)[:20])}")
    for name, plain in PLAIN.get(path, ()):
        value = element.get(name, plain)
        if value != plain:
            what = f"{name}='{value[:40]}': {TRAFFIC}"
            raise Unsupported(what, place=markup.place(element), remedy=f"only '{plain}' is read; {REMEDY}")


def table() -> Iterator[tuple[str, str, str]]:
    """(element, fate, why) of all that is known: for the reference."""
    for path, names in READ.items():
        read, _, dropped = (part.strip() for part in names.partition("|"))
        yield path, "read", read + (f"; dropped: {dropped}" if dropped else "")
    for path, why in DROPPED.items():
        yield path, "dropped with a notice", why
    for path, why in HOLLOW.items():
        yield path, "dropped while empty, else refused", why
    for path, why in REFUSED.items():
        yield path, "refused", why
