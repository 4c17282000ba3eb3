"""A vehicle stands in the lane with its hazard lights on."""

from __future__ import annotations

from functools import partial

from aureole.world.roads.making.styles import BARE
from aureole.world.situations.looks import CARS, VANS
from aureole.world.situations.overtaking.passing import SPANS, passing
from aureole.world.situations.situation import Hand, Situation, Values
from aureole.world.situations.stage import Stage
from aureole.world.situations.storytelling import lamps


def make(hand: Hand, values: Values, *, two_ways: bool) -> Stage:
    """A car or a van, alone, near the right border."""
    stage, way, at = passing(hand, values, BARE, two_ways=two_ways)
    look = hand.look(VANS if hand.chance(0.5) else CARS)
    stage.put("Parked", look, way.at(at, 0, -0.2))
    stage.do("Parked", stage.begin(), lamps("warningLights"), name="warns")
    return stage


about = partial(
    Situation,
    group="overtaking",
    abilities=("overtaking",),
    spans=SPANS,
    must=(
        "See that it does not drive on; wait for a gap, pass, come back.",
        "看出它不会再走；等待空隙，超过去，再驶回。",
    ),
    forbidden=("Wait behind it for ever; force others to brake.", "一直停在它后面；逼迫他人制动。"),
)
SITUATIONS = (
    about(
        "parked-obstacle",
        clauses=("UN R157 5.2.4", "StVO 7 (5)"),
        en="A vehicle has broken down in the right lane; a stream passes in the left one.",
        zh="故障车停在右侧车道，左侧车道车流不断。",
        make=partial(make, two_ways=False),
    ),
    about(
        "parked-obstacle-two-ways",
        clauses=("UN R157 5.2.4", "StVO 6"),
        en="A vehicle has broken down in the only lane; others come in the other one.",
        zh="故障车停在唯一的车道，对向车道有来车。",
        make=partial(make, two_ways=True),
        opposite=True,
    ),
)
