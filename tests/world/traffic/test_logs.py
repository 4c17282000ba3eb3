"""Recorded tracks: exactly the log at its ticks; reactive ones leave its pace once and never jump."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from aureole.core.errors import BadInput
from aureole.core.kinds import Kind
from aureole.core.noise import key
from aureole.world.logs.recording import Recording
from aureole.world.traffic.demand.logs import logs_of, recorded_lights
from aureole.world.traffic.demand.tracks import put_tracks
from aureole.world.traffic.net.compiling import net_of
from aureole.world.traffic.net.net import Light
from aureole.world.traffic.state import Agents, Mind
from tests.world.traffic.maps import STEP, drive, straight, touching
from tests.world.traffic.test_net import shows

TICKS = 120


@pytest.fixture
def recording(tmp_path):
    """Three cars behind each other at 15 m/s, the first of them examined; the last one comes a second late."""
    map_ = straight(tmp_path, 600.0)
    t = np.arange(TICKS) * STEP
    x = np.stack([100.0 + 15.0 * t, 70.0 + 15.0 * t, 40.0 + 15.0 * t])
    xyz = np.stack([x, np.full_like(x, -1.75), np.zeros_like(x)], axis=2)
    present = np.ones((3, TICKS), bool)
    present[2, :10] = False
    xyz[2, :10] = np.nan
    return Recording(
        name="three", source="test", step=STEP, map=map_, names=("a", "b", "c"), kind=np.full(3, Kind.CAR, np.int32),
        size=np.tile([4.5, 1.8, 1.5], (3, 1)), present=present, xyz=xyz, heading=np.zeros((3, TICKS)),
        speed=np.full((3, TICKS), 15.0), ego=0, goal=np.array([300.0, -1.75]),
        lights=np.array([[1] * 60 + [3] * 60], np.int32), light_lane=np.array([1], np.int32),
    )  # fmt: skip


def batch_of(recording, mind):
    net, logs = net_of(recording.map), logs_of(recording)
    agents = Agents.empty(2, 4)
    put_tracks(logs, agents, np.array([key("log", w, "traffic") for w in range(2)], np.uint64), mind=mind)
    return net, logs, agents


def middle(agents, w, a):
    return agents.x[w, a] + agents.ahead[w, a] * np.cos(agents.heading[w, a])


def follow(agents, recording, tick):
    """Move the examined car where the log has it."""
    agents.x[:, 0] = recording.xyz[0, tick, 0] - agents.ahead[:, 0]


def test_replay_is_the_log_at_every_tick(recording):
    net, logs, agents = batch_of(recording, Mind.REPLAY)
    for t in range(TICKS - 1):
        drive(net, agents, 1, logs=logs, first=t)
        for a in (1, 2):
            assert agents.present[0, a] == recording.present[a, t + 1]
            if agents.present[0, a]:
                assert agents.x[0, a] == recording.xyz[a, t + 1, 0] - agents.ahead[0, a]
                assert agents.speed[0, a] == recording.speed[a, t + 1]
    drive(net, agents, 1, logs=logs, first=TICKS - 1)
    assert not agents.present[0, 1:].any()


def test_between_two_ticks_of_the_log_a_track_moves_evenly(recording):
    net, logs, agents = batch_of(dataclasses.replace(recording, step=4 * STEP), Mind.REPLAY)
    drive(net, agents, 2, logs=logs)
    assert middle(agents, 0, 1) == pytest.approx(0.5 * (recording.xyz[1, 0, 0] + recording.xyz[1, 1, 0]))


def test_a_reactive_track_keeps_the_log_as_long_as_the_examined_car_does(recording):
    net, logs, agents = batch_of(recording, Mind.REACT)
    for t in range(TICKS - 1):
        follow(agents, recording, t)
        drive(net, agents, 1, logs=logs, first=t)
        assert agents.x[0, 1] == recording.xyz[1, t + 1, 0] - agents.ahead[0, 1]


def test_a_reactive_track_stops_behind_an_examined_car_that_has_stopped_and_never_jumps(recording):
    net, logs, agents = batch_of(recording, Mind.REACT)
    before = agents.x.copy()
    for t in range(600):
        drive(net, agents, 1, logs=logs, first=t)  # the examined car stands where it was
        agents.speed[:, 0] = 0.0
        moved = (agents.x - before)[agents.present & (t > 12)]
        assert (moved > -1e-9).all()
        assert (moved < 16.0 * STEP).all()
        before = agents.x.copy()
        assert not touching(agents)
    assert agents.speed[0, 1] < 0.1
    assert agents.target[0, 1] == 1


def test_who_has_left_the_pace_of_the_log_never_takes_it_up_again(recording):
    net, logs, agents = batch_of(recording, Mind.REACT)
    agents.x[:, 0] -= 5.0
    drive(net, agents, 1, logs=logs)
    assert (agents.target[:, 1] == 1).all()
    for t in range(1, 40):
        follow(agents, recording, t)
        drive(net, agents, 1, logs=logs, first=t)
    assert (agents.target[:, 1] == 1).all()


def test_what_is_no_number_is_an_absence(recording):
    heading = recording.heading.copy()
    heading[1, 30:40] = np.nan
    net, logs, agents = batch_of(dataclasses.replace(recording, heading=heading), Mind.REPLAY)
    assert np.isfinite(logs.pose).all()
    assert np.isfinite(logs.along).all()
    drive(net, agents, 33, logs=logs)
    assert not agents.present[0, 1]
    drive(net, agents, 10, logs=logs, first=33)
    assert agents.present[0, 1]


def test_recorded_lights_show_what_was_recorded(recording):
    net, lights = recorded_lights(net_of(recording.map), recording)
    row = int(np.flatnonzero(net.lane == 1)[0]) if (net.lane == 1).any() else 0
    assert net.group[row] in {0, -1}
    assert shows(lights, 0, [0.0, 5.9, 6.1, 100.0]).tolist() == [Light.RED, Light.RED, Light.GREEN, Light.GREEN]


@pytest.mark.parametrize("given", [{"step": 0.0}, {"step": np.nan}])
def test_a_recording_without_time_is_refused(recording, given):
    with pytest.raises(BadInput, match="recording"):
        logs_of(dataclasses.replace(recording, **given))


def test_more_tracks_than_rows_are_refused(recording):
    with pytest.raises(BadInput, match="tracks"):
        put_tracks(logs_of(recording), Agents.empty(1, 2), np.zeros(1, np.uint64))
