"""What kernels of perception do, written plainly: the oracle for their tests."""

import numpy as np

from aureole.drivers.perception.decode import (
    CLEAR,
    D_BRAKE,
    D_CLASS,
    D_EYE,
    D_HEADING,
    D_LENGTH,
    D_LIMIT,
    D_SURE,
    D_VX,
    D_WIDTH,
    D_X,
    D_Y,
    GROUPS,
    OVERLAP,
    RADIAL,
    SEEN,
    is_sign,
)
from aureole.drivers.perception.eyes import NEAREST, STRIDE
from aureole.drivers.perception.lanes import ENDED, SPACING, Line
from aureole.drivers.perception.remembered.outside import INSIGHT, MIDST
from aureole.drivers.perception.remembered.tracking import (
    BORN,
    FALLS,
    FORGOTTEN,
    GATE,
    K_BRAKE,
    K_CLASS,
    K_COS,
    K_HELD,
    K_ID,
    K_LENGTH,
    K_LIMIT,
    K_P,
    K_SIN,
    K_SURE,
    K_TEMPORARY,
    K_TIME,
    K_TOLD,
    K_VX,
    K_VY,
    K_WIDTH,
    K_X,
    K_Y,
    KEPT,
    MOVES,
    NUDGE,
    RISES,
    Things,
    still,
)
from aureole.drivers.perception.table import OFFSETS, STATIONS, THINGS

TOLD, UNTOLD = {False: 0.4, True: 0.5}, {False: 0.25, True: 0.3}


def seen_at(eyes, xyz):
    """Where places in the car's frame (n, 3) are seen: row and column, px, and depth, m; each (eyes, n)."""
    rows, columns, depths = [], [], []
    for eye in eyes:
        own = ((xyz - eye.place)[:, :, None] * eye.turn).sum(axis=1)
        depth = np.maximum(own[:, 0], NEAREST)
        left, up = own[:, 1] / depth, own[:, 2] / depth
        square = left * left + up * up
        bend = 1.0 + square * (eye.lens[0] + square * eye.lens[1])
        row = 0.5 * eye.shape[0] - 0.5 - eye.focal * bend * up
        column = 0.5 * eye.shape[1] - 0.5 - eye.focal * bend * left
        inside = (own[:, 0] > NEAREST) & (row > -0.5) & (row < eye.shape[0] - 0.5)
        inside &= (column > -0.5) & (column < eye.shape[1] - 0.5)
        rows.append(row)
        columns.append(column)
        depths.append(np.where(inside, own[:, 0], 0.0))
    return np.stack(rows), np.stack(columns), np.stack(depths)


def sampled(eyes, xyz, blind):
    """Where in the stacked features of all eyes places are looked up, (n, 2); and whether, (n,)."""
    row, column, depth = seen_at(eyes, xyz)
    seen = (depth > 0.0) & ~np.array(blind)[:, None]
    wide = eyes[0].shape[1]
    aside = np.where(seen, np.abs(column - 0.5 * wide), np.inf)
    best = np.argmin(aside, axis=0)
    each = np.arange(xyz.shape[0])
    rows, columns = eyes[0].cells
    middle = 0.5 * (STRIDE - 1)
    r = np.clip((row[best, each] - middle) / STRIDE, 0.0, rows - 1.0) + best * rows
    c = np.clip((column[best, each] - middle) / STRIDE, 0.0, columns - 1.0)
    grid = np.stack(((2.0 * c + 1.0) / columns - 1.0, (2.0 * r + 1.0) / (rows * len(eyes)) - 1.0), axis=-1)
    known = seen.any(axis=0)
    grid[~known] = 0.0
    return grid.astype(np.float32), known.astype(np.float32)


def peaks(heat, lowest):
    """Eye, class, row and column of cells that are hotter than `lowest` of their class and than all around."""
    eye, kind, row, column = np.nonzero(heat > lowest[None, :, None, None])
    here, top = heat[eye, kind, row, column], np.ones(len(eye), dtype=np.bool_)
    rows, columns = heat.shape[2:]
    for i in (-1, 0, 1):
        for j in (-1, 0, 1):
            y, x = row + i, column + j
            inside = (y >= 0) & (y < rows) & (x >= 0) & (x < columns)
            other = heat[eye, kind, np.clip(y, 0, rows - 1), np.clip(x, 0, columns - 1)]
            top &= ~inside | ((here > other) if (i, j) < (0, 0) else (here >= other))
    return eye[top], kind[top], row[top], column[top]


