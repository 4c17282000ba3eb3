"""Giving way: to an emergency vehicle from behind, to who swings over the middle in a bend."""

from __future__ import annotations

from functools import partial

from aureole.world.roads.making.styles import BARE
from aureole.world.situations.flows import leaves
from aureole.world.situations.looks import CARS, HEAP, VANS
from aureole.world.situations.roadworks import fence, row
from aureole.world.situations.site import KMH, street, styled
from aureole.world.situations.situation import Hand, Situation, Span, Values
from aureole.world.situations.stage import Stage, sky
from aureole.world.situations.storytelling import lamps, near, shift, speed, travelled

SPANS = {
    "limit": Span(38.0, 57.0, "km/h", "speed limit", "限速"),
    "place": Span(130.0, 190.0, "m", "where it happens, from the car's start", "事件处距起点的距离"),
    "pace": Span(1.25, 1.5, "-", "speed of the emergency vehicle, as part of the limit", "急救车速度占限速的比例"),
    "width": Span(3.4, 3.65, "m", "width of a lane", "车道宽度"),
    "into": Span(1.05, 1.25, "m", "how far others come over the middle", "他车越过中线的距离"),
    "headway": Span(1.8, 2.6, "s", "time between vehicles of a stream", "车流的车头时距"),
}


def emergency(hand: Hand, values: Values) -> Stage:
    """It comes up from behind in the car's lane, with blue light."""
    limit = round(values["limit"] / 5.0) * 5.0 * KMH
    site = street(values, styled(BARE, values, limit), (2, 2), 760.0)
    way = site.way("main")
    stage = Stage(site, (way.at(150.0, 1), way.at(-70.0, 1)), limit, weather=sky(values))
    stage.put("Ambulance", hand.look(VANS), way.at(30.0, 1), limit, role="ambulance")
    stage.put("Slow", hand.look(CARS), way.at(230.0, 0), 0.7 * limit)
    leaves(stage, "Slow", way.at(-1.0, 0))
    stage.do(
        "Ambulance",
        [[travelled(values["place"] - 90.0)]],
        speed(values["pace"] * limit, 2.0),
        lamps("specialPurposeLights"),
        name="hurries",
    )
    stage.paths.append(("Ambulance", (way.at(110.0, 1).pose, way.at(150.0, 1).pose, way.at(185.0, 1).pose)))
    stage.middle = way.at(165.0, 1).pose
    stage.polite("Ambulance", values["pace"] * limit)
    leaves(stage, "Ambulance", way.at(-1.0, 1))
    return stage


def invading(hand: Hand, values: Values) -> Stage:
    """Those who come past works on their side swing into the car's lane."""
    limit = round(values["limit"] / 5.0) * 5.0 * KMH
    site = street(values, styled(BARE, values, limit), (1, 1), 520.0)
    way, back = site.way("main"), site.way("back")
    at = 40.0 + values["place"]
    stage = Stage(site, (way.at(40.0), way.at(-70.0)), limit, weather=sky(values))
    there = back.length - at
    row(stage, back, (there - 24.0, 48.0), 7, back.edge(there) + values["width"] - 0.9)
    fence(stage, back, there)
    stage.put("Heap", HEAP, back.at(there + 4.0, 0, -0.4))
    pace = 0.8 * limit
    for k in range(3):
        start = back.at(max(there - 70.0 - k * values["headway"] * pace, 3.0))
        name = stage.put(f"Invader {k + 1}", hand.look(CARS), start)
        stage.do(name, [[near(way.at(at), 130.0)]], speed(pace, 3.0), name=f"{name} comes")
        over = 0.5 * values["width"] + values["into"] - 0.9
        stage.do(name, [[near(back.at(there - 45.0), 6.0, name)]], shift(-over, 1.2), name=f"{name} invades")
        stage.may(name, [[near(back.at(there + 32.0), 6.0, name)]], shift(0.0, 1.2), name=f"{name} returns")
        leaves(stage, name, back.at(-1.0))
    stage.paths.append(
        (
            "Invaders",
            tuple(
                back.at(there + s, 0, left).pose
                for s, left in ((-90.0, 0.0), (-40.0, 0.0), (-15.0, 2.3), (20.0, 2.3), (45.0, 0.0), (90.0, 0.0))
            ),
        )
    )
    return stage


about = partial(Situation, group="rights", abilities=("give way",), spans=SPANS)
SITUATIONS = (
    about(
        "invading-turn",
        clauses=("UN R157 5.2.5.2", "StVO 2 (2)"),
        en="Others come round works on their side and swing into the car's lane.",
        zh="对向车辆绕过己侧工地，侵入本车道。",
        make=invading,
        must=("Keep to the right of the lane, slow down.", "靠本车道右侧，减速。"),
        forbidden=("Hold the middle of the lane; leave the road.", "占住车道中间；驶出路面。"),
    ),
    about(
        "yield-to-emergency-vehicle",
        clauses=("StVO 38", "StVO 38 (1)"),
        en="An ambulance with blue light comes up from behind.",
        zh="救护车鸣笛亮灯从后方驶来。",
        make=emergency,
        must=("Clear its lane, let it pass.", "让出车道，让其先行。"),
        forbidden=("Stay before it; brake in its way.", "挡在前面；在其前方急刹。"),
    ),
)
