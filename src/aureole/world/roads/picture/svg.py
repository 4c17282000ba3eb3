"""A map as an SVG picture: drawn in metres, y up, coloured by classes so that light and dark are one file."""

from __future__ import annotations

import math
from collections.abc import Iterable
from html import escape
from importlib.resources import files

import numpy as np

from aureole.core.kinds import LaneKind, Mark, SignalKind
from aureole.core.notes import Float64
from aureole.world.roads.picture.signposts import PICTOGRAMS, value_of
from aureole.world.roads.picture.view import Arrow, Line, View
from aureole.world.roads.reading.opendrive import Map
from aureole.world.signs.meaning import is_line, kind_of

CLASSES = {
    LaneKind.DRIVING: "driving", LaneKind.ENTRY: "ramp", LaneKind.EXIT: "ramp", LaneKind.ON_RAMP: "ramp",
    LaneKind.OFF_RAMP: "ramp", LaneKind.CONNECTING: "ramp", LaneKind.BIDIRECTIONAL: "bidirectional",
    LaneKind.STOP: "stop", LaneKind.SHOULDER: "shoulder", LaneKind.BORDER: "border", LaneKind.SIDEWALK: "walk",
    LaneKind.BIKING: "bike", LaneKind.PARKING: "parking", LaneKind.MEDIAN: "median", LaneKind.KERB: "kerb",
    LaneKind.RESTRICTED: "restricted", LaneKind.NONE: "none", LaneKind.OTHER: "other",
}  # fmt: skip
ORDER = (  # what lies below first
    "none", "border", "median", "shoulder", "walk", "kerb", "other", "restricted", "stop", "parking", "bike",
    "bidirectional", "ramp", "driving",
)  # fmt: skip
THINGS = {
    "tree": "tree", "vegetation": "tree", "building": "building", "barrier": "barrier", "railing": "barrier",
    "soundBarrier": "barrier", "pole": "pole", "streetLamp": "pole", "gantry": "pole", "wind": "pole",
    "crosswalk": "crosswalk", "parkingSpace": "space", "trafficIsland": "island", "roadMark": "paint",
}  # fmt: skip
COLOURS = ("yellow", "red", "blue", "green", "orange", "violet", "black")
SIZED = ' class="sized"'
DASH = "3 6"  # m; line and gap of a broken mark: rural roads and towns (RMS) lie near it
SHAPES = """<defs><path id="arrow" d="M-1.5-.16H.35V-.62L1.6 0 .35.62V.16H-1.5z"/>
<path id="both" d="M-.8-.16H.8V-.62L2 0 .8.62V.16H-.8V.62L-2 0-.8-.62z"/>
<g id="light"><path class="post" d="M0 0H1.1"/><rect class="case" x="-.62" y="-1.5" width="1.24" height="3" rx=".4"/>
<circle cy=".92" r=".36" fill="#e5484d"/><circle r=".36" fill="#f5b32f"/><circle cy="-.92" r=".36" fill="#46a758"/></g>
<g id="sign"><path class="post" d="M0 0H1.3"/><circle class="sign" r=".72"/><circle r=".4" fill="#fff"/></g>
<path id="line" d="M0-1.4V1.4" stroke="var(--white)" stroke-width=".5"/>
<pattern id="zebra" width="1" height="1" patternUnits="userSpaceOnUse">
<path fill="var(--white)" d="M0 0H.5V1H0z"/></pattern>
</defs>"""


def style() -> str:
    """The colours, light and dark."""
    return (files("aureole.world.roads.picture") / "look.css").read_text(encoding="utf-8")


def picture(map_: Map, seen: View, title: str, *, width: int = 1600) -> str:
    """The map as one SVG file with title and scale; nothing is loaded from elsewhere."""
    size = seen.high - seen.low
    margin = 0.04 * float(size.max()) + 5.0
    box = (seen.low[0] - margin, -(seen.high[1] + margin), size[0] + 2.0 * margin, size[1] + 2.0 * margin)
    unit = float(box[2]) / width  # m a pixel
    foot = 64.0 * unit
    height = math.ceil((box[3] + foot) / unit)
    frame = f"{box[0]:.2f} {box[1]:.2f} {box[2]:.2f} {box[3] + foot:.2f}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="map" viewBox="{frame}" width="{width}" height="{height}"'
        f' style="--size:{max(1.0, 5.0 * unit):.2f}"><title>{escape(title)}</title><style>{style()}</style>'
        f"{body(map_, seen, labels=len(map_.names) <= 40, unit=unit)}"
        f"{chrome(title, (box[0], box[1] + box[3], box[2]), unit)}</svg>\n"
    )


