"""The door of a parked car opens into the lane."""

from __future__ import annotations

from aureole.world.roads.laying.curve import Pose
from aureole.world.roads.making.styles import STREET
from aureole.world.situations.looks import CARS, DOOR
from aureole.world.situations.overtaking.passing import SPANS, passing
from aureole.world.situations.places import Way
from aureole.world.situations.situation import Hand, Situation, Span, Values
from aureole.world.situations.stage import Stage
from aureole.world.situations.storytelling import arriving, near, teleport

PARKING = frozenset({"parking"})
OPENS = {**SPANS, "seconds": Span(2.0, 3.2, "s", "before the car is there the door opens", "车到达前多久开门")}


def make(hand: Hand, values: Values) -> Stage:
    """A row of parked cars; one of them opens its door."""
    stage, way, at = passing(hand, values, STREET, two_ways=True)
    for k, s in enumerate((-13.0, -6.5, 0.0, 6.5, 13.0)):
        stage.put(f"Parked {k + 1}", hand.look(CARS), way.at(at + s, 0, 0.25, PARKING))
    opens(stage, way, at, values["seconds"])
    return stage


def opens(stage: Stage, way: Way, at: float, seconds: float) -> None:
    """The door: closed it lies along the car, then it stands out into the lane."""
    edge = way.edge(at) - 0.08
    closed, wide = way.point(at + 0.9, edge), way.point(at + 1.35, edge + 0.75)
    quarter = closed.heading + 1.5708
    stage.put("Door", DOOR, Pose(closed.x, closed.y, quarter))
    stage.do(
        "Door", [[arriving(way.at(at).pose, seconds), near(way.at(at).pose, 60.0)]],
        teleport(Pose(wide.x, wide.y, closed.heading)), name="opens",
    )  # fmt: skip


SITUATIONS = (
    Situation(
        "vehicle-opens-door-two-ways",
        "overtaking",
        ("overtaking", "emergency brake"),
        "A parked car opens its door into the lane while others come towards the car.",
        "停着的车突然开门占道，对向有来车。",
        ("Brake; pass the door with distance once the other lane is free.", "制动；等对向车道空了再保持间距绕过车门。"),
        ("Hit the door; swerve in front of those who come.", "撞上车门；在来车前猛打方向。"),
        make,
        OPENS,
        opposite=True,
        clauses=("UN R157 5.2.4", "StVO 14 (1)", "StVO 6"),
    ),
)
