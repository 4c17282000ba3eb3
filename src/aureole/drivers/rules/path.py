"""The lane as a line one can measure along: stations, offsets, bends."""

from __future__ import annotations

import math

from aureole.core.notes import Array, Float64
from aureole.kernels import device
from aureole.kernels.small import cosine_sine

ROWS = 9  # of a lane as a line: x, y (m), arc length (m), heading (rad), one over a stretch's square (1/m^2); `smooth`
TO_X, TO_Y, BEND = 5, 6, 7  # of a line that is smooth: its direction, its curvature (1/m)
AWAY = 8  # room for `nearest`: square of the distance to each stretch, m^2
LEAST = 1.0  # m; a shorter stretch says nothing of a bend
ANY = 1e9  # m/s; where no bend asks for less
STRAIGHT = 1e-6  # 1/m; less is no bend


@device
def half_turn(angle: float) -> float:
    """The same angle from -π to π."""
    if -math.pi < angle <= math.pi:
        return angle
    return math.atan2(math.sin(angle), math.cos(angle))


@device
def measure(centre: Array, count: int, line: Float64) -> None:
    """Fill `line` (`ROWS`, points) with the points of a lane's centre."""
    lay(centre, count, line)
    for i in range(count):
        line[3, i] = heading_at(line, count, i)


@device
def lay(centre: Array, count: int, line: Float64) -> None:
    """The same without headings, which cost more than all else: enough for who uses `look_up` on it."""
    for i in range(count):
        line[0, i], line[1, i] = centre[i, 0], centre[i, 1]
    line[2, 0] = 0.0
    lengthen(line, 0, count)


@device
def heading_at(line: Float64, count: int, i: int) -> float:
    """Heading of a line at one of its points: of the chord between its neighbours."""
    back, ahead = max(i - 1, 0), min(i + 1, count - 1)
    dx, dy = line[0, ahead] - line[0, back], line[1, ahead] - line[1, back]
    if dy == 0.0 and dx > 0.0:
        return float(dy)  # straight ahead, as most roads are: what atan2 gives, sooner
    return math.atan2(dy, dx)


@device
def measure_on(line: Float64, first: int, count: int) -> None:
    """Fill what follows from the points of a line, from point `first` on; what is before stands already."""
    lengthen(line, first, count)
    for i in range(max(first - 1, 0), count):
        line[3, i] = heading_at(line, count, i)


@device
def lengthen(line: Float64, first: int, count: int) -> None:
    """Arc lengths and squares from point `first` on."""
    for i in range(max(first, 1), count):
        dx, dy = line[0, i] - line[0, i - 1], line[1, i] - line[1, i - 1]
        square = dx * dx + dy * dy
        line[2, i] = line[2, i - 1] + math.sqrt(square)
        line[4, i - 1] = 1.0 / max(square, 1e-9)


@device
def project(line: Float64, count: int, x: float, y: float) -> tuple[float, float, float]:
    """Arc length, offset to the left and heading of the line at the point nearest to (x, y)."""
    s, offset, i, held = nearest(line, count, x, y)
    return s, offset, line[3, i] + held * half_turn(line[3, i + 1] - line[3, i])


@device
def look_up(line: Float64, count: int, x: float, y: float) -> tuple[float, float, float]:
    """`project` on a line that is only laid."""
    s, offset, i, held = nearest(line, count, x, y)
    heading = heading_at(line, count, i)
    return s, offset, heading + held * half_turn(heading_at(line, count, i + 1) - heading)


