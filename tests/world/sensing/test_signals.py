"""What a car sees of signals and temporary objects, and how far ahead on its way they count."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from aureole.core.car import Car
from aureole.core.kinds import Kind, SignalKind, SignalState
from aureole.core.notes import check
from aureole.core.observation import Observation
from aureole.kernels import kernel
from aureole.vehicle.cars import load
from aureole.world.scenarios.build import build
from aureole.world.scenarios.case import Case, Variation
from aureole.world.sensing.signs.ahead import beside
from tests.world.scenarios.drives import after, at, command, private
from tests.world.scenarios.signalled import controller, facing, phase, post, show, written
from tests.world.scenarios.test_story import everywhere
from tests.world.sensing import maps

STEP = 0.1


def exact(latency: float = 0.0, reach: float = 200.0, noise: float = 0.0, view: float = 6.3) -> Car:
    """The sedan with one sensor."""
    car = load("sedan")
    eye = maps.sensor(reach=reach, noise=noise, view=view)
    return dataclasses.replace(
        car, sensors=(eye,), periods=dataclasses.replace(car.periods, latency=latency, sense=STEP)
    )  # fmt: skip


def looks(path: Path, count: int = 1, car: Car | None = None, params: list[dict[str, str]] | None = None) -> Any:
    """What a car that goes straight on sees at every step, and the scenes."""
    variations = [Variation(values, 7 + row) for row, values in enumerate(params or [{}])]
    world = build(Case("test", path), variations, step=STEP, car=car or exact())
    scene, state = world.reset()
    found: list[Observation] = []
    scenes = []
    for _ in range(count):
        observation, state = world.sense(scene, state)
        check(observation)
        found.append(observation)
        scenes.append(scene)
        scene, state = world.step(scene, command(len(variations)), state)
    return found, scenes, world


def one(path: Path, name: str = "it", **given: Any) -> dict[str, Any] | None:
    """What is seen of the signal that an entity carries, at the first look; None if nothing is."""
    found, _, world = looks(path, **given)
    return row_of(found[0], world, name)


def row_of(look: Observation, world: Any, name: str) -> dict[str, Any] | None:
    carrier, signals = world.brief.names.index(name), look.signals
    wanted = world.brief.signs.carrier.tolist().index(carrier)
    for p in np.flatnonzero(signals.present[0]):
        if signals.id[0, p] == wanted:
            values = {f.name: getattr(signals, f.name)[0] for f in dataclasses.fields(signals) if f.name != "given"}
            return {key: value[p] for key, value in values.items()}
    return None


def sign(tmp_path: Path, kind: str = "stop", lane: str = "-4", s: str = "150", more: Any = None, **given: Any) -> Path:
    """The ego at s 100 in lane -4, and a post that carries a sign; it faces the traffic (turned by π)."""
    properties = {"signal": kind, **(more or {})}
    return written(tmp_path, posts=post("it", properties) + given.pop("posts", ""), init=private("it", facing(lane, s))
                   + given.pop("init", ""), **given)  # fmt: skip


def test_a_sign_ahead_is_seen_with_the_way_to_it(tmp_path: Path) -> None:
    found = one(sign(tmp_path))
    assert found is not None
    assert found["kind"] == SignalKind.STOP
    assert found["ahead"] == pytest.approx(50.0, abs=1e-4)
    assert found["xy"].tolist() == pytest.approx([50.0, 0.0], abs=1e-4)
    assert found["heading"] == pytest.approx(0.0, abs=1e-5)
    assert found["sure"] == 1.0
    assert found["temporary"]


def test_a_sign_may_count_further_than_its_carrier_or_before_it(tmp_path: Path) -> None:
    for metres in (20.0, -20.0):
        found = one(sign(tmp_path, more={"signal_ahead": f"{metres}"}))
        assert found is not None
        assert found["ahead"] == pytest.approx(50.0 + metres, abs=1e-4)


def test_a_sign_that_looks_the_other_way_is_not_read(tmp_path: Path) -> None:
    assert one(sign(tmp_path, more={"signal_heading": "0"})) is None


def test_a_sign_behind_the_car_is_not_read(tmp_path: Path) -> None:
    assert one(sign(tmp_path, s="50")) is None


def test_an_arrow_board_counts_for_its_own_lane_alone(tmp_path: Path) -> None:
    here, aside = one(sign(tmp_path, "arrow_board")), one(sign(tmp_path, "arrow_board", lane="-5"))
    assert here is not None
    assert aside is not None
    assert here["ahead"] == pytest.approx(50.0, abs=1e-4)
    assert np.isinf(aside["ahead"])


def test_lanes_can_be_named(tmp_path: Path) -> None:
    for lanes, counts in (("-4", True), ("-5 -3", True), ("-3", False), ("all", True)):
        found = one(sign(tmp_path, lane="-5", more={"signal_lanes": lanes}))
        assert found is not None
        assert np.isfinite(found["ahead"]) == counts


def test_a_sign_out_of_range_or_out_of_view_is_not_seen(tmp_path: Path) -> None:
    assert one(sign(tmp_path), car=exact(reach=49.0)) is None
    assert one(sign(tmp_path, lane="-6"), car=exact(view=0.05)) is None
    assert one(sign(tmp_path), car=exact(view=0.05)) is not None


LORRY = post("lorry", {}, "obstacle", "2.5")


def test_a_lorry_hides_a_sign_that_is_as_low_and_not_one_that_hangs_high(tmp_path: Path) -> None:
    block, place = LORRY.replace('height="2"', 'height="4"'), private("lorry", at("-4", "130"))
    assert one(sign(tmp_path, posts=block, init=place)) is None
    tall = post("high", {"signal": "light"}).replace('height="2"', 'height="40"').replace('z="1"', 'z="20"')
    path = sign(tmp_path, posts=block + tall, init=place + private("high", facing("-4", "150")))
    assert one(path, "high") is not None


def test_a_low_cone_hides_no_sign(tmp_path: Path) -> None:
    cone = post("cone", {"kind": "cone"}, "obstacle").replace('height="2"', 'height="0.7"')
    assert one(sign(tmp_path, posts=cone, init=private("cone", at("-4", "130")))) is not None


def test_what_is_shown_is_as_old_as_the_sensors(tmp_path: Path) -> None:
    cycle = controller("c", phase("a", "0.4", {"it": "green"}) + phase("b", "0.4", {"it": "red"}))
    path = sign(tmp_path, "light", controllers=cycle)
    for lag in (0, 1, 3):
        found, scenes, world = looks(path, 20, exact(latency=lag * STEP))
        for tick, look in enumerate(found):
            seen = row_of(look, world, "it")
            assert seen is not None
            assert seen["state"] == scenes[max(0, tick - lag)].signals[0, 0]


def test_the_way_to_a_sign_shrinks_as_the_car_comes_nearer(tmp_path: Path) -> None:
    found, scenes, world = looks(sign(tmp_path), 10, exact(latency=0.2))
    for look, scene in zip(found, scenes, strict=True):
        seen = row_of(look, world, "it")
        assert seen is not None
        assert seen["ahead"] == pytest.approx(150.0 - scene.s[0, 0], abs=1e-3)


def test_the_nearest_on_the_own_way_come_first_then_the_nearest_of_the_others(tmp_path: Path) -> None:
    posts, init = "", ""
    for name, lane, s in (("a", "-4", "180"), ("b", "-4", "140"), ("c", "-5", "130"), ("d", "-5", "120")):
        posts += post(name, {"signal": "lane_closed"})
        init += private(name, facing(lane, s, "1" if name == "a" else "0"))
    found, _, world = looks(written(tmp_path, posts=posts, init=init))
    signals = found[0].signals
    names = [world.brief.names[world.brief.signs.carrier[k]] for k in signals.id[0][signals.present[0]]]
    assert names == ["b", "a", "d", "c"]


def test_a_carrier_beside_the_road_counts_where_it_stands_beside_the_way(tmp_path: Path) -> None:
    path = sign(tmp_path)
    text = path.read_text(encoding="utf-8").replace('laneId="-4" s="100"', 'laneId="-6" s="100"')
    path.write_text(text, encoding="utf-8")
    _, scenes, _ = looks(path)
    (x, y), heading = scenes[0].xyz[0, 0, :2], scenes[0].heading[0, 0]
    place = (
        f'x="{x + 50 * np.cos(heading) + 11 * np.sin(heading)}" y="{y + 50 * np.sin(heading) - 11 * np.cos(heading)}"'
    )
    start = text.index("<LanePosition", text.index('<Private entityRef="it">'))
    end = text.index("</Position>", start)
    other = f'<WorldPosition {place} h="{heading + np.pi}"/>'
    path.write_text(text[:start] + other + text[end:], encoding="utf-8")
    seen = one(path)
    assert seen is not None
    assert seen["ahead"] == pytest.approx(50.0, abs=0.5)


@kernel
def along(route, x, y, heading):
    return beside(route, x, y, heading)


@pytest.mark.parametrize(
    ("x", "y", "heading", "found"),
    [(12.0, 3.0, 0.1, 12.0), (12.0, -11.0, 0.0, 12.0), (12.0, -13.0, 0.0, np.inf), (12.0, 3.0, -2.0, np.inf),
     (-4.0, 0.0, 0.0, np.inf), (20.0, 7.0, 1.5, 27.0)],
)  # fmt: skip
def test_off_every_road_a_carrier_counts_along_the_route(x: float, y: float, heading: float, found: float) -> None:
    bend = np.array([[0, 0], [5, 0], [10, 0], [15, 0], [20, 0], [20, 5], [20, 10], [20, 10]], np.float32)
    assert along(bend, x, y, heading) == pytest.approx(found)


def test_noise_moves_a_sign_and_lowers_how_sure_one_is(tmp_path: Path) -> None:
    clear, blurred = one(sign(tmp_path)), one(sign(tmp_path), car=exact(noise=0.5))
    assert clear is not None
    assert blurred is not None
    assert blurred["xy"].tolist() != clear["xy"].tolist()
    assert blurred["sure"] == pytest.approx(1.0 - 0.5 * 50.0 / 200.0, abs=0.01)
    assert blurred["ahead"] == clear["ahead"]


def test_what_one_world_sees_does_not_depend_on_the_others(tmp_path: Path) -> None:
    path = sign(tmp_path, events=everywhere("Show", show("it", "red"), after("0.4")))
    many, _, _ = looks(path, 12, exact(0.1, noise=0.3), [{}, {"Speed": "30"}, {"Speed": "10"}])
    world = build(Case("test", path), [Variation({"Speed": "30"}, 8)], step=STEP, car=exact(0.1, noise=0.3))
    scene, state = world.reset()
    for look in many:
        alone, state = world.sense(scene, state)
        for field in dataclasses.fields(alone.signals):
            assert np.array_equal(getattr(alone.signals, field.name)[0], getattr(look.signals, field.name)[1])
        scene, state = world.step(scene, command(1), state)


def test_cones_and_barriers_are_objects_and_no_tracks(tmp_path: Path) -> None:
    things = post("cone", {"kind": "cone"}, "obstacle") + post("bar", {}, "barrier") + post("box", {}, "obstacle")
    init = private("cone", at("-3", "130")) + private("bar", at("-3", "120")) + private("box", at("-3", "140"))
    found, _, world = looks(written(tmp_path, posts=things, init=init))
    objects, tracks = found[0].objects, found[0].tracks
    names = [world.brief.names[k] for k in objects.id[0][objects.present[0]]]
    assert names == ["bar", "cone"]
    assert objects.kind[0, :2].tolist() == [Kind.BARRIER, Kind.CONE]
    assert {world.brief.names[k] for k in tracks.id[0][tracks.present[0]]} == {"Other", "box"}


def test_a_long_taper_of_cones_pushes_no_road_user_out_of_sight(tmp_path: Path) -> None:
    cones = "".join(post(f"c{k}", {"kind": "cone"}, "obstacle") for k in range(40))
    init = "".join(private(f"c{k}", at("-3", f"{110 + k}")) for k in range(40))
    found, _, world = looks(written(tmp_path, posts=cones, init=init))
    assert found[0].objects.present.sum() == 32
    tracks = found[0].tracks
    assert [world.brief.names[k] for k in tracks.id[0][tracks.present[0]]] == ["Other"]


def test_a_vanished_carrier_shows_nothing(tmp_path: Path) -> None:
    gone = everywhere("Go", '<EntityAction entityRef="it"><DeleteEntityAction/></EntityAction>', after("0.2"))
    found, _, world = looks(sign(tmp_path, events=gone), 6)
    seen = [row_of(look, world, "it") is not None for look in found]
    assert seen[:3] == [True] * 3
    assert not any(seen[4:])


def test_a_dark_light_is_seen_dark(tmp_path: Path) -> None:
    found = one(sign(tmp_path, "light"))
    assert found is not None
    assert found["state"] == SignalState.DARK
