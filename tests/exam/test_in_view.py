"""What can be seen from the ego, all points of a box at once, against one segment after the other."""

import math

import numpy as np

from aureole.exam.judges.collisions.visible import in_view
from aureole.exam.judges.sight import Sight
from aureole.kernels import kernel

AGENTS = 5
LENGTH, WIDTH = 0, 1


def scene(random, reach):
    """Boxes at random in a square, the ego in its middle."""
    nothing = {name: np.zeros((1, AGENTS)) for name in Sight._fields}
    place = np.concatenate([random.uniform(-reach, reach, (1, AGENTS, 2)), np.zeros((1, AGENTS, 1))], axis=2)
    place[0, 0] = 0.0
    size = np.concatenate([random.uniform(1.0, 12.0, (1, AGENTS, 1)), random.uniform(0.5, 3.0, (1, AGENTS, 2))], axis=2)
    heading = random.uniform(-3.2, 3.2, (1, AGENTS)) * random.integers(0, 2, (1, AGENTS))
    present = random.uniform(size=(1, AGENTS)) < 0.8
    return Sight(**(nothing | {
        "present": present, "xyz": place, "heading": heading, "size": size,
        "box": random.uniform(-1.0, 1.0, (1, AGENTS, 3)),
    }))  # fmt: skip


@kernel
def asked(sight, reach, found) -> None:
    """Each agent but the ego."""
    for a in range(1, found.shape[0]):
        found[a] = in_view(sight, 0, 0, a, reach)


def box_of(sight, a):
    """Centre, heading, length, width."""
    h = sight.heading[0, a]
    bx, by = sight.box[0, a, :2]
    x = sight.xyz[0, a, 0] + math.cos(h) * bx - math.sin(h) * by
    y = sight.xyz[0, a, 1] + math.sin(h) * bx + math.cos(h) * by
    return x, y, h, sight.size[0, a, LENGTH], sight.size[0, a, WIDTH]


def at(box, ahead, left):
    """A place in the frame of a box, in the world."""
    x, y, h, _, _ = box
    return x + math.cos(h) * ahead - math.sin(h) * left, y + math.sin(h) * ahead + math.cos(h) * left


def crossed(box, start, end):
    """Whether a segment runs through a box: cut at its four sides, one after the other (Liang, Barsky; 1984)."""
    x, y, h, length, width = box
    low, high = 0.0, 1.0
    for way, half in (((math.cos(h), math.sin(h)), 0.5 * length), ((-math.sin(h), math.cos(h)), 0.5 * width)):
        first = (start[0] - x) * way[0] + (start[1] - y) * way[1]
        last = (end[0] - x) * way[0] + (end[1] - y) * way[1]
        for side in (1.0, -1.0):
            before, after = side * first - half, side * last - half
            if before >= 0.0 and after >= 0.0:
                return False
            if before < 0.0 < after:
                high = min(high, before / (before - after))
            elif after < 0.0 < before:
                low = max(low, before / (before - after))
    return low < high


def plainly(sight, a, reach):
    """One point after the other, one box after the other."""
    own, other = box_of(sight, 0), box_of(sight, a)
    eye = at(own, 0.5 * own[3], 0.0)
    corners = [(i * 0.49 * other[3], j * 0.49 * other[4]) for i in (1, -1) for j in (1, -1)]
    for ahead, left in [*corners, (0.0, 0.0)]:
        there = at(other, ahead, left)
        if math.dist(there, eye) > reach:
            continue
        between = [k for k in range(1, AGENTS) if k != a and sight.present[0, k]]
        if not any(crossed(box_of(sight, k), eye, there) for k in between):
            return True
    return False


def test_all_points_at_once_see_what_one_after_the_other_sees():
    random = np.random.default_rng(11)
    seen = []
    for _ in range(1500):
        sight = scene(random, 30.0)
        reach = float(random.choice([20.0, 100.0]))
        found = np.zeros(AGENTS, np.bool_)
        asked(sight, reach, found)
        assert found[1:].tolist() == [plainly(sight, a, reach) for a in range(1, AGENTS)]
        seen.append(found[1:])
    assert 0.2 < np.mean(seen) < 0.8
