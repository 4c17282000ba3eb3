"""Streams that cross the car's way: cyclists beside a turn, cars that take the junction, fast ones on country roads."""

from __future__ import annotations

from functools import partial

from aureole.world.roads.laying.curve import Pose
from aureole.world.roads.making.styles import MAIN
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
from aureole.world.situations.flows import apart
from aureole.world.situations.looks import BICYCLES
from aureole.world.situations.places import Way
from aureole.world.situations.situation import Hand, Situation, Span, Values
from aureole.world.situations.stage import Stage
from aureole.world.situations.storytelling import When, arriving, near

FAST = {
    **SPANS,
    "limit": Span(63.0, 87.0, "km/h", "speed limit", "限速"),
    "arm": Span(230.0, 290.0, "m", "length of the arms", "进口道长度"),
}
RIDES = {**SPANS, "ride": Span(4.0, 6.5, "m/s", "speed of the cyclists", "骑车人速度")}


def bicycles(hand: Hand, values: Values) -> Stage:
    """Cyclists go straight on beside a car that turns right."""
    stage = crossroads(values, Cross(SIGNALS, "east", major=("south", "north")))
    stage.shown += lights(stage, go(("south", "north")))
    coming, out = stage.site.way("south"), stage.site.way("from north")
    turn = stage.site.way("south-east")
    far, corner = out.point(40.0, out.edge(40.0) - 1.0), out.point(1.0, out.edge(1.0) - 1.0)
    last = coming.point(-1.0, coming.edge(-1.0) - 1.0)
    starts = [coming.point(-20.0 - 5.0 * k, coming.edge(-20.0) - 1.0) for k in range(3)]
    when = met(stage, (starts[1], last, corner), turn, values["ride"])
    for k, start in enumerate(starts):
        name = stage.put(f"Cyclist {k + 1}", hand.look(BICYCLES), start)
        stage.walk(name, when, (start, last, corner, far), values["ride"])
    return stage


def met(stage: Stage, points: tuple[Pose, Pose, Pose], turn: Way, pace: float) -> When:
    """The car would turn into who starts at the first of these points and rides over the others."""
    start, one, other = points
    line = [Pose(one.x + (other.x - one.x) * k / 20, one.y + (other.y - one.y) * k / 20, 0.0) for k in range(21)]
    steps = [turn.at(turn.length * (k + 0.5) / 24).pose for k in range(24)]
    _, place, there = min((apart(a, b), a, b) for a in steps for b in line)
    return [[arriving(place, apart(start, there) / pace + pace / 8.0), near(place, 130.0)], [near(place, 12.0)]]


def enter(hand: Hand, values: Values) -> Stage:
    """Cars run their red light and turn into the car's road before it."""
    stage = crossroads(values, Cross(SIGNALS, "north", major=("south", "north")))
    stage.shown += lights(stage, go(("south", "north")))
    across(stage, hand, Queue("Flow", "east", "north", 0.75 * stage.speed, gaps_of(values, 2), polite=True))
    return stage


def interurban(hand: Hand, values: Values, *, advanced: bool) -> Stage:
    """To the left off a country road across a stream; or into one across a fast stream."""
    if not advanced:
        stage = crossroads(values, Cross(PRIORITY, "west", major=("south", "north"), style=MAIN))
        across(stage, hand, Queue("Oncoming", "north", "south", values["pace"] * stage.speed, gaps_of(values, 3)))
        return stage
    stage = crossroads(values, Cross(PRIORITY, "west", major=("east", "west"), style=MAIN))
    pace = values["pace"] * stage.speed
    across(stage, hand, Queue("Crossing", "west", "east", pace, gaps_of(values, 2), first=30.0))
    across(stage, hand, Queue("Stream", "east", "west", pace, gaps_of(values, 2), polite=True, first=60.0))
    return stage


about = partial(Situation, group="merging", abilities=("merging",), spans=FAST)
NEVER = ("Make others brake; stand in their way.", "迫使他人制动；停在他人的路上。")
SITUATIONS = (
    about(
        "crossing-bicycle-flow",
        clauses=("StVO 9", "StVO 9 (3)"),
        en="A right turn at green across cyclists who go straight on.",
        spans=RIDES,
        zh="绿灯右转，直行的自行车在旁边通过。",
        make=bicycles,
        must=("Let the cyclists pass before turning.", "让自行车先行再右转。"),
        forbidden=("Cut them off.", "截住骑车人。"),
    ),
    about(
        "enter-actor-flow",
        clauses=("UN R157 5.2.5.2", "StVO 11 (3)"),
        en="Cars run their red light and turn in before the car.",
        spans=SPANS,
        zh="车辆闯红灯转入车前。",
        make=enter,
        must=("Brake, let them in, follow with distance.", "制动让其驶入，保持距离跟行。"),
        forbidden=("Insist on the green light.", "仗着绿灯硬闯。"),
    ),
    about(
        "interurban-actor-flow",
        clauses=("StVO 9", "StVO 9 (3)", "CRT 16 (2)"),
        en="A left turn off a country road across a fast stream.",
        zh="在乡间公路左转驶出，穿过快速车流。",
        make=partial(interurban, advanced=False),
        must=("Wait for a gap, turn without hesitation.", "等待空隙，果断左转。"),
        forbidden=NEVER,
    ),
    about(
        "interurban-advanced-actor-flow",
        clauses=("StVO 8", "StVO 8 (1)"),
        en="A left turn into a country road across one fast stream and into another.",
        zh="左转驶入乡间公路，穿过一股快速车流再汇入另一股。",
        make=partial(interurban, advanced=True),
        must=("Wait until both streams leave room; gain speed at once.", "等两股车流都有空隙，立即加速汇入。"),
        forbidden=NEVER,
    ),
)
