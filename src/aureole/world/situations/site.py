"""Sites: small maps that are typical for what happens on them, made as all our maps are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from aureole.world.roads.joining.build import lay
from aureole.world.roads.laying.curve import Corner, Pose
from aureole.world.roads.laying.document import document
from aureole.world.roads.laying.network import Network
from aureole.world.roads.laying.plan import ENDS, Edge, Node, Plan, Style
from aureole.world.roads.laying.strip import Strip
from aureole.world.situations.places import Way

KMH = 1.0 / 3.6  # m/s


@dataclass(frozen=True, slots=True)
class Site:
    """A map with names for its ways."""

    network: Network
    ways: Mapping[str, Way]
    """By name, in driving direction."""
    places: Mapping[str, str] = field(default_factory=dict)

    def way(self, name: str) -> Way:
        """A way."""
        return self.ways[name]

    def signals(self, name: str, kind: str) -> list[str]:
        """Ids of the signals of a kind (catalogue number) that count for a way's traffic, in order."""
        way = self.ways[name]
        side = "+" if way.forward else "-"
        return [str(thing.about["id"]) for thing in way.strip.signals
                if thing.about["type"] == kind and thing.about["orientation"] == side]  # fmt: skip

    def data(self, title: str) -> bytes:
        """The OpenDRIVE file."""
        return document(self.network, title)


def styled(style: Style, values: Mapping[str, float], limit: float = 0.0) -> Style:
    """A style with the lane width that was drawn, and another limit (m/s) if one is given."""
    return replace(style, lane=values["width"], limit=limit or style.limit)


def turned(bearing: float, x: float, y: float) -> tuple[float, float]:
    """A point of a drawing turned by its bearing."""
    pose = Pose(0.0, 0.0, bearing).ahead(x).beside(y)
    return pose.x, pose.y


def street(
    values: Mapping[str, float], style: Style, lanes: tuple[int, int] = (1, 1), length: float = 500.0,
    rise: tuple[float, ...] = (),
) -> Site:  # fmt: skip
    """One road that bends once on its way: `main`, and `back` the other way."""
    plan = Plan()
    bearing, bend = values["bearing"], values["turn"]
    half = 0.5 * length
    one = plan.node(Node(0.0, 0.0, ENDS))
    middle = turned(bearing, half, 0.0)
    far = Pose(*middle, bearing + bend).ahead(half)
    other = plan.node(Node(far.x, far.y, ENDS))
    via, corners = ((middle,), (Corner(min(900.0, 0.7 * half / abs(bend)), 0.5),)) if abs(bend) > 0.01 else ((), ())
    plan.edges.append(Edge(one, other, style, via, corners, lanes, rise=rise))
    network, roads = lay(plan)
    return Site(network, {"main": Way(roads[0]), "back": Way(roads[0], forward=False)})


ARMS = {"south": -0.5, "east": 0.0, "north": 0.5, "west": 1.0}  # parts of a half turn; counter-clockwise


def junction(
    values: Mapping[str, float], kind: str, arms: Mapping[str, tuple[Style, int]], length: float = 160.0
) -> Site:  # fmt: skip
    """Roads that meet: `south` leads into the junction, `from south` out of it again.

    Args:
        values: of the situation.
        kind: of the node: equal, priority, stop, signals.
        arms: style and lanes each way of the arms that there are.
        length: of an arm, m.
    """
    plan = Plan()
    middle = plan.node(Node(0.0, 0.0, kind))
    for name, (style, lanes) in arms.items():
        skew = values.get("skew", 0.0) if name in {"east", "west"} else 0.0
        aim = values["bearing"] + 3.141592653589793 * ARMS[name] + skew
        far = Pose(0.0, 0.0, aim).ahead(length)
        outer = plan.node(Node(far.x, far.y, ENDS))
        plan.edges.append(Edge(outer, middle, style, lanes=(lanes, lanes)))
    network, roads = lay(plan)
    return Site(network, {**ways_of(roads, arms), **inside(network, roads, arms)})


def ways_of(roads: list[Strip], arms: Mapping[str, tuple[Style, int]]) -> dict[str, Way]:
    """The arms in both directions."""
    found = {name: Way(road) for name, road in zip(arms, roads, strict=True)}
    return {**found, **{f"from {name}": way.back for name, way in found.items()}}


def inside(network: Network, roads: list[Strip], arms: Mapping[str, tuple[Style, int]]) -> dict[str, Way]:
    """The connecting roads: `south-north` leads from south to north."""
    names = {road.name: name for name, road in zip(arms, roads, strict=True)}
    found: dict[str, Way] = {}
    for strip in network.strips:
        if strip.junction != "-1" and strip.before is not None and strip.after is not None:
            found.setdefault(f"{names[strip.before.name]}-{names[strip.after.name]}", Way(strip))
    return found
