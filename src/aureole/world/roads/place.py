"""Between the road's (s, t) and the world's (x, y): there in closed form, back by projection."""

from __future__ import annotations

import math

from aureole.core.road import Road
from aureole.kernels import device
from aureole.kernels.small import arc_tangent
from aureole.world.roads.lanes import SEAM, cubic_at, lane_at
from aureole.world.roads.line import last_at, line_frame, line_pose, piece_at, piece_frame, piece_pose

REACH = 50.0  # m; further beyond its ends nothing is on a road
ASIDE = 100.0  # m; further from its reference line nothing is on a road: no lane lies more than 50 m aside
CLOSE = 1e-5  # m; a last step of a projection this short errs by less than 1e-12 m
OFF_LANE = 1000.0  # m; a road whose lanes hold the point is preferred over one that is only nearer
OFF_ROAD = 2.0 * OFF_LANE  # m; a road beside the point over one that ends before it
CLOSEST = 6.0  # m; within this of a line most of what drives on a lane is found
WIDER = 5.0  # how much further the next look reaches
TORN = 2.0  # m; more than the jumps at the joints of a line that is read
STRETCH = 1.2  # no line that is read is longer than this, compared to its stations
CORNER = 3.0 * OFF_LANE  # m; anything over a piece whose end is merely nearest (a kink between two pieces)


@device
def elevation_at(road: Road, r: int, s: float) -> tuple[float, float]:
    """Height z of the reference line (m) and its slope dz/ds."""
    return cubic_at(road.elevation_s, road.elevation_cubic, road.elevation_first[r], road.elevation_first[r + 1], s)


@device
def superelevation_at(road: Road, r: int, s: float) -> tuple[float, float]:
    """Roll of the cross-section about the reference line (rad, plus falls to the right), and its change, rad/m."""
    first, end = road.superelevation_first[r], road.superelevation_first[r + 1]
    return cubic_at(road.superelevation_s, road.superelevation_cubic, first, end, s)


@device
def lean(turn: float, rise: float, tilt: float) -> tuple[float, float, float]:
    """Pitch and roll of what is turned on the surface of a road that rises and tilts; its turn seen from above; rad.

    The road's own axes (ASAM OpenDRIVE 1.8 §8.3), turned about their upward one.
    """
    c, s = math.cos(turn), math.sin(turn)
    cr, sr, ct, st = math.cos(rise), math.sin(rise), math.cos(tilt), math.sin(tilt)
    pitch, roll = -math.asin(c * sr + s * st * cr), math.atan2(c * st * cr - s * sr, ct * cr)
    return pitch, roll, math.atan2(s * ct, c * cr - s * st * sr)


@device
def to_world(road: Road, r: int, s: float, t: float) -> tuple[float, float, float, float]:
    """(x, y, z, heading of the reference line) of a point of road r; m, rad (not wrapped), world frame."""
    x, y, heading, _, cosine, sine = line_frame(road, r, s)
    z, _ = elevation_at(road, r, s)
    if road.superelevation_first[r] < road.superelevation_first[r + 1]:
        roll, _ = superelevation_at(road, r, s)
        z += t * math.sin(roll)
        t *= math.cos(roll)
    return x - t * sine, y + t * cosine, z, heading


@device
def flat_to_t(road: Road, r: int, s: float, across: float) -> float:
    """t of a point whose horizontal distance from the reference line is known: a rolled road is narrower."""
    if road.superelevation_first[r] < road.superelevation_first[r + 1]:
        return across / math.cos(superelevation_at(road, r, s)[0])
    return across


@device
def step_to(along: float, across: float, curvature: float, change: float) -> tuple[float, float]:
    """Arc length to the foot of a point, and the point's distance to the left, seen from a pose on a clothoid.

    Exact on a line or an arc (the foot on the osculating circle); one Newton step for the change of curvature.
    """
    if curvature == 0.0:
        ds, t = along, across
    else:
        opposite, adjacent = curvature * along, 1.0 - curvature * across
        ds = arc_tangent(opposite, adjacent) / curvature
        ratio = math.sqrt(opposite * opposite + adjacent * adjacent)
        t = (2.0 * across - curvature * (along * along + across * across)) / (1.0 + ratio)
    room = 1.0 - curvature * t
    if change != 0.0 and room > 0.1:
        ds += 0.5 * t * change * ds * ds / room
    return ds, t


