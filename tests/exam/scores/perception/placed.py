"""Boxes, signals and lanes put where a test wants them, and the same scores counted the long way."""

import itertools
from math import hypot, isnan, nan

import numpy as np

from aureole.core.kinds import Kind, SignalKind, SignalState
from aureole.exam.scores.perception.boxes import CLASSES, Boxes, boxes
from aureole.exam.scores.perception.lanes import Borders
from aureole.exam.scores.perception.signals import Posts


def rows(*given, **columns):
    """Boxes from (look, id, x, y) with further columns for all; each look is of drive 0 unless said otherwise."""
    found = boxes(len(given))
    table = np.array(given, float).reshape(-1, 4)
    found.look[:], found.id[:], found.kind[:] = table[:, 0], table[:, 1], Kind.CAR
    found.xy[:], found.size[:] = table[:, 2:], (4.5, 1.8)
    for name, value in columns.items():
        getattr(found, name)[:] = value
    return found


def random(seed, looks=6, agents=3, extra=2, drives=2, shake=0.6):
    """Truths that move, and what somebody perceived of them: shaken, sometimes missed, swapped or made up."""
    draw = np.random.default_rng(seed)
    start, pace = draw.uniform(-15, 15, (drives, agents, 2)), draw.uniform(-2, 2, (drives, agents, 2))
    kinds = draw.choice([Kind.CAR, Kind.PEDESTRIAN], (drives, agents))
    truth, seen = [], []
    for drive, look in itertools.product(range(drives), range(looks)):
        at = drive * looks + look
        names = draw.permutation(agents) if draw.random() < 0.3 else np.arange(agents)
        for agent in range(agents):
            xy = start[drive, agent] + look * pace[drive, agent]
            one = (drive, at, agent, kinds[drive, agent], *xy, draw.uniform(-3, 3), *pace[drive, agent], 4.0, 2.0, 1.0)
            truth.append(one)
            if draw.random() < 0.75:
                guess = draw.normal(0.0, shake, 2)
                kind = one[3] if draw.random() < 0.9 else Kind.BICYCLE
                at_ = (xy[0] + guess[0], xy[1] + guess[1], one[6] + draw.normal(0, 0.2))
                sure = np.round(draw.random(), 1)  # so that some are equally sure
                seen.append((drive, at, names[agent], kind, *at_, *draw.normal(0, 1, 2), 4.4, 1.7, sure))
        for k in range(extra):
            if draw.random() < 0.3:
                place = draw.uniform(-20, 20, 2)
                seen.append((drive, at, 50 + k, Kind.CAR, *place, 0.0, 0.0, 0.0, 4.0, 2.0, draw.random()))
    return columned(truth), columned(seen)


def columned(given):
    table = np.array(given, float).reshape(-1, 12)
    whole = [table[:, k].astype(np.int64) for k in range(4)]
    return Boxes(
        *whole, table[:, 4:6], table[:, 6], table[:, 7:9], table[:, 9:11], table[:, 11], np.ones(len(table), np.bool_)
    )


def class_of(kind):
    return next(one.name for one in CLASSES if kind in one.kinds)


def long_hota(truth, seen):
    """HOTA by the paper's definition, every assignment tried; threshold by threshold, pair by pair."""
    of = list(zip(truth.drive, truth.look, truth.id, truth.kind, truth.xy, strict=True))
    my = list(zip(seen.drive, seen.look, seen.id, seen.kind, seen.xy, strict=True))
    life, span = {}, {}
    for drive, look, name, *_ in of:
        life.setdefault((drive, name), set()).add(look)
    for drive, look, name, *_ in my:
        span.setdefault((drive, name), set()).add(look)

    def alike(one, other):
        far = hypot(one[4][0] - other[4][0], one[4][1] - other[4][1])
        return max(0.0, 1.0 - far / 2.0) if class_of(one[3]) == class_of(other[3]) else 0.0

    looks = sorted({one[1] for one in of + my})
    by = {look: ([o for o in of if o[1] == look], [m for m in my if m[1] == look]) for look in looks}
    potential = {}
    for there, here in by.values():
        for o, m in itertools.product(there, here):
            value = alike(o, m)
            if value > 0.0:
                rest = sum(alike(o, other) for other in here) + sum(alike(other, m) for other in there) - value
                pair = (o[0], o[2], m[2])
                potential[pair] = potential.get(pair, 0.0) + value / rest
    chosen = []
    for there, here in by.values():
        few, many = (there, here) if len(there) <= len(here) else (here, there)
        best, total = [], -1.0
        for order in itertools.permutations(range(len(many)), len(few)):
            pairs = [(few[k], many[p]) if few is there else (many[p], few[k]) for k, p in enumerate(order)]
            worth = 0.0
            for o, m in pairs:
                common = potential.get((o[0], o[2], m[2]), 0.0)
                lives = len(life[o[0], o[2]]) + len(span[m[0], m[2]])
                worth += alike(o, m) * common / (lives - common)
            if worth > total:
                best, total = pairs, worth
        chosen += best
    values = []
    for k in range(1, 20):
        right = [(o, m) for o, m in chosen if alike(o, m) >= k / 20 - 1e-12]
        sums = 0.0
        for o, m in right:
            both = sum(1 for p, q in right if (p[0], p[2], q[2]) == (o[0], o[2], m[2]))
            sums += both / (len(life[o[0], o[2]]) + len(span[m[0], m[2]]) - both)
        values.append((sums / (len(of) + len(my) - len(right))) ** 0.5)
    return sum(values) / len(values)


