"""The wires under a port: SocketCAN where there is one, else UDP multicast between the processes of this machine.

All through python-can. A bus of a real car (can0, …) is joined only by its name: that it is there is no leave to steer
it. UDP multicast stays on this machine (hop limit 0) unless more is asked for; it neither arbitrates nor limits rates
as a wire does, and anybody on the machine may speak on it, which is why requests are authenticated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from aureole.core.errors import BadInput, Missing, Trouble

GROUPS = ("239.74.163.2", "ff15:7079:7468:6f6e:6465:6d6f:6d63:6173")  # python-can's own, IPv4 and IPv6
PORT = 43113
NETWORK = Path("/sys/class/net")
ARPHRD_CAN = "280"  # linux/if_arp.h
CANFD_MTU = "72"  # linux/can.h
AT_ONCE = 512  # frames taken in one go; a flood cannot hold the caller longer
EXTENDED = 1 << 31  # marks a 29-bit id, as SocketCAN does
INTERFACES = ("auto", "socketcan", "udp_multicast", "virtual")


class Notice(NamedTuple):
    """Something a person should know, in both languages."""

    en: str
    zh: str


NO_WIRE = Notice(
    "no CAN FD interface here: frames go by UDP multicast within this machine, without arbitration or bit timing",
    "本机没有 CAN FD 接口：帧经 UDP 组播在本机内传送，没有仲裁和位定时",
)
NOT_JOINED = Notice(
    "a real bus is here and was not joined; name it to join it", "本机有真实总线，未加入；需要时请指明其名称"
)


class Wire:
    """One joined bus: bytes out, bytes in, everything odd counted."""

    def __init__(self, bus: Any, interface: str, channel: str, notices: tuple[Notice, ...] = ()) -> None:
        self._bus, self._can = bus, python_can()
        self.interface, self.channel, self.notices = interface, channel, notices
        self.counts: Counter[str] = Counter()
        """`unsent`, `malformed`, `error_frame`, `left` (frames that one call did not take)."""

    def send(self, number: int, data: bytes) -> bool:
        """Send one CAN FD frame; False, and counted, if the bus does not take it."""
        message = self._can.Message(
            arbitration_id=number, data=data, is_extended_id=False, is_fd=True, bitrate_switch=True, check=False
        )
        try:
            self._bus.send(message, timeout=0.0 if self.interface == "socketcan" else None)
        except (self._can.CanError, OSError):
            self.counts["unsent"] += 1
            return False
        return True

    def drain(self, wait: float = 0.0) -> Iterator[tuple[int, bytes]]:
        """Ids and bytes of what has arrived, at most `AT_ONCE` frames; waits `wait` seconds for the first."""
        for _ in range(AT_ONCE):
            try:
                message = self._bus.recv(wait)
            except (self._can.CanError, OSError) as error:
                self.counts["malformed"] += 1
                if isinstance(error.__cause__, OSError):
                    return
                continue
            wait = 0.0
            if message is None:
                return
            if message.is_error_frame or message.is_remote_frame:
                self.counts["error_frame"] += 1
                continue
            yield message.arbitration_id | (EXTENDED if message.is_extended_id else 0), bytes(message.data)

    def close(self) -> None:
        """Leave the bus."""
        self._bus.shutdown()


def python_can() -> Any:
    """The package that speaks to CAN interfaces."""
    try:
        import can
    except ImportError:
        raise Missing("python-can is not installed", remedy="pip install 'aureole[can]'") from None
    return can


def sockets(network: Path = NETWORK) -> dict[str, bool]:
    """CAN interfaces of this machine by name, and whether each takes CAN FD frames."""
    found = {}
    for folder in sorted(network.iterdir()) if network.is_dir() else ():
        try:
            kind, mtu = ((folder / name).read_text(encoding="ascii").strip() for name in ("type", "mtu"))
        except (OSError, UnicodeDecodeError):
            continue
        if kind == ARPHRD_CAN:
            found[folder.name] = mtu == CANFD_MTU
    return found


def join(interface: str = "auto", channel: str = "", *, port: int = PORT, hops: int = 0) -> Wire:
    """Join a bus; `auto` takes a virtual CAN interface (vcan…) if there is one, else UDP multicast.

    Args:
        interface: one of `INTERFACES`.
        channel: the name of a CAN interface, a multicast group, or any name for `virtual`.
        port: of UDP multicast.
        hops: how far UDP multicast goes; 0: not beyond this machine.

    Raises:
        BadInput: there is no such interface or channel.
        Missing: python-can is not installed, or this machine has no way to join.
    """
    if interface not in INTERFACES:
        raise BadInput(f"interface: is '{interface}', expected one of {', '.join(INTERFACES)}")
    can = python_can()
    try:
        here = sockets()
    except PermissionError:  # a node behind its walls: whoever forked it has looked
        here = {channel: True} if interface == "socketcan" else {}
    if interface == "virtual":
        bus = can.Bus(interface="virtual", channel=channel or "aureole", protocol=can.CanProtocol.CAN_FD)
        return Wire(bus, interface, channel or "aureole")
    if interface == "auto":
        usable = [name for name, fd in here.items() if fd and name.startswith("vcan")]
        if channel in here:
            interface = "socketcan"
        elif usable and not channel:
            interface, channel = "socketcan", usable[0]
    if interface == "socketcan":
        return _socket(can, channel, here)
    notices = (NO_WIRE, NOT_JOINED) if any(not name.startswith("vcan") for name in here) else (NO_WIRE,)
    return _multicast(can, (channel,) if channel else GROUPS, (port, hops), notices)


def _socket(can: Any, channel: str, here: dict[str, bool]) -> Wire:
    if channel not in here:
        known = ", ".join(here) or "none"
        raise Missing(f"there is no CAN interface '{channel}' (here: {known})", remedy="ip link add vcan0 type vcan")
    if not here[channel]:
        raise Missing(f"{channel}: takes no CAN FD frames", remedy=f"ip link set {channel} mtu {CANFD_MTU}")
    try:
        return Wire(can.Bus(interface="socketcan", channel=channel, fd=True), "socketcan", channel)
    except (can.CanError, OSError) as error:
        raise Trouble(f"{channel}: cannot be joined: {error}", remedy=f"ip link set {channel} up") from None


def _multicast(can: Any, groups: tuple[str, ...], where: tuple[int, int], notices: tuple[Notice, ...]) -> Wire:
    troubles = []
    for group in groups:
        try:
            bus = can.Bus(interface="udp_multicast", channel=group, port=where[0], hop_limit=where[1], fd=True)
            return Wire(bus, "udp_multicast", group, notices)
        except (can.CanError, OSError, ImportError) as error:
            troubles.append(f"{group}: {error.__cause__ or error}")
    remedy = "ip route add 239.0.0.0/8 dev lo; pip install 'aureole[can]' brings msgpack"
    raise Missing(f"no UDP multicast here ({'; '.join(troubles)})", remedy=remedy)
