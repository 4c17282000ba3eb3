"""The stage of all crossroads: the car comes from the south; lights, streams on the other arms, places of conflict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from aureole.world.roads.joining.furniture import LIGHT
from aureole.world.roads.laying.curve import Pose
from aureole.world.roads.laying.plan import EQUAL, PRIORITY, SIGNALS, STOP, Style
from aureole.world.roads.making.styles import BARE, MAIN
from aureole.world.situations.flows import PULL, apart, leaves
from aureole.world.situations.looks import CARS
from aureole.world.situations.places import Way
from aureole.world.situations.site import KMH, Site, junction, styled
from aureole.world.situations.situation import Hand, Span, Values
from aureole.world.situations.stage import Stage, sky
from aureole.world.situations.storytelling import When, near, speed

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
SMOOTH = 24  # places along a way that are compared


def crossroads(
    values: Values, kind: str, goal: str = "north", *, style: Style = BARE, major: tuple[str, ...] = (),
    arms: tuple[str, ...] = FOUR, lanes: int = 1,
) -> Stage:  # fmt: skip
    """The car's way from the south to another arm.

    Args:
        values: with `SPANS`.
        kind: of the node.
        goal: the arm by which the car leaves.
        style: of all arms.
        major: arms of the road that goes first.
        arms: those that there are.
        lanes: each way.
    """
    limit = round(values["limit"] / 5.0) * 5.0 * KMH
    plain = styled(style, values, limit)
    looks = {name: (replace(plain, rank=RANK if name in major else 1), lanes) for name in arms}
    site = junction(values, kind, looks, values["arm"])
    out = site.way(f"from {goal}")
    lane = 0 if goal == "east" else lanes - 1
    way = (site.way("south").at(START, lane), out.at(min(BEYOND, out.length - 25.0), lane))
    return Stage(site, way, limit, weather=sky(values))


def conflict(site: Site, one: str, other: str) -> Pose:
    """Where two ways through the junction come nearest to each other, on the first of them."""
    rows = []
    for name in (one, other):
        way = site.way(name)
        rows.append([way.at(way.length * (k + 0.5) / SMOOTH).pose for k in range(SMOOTH)])
    return min(((apart(a, b), k, a) for k, a in enumerate(rows[0]) for b in rows[1]))[2]


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


def across(
    stage: Stage, hand: Hand, name: str, way: tuple[str, str], how: tuple[float, tuple[float, ...], When],
    *, polite: bool = False, first: float = 14.0,
) -> list[str]:  # fmt: skip
    """A queue on an arm that sets out through the junction once a trigger fires.

    Args:
        stage: gets it.
        hand: looks.
        name: of the stream.
        way: arm it comes from, arm it goes to.
        how: speed (m/s), seconds between each and the next, the trigger.
        polite: whether it follows the car that has come before it.
        first: metres before the junction where the first one stands.
    """
    pace, gaps, when = how
    coming, going = stage.site.way(way[0]), stage.site.way(f"from {way[1]}")
    end, at, names = going.at(-8.0), coming.length - first, []
    for k, gap in enumerate((0.0, *gaps)):
        at -= gap * pace
        if at < 4.0:
            break
        who = stage.drive(f"{name} {k + 1}", hand.look(CARS), (coming.at(at), end), 0.0)
        stage.do(who, when, speed(pace, PULL), name=f"{who} comes")
        leaves(stage, who, end)
        if polite:
            stage.polite(who, pace)
        names.append(who)
    line = [
        coming.at(max(at, 4.0)).pose,
        coming.at(-1.0).pose,
        *through(stage.site.ways.get(f"{way[0]}-{way[1]}")),
        end.pose,
    ]
    stage.paths.append((name, tuple(line)))
    return names


def through(way: Way | None) -> list[Pose]:
    """The line of a way through the junction."""
    return [] if way is None else [way.at(way.length * (k + 0.5) / 8).pose for k in range(8)]


def comes(stage: Stage, metres: float = 55.0) -> When:
    """The car nears the junction."""
    return [[near(stop(stage), metres)]]


def gaps_of(values: Values, count: int, wide: float = 0.0) -> tuple[float, ...]:
    """Times between vehicles of a stream that leave no room to go between, and one that does if `wide` is given."""
    found = [round(values["headway"] * (1.0 + 0.1 * (k % 3)), 3) for k in range(count)]
    return tuple(found if not wide else [*found[: count // 2], wide, *found[count // 2 :]])
