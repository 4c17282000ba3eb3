"""Somebody comes out between parked cars and crosses the road before the car."""

from __future__ import annotations

from aureole.world.roads.making.styles import STREET
from aureole.world.situations.looks import CARS, PEOPLE, VANS
from aureole.world.situations.places import Way
from aureole.world.situations.site import KMH, street, styled
from aureole.world.situations.situation import Hand, Situation, Span, Values
from aureole.world.situations.stage import Stage, sky
from aureole.world.situations.storytelling import arriving, near

SPANS = {
    "limit": Span(28.0, 47.0, "km/h", "speed limit", "限速"),
    "place": Span(120.0, 200.0, "m", "where one crosses, from the car's start", "横穿处距起点的距离"),
    "walk": Span(0.95, 1.4, "m/s", "speed of who crosses", "横穿者速度"),
    "far": Span(
        0.2, 0.7, "m", "how far beyond the lane's middle one is when the car would come", "相遇点越过车道中线的距离"
    ),
}
PARKING = frozenset({"parking"})


def make(hand: Hand, values: Values) -> Stage:
    """A van hides who crosses."""
    limit = round(values["limit"] / 5.0) * 5.0 * KMH
    site = street(values, styled(STREET, values, limit), (1, 1), 420.0)
    way, at = site.way("main"), 30.0 + values["place"]
    stage = Stage(site, (way.at(30.0), way.at(-60.0)), limit, weather=sky(values))
    for k, s in enumerate((-19.0, -12.5, 9.0, 16.0)):
        stage.put(f"Parked {k + 1}", hand.look(CARS), way.at(at + s, 0, 0.1, PARKING))
    stage.put("Van", hand.look(VANS), way.at(at - 5.8, 0, 0.1, PARKING))
    crosses(stage, "Walker", hand, (way, at), values)
    return stage


def crosses(stage: Stage, name: str, hand: Hand, where: tuple[Way, float], values: Values) -> None:
    """A person waits at the kerb and goes so that the car, at its speed, would hit them in its lane."""
    way, at = where
    kerb = way.edge(at) - 2.9
    middle = way.at(at).pose
    start, end = way.point(at, kerb), way.point(at, -kerb)
    stage.put(name, hand.look(PEOPLE), start._replace(heading=start.heading + 1.5708))
    ahead = -kerb - 0.5 * values["width"]
    seconds = (ahead + values["far"]) / values["walk"] + 0.15
    stage.walk(name, [[arriving(middle, seconds), near(middle, 90.0)]], (start, end), values["walk"])


SITUATIONS = (
    Situation(
        "dynamic-object-crossing",
        "braking",
        ("emergency brake",),
        "A person steps out from behind a parked van and crosses.",
        "行人从停着的货车后走出，横穿道路。",
        ("Brake in time; let them cross.", "及时制动，让其通过。"),
        ("Touch them; swerve into the lane of others.", "碰到行人；猛打方向进入他人车道。"),
        make,
        SPANS,
        clauses=("UN R157 5.2.5.3", "StVO 3 (1)"),
    ),
)
