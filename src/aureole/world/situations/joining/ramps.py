"""Ramps of a motorway: leaving it through a stream, joining slow traffic, letting in who joins."""

from __future__ import annotations

from functools import partial

from aureole.world.situations.flows import stream
from aureole.world.situations.looks import CARS, TRUCKS
from aureole.world.situations.motorways import SPANS, motorway
from aureole.world.situations.situation import Hand, Situation, Span, Values
from aureole.world.situations.stage import Stage, sky
from aureole.world.situations.storytelling import arriving, close, lamps, near, path, speed, vanishes, waits


def leaves(hand: Hand, values: Values) -> Stage:
    """From the left lane through a stream in the right one onto the ramp."""
    site = motorway(values, 2, "exit")
    main, ramp = site.way("main 0"), site.way("exit")
    limit = main.strip.limit
    stage = Stage(site, (main.at(130.0, 1), ramp.at(-60.0)), limit, weather=sky(values))
    stage.middle = main.at(-30.0).pose
    pace = round(values["pace"] * limit, 2)
    gaps = tuple(values["headway"] * f for f in (1.0, 1.1, 1.0))
    stream(stage, hand, "Right", (main, 0, 215.0), pace, gaps)
    return stage


def cut_in(hand: Hand, values: Values) -> Stage:
    """Who comes from the ramp drives straight into the car's lane."""
    site = motorway(values, 2, "entry")
    before, after, ramp = site.way("main 0"), site.way("main 1"), site.way("entry")
    limit = before.strip.limit
    stage = Stage(site, (before.at(60.0), after.at(-90.0)), limit, weather=sky(values))
    pace = round(0.8 * values["pace"] * limit, 2)
    start = ramp.length - 120.0
    who = stage.drive("Joiner", hand.look(CARS), (ramp.at(start), after.at(-30.0, 0)), 0.0)
    place = after.at(40.0)
    stage.middle = place.pose
    seconds = (120.0 + 40.0) / pace + pace / 8.0 + values["late"]
    stage.do(who, [[arriving(place.pose, seconds), near(place.pose, 700.0)]], speed(pace, 4.0), name="comes")
    line = (
        after.at(12.0, 0, -3.4).pose,
        after.at(48.0, 0, 0.0).pose,
        after.at(120.0).pose,
        after.at(260.0).pose,
        after.at(-20.0).pose,
    )
    stage.do(who, [[near(after.at(10.0, 0, -3.4), 8.0, who)]], path(line), lamps("indicatorLeft"), name="cuts in")
    stage.paths.append((who, (ramp.at(start).pose, ramp.at(-2.0).pose, *line[:4])))
    return stage


def slow_exit(hand: Hand, values: Values) -> Stage:
    """On the ramp traffic is slow; it stands at the car's coming and moves on in time."""
    site = motorway(values, 2, "exit")
    main, ramp = site.way("main 0"), site.way("exit")
    stage = Stage(site, (main.at(60.0), ramp.at(-45.0)), main.strip.limit, weather=sky(values))
    stage.middle = ramp.at(ramp.length - 55.0).pose
    for k in range(4):
        look = hand.look(TRUCKS if k == 1 else CARS)
        name = stage.put(f"Slow {k + 1}", look, ramp.at(ramp.length - 30.0 - 16.0 * k))
        stage.do(name, [[close("Slow 4", 30.0)], [waits(2.0)]], speed(6.0 + k * 0.3, 1.0), name=f"{name} moves")
        stage.events_of_nobody([[near(ramp.at(-3.0), 5.0, name)]], vanishes(name), name=f"{name} leaves")
    return stage


def slow_entry(hand: Hand, values: Values) -> Stage:
    """From the ramp into a slow stream."""
    site = motorway(values, 2, "entry")
    before, after, ramp = site.way("main 0"), site.way("main 1"), site.way("entry")
    limit = ramp.strip.limit
    stage = Stage(site, (ramp.at(15.0), after.at(-110.0)), limit, weather=sky(values))
    stage.middle = after.at(30.0).pose
    pace = round(0.55 * values["pace"] * before.strip.limit, 2)
    gaps = tuple(values["headway"] * f for f in (1.0, 1.15, 1.0, 2.4, 1.0, 1.0))
    reach = ramp.length + 60.0
    stream(
        stage,
        hand,
        "Slow",
        (before, 0, max(before.length + 60.0 - pace * reach / limit + 2.0 * values["headway"] * pace, 200.0)),
        pace,
        gaps,
    )
    return stage


about = partial(Situation, group="joining", abilities=("merging",), spans=SPANS)
CUTS = {**SPANS, "late": Span(1.0, 1.8, "s", "by how much the car would be later", "车辆晚到的时间")}
NEVER = ("Make others brake hard; stop on the motorway.", "迫使他人急刹；在高速公路上停车。")
SITUATIONS = (
    about(
        "highway-exit",
        clauses=("UN R157 5.2.5", "StVO 7 (5)"),
        en="The car must cross a stream in the right lane to reach its exit.",
        zh="须穿过右侧车流才能驶入出口。",
        make=leaves,
        must=("Find a gap in time and take the exit.", "及时找到空隙，驶入出口。"),
        forbidden=NEVER,
    ),
    about(
        "highway-cut-in",
        clauses=("UN R157 5.2.5.2", "StVO 11 (3)"),
        en="Who joins from a ramp drives straight into the car's lane.",
        zh="匝道来车直接切入本车道。",
        make=cut_in,
        spans=CUTS,
        must=("Foresee it; slow down or make room.", "预见其切入；减速或让出空间。"),
        forbidden=NEVER,
    ),
    about(
        "merger-into-slow-traffic",
        clauses=("UN R157 5.2.4", "StVO 4 (1)"),
        en="On the exit ramp traffic is slow.",
        zh="出口匝道上车流缓慢。",
        make=slow_exit,
        must=("Slow down in time, follow the queue.", "及时减速，跟随车队。"),
        forbidden=NEVER,
    ),
    about(
        "merger-into-slow-traffic-v2",
        clauses=("UN R157 5.2.5", "StVO 18 (3)", "StVO 7 (5)"),
        en="From a ramp into a slow stream on the motorway.",
        zh="从匝道汇入高速公路上的慢车流。",
        make=slow_entry,
        must=("Adapt to the stream, join in a gap.", "适应车流速度，在空隙中汇入。"),
        forbidden=NEVER,
    ),
)
