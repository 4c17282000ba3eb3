"""What commonroad-io and lanelet2 read of public files, we read: the same lanelets, links, tracks.

Set AUREOLE_PEERS to a Python that has commonroad-io and lanelet2 (they pin old packages: an environment of their own).
"""

import json
import os
import subprocess
from pathlib import Path

import numpy as np
import pytest

from aureole.world.logs.commonroad.lanes import read_lanelets as read_lanes
from aureole.world.logs.commonroad.obstacles import read_obstacles
from aureole.world.logs.commonroad.problems import read_problems
from aureole.world.logs.commonroad.signs import read_signs
from aureole.world.roads.lanelet2.elements import read_drawing
from aureole.world.roads.lanelet2.lanelets import read_lanelets
from aureole.world.roads.lanelet2.words import ACROSS
from aureole.world.roads.reading.markup import load

pytestmark = pytest.mark.slow
CLOSE = 1e-6  # m


def asked(reader, paths):
    """What the other reader says of files."""
    python = os.environ.get("AUREOLE_PEERS")
    if not python:
        pytest.skip("set AUREOLE_PEERS to a Python that has commonroad-io and lanelet2")
    command = [python, str(Path(__file__).with_name("peers.py")), reader, *map(str, paths)]
    plain = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=plain)
    if "ModuleNotFoundError" in done.stderr:
        pytest.skip(f"AUREOLE_PEERS: {done.stderr.splitlines()[-1]}")
    assert done.returncode == 0, done.stderr[-2000:]
    return dict(zip(paths, json.loads(done.stdout.splitlines()[-1]), strict=True))


def test_commonroad_io_reads_the_same_lanelets_and_tracks(data):
    paths = sorted((data / "log-ngsim-commonroad").glob("*.xml.gz"))
    lanes = states = 0
    for path, theirs in asked("commonroad", paths).items():
        markup = load(path, "commonRoad")
        lanelets = {lane.name: lane for lane in read_lanes(markup, read_signs(markup))}
        assert set(lanelets) == set(theirs["lanes"])
        for name, lane in theirs["lanes"].items():
            own = lanelets[name]
            assert np.abs(own.left - lane["left"]).max() < CLOSE
            assert np.abs(own.right - lane["right"]).max() < CLOSE
            assert list(own.after) == lane["after"]
            assert [[own.beside_left, own.same_left], [own.beside_right, own.same_right]] == lane["beside"]
            lanes += 1
        obstacles = {obstacle.name: obstacle for obstacle in read_obstacles(markup)}
        assert set(obstacles) == set(theirs["tracks"])
        for name, track in theirs["tracks"].items():
            own = obstacles[name]
            assert [own.box.length, own.box.width] == pytest.approx(track["size"])
            rows = [[s.tick, s.x, s.y, s.heading, s.speed] for s in own.states]
            assert np.abs(np.array(rows) - track["states"]).max() < CLOSE
            states += len(rows)
        for problem in read_problems(markup, lanelets, theirs["step"]):
            start = [*problem.xy, problem.heading, problem.speed]
            assert start == pytest.approx(theirs["starts"].pop(problem.name))
        assert not theirs["starts"]
    print(f"{len(paths)} files, {lanes} lanelets, {states} states")  # -s shows it


def test_lanelet2_reads_the_same_lanelets_in_the_same_grid(data):
    paths = [*(data / "ll2-karlsruhe").glob("*.osm.gz"), *(data / "log-sind").rglob("*.osm")]
    count = worst = 0
    for path, theirs in asked("lanelet2", paths).items():
        drawing = read_drawing(load(path, "osm"), projection="utm")
        ours = {lane.name: lane for lane in read_lanelets(drawing, {})}
        told = {name for name in theirs if drawing.relations[name].tags.get("subtype") in ACROSS}
        assert set(ours) == set(theirs) - told
        for name, own in ours.items():
            lane = theirs[name]
            for line, other in ((own.left, lane["left"]), (own.right, lane["right"])):
                worst = max(worst, float(np.abs(line - np.array(other)).max()))
            walked = {other for other in lane["after"] if other in told}
            assert set(own.after) <= set(lane["after"])
            missing = set(lane["after"]) - walked - set(own.after) - {name}
            assert all(ours[other].kind != own.kind for other in missing)  # we lead no car onto a walkway
            count += 1
    print(f"{len(paths)} files, {count} lanelets, at most {worst:.1e} m apart")
    assert worst < 1e-3
