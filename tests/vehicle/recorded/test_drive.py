"""A recorded drive behind a port: its radar, its way, and what its human did."""

import gzip
import io

import numpy as np
import pytest

pytest.importorskip("cantools", reason="cantools is not installed: pip install 'aureole[can]'")

from aureole.core.errors import BadInput
from aureole.vehicle import cars
from aureole.vehicle.recorded.bus import array
from aureole.vehicle.recorded.drive import Drive, fitting
from aureole.vehicle.recorded.radar import COUNT, MOVES, SEEN, Radar, echo
from aureole.vehicle.recorded.way import Way
from tests.vehicle.ports.joined import command


def unpacked(path):
    return np.load(io.BytesIO(gzip.decompress(path.read_bytes())))


@pytest.fixture(scope="module")
def folder(data):
    found = data / "drive-comma2k19"
    if not found.is_dir():
        pytest.skip(f"no {found}")
    return found


@pytest.fixture(scope="module")
def drive(folder, data):
    database = data / "can-opendbc" / "generator" / "toyota" / "_toyota_2017.dbc"
    return Drive(folder, database, fitting(cars.load("suv")))


def test_every_track_of_the_radar_is_that_of_the_array_beside_the_log(drive, folder):
    log, place = drive.bus.log, folder / "processed_log" / "CAN" / "radar"
    expected = {
        (round(when, 6), int(row[5])): row
        for when, row in zip(unpacked(place / "t.npy.gz"), unpacked(place / "value.npy.gz"), strict=True)
    }
    found = {}
    for row in drive.echoes:
        one = echo(log.data[row].tobytes())
        if one.valid:
            found[round(log.t[row], 6), int(log.address[row])] = one
    assert found.keys() == expected.keys()
    for key, one in found.items():  # comma2k19 counts from the car's middle, 2.7 m behind the radar
        row = expected[key]
        assert (one.ahead + 2.7, one.left, one.closing) == pytest.approx((row[0], row[1], row[2]), abs=1e-6)
        assert one.new == bool(row[6])


def frame(ahead, closing, valid=True, new=False):
    """A radar's frame of something straight ahead."""
    far, fast = round(ahead / 0.04) << 3, (round(closing / 0.025) & 0xFFF) << 4
    return bytes([0, *far.to_bytes(2, "big"), 0, 0x10 * new, fast >> 8, (fast & 0xF0) | valid, 0])


def test_what_never_moved_is_left_out_and_what_moves_is_told_after_a_few_looks():
    radar = Radar()
    for k in range(SEEN):
        assert not radar.tracks(k * 0.05, 10.0, 4.0).present.any()
        radar.take(0x210, frame(30.0, -10.0), k * 0.05, 10.0)
        radar.take(0x211, frame(40.0, MOVES - 10.0 + 0.1), k * 0.05, 10.0)
    seen = radar.tracks(0.25, 10.0, 4.0)
    assert seen.present[0].tolist() == [True] + [False] * (COUNT - 1)
    assert seen.xy[0, 0, 0] == pytest.approx(4.0 + 40.0 + 2.25, abs=0.02)


def test_a_track_that_is_not_renewed_or_not_valid_is_gone():
    radar = Radar()
    for k in range(SEEN):
        radar.take(0x210, frame(30.0, 0.0), k * 0.05, 10.0)
    assert radar.tracks(0.25, 10.0, 4.0).present.any()
    assert not radar.tracks(1.0, 10.0, 4.0).present.any()
    radar.take(0x210, frame(30.0, 0.0, valid=False), 0.3, 10.0)
    assert not radar.tracks(0.3, 10.0, 4.0).present.any()


def test_the_way_goes_through_the_car_and_straight_ahead_of_it(drive):
    lanes = drive.way.lanes(drive.begin + 10.0, 20.0)
    assert np.abs(lanes.centre[0, 0, 4]).max() < 1e-6
    assert lanes.centre[0, 0, :, 0] == pytest.approx(5.0 * (np.arange(32) - 4), abs=0.5)
    assert lanes.seen[0, 0] == 32


def test_where_the_recording_ends_so_does_the_way(drive):
    when = drive.way.times[-1] - 1.0
    assert drive.way.lanes(when, 20.0).seen[0, 0] < 10
    assert drive.way.left(when) < 30.0


def test_who_commands_what_the_human_did_differs_in_nothing(drive):
    drive.errors.clear()
    for k in range(100):
        now = k * 10_000_000
        drive.read(now)
        _, _, steer, accel = (np.interp(drive.when, drive.human[:, 0], column) for column in drive.human.T)
        drive.write(command(now, steer=steer, accel=accel), now)
    found = drive.compared()
    assert (found.moments, found.steer, found.accel) == (
        100,
        pytest.approx(0.0, abs=1e-9),
        pytest.approx(0.0, abs=1e-9),
    )
    assert found.human_accel > 0.1


def test_a_folder_without_poses_or_with_broken_ones_is_refused(tmp_path):
    with pytest.raises(BadInput, match="cannot be read"):
        Way(tmp_path)
    for name, value in (("times", np.zeros(3)), ("positions", np.ones((3, 3))), ("velocities", np.ones((2, 3)))):
        np.save(tmp_path / f"frame_{name}.npy", value)
    with pytest.raises(BadInput, match="do not fit"):
        Way(tmp_path)
    np.save(tmp_path / "frame_velocities.npy", np.full((3, 3), np.nan))
    with pytest.raises(BadInput, match="no number"):
        Way(tmp_path)
    assert array(tmp_path, "frame_times").shape == (3,)
