"""Trailers: where they hang, how they trail, what an action changes, and what is no collision."""

from __future__ import annotations

import gzip
import math
from pathlib import Path

import numpy as np
import pytest

from aureole.core.errors import BadInput
from aureole.world.scenarios.build import build, group
from aureole.world.scenarios.case import Case, Variation
from tests.world.scenarios.drives import Drive, after, at, command, drive, event, private, scenario, speed, trigger

HITCH, COUPLER = -1.2, 3.25  # m
BOX = '<BoundingBox><Center x="{}" y="0" z="0.7"/><Dimensions length="{}" width="2" height="1.4"/></BoundingBox>'
AXLE = 'maxSteering="0.5" wheelDiameter="0.6" trackWidth="1.6" positionZ="0.3"'
FAST = '<Performance maxSpeed="50" maxAcceleration="5" maxDeceleration="9"/>'
AXLES = f'<Axles><FrontAxle {AXLE} positionX="2.9"/><RearAxle {AXLE} positionX="0"/></Axles>'
REAR = f'<Axles><RearAxle {AXLE} positionX="0"/></Axles>'
ON = f'<TrailerCoupler dx="{COUPLER}" dz="0.4"/>'
HOOK = f'<TrailerHitch dx="{HITCH}" dz="0.4"/>'


def behind(more: str = ON) -> str:
    """A trailer's vehicle, 0.4 m of which lie ahead of its coupler: it overlaps the car that pulls it."""
    parts = f"{BOX.format(1.4, 4.5)}{FAST}{REAR}<Properties/>{more}"
    return f'<Vehicle name="t" vehicleCategory="trailer">{parts}</Vehicle>'


def car(more: str) -> str:
    return f'<Vehicle name="c" vehicleCategory="car">{BOX.format(1.4, 5.04)}{FAST}{AXLES}<Properties/>{more}</Vehicle>'


def of_its_own(more: str = ON) -> str:
    """A trailer that a vehicle brings along."""
    return f'<Trailer><Trailer name="brought">{behind(more)}</Trailer></Trailer>'


def other(name: str) -> str:
    return f'<Trailer><TrailerRef entityRef="{name}"/></Trailer>'


def thing(name: str, vehicle: str) -> str:
    return f'<ScenarioObject name="{name}">{vehicle}</ScenarioObject>'


def world_place(x: float, y: float, heading: float) -> str:
    place = f'<WorldPosition x="{x}" y="{y}" h="{heading}"/>'
    return f"<TeleportAction><Position>{place}</Position></TeleportAction>"


def written(path: Path, entities: str, *, plane: bool = False) -> Path:
    """A scenario with these entities instead of its own, on a plane if wanted."""
    text = path.read_text(encoding="utf-8")
    text = f"{text.split('<Entities>')[0]}<Entities>{entities}</Entities>{text.split('</Entities>')[1]}"
    if plane:
        text = f"{text.split('<RoadNetwork>')[0]}<RoadNetwork/>{text.split('</RoadNetwork>')[1]}"
    path.write_text(text, encoding="utf-8")
    return path


def towing(folder: Path, entities: str, events: str = "", *, end: str = "2", init: str = "", pace: str = "10") -> Path:
    start = private("Ego", at("-4", "100"), speed(pace)) + init
    return written(scenario(folder, start, events, actor="Ego", end=end), entities)


def circle(radius: float) -> str:
    """Round and round to the left."""
    bend = f'<Clothoid curvature="{1.0 / radius}" curvatureDot="0" length="{6.0 * math.pi * radius}">'
    place = '<Position><WorldPosition x="0" y="0" h="0"/></Position></Clothoid>'
    shape = f'<Trajectory name="round" closed="false"><Shape>{bend}{place}</Shape></Trajectory>'
    how = '<TimeReference><None/></TimeReference><TrajectoryFollowingMode followingMode="position"/>'
    return f"<RoutingAction><FollowTrajectoryAction>{shape}{how}</FollowTrajectoryAction></RoutingAction>"


def turned(angle: np.ndarray) -> np.ndarray:
    return (angle + np.pi) % (2.0 * np.pi) - np.pi


