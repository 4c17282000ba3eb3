"""Small road networks as text, batches put on them by hand, and who touches whom by brute force."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from aureole.conduct.boxes import overlap
from aureole.core.kinds import Kind
from aureole.core.noise import key
from aureole.kernels import kernel
from aureole.world.roads.reading.opendrive import Map, read_map
from aureole.world.traffic.brains.drive import stand
from aureole.world.traffic.brains.path import look
from aureole.world.traffic.demand.demand import SHAPES
from aureole.world.traffic.demand.fill import keys_of
from aureole.world.traffic.demand.logs import no_logs
from aureole.world.traffic.demand.play import play
from aureole.world.traffic.net.lights import no_lights
from aureole.world.traffic.net.places import pose_at
from aureole.world.traffic.state import Agents, Mind

ARM, HALF = 160.0, 15.0  # m; length of an arm, from the middle of a crossing to its arms
STEP = 0.1  # s


def lane(lane_id, width=3.5, kind="driving", mark="broken", link=""):
    inside = f'<width sOffset="0" a="{width}" b="0" c="0" d="0"/><roadMark sOffset="0" type="{mark}" width="0.12"/>'
    return f'<lane id="{lane_id}" type="{kind}"><link>{link}</link>{inside}</lane>'


def lanes(right=(), left=()):
    sides = f"<left>{''.join(left)}</left>" if left else ""
    middle = '<center><lane id="0" type="none"/></center>'
    return f'<lanes><laneSection s="0">{sides}{middle}<right>{"".join(right)}</right></laneSection></lanes>'


def line(x, y, heading, length, curvature=0.0):
    shape = f'<arc curvature="{curvature!r}"/>' if curvature else "<line/>"
    at = f's="0" x="{x!r}" y="{y!r}" hdg="{heading!r}" length="{length!r}"'
    return f"<planView><geometry {at}>{shape}</geometry></planView>"


def made(folder: Path, *roads: str) -> Map:
    path = folder / "map.xodr"
    path.write_text(f'<OpenDRIVE><header revMajor="1" revMinor="7"/>{"".join(roads)}</OpenDRIVE>')
    return read_map(path)


def straight(folder: Path, length=2000.0, count=1, mark="broken", speed=120, inside="") -> Map:
    """One road of one way with `count` lanes."""
    right = [lane(-k, mark=mark) for k in range(1, count + 1)]
    kind = f'<type s="0" type="motorway"><speed max="{speed}" unit="km/h"/></type>'
    head = f'<road id="0" junction="-1" length="{length!r}">{kind}{line(0.0, 0.0, 0.0, length)}{lanes(right)}'
    return made(folder, head + f"{inside}</road>")


def ring(folder: Path, radius=100.0, count=1) -> Map:
    """One road that leads back into itself."""
    length = 2.0 * math.pi * radius
    link = "".join(f'<{name} elementType="road" elementId="0" contactPoint="{at}"/>'
                   for name, at in (("predecessor", "end"), ("successor", "start")))  # fmt: skip
    right = [lane(-k, link=f'<predecessor id="{-k}"/><successor id="{-k}"/>') for k in range(1, count + 1)]
    kind = '<type s="0" type="rural"><speed max="130" unit="km/h"/></type>'
    view = line(0.0, -radius, 0.0, length, 1.0 / radius)
    return made(
        folder, f'<road id="0" junction="-1" length="{length!r}"><link>{link}</link>{kind}{view}{lanes(right)}</road>'
    )


def crossing(folder: Path, *, rule="RHT", lights=False, priority="", arm=ARM) -> Map:
    """Four arms that meet at a right angle, east (road 0), north, west, south; one lane in, one out, every turn."""
    roads, connections = [], []
    into, out = (1, -1) if rule == "RHT" else (-1, 1)
    for k in range(4):
        angle = k * math.pi / 2
        signal = (
            f"""<signals><signal id="s{k}" s="1" t="0" zOffset="3" dynamic="yes" country="OpenDRIVE" type="1000001"
            subtype="-1" orientation="-"/></signals>"""
            if lights
            else ""
        )
        kind = '<type s="0" type="town"><speed max="50" unit="km/h"/></type>'
        link = '<link><predecessor elementType="junction" elementId="9"/></link>'
        view = line(HALF * math.cos(angle), HALF * math.sin(angle), angle, arm)
        roads.append(
            f'<road id="{k}" rule="{rule}" junction="-1" length="{arm!r}">{link}{kind}{view}'
            f"{lanes([lane(-1)], [lane(1)])}{signal}</road>"
        )
    for k in range(4):
        for turn in (1, 2, 3):
            other, name = (k + turn) % 4, 10 + 4 * k + turn
            angle = k * math.pi / 2
            x, y, heading = HALF * math.cos(angle), HALF * math.sin(angle), angle + math.pi
            length, bend = (2 * HALF, 0.0) if turn == 2 else (HALF * math.pi / 2, (-1 if turn == 1 else 1) / HALF)
            own = -1 if rule == "RHT" else 1
            way = [lane(own, link=f'<predecessor id="{into}"/><successor id="{out}"/>')]
            link = (
                f'<link><predecessor elementType="road" elementId="{k}" contactPoint="start"/>'
                f'<successor elementType="road" elementId="{other}" contactPoint="start"/></link>'
            )
            across = lanes(way) if own < 0 else lanes((), way)
            roads.append(
                f'<road id="{name}" rule="{rule}" junction="9" length="{length!r}">{link}'
                f"{line(x, y, heading, length, bend)}{across}</road>"
            )
            connections.append(
                f'<connection id="{name}" incomingRoad="{k}" connectingRoad="{name}" contactPoint="start">'
                f'<laneLink from="{into}" to="{own}"/></connection>'
            )
    return made(folder, *roads, f'<junction id="9" name="">{"".join(connections)}{priority}</junction>')


@kernel
def _settle(net, agents, w, a):
    look(net, agents, w, a, 0)
    _, _, agents.heading[w, a] = pose_at(net, agents.lane[w, a], agents.along[w, a])
    stand(net, agents, w, a, 1.0, 0.0, 1.0)
    agents.yaw_rate[w, a], agents.steer[w, a] = 0.0, 0.0


def batch(worlds: int, agents: int) -> Agents:
    """Nobody yet, but with keys."""
    found = Agents.empty(worlds, agents)
    found.key[:] = keys_of(np.array([key("test", w, "traffic") for w in range(worlds)], np.uint64), agents)
    return found


def put(net, agents: Agents, w: int, a: int, row: int, along: float, *, speed=10.0, wish=13.0, kind=Kind.CAR, turn=-1):
    """A driver on a stretch."""
    long, wide, base, over = SHAPES[kind]
    for name, value in {
        "mind": Mind.LANE, "kind": kind, "lane": row, "along": along, "speed": speed, "wish": wish, "length": long,
        "width": wide, "base": base, "ahead": 0.5 * long - over, "present": True, "since": 100.0, "turn": turn,
    }.items():  # fmt: skip
        getattr(agents, name)[w, a] = value
    _settle(net, agents, w, a)


def drive(net, agents: Agents, ticks: int, *, lights=None, logs=None, first=0) -> None:
    """Play the traffic on."""
    play(
        net, no_lights() if lights is None else lights, no_logs() if logs is None else logs, agents, first, ticks, STEP
    )


@kernel
def _touching(agents, out):
    count = 0
    for w in range(agents.x.shape[0]):
        for a in range(agents.x.shape[1]):
            for b in range(a):
                if agents.present[w, a] and agents.present[w, b]:
                    ca, sa = math.cos(agents.heading[w, a]), math.sin(agents.heading[w, a])
                    cb, sb = math.cos(agents.heading[w, b]), math.sin(agents.heading[w, b])
                    if overlap(
                        agents.x[w, a] + agents.ahead[w, a] * ca, agents.y[w, a] + agents.ahead[w, a] * sa,
                        agents.heading[w, a], agents.length[w, a], agents.width[w, a],
                        agents.x[w, b] + agents.ahead[w, b] * cb, agents.y[w, b] + agents.ahead[w, b] * sb,
                        agents.heading[w, b], agents.length[w, b], agents.width[w, b],
                    ):  # fmt: skip
                        if count < len(out):
                            out[count] = w, b, a
                        count += 1
    return count


def touching(agents: Agents) -> set[tuple[int, int, int]]:
    """(world, agent, agent) of all whose boxes overlap."""
    out = np.zeros((1000, 3), np.int64)
    return {tuple(row) for row in out[: _touching(agents, out)].tolist()}


def gap(agents: Agents, w: int, back: int, front: int) -> float:
    """From bumper to bumper of two on one straight along x."""
    rear = agents.x[w, front] + agents.ahead[w, front] - 0.5 * agents.length[w, front]
    return float(rear - (agents.x[w, back] + agents.ahead[w, back] + 0.5 * agents.length[w, back]))
