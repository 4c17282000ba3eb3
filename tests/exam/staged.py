"""A small stage: a three-lane road and cars moved by hand, so that a judge can be asked about one fact."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from aureole.core.brief import Brief, Signs, unsigned
from aureole.core.car import Actuators, Body, Car, Limits, Periods, Sensor
from aureole.core.command import Command
from aureole.core.concepts import Concept
from aureole.core.kinds import Kind
from aureole.core.mission import Mission
from aureole.core.plan import REASONS, STEPS, Plan
from aureole.core.road import Road
from aureole.core.scene import Scene
from aureole.world.roads.reading.opendrive import read

LANE = 3.5  # m
BODY = Body(4.5, 1.85, 1.45, 1.35, 2.8, 1.58, 1500.0, 2600.0, 1.35, 0.55, 1.2e5, 1.3e5, 1.0)
CAR = Car(
    "staged",
    BODY,
    Limits(60.0, 3.0, 9.5, 2.0, 20.0, 3.5, 3.0, 0.6, 0.6),
    Actuators(0.1, 0.05, 0.3, 0.1, 0.1, 0.05),
    Periods(0.1, 0.05, 0.1),
    (Sensor("front", "radar", 3.7, 0.0, 0.0, 2.0, 160.0, 0.0),),
)


def lane_xml(number: int, kind: str, width: float, mark: str, change: str) -> str:
    return (
        f'<lane id="{number}" type="{kind}" level="false"><width sOffset="0" a="{width}" b="0" c="0" d="0"/>'
        f'<roadMark sOffset="0" type="{mark}" weight="standard" color="white" width="0.15" laneChange="{change}"/>'
        "</lane>"
    )


def road_file(folder: Path, radius: float = 0.0) -> Path:
    """Right-hand traffic: lanes -1, -2, -3 (driving), -4 (stop), -5 (border); one lane the other way."""
    shape = f'<arc curvature="{1.0 / radius}"/>' if radius else "<line/>"
    right = "".join(
        [
            lane_xml(-1, "driving", LANE, "broken", "both"),
            lane_xml(-2, "driving", LANE, "broken", "both"),
            lane_xml(-3, "driving", LANE, "solid", "none"),
            lane_xml(-4, "stop", 2.5, "none", "none"),
            lane_xml(-5, "border", 1.5, "none", "none"),
        ]
    )
    left = lane_xml(1, "driving", LANE, "solid", "none")
    path = folder / f"road_{radius:g}.xodr"
    path.write_text(
        '<?xml version="1.0"?>\n<OpenDRIVE><header revMajor="1" revMinor="6" name="" version="1" date=""/>'
        '<road name="" length="2000" id="1" junction="-1"><link/><type s="0" type="motorway"/><planView>'
        f'<geometry s="0" x="0" y="0" hdg="0" length="2000">{shape}</geometry></planView><lanes><laneSection s="0">'
        f'<left>{left}</left><center><lane id="0" type="none" level="false"><roadMark sOffset="0" type="solid solid" '
        f'weight="standard" color="white" width="0.15" laneChange="none"/></lane></center><right>{right}</right>'
        "</laneSection></lanes></road></OpenDRIVE>"
    )
    return path


def road(folder: Path, radius: float = 0.0) -> Road:
    return read(road_file(folder, radius))


def brief(
    road: Road, names: tuple[str, ...], *, worlds: int = 1, step: float = 0.1, set_speed: float = 20.0,
    signs: Signs | None = None, **more,
) -> Brief:  # fmt: skip
    mission = Mission(
        CAR, step, np.full(worlds, set_speed), np.zeros((worlds, 128), np.uint8), np.zeros(worlds, np.int32),
        np.arange(worlds, dtype=np.uint64),
    )  # fmt: skip
    cases = tuple(f"staged-{k}" for k in range(worlds))
    given = {"timeout": 600.0, "passive": False} | more
    return Brief(
        cases, tuple({} for _ in cases), tuple(range(worlds)), np.arange(worlds, dtype=np.uint64), road,
        unsigned(worlds) if signs is None else signs, names, mission, step, **given,
    )  # fmt: skip


@dataclass
class Post:
    """One signal: where it counts, and who carries it."""

    kind: int
    s: float = 0.0
    value: float = 0.0
    direction: int = 1
    lanes: tuple[int, int] = (-3, -1)
    carrier: int = -1
    temporary: bool = False
    heading: float = 0.0


def signs(*posts: Post, worlds: int = 1) -> Signs:
    """Signals on the staged road."""
    return Signs(
        kind=np.array([p.kind for p in posts], np.int32),
        value=np.tile([p.value for p in posts], (worlds, 1)).astype(np.float64),
        xyz=np.array([(0.0 if p.carrier >= 0 else p.s, 0.0, 2.0) for p in posts]).reshape(-1, 3),
        heading=np.array([p.heading for p in posts], np.float64),
        carrier=np.array([p.carrier for p in posts], np.int32),
        road=np.array([-1 if p.carrier >= 0 else 0 for p in posts], np.int32),
        s=np.array([p.s for p in posts], np.float64),
        direction=np.array([p.direction for p in posts], np.int32),
        lanes=np.array([p.lanes for p in posts], np.int32).reshape(-1, 2),
        temporary=np.array([p.temporary for p in posts], np.bool_),
    )


@dataclass
class Actor:
    """One agent at one moment, on the straight road: s, t, and how it moves."""

    s: float
    t: float
    speed: float
    heading: float = 0.0
    accel: float = 0.0
    yaw_rate: float = 0.0
    kind: int = Kind.CAR
    size: tuple[float, float, float] = (4.5, 1.85, 1.45)
    box_x: float = 1.35
    lamps: int = 0
    steer: float = 0.0
    present: bool = True


@dataclass
class Moment:
    """One world's scene: the ego first."""

    time: float
    actors: list[Actor]
    hit: int = -1
    over: bool = False
    exercised: bool = True
    shows: tuple[int, ...] = ()


