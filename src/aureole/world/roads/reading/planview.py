"""The plan view of a road: geometries of the file become pieces that turn little (ASAM OpenDRIVE 1.8 §9)."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from aureole.core.errors import BadInput
from aureole.world.roads.clothoid import TURN, displacement
from aureole.world.roads.reading.markup import Element, Markup, name_of
from aureole.world.roads.reading.polynomials import NEAR, Chain, Curve, Unfit, arc_length, chained, reached
from aureole.world.roads.reading.tables import Tables

SEAM = 0.01  # m; lengths in files are rounded, a larger gap or overlap is a mistake
TORN = 1.0  # m; a reference line that jumps further is no line
KINK = 0.01  # rad; a larger jump of the heading is worth a notice
MOST_TURN = 200.0  # rad in one geometry; more is a mistake, or an attack on the memory
SHARPEST = 10.0  # 1/m; no road bends with a radius below a hand's breadth
MISFIT = 0.1  # of its length; a polynomial whose arc length is further off is a mistake
UNEVEN = 1e-3  # m; a polynomial whose arc length is further off is worth a notice
SHAPES = ("line", "arc", "spiral", "poly3", "paramPoly3")
CUBIC = ("a", "b", "c", "d")


@dataclass(frozen=True, slots=True)
class Piece:
    """A clothoid: station, pose at its start, length, curvature there and its change per metre."""

    s: float
    x: float
    y: float
    heading: float
    length: float
    curvature: float
    change: float

    def after(self, ds: float, length: float) -> Piece:
        """The piece of a length that begins ds further on; ds turns less than `TURN`."""
        dx, dy = displacement(self.heading, self.curvature, self.change, ds)
        heading = self.heading + ds * (self.curvature + 0.5 * self.change * ds)
        curvature = self.curvature + self.change * ds
        return Piece(self.s + ds, self.x + dx, self.y + dy, heading, length, curvature, self.change)

    def cut(self) -> list[Piece]:
        """The same curve in equal pieces, none of which turns more than `TURN`."""
        sharpest = max(abs(self.curvature), abs(self.curvature + self.change * self.length))
        count = max(1, math.ceil(sharpest * self.length / TURN - 1e-9))
        length = self.length / count
        pieces = [Piece(self.s, self.x, self.y, self.heading, length, self.curvature, self.change)]
        for _ in range(count - 1):
            pieces.append(pieces[-1].after(length, length))
        return pieces


def read_line(markup: Markup, road: Element, length: float, tables: Tables) -> None:
    """Add the reference line of a road to the tables; its geometries must follow each other from 0 to `length`."""
    view = markup.only(road, "planView")
    geometries = [] if view is None else list(markup.children(view, "geometry"))
    if not geometries:
        raise markup.bad(road, "the road has no <geometry> in its <planView>", "give it a reference line")
    end, last = 0.0, None
    for geometry in geometries:
        pieces, after = read_geometry(markup, geometry)
        first = pieces[0]
        if abs(first.s - end) > TORN:
            kind = "overlaps the one before" if first.s < end else "leaves a gap to the one before"
            what = f"s={first.s:g} {kind}, which ends at {end:g}"
            raise markup.bad(geometry, what, f"let the geometries follow each other: s={end:g}")
        if abs(first.s - end) > SEAM:
            markup.drop(geometry, "<geometry>: it does not begin where the one before ends; its own s is used")
        check_joint(markup, geometry, last, first)
        for part in pieces:
            add_piece(tables, part)
        end, last = after.s, after
    if abs(end - length) > SEAM:
        markup.drop(road, "<road>: its geometries do not end at its length; the length is used")
    if abs(end - length) > TORN:
        what = f"the geometries end at {end:g} m, the road at length={length:g}"
        raise markup.bad(road, what, "let the lengths of the geometries add up to the road's")
    tables.close("piece")


def add_piece(tables: Tables, piece: Piece) -> None:
    """One piece to the tables."""
    tables.add(
        piece_s=piece.s,
        piece_xy=(piece.x, piece.y),
        piece_heading=piece.heading,
        piece_length=piece.length,
        piece_curvature=(piece.curvature, piece.change),
    )


def read_geometry(markup: Markup, geometry: Element) -> tuple[list[Piece], Piece]:
    """The pieces of one geometry of the file, and where it ends."""
    s = markup.number(geometry, "s", low=0.0)
    x, y, heading = (markup.number(geometry, name) for name in ("x", "y", "hdg"))
    piece = Piece(s, x, y, heading, positive(markup, geometry, "length"), 0.0, 0.0)
    shapes = [child for child in geometry if isinstance(child.tag, str) and name_of(child) in SHAPES]
    if len(shapes) != 1:
        remedy = "give it one line, arc, spiral, poly3 or paramPoly3"
        raise markup.bad(geometry, f"{len(shapes)} shapes in one <geometry>", remedy)
    if name_of(shapes[0]) in {"poly3", "paramPoly3"}:
        return read_polynomial(markup, shapes[0], piece)
    return read_clothoid(markup, shapes[0], piece)


def read_clothoid(markup: Markup, shape: Element, piece: Piece) -> tuple[list[Piece], Piece]:
    """A line, an arc or a spiral along the given line, and where it ends."""
    curvature, change = 0.0, 0.0
    if name_of(shape) == "arc":
        curvature = bend(markup, shape, "curvature")
    if name_of(shape) == "spiral":
        curvature = bend(markup, shape, "curvStart")
        change = (bend(markup, shape, "curvEnd") - curvature) / piece.length
    if max(abs(curvature), abs(curvature + change * piece.length)) * piece.length > MOST_TURN:
        raise markup.bad(shape, f"turns more than {MOST_TURN:g} rad in one geometry", "check curvature and length")
    pieces = replace(piece, curvature=curvature, change=change).cut()
    end = pieces[-1].after(pieces[-1].length, 0.0)
    return pieces, replace(end, s=piece.s + piece.length)


def read_polynomial(markup: Markup, shape: Element, piece: Piece) -> tuple[list[Piece], Piece]:
    """A `poly3` or `paramPoly3` that starts with the given line as a chain of clothoids, and where it ends.

    Where the file's length is not the true one, stations are spread evenly along the true curve: every station
    of the file is on it, and the ends meet (the reference player does the same).
    """
    if piece.length < NEAR:
        return [piece], piece.after(piece.length, 0.0)
    try:
        curve = read_curve(markup, shape, piece.length)
        true = arc_length(curve)
        if abs(true - piece.length) > max(TORN, MISFIT * piece.length):
            what = f"the polynomial is {true:g} m long, the geometry has length={piece.length:g}"
            raise markup.bad(shape, what, "give the geometry its true length, check pRange")
        chain = chained(curve, piece.length, SHARPEST)
    except Unfit as error:
        remedy = "give a polynomial that moves on with p and bends gently"
        raise markup.bad(shape, f"the polynomial {error}", remedy) from None
    if abs(true - piece.length) > UNEVEN:
        what = "a polynomial whose arc length is not its geometry's length to 1 mm: stations are spread along it"
        markup.drop(shape, what)
    return laid(chain, piece)


def read_curve(markup: Markup, shape: Element, length: float) -> Curve:
    """The polynomial of a geometry of a length, m."""
    if name_of(shape) == "poly3":
        return reached(np.array([markup.number(shape, name) for name in CUBIC]), length)
    rows = [[markup.number(shape, name + axis) for name in CUBIC] for axis in "UV"]
    reach = markup.choice(shape, "pRange", ("arcLength", "normalized"), "normalized")
    return Curve(np.array(rows), length if reach == "arcLength" else 1.0)


def laid(chain: Chain, start: Piece) -> tuple[list[Piece], Piece]:
    """A chain laid down where a geometry starts, as long as the geometry; and where it ends."""
    cosine, sine = math.cos(start.heading), math.sin(start.heading)
    u, v, turned = chain.pose.T
    share = start.length / chain.length.sum()
    s = start.s + share * np.concatenate([[0.0], np.cumsum(chain.length)])
    s[-1] = start.s + start.length
    columns = (s, start.x + u * cosine - v * sine, start.y + u * sine + v * cosine, start.heading + turned)
    rows = np.column_stack(columns).tolist()
    ways = np.column_stack([np.diff(s), chain.curvature]).tolist()
    pieces = [Piece(*row, *way) for row, way in zip(rows[:-1], ways, strict=True)]
    s_end, x, y, heading = rows[-1]
    return pieces, Piece(s_end, x, y, heading, 0.0, 0.0, 0.0)


def bend(markup: Markup, shape: Element, name: str) -> float:
    """A curvature, 1/m."""
    curvature = markup.number(shape, name)
    if abs(curvature) > SHARPEST:
        raise markup.bad(shape, f"{name}={curvature:g} is beyond ±{SHARPEST:g} 1/m", "curvature is 1 over the radius")
    return curvature


def positive(markup: Markup, element: Element, name: str) -> float:
    """A length above zero, m."""
    length = markup.number(element, name)
    if length <= 0.0:
        raise markup.bad(element, f"{name}={length:g} is not above zero", "give a length in metres, or leave it out")
    return length


def check_joint(markup: Markup, geometry: Element, last: Piece | None, piece: Piece) -> None:
    """Refuse a torn line; note a kink."""
    if last is None:
        return
    jump = math.hypot(piece.x - last.x, piece.y - last.y)
    turn = abs(math.remainder(piece.heading - last.heading, math.tau))
    if jump > TORN:
        what = f"starts {jump:.2f} m beside the end of the geometry before"
        raise torn(markup, geometry, what)
    if jump > SEAM or turn > KINK:
        what = "the reference line has a joint that jumps by more than 1 cm or 0.01 rad; it is used as it is"
        markup.drop(geometry, what)


def torn(markup: Markup, geometry: Element, what: str) -> BadInput:
    """The error for a reference line that is not one."""
    return markup.bad(geometry, what, "let each geometry start where the one before ends")
