"""People and wheels on the road: at a crosswalk, between parked cars, behind a turn, before a blocked junction."""

from __future__ import annotations

from functools import partial

from aureole.world.roads.laying.curve import Pose
from aureole.world.roads.making.styles import STREET
from aureole.world.situations.braking.crossing import PARKING
from aureole.world.situations.crossroads import EQUAL, PRIORITY, SIGNALS, Cross, crossroads, go, lights
from aureole.world.situations.crossroads import SPANS as CROSS
from aureole.world.situations.looks import BICYCLES, CARS, PEOPLE, TRUCKS, Look
from aureole.world.situations.places import Way
from aureole.world.situations.site import KMH, street, styled
from aureole.world.situations.situation import Hand, Situation, Span, Values
from aureole.world.situations.stage import Stage, sky
from aureole.world.situations.storytelling import arriving, near, path, speed, waits

WALK = {"walk": Span(0.95, 1.4, "m/s", "speed of who walks", "行人速度")}
SPANS = {
    "limit": Span(28.0, 47.0, "km/h", "speed limit", "限速"), **WALK,
    "place": Span(120.0, 200.0, "m", "where one crosses, from the car's start", "横穿处距起点的距离"),
}  # fmt: skip
AT_JUNCTION = {**CROSS, **WALK, "ride": Span(3.5, 5.5, "m/s", "speed of who rides", "骑车人速度")}
FAR = 0.5  # m; beyond the lane's middle somebody is who comes out between cars, so that they are seen for longer
CROSSWALK = 3.0  # m; from the end of an arm to the middle of its crosswalk


def over(stage: Stage, name: str, look: Look, where: tuple[Way, float, float], how: tuple[float, float]) -> None:
    """Somebody crosses a road from the right of a way so that the car would hit them in its lane.

    Args:
        stage: gets them.
        name: of them.
        look: of them.
        where: the way, metres along it, metres beside its lanes from where they set out.
        how: speed (m/s), seconds by which the car would be later.
    """
    way, at, _ = where
    edge = way.edge(at) - where[2]
    start, end = way.point(at, edge), way.point(at, -edge)
    lane = way.at(at).pose
    stage.put(name, look, start._replace(heading=start.heading + 1.5708))
    reach = abs(edge) - 0.5 * stage.values["width"]
    when = [[arriving(lane, reach / how[0] + 0.25 + how[1]), near(lane, 90.0)], [near(lane, 7.0)]]
    stage.walk(name, when, (start, end), how[0])


def parking(hand: Hand, values: Values) -> Stage:
    """A person steps out of a row of parked cars."""
    limit = round(values["limit"] / 5.0) * 5.0 * KMH
    site = street(values, styled(STREET, values, limit), (1, 1), 420.0)
    way, at = site.way("main"), 30.0 + values["place"]
    stage = Stage(site, (way.at(30.0), way.at(-60.0)), limit, weather=sky(values), values=values)
    for k in range(6):
        stage.put(
            f"Parked {k + 1}", hand.look(CARS), way.at(at - 17.0 + 6.2 * k + (1.4 if k > 2 else 0.0), 0, 0.1, PARKING)
        )
    over(stage, "Walker", hand.look(PEOPLE), (way, at, 2.9), (values["walk"], FAR / values["walk"]))
    return stage


def crosswalk(hand: Hand, values: Values) -> Stage:
    """Three people cross at the crosswalk behind a green light."""
    stage = crossroads(values, Cross(SIGNALS, major=("south", "north")))
    stage.shown += lights(stage, go(("south", "north")))
    out = stage.site.way("from north")
    for k in range(3):
        over(
            stage,
            f"Walker {k + 1}",
            hand.look(PEOPLE),
            (out, CROSSWALK + 0.7 * (k - 1), 1.3),
            (values["walk"] * (1.0 - 0.12 * k), 0.2 * k),
        )
    return stage


def turning(hand: Hand, values: Values, *, rides: bool) -> Stage:
    """Somebody crosses the road into which the car turns."""
    goal = hand.one(("east", "west"))
    stage = crossroads(values, Cross(SIGNALS, goal, major=("south", "north")))
    stage.shown += lights(stage, go(("south", "north")))
    out = stage.site.way(f"from {goal}")
    look, pace = (hand.look(BICYCLES), values["ride"]) if rides else (hand.look(PEOPLE), values["walk"])
    over(stage, "Cyclist" if rides else "Walker", look, (out, CROSSWALK, 1.3), (pace, 0.6))
    return stage


def blocked(hand: Hand, values: Values) -> Stage:
    """Behind the turn a lorry stands across the road and manoeuvres away after a while."""
    goal = hand.one(("east", "west"))
    stage = crossroads(values, Cross(EQUAL if hand.chance(0.5) else PRIORITY, goal, major=("south", goal)))
    out = stage.site.way(f"from {goal}")
    spot = out.at(9.0)
    stage.put("Blocker", hand.look(TRUCKS), Pose(spot.pose.x, spot.pose.y, spot.pose.heading + 0.7))
    line = (spot.pose, out.at(24.0, 0, 0.3).pose, out.at(45.0).pose, out.at(-3.0).pose)
    stage.do("Blocker", [[waits(3.0), near(spot.pose, 40.0)]], speed(7.0, 1.2), path(line), name="clears")
    stage.paths.append(("Blocker", line))
    return stage


about = partial(Situation, group="braking", abilities=("emergency brake",), spans=SPANS)
CARE = ("Brake in time; let them cross; go on.", "及时制动，让其通过，再前行。")
NEVER = ("Touch them; make them jump.", "碰到行人；惊吓行人。")
SITUATIONS = (
    about(
        "parking-crossing-pedestrian",
        clauses=("UN R157 5.2.5.3", "StVO 3 (1)"),
        en="A person steps out of a row of parked cars.",
        zh="行人从停车队列中走出横穿。",
        make=parking,
        must=CARE,
        forbidden=NEVER,
    ),
    about(
        "pedestrian-crossing",
        clauses=("UN R157 5.2.5.3", "StVO 11 (3)"),
        en="Three people cross behind the junction though the car has green.",
        zh="车辆绿灯，三名行人在路口后横穿。",
        make=crosswalk,
        spans=AT_JUNCTION,
        must=CARE,
        forbidden=NEVER,
    ),
    about(
        "vehicle-turning-route",
        clauses=("StVO 9", "StVO 9 (3)"),
        en="A cyclist crosses the road into which the car turns.",
        zh="车辆转弯时，骑车人横穿驶入的道路。",
        make=partial(turning, rides=True),
        spans=AT_JUNCTION,
        must=CARE,
        forbidden=NEVER,
    ),
    about(
        "vehicle-turning-route-pedestrian",
        clauses=("StVO 26", "StVO 9 (3)", "CRT 16 (2)"),
        en="A person crosses the road into which the car turns.",
        zh="车辆转弯时，行人横穿驶入的道路。",
        make=partial(turning, rides=False),
        spans=AT_JUNCTION,
        must=CARE,
        forbidden=NEVER,
    ),
    about(
        "blocked-intersection",
        clauses=("UN R157 5.2.4", "StVO 11 (1)"),
        en="Behind a turn a lorry blocks the way and manoeuvres off after a while.",
        zh="转弯后货车堵住去路，过一会儿才挪开。",
        make=blocked,
        spans=CROSS,
        must=("Stop before it, wait, go on.", "在其前停车，等待，再前行。"),
        forbidden=("Hit it; stop in the junction for ever.", "撞上；一直停在路口。"),
    ),
)