def hook_gap(found: Drive, tractor: str, trailer: str, world: int = 0) -> np.ndarray:
    """How far the coupler is from the hitch."""
    ends = []
    for name, ahead in ((tractor, HITCH), (trailer, COUPLER)):
        xy, heading = found.of(name, "xyz", world)[:, :2], found.of(name, "heading", world)
        ends.append(xy + ahead * np.stack((np.cos(heading), np.sin(heading)), axis=1))
    return np.asarray(np.hypot(*(ends[0] - ends[1]).T))


def test_on_a_circle_a_trailer_settles_at_the_radius_and_angle_of_its_wheels(tmp_path: Path) -> None:
    start = private("Ego", world_place(0.0, 0.0, 0.0), speed("5"), circle(12.0))
    found = drive(written(scenario(tmp_path, start, end="30"), thing("Ego", car(HOOK + of_its_own())), plane=True))
    middle, hitch = np.array([0.0, 12.0]), math.hypot(12.0, HITCH)
    radius = math.sqrt(hitch**2 - COUPLER**2)
    xy, heading = found.of("Ego+", "xyz")[-1, :2], found.of("Ego+", "heading")[-1]
    assert np.hypot(*(xy - middle)) == pytest.approx(radius, abs=0.02)
    angle = math.atan2(-HITCH, 12.0) + math.atan2(COUPLER, radius)
    assert turned(found.of("Ego", "heading")[-1] - heading) == pytest.approx(angle, abs=0.005)


def test_on_a_straight_road_every_trailer_stays_straight_behind_at_its_tractors_speed(tmp_path: Path) -> None:
    entities = thing("Ego", car(HOOK + of_its_own(ON + HOOK + of_its_own())))
    found = drive(towing(tmp_path, entities))
    assert found.world.brief.names == ("Ego", "Ego+", "Ego++")
    xyz, heading = found.of("Ego", "xyz"), found.of("Ego", "heading")
    ahead = np.stack((np.cos(heading), np.sin(heading)), axis=1)
    for k, name in ((1, "Ego+"), (2, "Ego++")):
        back = found.of(name, "xyz")[:, :2] - xyz[:, :2]
        assert np.abs((back * ahead).sum(axis=1) + k * (COUPLER - HITCH)).max() < 1e-3
        assert np.abs(turned(found.of(name, "heading") - heading)).max() < 1e-3
        assert np.array_equal(found.of(name, "speed"), found.of("Ego", "speed"))


def test_a_teleport_takes_the_trailers_along_and_one_of_a_trailer_does_nothing(tmp_path: Path) -> None:
    entities = thing("Cart", behind()) + thing("Ego", car(HOOK + other("Cart")))
    jump = event("Jump", at("-3", "200"), after("1"))
    found = drive(towing(tmp_path, entities, jump, init=private("Cart", at("-5", "300"))), step=0.1)
    assert hook_gap(found, "Ego", "Cart").max() < 1e-9
    assert np.abs(turned(found.of("Ego", "heading") - found.of("Cart", "heading"))).max() < 1e-3
    assert found.of("Ego", "xyz")[-1, 1] != pytest.approx(found.of("Ego", "xyz")[0, 1], abs=1.0)
    assert np.hypot(*found.of("Cart", "velocity").T).max() == pytest.approx(10.0, abs=0.1)


def connected(folder: Path, *, plane: bool, driven: str = "Ego") -> Path:
    """A car that stands, takes a trailer 20 cm off its hitch, drives on, and lets it go."""
    connect = '<TrailerAction><ConnectTrailerAction trailerRef="Cart"/></TrailerAction>'
    let_go = "<TrailerAction><DisconnectTrailerAction/></TrailerAction>"
    events = event("On", connect, after("1")) + event("Go", speed("10"), after("2"), priority="parallel")
    events += event("Off", let_go, after("3"), priority="parallel")
    spots = ("100", "95.35") if not plane else ("0", "0")
    start = private("Ego", at("-4", spots[0])) + private("Cart", at("-4", spots[1]))
    if plane:
        start = private("Ego", world_place(4.65, 0.0, 0.0)) + private("Cart", world_place(0.0, 0.0, 0.0))
    path = scenario(folder, start, events, actor=driven, end="5")
    return written(path, thing("Ego", car(HOOK)) + thing("Cart", behind()), plane=plane)


