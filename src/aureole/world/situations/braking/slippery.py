"""The road is slippery on a stretch: debris, oil and ice that take the grip away."""

from __future__ import annotations

from aureole.world.roads.making.styles import BARE
from aureole.world.situations.looks import CARS, DEBRIS
from aureole.world.situations.roadworks import post
from aureole.world.situations.site import KMH, street, styled
from aureole.world.situations.situation import Hand, Situation, Span, Values
from aureole.world.situations.stage import Stage, sky
from aureole.world.situations.storytelling import speed, travelled

SPANS = {
    "limit": Span(38.0, 57.0, "km/h", "speed limit", "限速"),
    "place": Span(120.0, 180.0, "m", "where debris lies, from the car's start", "散落物距起点的距离"),
    "grip": Span(0.35, 0.6, "-", "friction, as part of dry asphalt's", "附着系数占干路面的比例"),
    "gap": Span(1.8, 2.6, "s", "time gap to who is ahead", "与前车的时距"),
}

REACH = 70.0  # m; from the debris to both ends of the slippery stretch
WARNED = 10.0  # m; the sign stands so far before that
SLIPPERY = "114"  # sign (StVO): slippery when wet or dirty


def make(hand: Hand, values: Values) -> Stage:
    """Debris beside the lane's middle; a lead that brakes on the slippery stretch, which a sign tells of."""
    limit = round(values["limit"] / 5.0) * 5.0 * KMH
    site = street(values, styled(BARE, values, limit), (2, 2), 460.0)
    way = site.way("main")
    stage = Stage(site, (way.at(30.0), way.at(-60.0)), limit, weather=sky(values))
    at = 30.0 + values["place"]
    stage.slippery(way.at(at), REACH, values["grip"])
    post(stage, way, at - REACH - WARNED, SLIPPERY)
    for k, (s, left) in enumerate(((0.0, -1.2), (7.0, 1.1), (15.0, -1.0))):
        stage.put(f"Debris {k + 1}", hand.look(DEBRIS), way.at(at + s, 1, left))
    lead = stage.put("Lead", hand.look(CARS), way.at(35.0 + values["gap"] * limit), limit)
    stage.do(
        lead, [[travelled(values["place"] - 70.0)]], speed(0.35 * limit, 0.75 * values["grip"] * 9.81), name="brakes"
    )
    return stage


SITUATIONS = (
    Situation(
        "control-loss",
        "braking",
        ("emergency brake",),
        "The road is slippery, debris lies on it, the lead brakes there.",
        "路面湿滑有散落物，前车在此制动。",
        ("Slow down before; brake and steer gently.", "提前减速；轻柔制动和转向。"),
        ("Brake or steer harder than the road carries.", "制动或转向超过路面附着力。"),
        make,
        SPANS,
        clauses=("UN R157 5.2.5.1", "StVO 3 (1)"),
    ),
)