def single(table):
    """Without those that are another one seen twice: by another eye, in another cell, or as another class."""
    group = np.array(GROUPS)[table[:, D_CLASS].astype(np.int64)]
    clear = np.array(CLEAR)[np.minimum(group, len(CLEAR) - 1)]
    dx = table[:, None, D_X] - table[None, :, D_X]
    dy = table[:, None, D_Y] - table[None, :, D_Y]
    far = np.hypot(table[:, D_X], table[:, D_Y])
    ux, uy = table[:, D_X] / np.maximum(far, 1e-6), table[:, D_Y] / np.maximum(far, 1e-6)
    along, across = np.abs(dx * ux + dy * uy), np.abs(dx * uy - dy * ux)
    other_eye = table[:, None, D_EYE] != table[None, :, D_EYE]
    long = np.where(group == 0, OVERLAP * table[:, D_LENGTH], 0.0)  # two middles of one lorry
    room = np.maximum(clear[:, None], long[None, :]) + np.where(other_eye, RADIAL * far[:, None], 0.0)
    same = (group[:, None] == group[None, :]) & (along < room) & (across < clear[:, None])
    keep = np.ones(len(table), dtype=np.bool_)
    for k in range(1, len(table)):
        keep[k] = not (same[k, :k] & keep[:k]).any()
    return table[keep]


def in_plain_sight(rows, sight, fresh, pose):
    """Whether what stands where each remembered thing is would be seen by an eye whose picture is new, (KEPT,)."""
    alive = rows[:, K_ID] >= 0.0
    c, s = np.cos(pose[2]), np.sin(pose[2])
    dx, dy = rows[:, K_X] - pose[0], rows[:, K_Y] - pose[1]
    x, y = c * dx + s * dy, c * dy - s * dx
    _, _, depth = seen_at(sight.eyes, np.stack((x, y, np.full(KEPT, MIDST)), axis=-1))
    far, way = np.hypot(x, y), np.arctan2(y, x)
    inside = (depth[fresh] > 0.0).any(axis=0) & (far < INSIGHT) & alive
    half = 0.5 * np.maximum(rows[:, K_LENGTH], rows[:, K_WIDTH]) + 0.3
    bodies = alive & ~is_sign(rows[:, K_CLASS].astype(np.int64))
    apart = np.abs(np.arctan2(np.sin(way[:, None] - way[None]), np.cos(way[:, None] - way[None])))
    before = (far[None] < far[:, None] - 2.0) & (apart * np.maximum(far[None], 1.0) < half[None]) & bodies[None]
    return inside & ~before.any(axis=1)


def at(line, s, t):
    """Places so far along a line and to its left, (n, 2)."""
    x, y, h = (np.interp(s, line.s, part) for part in (line.x, line.y, line.heading))
    return np.stack((x - t * np.sin(h), y + t * np.cos(h)), axis=-1)


def grid_of(line):
    """Places on the road at which the network looks for lanes, (stations * offsets, 3), m."""
    s, t = np.meshgrid(STATIONS, OFFSETS, indexing="ij")
    xy = at(line, s.ravel(), t.ravel())
    return np.column_stack((xy, np.zeros(len(xy))))


def line_of(route):
    """The line of a route (points, 2) in the car's frame; straight ahead where there is none."""
    points = route.astype(np.float64)
    steps = np.hypot(*np.diff(points, axis=0).T)
    gone = np.flatnonzero(steps < ENDED)
    count = int(gone[0]) + 1 if len(gone) else len(points)
    if count < 2 or not np.isfinite(points[:count]).all():
        points, count = np.stack((SPACING * np.arange(len(route)), np.zeros(len(route))), axis=1), len(route)
        gone = np.zeros(0, dtype=np.int64)
    points = points[:count]
    steps = np.hypot(*np.diff(points, axis=0).T)
    s = np.concatenate(([0.0], np.cumsum(steps)))
    chords = np.unwrap(np.arctan2(np.diff(points[:, 1]), np.diff(points[:, 0])))
    heading = np.interp(s, 0.5 * (s[1:] + s[:-1]), chords)
    shift = float(np.cos(heading[0]) * points[0, 1] - np.sin(heading[0]) * points[0, 0])
    along = float(np.cos(heading[0]) * points[0, 0] + np.sin(heading[0]) * points[0, 1])
    stations = np.arange(-25.0, 160.1, 2.5)
    turn = np.interp(stations, s + along, heading)
    place = np.interp(stations, s + along, points[:, 0]), np.interp(stations, s + along, points[:, 1])
    over = np.clip(stations - (s[-1] + along), 0.0, None)
    under = np.clip(stations - along, None, 0.0)
    x = place[0] + over * np.cos(heading[-1]) + under * np.cos(heading[0]) + shift * np.sin(turn)
    y = place[1] + over * np.sin(heading[-1]) + under * np.sin(heading[0]) - shift * np.cos(turn)
    return Line(stations, x, y, turn, s[-1] + along if len(gone) else np.inf)