@pytest.mark.parametrize("plane", [False, True])
def test_a_trailer_is_taken_at_once_and_let_go_where_it_is(tmp_path: Path, plane: bool) -> None:
    found = drive(connected(tmp_path, plane=plane), step=0.05)
    times = np.arange(len(found.scenes)) * 0.05
    gap, pace = hook_gap(found, "Ego", "Cart"), found.of("Cart", "speed")
    assert np.abs(gap[times < 1.01] - 0.2).max() < 0.01
    assert gap[(times > 1.04) & (times < 3.01)].max() < 1e-9
    assert np.array_equal(
        pace[(times > 1.04) & (times < 3.01)], found.of("Ego", "speed")[(times > 1.04) & (times < 3.01)]
    )
    assert pace[times > 3.04] == pytest.approx(0.0 if plane else 10.0)
    assert np.abs(found.of("Cart", "accel")[times < 2.0]).max() == 0.0


def test_letting_go_is_no_collision_but_meeting_again_is(tmp_path: Path) -> None:
    found = drive(connected(tmp_path, plane=True), step=0.05)
    hits = np.array([scene.hit[0] for scene in found.scenes])
    assert (hits[25:] == -1).all()
    path = connected(tmp_path, plane=True)
    back = event("Back", speed("-10"), after("4"), priority="parallel")
    text = path.read_text(encoding="utf-8").replace('<Event name="Off"', back + '<Event name="Off"')
    path.write_text(text.replace('value="5"', 'value="6"'), encoding="utf-8")
    found = drive(path, step=0.05)
    hits = np.array([scene.hit[0] for scene in found.scenes])
    times = np.arange(len(hits)) * 0.05
    assert (hits[(times > 1.1) & (times < 4.5)] == -1).all()
    assert (hits[times > 4.9] == 1).any()


def test_a_driven_car_pulls_its_trailer_and_does_not_collide_with_it(tmp_path: Path) -> None:
    path = towing(tmp_path, thing("Ego", car(HOOK + of_its_own())), pace="15")
    found = drive(path, accel=1.0, passive=False)
    assert len(found.scenes) > 190
    assert all(scene.hit[0] == -1 for scene in found.scenes)
    assert hook_gap(found, "Ego", "Ego+").max() < 1e-9
    assert found.of("Ego+", "speed")[-1] > 16.0


def test_a_collision_condition_does_not_see_what_hangs_together(tmp_path: Path) -> None:
    collides = '<CollisionCondition><EntityRef entityRef="Ego+"/></CollisionCondition>'
    triggers = '<TriggeringEntities triggeringEntitiesRule="any"><EntityRef entityRef="Ego"/></TriggeringEntities>'
    by_entity = f"<ByEntityCondition>{triggers}<EntityCondition>{collides}</EntityCondition></ByEntityCondition>"
    start = trigger("@").replace("<ByValueCondition>@</ByValueCondition>", by_entity)
    found = drive(towing(tmp_path, thing("Ego", car(HOOK + of_its_own())), event("Crash", speed("1"), start)))
    assert ("Crash", "runningState") not in found.moments()


def test_worlds_of_a_batch_are_what_each_is_alone(tmp_path: Path) -> None:
    start = private("Ego", at("-4", "100"), speed("$Speed")) + private("Cart", at("-4", "95.55"))
    let_go = "<TrailerAction><DisconnectTrailerAction/></TrailerAction>"
    path = scenario(tmp_path, start, event("Off", let_go, after("1")), actor="Ego", end="2")
    written(path, thing("Ego", car(HOOK + other("Cart"))) + thing("Cart", behind()))
    speeds = [{"Speed": value} for value in ("12", "20", "31")]
    many = drive(path, speeds)
    for world, values in enumerate(speeds):
        alone = drive(path, [values])
        for field in ("xyz", "heading", "speed", "velocity"):
            assert np.array_equal(alone.of("Cart", field), many.of("Cart", field, world))


def test_variations_with_and_without_a_trailer_are_built_apart(tmp_path: Path) -> None:
    path = towing(tmp_path, thing("Ego", car(HOOK + other("$Model"))) + thing("Cart", behind()))
    variations = [Variation({"Model": name}) for name in ("Cart", "", "Cart")]
    assert group(Case("x", path), variations) == [[0, 2], [1]]


