"""What rolls, slides and falls: ice in the shade, water on the road, a load that comes off a lorry."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from aureole.world.roads.making.styles import MAIN
from aureole.world.situations.looks import CARS, DEBRIS, TRUCKS
from aureole.world.situations.places import Way
from aureole.world.situations.roadworks import post
from aureole.world.situations.site import KMH, street, styled
from aureole.world.situations.situation import Hand, Situation, Span, Values
from aureole.world.situations.stage import Stage, sky
from aureole.world.situations.storytelling import path, shift, speed, teleport, travelled, waits

SPANS = {
    "limit": Span(58.0, 82.0, "km/h", "speed limit", "限速"),
    "place": Span(120.0, 180.0, "m", "where it happens, from the car's start", "事件处距起点的距离"),
    "grip": Span(0.15, 0.5, "-", "friction, as part of dry asphalt's", "附着系数占干路面的比例"),
    "gap": Span(1.9, 2.7, "s", "time gap to who is ahead", "与前车的时距"),
}
START = 40.0  # m
GRIP = 0.6  # -; of a box on asphalt
WET = 0.32  # -; with more grip than this it is water, with less ice
RUN = 12.0  # m; so far before the lead begins to slide, and behind where it stands, the road is slippery
WARNED = 10.0  # m; the sign stands so far before that
ICE, SLIPPERY = ("101", "51"), ("114", "-1")  # signs (StVO): snow or ice; slippery when wet or dirty


def behind(hand: Hand, values: Values) -> tuple[Stage, Way, float]:
    """A road with two lanes each way, the car in the right one; metres along it to who is ahead."""
    limit = round(values["limit"] / 10.0) * 10.0 * KMH
    site = street(values, styled(MAIN, values, limit), (2, 2), 620.0)
    way = site.way("main")
    stage = Stage(site, (way.at(START), way.at(-80.0)), limit, weather=sky(values))
    return stage, way, START + 5.0 + values["gap"] * limit


def slides(hand: Hand, values: Values) -> Stage:
    """Ice, or water, behind a sign: the lead slides, slows as the road lets it, and stands; so do the car's tyres."""
    stage, way, ahead = behind(hand, values)
    wet = values["grip"] > WET
    weather = replace(stage.weather, cloud=7)
    stage.weather = replace(weather, rain=25.0, fog=900.0) if wet else weather
    lead = stage.put("Lead", hand.look(CARS), way.at(ahead), stage.speed)
    slows, travels = values["grip"] * 9.81 * 0.9, values["place"] - 80.0
    half = 0.5 * (stage.speed**2 / (2.0 * slows)) + RUN
    stage.slippery(way.at(ahead + travels + half - RUN), half, values["grip"])
    sign, subtype = SLIPPERY if wet else ICE
    post(stage, way, ahead + travels - RUN - WARNED, sign, subtype=subtype)
    stage.do(
        lead,
        [[travelled(travels)]],
        speed(0.0, slows),
        shift(-0.5, 0.4),
        name="slides",
    )
    stage.do(lead, [[waits(4.0, lead)]], speed(0.5 * stage.speed, 0.8), name="goes on")
    return stage


def falls(hand: Hand, values: Values) -> Stage:
    """A lorry loses boxes: they fall where they come loose, slide with friction and lie."""
    stage, way, ahead = behind(hand, values)
    pace = stage.speed
    ahead += 6.0
    lorry = stage.put("Lorry", hand.look(TRUCKS), way.at(ahead), pace)
    loose = values["place"]
    stage.may(lorry, [[travelled(loose + 60.0, lorry)]], speed(0.6 * pace, 1.0), name="Lorry slows")
    stage.middle = way.at(ahead + loose).pose
    slide = pace**2 / (2.0 * GRIP * 9.81)
    for k, left in enumerate((-0.5, 0.6)):
        rear = ahead - 4.0 + loose + 5.0 * k
        start, end = way.at(rear, 0, left).pose, way.at(rear + slide + 1.0, 0, 1.3 * left).pose
        stage.paths.append((f"Box {k + 1}", (start, end)))
        name = stage.put(f"Box {k + 1}", hand.look(DEBRIS), way.point(8.0 + 3.0 * k, way.edge(8.0) - 9.0))
        stage.do(
            name,
            [[travelled(loose + 5.0 * k, lorry)]],
            teleport(start),
            speed(pace),
            path((start, end)),
            name=f"{name} falls",
        )
        stage.do(name, [[travelled(loose + 5.0 * k + 1.0, lorry)]], speed(0.0, GRIP * 9.81), name=f"{name} slides")
    return stage


about = partial(Situation, group="physics", abilities=("physics", "emergency brake"), spans=SPANS)
SITUATIONS = (
    about(
        "ice-and-aquaplaning",
        clauses=("UN R157 5.2.5.1", "StVO 3 (1)", "StVO 4 (1)"),
        en="Ice or water takes the grip away; the lead slides to a stop.",
        zh="结冰或积水使路面失去附着力，前车滑行停下。",
        make=slides,
        must=("Keep the distance that the road's grip asks for; brake gently.", "按路面附着力保持车距；轻柔制动。"),
        forbidden=("Brake as on a dry road.", "像干路面一样制动。"),
    ),
    about(
        "falling-load",
        clauses=("UN R157 5.2.4", "StVO 3 (1)"),
        en="A lorry ahead loses boxes that fall, slide and lie.",
        zh="前方货车掉落箱子，滑行后停在路上。",
        make=falls,
        must=("Brake or change lanes, foreseeing where they come to lie.", "预判落物停下的位置，制动或变道。"),
        forbidden=("Drive over them; swerve blindly.", "压过落物；盲目变道。"),
    ),
)