def beside(line, xy):
    """How far along a line places lie, and how far to its left; (n,) each."""
    dx, dy = xy[:, 0, None] - line.x[None], xy[:, 1, None] - line.y[None]
    k = np.argmin(dx * dx + dy * dy, axis=1)
    each = np.arange(len(xy))
    c, s = np.cos(line.heading[k]), np.sin(line.heading[k])
    ahead, left = c * dx[each, k] + s * dy[each, k], c * dy[each, k] - s * dx[each, k]
    return line.s[k] + ahead, left


def moved(things, span):
    """The same `span` seconds later, foreseen."""
    rows = things.rows.copy()
    alive = rows[:, K_ID] >= 0.0
    rows[alive, K_X] += span * rows[alive, K_VX]
    rows[alive, K_Y] += span * rows[alive, K_VY]
    step = np.eye(4)
    step[0, 2] = step[1, 3] = span
    p = rows[:, K_P:].reshape(KEPT, 4, 4)
    p = np.einsum("ij,njk,lk->nil", step, p, step)
    classes = np.minimum(rows[:, K_CLASS].astype(np.int64), len(THINGS))
    accel = np.array((*MOVES, 0.0))[classes]
    spread = np.array([[0.25 * span**4, 0.5 * span**3], [0.5 * span**3, span**2]])
    for axis in range(2):
        for i in range(2):
            for j in range(2):
                p[:, axis + 2 * i, axis + 2 * j] += accel**2 * spread[i, j]
    rows[:, K_P:] = np.where(alive[:, None], p.reshape(KEPT, 16), 0.0)
    return Things(rows, things.next_id)


def matched(rows, seen, spread):
    """For each thing seen the row that it is, -1 if it is new; the surest picks first."""
    found = np.full(len(seen), -1, dtype=np.int64)
    alive = np.flatnonzero(rows[:, K_ID] >= 0.0)
    if not len(alive) or not len(seen):
        return found
    p = rows[alive, K_P:].reshape(-1, 4, 4)[:, None, :2, :2] + spread[None]
    dx = seen[None, :, D_X] - rows[alive, None, K_X]
    dy = seen[None, :, D_Y] - rows[alive, None, K_Y]
    det = p[..., 0, 0] * p[..., 1, 1] - p[..., 0, 1] ** 2
    away = (p[..., 1, 1] * dx**2 - 2.0 * p[..., 0, 1] * dx * dy + p[..., 0, 0] * dy**2) / np.maximum(det, 1e-9)
    groups = np.array(GROUPS)
    same = groups[rows[alive, K_CLASS].astype(np.int64)][:, None] == groups[seen[:, D_CLASS].astype(np.int64)][None]
    away = np.where(same & (away < GATE), away + 0.2 * np.log(np.maximum(det, 1e-9)), np.inf)
    for k in range(len(seen)):  # the surest come first
        row = int(np.argmin(away[:, k]))
        if away[row, k] < np.inf:
            found[k] = alive[row]
            away[row] = np.inf
    return found


def updated(things, seen, spread, now, plain):
    """What is remembered after a look; everything in the frame of the odometry."""
    rows, number = things.rows.copy(), things.next_id
    match = matched(rows, seen, spread)
    hit = np.zeros(KEPT, dtype=np.bool_)
    for k in np.flatnonzero(match >= 0):
        row = int(match[k])
        hit[row] = True
        correct(rows[row], seen[k], spread[k], now)
    alive = rows[:, K_ID] >= 0.0
    lost = alive & ~hit
    rows[lost & plain, K_SURE] *= 1.0 - FALLS
    rows[lost & ~plain, K_SURE] *= 0.96
    rows[lost & (rows[:, K_SURE] < FORGOTTEN), K_ID] = -1.0
    begun(rows, seen, spread, (match < 0, now, number))
    told(rows)
    return Things(rows, number + int(((match < 0) & (seen[:, D_SURE] >= BORN)).sum()))


