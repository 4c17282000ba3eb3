"""Who directs: a portable light, a flagger with a paddle, a hand against the light; a detour by sign."""

from __future__ import annotations

from functools import partial

from aureole.world.roads.making.styles import BARE
from aureole.world.situations.crossroads import SIGNALS, Cross, Queue, across, crossroads, gaps_of, go, lights, stop
from aureole.world.situations.crossroads import SPANS as CROSS
from aureole.world.situations.flows import towards
from aureole.world.situations.looks import HEAP, PEOPLE, POST
from aureole.world.situations.places import Way
from aureole.world.situations.roadworks import CLOSED, DETOUR, borders, fence, post, row, taper, works_sign
from aureole.world.situations.site import KMH, street, styled
from aureole.world.situations.situation import Hand, Situation, Span, Values
from aureole.world.situations.stage import Stage, sky
from aureole.world.situations.storytelling import done, near, waits

SPANS = {
    "limit": Span(38.0, 62.0, "km/h", "speed limit", "限速"),
    "place": Span(170.0, 230.0, "m", "where one waits, from the car's start", "等待处距起点的距离"),
    "stretch": Span(28.0, 50.0, "m", "length of the works", "施工段长度"),
    "headway": Span(2.0, 3.0, "s", "time between vehicles of a stream", "车流的车头时距"),
    "wait": Span(4.0, 8.0, "s", "how long one waits", "等待时间"),
}
START, LENGTH = 50.0, 640.0  # m


def alternating(hand: Hand, values: Values) -> tuple[Stage, Way, float]:
    """A road whose right half is closed; others come over the other half while the car has to wait."""
    limit = round(values["limit"] / 5.0) * 5.0 * KMH
    site = street(values, styled(BARE, values, limit), (1, 1), LENGTH)
    way, line = site.way("main"), START + values["place"]
    at, stretch = line + 16.0, values["stretch"]
    stage = Stage(site, (way.at(START), way.at(at + stretch + 130.0)), limit, weather=sky(values))
    works_sign(stage, way, line - 90.0)
    taper(stage, way, (at, 14.0), 5)
    fence(stage, way, at + 16.0)
    stage.put("Heap", HEAP, way.at(at + 24.0))
    row(stage, way, (at + 20.0, stretch), 6, borders(way, at, 0)[1] - 0.3)
    return stage, way, line


def opens(stage: Stage, hand: Hand, who: str, where: tuple[Way, float], how: tuple[float, float, str]) -> None:
    """Others come when the car is near; once they are through and it has waited, the signal lets it go."""
    (way, line), (seconds, headway, free) = where, how
    back = stage.site.way("back")
    pace, when = 0.7 * stage.speed, [[near(way.at(line), 70.0)]]
    towards(stage, hand, "Oncoming", (back, 0, LENGTH - line - 75.0), (pace, (headway, headway), when))
    stage.show([[near(way.at(line), 25.0)]], name="car is there")
    stage.show([[done("car is there"), waits(seconds)]], (who, free), name="lets go")


def portable(hand: Hand, values: Values) -> Stage:
    """A light on a post; red, then green."""
    stage, way, line = alternating(hand, values)
    stage.carry("Light", POST, way.point(line + 1.0, way.edge(line) - 0.5).back(), "light", signal_state="red")
    opens(stage, hand, "Light", (way, line), (values["wait"], values["headway"], "green"))
    return stage


def flagged(hand: Hand, values: Values) -> Stage:
    """A person with a paddle; stop, then slow."""
    stage, way, line = alternating(hand, values)
    place = way.point(line + 2.0, way.edge(line) + 0.3).back()
    stage.carry("Flagger", hand.look(PEOPLE), place, "paddle", signal_state="stop", role="worker")
    opens(stage, hand, "Flagger", (way, line), (values["wait"], values["headway"], "slow"))
    return stage


def by_hand(hand: Hand, values: Values) -> Stage:
    """The light is green, a person in the middle says stop; later go."""
    stage = crossroads(values, Cross(SIGNALS, "north", major=("south", "north")))
    stage.shown += lights(stage, go(("south", "north")))
    middle = stage.site.way("south-north")
    place = middle.at(0.5 * middle.length, 0, 0.5 * values["width"]).pose.back()
    stage.carry("Officer", hand.look(PEOPLE), place, "hand", signal_state="stop", role="police")
    across(stage, hand, Queue("Crossing", "east", "west", values["pace"] * stage.speed, gaps_of(values, 2)))
    stage.show([[near(stop(stage), 25.0)]], name="car is there")
    stage.show([[done("car is there"), waits(values["wait"])]], ("Officer", "slow"), name="lets go")
    return stage


def detour(hand: Hand, values: Values) -> Stage:
    """The road ahead is closed; a sign leads to the side, where the drive ends."""
    aside = hand.one(("east", "west"))
    stage = crossroads(values, Cross(SIGNALS, "north", major=("south", "north")))
    stage.shown += lights(stage, go(("south", "north")))
    coming, out, side = (stage.site.way(name) for name in ("south", "from north", f"from {aside}"))
    sign = post(stage, coming, -45.0, DETOUR, subtype="10" if aside == "west" else "20")
    stage.shown.append((sign, "left" if aside == "west" else "right"))
    post(stage, out, 3.0, CLOSED)
    fence(stage, out, 9.0)
    fence(stage, out.back, out.length - 9.0)
    stage.put("Heap", HEAP, out.at(16.0))
    stage.end = side.at(60.0)
    return stage


about = partial(Situation, group="works", abilities=("road works", "traffic signs"), spans=SPANS)
WAIT = (
    "Stop, wait, go when it says so; back to the lane behind the works.",
    "停车等待，获准后通过，过施工段后回到原车道。",
)
NEVER = ("Drive into those who come; go before it says so.", "迎面驶入来车；未获准就走。")
SITUATIONS = (
    about(
        "alternation-by-light",
        clauses=("StVO 37", "StVO 43 (3)", "StVO 6"),
        en="A portable light lets one direction go at a time.",
        zh="移动信号灯控制单向交替通行。",
        make=portable,
        opposite=True,
        must=WAIT,
        forbidden=NEVER,
    ),
    about(
        "flagger",
        clauses=("StVO 36", "StVO 43 (3)", "StVO 6"),
        en="A flagger shows stop, then slow.",
        zh="旗手举停牌，随后举慢牌。",
        make=flagged,
        opposite=True,
        must=WAIT,
        forbidden=NEVER,
    ),
    about(
        "hand-against-light",
        clauses=("StVO 36", "StVO 37"),
        en="The light is green, an officer in the junction says stop.",
        zh="绿灯，但路口交警示意停车。",
        make=by_hand,
        spans={**CROSS, "wait": SPANS["wait"]},
        must=("Obey the hand, not the light.", "服从手势，而非信号灯。"),
        forbidden=("Go at green against the hand.", "无视手势按绿灯走。"),
    ),
    about(
        "detour",
        clauses=("UN R157 5.2.4", "StVO 43 (3)"),
        en="The road ahead is closed; a sign leads away from the route.",
        zh="前方封路，标志引导绕行，偏离导航路线。",
        make=detour,
        spans=CROSS,
        must=("Follow the detour.", "按绕行标志行驶。"),
        forbidden=("Drive into the closed road; stop for ever.", "驶入封闭道路；一直停着。"),
    ),
)
