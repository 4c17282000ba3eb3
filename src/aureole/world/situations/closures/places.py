"""Where works are: behind a crest or a bend, at a junction, in a lane narrow beside a lorry."""

from __future__ import annotations

from functools import partial

from aureole.world.roads.making.styles import BARE, MAIN
from aureole.world.situations.crossroads import PRIORITY, Cross, crossroads
from aureole.world.situations.crossroads import SPANS as CROSS
from aureole.world.situations.flows import leaves
from aureole.world.situations.looks import HEAP, TRUCKS
from aureole.world.situations.roadworks import LIMIT, borders, fence, post, row, taper, works_sign, yellow
from aureole.world.situations.site import KMH, street, styled
from aureole.world.situations.situation import Hand, Situation, Span, Values
from aureole.world.situations.stage import Stage, sky

SPANS = {
    "limit": Span(53.0, 82.0, "km/h", "speed limit", "限速"),
    "place": Span(230.0, 290.0, "m", "where the lane is closed, from the car's start", "封闭处距起点的距离"),
    "height": Span(4.0, 7.0, "m", "height of the crest", "坡顶高度"),
    "curve": Span(0.35, 0.7, "rad", "turn of the bend", "弯道转角"),
}
LORRY = {
    "limit": Span(53.0, 82.0, "km/h", "speed limit", "限速"),
    "width": Span(3.25, 3.75, "m", "width of a lane", "车道宽度"),
    "narrow": Span(2.45, 2.7, "m", "width of the narrowed lane", "收窄后车道宽度"),
    "pace": Span(0.6, 0.8, "-", "speed of the lorry, as part of the limit", "货车速度占限速的比例"),
}


def hidden(hand: Hand, values: Values) -> Stage:
    """A heap and cones on the far side of a crest, or behind a bend; a free lane beside them."""
    limit = round(values["limit"] / 10.0) * 10.0 * KMH
    crest = hand.chance(0.5)
    bent = {**values, "turn": values["turn"] if crest else values["curve"] * hand.side()}
    site = street(bent, styled(MAIN, values, limit), (2, 2), 760.0, (values["height"],) if crest else ())
    way, at = site.way("main"), 400.0 + 0.25 * values["place"]
    stage = Stage(site, (way.at(90.0), way.at(-70.0)), limit, weather=sky(values))
    works_sign(stage, way, at - 60.0)
    taper(stage, way, (at, 30.0), 6)
    fence(stage, way, at + 34.0)
    stage.put("Heap", HEAP, way.at(at + 40.0))
    row(stage, way, (at + 38.0, 32.0), 5, borders(way, at, 0)[1] - 0.25)
    return stage


def at_junction(hand: Hand, values: Values) -> Stage:
    """Cones and a fence narrow the arm by which the car leaves the junction."""
    goal = hand.one(("north", "east", "west"))
    stage = crossroads(values, Cross(PRIORITY, goal, major=("south", goal), lanes=2, style=BARE))
    out, coming = stage.site.way(f"from {goal}"), stage.site.way("south")
    works_sign(stage, coming, -50.0)
    lane = 0 if goal != "west" else 1
    taper(stage, out, (7.0, 16.0), 5, lane, left=lane == 1)
    fence(stage, out, 26.0, lane)
    stage.put("Heap", HEAP, out.at(31.0, lane))
    row(stage, out, (27.0, 18.0), 4, borders(out, 27.0, 0)[1])
    return stage


def narrow(hand: Hand, values: Values) -> Stage:
    """Yellow lines and cones narrow two lanes; a lorry drives in the right one."""
    limit = round(values["limit"] / 10.0) * 10.0 * KMH
    site = street(values, styled(MAIN, values, limit), (2, 2), 760.0)
    way = site.way("main")
    stage = Stage(site, (way.at(60.0, 1), way.at(-90.0, 1)), limit, weather=sky(values))
    at, stretch = 260.0, 190.0
    works_sign(stage, way, at - 120.0)
    post(stage, way, at - 80.0, LIMIT, max(limit / KMH - 20.0, 40.0))
    middle = borders(way, at, 1)[0]
    yellow(stage, way, tuple((at + k * stretch / 12, middle) for k in range(13)))
    row(stage, way, (at, stretch), 14, middle + values["narrow"])
    pace = values["pace"] * limit
    stage.put("Lorry", hand.look(TRUCKS), way.at(175.0, 0, 0.15), pace)
    leaves(stage, "Lorry", way.at(-1.0))
    return stage


about = partial(Situation, group="closures", abilities=("road works",), spans=SPANS)
NEVER = ("Hit cones; drive into the works.", "撞锥桶；驶入施工区。")
SITUATIONS = (
    about(
        "works-behind-crest-or-bend",
        clauses=("UN R157 5.2.4", "StVO 3 (1)", "StVO 43 (3)"),
        en="Works behind a crest or a bend close the lane.",
        zh="坡顶或弯道后的施工封闭车道。",
        make=hidden,
        must=("Drive so that one can stop within sight; change lanes.", "按视距控制车速；变更车道。"),
        forbidden=NEVER,
    ),
    about(
        "works-at-junction",
        clauses=("UN R157 5.2.4", "StVO 43 (3)"),
        en="Works narrow the road by which the car leaves a junction.",
        zh="路口驶出方向有施工，车道变窄。",
        make=at_junction,
        spans=CROSS,
        must=("Turn into the lane that is open.", "转入开放的车道。"),
        forbidden=NEVER,
    ),
    about(
        "narrow-lane-beside-lorry",
        clauses=("UN R157 5.2.5", "StVO 39 (5)", "StVO 1 (2)"),
        en="Narrowed lanes, and a lorry in the other one.",
        zh="车道收窄，旁边车道有货车。",
        make=narrow,
        spans=LORRY,
        must=(
            "Keep to the narrowed lane; do not pass side by side if there is no room.",
            "保持在收窄车道内；没有空间就不并行。",
        ),
        forbidden=("Touch lorry or cones.", "刮碰货车或锥桶。"),
    ),
)
