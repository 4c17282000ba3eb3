"""Who works there: a lorry with an arrow board, one that comes out of the works, people who step out."""

from __future__ import annotations

from functools import partial

from aureole.world.situations.closures.taper import NEVER, SPANS, closed
from aureole.world.situations.flows import apart
from aureole.world.situations.looks import CONE, PEOPLE, TRUCKS
from aureole.world.situations.roadworks import borders, cone, works_sign
from aureole.world.situations.situation import Hand, Situation, Span, Values
from aureole.world.situations.stage import Stage
from aureole.world.situations.storytelling import arriving, done, lamps, near, path, speed

STEPS = {
    **SPANS,
    "walk": Span(0.9, 1.5, "m/s", "speed of who steps out", "工人走出的速度"),
    "out": Span(1.0, 1.9, "m", "how far one steps out", "走出的距离"),
}


def board(hand: Hand, values: Values) -> Stage:
    """A lorry stands in the lane and shows an arrow; no cones before it."""
    stage, way, at, _ = closed(hand, values, left=False)
    kept = ("Cone", "Fence", "Heap")
    stage.actors = [one for one in stage.actors if not one.name.startswith(kept)]
    stage.carry(
        "Lorry",
        hand.look(TRUCKS),
        way.at(at + 10.0),
        "arrow_board",
        signal_state="left",
        role="works",
    )
    stage.do("Lorry", stage.begin(), lamps("warningLights"), name="warns")
    for k in range(4):
        cone(stage, way, at + 26.0 + 8.0 * k, borders(way, at, 0)[1] - 0.3)
    return stage


def entering(hand: Hand, values: Values) -> Stage:
    """A lorry comes out of the works into the open lane."""
    stage, way, at, _ = closed(hand, values, left=False, traffic=False)
    begin = at + values["taper"]
    start = way.at(begin + 26.0, 0, -0.3)
    stage.put("Lorry", hand.look(TRUCKS), start)
    opened = way.at(begin + 43.0).pose
    stage.actors = [one for one in stage.actors if one.look is not CONE or apart(one.where, opened) > 20.0]
    line = (
        start.pose,
        way.at(begin + 38.0, 0, 0.6).pose,
        way.at(begin + 58.0, 1, -0.2).pose,
        way.at(begin + 85.0, 1).pose,
        way.at(-5.0, 1).pose,
    )
    place = way.at(begin + 40.0, 1).pose
    stage.do(
        "Lorry",
        [[arriving(place, values["seconds"]), near(place, 110.0)]],
        speed(0.35 * stage.speed, 1.5),
        path(line),
        lamps("indicatorLeft"),
        name="enters",
    )
    stage.may("Lorry", [[near(way.at(-8.0, 1), 8.0, "Lorry")]], speed(0.0), name="Lorry stands")
    stage.paths.append(("Lorry", line[:4]))
    return stage


def stepping(hand: Hand, values: Values) -> Stage:
    """Workers stand in the works; one steps out into the open lane and back."""
    stage, way, at, _ = closed(hand, values, left=False, traffic=False)
    begin = at + values["taper"]
    border = borders(way, at, 0)[1]
    for k in range(2):
        stage.put(f"Worker {k + 1}", hand.look(PEOPLE), way.point(begin + 24.0 + 7.0 * k, border - 1.6), role="worker")
    s = begin + 18.0
    start, end = way.point(s, border - 0.9), way.point(s, border + values["out"])
    stage.put("Stepper", hand.look(PEOPLE), start, role="worker")
    place = way.at(s, 1).pose
    seconds = (0.9 + 0.5 * values["width"]) / values["walk"] + 0.6
    stage.do(
        "Stepper",
        [[arriving(place, seconds), near(place, 90.0)]],
        speed(values["walk"], 4.0),
        path((start, end)),
        name="steps out",
    )
    stage.may("Stepper", [[done("steps out")]], speed(values["walk"]), path((end, start)), name="steps back")
    stage.may("Stepper", [[done("steps back")]], speed(0.0), name="stands")
    stage.paths.append(("Stepper", (start, end)))
    works_sign(stage, way, at - 60.0)
    return stage


about = partial(Situation, group="closures", abilities=("road works",), spans=SPANS)
SITUATIONS = (
    about(
        "arrow-board",
        clauses=("UN R157 5.2.4", "StVO 43 (3)", "StVO 7 (5)"),
        en="A works lorry stands in the lane and shows an arrow; there is no taper.",
        zh="施工车停在车道内，只有箭头板，没有渐变段。",
        make=board,
        must=("Follow the arrow into the other lane in time.", "按箭头及时并入另一车道。"),
        forbidden=NEVER,
    ),
    about(
        "works-vehicle-enters",
        clauses=("UN R157 5.2.5.2", "StVO 11 (3)"),
        en="A lorry comes out of the works into the open lane.",
        zh="货车从施工区驶入开放车道。",
        make=entering,
        spans={**SPANS, "seconds": Span(4.0, 5.5, "s", "before the car is there it comes out", "车到达前多久驶出")},
        must=("Foresee it; slow down and let it in.", "预见其驶出；减速让其进入。"),
        forbidden=NEVER,
    ),
    about(
        "worker-steps-out",
        clauses=("UN R157 5.2.5.3", "StVO 3 (1)"),
        en="A worker steps out into the open lane.",
        zh="工人从施工区走入开放车道。",
        make=stepping,
        spans=STEPS,
        abilities=("road works", "emergency brake"),
        must=("Be slow beside workers; brake.", "在工人旁慢行；制动。"),
        forbidden=("Touch anybody.", "碰到任何人。"),
    ),
)
