"""A disk that is full, and a file that was cut off: trouble codes are kept as well as can be, and it is said."""

from __future__ import annotations

import contextlib
import resource
import signal

import pytest

from aureole.core.errors import BadInput
from aureole.runtime.troubles.file import load
from tests.faults.car import Wrong


@contextlib.contextmanager
def full_disk():
    """No file of this process can grow (setrlimit(2)); what it forked before goes on."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    was = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, was)


def test_when_the_disk_is_full_the_car_drives_on_and_the_codes_are_written_once_there_is_room(car, tmp_path):
    path = tmp_path / "codes.json"
    with car(memory=path) as (drive, board):
        drive.wait_for(path.exists)
        with full_disk():
            before = path.read_bytes()
            board["wrong"] = Wrong.NAN
            drive.wait_for(lambda: drive.texts("memory_unwritable"))
            assert path.read_bytes() == before
            commands = board["commands"]
            drive.wait_for(lambda: board["commands"] > commands + 20)
        board["wrong"] = Wrong.NOTHING
        drive.wait_for(lambda: any(code.code == "C1A00" for code in load(path).codes))
        assert [code.code for code in load(path).codes if code.code.startswith("U1A3")] == ["U1A31"]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["codes.json"]


def test_a_supervisor_that_is_killed_leaves_whole_codes_and_the_next_drive_goes_on_with_them(car, tmp_path):
    path = tmp_path / "codes.json"
    with car(memory=path) as (drive, _):
        drive.send("recorder", signal.SIGKILL)
        drive.wait_for(lambda: path.exists() and any(code.code == "U1A00" for code in load(path).codes))
        first = load(path)  # what a power cut would have left
    with car(memory=path) as (drive, _):
        assert drive.supervisor.codes.cycle == first.cycle + 1
        assert drive.supervisor.codes.codes["U1A00", "recorder"].times == 1


def test_codes_that_were_cut_off_are_laid_aside_and_the_system_boots(car, tmp_path):
    path = tmp_path / "codes.json"
    path.write_bytes(b'{"format": 1, "cycle": 7, "co')
    with pytest.raises(BadInput, match="no whole trouble codes"):
        load(path)
    with car(memory=path) as (drive, _):
        assert "no whole trouble codes" in drive.texts("memory_unreadable")[0]
        assert ("U1A30", "") in drive.supervisor.codes.codes
    assert path.with_name("codes.json.unreadable").read_bytes().startswith(b'{"format": 1, "cycle": 7')
    assert load(path).cycle == 1
