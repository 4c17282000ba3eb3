"""Small sets of lanelets, and questions to the maps made of them."""

import numpy as np

from aureole.world.roads import queries
from aureole.world.roads.drawn.polyline import length, points_at
from aureole.world.roads.lanelets.lanelet import Lanelet
from aureole.world.roads.reading.links import road_of_lanes


def straight(name, x0, x1, right, left, **given):
    """A lanelet along x, from x0 to x1 (backwards if x1 is less), between two y."""
    x = np.linspace(x0, x1, 5)
    low, high = np.column_stack([x, np.full(5, right)]), np.column_stack([x, np.full(5, left)])
    return Lanelet(name, high, low, **given)


def bow(name, radius, turn, width=3.5, count=12, **given):
    """A lanelet that turns left by `turn` rad around (0, radius) from the origin; its right border at `radius`."""
    angle = np.linspace(0.0, turn, count)
    rim = np.column_stack([np.sin(angle), -np.cos(angle)])
    centre = np.array([0.0, radius])
    return Lanelet(name, centre + (radius - width) * rim, centre + radius * rim, **given)


def motorway():
    """Three lanes of one direction, then two: the right one leads into an exit that bends away."""
    near = [straight(f"a{k}", 0.0, 100.0, -3.5 * (k + 1), -3.5 * k) for k in range(3)]
    far = [straight(f"b{k}", 100.0, 200.0, -3.5 * (k + 1), -3.5 * k) for k in range(3)]
    lanes = beside(near) + beside(far)
    return [linked(lane, {"a0": ("b0",), "a1": ("b1",), "a2": ("b2",)}) for lane in lanes]


def beside(lanes):
    """The same lanes, each knowing its neighbours: given from the left to the right."""
    names = [lane.name for lane in lanes]
    return [changed(lane, beside_left=names[k - 1] if k else "", beside_right=(*names, "")[k + 1])
            for k, lane in enumerate(lanes)]  # fmt: skip


def linked(lane, after):
    return changed(lane, after=after.get(lane.name, ()))


def changed(lane, **given):
    import dataclasses

    return dataclasses.replace(lane, **given)


def crossroads():
    """Two one-way roads that cross, with a right turn: w → e, s → n, w → s'."""
    return [
        straight("w", -50.0, -10.0, -2.0, 2.0, after=("we", "ws")), straight("we", -10.0, 10.0, -2.0, 2.0, after=("e",)),
        straight("e", 10.0, 50.0, -2.0, 2.0), upward("s", -50.0, -10.0, after=("sn",)),
        upward("sn", -10.0, 10.0, after=("n",)), upward("n", 10.0, 50.0), turn("ws", after=("s2",)),
        downward("s2", -10.0, -50.0, -14.0),
    ]  # fmt: skip


def upward(name, y0, y1, x=0.0, **given):
    y = np.linspace(y0, y1, 5)
    return Lanelet(name, np.column_stack([np.full(5, x - 2.0), y]), np.column_stack([np.full(5, x + 2.0), y]), **given)


def downward(name, y0, y1, x, **given):
    y = np.linspace(y0, y1, 5)
    return Lanelet(name, np.column_stack([np.full(5, x + 2.0), y]), np.column_stack([np.full(5, x - 2.0), y]), **given)


def turn(name, **given):
    """From (-10, 0) heading east into (-14 + …, -10) heading south: too tight for its width at the inner border."""
    angle = np.linspace(0.0, np.pi / 2, 8)
    inner = np.array([-10.0, -10.0]) + np.column_stack([-4.0 + 2.0 * np.sin(angle) - 2.0, 6.0 + 2.0 * np.cos(angle)])
    outer = np.array([-10.0, -10.0]) + np.column_stack([-2.0 * np.cos(angle), 12.0 * np.cos(angle)])
    return Lanelet(name, outer, np.column_stack([inner[:, 0], inner[:, 1]]), **given)


def inside(lane, count=40, seed=1):
    """Random places inside a lanelet, away from its borders and ends, drawn between the same parts of both borders."""
    random = np.random.default_rng(seed)
    part, across = random.uniform(0.02, 0.98, count), random.uniform(0.05, 0.95, count)
    left, right = points_at(lane.left, part * length(lane.left)), points_at(lane.right, part * length(lane.right))
    return right + (left - right) * across[:, None]


def strangers(made, lanes, count=40):
    """How many places inside lanelets lie in other lanes of the map, how many off every road, how many were asked."""
    road, other, off, asked = made.map.road, 0, 0, 0
    of = road_of_lanes(road)
    for lane in lanes:
        if lane.name not in made.lane_of:
            continue
        row, places = made.lane_of[lane.name], inside(lane, count)
        r = int(of[row])
        hint = np.full(count, r), np.full(count, 0.5 * road.road_length[r])
        other += int((queries.locate(road, places, *hint).row != row).sum())
        off += int((queries.locate(road, places).row < 0).sum())
        asked += count
    return other, off, asked


def after(made, name):
    """Names of the lanelets whose lanes go on from the lane of one, in the way of its traffic."""
    row = made.lane_of[name]
    names = {lane: other for other, lane in made.lane_of.items()}
    _, lanes, _ = queries.goes_on(made.map.links, [row], [made.map.links.way[row]])
    return {names[int(lane)] for lane in lanes}