def body(map_: Map, seen: View, *, labels: bool, unit: float) -> str:
    """Everything of the map, in groups that can be shown and hidden."""
    groups = [
        SHAPES, f"<defs>{''.join(PICTOGRAMS.values())}</defs>", '<g transform="scale(1 -1)">',
        group("lanes", lane_paths(seen)), group("marks", mark_paths(seen.lines)),
        group("arrows", arrow_paths(seen.arrows)), group("objects", object_paths(map_)),
        group("signals", signal_paths(map_)), "</g>", group("ids", label_texts(map_, unit) if labels else ()),
    ]  # fmt: skip
    return "\n".join(groups)


def group(name: str, parts: Iterable[str]) -> str:
    """A group of a name."""
    return f'<g class="{name}">{"".join(parts)}</g>'


def path(xy: Float64, *, closed: bool) -> str:
    """Points as path data, to the centimetre, each as the step from the one before."""
    whole = np.round(xy * 100.0).astype(np.int64)
    steps = np.diff(whole, axis=0)
    steps = steps[np.any(steps != 0, axis=1)]
    moves = "".join(f" {number(dx)} {number(dy)}" for dx, dy in steps.tolist())
    start = f"M{number(int(whole[0, 0]))} {number(int(whole[0, 1]))}"
    return f"{start}{'l' if moves else ''}{moves[1:]}{'z' if closed else ''}"


def number(hundredths: int) -> str:
    """Metres of centimetres, as short as can be."""
    text = f"{hundredths / 100:.2f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def lane_paths(seen: View) -> Iterable[str]:
    """The lanes, those that are driven on top."""
    for name in ORDER:
        for area in seen.areas:
            if CLASSES[area.kind] == name:
                ring = path(area.ring, closed=True)
                yield f'<path class="{name}" d="{ring}"><title>{escape(area.name)}</title></path>'


def mark_paths(lines: Iterable[Line]) -> Iterable[str]:
    """The painted lines, gathered by look."""
    looks: dict[tuple[str, float, bool], list[str]] = {}
    for line in lines:
        colour = line.colour if line.colour in COLOURS else "white"
        colour = "edge-line" if line.kind in {Mark.KERB, Mark.GRASS} else colour
        looks.setdefault((colour, round(line.width, 3), line.broken), []).append(path(line.xy, closed=False))
    for (colour, width, broken), data in looks.items():
        dash = f' stroke-dasharray="{DASH}"' if broken else ""
        yield f'<path stroke="var(--{colour})" stroke-width="{width:g}"{dash} d="{"".join(data)}"/>'


def arrow_paths(arrows: Iterable[Arrow]) -> Iterable[str]:
    """The arrows of the driving direction."""
    for arrow in arrows:
        scale = min(1.0, arrow.width / 3.0)
        at = f"translate({arrow.x:.2f} {arrow.y:.2f}) rotate({math.degrees(arrow.heading):.1f}) scale({scale:.2f})"
        yield f'<use href="#{"both" if arrow.both else "arrow"}" transform="{at}"/>'


