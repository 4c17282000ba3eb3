"""One situation as an SVG picture: its map, the car and its way, everybody else and theirs."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from aureole.vehicle.cars import load
from aureole.world.roads.laying.curve import Pose
from aureole.world.roads.picture.svg import body
from aureole.world.roads.picture.view import view
from aureole.world.roads.reading.opendrive import read_map
from aureole.world.situations.gallery.line import focus, line_of, pose_of
from aureole.world.situations.index import Made
from aureole.world.situations.looks import Look
from aureole.world.situations.stage import Actor

WIDE, HIGH, FLAT = 108.0, 60.0, 40.0  # m; of a picture, and how high one without crossroads is
BESIDE, BACK = 6.0, 5  # m, points; who speaks to the car stands so near to its way, so little behind that place
ROOM = (9.0, 1.8)  # m; kept free of others along and across where the car is drawn
SMALL = 1.0  # m; what carries a signal and is smaller is drawn as large as a person
SHOWN = 26.0  # m; before the middle of the picture the car is drawn


def picture(made: Made, place: Path) -> str:
    """The picture; `place` is the map's file."""
    map_ = read_map(place)
    middle = focus(made.stage)
    line = line_of(made.stage)
    here = min(range(len(line)), key=lambda k: math.hypot(line[k].x - middle[0], line[k].y - middle[1]))
    turn = math.degrees(line[max(here - 6, 0)].heading)
    seen = view(map_)
    high = HIGH if made.stage.goal else FLAT
    box = f"{-0.5 * WIDE} {-0.5 * high} {WIDE} {high}"
    ego = before(made, line, here)
    return (
        f'<svg class="map cut" viewBox="{box}" role="img" aria-label="{escape(made.situation.name)}">'
        f'<g transform="rotate({turn:.2f}) translate({-middle[0]:.2f} {middle[1]:.2f})">'
        f"{body(map_, seen, labels=False, unit=0.2)}"
        f'<g class="cast" transform="scale(1 -1)">{"".join(parts(made, line, ego))}</g></g></svg>'
    )


def before(made: Made, line: Sequence[Pose], here: int) -> Pose:
    """Where the car is drawn: on its way, a little before the middle, and before who speaks to it there."""
    k = here
    while k > 0 and far(line[k], line[here]) < SHOWN:
        k -= 1
    for pose in (pose_of(actor) for actor in made.stage.actors if "signal" in actor.properties):
        near = min(range(here + 1), key=[far(point, pose) for point in line].__getitem__)
        if far(line[near], pose) < BESIDE and k - BACK <= near <= k + 1:
            k = max(near - 2, 0)
    while k > 0 and any(touches(line[k], pose_of(actor)) for actor in made.stage.actors):
        k -= 1
    return line[k]


def touches(car: Pose, other: Pose) -> bool:
    """Whether somebody would be drawn on the car."""
    dx, dy = other.x - car.x, other.y - car.y
    cos, sin = math.cos(car.heading), math.sin(car.heading)
    return abs(cos * dx + sin * dy) < ROOM[0] and abs(cos * dy - sin * dx) < ROOM[1]


def far(one: Pose, other: Pose) -> float:
    """Metres between two places."""
    return math.hypot(one.x - other.x, one.y - other.y)


def parts(made: Made, line: Sequence[Pose], ego: Pose) -> Iterator[str]:
    """Ways first, then everybody."""
    yield f'<path class="way ego" d="{path(line)}"/>'
    for _, points in made.stage.paths:
        yield f'<path class="way" d="{path(points)}"/>'
        yield tip(points)
    for actor in made.stage.actors:
        yield thing(actor)
    car = load("sedan").body
    yield box(ego, Look("Vehicle", "car", car.length, car.width, car.height, car.box_x), "ego", "Ego")


def path(points: Sequence[Pose]) -> str:
    """A polyline."""
    return "M" + "L".join(f"{point.x:.2f} {point.y:.2f}" for point in points)


def tip(points: Sequence[Pose]) -> str:
    """The arrow at the end of a way."""
    one, other = points[-2], points[-1]
    turn = math.degrees(math.atan2(other.y - one.y, other.x - one.x))
    at = f"translate({other.x:.2f} {other.y:.2f}) rotate({turn:.1f})"
    return f'<path class="tip" transform="{at}" d="M-2.2-1.1L.4 0-2.2 1.1z"/>'


def thing(actor: Actor) -> str:
    """Somebody or something where it is at the start."""
    pose, look = pose_of(actor), actor.look
    carrier = "signal" in actor.properties
    if look.kind == "cone" or look.element == "Pedestrian" or (carrier and max(look.length, look.width) < SMALL):
        kind, radius = ("cone", 0.55) if look.kind == "cone" else ("carrier" if carrier else "person", 0.95)
        title = f"<title>{escape(actor.name)}</title>"
        return f'<circle class="{kind}" cx="{pose.x:.2f}" cy="{pose.y:.2f}" r="{radius}">{title}</circle>'
    kind = look.category if look.element == "Vehicle" else "carrier" if carrier else "block"
    return box(pose, look, kind, actor.name)


def box(pose: Pose, look: Look, kind: str, name: str) -> str:
    """A box with its nose."""
    back, half = look.box_x - 0.5 * look.length, 0.32 * look.width
    front = back + look.length
    nose = f'<path class="nose" d="M{front - 1.3:.2f} {-half:.2f}L{front - 0.3:.2f} 0L{front - 1.3:.2f} {half:.2f}z"/>'
    return (
        f'<g class="{kind}" transform="translate({pose.x:.2f} {pose.y:.2f}) rotate({math.degrees(pose.heading):.1f})">'
        f'<title>{escape(name)}</title><rect x="{back:.2f}" y="{-0.5 * look.width:.2f}" width="{look.length:.2f}" '
        f'height="{look.width:.2f}" rx=".35"/>{nose if look.element == "Vehicle" and look.length > 2.5 else ""}</g>'
    )
