"""Sorts cells of the surface into inside, outside and undecided; the first two are proven, the last are asked exactly.

The foot of a point no further than `reach` from a cell's middle lies within reach / (1 - bend) of the middle's foot
along the line, and its distance to the line differs by `reach` at most (a distance is 1-Lipschitz). Over that box of
(s, t) the borders are enclosed (`hull`). Where a line bends too much, or kinks, nothing is claimed.
"""

from __future__ import annotations

from math import atan2, cos, floor, hypot

from aureole.core.notes import Array, Int32
from aureole.core.road import Road
from aureole.kernels import device, kernel
from aureole.world.roads.line import piece_pose
from aureole.world.traffic.ground.ground import CELLS, CLASS, INSIDE, OUTSIDE, SECTOR_BIT, SECTORS, UNDECIDED, Surface
from aureole.world.traffic.ground.hull import hull, span_hull
from aureole.world.traffic.ground.under import JOIN, TURN, foot

BENT = 0.7  # -; curvature times distance, beyond which nothing is claimed
KINKED = 0.1  # rad
GAPING = 0.2  # m
ALL = (1 << SECTORS) - 1
MARGIN = 1e-6  # m; for rounding
NO_WAY = 9  # of a box that no lane of one direction holds


@device
def box_in_lanes(
    surface: Surface, r: int, low: float, high: float, right: float, left: float
) -> tuple[bool, bool, int]:
    """Of the box low…high × right…left of road r: (paved lanes may touch it, they hold all of it, the way of those).

    The way is that of lanes of one direction that hold all of the box; `NO_WAY` if there are none.
    """
    road = surface.road
    touched, held, way = False, True, 5
    for section in range(road.section_first[r], road.section_first[r + 1]):
        ends = high + 1.0 if section + 1 == road.section_first[r + 1] else road.section_s[section + 1]
        begins = low - 1.0 if section == road.section_first[r] else road.section_s[section]
        if ends < low - MARGIN or begins > high + MARGIN:
            continue
        start, stop = min(max(low, begins), high), max(min(high, ends), low)
        start, stop = min(start, stop), max(start, stop)
        covered, own, run_way = False, NO_WAY, NO_WAY
        run_from, way_from = 0.0, 0.0
        running = False
        for row in range(road.lane_first[section], road.lane_first[section + 1]):
            if road.lane_id[row] == 0:
                continue
            if not surface.paved[row]:
                running = False
                continue
            right_low, right_high, left_low, left_high = span_hull(road, r, row, start, stop, section)
            touched = touched or (right_low <= left and left_high >= right)
            if not running:
                running, run_from, run_way = True, right_high, NO_WAY
            if surface.way[row] != run_way:
                run_way, way_from = surface.way[row], right_high
            covered = covered or (run_from < right and left_low > left)
            if way_from < right and left_low > left:
                own = run_way
        held = held and covered
        way = own if way in (5, own) else NO_WAY
    return touched, held and way != 5, way


@device
def line_about(surface: Surface, k: int, s: float, about: float) -> tuple[float, float, float]:
    """Around station s of slice k's road: most curvature (1/m), sum of kinks (rad) and of gaps (m) within `about` m."""
    road, pose = surface.road, surface.slice_pose
    first, last = k, k
    while first > 0 and surface.slice_road[first - 1] == surface.slice_road[k] and pose[first, 0] > s - about:
        first -= 1
    count = len(surface.slice_road)
    while last + 1 < count and surface.slice_road[last + 1] == surface.slice_road[k] and pose[last, 5] < s + about:
        last += 1
    bend, kink, gap = 0.0, 0.0, 0.0
    for i in range(first, last + 1):
        piece = surface.slice_piece[i]
        start, change = road.piece_curvature[piece, 0], road.piece_curvature[piece, 1]
        low, high = pose[i, 0] - road.piece_s[piece] - about, pose[i, 5] - road.piece_s[piece] + about
        bend = max(bend, abs(start + change * low), abs(start + change * high))
        if i < last:
            dx, dy = pose[i + 1, 1] - pose[i, 6], pose[i + 1, 2] - pose[i, 7]
            gap += hypot(dx, dy)
            turn = atan2(
                pose[i, 8] * pose[i + 1, 4] - pose[i, 9] * pose[i + 1, 3],
                pose[i, 8] * pose[i + 1, 3] + pose[i, 9] * pose[i + 1, 4],
            )
            kink += abs(turn)
    return bend, kink, gap


@device
def roll_most(road: Road, r: int, low: float, high: float) -> float:
    """Most superelevation over low…high, rad."""
    first, end = road.superelevation_first[r], road.superelevation_first[r + 1]
    least, most = hull(road.superelevation_s, road.superelevation_cubic, first, end, low, high)
    return max(abs(least), abs(most))