@pytest.mark.parametrize(
    ("entities", "named"),
    [
        (thing("Ego", car(HOOK + other("Nobody"))), "no entity 'Nobody'"),
        (thing("Ego", car(other("Cart"))) + thing("Cart", behind()), "no hitch for 'Cart'"),
        (thing("Ego", car(of_its_own())), "no hitch for 'Ego+'"),
        (thing("Ego", car(HOOK + of_its_own(""))), "'Ego+' has no coupler"),
        (thing("Ego", car(HOOK + other("Cart"))) + thing("Cart", behind('<TrailerCoupler dx="0"/>')), "dx above 0"),
        (thing("Ego", car(HOOK + other("Cart"))) + thing("Two", car(HOOK + other("Cart"))) + thing("Cart", behind()),
         "'Cart' hangs on 'Ego' already"),
        (thing("Ego", car(HOOK)) + thing("A", behind(ON + HOOK + other("B")))
         + thing("B", behind(ON + HOOK + other("A"))),
         "hangs on itself"),
        (thing("Ego", car(HOOK)) + thing("A", behind(ON + HOOK + other("A"))), "'A' hangs on itself"),
        (thing("Ego", car(HOOK + of_its_own())) + thing("Ego+", behind()), "second entity 'Ego+'"),
        (thing("Ego", car(HOOK + "<Trailer/>")), "0 elements"),
        (thing("Ego", car(HOOK + '<Trailer><Trailer name="x"/></Trailer>')), "says not what it is"),
        (thing("Ego", car('<TrailerHitch dx="nothing"/>')), "dx"),
    ],
)  # fmt: skip
def test_a_trailer_that_cannot_hang_is_named_with_its_line(tmp_path: Path, entities: str, named: str) -> None:
    with pytest.raises(BadInput, match=named.replace("+", r"\+")) as caught:
        drive(towing(tmp_path, entities))
    assert "scenario.xosc:" in caught.value.place


@pytest.mark.parametrize(
    ("trailer", "named"), [("Nobody", "Nobody"), ("Ego", "no coupler"), ("Bare", "no coupler"), ("Cart", "")]
)
def test_what_cannot_be_taken_is_named_with_its_line(tmp_path: Path, trailer: str, named: str) -> None:
    connect = f'<TrailerAction><ConnectTrailerAction trailerRef="{trailer}"/></TrailerAction>'
    entities = thing("Ego", car(HOOK)) + thing("Bare", car("")) + thing("Cart", behind())
    path = towing(tmp_path, entities, event("On", connect, after("1")))
    if not named:
        assert len(drive(path).scenes) == 201
        return
    with pytest.raises(BadInput, match=named) as caught:
        drive(path)
    assert "<ConnectTrailerAction>" in caught.value.place


def test_a_trailer_hung_on_itself_ends_the_drive(tmp_path: Path) -> None:
    connect = '<TrailerAction><ConnectTrailerAction trailerRef="A"/></TrailerAction>'
    entities = thing("Ego", car(HOOK)) + thing("A", behind(ON + HOOK + other("B"))) + thing("B", behind(ON + HOOK))
    path = written(
        scenario(tmp_path, private("Ego", at("-4", "100")), event("On", connect, after("1")), actor="B"), entities
    )
    found = drive(path)
    assert found.world.faults(found.state.state) == [(0, "a trailer is hung on itself")]
    assert len(found.scenes) < 110


def test_a_trailer_is_not_examined_by_a_driver(tmp_path: Path) -> None:
    path = towing(tmp_path, thing("Ego", car(HOOK + of_its_own())))
    with pytest.raises(BadInput, match="hangs on 'Ego'"):
        build(Case("x", path), [Variation()], ego="Ego+")


def test_the_drivers_sensors_leave_out_what_its_car_pulls_and_see_what_it_has_let_go(tmp_path: Path) -> None:
    let_go = "<TrailerAction><DisconnectTrailerAction/></TrailerAction>"
    path = towing(tmp_path, thing("Ego", car(HOOK + of_its_own())), event("Off", let_go, after("1")))
    world = build(Case("x", path), [Variation()], step=0.05)
    scene, state = world.reset()
    seen = []
    for _ in range(40):
        observation, state = world.sense(scene, state)
        seen.append(bool(observation.tracks.present.any()))
        scene, state = world.step(scene, command(1), state)
    assert not any(seen[:21])
    assert seen[-1]


