"""What is hidden goes on being there: a cyclist behind a lorry, a child behind a ball, a person behind a bus."""

from __future__ import annotations

from functools import partial

from aureole.world.roads.making.styles import STREET
from aureole.world.situations.looks import BALL, BICYCLES, BUSES, CARS, CHILDREN, PEOPLE, TRUCKS
from aureole.world.situations.overtaking.door import opens
from aureole.world.situations.places import Way
from aureole.world.situations.site import KMH, street, styled
from aureole.world.situations.situation import Hand, Situation, Span, Values
from aureole.world.situations.stage import Stage, sky
from aureole.world.situations.storytelling import arriving, lamps, near

PARKING = frozenset({"parking"})
SPANS = {
    "limit": Span(28.0, 47.0, "km/h", "speed limit", "限速"),
    "place": Span(130.0, 200.0, "m", "where it happens, from the car's start", "事件处距起点的距离"),
    "walk": Span(1.0, 1.5, "m/s", "speed of who comes out", "走出者速度"),
    "seconds": Span(2.2, 3.2, "s", "before the car is there a door opens", "车到达前多久开门"),
}
START = 30.0  # m
FAR = 0.6  # m; beyond the lane's middle somebody is when the car would come


def parked(hand: Hand, values: Values, spots: tuple[float, ...], left: float = 0.1) -> tuple[Stage, Way, float]:
    """A street with parking lanes, cars parked at these places around the one where it happens."""
    limit = round(values["limit"] / 5.0) * 5.0 * KMH
    site = street(values, styled(STREET, values, limit), (1, 1), 430.0)
    way, at = site.way("main"), START + values["place"]
    stage = Stage(site, (way.at(START), way.at(-60.0)), limit, weather=sky(values))
    for k, s in enumerate(spots):
        stage.put(f"Parked {k + 1}", hand.look(CARS), way.at(at + s, 0, left, PARKING))
    return stage, way, at


def lane_time(way: Way, at: float, start: float, pace: float) -> float:
    """Seconds from a place beside the road (left of its reference line) to just beyond the middle of the lane."""
    borders = way.edge(at)
    lane = next(one for one in way.lanes(way.station(at)) if one.column.kind == "driving").column.width
    return (borders + 0.5 * lane + FAR - start) / pace + 0.15


def cyclist(hand: Hand, values: Values) -> Stage:
    """A cyclist rides ahead on the parking lane, vanishes behind a lorry, must come out round it, and goes back."""
    stage, way, at = parked(hand, values, (22.0, 29.0))
    stage.put("Lorry", hand.look(TRUCKS), way.at(at, 0, 0.0, PARKING))
    side = way.edge(at)
    line = tuple(
        way.point(at + s, side + t)
        for s, t in ((-52.0, -1.0), (-16.0, -1.0), (-8.5, 0.75), (16.0, 0.75), (34.0, 0.6), (48.0, -1.0), (150.0, -1.0))
    )
    pace = 4.2
    stage.put("Cyclist", hand.look(BICYCLES), line[0])
    seconds = 46.0 / pace + 1.9
    stage.walk("Cyclist", [[arriving(way.at(at - 6.0).pose, seconds), near(way.at(at).pose, 170.0)]], line, pace)
    return stage


def ball(hand: Hand, values: Values) -> Stage:
    """A ball rolls across; a child runs after it."""
    stage, way, at = parked(hand, values, (-19.0, -12.5, -6.0, 7.0, 13.5))
    edge = way.edge(at)
    start = way.point(at, edge - 2.6)
    end = way.point(at + 1.0, -edge + 1.5)
    stage.put("Ball", BALL, start)
    middle, pace = way.at(at).pose, 1.15 * values["walk"]
    child = lane_time(way, at, edge - 2.9, pace)
    stage.walk("Ball", [[arriving(middle, child + 1.6), near(middle, 100.0)]], (start, end), 3.2)
    stage.put("Child", hand.look(CHILDREN), way.point(at - 0.5, edge - 2.9))
    line = (way.point(at - 0.5, edge - 2.9), way.point(at + 0.5, -edge))
    stage.walk("Child", [[arriving(middle, child), near(middle, 100.0)]], line, pace)
    return stage


def bus(hand: Hand, values: Values) -> Stage:
    """A bus stands at its stop; a passenger comes round its front and crosses."""
    stage, way, at = parked(hand, values, (26.0, 33.0))
    look = hand.look(BUSES)
    stage.put("Bus", look, way.at(at - 5.0, 0, -0.3, PARKING))
    stage.do("Bus", stage.begin(), lamps("warningLights"), name="stops")
    front = at - 5.0 + look.box_x + 0.5 * look.length + 1.0
    edge = way.edge(front)
    start, end = way.point(front, edge - 2.6), way.point(front, -edge)
    stage.put("Passenger", hand.look(PEOPLE), start)
    middle = way.at(front).pose
    seconds = lane_time(way, front, edge - 2.6, values["walk"])
    stage.walk("Passenger", [[arriving(middle, seconds), near(middle, 100.0)]], (start, end), values["walk"])
    return stage


def door(hand: Hand, values: Values) -> Stage:
    """Somebody sits in a parked car; its door opens."""
    stage, way, at = parked(hand, values, (-13.0, -6.5, 0.0, 6.5, 13.0), 0.25)
    opens(stage, way, at, values["seconds"])
    return stage


about = partial(Situation, group="physics", abilities=("physics", "emergency brake"), spans=SPANS)
SITUATIONS = (
    about(
        "hidden-road-user",
        clauses=("UN R157 5.2.5", "StVO 5 (4)", "StVO 1 (2)"),
        en="A cyclist vanishes behind a lorry and comes out on the other side, in the lane.",
        zh="骑车人驶到货车后看不见了，又从另一端进入车道。",
        make=cyclist,
        must=("Remember who is hidden; leave room where they must come out.", "记住被遮挡者；在其必经处留出空间。"),
        forbidden=("Forget what is no longer seen.", "看不见就忘记。"),
    ),
    about(
        "ball-then-child",
        clauses=("UN R157 5.2.5.3", "StVO 3 (2a)"),
        en="A ball rolls across; a child runs after it.",
        zh="皮球滚过，孩子追了出来。",
        make=ball,
        must=("Brake for the ball because of the child.", "看到皮球就为孩子制动。"),
        forbidden=("Go on once the ball is past.", "皮球过去就继续走。"),
    ),
    about(
        "bus-hides-crossing",
        clauses=("UN R157 5.2.5.3", "StVO 20 (1)"),
        en="A stopped bus hides who crosses before it.",
        zh="停站公交车挡住了从车前横穿的人。",
        make=bus,
        must=("Pass a stopped bus so that one can stop.", "以随时可停的速度通过停站公交车。"),
        forbidden=("Pass at full speed.", "全速通过。"),
    ),
    about(
        "door-opens",
        clauses=("UN R157 5.2.4", "StVO 14 (1)"),
        en="The door of a parked car opens.",
        zh="停着的车突然开门。",
        make=door,
        must=("Keep a door's width away, or be slow.", "保持一扇车门的间距，或慢行。"),
        forbidden=("Hit the door.", "撞上车门。"),
    ),
)
