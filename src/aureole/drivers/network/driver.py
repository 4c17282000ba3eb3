"""A network as a driver, and the file it is in: named, hashed, opened where it drives."""

from __future__ import annotations

import functools
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from aureole.core.car import Car
from aureole.core.errors import BadInput, Trouble
from aureole.core.mission import Mission
from aureole.core.notes import Array, Int64
from aureole.core.observation import Observation
from aureole.core.plan import Plan
from aureole.drivers.network.contract import NEXT
from aureole.drivers.network.feed import fed
from aureole.drivers.network.session import Network
from aureole.drivers.network.trying import tried
from aureole.drivers.network.way import planned
from aureole.drivers.network.wire import whole

ENDING = ".onnx"
OPEN = 4  # networks that a process keeps open
LARGEST = 2**31 - 1  # bytes; of a Protocol Buffers message


class Changed(Trouble):
    """The file is another one than it was when the work began; nobody's driving is to blame."""


class Mind(NamedTuple):
    """What is remembered from look to look."""

    car: Car
    memory: dict[str, Array]
    """By input name, one row a world."""


class Learned:
    """Fits `core.driver.Driver`: feeds a network what it asks for, and makes a plan of what it gives."""

    def __init__(self, network: Network) -> None:
        self.network = network

    def reset(self, mission: Mission) -> Mind:
        """Zeros, as much as the network remembers."""
        return Mind(mission.car, self.network.memory(len(mission.set_speed)))

    def kept(self, mind: Mind, rows: Int64) -> Mind:
        """What it remembers of some worlds, in their order."""
        return mind._replace(memory={name: array[rows] for name, array in mind.memory.items()})

    def drive(self, observation: Observation, mind: Mind) -> tuple[Plan, Mind]:
        """Run the network for every world of the batch."""
        network = self.network
        feed = fed(network.inputs, observation, mind.car, mind.memory)
        found = network.run(feed, len(observation.stamp))
        memory = {name.removeprefix("next_"): found.pop(name) for name in list(found) if name.startswith(NEXT)}
        return planned(found, observation, mind.car, network.times), Mind(mind.car, memory)


@dataclass(frozen=True, slots=True)
class OnnxFile:
    """Makes drivers from a file; travels to the processes that drive as path and hash, not as the file."""

    name: str
    """Path, from the root on."""
    hash: str
    """BLAKE2b of the file, 32 hexadecimal digits."""

    def __call__(self) -> Learned:
        """A fresh driver; its network is opened once in a process.

        Raises:
            Changed: the file is another one by now.
            BadInput: it is no network, or does not keep the contract.
            Missing: onnxruntime is not installed.
        """
        return Learned(opened(self.name, self.hash, os.getpid()))


def onnx_file(name: str) -> OnnxFile:
    """The file of that name, read and hashed; it is not run.

    Raises:
        BadInput: it cannot be read, is no ONNX file, or does not hold all its tensors.
    """
    path = Path(name).resolve()
    data = content(path)
    whole(data, str(path))
    return OnnxFile(str(path), hashed(data))


@functools.lru_cache(maxsize=OPEN)
def opened(name: str, wanted: str, process: int) -> Network:
    """The network of a file; a process that was forked from one that has it open opens its own."""
    del process
    data = content(Path(name))
    if hashed(data) != wanted:
        raise Changed("the network has changed since the work began", place=name, remedy="begin anew")
    network = Network(data, name)
    network.rows = tried(network)
    return network


def content(path: Path) -> bytes:
    """All of a file.

    Raises:
        BadInput: it cannot be read, or is larger than an ONNX file can be.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise BadInput(f"has {path.stat().st_size} bytes, an ONNX file at most {LARGEST}", place=str(path))
        return path.read_bytes()
    except OSError as error:
        remedy = "give the path of an ONNX file, or a driver by name"
        raise BadInput(f"cannot be read: {error.strerror}", place=str(path), remedy=remedy) from error


def hashed(data: bytes) -> str:
    """What names these weights."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()
