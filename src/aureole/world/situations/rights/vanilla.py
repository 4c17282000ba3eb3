"""Junctions as they are every day: a T without signs, a yield sign, a stop sign, a green light, a red one."""

from __future__ import annotations

from functools import partial

from aureole.world.situations.crossroads import (
    EQUAL,
    PRIORITY,
    SIGNALS,
    SPANS,
    STOP,
    Cross,
    Queue,
    across,
    crossroads,
    gaps_of,
    go,
    lights,
    stop,
)
from aureole.world.situations.situation import Hand, Situation, Span, Values
from aureole.world.situations.stage import Stage
from aureole.world.situations.storytelling import done, near, waits

WAITS = {**SPANS, "red": Span(4.0, 9.0, "s", "red that is left when the car is near", "车接近时红灯剩余时间")}


def t_junction(hand: Hand, values: Values) -> Stage:
    """Who comes from the right goes first."""
    stage = crossroads(values, Cross(EQUAL, "west", arms=("south", "east", "west")))
    across(stage, hand, Queue("Right", "east", "west", values["pace"] * stage.speed, gaps_of(values, 1)))
    return stage


def signed(hand: Hand, values: Values, *, kind: str) -> Stage:
    """The car's road has to wait."""
    stage = crossroads(values, Cross(kind, hand.one(("east", "west")), major=("east", "west")))
    across(stage, hand, Queue("Left", "west", "east", values["pace"] * stage.speed, gaps_of(values, 2)))
    return stage


def green(hand: Hand, values: Values) -> Stage:
    """The light is green; who comes towards the car goes too."""
    stage = crossroads(values, Cross(SIGNALS, hand.one(("north", "east")), major=("south", "north")))
    stage.shown += lights(stage, go(("south", "north")))
    across(stage, hand, Queue("Oncoming", "north", "south", values["pace"] * stage.speed, gaps_of(values, 1)))
    return stage


def red(hand: Hand, values: Values) -> Stage:
    """The light is red and turns green a while after the car has come."""
    stage = crossroads(values, Cross(SIGNALS, hand.one(("north", "east")), major=("south", "north")))
    stage.shown += lights(stage, go(("east", "west")))
    across(stage, hand, Queue("Crossing", "west", "east", values["pace"] * stage.speed, gaps_of(values, 1)))
    turns_green(stage, values["red"])
    return stage


def turns_green(stage: Stage, seconds: float, after: str = "") -> None:
    """The car's light turns green, once it has stood near it for so long; and, if named, `after` somebody has passed.

    Who is named leaves the junction by the eastern arm.
    """
    held = [done("car at red"), waits(seconds)]
    stage.show([[near(stop(stage), 30.0)]], name="car at red")
    if after:
        stage.show([[near(stage.site.way("from east").at(4.0), 8.0, after)]], name="stream is past")
        held.append(done("stream is past"))
    stage.show([held], *lights(stage, {"east": "red", "west": "red"}), name="all red")
    stage.show([[done("all red")]], *lights(stage, {"south": "green", "north": "green"}), name="green")


about = partial(Situation, group="rights", abilities=("traffic signs",), spans=SPANS)
SITUATIONS = (
    about(
        "t-junction",
        clauses=("StVO 8", "StVO 8 (1)", "CRT 18 (4)"),
        en="A T-junction without signs; others come from the right.",
        zh="无标志的丁字路口，右方有来车。",
        make=t_junction,
        must=("Let those from the right go first, then turn.", "让右方来车先行，再转弯。"),
        forbidden=("Take the right of way of who comes from the right.", "抢右方来车的路权。"),
    ),
    about(
        "vanilla-non-signalized-turn",
        clauses=("StVO 8", "StVO 8 (1)"),
        en="A turn into a road that goes first; a yield sign says so.",
        zh="转入优先道路，有让行标志。",
        make=partial(signed, kind=PRIORITY),
        must=("Slow down, let those on the main road pass, turn.", "减速，让主路车辆先行，再转弯。"),
        forbidden=("Make those on the main road brake.", "迫使主路车辆制动。"),
    ),
    about(
        "vanilla-non-signalized-turn-encounter-stopsign",
        clauses=("StVO 41 (206)", "StVO 8"),
        en="A turn into a road that goes first; a stop sign says so.",
        zh="转入优先道路，有停车让行标志。",
        make=partial(signed, kind=STOP),
        must=("Stop at the line, let those on the main road pass, turn.", "在停止线前停车，让主路车辆先行，再转弯。"),
        forbidden=("Roll over the line; make those on the main road brake.", "不停车越线；迫使主路车辆制动。"),
    ),
    about(
        "vanilla-signalized-turn-encounter-green-light",
        clauses=("StVO 37", "StVO 1 (2)"),
        en="A junction with lights; the car's is green.",
        zh="信号灯路口，本方向绿灯。",
        make=green,
        must=("Go without stopping.", "不停车通过。"),
        forbidden=("Stop at green.", "绿灯停车。"),
    ),
    about(
        "vanilla-signalized-turn-encounter-red-light",
        clauses=("StVO 37",),
        en="A junction with lights; the car's is red and turns green.",
        zh="信号灯路口，本方向红灯，随后变绿。",
        make=red,
        spans=WAITS,
        must=("Stop at the line until it is green.", "在停止线前停车，等到绿灯。"),
        forbidden=("Cross the line at red.", "红灯越线。"),
    ),
)