def lane_row(road: Road, t: float) -> int:
    """The lane of the staged road at t; its lanes are constant along s."""
    edges = {-5: -14.5, -4: -13.0, -3: -10.5, -2: -7.0, -1: -3.5, 1: 0.0}
    found = [number for number, low in edges.items() if low <= t < low + (LANE if number in (-3, -2, -1, 1) else 2.5)]
    ids = list(road.lane_id)
    return ids.index(found[-1]) if found and t < LANE else -1


def scene(road: Road, moments: list[Moment]) -> Scene:
    """Scenes of all worlds; the road is straight along x, so x = s and y = t."""

    def table(read, dtype=np.float64):
        return np.array([[read(actor) for actor in moment.actors] for moment in moments], dtype)

    heading = table(lambda a: a.heading)
    speed = table(lambda a: a.speed)
    zero = np.zeros_like(heading)
    return Scene(
        stamp=np.array([round(m.time * 1e9) for m in moments], np.int64),
        present=table(lambda a: a.present, np.bool_),
        xyz=table(lambda a: (a.s, a.t, 0.0)),
        heading=heading,
        pitch=zero,
        roll=zero,
        velocity=np.stack((speed * np.cos(heading), speed * np.sin(heading)), axis=2),
        speed=speed,
        accel=table(lambda a: a.accel),
        yaw_rate=table(lambda a: a.yaw_rate),
        steer=table(lambda a: a.steer),
        size=table(lambda a: a.size),
        box_from_reference=table(lambda a: (a.box_x, 0.0, 0.7)),
        kind=table(lambda a: a.kind, np.int32),
        lamps=table(lambda a: a.lamps, np.int32),
        road=table(lambda a: 0, np.int32),
        lane=table(lambda a: lane_row(road, a.t), np.int32),
        s=table(lambda a: a.s),
        t=table(lambda a: a.t),
        signals=np.array([m.shows for m in moments], np.int32).reshape(len(moments), -1),
        hit=np.array([m.hit for m in moments], np.int32),
        exercised=np.array([m.exercised for m in moments]),
        over=np.array([m.over for m in moments]),
    )


def plan(moments: list[Moment], *, speed: float = 20.0, ask: int = 0, why=((Concept.KEEP_LANE, -1),)) -> Plan:
    """Straight on at one speed, made now."""
    worlds = len(moments)
    time = np.tile(np.linspace(0.0, 3.0, STEPS, dtype=np.float32), (worlds, 1))
    reasons = np.zeros((worlds, REASONS, 2), np.int32)
    reasons[:, :, 1] = -1
    reasons[:, : len(why)] = why
    x = time * np.float32(speed)
    return Plan(
        stamp=np.array([round(m.time * 1e9) for m in moments], np.int64),
        time=time,
        xy=np.stack((x, np.zeros_like(x)), axis=2),
        heading=np.zeros_like(time),
        speed=np.full_like(time, speed),
        brake=np.full(worlds, 6.0, np.float32),
        sure=np.ones(worlds, np.float32),
        why=reasons,
        ask=np.full(worlds, ask, np.int32),
    )


def command(moments: list[Moment], *, accel: float = 0.0) -> Command:
    worlds = len(moments)
    stamp = np.array([round(m.time * 1e9) for m in moments], np.int64)
    return Command(
        stamp, np.zeros(worlds), np.full(worlds, accel), np.zeros(worlds, np.int32), np.zeros(worlds, np.int32),
        np.zeros(worlds, np.bool_), stamp + 500_000_000,
    )  # fmt: skip


@dataclass
class Stage:
    """Plays moments to watchers."""

    road: Road
    watchers: list = field(default_factory=list)

    def play(self, moments: list[Moment], **more) -> None:
        """One world, one moment after the other."""
        for moment in moments:
            self.show([moment], **more)

    def show(self, moments: list[Moment], *, accel: float = 0.0, **more) -> None:
        """One moment of all worlds."""
        seen, planned, ordered = scene(self.road, moments), plan(moments, **more), command(moments, accel=accel)
        for watcher in self.watchers:
            watcher.watch(seen, planned, ordered)
