"""`aureole drive --runtime --port can`: the same drive with a bus between the car and its computer."""

from __future__ import annotations

import json
import os
import signal
import sys
import time

import numpy as np
import pytest

pytest.importorskip("can", reason="python-can is not installed: pip install 'aureole[can]'")
pytest.importorskip("cantools", reason="cantools is not installed: pip install 'aureole[can]'")
pytest.importorskip("cryptography", reason="cryptography is not installed: pip install 'aureole[can]'")

from aureole.cli import given
from aureole.cli.booting.can import CanBehind
from aureole.cli.booting.tell import told
from aureole.cli.booting.through import Through, through
from aureole.core.errors import Missing
from aureole.exam.examine import Drive, build_world
from aureole.runtime.replay import read
from aureole.runtime.services.ports import ACTUATION
from aureole.runtime.supervise.supervisor import Notice, Supervisor
from aureole.vehicle.ports.buses import join
from aureole.vehicle.ports.freshness import Messages, begin
from aureole.vehicle.ports.port import CanPort
from tests.cli.test_commands import run
from tests.vehicle.ports.joined import CAR, command

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the operating system of the car needs Linux")
KEY = "000102030405060708090a0b0c0d0e0f"


@pytest.fixture(autouse=True, scope="module")
def bus():
    """A machine on which processes hear each other by multicast."""
    try:
        behind = CanBehind.joined("", None, logical=True)
    except Missing as missing:
        pytest.skip(missing.what)
    ours, theirs = behind.wire(), behind.wire()
    ours.send(1, b"\1")
    heard = list(theirs.drain(0.5))
    ours.close()
    theirs.close()
    if not heard:
        pytest.skip("multicast frames do not come back on this machine")


def test_on_logical_time_the_verdict_is_the_same_and_the_way_differs_by_what_a_frame_rounds(capsys, tmp_path):
    usual, over = tmp_path / "usual", tmp_path / "over"
    told = [
        run(capsys, "drive", "cut-in", "--order", "slower", "--timeout", "2", "--json", "--out", str(usual)),
        run(capsys, "drive", "cut-in", "--order", "slower", "--timeout", "2", "--json", "--out", str(over),
            "--runtime", "--clock", "logical", "--port", "can"),
    ]  # fmt: skip
    verdicts = [json.loads(out) for _, out, _ in told]
    assert verdicts[0].pop("digest") != verdicts[1].pop("digest")
    for name in ("status", "passed", "score", "blame"):
        assert verdicts[0][name] == verdicts[1][name]
    first, second = (read(folder / "drive.mcap").scene for folder in (usual, over))
    assert np.abs(first.xyz[:, 0] - second.xyz[:, 0]).max() < 0.001
    assert np.abs(first.speed[:, 0] - second.speed[:, 0]).max() < 0.002


def driven(behind: CanBehind, tmp_path) -> str:
    setup = given.setup("rules", None, step=0.01, timeout=1.5, order="slower", ego=None)
    drive = Drive(given.case_of("cut-in", []), 0)
    came = through(drive, setup, build_world([drive], setup), (tmp_path / "drive.mcap", {}), behind, logical=True)
    return came.found.verdict.digest


def strange(port: int) -> int:
    """A process that repeats, breaks and forges what it hears, until it is killed."""
    pid = os.fork()
    if pid:
        return pid
    try:
        wire = join("udp_multicast", port=port)
        liar = CanPort(wire, CAR, bytes(16), Messages(9))
        while True:
            for number, data in list(wire.drain(0.01))[:4]:
                wire.send(number, data)
                wire.send(number, data[:-1] + bytes([data[-1] ^ 1]))
                wire.send(number, data[:4] + bytes([data[4] ^ 1]) + data[5:])
            liar.write(command(time.monotonic_ns(), steer=-0.5, accel=4.0), time.monotonic_ns())
            time.sleep(0.01)
    finally:
        os._exit(1)


def test_strangers_on_the_bus_change_no_bit_of_a_drive(tmp_path):
    alone, beset = (CanBehind.joined("", None, logical=True) for _ in range(2))
    stranger = strange(beset.port)
    try:
        assert driven(beset, tmp_path) == driven(alone, tmp_path)
    finally:
        os.kill(stranger, signal.SIGKILL)
        os.waitpid(stranger, 0)


