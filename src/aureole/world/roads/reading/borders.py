"""Widths and heights of the lanes of a section: as given, or between the borders given instead (OpenDRIVE 1.8 §11)."""

from __future__ import annotations

from itertools import pairwise

from aureole.world.roads.reading.markup import Element, Markup
from aureole.world.roads.reading.tables import Cubic

Rows = list[tuple[float, Cubic]]
"""(sOffset, a, b, c, d) of cubics, each until the next."""
Heights = list[tuple[float, float, float]]
"""(sOffset, inner, outer); two at one place are a step."""
NOTHING: Cubic = (0.0, 0.0, 0.0, 0.0)
START = 1e-12  # m; a first entry that lies further on leaves the lane without a width before it


def read_cubic(markup: Markup, element: Element, station: str, last: float) -> tuple[float, Cubic]:
    """Station and a, b, c, d of a cubic that must not start before the one before it."""
    s = markup.number(element, station, low=0.0)
    if s < last:
        what = f"{station}={s:g} lies before the entry above, {last:g}"
        raise markup.bad(element, what, f"sort the entries by {station}")
    a, b, c, d = (markup.number(element, name) for name in "abcd")
    return s, (a, b, c, d)


def read_rows(markup: Markup, elements: list[Element]) -> Rows:
    """Cubics from the start of a section on; nothing before the first."""
    rows: Rows = []
    last = 0.0
    for element in elements:
        last, cubic = read_cubic(markup, element, "sOffset", last)
        rows.append((last if last > START else 0.0, cubic))
    return rows if rows and rows[0][0] == 0.0 else [(0.0, NOTHING), *rows]


def read_widths(markup: Markup, lanes: dict[int, Element]) -> dict[int, Rows]:
    """The widths of every lane of a section but the centre one, by lane id.

    A lane that gives both keeps its widths, as the standard has it. Borders are measured from the centre lane,
    which the lane offset moves; they are turned into widths exactly, at the breakpoints of both neighbours.
    """
    found: dict[int, Rows] = {}
    for sign in (1, -1):
        side = sorted((k for k in lanes if k * sign > 0), key=abs)
        inner: Rows = [(0.0, NOTHING)]
        bordered = any(True for k in side for _ in markup.children(lanes[k], "border"))
        for lane_id in side:
            lane = lanes[lane_id]
            widths, borders = list(markup.children(lane, "width")), list(markup.children(lane, "border"))
            note(markup, lane, widths, borders)
            if borders and not widths:
                outer = read_rows(markup, borders)
                found[lane_id] = joined(outer, inner, -1.0, sign)
                inner = joined(inner, found[lane_id], sign, 1.0)
                continue
            found[lane_id] = read_rows(markup, widths)
            if bordered:
                inner = joined(inner, found[lane_id], sign, 1.0)
    return found


def note(markup: Markup, lane: Element, widths: list[Element], borders: list[Element]) -> None:
    """Note a lane that says its width twice, late or not at all."""
    if widths and borders:
        markup.drop(borders[0], "<border> of a lane is not used: the lane has a <width>, which goes before it")
    given = widths or borders
    if not given:
        markup.drop(lane, "<lane>: it has no <width>: it is used as a lane of no width")
    elif markup.number(given[0], "sOffset", low=0.0) > START:
        markup.drop(given[0], f"<{'width' if widths else 'border'}> does not begin with its section: no width before")


def joined(one: Rows, other: Rows, weight: float, scale: float) -> Rows:
    """scale · (one + weight · other), exactly, with the breakpoints of both."""
    stations = sorted({s for s, _ in one} | {s for s, _ in other})
    return [(s, combined(at(one, s), at(other, s), weight, scale)) for s in stations]


def combined(one: Cubic, other: Cubic, weight: float, scale: float) -> Cubic:
    """scale · (one + weight · other), coefficient by coefficient."""
    a, b, c, d = (scale * (p + weight * q) for p, q in zip(one, other, strict=True))
    return a, b, c, d


def at(rows: Rows, s: float) -> Cubic:
    """The cubic that holds at s, as a cubic that starts there.

    >>> at([(0.0, (1.0, 2.0, 0.0, 0.0)), (10.0, (5.0, 0.0, 1.0, 0.0))], 12.0)
    (9.0, 4.0, 1.0, 0.0)
    """
    start, (a, b, c, d) = next(row for row in reversed(rows) if row[0] <= s)
    ds = s - start
    return a + ds * (b + ds * (c + ds * d)), b + ds * (2.0 * c + 3.0 * ds * d), c + 3.0 * ds * d, d


def read_heights(markup: Markup, lane: Element) -> Heights:
    """How high a lane's borders lie, m, from the start of its section on: level before the first entry."""
    found: Heights = []
    for element in markup.children(lane, "height"):
        s = markup.number(element, "sOffset", low=0.0)
        if found and s < found[-1][0]:
            what = f"sOffset={s:g} lies before the entry above, {found[-1][0]:g}"
            raise markup.bad(element, what, "sort the entries by sOffset")
        found.append((s, markup.number(element, "inner"), markup.number(element, "outer")))
    if not any(inner or outer for _, inner, outer in found):
        return []
    first = found[0][0]
    return found if first == 0.0 else [(0.0, 0.0, 0.0), (first, 0.0, 0.0), *found]


def raised(widths: Rows, heights: Heights) -> list[tuple[float, Cubic, Cubic]]:
    """Station, width and heights (inner, its slope, outer, its slope) at the breakpoints of both."""
    if not heights:
        return [(s, cubic, NOTHING) for s, cubic in widths]
    given = {s for s, _ in widths}
    found = [(s, cubic, height_of(heights, s)) for s, cubic in widths]
    found += [(s, at(widths, s), height_of(heights, s)) for s in {s for s, _, _ in heights} - given]
    return sorted(found, key=lambda row: row[0])


def height_of(heights: Heights, s: float) -> Cubic:
    """Heights and slopes from s on; as at the last entry beyond it.

    >>> height_of([(0.0, 0.0, 0.0), (4.0, 0.0, 2.0)], 1.0)
    (0.0, 0.0, 0.5, 0.5)
    """
    for (start, inner, outer), (end, inner_end, outer_end) in pairwise(heights):
        if start <= s < end:
            rise, fall = (inner_end - inner) / (end - start), (outer_end - outer) / (end - start)
            return inner + rise * (s - start), rise, outer + fall * (s - start), fall
    return heights[-1][1], 0.0, heights[-1][2], 0.0
