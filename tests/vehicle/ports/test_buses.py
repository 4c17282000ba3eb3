"""Which bus is joined, and what is said about it."""

import sys

import pytest

from aureole.core.errors import BadInput, Missing
from aureole.vehicle.ports import buses
from aureole.vehicle.ports.buses import NO_WIRE, join, sockets
from tests.vehicle.ports.joined import free_port


def interface(folder, name, kind, mtu):
    (folder / name).mkdir()
    (folder / name / "type").write_text(f"{kind}\n")
    (folder / name / "mtu").write_text(f"{mtu}\n")


def test_can_interfaces_are_found_and_whether_they_take_can_fd(tmp_path):
    interface(tmp_path, "eth0", 1, 1500)
    interface(tmp_path, "can0", 280, 16)
    interface(tmp_path, "vcan0", 280, 72)
    assert sockets(tmp_path) == {"can0": False, "vcan0": True}
    assert sockets(tmp_path / "none") == {}


def test_without_a_wire_multicast_is_joined_and_named(monkeypatch):
    monkeypatch.setattr(buses, "sockets", dict)
    try:
        wire = join(port=free_port())
    except Missing as missing:
        pytest.skip(f"no multicast here: {missing.what}")
    assert (wire.interface, wire.notices) == ("udp_multicast", (NO_WIRE,))
    wire.close()


def test_a_real_bus_is_not_joined_unless_it_is_named(monkeypatch):
    monkeypatch.setattr(buses, "sockets", lambda: {"can0": True})
    monkeypatch.setattr(buses, "_multicast", lambda _can, _groups, _where, notices: notices)
    assert buses.NOT_JOINED in join()
    monkeypatch.setattr(buses, "_socket", lambda _can, channel, _here: channel)
    assert join(channel="can0") == "can0"


def test_a_virtual_can_interface_is_preferred(monkeypatch):
    monkeypatch.setattr(buses, "sockets", lambda: {"can0": True, "vcan1": True})
    monkeypatch.setattr(buses, "_socket", lambda _can, channel, _here: channel)
    assert join() == "vcan1"


def test_an_interface_that_is_not_there_or_takes_no_can_fd_is_named(monkeypatch):
    monkeypatch.setattr(buses, "sockets", lambda: {"can0": False})
    with pytest.raises(Missing, match="no CAN interface 'can7' \\(here: can0\\)"):
        join("socketcan", "can7")
    with pytest.raises(Missing, match="takes no CAN FD frames"):
        join("socketcan", "can0")


def test_an_unknown_interface_is_refused():
    with pytest.raises(BadInput, match="expected one of auto"):
        join("carrier pigeon")


def test_a_group_that_is_none_is_named():
    with pytest.raises(Missing, match="no UDP multicast here"):
        join("udp_multicast", "10.0.0.1", port=free_port())


@pytest.mark.parametrize(("package", "call"), [("can", buses.python_can)])
def test_without_the_package_the_remedy_is_said(monkeypatch, package, call):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(Missing, match="is not installed") as caught:
        call()
    assert caught.value.remedy == "pip install 'aureole[can]'"


def test_a_process_that_may_not_look_for_interfaces_joins_the_bus_it_was_told(monkeypatch):
    def closed():
        raise PermissionError(13, "Permission denied", "/sys/class/net")

    monkeypatch.setattr(buses, "sockets", closed)
    wire = buses.join("virtual", "walled")
    wire.close()
    assert wire.channel == "walled"