@pytest.mark.parametrize("victim", ["port", "plant"])
def test_an_end_of_the_bus_that_is_killed_comes_back_and_is_obeyed_again(tmp_path, monkeypatch, victim):
    behind, step, killed = CanBehind.joined("", None, logical=False), Supervisor.step, []

    def killing(supervisor, seconds):
        step(supervisor, seconds)
        rings = supervisor.wiring.rings
        if not killed and "plant" in rings and rings["plant"].calls("plant") > 100 and supervisor.nodes[victim].going:
            killed.append(supervisor.nodes[victim].pid)
            os.kill(killed[0], signal.SIGKILL)

    monkeypatch.setattr(Supervisor, "step", killing)
    setup = given.setup("rules", None, step=0.01, timeout=4.0, order="", ego=None)
    drive = Drive(given.case_of("cut-in", []), 0)
    came = through(drive, setup, build_world([drive], setup), (tmp_path / "drive.mcap", {}), behind, logical=False)
    assert [n.what for n in came.notices if n.domain == victim and n.what in ("started", "ended")][:3] == [
        "started", "ended", "started",
    ]  # fmt: skip
    assert json.loads(came.results["plant"])["accepted"] > 100
    assert not any(event.name == "collision" for event in came.found.verdict.events)


def test_on_real_time_the_bus_is_named_and_the_key_is_told_nowhere(capsys, tmp_path):
    path, out = tmp_path / "key", tmp_path / "out"
    path.write_text(KEY)
    path.chmod(0o600)
    begin(tmp_path / "key.trips")
    code, told, _ = run(
        capsys, "drive", "cut-in", "--timeout", "1", "--out", str(out), "--runtime", "--port", "can", "--key", str(path)
    )
    assert code in (0, 1)  # on a machine that is busy deadlines are missed, and then the drive may fail
    assert "CAN bus: udp_multicast" in told or "CAN bus: socketcan" in told
    assert "no CAN FD interface here" in told or "socketcan" in told
    written = [told.encode(), *(file.read_bytes() for file in out.rglob("*") if file.is_file())]
    assert not any(KEY.encode() in text or bytes.fromhex(KEY) in text for text in written)


def test_a_bus_without_the_operating_system_is_refused(capsys):
    code, _, told = run(capsys, "drive", "cut-in", "--port", "can")
    assert code == 2
    assert "--port can without --runtime" in told


def test_a_channel_of_no_bus_is_refused(capsys):
    code, _, told = run(capsys, "drive", "cut-in", "--runtime", "--channel", "vcan7")
    assert code == 2
    assert "--port can" in told


@pytest.mark.slow
def test_a_recorded_drive_is_compared_with_its_human_and_says_that_its_loop_is_open(capsys, data):
    folder = data / "drive-comma2k19"
    if not folder.is_dir():
        pytest.skip(f"no {folder}")
    code, out, _ = run(capsys, "drive", str(folder), "--runtime", "--port", "recorded", "--clock", "logical")
    assert code == 0
    assert "open loop" in out
    assert "RMS of the difference" in out


def test_what_has_no_meaning_for_a_recording_is_refused(capsys, tmp_path):
    code, _, told = run(capsys, "drive", str(tmp_path), "--runtime", "--port", "recorded", "--dt", "0.02")
    assert (code, "--dt with --port recorded" in told) == (2, True)
    code, _, told = run(capsys, "drive", str(tmp_path), "--runtime", "--port", "recorded")
    assert code == 2


def test_an_actuator_that_does_not_obey_is_told_in_either_language_and_one_that_does_is_not():
    heard = [
        Notice(0, "port", ACTUATION, f"Vehicle.Steer {state}") for state in ("sent", "accepted", "timed out", "reached")
    ]
    came = Through(None, notices=heard)
    assert [line for line in told(came, "real", "en").splitlines() if "Vehicle" in line] == [
        "  port: actuator: Vehicle.Steer timed out"
    ]
    assert "  port: 执行器：Vehicle.Steer 超时" in told(came, "real", "zh")
