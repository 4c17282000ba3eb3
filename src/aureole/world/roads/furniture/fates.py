"""The fate of every element of signals, controllers and objects in OpenDRIVE 1.4–1.8; `reading.words` uses it."""

from __future__ import annotations

THING = "road/objects/object"
SIGNAL = "road/signals/signal"
BOARD = f"{SIGNAL}/staticBoard"
SCREEN = f"{SIGNAL}/vmsBoard"
MEANINGS = {
    "speed": "type value unit", "lane": "type", "priority": "type", "prohibited": "type", "warning": "type",
    "routing": "", "streetname": "", "parking": "", "tourist": "", "supplementaryTime": "type value",
    "supplementaryAllows": "", "supplementaryProhibits": "", "supplementaryDistance": "type value unit",
    "supplementaryEnvironment": "type", "supplementaryExplanatory": "",
}  # fmt: skip
SHAPE = "the shape of an object in detail; its box or outline is used"
SPELLED = "an element in the schema of 1.8.0, an attribute in the standard's text, which is read"
OWN = "objects along a junction's own reference line"
NESTED = "a board on a sign of a board, with all that is on it"
SCREENS = "a board that a scenario can light; it is dark, as the standard says of one without a scenario"
ABOVE = (SIGNAL, f"{BOARD}/sign")
COPY = "s length distance tStart tEnd zOffsetStart zOffsetEnd lengthStart lengthEnd widthStart widthEnd"


def signal(path: str) -> dict[str, str]:
    """What a signal or a sign on a board holds."""
    posture = "pitch roll"
    return {
        f"{path}/validity": "fromLane toLane from to |",
        f"{path}/dependency": "id type |",
        f"{path}/reference": "elementType elementId type |",
        f"{path}/positionRoad": f"roadId s t zOffset hOffset {posture} |",
        f"{path}/positionInertial": f"x y z hdg {posture} |",
        f"{path}/semantics": "|",
        **{f"{path}/semantics/{name}": f"{attributes} |" for name, attributes in MEANINGS.items()},
    }


READ: dict[str, str] = {  # path: attributes that are read | attributes that are dropped
    "road/objects": "|",
    THING: "id name type subtype s t zOffset hdg pitch roll length width height radius validLength orientation dynamic"
    " perpToRoad |",
    f"{THING}/repeat": f"{COPY} heightStart heightEnd radiusStart radiusEnd detachFromReferenceLine |",
    f"{THING}/outline": "id fillType closed outer laneType |",
    f"{THING}/outline/cornerRoad": "id s t dz height |",
    f"{THING}/outline/cornerLocal": "id u v z height |",
    f"{THING}/outlines": "|",
    f"{THING}/outlines/outline": "id fillType closed outer laneType |",
    f"{THING}/outlines/outline/cornerRoad": "id s t dz height |",
    f"{THING}/outlines/outline/cornerLocal": "id u v z height |",
    f"{THING}/validity": "fromLane toLane |",
    f"{THING}/parkingSpace": "access restrictions |",
    f"{THING}/markings": "|",
    f"{THING}/markings/marking": "side width color weight zOffset lineLength spaceLength startOffset stopOffset |",
    f"{THING}/markings/marking/cornerReference": "id |",
    f"{THING}/borders": "|",
    f"{THING}/borders/border": "outlineId width type useCompleteOutline |",
    f"{THING}/borders/border/cornerReference": "id |",
    "road/objects/objectReference": "id s t zOffset validLength orientation |",
    "road/objects/objectReference/validity": "fromLane toLane |",
    "road/objects/tunnel": "id name type s length lighting daylight |",
    "road/objects/tunnel/validity": "fromLane toLane |",
    "road/objects/bridge": "id name type s length |",
    "road/objects/bridge/validity": "fromLane toLane |",
    "road/signals": "|",
    SIGNAL: "id name type subtype country countryRevision s t zOffset hOffset pitch roll orientation dynamic value unit"
    " text length width height |",
    **signal(SIGNAL),
    BOARD: "|",
    f"{BOARD}/validity": "fromLane toLane from to |",
    f"{BOARD}/dependency": "id type |",
    f"{BOARD}/reference": "elementType elementId type |",
    f"{BOARD}/sign": "id name type subtype country countryRevision v z hOffset pitch roll orientation dynamic value"
    " unit text length width height |",
    **signal(f"{BOARD}/sign"),
    "road/signals/signalReference": "id s t orientation |",
    "road/signals/signalReference/validity": "fromLane toLane |",
    "controller": "id name sequence |",
    "controller/control": "signalId type |",
    "junction/controller": "id type sequence |",
}
DROPPED: dict[str, str] = {  # path: attributes | why
    f"{THING}/material": "surface friction roughness roadMarkColor | colour, friction and roughness of an object",
    f"{THING}/surface": f"| {SHAPE}",
    f"{THING}/surface/CRG": f"file hideRoadSurfaceCRG zScale | {SHAPE}",
    f"{THING}/skeleton": f"| {SHAPE}",
    f"{THING}/skeleton/polyline": f"id | {SHAPE}",
    f"{THING}/skeleton/polyline/vertexRoad": f"id s t dz radius length width intersectionPoint | {SHAPE}",
    f"{THING}/skeleton/polyline/vertexLocal": f"id u v z radius length width intersectionPoint | {SHAPE}",
    f"{THING}/parkingSpace/marking": "side type width color | a marking of a parking space, OpenDRIVE 1.4",
    **{f"{path}/semantics/speed/{name}": f"| {SPELLED}" for path in ABOVE for name in ("type", "value", "unit")},
    f"{BOARD}/sign/staticBoard": f"| {NESTED}",
    f"{BOARD}/sign/vmsBoard": f"displayType displayWidth displayHeight material v z | {NESTED}",
    SCREEN: f"displayType displayWidth displayHeight material v z | {SCREENS}",
    f"{SCREEN}/validity": f"fromLane toLane from to | {SCREENS}",
    f"{SCREEN}/dependency": f"id type | {SCREENS}",
    f"{SCREEN}/reference": f"elementType elementId type | {SCREENS}",
    f"{SCREEN}/displayArea": f"index v z width height | {SCREENS}",
    f"{SCREEN}/displayArea/validity": f"fromLane toLane from to | {SCREENS}",
    "vmsGroup": f"id | {SCREENS}",
    "vmsGroup/vmsBoardReference": f"signalId vmsIndex groupIndex | {SCREENS}",
}
DROPPED |= {
    f"junction{path.removeprefix('road')}": f"{entry.partition('|')[0]}| {OWN}"
    for path, entry in [*READ.items(), *DROPPED.items()]
    if path.startswith("road/objects")
}
