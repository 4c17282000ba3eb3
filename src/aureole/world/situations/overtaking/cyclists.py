"""Three cyclists ride along the right border and use part of the lane."""

from __future__ import annotations

from functools import partial

from aureole.world.roads.making.styles import BARE
from aureole.world.situations.looks import BICYCLES
from aureole.world.situations.overtaking.passing import SPANS, START, passing
from aureole.world.situations.situation import Hand, Situation, Span, Values
from aureole.world.situations.stage import Stage
from aureole.world.situations.storytelling import close, shift

RIDES = {**SPANS, "ride": Span(3.6, 5.6, "m/s", "speed of the cyclists", "骑车人速度")}
FIRST = 95.0  # m; from the car's start to the last of them


def make(hand: Hand, values: Values, *, two_ways: bool) -> Stage:
    """They come further into the lane when the car is near."""
    stage, way, _ = passing(hand, values, BARE, two_ways=two_ways)
    stage.middle = way.at(START + FIRST).pose
    right = -0.5 * values["width"] + 0.45
    for k, gap in enumerate((0.0, 7.5, 16.0)):
        spot = way.at(START + FIRST + gap, 0, right)
        name = stage.put(f"Cyclist {k + 1}", hand.look(BICYCLES), spot, values["ride"])
        stage.do(name, [[close(name, 45.0)]], shift(spot.offset + 0.7, 0.6), name=f"{name} swerves")
    return stage


about = partial(
    Situation,
    group="overtaking",
    abilities=("overtaking",),
    spans=RIDES,
    must=("Follow until the way beside them is free, then pass with distance.", "先跟行，等旁边有路再保持间距超过。"),
    forbidden=("Pass within the same lane; touch them.", "在同一车道内挤过；碰到骑车人。"),
)
SITUATIONS = (
    about(
        "hazard-at-side-lane",
        clauses=("UN R157 5.2.5", "StVO 5 (4)", "StVO 7 (5)"),
        en="Three cyclists intrude into the right lane; a stream passes in the left one.",
        zh="三名骑车人侵入右侧车道，左侧车道车流不断。",
        make=partial(make, two_ways=False),
    ),
    about(
        "hazard-at-side-lane-two-ways",
        clauses=("UN R157 5.2.5", "StVO 5 (4)", "StVO 5 (2)"),
        en="Three cyclists intrude into the only lane; others come in the other one.",
        zh="三名骑车人侵入唯一的车道，对向车道有来车。",
        make=partial(make, two_ways=True),
        opposite=True,
    ),
)
