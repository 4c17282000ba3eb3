"""What stands at the arms of a junction: lights with controllers, signs, stop lines, crosswalks; signs of limits.

Signs have the numbers of the German catalogue (StVO); a light is `1000001` of the catalogue that comes with OpenDRIVE.
"""

from __future__ import annotations

from collections.abc import Sequence

from aureole.world.roads.laying.network import Control, Crossing, Network
from aureole.world.roads.laying.strip import START, Port, Slot, Strip, Thing

LIGHT, YIELD, STOP, MAIN, LIMIT, LINE, WAIT = "1000001", "205", "206", "306", "274", "294", "341"
WALK = (1.0, 4.0)  # m; from the road's end to the crosswalk, width of the crosswalk
LINE_WIDTH = 0.5  # m; of a stop line (RMS)
BACK, BEFORE = 1.0, 1.5  # m; a stop line before the end of its road, and before a crosswalk
POST = 0.6  # m; from the outer edge to what stands there
COUNTRY = {"country": "DE", "countryRevision": "2017"}


def along(port: Port, back: float) -> float:
    """The station so far before the end of a road."""
    return back if port.end == START else port.strip.length - back


def across(port: Port, t: float) -> float:
    """t of the road, for t as seen by who looks out of the road."""
    return -t if port.end == START else t


def way(port: Port) -> str:
    """For whom something counts that stands there for who leaves the road."""
    return "-" if port.end == START else "+"


def edge(slots: Sequence[Slot], side: float) -> float:
    """Where the outermost of some lanes ends, as seen by who looks out of the road."""
    return slots[-1].inner + side * slots[-1].width if slots else 0.0


def stop_at(walked: bool) -> float:
    """How far before the end of its road one stops, m."""
    return WALK[0] + WALK[1] + BEFORE if walked else BACK


def crosswalk(network: Network, port: Port) -> None:
    """A crosswalk over all of an arm's carriageways."""
    low, high = along(port, WALK[0]), along(port, sum(WALK))
    low, high = min(low, high), max(low, high)
    cars = [s for s in port.leaving if s.kind != "walking"], [s for s in port.entering if s.kind != "walking"]
    t = sorted((across(port, edge(cars[0], -1.0)), across(port, edge(cars[1], 1.0))))
    middle = 0.5 * (t[0] + t[1])
    port.strip.objects.append(Thing({
        "id": network.number("object"), "name": "crosswalk", "type": "crosswalk", "s": 0.5 * (low + high), "t": middle,
        "zOffset": 0.0, "hdg": 0.0, "pitch": 0.0, "roll": 0.0, "length": high - low, "width": t[1] - t[0],
        "height": 0.01, "orientation": "none",
    }, ((low, t[0]), (high, t[0]), (high, t[1]), (low, t[1]))))  # fmt: skip


def stop_line(network: Network, port: Port, walked: bool, *, waits: bool) -> None:
    """A line across the lanes that come in: to stop at, or to wait at."""
    lanes = port.driven("leaving")
    s, t = along(port, stop_at(walked)), sorted((across(port, lanes[0].inner), across(port, edge(lanes, -1.0))))
    middle = 0.5 * (t[0] + t[1])
    span = lanes[0].number, lanes[-1].number
    low, high = s - 0.5 * LINE_WIDTH, s + 0.5 * LINE_WIDTH
    port.strip.objects.append(Thing({
        "id": network.number("object"), "name": "wait line" if waits else "stop line", "type": "roadMark",
        "s": s, "t": middle,
        "zOffset": 0.0, "hdg": 0.0, "pitch": 0.0, "roll": 0.0, "length": LINE_WIDTH, "width": t[1] - t[0],
        "height": 0.01, "orientation": way(port),
    }, ((low, t[0]), (high, t[0]), (high, t[1]), (low, t[1])), (min(span), max(span))))  # fmt: skip
    sign(network, port.strip, (s, middle), WAIT if waits else LINE, {"orientation": way(port), "height": 0.0},
         (min(span), max(span)))  # fmt: skip


def sign(
    network: Network, strip: Strip, at: tuple[float, float], kind: str, about: dict[str, str | float | int],
    lanes: tuple[int, int] | None = None,
) -> str:  # fmt: skip
    """A signal at (s, t) of a road; gives its id."""
    name = network.number("signal")
    strip.signals.append(Thing({
        "id": name, "name": "", "s": at[0], "t": at[1], "zOffset": 0.0 if kind in {LINE, WAIT} else 2.0,
        "dynamic": "no",
        **COUNTRY, "type": kind, "subtype": "-1", "hOffset": 0.0, "pitch": 0.0, "roll": 0.0, "height": 0.6,
        "width": 0.6,
        **about,
    }, lanes=lanes))  # fmt: skip
    return name


def give_way(network: Network, port: Port, kind: str, *, major: bool) -> None:
    """The sign that says who goes first, beside the lanes that come in."""
    at = along(port, BACK + 1.0), across(port, edge(port.leaving, -1.0) - POST)
    what = MAIN if major else STOP if kind == "stop" else YIELD
    sign(network, port.strip, at, what, {"orientation": way(port)})


def limit_sign(network: Network, strip: Strip) -> None:
    """The limit, where a road for both ways begins, for each of them."""
    section = strip.sections()[len(strip.sections()) // 2]
    value = round(strip.limit * 3.6)
    for side, lanes in (("+", section.right), ("-", section.left)):
        if any(lane.column.kind == "driving" for lane in lanes):
            width = sum(lane.column.width for lane in lanes)
            s = min(15.0, 0.3 * strip.length) if side == "+" else strip.length - min(15.0, 0.3 * strip.length)
            t = strip.offset + (-1.0 if side == "+" else 1.0) * (width + POST)
            sign(
                network,
                strip,
                (s, t),
                LIMIT,
                {"orientation": side, "value": value, "unit": "km/h", "subtype": str(value)},
            )


def lights(
    network: Network,
    crossing: Crossing,
    ports: Sequence[Port],
    how: tuple[list[list[int]], Sequence[bool], Sequence[bool]],
) -> None:
    """Lights for the arms of a junction, switched group by group; a lane that only turns left has one of its own."""
    groups, pockets, walked = how
    for number, group in enumerate(groups):
        ahead, left = [], []
        for k in group:
            port, lanes = ports[k], ports[k].driven("leaving")
            at = along(port, stop_at(walked[k])), across(port, edge(port.leaving, -1.0) - POST)
            rest = lanes[1:] if pockets[k] and len(lanes) > 1 else lanes
            ahead.append(light(network, port, at, rest))
            if len(rest) < len(lanes):
                over = at[0], across(port, lanes[0].inner - 0.5 * lanes[0].width)
                left.append(light(network, port, over, lanes[:1], left=True))
        for title, signals in ((f"group {number + 1}", ahead), (f"group {number + 1} left", left)):
            if signals:
                control = Control(network.number("controller"), title, tuple(signals))
                crossing.controls.append(control)


def light(network: Network, port: Port, at: tuple[float, float], lanes: Sequence[Slot], *, left: bool = False) -> str:
    """A traffic light for some lanes of an arm; gives its id."""
    numbers = [lane.number for lane in lanes]
    about: dict[str, str | float | int] = {
        "dynamic": "yes", "country": "OpenDRIVE", "countryRevision": "2013", "orientation": way(port),
        "subtype": "10" if left else "-1",
        "name": "left" if left else "", "zOffset": 5.0 if left else 2.5, "height": 0.9, "width": 0.3,
    }  # fmt: skip
    return sign(network, port.strip, at, LIGHT, about, (min(numbers), max(numbers)))
