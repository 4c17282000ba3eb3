"""Where lanes are led: yellow lines over old white ones, onto the other carriageway, against a sign; the end of it."""

from __future__ import annotations

from functools import partial

from aureole.world.roads.making.styles import MAIN
from aureole.world.situations.flows import stream, towards
from aureole.world.situations.looks import HEAP, PEOPLE
from aureole.world.situations.places import Way
from aureole.world.situations.roadworks import (
    FREE,
    LIMIT,
    borders,
    cone,
    fence,
    post,
    row,
    smooth,
    works_sign,
    yellow,
)
from aureole.world.situations.site import KMH, street, styled
from aureole.world.situations.situation import Hand, Situation, Span, Values
from aureole.world.situations.stage import Stage, sky
from aureole.world.situations.storytelling import near

SPANS = {
    "limit": Span(53.0, 82.0, "km/h", "speed limit", "限速"),
    "place": Span(190.0, 250.0, "m", "where lanes are led aside, from the car's start", "改道处距起点的距离"),
    "lead": Span(35.0, 60.0, "m", "length of the way aside", "改道过渡段长度"),
    "stretch": Span(60.0, 110.0, "m", "length of the works", "施工段长度"),
    "aside": Span(0.45, 0.8, "-", "by how much lanes are led aside, in lanes", "改道横移的车道数"),
    "headway": Span(1.6, 2.6, "s", "time between vehicles of a stream", "车流的车头时距"),
}
BESIDE = "222"  # sign (StVO): pass on the right
START, LENGTH = 60.0, 780.0  # m


def led(values: Values, lane: int) -> tuple[Stage, Way, float]:
    """A road with two lanes each way, the car in one of them, signs before the works."""
    limit = round(values["limit"] / 10.0) * 10.0 * KMH
    site = street(values, styled(MAIN, values, limit), (2, 2), LENGTH)
    way, at = site.way("main"), START + values["place"]
    stage = Stage(site, (way.at(START, lane), way.at(-70.0, lane)), limit, weather=sky(values))
    works_sign(stage, way, at - 110.0)
    post(stage, way, at - 70.0, LIMIT, max(limit / KMH - 20.0, 40.0))
    return stage, way, at


def aside(stage: Stage, way: Way, at: float, how: tuple[float, float, float]) -> None:
    """Both lines of a lane, led aside and back: by so much, over this length, for this stretch; cones at its right."""
    by, lead, stretch = how
    right, left = borders(way, at, 0)
    there, back = (at, lead), (at + lead + stretch, lead)
    for edge in (right, left):
        yellow(stage, way, (*smooth(there, (edge, edge + by)), *smooth(back, (edge + by, edge))))
    for s, t in smooth(there, (right, right + by), 6):
        cone(stage, way, s, t - 0.3)
    row(stage, way, (at + lead + 9.0, stretch - 9.0), 8, right + by - 0.3)
    for s, t in smooth(back, (right + by, right), 5):
        cone(stage, way, s, t - 0.3)
    stage.paths.append(
        (
            "led",
            tuple(
                way.point(s, t)
                for s, t in (
                    *smooth(there, (0.5 * (right + left), 0.5 * (right + left) + by)),
                    *smooth(back, (0.5 * (right + left) + by, 0.5 * (right + left))),
                )
            ),
        )
    )


def shifted(hand: Hand, values: Values) -> Stage:
    """The right lane is led aside by half a lane and more; the old lines are still there."""
    stage, way, at = led(values, 0)
    aside(stage, way, at, (values["aside"] * values["width"] + 0.5, values["lead"], values["stretch"]))
    return stage


def contradicting(hand: Hand, values: Values) -> Stage:
    """A sign left over says pass on the right; yellow lines and cones lead to the left."""
    stage, way, at = led(values, 0)
    post(stage, way, at - 12.0, BESIDE)
    aside(stage, way, at, (values["aside"] * values["width"] + 0.5, values["lead"], values["stretch"]))
    fence(stage, way, at + values["lead"] + 4.0)
    return stage


def opposite(hand: Hand, values: Values) -> Stage:
    """Both lanes are closed; yellow lines lead to the inner lane of the other carriageway."""
    stage, way, at = led(values, 1)
    right, left = borders(way, at, 1)
    by, lead, stretch = left - right, values["lead"], values["stretch"]
    there, back = (at, lead), (at + lead + stretch, lead)
    for edge in (right, left):
        yellow(stage, way, (*smooth(there, (edge, edge + by)), *smooth(back, (edge + by, edge))))
    for s, t in smooth(there, (right, right + by), 7):
        cone(stage, way, s, t - 0.3)
    fence(stage, way, at + lead + 6.0, 0)
    fence(stage, way, at + lead + 6.0, 1)
    row(stage, way, (at + lead + 12.0, stretch - 18.0), 7, left - 0.35)
    row(stage, way, (at - 5.0, lead + stretch + lead + 10.0), 15, left + by + 0.05)
    mid = 0.5 * (right + left)
    stage.paths.append(
        ("led", tuple(way.point(s, t) for s, t in (*smooth(there, (mid, mid + by)), *smooth(back, (mid + by, mid)))))
    )
    gaps = tuple(values["headway"] * f for f in (1.0, 1.2, 1.1))
    other = stage.site.way("back")
    how = 0.6 * stage.speed, gaps, [[near(way.at(at), 90.0)]]
    towards(stage, hand, "Oncoming", (other, 0, LENGTH - at - lead - stretch - 130.0), how)
    return stage