def reference(data: Path, name: str) -> dict[str, np.ndarray]:
    """x, y, z, heading and speed of each entity, step by step."""
    path = data / "reference-tracks" / "esmini" / f"{name}.csv.gz"
    if not path.is_file():
        pytest.skip(f"no reference track {path.name}")
    with gzip.open(path, "rt") as file:
        rows = [[cell.strip() for cell in line.split(",")] for line in file.read().splitlines()[1:]]
    found: dict[str, list[list[float]]] = {}
    for row in rows:
        found.setdefault(row[2], []).append([float(row[k]) for k in (3, 4, 5, 6, 9)])
    return {entity: np.array(track) for entity, track in found.items()}


def apart(found: Drive, name: str, track: np.ndarray) -> tuple[float, float, float]:
    """The largest differences of place, heading and speed."""
    count = min(len(track), len(found.scenes))
    xyz, heading = found.of(name, "xyz")[:count], found.of(name, "heading")[:count]
    far = np.linalg.norm(xyz - track[:count, :3], axis=1)
    turn, pace = np.abs(turned(heading - track[:count, 3])), np.abs(found.of(name, "speed")[:count] - track[:count, 4])
    return float(far.max()), float(turn.max()), float(pace.max())


def test_a_truck_with_a_dolly_moves_as_the_reference_players(data: Path) -> None:
    tracks = reference(data, "truck_with_rotating_axle")
    found = drive(data / "osc-esmini" / "xosc" / "truck_with_rotating_axle.xosc", step=0.05)
    assert list(found.world.brief.names) == list(tracks) == ["Truck", "Truck+", "Truck++", "Truck+++"]
    assert len(found.scenes) == len(tracks["Truck"])
    for name, track in tracks.items():
        far, turn, pace = apart(found, name, track)
        assert far < 0.01
        assert turn < (0.01 if name == "Truck" else 0.003)
        assert pace < 1e-4


COMBINATIONS = {  # of the file `trailers`, whose map is not public: tractor, and (trailer, hitch before it, coupler)
    "Ego": (("Ego+", -1.2, 3.25),),
    "Semi_truck": (("Semi_truck+", 1.0, 7.0),),
    "Semi_truck_with_extra_trailer": (
        ("Semi_truck_with_extra_trailer+", 1.0, 7.0), ("Semi_truck_with_extra_trailer++", -3.2, 9.5),
    ),
    "Semi_tractor": (("Semi_trailer", 1.0, 7.0), ("Truck_trailer1", -3.2, 9.5), ("Truck_trailer2", -2.7, 9.5)),
}  # fmt: skip


def led(name: str, track: np.ndarray) -> str:
    """A trajectory by time along a track at 0.05 s."""
    vertices = "".join(
        f'<Vertex time="{0.05 * k}"><Position><WorldPosition x="{x}" y="{y}" h="{h}"/></Position></Vertex>'
        for k, (x, y, _, h, _) in enumerate(track)
    )
    shape = f'<Trajectory name="{name}" closed="false"><Shape><Polyline>{vertices}</Polyline></Shape></Trajectory>'
    when = '<TimeReference><Timing domainAbsoluteRelative="absolute" scale="1" offset="0"/></TimeReference>'
    how = f'{when}<TrajectoryFollowingMode followingMode="position"/>'
    return f"<RoutingAction><FollowTrajectoryAction>{shape}{how}</FollowTrajectoryAction></RoutingAction>"


def test_four_combinations_trail_through_junctions_as_the_reference_players(tmp_path: Path, data: Path) -> None:
    tracks, entities, start = reference(data, "trailers"), "", ""
    for tractor, trailers in COMBINATIONS.items():
        pulling = [(tractor, "")] + [(name, f'<TrailerCoupler dx="{coupler}"/>') for name, _, coupler in trailers]
        hooks = [f'<TrailerHitch dx="{hitch}"/>{other(name)}' for name, hitch, _ in trailers] + [""]
        for (name, coupler), hook in zip(pulling, hooks, strict=True):
            entities += thing(name, behind(coupler + hook) if coupler else car(hook))
        x, y, _, heading, _ = tracks[tractor][0]
        start += private(tractor, world_place(x, y, heading), led(tractor, tracks[tractor]))
    found = drive(written(scenario(tmp_path, start, end="15"), entities, plane=True), step=0.05)
    for tractor, trailers in COMBINATIONS.items():
        for name, _, _ in trailers:
            far, turn, _ = apart(found, name, tracks[name])
            assert far < 0.001
            assert turn < 0.001
            assert np.array_equal(found.of(name, "speed"), found.of(tractor, "speed"))
