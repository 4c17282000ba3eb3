"""The weights of perception as a file: those that are shipped, or another; named, hashed, opened where they see."""

from __future__ import annotations

import functools
import os
from dataclasses import dataclass
from pathlib import Path

from aureole.core.errors import BadInput
from aureole.drivers.network.driver import Changed, content, hashed
from aureole.drivers.network.wire import whole
from aureole.drivers.perception.network import Perceiver

SHIPPED = Path(__file__).resolve().parent / "weights" / "perception.onnx"
LARGEST = 64 * 2**20  # bytes; of a network this small something is wrong with a larger one
OPEN = 2  # networks that a process keeps open


@dataclass(frozen=True, slots=True)
class WeightsFile:
    """Makes perceivers from a file; travels to the processes that drive as path and hash, not as the file."""

    name: str
    """Path, from the root on."""
    hash: str
    """BLAKE2b of the file, 32 hexadecimal digits."""

    def __call__(self) -> Perceiver:
        """The network, opened once in a process.

        Raises:
            Changed: the file is another one by now.
            BadInput: it is no network of perception.
            Missing: onnxruntime is not installed.
        """
        return opened(self.name, self.hash, os.getpid())


def weights_file(name: str = "") -> WeightsFile:
    """The file of that name, the shipped one if none is named: read, hashed, opened and tried.

    Raises:
        BadInput: it cannot be read, or is no network of perception.
        Missing: onnxruntime is not installed.
    """
    path = Path(name).resolve() if name else SHIPPED
    if not name and not path.is_file():
        raise BadInput(
            "the weights of perception are not there", place=str(path),
            remedy="make them with `aureole train perception`, or name a file: --perception FILE.onnx",
        )  # fmt: skip
    data = read(path)
    found = WeightsFile(str(path), hashed(data))
    found()
    return found


def read(path: Path) -> bytes:
    """All of a file that can be one.

    Raises:
        BadInput: it cannot be read, is too large, or is no ONNX file.
    """
    remedy = "give a file that `aureole train perception` has written"
    if path.is_file() and path.stat().st_size > LARGEST:
        what = f"has {path.stat().st_size} bytes, a network of perception at most {LARGEST}"
        raise BadInput(what, place=str(path), remedy=remedy)
    try:
        data = content(path)
    except BadInput as error:
        raise BadInput(error.what, place=str(path), remedy=remedy) from error
    whole(data, str(path))
    return data


@functools.lru_cache(maxsize=OPEN)
def opened(name: str, wanted: str, process: int) -> Perceiver:
    """The network of a file; a process that was forked from one that has it open opens its own."""
    del process
    data = read(Path(name))
    if hashed(data) != wanted:
        raise Changed("the weights of perception have changed since the work began", place=name, remedy="begin anew")
    return Perceiver(data, name)
