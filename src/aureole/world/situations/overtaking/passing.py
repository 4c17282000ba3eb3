"""The stage of all passing: a street with one lane each way or two, a stream in the lane that the car needs."""

from __future__ import annotations

from aureole.world.roads.laying.plan import Style
from aureole.world.situations.flows import stream, towards
from aureole.world.situations.places import Way
from aureole.world.situations.site import KMH, street, styled
from aureole.world.situations.situation import Hand, Span, Values
from aureole.world.situations.stage import Stage, sky
from aureole.world.situations.storytelling import near

SPANS = {
    "limit": Span(38.0, 58.0, "km/h", "speed limit", "限速"),
    "place": Span(180.0, 240.0, "m", "where the obstacle is, from the car's start", "障碍距起点的距离"),
    "pace": Span(0.75, 1.0, "-", "speed of the stream, as part of the limit", "车流速度占限速的比例"),
    "headway": Span(1.4, 2.2, "s", "time between vehicles of the stream", "车流的车头时距"),
    "askew": Span(0.1, 0.6, "rad", "by how much what stands there is turned", "障碍物的偏转角"),
}
START = 90.0  # m; of the car on its road
LENGTH = 620.0  # m
ALERT = 75.0  # m; so near to the obstacle the stream sets out


def passing(
    hand: Hand, values: Values, style: Style, *, two_ways: bool, quiet: bool = False
) -> tuple[Stage, Way, float]:  # fmt: skip
    """The stage, the car's road, and metres along it to the obstacle; `quiet` leaves the stream out."""
    limit = round(values["limit"] / 5.0) * 5.0 * KMH
    site = street(values, styled(style, values, limit), (1, 1) if two_ways else (2, 2), LENGTH)
    way, at = site.way("main"), START + values["place"]
    stage = Stage(site, (way.at(START), way.at(min(at + 170.0, LENGTH - 25.0))), limit)
    stage.weather, stage.middle = sky(values), way.at(at).pose
    gaps = tuple(round(values["headway"] * f, 3) for f in (1.0, 1.2, 0.9, 1.1)[: hand.whole(2, 4)])
    pace = round(values["pace"] * limit, 3)
    if quiet:
        return stage, way, at
    if two_ways:
        back = site.way("back")
        first = LENGTH - at - 70.0
        towards(stage, hand, "Oncoming", (back, 0, first), (pace, gaps, [[near(way.at(at), ALERT)]]))
    else:
        stream(stage, hand, "Passing", (way, 1, START - 12.0), max(pace, 0.98 * limit), gaps)
    return stage, way, at
