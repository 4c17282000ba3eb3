"""Changing lanes: over three lanes to the left, and out of a parking place."""

from __future__ import annotations

from functools import partial

from aureole.world.roads.making.styles import STREET
from aureole.world.situations.flows import stream
from aureole.world.situations.looks import CARS, TRUCKS
from aureole.world.situations.motorways import SPANS, motorway
from aureole.world.situations.site import KMH, street, styled
from aureole.world.situations.situation import Hand, Situation, Span, Values
from aureole.world.situations.stage import Stage, sky
from aureole.world.situations.storytelling import near, speed, vanishes

TOWN = {
    "limit": Span(33.0, 52.0, "km/h", "speed limit", "限速"),
    "pace": Span(0.75, 0.95, "-", "speed of others, as part of the limit", "他车速度占限速的比例"),
    "headway": Span(1.6, 2.4, "s", "time between vehicles of a stream", "车流的车头时距"),
}
PARKING = frozenset({"parking"})


def sequence(hand: Hand, values: Values) -> Stage:
    """A lorry ahead; the goal lies in the leftmost of three lanes; others in both."""
    site = motorway(values, 3, "")
    main = site.way("main 0")
    limit = main.strip.limit
    stage = Stage(site, (main.at(160.0), main.at(760.0, 2)), limit, tolerance=2.6, weather=sky(values))
    stage.middle = main.at(200.0).pose
    stage.put("Lorry", hand.look(TRUCKS), main.at(215.0), 0.62 * limit)
    stage.may("Lorry", [[near(main.at(-60.0), 20.0, "Lorry")]], speed(0.0, 2.0), name="Lorry stops")
    gaps = tuple(values["headway"] * f for f in (1.3, 1.6))
    stream(stage, hand, "Middle", (main, 1, 150.0 + 60.0 * values["pace"]), round(values["pace"] * limit, 2), gaps)
    stream(
        stage, hand, "Left", (main, 2, 120.0 + 60.0 * values["pace"]), round((values["pace"] + 0.08) * limit, 2), gaps
    )
    return stage


def parking_exit(hand: Hand, values: Values) -> Stage:
    """The car stands at the kerb between two others; a stream passes."""
    limit = round(values["limit"] / 5.0) * 5.0 * KMH
    site = street(values, styled(STREET, values, limit), (1, 1), 420.0)
    way, at = site.way("main"), 150.0
    aside = -0.5 * values["width"] - 1.05
    stage = Stage(site, (way.at(at, 0, aside), way.at(at + 150.0)), limit, start_speed=0.0, weather=sky(values))
    for k, s in enumerate((-9.0, 12.5)):
        stage.put(f"Parked {k + 1}", hand.look(CARS), way.at(at + s, 0, 0.1, PARKING))
    pace = round(values["pace"] * limit, 2)
    place = at + 1.2 * pace
    for k in range(4):
        place -= values["headway"] * pace if k else 0.0
        if place > 2.0:
            name = stage.put(f"Passing {k + 1}", hand.look(CARS), way.at(place), pace)
            stage.polite(name, pace)
            stage.free(name, pace)
            stage.events_of_nobody([[near(way.at(-2.0), 6.0, name)]], vanishes(name), name=f"{name} leaves")
    return stage


about = partial(Situation, group="joining", abilities=("merging",), spans=SPANS)
SITUATIONS = (
    about(
        "sequential-lane-change",
        clauses=("UN R157 5.2.5", "StVO 7 (5)"),
        en="The car must change over three lanes to the left among others.",
        zh="须在车流中向左连续变更三条车道。",
        make=sequence,
        must=("Change one lane after the other, each into a gap.", "逐条变道，每次都进入空隙。"),
        forbidden=("Cut others off; miss the lane.", "截住他人；错过目标车道。"),
    ),
    about(
        "parking-exit",
        clauses=("UN R157 5.2.5", "StVO 10"),
        en="The car leaves its parking place while a stream passes.",
        zh="车流经过时驶出停车位。",
        make=parking_exit,
        spans=TOWN,
        must=("Wait for a gap, pull out, gain speed.", "等待空隙，驶出，加速。"),
        forbidden=("Make others brake; touch the parked cars.", "迫使他人制动；刮碰停着的车。"),
    ),
)