def object_paths(map_: Map) -> Iterable[str]:
    """The objects by kind; one without any size is a dot."""
    objects, placed, shapes = map_.furniture.things.objects, map_.furniture.placed, map_.furniture.shapes
    shaped = set(shapes.owner.tolist())
    markings = map_.furniture.things.markings
    painted = dict(zip(markings.owner.tolist(), markings.colour, strict=True))
    for k, owner in enumerate(shapes.owner.tolist()):
        thing = int(placed.owner[owner])
        kind = THINGS.get(objects.kind[thing], "thing")
        span = slice(int(shapes.first[k]), int(shapes.first[k + 1]))
        closed = bool(shapes.closed[k])
        drawn = path(shapes.points[span, :2], closed=closed)
        line = "" if closed else " line"
        colour = painted.get(thing, "") if kind == "paint" and not closed else ""
        look = f' style="stroke:var(--{colour if colour in COLOURS else "white"})"' if colour else ""
        yield f'<path class="{kind}{line}"{look} d="{drawn}">{hint(map_, thing)}</path>'
    for k in sorted(set(range(len(placed.owner))) - shaped):
        thing = int(placed.owner[k])
        kind = THINGS.get(objects.kind[thing], "thing")
        x, y = placed.xyz[k, :2].tolist()
        yield f'<circle class="{kind}" cx="{x:.2f}" cy="{y:.2f}" r=".25">{hint(map_, thing)}</circle>'


def hint(map_: Map, thing: int) -> str:
    """What an object is, for who points at it."""
    objects = map_.furniture.things.objects
    words = [objects.kind[thing], objects.subtype[thing], objects.names[thing], f"object {objects.ids[thing]}"]
    return f"<title>{escape(' · '.join(word for word in words if word))}</title>"


def signal_paths(map_: Map) -> Iterable[str]:
    """The signals: lights and signs, each with its post away from whom it faces."""
    signals = map_.signals
    for k, name in enumerate(signals.ids):
        x, y = signals.xyz[k, :2].tolist()
        turn = math.degrees(float(signals.angles[k, 0]))
        kind = " ".join(word for word in (signals.country[k], signals.kind[k], signals.subtype[k]) if word)
        value = "" if math.isnan(signals.value[k]) else f" · {signals.value[k]:g} {signals.unit[k]}".rstrip()
        words = f"signal {name} · {signals.names[k] or kind} · {kind}{value}"
        what = kind_of(map_.furniture.signalling, k)
        shape = "light" if signals.dynamic[k] and what in (SignalKind.LIGHT, SignalKind.NONE) else "sign"
        shape = "line" if shape == "sign" and is_line(map_.furniture.signalling, k) else shape
        shape = f"sign-{what.name.lower()}" if shape == "sign" and what in PICTOGRAMS else shape
        yield (
            f'<g transform="translate({x:.2f} {y:.2f}) rotate({turn:.1f})"><title>{escape(words)}</title>'
            f'<use{"" if shape == "line" else SIZED} href="#{shape}"/>'
            f"{value_of(map_.furniture.signalling, k, what)}</g>"
        )


def label_texts(map_: Map, unit: float) -> Iterable[str]:
    """The id of each road at its middle."""
    road = map_.road
    for r, name in enumerate(map_.names):
        x, y = road.piece_xy[(int(road.piece_first[r]) + int(road.piece_first[r + 1])) // 2].tolist()
        yield f'<text x="{x:.2f}" y="{-y:.2f}" font-size="{13.0 * unit:.2f}">{escape(name)}</text>'


def chrome(title: str, box: tuple[float, float, float], unit: float) -> str:
    """Title, north and scale below the map."""
    left, top, width = box
    length = nice(width / 5.0)
    x, y = left + 24.0 * unit, top + 40.0 * unit
    tick = 5.0 * unit
    bar = f"M{x:.2f} {y - tick:.2f}v{tick:.2f}h{length:g}v{-tick:.2f}"
    end = left + width - 24.0 * unit
    return (
        f'<g class="chrome"><path stroke-width="{1.6 * unit:.3f}" d="{bar}"/>'
        f'<text x="{x + length / 2.0:.2f}" y="{y - 10.0 * unit:.2f}" text-anchor="middle"'
        f' font-size="{15.0 * unit:.2f}">{told(length)}</text>'
        f'<text x="{end:.2f}" y="{y:.2f}" text-anchor="end" font-size="{17.0 * unit:.2f}">{escape(title)}</text></g>'
    )


def nice(length: float) -> float:
    """The largest 1, 2 or 5 times a power of ten that is not longer."""
    power = 10.0 ** math.floor(math.log10(length))
    return max(step * power for step in (1.0, 2.0, 5.0) if step * power <= length)


def told(length: float) -> str:
    """A length for people."""
    return f"{length / 1000:g} km" if length >= 1000.0 else f"{length:g} m"