@device
def nearest(line: Float64, count: int, x: float, y: float) -> tuple[float, float, int, float]:
    """Arc length and offset to the left of the point nearest to (x, y), its stretch and how far on that it is."""
    for k in range(count - 1):  # apart from the search, so that the compiler takes several stretches at once
        ux, uy = line[0, k + 1] - line[0, k], line[1, k + 1] - line[1, k]
        u = ((x - line[0, k]) * ux + (y - line[1, k]) * uy) * line[4, k]
        held = min(1.0, max(0.0, u))
        dx, dy = x - line[0, k] - held * ux, y - line[1, k] - held * uy
        line[AWAY, k] = dx * dx + dy * dy
    best, i, part = 1e18, 0, 0.0
    for k in range(count - 1):
        if line[AWAY, k] < best:
            best, i = line[AWAY, k], k
    if best < 1e18:
        ux, uy = line[0, i + 1] - line[0, i], line[1, i + 1] - line[1, i]
        part = ((x - line[0, i]) * ux + (y - line[1, i]) * uy) * line[4, i]
    if not (i == 0 and part < 0.0) and not (i == count - 2 and part > 1.0):
        part = min(1.0, max(0.0, part))
    ux, uy = line[0, i + 1] - line[0, i], line[1, i + 1] - line[1, i]
    step = math.sqrt(ux * ux + uy * uy)
    offset = (ux * (y - line[1, i]) - uy * (x - line[0, i])) / max(step, 1e-9)
    return line[2, i] + part * step, offset, i, min(1.0, max(0.0, part))


@device
def place(line: Float64, count: int, s: float) -> tuple[float, float, float]:
    """Point and heading at arc length `s`: a cubic through the points with their headings."""
    i = stretch_at(line, count, s, 0)
    h0, h1 = line[3, i], line[3, i + 1]
    (c0, n0), (c1, n1) = cosine_sine(h0), cosine_sine(h1)
    return place_on(line, i, s, (c0, n0, c1, n1))


@device
def stretch_at(line: Float64, count: int, s: float, first: int) -> int:
    """The stretch of a line that holds arc length `s`, sought from `first` on."""
    i = first
    while i < count - 2 and line[2, i + 1] < s:
        i += 1
    return i


@device
def place_on(line: Float64, i: int, s: float, ends: tuple[float, float, float, float]) -> tuple[float, float, float]:
    """`place` on a known stretch; `ends` are cosine and sine of the headings at both of its ends."""
    step = max(line[2, i + 1] - line[2, i], 1e-9)
    u = (s - line[2, i]) / step
    c0, n0, c1, n1 = ends
    if u <= 0.0:
        rest = s - line[2, i]
        return line[0, i] + rest * c0, line[1, i] + rest * n0, line[3, i]
    if u >= 1.0:
        rest = s - line[2, i + 1]
        return line[0, i + 1] + rest * c1, line[1, i + 1] + rest * n1, line[3, i + 1]
    h0, h1 = line[3, i], line[3, i + 1]
    uu, uuu = u * u, u * u * u
    a, b, c, d = 2 * uuu - 3 * uu + 1, uuu - 2 * uu + u, 3 * uu - 2 * uuu, uuu - uu
    x = a * line[0, i] + b * step * c0 + c * line[0, i + 1] + d * step * c1
    y = a * line[1, i] + b * step * n0 + c * line[1, i + 1] + d * step * n1
    return x, y, h0 + u * half_turn(h1 - h0)


@device
def curve_speed(line: Float64, count: int, s: float, lateral: float, brake: float) -> float:
    """Speed from which every bend ahead can be taken with `lateral` after braking with `brake`."""
    least = ANY * ANY
    for i in range(1, count - 1):
        ahead = line[2, i] - s
        if ahead < -5.0:
            continue
        turn = abs(half_turn(line[3, i + 1] - line[3, i - 1]))
        step = max(line[2, i + 1] - line[2, i - 1], 1e-6)
        if turn < 0.9 * STRAIGHT * step:
            continue  # most roads are straight: no division for that
        bend = turn / step
        if bend > STRAIGHT:
            least = min(least, lateral / bend + 2.0 * brake * max(ahead, 0.0))
    return math.sqrt(least)


@device
def smooth(line: Float64, count: int) -> None:
    """Headings, and curvatures in row `BEND`, of the cubic spline through the points (natural at its ends).

    The chord over a point's neighbours evens out what is shorter than its 10 m: of a double bend of 13 m radius it
    leaves a third of the curvature, the spline between two thirds and all of it.
    """
    _directions(line, count)
    for i in range(count):
        line[3, i] = math.atan2(line[TO_Y, i], line[TO_X, i])
    for i in range(count):
        before = _curvature(line, i - 1, i, i) if i > 0 else 0.0
        after = _curvature(line, i, i + 1, i) if i + 1 < count else 0.0
        line[BEND, i] = before if abs(before) > abs(after) else after


