"""What is ahead stops: a lead that brakes hard, a parked car that pulls out, one that cuts in from a standing row."""

from __future__ import annotations

from functools import partial

from aureole.world.roads.making.styles import BARE, STREET
from aureole.world.situations.looks import CARS, VANS
from aureole.world.situations.site import KMH, street, styled
from aureole.world.situations.situation import Hand, Situation, Span, Values
from aureole.world.situations.stage import Stage, sky
from aureole.world.situations.storytelling import arriving, done, lamps, near, path, speed, travelled, waits

SPANS = {
    "limit": Span(33.0, 57.0, "km/h", "speed limit", "限速"),
    "place": Span(110.0, 190.0, "m", "where it happens, from the car's start", "事件处距起点的距离"),
    "gap": Span(1.3, 2.1, "s", "time gap to who is ahead", "与前车的时距"),
    "brake": Span(5.0, 8.0, "m/s^2", "how hard the lead brakes", "前车减速度"),
    "seconds": Span(2.6, 3.6, "s", "before the car is there one pulls out", "车到达前多久驶出"),
}
PARKING = frozenset({"parking"})


def hard_break(hand: Hand, values: Values) -> Stage:
    """The lead brakes to standstill and goes on later."""
    limit = round(values["limit"] / 5.0) * 5.0 * KMH
    site = street(values, styled(BARE, values, limit), (1, 1), 460.0)
    main = site.way("main")
    stage = Stage(site, (main.at(30.0), main.at(-60.0)), limit, weather=sky(values))
    ahead = 30.0 + 5.0 + values["gap"] * limit
    lead = stage.put("Lead", hand.look(CARS), main.at(ahead), limit)
    stage.do(lead, [[travelled(values["place"] - 60.0)]], speed(0.0, values["brake"]), name="brakes")
    stage.do(lead, [[waits(3.0, lead)]], speed(limit, 2.0), name="goes on")
    return stage


def pulls_out(hand: Hand, values: Values) -> Stage:
    """One of a parked row pulls out before the car and drives on slowly."""
    limit = round(values["limit"] / 5.0) * 5.0 * KMH
    site = street(values, styled(STREET, values, limit), (1, 1), 460.0)
    way, at = site.way("main"), 30.0 + values["place"]
    stage = Stage(site, (way.at(30.0), way.at(-60.0)), limit, weather=sky(values))
    for k, s in enumerate((-14.0, -7.0, 9.5, 16.5)):
        stage.put(f"Parked {k + 1}", hand.look(VANS if k == 1 else CARS), way.at(at + s, 0, 0.1, PARKING))
    start = way.at(at, 0, 0.1, PARKING)
    stage.put("Puller", hand.look(CARS), start)
    stage.do("Puller", [[arriving(start.pose, values["seconds"] + 2.0)]], lamps("indicatorLeft"), name="tells")
    when = [[arriving(start.pose, values["seconds"]), near(start.pose, 80.0)]]
    line = (
        start.pose,
        way.at(at + 4.0, 0, -1.6).pose,
        way.at(at + 12.0, 0, -0.1).pose,
        way.at(at + 30.0).pose,
        way.at(-5.0).pose,
    )
    stage.do("Puller", when, speed(0.55 * limit, 2.5), path(line), name="pulls out")
    stage.paths.append(("Puller", line[:4]))
    stage.may("Puller", [[done("pulls out")]], speed(0.0), name="Puller stands")
    return stage


def static_cut_in(hand: Hand, values: Values) -> Stage:
    """Beside a standing queue one changes into the car's free lane."""
    limit = round(values["limit"] / 5.0) * 5.0 * KMH
    site = street(values, styled(BARE, values, limit), (2, 2), 520.0)
    way, at = site.way("main"), 30.0 + values["place"]
    stage = Stage(site, (way.at(30.0, 1), way.at(-60.0, 1)), limit, weather=sky(values))
    for k in range(8):
        if k != 4:
            stage.put(f"Queue {k + 1}", hand.look(VANS if k == 3 else CARS), way.at(at + 8.0 * (k - 4), 0))
    stage.put("Cutter", hand.look(CARS), way.at(at, 0))
    place = way.at(at + 6.0, 1).pose
    when = [[arriving(place, values["seconds"]), near(place, 80.0)]]
    line = (
        way.at(at).pose,
        way.at(at + 3.5, 0, 0.9).pose,
        way.at(at + 9.0, 1, -0.8).pose,
        way.at(at + 16.0, 1).pose,
        way.at(-5.0, 1).pose,
    )
    stage.do("Cutter", when, speed(0.5 * limit, 2.5), path(line), lamps("indicatorLeft"), name="cuts in")
    stage.paths.append(("Cutter", line[:4]))
    stage.may("Cutter", [[done("cuts in")]], speed(0.0), name="Cutter stands")
    return stage


about = partial(Situation, group="braking", abilities=("emergency brake",), spans=SPANS)
NEVER = ("Run into it; swerve into the lane of others.", "追尾；猛打方向进入他人车道。")
SITUATIONS = (
    about(
        "hard-break-route",
        clauses=("UN R157 5.2.5.1", "StVO 4 (1)"),
        en="The car ahead brakes to standstill for no visible reason.",
        zh="前车无故急刹停。",
        make=hard_break,
        must=("Brake at once; go on when it does.", "立即制动；前车走后再走。"),
        forbidden=NEVER,
    ),
    about(
        "parking-cut-in",
        clauses=("UN R157 5.2.5.2", "StVO 11 (3)"),
        en="A parked car pulls out before the car.",
        zh="停着的车突然驶出，切到车前。",
        make=pulls_out,
        must=("Brake, let it in, follow.", "制动让其驶出，再跟行。"),
        forbidden=NEVER,
    ),
    about(
        "static-cut-in",
        clauses=("UN R157 5.2.5.2", "StVO 11 (3)"),
        en="Out of a standing queue one changes into the car's lane.",
        zh="排队静止的车流中有车切入本车道。",
        make=static_cut_in,
        must=("Be slow beside a queue; brake, let it in.", "在静止车队旁减速；制动让其切入。"),
        forbidden=NEVER,
    ),
)