@device
def follow(road: Road, r: int, s: float, x: float, y: float) -> tuple[float, float, bool]:
    """Foot of (x, y) on road r's reference line, sought from s: (s, distance to the left, whether it was found)."""
    length = road.road_length[r]
    s = min(max(s, -REACH), length + REACH)
    for _ in range(12):
        inside = min(max(s, 0.0), length)
        piece = piece_at(road, r, inside)
        start = road.piece_s[piece]
        line_x, line_y, _, curvature, cosine, sine = piece_frame(road, piece, inside - start)
        dx, dy = x - line_x, y - line_y
        along, across = cosine * dx + sine * dy, cosine * dy - sine * dx
        if (s <= 0.0 and along <= 0.0) or (s >= length and along >= 0.0):
            return inside + along, across, -REACH <= along <= REACH
        change = road.piece_curvature[piece, 1]
        ds, t = step_to(along, across, curvature, change)
        s = inside + ds
        if abs(ds) < CLOSE or (change == 0.0 and start <= s <= min(start + road.piece_length[piece], length)):
            return s, t, True
        s = min(max(s, inside - 2.0 * REACH, -REACH), inside + 2.0 * REACH, length + REACH)
    return s, 0.0, False


@device
def follow_from(road: Road, r: int, piece: int, at: tuple[float, float, float, float, float, float], x: float, y: float,
                ) -> tuple[float, float, bool]:  # fmt: skip
    """The first step of `follow`, from a station inside road r where the line is known; if it is the last one.

    `at`: the station, and x, y, curvature, cosine and sine there.
    """
    station, line_x, line_y, curvature, cosine, sine = at
    dx, dy = x - line_x, y - line_y
    change, start = road.piece_curvature[piece, 1], road.piece_s[piece]
    ds, t = step_to(cosine * dx + sine * dy, cosine * dy - sine * dx, curvature, change)
    s, length = station + ds, road.road_length[r]
    found = abs(ds) < CLOSE or (change == 0.0 and start <= s <= min(start + road.piece_length[piece], length))
    return s, t, bool(found and 0.0 <= s <= length)


@device
def foot_on(road: Road, r: int, piece: int, x: float, y: float) -> tuple[float, float, bool]:
    """(s, distance to the left, whether the foot is no corner) of the point of one piece that is nearest to (x, y)."""
    low = road.piece_s[piece]
    high = low + road.piece_length[piece]
    opens, ends = piece == road.piece_first[r], piece + 1 == road.piece_first[r + 1]
    s = 0.5 * (low + high)
    along, across, distance = 0.0, 0.0, 0.0
    for _ in range(12):
        line_x, line_y, _, curvature, cosine, sine = piece_frame(road, piece, s - low)
        dx, dy = x - line_x, y - line_y
        along, across = cosine * dx + sine * dy, cosine * dy - sine * dx
        distance = math.sqrt(dx * dx + dy * dy)
        if (opens and s == low and along <= 0.0) or (ends and s == high and along >= 0.0):
            return s + along, across, True
        ds, _ = step_to(along, across, curvature, road.piece_curvature[piece, 1])
        after = min(max(s + ds, low), high)
        if abs(after - s) < 1e-10:
            break
        s = after
    if abs(along) > SEAM:
        return s, math.copysign(distance, across), False
    return s, across, True


@device
def weighed(road: Road, r: int, piece: int, x: float, y: float) -> tuple[float, float, float]:
    """(score, s, t) of a point on one piece: how far its foot is, and what else speaks against it; the least wins."""
    length = road.road_length[r]
    s, across, square = foot_on(road, r, piece, x, y)
    t = flat_to_t(road, r, s, across)
    if abs(across) > ASIDE or s < -REACH or s > length + REACH:
        return math.inf, s, t
    score = abs(across)
    if not square:
        score += CORNER
    elif s < -SEAM or s > length + SEAM:
        score += OFF_ROAD
    elif lane_at(road, r, s, t) < 0:
        score += OFF_LANE
    return score, s, t


@device
def search(road: Road, x: float, y: float) -> tuple[int, float, float]:
    """(r, s, t) of a point, sought on every piece of every road; r = -1 if it is off them all."""
    best = math.inf
    found_r, found_s, found_t = -1, 0.0, 0.0
    for r in range(len(road.road_length)):
        for piece in range(road.piece_first[r], road.piece_first[r + 1]):
            if away_from(road, r, piece, x, y) <= min(best, ASIDE):
                score, s, t = weighed(road, r, piece, x, y)
                if score < best:
                    best, found_r, found_s, found_t = score, r, s, t
    return found_r, found_s, found_t