@device
def _directions(line: Float64, count: int) -> None:
    """Tangents of the spline in rows `TO_X`, `TO_Y` (Thomas' algorithm); row `BEND` is room to work in."""
    for i in range(count):
        back, ahead, last = max(i - 1, 0), min(i + 1, count - 1), i == count - 1
        h0, h1 = max(line[2, i] - line[2, back], 1e-3), max(line[2, ahead] - line[2, i], 1e-3)
        low, middle, high = h1, 2.0 * (h0 + h1), h0
        x = 3.0 * (h0 / h1 * (line[0, ahead] - line[0, i]) + h1 / h0 * (line[0, i] - line[0, back]))
        y = 3.0 * (h0 / h1 * (line[1, ahead] - line[1, i]) + h1 / h0 * (line[1, i] - line[1, back]))
        if i == 0 or last:
            low, middle, high, h = (1.0 if last else 0.0), 2.0, (0.0 if last else 1.0), (h0 if last else h1)
            x, y = 3.0 * (line[0, ahead] - line[0, back]) / h, 3.0 * (line[1, ahead] - line[1, back]) / h
        if i > 0:
            middle -= low * line[BEND, back]
            x -= low * line[TO_X, back]
            y -= low * line[TO_Y, back]
        line[BEND, i], line[TO_X, i], line[TO_Y, i] = high / middle, x / middle, y / middle
    for i in range(count - 2, -1, -1):
        line[TO_X, i] -= line[BEND, i] * line[TO_X, i + 1]
        line[TO_Y, i] -= line[BEND, i] * line[TO_Y, i + 1]


@device
def _curvature(line: Float64, i: int, j: int, at: int) -> float:
    """Curvature that the cubic between points i and j has at one of them; 0 where they are too near."""
    h = line[2, j] - line[2, i]
    if h < LEAST:
        return 0.0
    x, y = 6.0 * (line[0, j] - line[0, i]) / h, 6.0 * (line[1, j] - line[1, i]) / h
    one, other, sign = (2.0, 4.0, 1.0) if at == j else (4.0, 2.0, -1.0)
    bend_x = sign * (one * line[TO_X, i] + other * line[TO_X, j] - x) / h
    bend_y = sign * (one * line[TO_Y, i] + other * line[TO_Y, j] - y) / h
    return float(line[TO_X, at] * bend_y - line[TO_Y, at] * bend_x)


@device
def turn_speed(line: Float64, count: int, s: float, lateral: float, brake: float) -> float:
    """As `curve_speed`, of a line that is smooth."""
    allowed = 1e9
    for i in range(1, count - 1):
        ahead, bend = line[2, i] - s, abs(line[BEND, i])
        if ahead >= -5.0 and bend > 1e-6:
            allowed = min(allowed, math.sqrt(lateral / bend + 2.0 * brake * max(ahead, 0.0)))
    return allowed


@device
def ease(offset: float, slope: float, bend: float, length: float, s: float) -> tuple[float, float, float]:
    """Offset, slope and curvature against the line after `s` metres of a quintic that ends on the line after `length`.

    It starts with the given offset, slope and curvature, so that plans made one after another go on along
    the same curve, and ends with none of them.
    """
    if s >= length:
        return 0.0, 0.0, 0.0
    u = max(s, 0.0) / length
    k, q = slope * length, 0.5 * bend * length * length
    c3 = -10.0 * offset - 6.0 * k - 3.0 * q
    c4 = 15.0 * offset + 8.0 * k + 3.0 * q
    c5 = -6.0 * offset - 3.0 * k - q
    value = offset + u * (k + u * (q + u * (c3 + u * (c4 + u * c5))))
    rate = k + u * (2.0 * q + u * (3.0 * c3 + u * (4.0 * c4 + u * 5.0 * c5)))
    turn = 2.0 * q + u * (6.0 * c3 + u * (12.0 * c4 + u * 20.0 * c5))
    return value, rate / length, turn / (length * length)