def slower(hand: Hand, values: Values) -> Stage:
    """Works beside the road: the limit goes down in steps and is lifted behind them."""
    stage, way, at = led(values, 0)
    top = stage.speed / KMH
    post(stage, way, at - 25.0, LIMIT, max(top - 30.0, 30.0))
    edge = way.edge(at)
    row(stage, way, (at, values["stretch"] + 40.0), 10, edge - 0.35)
    for k in range(3):
        stage.put(f"Worker {k + 1}", hand.look(PEOPLE), way.point(at + 20.0 + 16.0 * k, edge - 1.4), role="worker")
    stage.put("Heap", HEAP, way.point(at + 30.0, edge - 2.4))
    post(stage, way, at + values["stretch"] + 60.0, FREE)
    stream(stage, hand, "Passing", (way, 1, START - 10.0), 1.05 * stage.speed, (values["headway"],))
    return stage


def ending(hand: Hand, values: Values) -> Stage:
    """The car is inside works, in the left lane; they end, and its goal lies in the right lane."""
    limit = round(values["limit"] / 10.0) * 10.0 * KMH
    site = street(values, styled(MAIN, values, limit), (2, 2), LENGTH)
    way, at = site.way("main"), START + values["place"]
    stage = Stage(
        site, (way.at(START, 1), way.at(at + 260.0, 0)), limit, tolerance=3.0, start_speed=-1.0, weather=sky(values)
    )
    post(stage, way, START + 12.0, LIMIT, max(limit / KMH - 30.0, 30.0))
    row(stage, way, (START - 20.0, values["place"] + 20.0), 24, borders(way, at, 0)[1] - 0.3)
    stage.put("Heap", HEAP, way.at(at - 60.0, 0))
    post(stage, way, at + 10.0, FREE)
    pace = 0.8 * limit
    gaps = (values["headway"],)
    stream(stage, hand, "Behind", (way, 1, START - 25.0), pace, gaps)
    return stage


about = partial(Situation, group="works", abilities=("road works",), spans=SPANS)
NEVER = ("Follow the old white lines; hit cones.", "沿旧白线行驶；撞锥桶。")
FOLLOW = ("Follow the yellow lines.", "按黄色标线行驶。")
SITUATIONS = (
    about(
        "lane-shift",
        clauses=("UN R157 5.2.4", "StVO 39 (5)", "StVO 43 (3)"),
        en="Temporary yellow lines lead the lane aside over the old white ones.",
        zh="临时黄线盖过旧白线，车道横移。",
        make=shifted,
        must=FOLLOW,
        forbidden=NEVER,
    ),
    about(
        "shift-to-opposite",
        clauses=("UN R157 5.2.5", "StVO 39 (5)", "StVO 43 (3)"),
        en="Yellow lines lead onto the other carriageway; others come beside.",
        zh="黄线将车道引至对向车行道，旁边有来车。",
        make=opposite,
        opposite=True,
        must=FOLLOW,
        forbidden=("Leave the lane that is led; drive into those who come.", "偏离引导车道；驶向来车。"),
    ),
    about(
        "contradictory-sign",
        clauses=("UN R157 5.2.4", "StVO 39 (5)", "StVO 43 (3)"),
        en="A sign left over contradicts yellow lines and cones.",
        zh="遗留的标志与黄线、锥桶互相矛盾。",
        make=contradicting,
        must=("Believe lines and cones, be slow.", "以黄线和锥桶为准，慢行。"),
        forbidden=("Follow the sign into the works.", "按标志驶入施工区。"),
    ),
    about(
        "temporary-limit",
        clauses=("UN R157 5.1.2", "StVO 41 (274)"),
        en="Works beside the road lower the limit in steps and lift it behind.",
        zh="路侧施工逐级降低限速，过后解除。",
        make=slower,
        must=("Keep to each limit from its sign on.", "从标志处起遵守每级限速。"),
        forbidden=("Be faster than the signs say beside workers.", "在工人旁超速。"),
    ),
    about(
        "end-of-works",
        clauses=("UN R157 5.1.2", "StVO 41 (274)", "StVO 7 (5)"),
        en="Works end; the road is normal again, the goal lies in the right lane.",
        zh="施工结束，恢复正常，目的地在右侧车道。",
        make=ending,
        must=("Keep to the limit until its end, then change to the right.", "保持限速到解除处，再并回右侧。"),
        forbidden=("Speed up before the end; cut others off.", "提前加速；截住他人。"),
    ),
)
