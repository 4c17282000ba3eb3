"""Somebody takes the right of way: past a yield sign, or past a red light."""

from __future__ import annotations

from functools import partial

from aureole.world.situations.crossroads import PRIORITY, SIGNALS, SPANS, Cross, Queue, across, crossroads, go, lights
from aureole.world.situations.situation import Hand, Situation, Values
from aureole.world.situations.stage import Stage


def make(hand: Hand, values: Values, *, lit: bool) -> Stage:
    """One vehicle from the left or the right, at full speed."""
    stage = crossroads(values, Cross(SIGNALS if lit else PRIORITY, major=("south", "north")))
    if lit:
        stage.shown += lights(stage, go(("south", "north")))
    source, target = ("west", "east") if hand.chance(0.5) else ("east", "west")
    first = 40.0 if lit else 22.0
    across(stage, hand, Queue("Taker", source, target, values["pace"] * stage.speed, first=first))
    return stage


about = partial(
    Situation,
    group="braking",
    abilities=("emergency brake",),
    spans=SPANS,
    must=("See that it does not stop; brake in time.", "看出对方不停车；及时制动。"),
    forbidden=("Insist on the right of way.", "仗着路权硬闯。"),
)
SITUATIONS = (
    about(
        "opposite-vehicle-taking-priority",
        clauses=("UN R157 5.2.5", "StVO 11 (3)"),
        en="A vehicle passes its yield sign and crosses before the car.",
        zh="车辆无视让行标志，从车前横穿。",
        make=partial(make, lit=False),
    ),
    about(
        "opposite-vehicle-running-red-light",
        clauses=("UN R157 5.2.5", "StVO 11 (3)"),
        en="A vehicle runs its red light and crosses before the car.",
        zh="车辆闯红灯，从车前横穿。",
        make=partial(make, lit=True),
    ),
)
