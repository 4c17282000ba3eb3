"""The plain reference of the batched world: numpy and loops over everything, no grid, no lists, no shortcuts."""

import numpy as np

from aureole.kernels import kernel
from aureole.world.traffic.ground.under import direction_at, lane_under


def middles(agents):
    """Middles of boxes and cosine and sine of their headings, (worlds, agents) each."""
    c, s = np.cos(agents.heading), np.sin(agents.heading)
    return agents.x + c * agents.ahead, agents.y + s * agents.ahead, c, s


def corners(agents):
    """(worlds, agents, 4, 2): front left, rear left, rear right, front right."""
    x, y, c, s = middles(agents)
    along = np.stack([agents.length, -agents.length, -agents.length, agents.length], axis=-1) * 0.5
    across = np.stack([agents.width, agents.width, -agents.width, -agents.width], axis=-1) * 0.5
    c, s = c[..., None], s[..., None]
    return np.stack([x[..., None] + c * along - s * across, y[..., None] + s * along + c * across], axis=-1)


def hits(agents):
    """The first other agent whose box shares an inner point: corners projected onto the four sides' normals."""
    box = corners(agents)
    _, _, c, s = middles(agents)
    count = box.shape[1]
    axes = np.stack([np.stack([c, s], -1), np.stack([-s, c], -1)], axis=2)  # (worlds, agents, 2, 2)
    own = np.einsum("wapk,wadk->wadp", box, axes)
    first = np.full(agents.x.shape, -1, np.int32)
    for b in range(count - 1, -1, -1):
        other = np.einsum("wpk,wadk->wadp", box[:, b], axes)
        apart = ((other.min(-1) >= own.max(-1)) | (other.max(-1) <= own.min(-1))).any(-1)
        back = np.einsum("wapk,wdk->wadp", box, axes[:, b])
        mine = np.einsum("wpk,wdk->wdp", box[:, b], axes[:, b])[:, None]
        apart |= ((back.min(-1) >= mine.max(-1)) | (back.max(-1) <= mine.min(-1))).any(-1)
        touching = ~apart & agents.present & agents.present[:, b : b + 1]
        touching[:, b] = False
        first[touching] = b
    return first


def nearest(agents, count):
    """The `count` nearest others, in order of index, filled up with -1; ties by index; (worlds, agents, count)."""
    x, y, _, _ = middles(agents)
    worlds, many = x.shape
    found = np.full((worlds, many, count), -1)
    for a in range(many):
        square = (x - x[:, a : a + 1]) ** 2 + (y - y[:, a : a + 1]) ** 2
        square[~agents.present] = np.inf
        square[:, a] = np.inf
        order = np.argsort(square, axis=1, kind="stable")[:, :count]
        there = np.isfinite(np.take_along_axis(square, order, axis=1))
        chosen = np.sort(np.where(there, order, many), axis=1)
        found[:, a, : chosen.shape[1]] = np.where(chosen == many, -1, chosen)
    return found


def nearest_points(agents, points):
    """Sets of rows of the nearest road points, sorted, ties by row: (worlds, agents, count)."""
    x, y, _, _ = middles(agents)
    place = np.column_stack([x.ravel(), y.ravel()]) - points.origin
    count = min(points.listed, len(points.kind))
    found = np.empty((len(place), count), np.int64)
    for start in range(0, len(place), 1024):
        part = place[start : start + 1024]
        square = (points.xy[None, :, 0] - part[:, :1]) ** 2 + (points.xy[None, :, 1] - part[:, 1:]) ** 2
        found[start : start + 1024] = np.sort(smallest(square, count), axis=1)
    return found.reshape(*x.shape, count)


def smallest(square, count):
    """Columns of the `count` least of each row, ties by column."""
    if count == square.shape[1]:
        return np.broadcast_to(np.arange(count), square.shape)
    limit = np.partition(square, count - 1, axis=1)[:, count - 1 : count]
    less = square < limit
    spare = count - less.sum(axis=1, keepdims=True)
    even = square == limit
    chosen = less | (even & (np.cumsum(even, axis=1) <= spare))
    return np.nonzero(chosen)[1].reshape(len(square), count)


@kernel
def ask_everywhere(surface, xy, heading, paved, against):
    """Whether paved lanes hold places, and all lead against headings: every slice of the map is asked."""
    for k in range(len(xy)):
        c, s = np.cos(heading[k]), np.sin(heading[k])
        held, agrees = False, False
        for i in range(len(surface.slice_road)):
            row, station = lane_under(surface, i, xy[k, 0], xy[k, 1])
            if row >= 0:
                held = True
                along, left = direction_at(surface, i, station)
                agrees = agrees or surface.way[row] == 0 or surface.way[row] * (c * along + s * left) >= 0.0
        paved[k], against[k] = held, held and not agrees


def grounded(surface, agents):
    """(off, wrong), (worlds, agents) each, for vehicles."""
    wheels = agents.present & (((agents.kind >= 1) & (agents.kind <= 6)) | (agents.kind == 10))
    off, wrong = np.zeros(wheels.shape, bool), np.zeros(wheels.shape, bool)
    box = corners(agents)[wheels].reshape(-1, 2)
    paved, against = np.zeros(len(box), bool), np.zeros(len(box), bool)
    ask_everywhere(surface, box, np.repeat(agents.heading[wheels], 4), paved, against)
    off[wheels] = ~paved.reshape(-1, 4).all(axis=1)
    x, y, _, _ = middles(agents)
    place = np.column_stack([x[wheels], y[wheels]])
    paved, against = np.zeros(len(place), bool), np.zeros(len(place), bool)
    ask_everywhere(surface, place, agents.heading[wheels], paved, against)
    wrong[wheels] = against
    return off, wrong
