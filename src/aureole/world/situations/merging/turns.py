"""Turns at junctions against those who go first, with and without lights; and turns that end inside a stream."""

from __future__ import annotations

from functools import partial

from aureole.world.situations.crossroads import (
    PRIORITY,
    SIGNALS,
    SPANS,
    Cross,
    Queue,
    across,
    crossroads,
    gaps_of,
    go,
    lights,
)
from aureole.world.situations.situation import Hand, Situation, Values
from aureole.world.situations.stage import Stage

PAIRS = {"left": ("west", (("north", "south"), ("east", "west"))), "right": ("east", (("west", "east"),))}


def turn(hand: Hand, values: Values, *, side: str, lit: bool) -> Stage:
    """A stream crosses the turn: towards the car or across at lights, on the main road without."""
    goal, streams = PAIRS[side]
    major = ("south", "north") if lit else ("east", "west")
    stage = crossroads(values, Cross(SIGNALS if lit else PRIORITY, goal, major=major))
    source, target = streams[0] if lit or side == "right" else ("west", "east")
    if lit:
        opened = ("south", "north") if side == "left" else ("east", "west")
        stage.shown += lights(stage, go(("south", "north") if side == "left" else opened))
    pace = values["pace"] * stage.speed
    names = across(stage, hand, Queue("Stream", source, target, pace, gaps_of(values, 3), polite=side == "right"))
    if lit and side == "right":
        frees(stage, values, names[-1])
    return stage


def frees(stage: Stage, values: Values, last: str) -> None:
    """The car's light turns green when the last of those who had green before has left the junction."""
    from aureole.world.situations.rights.vanilla import turns_green

    turns_green(stage, values["headway"] + 2.0, last)


def enters(hand: Hand, values: Values, *, lit: bool) -> Stage:
    """To the left, across one stream and into another."""
    stage = crossroads(
        values, Cross(SIGNALS if lit else PRIORITY, "west", major=("south", "north") if lit else ("east", "west"))
    )
    pace = values["pace"] * stage.speed
    if lit:
        stage.shown += lights(stage, go(("south", "north")))
        across(stage, hand, Queue("Oncoming", "north", "south", pace, gaps_of(values, 2)))
        across(stage, hand, Queue("Stream", "north", "west", 0.6 * pace, (), polite=True, first=60.0))
    else:
        across(stage, hand, Queue("Crossing", "west", "east", pace, gaps_of(values, 2)))
        across(stage, hand, Queue("Stream", "east", "west", pace, gaps_of(values, 2), polite=True, first=34.0))
    return stage


about = partial(Situation, group="merging", abilities=("merging",), spans=SPANS)
signed = partial(about, abilities=("merging", "traffic signs"))
WAIT = ("Wait for a gap that is large enough, then turn without hesitation.", "等待足够大的空隙，再果断转弯。")
NEVER = ("Make others brake; stand in their way.", "迫使他人制动；停在他人的路上。")
SITUATIONS = (
    about(
        "non-signalized-junction-left-turn",
        clauses=("StVO 8", "StVO 8 (1)"),
        en="A left turn into a main road with a stream across.",
        zh="无信号路口左转，主路车流横穿。",
        make=partial(turn, side="left", lit=False),
        must=WAIT,
        forbidden=NEVER,
    ),
    about(
        "non-signalized-junction-right-turn",
        clauses=("StVO 8", "StVO 8 (1)"),
        en="A right turn into the stream of a main road.",
        zh="无信号路口右转，汇入主路车流。",
        make=partial(turn, side="right", lit=False),
        must=WAIT,
        forbidden=NEVER,
    ),
    about(
        "non-signalized-junction-left-turn-enter-flow",
        clauses=("StVO 8", "StVO 8 (1)"),
        en="A left turn across one stream and into another.",
        zh="无信号路口左转，穿过一股车流再汇入另一股。",
        make=partial(enters, lit=False),
        must=WAIT,
        forbidden=NEVER,
    ),
    signed(
        "signalized-junction-left-turn",
        clauses=("StVO 9", "StVO 9 (3)", "CRT 16 (2)"),
        en="A left turn at green while a stream comes towards the car.",
        zh="绿灯左转，对向车流不断。",
        make=partial(turn, side="left", lit=True),
        must=WAIT,
        forbidden=NEVER,
    ),
    signed(
        "signalized-junction-right-turn",
        clauses=("StVO 37",),
        en="A right turn at a light that is red while a stream passes.",
        zh="红灯时右转路口，横向车流通过。",
        make=partial(turn, side="right", lit=True),
        forbidden=NEVER,
        must=("Stop at red; turn when it is green.", "红灯停车，绿灯再转。"),
    ),
    signed(
        "signalized-junction-left-turn-enter-flow",
        clauses=("StVO 9", "StVO 9 (3)", "CRT 16 (2)"),
        en="A left turn at green across a stream, into slow traffic.",
        zh="绿灯左转，穿过对向车流，汇入慢车流。",
        make=partial(enters, lit=True),
        must=WAIT,
        forbidden=NEVER,
    ),
)
