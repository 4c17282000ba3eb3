"""A building site takes the lane: barriers, a heap, cones before them, a sign."""

from __future__ import annotations

from functools import partial

from aureole.world.roads.making.styles import BARE
from aureole.world.situations.looks import HEAP
from aureole.world.situations.overtaking.passing import SPANS, passing
from aureole.world.situations.roadworks import fence, taper, works_sign
from aureole.world.situations.situation import Hand, Situation, Values
from aureole.world.situations.stage import Stage


def make(hand: Hand, values: Values, *, two_ways: bool) -> Stage:
    """A short taper of cones, a fence across the lane, a heap behind it."""
    stage, way, at = passing(hand, values, BARE, two_ways=two_ways)
    works_sign(stage, way, at - 55.0)
    taper(stage, way, (at - 14.0, 12.0), 5)
    fence(stage, way, at)
    stage.put("Heap", HEAP, way.at(at + 5.0, 0, 0.2))
    fence(stage, way, at + 10.0)
    return stage


about = partial(
    Situation,
    group="overtaking",
    abilities=("overtaking", "road works"),
    spans=SPANS,
    must=("Wait for a gap, pass beside the site, come back.", "等待空隙，从工地旁通过，再驶回原车道。"),
    forbidden=("Drive through cones; force others to brake.", "撞开锥桶；逼迫他人制动。"),
)
SITUATIONS = (
    about(
        "construction-obstacle",
        clauses=("UN R157 5.2.4", "StVO 43 (3)", "StVO 7 (5)"),
        en="A building site takes the right lane; a stream passes in the left one.",
        zh="工地占据右侧车道，左侧车道车流不断。",
        make=partial(make, two_ways=False),
    ),
    about(
        "construction-obstacle-two-ways",
        clauses=("UN R157 5.2.4", "StVO 43 (3)", "StVO 6"),
        en="A building site takes the only lane; others come in the other one.",
        zh="工地占据唯一的车道，对向车道有来车。",
        make=partial(make, two_ways=True),
        opposite=True,
    ),
)
