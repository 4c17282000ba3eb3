"""A person runs in front of a car whose driver only sees: the guard brakes for what its eyes are sure of."""

from __future__ import annotations

import dataclasses
import json
import sys
from typing import Any

import numpy as np
import pytest

from aureole.cli.booting import eyes
from aureole.core.kinds import Kind
from aureole.core.mission import Mission
from aureole.core.observation import Lanes, Observation, Tracks
from aureole.drivers.perception.words import POINTS, no_lanes, no_tracks
from aureole.runtime.replay import read
from tests.cli.test_commands import run
from tests.exam.sightless import network

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the operating system of the car needs Linux")
BEGIN = 2.0  # s; when they run out
AHEAD = 12.0  # m; of the reference point, then


class Figment:
    """Eyes that see a straight lane, and from `BEGIN` on a person on it; as sure as they are told to be."""

    sure = 0.8

    def __init__(self, _: Any) -> None:
        """The network is not asked."""

    def reset(self, mission: Mission) -> tuple[float, float]:
        """Seconds and metres driven."""
        return 0.0, 0.0

    def perceive(self, observation: Observation, mind: tuple[float, float]) -> tuple[Observation, tuple[float, float]]:
        """What is around."""
        now = observation.stamp.item() * 1e-9
        way = mind[1] + (now - mind[0]) * float(observation.ego.speed.item()) if now > BEGIN else 0.0
        lanes, tracks = no_lanes(1), no_tracks(1)
        lanes["present"][0, 0], lanes["forward"][0, 0], lanes["sure"][0, 0] = True, True, 1.0
        lanes["centre"][0, 0, :, 0], lanes["half_width"][0, 0] = np.linspace(-10.0, 80.0, POINTS), 1.8
        lanes["seen"][0, 0] = POINTS
        if now >= BEGIN:
            tracks["present"][0, 0], tracks["kind"][0, 0], tracks["sure"][0, 0] = True, Kind.PEDESTRIAN, self.sure
            tracks["xy"][0, 0], tracks["size"][0, 0] = (AHEAD - way, 0.0), 0.6
        seen = dataclasses.replace(observation, lanes=Lanes(**lanes), tracks=Tracks(**tracks))
        return seen, (now, way)


class Unsure(Figment):
    """The same, and they are not sure of it."""

    sure = 0.55


@pytest.mark.parametrize("seen", [Figment, Unsure])
def test_the_guard_brakes_for_a_person_the_eyes_are_sure_of_while_the_driver_drives_on(
    seen, monkeypatch, capsys, tmp_path
):
    monkeypatch.setattr(eyes, "Eyesight", seen)
    net = network(tmp_path / "net.onnx")
    words = ("drive", "motorway-free", "--set", "EgoSpeed_kmh=30", "--senses", "perceived", "--perception", str(net))
    more = ("--driver", "examples.steady:Steady", "--timeout", "4", "--runtime", "--clock", "logical", "--json")
    run(capsys, *words, *more, "--out", str(tmp_path / "out"))
    record = read(tmp_path / "out" / "drive.mcap")
    plans, speed = record.plan.speed[:, -1], record.scene.speed[:, 0]
    assert (plans > 8.0).all()
    if seen is Unsure:
        assert (speed > 8.0).all()
        return
    assert record.command.accel.min() == pytest.approx(-9.0)
    assert speed[-1] == pytest.approx(0.0, abs=0.01)
    code, told, err = run(capsys, "replay", str(tmp_path / "out"), "--runtime", "--json")
    assert (code, json.loads(told)["identical"]) == (0, True), (told, err)