@device
def beside_slice(surface: Surface, k: int, x: float, y: float, reach: float) -> bool:
    """Whether slice k owns no point within `reach` of (x, y) for sure."""
    pose = surface.slice_pose
    before = (x - pose[k, 1]) * pose[k, 3] + (y - pose[k, 2]) * pose[k, 4]
    beyond = (x - pose[k, 6]) * pose[k, 8] + (y - pose[k, 7]) * pose[k, 9]
    if before < -reach - JOIN - MARGIN:
        return True
    if beyond <= reach + JOIN + MARGIN:
        return False
    if k + 1 == len(surface.slice_road) or surface.slice_road[k + 1] != surface.slice_road[k]:
        return True
    after = (x - pose[k + 1, 1]) * pose[k + 1, 3] + (y - pose[k + 1, 2]) * pose[k + 1, 4]
    return bool(after > reach + MARGIN)


@device
def slice_says(surface: Surface, k: int, x: float, y: float, reach: float) -> int:
    """What slice k says about all points within `reach` of (x, y): a code of `Surface.cell`; `OUTSIDE`: nothing."""
    if beside_slice(surface, k, x, y, reach):
        return OUTSIDE
    road = surface.road
    r = 0 + surface.slice_road[k]
    s, across = foot(surface, k, x, y)
    bend, kink, gap = line_about(surface, k, s, 4.0 * reach + JOIN)
    away = abs(across) + reach + JOIN
    if kink > KINKED or gap > GAPING:
        return UNDECIDED
    slack = kink * away + gap + MARGIN
    if bend * (away + slack) > BENT:
        return UNDECIDED
    span = (reach + slack + JOIN) / (1.0 - bend * (away + slack))
    if span > 4.0 * reach + JOIN:
        return UNDECIDED
    length = road.road_length[r]
    low, high = min(max(s - span, 0.0), length), min(max(s + span, 0.0), length)
    right, left = across - reach - slack, across + reach + slack
    roll = roll_most(road, r, low, high)
    if roll > 0.5:
        return UNDECIDED
    right, left = min(right, right / cos(roll)), max(left, left / cos(roll))
    touched, held, way = box_in_lanes(surface, r, low, high, right - MARGIN, left + MARGIN)
    if not touched:
        return OUTSIDE
    near = surface.slice_pose[k, 0] - span <= s <= surface.slice_pose[k, 5] + span
    if not (held and near and s - span >= 0.0 and s + span <= length):
        return UNDECIDED
    if way == 0:
        return INSIDE | ALL << SECTOR_BIT
    if way == NO_WAY:
        return INSIDE
    piece = surface.slice_piece[k]
    heading = piece_pose(road, piece, s - road.piece_s[piece])[2]
    return INSIDE | sectors(heading if way > 0 else heading + 0.5 * TURN, span * bend + kink) << SECTOR_BIT


@device
def sectors(direction: float, spread: float) -> int:
    """Bits of the sectors of headings that all lie within a right angle of every direction within `spread`, rad."""
    found = 0
    for sector in range(SECTORS):
        furthest = 0.0
        for end in range(2):
            turns = ((sector + end) * (TURN / SECTORS) - direction) / TURN
            furthest = max(furthest, abs(turns - floor(turns + 0.5)) * TURN)
        if furthest + spread < 0.25 * TURN - MARGIN:
            found |= 1 << sector
    return found


@device
def cell_says(surface: Surface, block: int, x: float, y: float, reach: float) -> int:
    """What all slices together say about all points within `reach` of (x, y)."""
    found, known = OUTSIDE, 0
    for i in range(surface.nigh_first[block], surface.nigh_first[block + 1]):
        said = slice_says(surface, surface.nigh[i], x, y, reach)
        found = max(found, said & CLASS)
        known |= said
        if known >> SECTOR_BIT == ALL:
            break
    return found | known >> SECTOR_BIT << SECTOR_BIT


@kernel
def classify(surface: Surface, place: Int32, cell: Array) -> None:
    """Fills `cell` (blocks, 256); `place` (blocks, 2) holds row and column of each block in the grid."""
    size = surface.frame[2]
    fine = size / CELLS
    coarse = CELLS // 4
    for block in range(len(place)):
        x0 = surface.frame[0] + place[block, 1] * size
        y0 = surface.frame[1] + place[block, 0] * size
        for part in range(coarse * coarse):
            row, column = part // coarse * 4, part % coarse * 4
            said = cell_says(surface, block, x0 + (column + 2) * fine, y0 + (row + 2) * fine, 2.0 * 1.415 * fine)
            for i in range(row, row + 4):
                for j in range(column, column + 4):
                    if said == OUTSIDE:
                        cell[block, i * CELLS + j] = OUTSIDE
                        continue
                    middle_x, middle_y = x0 + (j + 0.5) * fine, y0 + (i + 0.5) * fine
                    cell[block, i * CELLS + j] = cell_says(surface, block, middle_x, middle_y, 0.5 * 1.415 * fine)
