"""Cones close a lane: by day, by night, in rain; some are missing; some move while one drives."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from aureole.world.roads.making.styles import MAIN
from aureole.world.situations.flows import stream
from aureole.world.situations.looks import HEAP
from aureole.world.situations.places import Way
from aureole.world.situations.roadworks import LIMIT, borders, fence, post, row, taper, works_sign
from aureole.world.situations.site import KMH, street, styled
from aureole.world.situations.situation import Hand, Situation, Span, Values
from aureole.world.situations.stage import Stage, sky
from aureole.world.situations.storytelling import near, path, speed

SPANS = {
    "limit": Span(53.0, 82.0, "km/h", "speed limit", "限速"),
    "place": Span(230.0, 290.0, "m", "where the lane is closed, from the car's start", "封闭处距起点的距离"),
    "taper": Span(32.0, 60.0, "m", "length of the taper", "渐变段长度"),
    "stretch": Span(45.0, 85.0, "m", "length of the works behind it", "施工段长度"),
    "spacing": Span(6.5, 9.5, "m", "between cones", "锥桶间距"),
    "headway": Span(1.6, 2.4, "s", "time between vehicles of a stream", "车流的车头时距"),
}
START, LENGTH = 60.0, 760.0  # m


def closed(
    hand: Hand, values: Values, *, left: bool, skip: frozenset[int] = frozenset(), traffic: bool = True
) -> tuple[Stage, Way, float, list[str]]:  # fmt: skip
    """A road with two lanes each way, one of them closed by cones.

    Args:
        hand: looks.
        values: with `SPANS`.
        left: the left lane is closed, and the car in it; else the right one.
        skip: cones of the taper that are missing.
        traffic: whether a stream passes in the other lane.

    Returns:
        stage, the car's way, where the lane is closed, the cones of the taper.
    """
    limit = round(values["limit"] / 10.0) * 10.0 * KMH
    site = street(values, styled(MAIN, values, limit), (2, 2), LENGTH)
    way, lane, at = site.way("main"), 1 if left else 0, START + values["place"]
    stage = Stage(site, (way.at(START, lane), way.at(-70.0, lane)), limit, weather=sky(values))
    works_sign(stage, way, at - 130.0)
    post(stage, way, at - 90.0, LIMIT, max(limit / KMH - 20.0, 40.0))
    count = max(5, round(values["taper"] / values["spacing"]))
    cones = taper(stage, way, (at, values["taper"]), count, lane, left=left)
    stage.actors = [one for k, one in enumerate(stage.actors) if k not in skip]
    inner = borders(way, at, lane)[0] + 0.25 if left else borders(way, at, lane)[1] - 0.25
    begin = at + values["taper"]
    row(stage, way, (begin + values["spacing"], values["stretch"]), round(values["stretch"] / values["spacing"]), inner)
    fence(stage, way, begin + 8.0, lane)
    stage.put("Heap", HEAP, way.at(begin + 14.0, lane))
    if traffic:
        gaps = tuple(values["headway"] * f for f in (1.0, 1.2)[: hand.whole(1, 2)])
        stream(stage, hand, "Passing", (way, 0 if left else 1, START - 8.0), 0.97 * limit, gaps)
    return stage, way, at, cones


def plain(hand: Hand, values: Values) -> Stage:
    """The right lane or the left one."""
    return closed(hand, values, left=hand.chance(0.5))[0]


def dark(hand: Hand, values: Values) -> Stage:
    """At night, with beacons that do not help."""
    stage = closed(hand, values, left=hand.chance(0.5))[0]
    stage.weather = replace(stage.weather, sun=-0.3)
    return stage


def wet(hand: Hand, values: Values) -> Stage:
    """In heavy rain."""
    stage = closed(hand, values, left=hand.chance(0.5))[0]
    stage.weather = replace(stage.weather, rain=values["rain"], fog=values["sight"], cloud=8, friction=0.7)
    return stage


def missing(hand: Hand, values: Values) -> Stage:
    """Some cones of the taper are gone; the closure is there all the same."""
    skip = frozenset({hand.whole(1, 2), hand.whole(3, 4)})
    return closed(hand, values, left=False, skip=skip)[0]


def moving(hand: Hand, values: Values) -> Stage:
    """Wind or a mirror has moved cones: three roll further into the open lane when the car is near."""
    stage, way, at, cones = closed(hand, values, left=False, traffic=False)
    for k, name in enumerate(cones[-3:]):
        s = at + values["taper"] * (len(cones) - 3 + k) / (len(cones) - 1)
        left = borders(way, at, 0)[1]
        line = (way.point(s, left - 0.3), way.point(s + 1.0, left + values["drift"]))
        stage.do(name, [[near(way.at(at), 70.0)]], speed(0.5), path(line), name=f"{name} moves")
        stage.may(name, [[near(way.at(at), 25.0)]], speed(0.0), name=f"{name} stands")
    return stage


about = partial(Situation, group="closures", abilities=("road works",), spans=SPANS)
MUST = (
    "Merge into the open lane in time, a gap given; drive slowly beside the works.",
    "及时并入开放车道，施工段旁慢行。",
)
NEVER = ("Hit cones; force others to brake; drive into the works.", "撞锥桶；逼迫他人制动；驶入施工区。")
SITUATIONS = (
    about(
        "cone-taper",
        clauses=("UN R157 5.2.4", "StVO 43 (3)", "StVO 7 (4)"),
        en="A taper of cones closes the right or the left lane.",
        zh="锥桶渐变段封闭右侧或左侧车道。",
        make=plain,
        must=MUST,
        forbidden=NEVER,
    ),
    about(
        "works-at-night",
        clauses=("UN R157 5.2.4", "StVO 3 (1)", "StVO 43 (3)", "StVO 7 (4)"),
        en="A taper of cones closes a lane at night.",
        zh="夜间，锥桶渐变段封闭一条车道。",
        make=dark,
        must=MUST,
        forbidden=NEVER,
    ),
    about(
        "works-in-rain",
        clauses=("UN R157 5.2.4", "StVO 3 (1)", "StVO 43 (3)", "StVO 7 (4)"),
        en="A taper of cones closes a lane in heavy rain.",
        zh="大雨中，锥桶渐变段封闭一条车道。",
        make=wet,
        must=MUST,
        forbidden=NEVER,
        spans={
            **SPANS,
            "rain": Span(8.0, 30.0, "mm/h", "rain", "降雨强度"),
            "sight": Span(150.0, 500.0, "m", "visual range", "能见度"),
        },
    ),
    about(
        "missing-cones",
        clauses=("UN R157 5.2.4", "StVO 43 (3)", "StVO 7 (4)"),
        en="Cones of the taper are missing; the lane is closed all the same.",
        zh="渐变段缺了锥桶，但车道仍然封闭。",
        make=missing,
        must=MUST,
        forbidden=NEVER,
    ),
    about(
        "moving-cones",
        clauses=("UN R157 5.2.4", "StVO 3 (1)"),
        en="Cones roll into the open lane while the car comes.",
        zh="车辆驶近时锥桶滚入开放车道。",
        make=moving,
        must=("Slow down, stay clear of them in the open lane.", "减速，在开放车道内避开。"),
        forbidden=NEVER,
        spans={**SPANS, "drift": Span(0.2, 0.6, "m", "how far they roll into the open lane", "滚入开放车道的距离")},
    ),
)
