"""An accident blocks the lane: crashed cars and who came to help stand there."""

from __future__ import annotations

import math
from functools import partial

from aureole.world.roads.making.styles import BARE
from aureole.world.situations.looks import CARS, VANS
from aureole.world.situations.overtaking.passing import SPANS, passing
from aureole.world.situations.situation import Hand, Situation, Values
from aureole.world.situations.stage import Stage
from aureole.world.situations.storytelling import lamps


def make(hand: Hand, values: Values, *, two_ways: bool) -> Stage:
    """Two cars and a van, one behind the other, the first askew; others come past it in their lane."""
    stage, way, at = passing(hand, values, BARE, two_ways=two_ways)
    stage.put("Police", hand.look(VANS), way.at(at - 9.0, 0, 0.1))
    look, askew = hand.look(CARS), values["askew"]
    reach = (0.5 * look.length + look.box_x) * math.sin(askew) + 0.5 * look.width * math.cos(askew)
    first = way.at(at, 0, min(0.3, 0.5 * values["width"] + OVER - reach))
    stage.put("Crashed 1", look, first.pose._replace(heading=first.pose.heading + askew))
    stage.put("Crashed 2", hand.look(CARS), way.at(at + 7.5, 0, -0.2))
    stage.do("Police", stage.begin(), lamps("warningLights"), name="warns")
    return stage


OVER = 0.25  # m; the crashed car reaches no further into the other lane: others drive there
MUST = ("Stop or slow down, wait for a gap, pass beside the accident, come back.",
        "停车或减速，等待空隙，从事故旁通过，再驶回原车道。")  # fmt: skip
NEVER = ("Hit what stands there; force others to brake.", "碰撞静止的车辆；逼迫他人制动。")
about = partial(Situation, group="overtaking", abilities=("overtaking",), must=MUST, forbidden=NEVER, spans=SPANS)
SITUATIONS = (
    about(
        "accident",
        clauses=("UN R157 5.2.4", "StVO 7 (5)"),
        en="An accident blocks the right lane; a stream passes in the left one.",
        zh="事故占据右侧车道，左侧车道车流不断。",
        make=partial(make, two_ways=False),
    ),
    about(
        "accident-two-ways",
        clauses=("UN R157 5.2.4", "StVO 6"),
        en="An accident blocks the only lane; others come towards the car in the other.",
        zh="事故占据唯一的车道，对向车道有来车。",
        make=partial(make, two_ways=True),
        opposite=True,
    ),
)
