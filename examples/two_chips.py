"""A car of two chips on this machine: its description, its certificates, and the commands that boot both.

    python examples/two_chips.py FOLDER

A sedan whose driver has a chip of its own. On two machines give each chip its own address instead of the loopback's.
"""

from __future__ import annotations

import socket
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aureole.core.car import Car
from aureole.core.resources import Chip, Network
from aureole.security.certificates import authority, certificate, save
from aureole.vehicle import cars

MIND = Chip("mind", cores=8, speed=1.0, memory=32e9, accelerator="npu", level="QM")
BACKBONE = Network("backbone", "ethernet", rate=1e9, latency=50e-6, chips=("main", "mind"))


def two_chips() -> Car:
    """The sedan with its driver on a second chip."""
    car = cars.load("sedan")
    services = tuple(replace(each, chip="mind" if each.entry == "driver" else "main") for each in car.services)
    return replace(
        car, name="two-chips", chips=(*car.chips, MIND), networks=(*car.networks, BACKBONE), services=services
    )


def free_port() -> int:
    """A TCP port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def written(folder: Path, addresses: dict[str, str]) -> Path:
    """The car's TOML and a folder of papers for each chip; the authority's key stays apart from both."""
    begins = datetime.now(UTC) - timedelta(hours=1)
    signer = authority("my car", begins)
    path = folder / "two-chips.toml"
    for name in ("offline", *addresses):
        (folder / name).mkdir(parents=True, exist_ok=True)
    save(signer, folder / "offline", "authority")
    path.write_text(cars.text(two_chips()), encoding="utf-8")
    for chip, address in addresses.items():
        own = certificate(signer, chip, [address.rpartition(":")[0]], begins)
        save(own, folder / chip, chip)
        (folder / chip / "authority.pem").write_bytes(signer.certificate)
        lines = "".join(f'{name} = "{where}"\n' for name, where in addresses.items())
        (folder / chip / "addresses.toml").write_text(lines, encoding="utf-8")
    return path


if __name__ == "__main__":
    place = Path(sys.argv[1] if len(sys.argv) > 1 else "two-chips")
    car = written(place, {chip: f"127.0.0.1:{free_port()}" for chip in ("main", "mind")})
    for chip in ("main", "mind"):
        print(f"AUREOLE_STATE={place / chip / 'state'} aureole up {car} --chip {chip} --net {place / chip}")
