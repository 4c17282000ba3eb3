"""Others on their way: streams that come towards the car or up from behind, and who meets it at a place in time."""

from __future__ import annotations

import math

from aureole.world.roads.laying.curve import Pose
from aureole.world.situations.looks import CARS
from aureole.world.situations.places import Spot, Way
from aureole.world.situations.situation import Hand
from aureole.world.situations.stage import Stage
from aureole.world.situations.storytelling import When, near, speed, vanishes

PULL = 3.0  # m/s²; who starts gains speed so fast
ENDS = 6.0  # m; so near to the end of its road a vehicle of a stream is gone


def apart(one: Pose | Spot, other: Pose | Spot) -> float:
    """Metres between two places, straight."""
    a, b = (place.pose if isinstance(place, Spot) else place for place in (one, other))
    return math.hypot(a.x - b.x, a.y - b.y)


def needs(way: float, pace: float, pull: float = PULL) -> float:
    """Seconds from standstill over so many metres, to a speed that is then kept."""
    gains = 0.5 * pace**2 / pull
    return math.sqrt(2.0 * way / pull) if way < gains else pace / pull + (way - gains) / pace


def stream(
    stage: Stage, hand: Hand, name: str, way: tuple[Way, int, float], pace: float, gaps: tuple[float, ...]
) -> list[str]:  # fmt: skip
    """Vehicles one behind the other, already on their way; each follows the car politely if it comes before them.

    Args:
        stage: gets them.
        hand: their looks.
        name: of the stream.
        way: the road, the lane counted from the right, metres from where one enters to the first of them.
        pace: m/s.
        gaps: seconds from each vehicle to the next; one more vehicle than gaps.
    """
    road, lane, at = way
    names = []
    for k, gap in enumerate((0.0, *gaps)):
        at -= gap * pace
        if at < 1.0:
            break
        names.append(stage.put(f"{name} {k + 1}", hand.look(CARS), road.at(at, lane), pace))
        stage.polite(names[-1], pace)
        stage.free(names[-1], pace)
        leaves(stage, names[-1], road.at(-1.0, lane))
    return names


def leaves(stage: Stage, who: str, end: Spot) -> None:
    """Somebody is gone at the end of the road."""
    stage.events_of_nobody([[near(end, ENDS, who)]], vanishes(who), name=f"{who} leaves")


def towards(
    stage: Stage, hand: Hand, name: str, way: tuple[Way, int, float], how: tuple[float, tuple[float, ...], When]
) -> list[str]:  # fmt: skip
    """Vehicles that wait far away and come once a trigger fires: `way` as in `stream`; `how`: pace, gaps, trigger."""
    (road, lane, at), (pace, gaps, when) = way, how
    names = []
    for k, gap in enumerate((0.0, *gaps)):
        at -= gap * pace
        if at < 1.0:
            break
        names.append(stage.put(f"{name} {k + 1}", hand.look(CARS), road.at(at, lane)))
        stage.do(names[-1], when, speed(pace, PULL), name=f"{name} {k + 1} comes")
        leaves(stage, names[-1], road.at(-1.0, lane))
    stage.paths.append(
        (name, tuple(road.at(at + 1.0 + (road.length - at - 3.0) * k / 16, lane).pose for k in range(17)))
    )
    return names