def told(rows):
    """Which are sure enough to be told, in place."""
    for sign in (False, True):
        ours = (rows[:, K_CLASS] >= len(THINGS)) == sign
        rows[ours & (rows[:, K_SURE] >= TOLD[sign]), K_TOLD] = 1.0
        rows[ours & (rows[:, K_SURE] < UNTOLD[sign]), K_TOLD] = 0.0


def begun(rows, seen, spread, about):
    """Those that are new and sure enough begin, where there is room, in place; numbered on."""
    fresh, now, number = about
    for k in np.flatnonzero(fresh & (seen[:, D_SURE] >= BORN)):
        worth = np.where(rows[:, K_ID] < 0.0, -1.0, rows[:, K_SURE])
        row = int(np.argmin(worth))
        if worth[row] < seen[k, D_SURE]:
            begin(rows[row], seen[k], spread[k], now, number)
        number += 1


def begin(row, seen, spread, now, number):
    """A new thing, in place."""
    row[:] = 0.0
    row[K_ID], row[K_CLASS], row[K_HELD], row[K_TIME] = number, seen[D_CLASS], seen[D_SURE], now
    row[K_SURE] = 0.8 * seen[D_SURE]
    row[K_X], row[K_Y] = seen[D_X], seen[D_Y]
    row[K_COS], row[K_SIN] = np.cos(seen[D_HEADING]), np.sin(seen[D_HEADING])
    row[K_LENGTH], row[K_WIDTH] = seen[D_LENGTH], seen[D_WIDTH]
    row[K_BRAKE : K_TEMPORARY + 1] = seen[D_BRAKE:D_LIMIT]
    row[K_LIMIT:K_P] = seen[D_LIMIT:SEEN]
    p = np.zeros((4, 4))
    p[:2, :2] = spread
    if still(int(seen[D_CLASS])):
        p[2, 2] = p[3, 3] = 1e-9
    else:
        row[K_VX : K_VY + 1] = seen[D_VX : D_VX + 2]
        p[2, 2] = p[3, 3] = 5.0**2  # m/s; of the network's guess at a velocity
    row[K_P:] = p.ravel()


def correct(row, seen, spread, now):
    """A thing that is seen again, in place."""
    p = row[K_P:].reshape(4, 4)
    total = p[:2, :2] + spread
    gain = np.einsum("ij,jk->ik", p[:, :2], inverse(total))
    row[K_X : K_VY + 1] += gain[:, 0] * (seen[D_X] - row[K_X]) + gain[:, 1] * (seen[D_Y] - row[K_Y])
    after = p - np.einsum("ij,jk->ik", gain, p[:2])
    row[K_P:] = (0.5 * (after + after.T)).ravel()
    same = row[K_CLASS] == seen[D_CLASS]
    row[K_HELD] += 0.25 * seen[D_SURE] if same else -0.35 * seen[D_SURE]
    row[K_HELD] = min(row[K_HELD], 1.0)
    if row[K_HELD] < 0.0:
        row[K_CLASS], row[K_HELD] = seen[D_CLASS], seen[D_SURE]
    row[K_COS] += NUDGE * (np.cos(seen[D_HEADING]) - row[K_COS])
    row[K_SIN] += NUDGE * (np.sin(seen[D_HEADING]) - row[K_SIN])
    row[K_LENGTH : K_WIDTH + 1] += NUDGE * (seen[D_LENGTH : D_WIDTH + 1] - row[K_LENGTH : K_WIDTH + 1])
    row[K_BRAKE : K_TEMPORARY + 1] += NUDGE * (seen[D_BRAKE:D_LIMIT] - row[K_BRAKE : K_TEMPORARY + 1])
    row[K_LIMIT:K_P] += NUDGE * (seen[D_LIMIT:SEEN] - row[K_LIMIT:K_P])
    row[K_SURE] += (
        RISES * (seen[D_SURE] - row[K_SURE])
        if seen[D_SURE] < row[K_SURE]
        else 0.5 * (max(seen[D_SURE], 1.0 - (1.0 - row[K_SURE]) * (1.0 - 0.5 * seen[D_SURE])) - row[K_SURE])
    )
    row[K_TIME] = now


def inverse(m):
    """Of a 2 × 2 matrix, without a library's own threads."""
    det = m[0, 0] * m[1, 1] - m[0, 1] * m[1, 0]
    return np.array([[m[1, 1], -m[0, 1]], [-m[1, 0], m[0, 0]]]) / max(float(det), 1e-12)
