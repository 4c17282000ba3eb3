"""A recorded Toyota, wheel by wheel."""

import gzip
import io

import numpy as np
import pytest

from aureole.core.errors import BadInput
from aureole.vehicle.ports.database import OURS
from aureole.vehicle.recorded.bus import Log, Recorded, read_log
from tests.vehicle.ports.joined import command


def unpacked(path):
    return np.load(io.BytesIO(gzip.decompress(path.read_bytes())))


@pytest.fixture(scope="module")
def drive(data):
    folder = data / "drive-comma2k19" / "processed_log" / "CAN"
    if not folder.is_dir():
        pytest.skip(f"no {folder}")
    return folder


@pytest.fixture(scope="module")
def toyota(data):
    return data / "can-opendbc" / "generator" / "toyota" / "_toyota_2017.dbc"


def test_wheel_speeds_and_steering_are_those_of_the_arrays_beside_the_log(drive, toyota):
    recorded = Recorded(read_log(drive / "raw_can"), toyota)
    start = recorded.log.t[0]
    times, wheels = unpacked(drive / "wheel_speed" / "t.npy.gz"), unpacked(drive / "wheel_speed" / "value.npy.gz")
    angles, when = unpacked(drive / "steering_angle" / "value.npy.gz"), unpacked(drive / "steering_angle" / "t.npy.gz")
    looks = 0
    for moment, expected in zip(times, wheels, strict=True):
        seen = recorded.read(int((moment - start) * 1e9) + 1)
        assert np.abs(recorded.wheels - expected).max() <= 1e-9
        if seen is not None:
            looks += 1
            assert seen.ego.speed[0] == np.float32(expected.mean())
            last = angles[np.searchsorted(when, moment + 1e-9, side="right") - 1]
            assert seen.ego.steer[0] == pytest.approx(np.radians(last) / 16.88, abs=1e-7)
    assert looks > 0.99 * len(times)


def test_no_frame_is_dropped_without_being_counted(drive, toyota):
    recorded = Recorded(read_log(drive / "raw_can"), toyota)
    recorded.read(10**12)
    assert recorded.ended
    assert recorded.counts.total() == len(recorded.log.t)
    assert recorded.counts["unknown 0x2d5"] > 0


def test_a_record_cannot_be_told_anything(drive, toyota):
    recorded = Recorded(read_log(drive / "raw_can"), toyota)
    recorded.write(command(0), 0)
    assert recorded.commands == 1


def test_a_database_without_the_messages_is_refused():
    log = Log(np.zeros(0), np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros((0, 8), np.uint8))
    with pytest.raises(BadInput, match="has no message WHEEL_SPEEDS"):
        Recorded(log, OURS)


def write(folder, **arrays):
    whole = {"t": np.arange(3.0), "address": np.arange(3), "src": np.zeros(3, int), "data": np.zeros((3, 8), np.uint8)}
    for name, array in (whole | arrays).items():
        np.save(folder / f"{name}.npy", array, allow_pickle=True)


@pytest.mark.parametrize(
    "arrays",
    [
        {"t": np.arange(2.0)}, {"t": np.arange(3)}, {"t": np.array([0.0, np.nan, 1.0])}, {"address": np.ones(3)},
        {"data": np.zeros((3, 7), np.uint8)}, {"data": np.zeros(3)}, {"t": np.array([None, 1, "x"], object)},
        {"src": np.array(["a", "b", "c"])},
    ],
)  # fmt: skip
def test_arrays_that_are_no_log_are_refused(tmp_path, arrays):
    write(tmp_path, **arrays)
    with pytest.raises(BadInput):
        read_log(tmp_path)


def test_a_missing_or_broken_array_is_refused(tmp_path):
    with pytest.raises(BadInput, match="cannot be read"):
        read_log(tmp_path)
    write(tmp_path)
    (tmp_path / "t.npy").unlink()
    for content in (b"", b"hello", gzip.compress(b"\x93NUMPY"), gzip.compress(bytes(99))[:-20]):
        (tmp_path / "t.npy.gz").write_bytes(content)
        with pytest.raises(BadInput):
            read_log(tmp_path)
