"""The fate of every element of headers, roads, lanes and junctions in OpenDRIVE 1.4–1.8; `words` uses it."""

from __future__ import annotations

from aureole.world.roads.furniture.fates import MEANINGS

LANE = "road/lanes/laneSection/side/lane"
MARK = f"{LANE}/roadMark"
CRG = "file sStart sEnd orientation mode purpose sOffset tOffset zOffset zScale hOffset"
CUBIC = "s a b c d"
LEVEL = "it changes heights only: the road's cross-section is straight"
SURFACE = "fine structure of the surface (CRG)"
TRACKS = "tracks and stations are for trains and trams, which are not moved along them"
GRID = "it changes heights only"
RULES = "a country's default rules; the speeds of road types are used"
MEANT = {"": "", **{f"/{name}": attributes for name, attributes in MEANINGS.items()}}
MEANT |= {f"/speed/{name}": "" for name in ("type", "value", "unit")}
OWN = "the reference line of a junction's own objects"
STRIP = "road/lateralProfile/crossSectionSurface"
RULED = "header/defaultRegulations"

READ: dict[str, str] = {  # path: attributes that are read | attributes that are dropped
    "": "|",
    "header": "revMajor revMinor name | version date north south east west vendor",
    "header/geoReference": "|",
    "header/offset": "x y z hdg |",
    "road": "id name length junction rule |",
    "road/link": "|",
    "road/link/predecessor": "elementType elementId contactPoint | elementS elementDir",
    "road/link/successor": "elementType elementId contactPoint | elementS elementDir",
    "road/type": "s type country |",
    "road/type/speed": "max unit |",
    "road/planView": "|",
    "road/planView/geometry": "s x y hdg length |",
    "road/planView/geometry/line": "|",
    "road/planView/geometry/arc": "curvature |",
    "road/planView/geometry/spiral": "curvStart curvEnd |",
    "road/planView/geometry/poly3": "a b c d |",
    "road/planView/geometry/paramPoly3": "aU bU cU dU aV bV cV dV pRange |",
    "road/elevationProfile": "|",
    "road/elevationProfile/elevation": f"{CUBIC} |",
    "road/lateralProfile": "|",
    "road/lateralProfile/superelevation": f"{CUBIC} |",
    "road/lanes": "|",
    "road/lanes/laneOffset": f"{CUBIC} |",
    "road/lanes/laneSection": "s singleSide |",
    "road/lanes/laneSection/side": "|",
    LANE: "id type level direction dynamicLaneDirection dynamicLaneType | advisory roadWorks",
    f"{LANE}/link": "|",
    f"{LANE}/link/predecessor": "id |",
    f"{LANE}/link/successor": "id |",
    f"{LANE}/width": "sOffset a b c d |",
    f"{LANE}/border": "sOffset a b c d |",
    f"{LANE}/height": "sOffset inner outer |",
    MARK: "sOffset type width weight color laneChange | material height",
    f"{LANE}/speed": "sOffset max unit |",
    "junction": "id name type mainRoad sStart sEnd orientation |",
    "junction/connection": "id incomingRoad connectingRoad linkedRoad contactPoint type | connectionMaster",
    "junction/connection/laneLink": "from to | overlapZone",
    "junction/priority": "high low |",
}
DROPPED: dict[str, str] = {  # path: attributes | why
    "*/userData": "code value | data of another tool",
    "*/dataQuality": "| how well the map was measured",
    "*/dataQuality/error": "xyAbsolute xyRelative zAbsolute zRelative | how well the map was measured",
    "*/dataQuality/rawData": "date source sourceComment postProcessing postProcessingComment"
    " | how well the map was measured",
    "header/license": "name resource spdxid text | the licence of the map",
    RULED: f"| {RULES}",
    f"{RULED}/roadRegulations": f"type | {RULES}",
    f"{RULED}/signalRegulations": f"type subtype | {RULES}",
    **{
        f"{RULED}/{kind}Regulations/semantics{name}": f"{attributes} | {RULES}"
        for kind in ("road", "signal")
        for name, attributes in MEANT.items()
    },
    "road/link/neighbor": "side elementId direction | a neighbour of OpenDRIVE 1.4; lanes know theirs",
    "road/lateralProfile/crossfall": f"side {CUBIC} | {LEVEL}",
    "road/lateralProfile/shape": f"s t a b c d | {LEVEL}",
    STRIP: f"| {LEVEL}",
    f"{STRIP}/tOffset": f"| {LEVEL}",
    f"{STRIP}/tOffset/coefficients": f"{CUBIC} | {LEVEL}",
    f"{STRIP}/surfaceStrips": f"| {LEVEL}",
    f"{STRIP}/surfaceStrips/strip": f"id mode | {LEVEL}",
    **{
        f"{STRIP}/surfaceStrips/strip/{name}": f"| {LEVEL}"
        for name in ("width", "constant", "linear", "quadratic", "cubic")
    },
    **{
        f"{STRIP}/surfaceStrips/strip/{name}/coefficients": f"{CUBIC} | {LEVEL}"
        for name in ("width", "constant", "linear", "quadratic", "cubic")
    },
    "road/surface": f"| {SURFACE}",
    "road/surface/CRG": f"{CRG} | {SURFACE}",
    "road/railroad": f"| {TRACKS}",
    "road/railroad/switch": f"id name position | {TRACKS}",
    "road/railroad/switch/mainTrack": f"id s dir | {TRACKS}",
    "road/railroad/switch/sideTrack": f"id s dir | {TRACKS}",
    "road/railroad/switch/partner": f"id name | {TRACKS}",
    f"{LANE}/material": "sOffset surface friction roughness | friction and roughness of the surface",
    f"{LANE}/visibility": "sOffset forward back left right | an old hint for drawing, OpenDRIVE 1.4",
    f"{LANE}/access": "sOffset rule restriction | who may use a lane: everybody is let in, whatever it says",
    f"{LANE}/access/restriction": "type | who may use a lane: everybody is let in, whatever it says",
    f"{LANE}/rule": "sOffset value | a rule of a lane in free text",
    f"{MARK}/type": "name width | the lines of a mark in detail",
    f"{MARK}/type/line": "length space tOffset sOffset rule width color | the lines of a mark in detail",
    f"{MARK}/explicit": "| the lines of a mark in detail",
    f"{MARK}/explicit/line": "length tOffset sOffset rule width | the lines of a mark in detail",
    f"{MARK}/sway": "ds a b c d | a mark that swings beside its border",
    "junction/connection/predecessor": "elementType elementId elementS elementDir"
    " | where a virtual junction leaves its road",
    "junction/connection/successor": "elementType elementId elementS elementDir"
    " | where a virtual junction leaves its road",
    "junction/crossPath": "id crossingRoad roadAtStart roadAtEnd | where pedestrians cross",
    "junction/crossPath/startLaneLink": "s from to | where pedestrians cross",
    "junction/crossPath/endLaneLink": "s from to | where pedestrians cross",
    "junction/roadSection": "id roadId sStart sEnd | which stretches of roads a crossing takes up",
    "junction/surface": f"| {SURFACE}",
    "junction/surface/CRG": f"{CRG} | {SURFACE}",
    **{
        f"junction{path.removeprefix('road')}": f"{entry.partition('|')[0]}| {OWN}"
        for path, entry in READ.items()
        if path.startswith("road/planView")
    },
    "junction/boundary": "| the outline of a junction",
    "junction/boundary/segment": "roadId type contactPoint jointLaneStart jointLaneEnd transitionLength boundaryLane"
    " sStart sEnd | the outline of a junction",
    "junction/elevationGrid": f"gridSpacing sStart | {GRID}",
    "junction/elevationGrid/elevation": f"center left right | {GRID}",
    "junctionGroup": "id name type | roundabouts and the like: their junctions are read one by one",
    "junctionGroup/junctionReference": "junction | roundabouts and the like: their junctions are read one by one",
    "station": f"id name type | {TRACKS}",
    "station/platform": f"id name | {TRACKS}",
    "station/platform/segment": f"roadId sStart sEnd side | {TRACKS}",
}
REFUSED: dict[str, str] = {  # path: attributes | why
    "*/include": "file | a part in another file; put it into this one",
}
PLAIN: dict[str, tuple[tuple[str, str], ...]] = {  # the only value of an attribute that is read
    "road/lanes/laneSection": (("singleSide", "false"),),
}
