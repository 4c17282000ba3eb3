"""The stage of all crossroads: the car comes from the south; lights, streams on the other arms, places of conflict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from aureole.world.roads.joining.furniture import LIGHT
from aureole.world.roads.laying.curve import Pose
from aureole.world.roads.laying.plan import EQUAL, PRIORITY, SIGNALS, STOP, Style
from aureole.world.roads.making.styles import BARE, MAIN
from aureole.world.situations.flows import PULL, apart, leaves, needs
from aureole.world.situations.looks import CARS
from aureole.world.situations.places import Way
from aureole.world.situations.site import KMH, Site, junction, styled
from aureole.world.situations.situation import Hand, Span, Values
from aureole.world.situations.stage import Stage, sky
from aureole.world.situations.storytelling import When, arriving, near, speed

__all__ = ["EQUAL", "MAIN", "PRIORITY", "SIGNALS", "STOP"]
SPANS = {
    "limit": Span(33.0, 57.0, "km/h", "speed limit", "限速"),
    "skew": Span(-0.22, 0.22, "rad", "by how much the crossing road is askew", "横向道路的倾斜角"),
    "arm": Span(150.0, 200.0, "m", "length of the arms", "进口道长度"),
    "pace": Span(0.75, 1.0, "-", "speed of others, as part of the limit", "他车速度占限速的比例"),
    "headway": Span(1.8, 2.8, "s", "time between vehicles of a stream", "车流的车头时距"),
}
START = 22.0  # m; of the car on its arm
BEYOND = 75.0  # m; of the goal behind the junction
RANK = 5  # of a road that goes first
FOUR = ("south", "east", "north", "west")
SMOOTH = 16  # places along a way that are compared


class Cross(NamedTuple):
    """What kind of crossroads."""

    kind: str
    """Of the node."""
    goal: str = "north"
    """The arm by which the car leaves."""
    major: tuple[str, ...] = ()
    """Arms of the road that goes first."""
    arms: tuple[str, ...] = FOUR
    lanes: int = 1
    """Each way."""
    style: Style = BARE


def crossroads(values: Values, cross: Cross) -> Stage:
    """The car's way from the south to another arm; `values` are of `SPANS`."""
    limit = round(values["limit"] / 5.0) * 5.0 * KMH
    plain = styled(cross.style, values, limit)
    looks = {name: (replace(plain, rank=RANK if name in cross.major else 1), cross.lanes) for name in cross.arms}
    site = junction(values, cross.kind, looks, values["arm"])
    out = site.way(f"from {cross.goal}")
    lane = 0 if cross.goal == "east" else cross.lanes - 1
    way = (site.way("south").at(START, lane), out.at(min(BEYOND, out.length - 25.0), lane))
    return Stage(site, way, limit, weather=sky(values), goal=cross.goal, values=values)


def conflict(site: Site, one: str, other: str) -> tuple[Pose, float]:
    """Where two ways through the junction come nearest to each other: on the first, and metres along the second."""
    rows = []
    for name in (one, other):
        way = site.way(name)
        rows.append([way.at(way.length * (k + 0.5) / SMOOTH).pose for k in range(SMOOTH)])
    _, k, j = min((apart(a, b), k, j) for k, a in enumerate(rows[0]) for j, b in enumerate(rows[1]))
    return rows[0][k], site.way(other).length * (j + 0.5) / SMOOTH


def stop(stage: Stage) -> Pose:
    """Where the car would stop at the junction."""
    way = stage.site.way("south")
    return way.at(way.length - 3.0).pose


def lights(stage: Stage, states: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Signals of arms with the state that each is to show."""
    return tuple((name, state) for arm, state in states.items() for name in stage.site.signals(arm, LIGHT))


def go(green: tuple[str, ...]) -> dict[str, str]:
    """Green for some arms, red for the others."""
    return {arm: "green" if arm in green else "red" for arm in FOUR}


class Queue(NamedTuple):
    """Vehicles on an arm that set out so that the first of them meets the car at its speed."""

    name: str
    source: str
    target: str
    pace: float
    """m/s."""
    gaps: tuple[float, ...] = ()
    """Seconds from each to the next."""
    polite: bool = False
    """Whether they follow the car that has come before them."""
    first: float = 14.0
    """Metres before the junction where the first one stands."""
    early: float = 0.0
    """Seconds by which the car would come after the first one."""


def across(stage: Stage, hand: Hand, queue: Queue) -> list[str]:
    """Add a queue; gives the names of its vehicles."""
    coming, going = stage.site.way(queue.source), stage.site.way(f"from {queue.target}")
    end, at, names = going.at(-8.0), coming.length - queue.first, []
    when = meeting(stage, queue)
    for k, gap in enumerate((0.0, *queue.gaps)):
        at -= gap * queue.pace
        if at < 4.0:
            break
        who = stage.drive(f"{queue.name} {k + 1}", hand.look(CARS), (coming.at(at), end), 0.0)
        stage.do(who, when, speed(queue.pace, PULL), name=f"{who} comes")
        leaves(stage, who, end)
        if queue.polite:
            stage.polite(who, queue.pace)
        names.append(who)
    inside = through(stage.site.ways.get(f"{queue.source}-{queue.target}"))
    stage.paths.append((queue.name, (coming.at(max(at, 4.0)).pose, coming.at(-1.0).pose, *inside, end.pose)))
    return names


def meeting(stage: Stage, queue: Queue) -> When:
    """The car would reach the place of conflict when the first vehicle of a queue does, or is at the junction."""
    one, other = f"south-{stage.goal}", f"{queue.source}-{queue.target}"
    place, inside = conflict(stage.site, one, other)
    seconds = needs(queue.first + inside, queue.pace) + queue.early
    return [[arriving(place, seconds), near(place, 120.0)], [near(stop(stage), 9.0)]]


def through(way: Way | None) -> list[Pose]:
    """The line of a way through the junction."""
    return [] if way is None else [way.at(way.length * (k + 0.5) / 8).pose for k in range(8)]


def gaps_of(values: Values, count: int) -> tuple[float, ...]:
    """Times between vehicles of a stream that leave no room to go between."""
    return tuple(round(values["headway"] * (1.0 + 0.1 * (k % 3)), 3) for k in range(count))