@device
def away_from(road: Road, r: int, piece: int, x: float, y: float) -> float:
    """No point of a piece, straight on beyond the ends of its road included, is nearer to (x, y) than this, m."""
    half = 0.5 * road.piece_length[piece]
    line_x, line_y, _, _ = piece_pose(road, piece, half)
    slack = half + REACH if piece == road.piece_first[r] or piece + 1 == road.piece_first[r + 1] else half
    return math.sqrt((x - line_x) ** 2 + (y - line_y) ** 2) - float(slack)


@device
def within(road: Road, x: float, y: float, near: float) -> tuple[int, float, float, float]:
    """(r, s, t, score) of the best of all pieces that may be within `near` of a point; r = -1 if there is none.

    From a station d m away no point can be reached in less than d m of road: a road a kilometre away costs one look.
    """
    best = math.inf
    found_r, found_s, found_t = -1, 0.0, 0.0
    for r in range(len(road.road_length)):
        piece, end = int(road.piece_first[r]), int(road.piece_first[r + 1])
        while piece < end:
            if away_from(road, r, piece, x, y) <= min(best, near):
                score, s, t = weighed(road, r, piece, x, y)
                if score < best:
                    best, found_r, found_s, found_t = score, r, s, t
            dx, dy = x - road.piece_xy[piece, 0], y - road.piece_xy[piece, 1]
            room = (math.sqrt(dx * dx + dy * dy) - min(best, near) - TORN) / STRETCH
            beyond = road.piece_s[piece] + room
            piece += 1
            if beyond > road.road_length[r] + REACH:
                break
            if piece < end and beyond > road.piece_s[piece]:
                piece = last_at(road.piece_s, piece, end, beyond)
    return found_r, found_s, found_t, best


@device
def seek(road: Road, x: float, y: float) -> tuple[int, float, float]:
    """What `search` finds, looking near the point first: no piece further away scores less than its distance."""
    near = CLOSEST
    while True:
        r, s, t, score = within(road, x, y, near)
        if score <= near or near >= ASIDE:
            return r, s, t
        near = min(WIDER * near, ASIDE)


@device
def locate(road: Road, x: float, y: float, r_hint: int, s_hint: float) -> tuple[int, float, float]:
    """(r, s, t) of a point of the world: near the hint, or on whatever road (off its ends, or if r_hint < 0).

    s lies outside 0…length where the point is before or beyond a road and on no other (`lane_at` then gives -1);
    r = -1 if the point is more than `REACH` beyond the ends and more than `ASIDE` beside the line of every road.
    """
    if r_hint >= 0:
        r = 0 + r_hint  # 64 bits whatever the hint is kept in, so that all below is compiled once
        s, across, found = follow(road, r, s_hint, x, y)
        if found and 0.0 <= s <= road.road_length[r]:
            t = flat_to_t(road, r, s, across)
            if abs(t) <= ASIDE:
                return r, s, t
    return seek(road, x, y)


@device
def project(road: Road, r: int, x: float, y: float, starts: bool) -> tuple[float, float, bool]:
    """(s, t) of a point on road r, sought from its start or its end, and whether it lies on one of its lanes there."""
    s, across, found = follow(road, r, 0.0 if starts else road.road_length[r], x, y)
    t = flat_to_t(road, r, s, across)
    return s, t, found and 0.0 <= s <= road.road_length[r] and lane_at(road, r, s, t) >= 0


@device
def entered_at_start(road: Road, r: int, up: bool, other: int) -> bool:
    """Whether who leaves road r at its end (`up`) or its start enters the other road at its start."""
    x, y, heading, _ = line_pose(road, r, road.road_length[r] if up else 0.0)
    x0, y0, rising, _ = line_pose(road, other, 0.0)
    x1, y1, falling, _ = line_pose(road, other, road.road_length[other])
    straight = math.cos(heading - rising) + math.cos(heading - falling)  # tells the ends of a loop apart
    near = math.sqrt((x0 - x) ** 2 + (y0 - y) ** 2) - math.sqrt((x1 - x) ** 2 + (y1 - y) ** 2)
    return bool(near <= (0.5 * straight if up else -0.5 * straight))


@device
def beyond(road: Road, r: int, s: float) -> bool:
    """Whether a station lies before or after a road, by more than a rounding error; True for no road (-1)."""
    return bool(r < 0 or s < -SEAM or s > road.road_length[r] + SEAM)