def long_map(truth, seen, limits=(0.5, 1.0, 2.0, 4.0)):
    """Mean average precision, one box after the other, recall by recall."""
    means = []
    for one in CLASSES:
        of = [k for k in range(len(truth.look)) if truth.kind[k] in one.kinds]
        my = [k for k in range(len(seen.look)) if seen.kind[k] in one.kinds]
        for limit in limits if of else ():
            free, marks = set(of), []
            for k in sorted(my, key=lambda k: -seen.sure[k]):
                near = [(hypot(*(truth.xy[j] - seen.xy[k])), j) for j in free if truth.look[j] == seen.look[k]]
                if near and min(near)[0] < limit:
                    free.discard(min(near)[1])
                    marks.append((seen.sure[k], 1))
                else:
                    marks.append((seen.sure[k], 0))
            points = []
            for sure in sorted({mark[0] for mark in marks}, reverse=True):
                upto = [right for mark, right in marks if mark >= sure]
                points.append((sum(upto) / len(of), sum(upto) / len(upto)))
            total = sum(max(0.0, height(points, k / 100) - 0.1) for k in range(11, 101))
            means.append(total / 90 / 0.9)
    return sum(means) / len(means) if means else nan


def height(points, recall):
    """Of the broken line through points at a recall; that of the first before it, 0 beyond the last."""
    if not points or recall > points[-1][0]:
        return 0.0
    if recall <= points[0][0] and not any(r == recall for r, _ in points[1:]):
        return points[0][1] if points[-1][0] > 0.0 else 0.0
    at = max(k for k, (r, _) in enumerate(points) if r <= recall)
    if at == len(points) - 1 or points[at][0] == recall:
        return points[at][1]
    (r, p), (s, q) = points[at], points[at + 1]
    return p + (q - p) * (recall - r) / (s - r)


def same(one, other):
    return one == other or (isnan(one) and isnan(other)) or abs(one - other) < 1e-9


def posts(*given):
    """Signals from (look, kind, state, x, y), sure."""
    count = len(given)
    look, kind, state = (np.array([g[k] for g in given], np.int64) for k in range(3))
    xy = np.array([g[3:5] for g in given], float).reshape(count, 2)
    return Posts(np.zeros(count, np.int64), look, kind, state, xy, np.ones(count), np.ones(count, np.bool_))


RED = (SignalKind.LIGHT, SignalState.RED)
GREEN = (SignalKind.LIGHT, SignalState.GREEN)
SIGN = (SignalKind.STOP, SignalState.NONE)


def straight(looks=1, shift=0.0, ahead=60.0, roles=(0,), width=3.5):
    """Straight lanes of a width from 20 m behind on, a point every 5 m; own, left, right by place."""
    x = np.arange(-20.0, ahead + 1e-9, 5.0)
    points = np.zeros((looks, 3, 2, len(x), 2))
    points[..., 0] = x
    known = np.zeros((looks, 3), np.int64)
    for role, middle in enumerate((0.0, width, -width)):
        for side, half in enumerate((width / 2, -width / 2)):
            points[:, role, side, :, 1] = middle + half + shift
        known[:, role] = len(x) if role in roles else 0
    return Borders(np.zeros(looks, np.int64), points, known)
