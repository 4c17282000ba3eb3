"""Files that are there whole or not at all: written beside, renamed at the end."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from aureole.core.errors import Trouble


@contextlib.contextmanager
def whole(path: Path) -> Iterator[IO[str]]:
    """A text file to write; it takes its name when the block ends well, and leaves nothing otherwise.

    Raises:
        Trouble: the folder cannot be made, the disk is full, the file cannot be written.
    """
    with _mended(path) as beside:
        with beside.open("w", encoding="utf-8", newline="\n") as file:
            yield file
            _keep(file)
        beside.replace(path)


@contextlib.contextmanager
def whole_bytes(path: Path) -> Iterator[IO[bytes]]:
    """The same for a file of bytes.

    Raises:
        Trouble: as `whole` does.
    """
    with _mended(path) as beside:
        with beside.open("wb") as file:
            yield file
            _keep(file)
        beside.replace(path)


def whole_together(contents: Mapping[Path, bytes]) -> None:
    """Write files that belong together: all are written and safe on the disk before the first takes its name.

    Raises:
        Trouble: a folder cannot be made, the disk is full, a file cannot be written; then none has been touched.
    """
    with contextlib.ExitStack() as stack:
        besides = {path: stack.enter_context(_mended(path)) for path in contents}
        for path, data in contents.items():
            with _telling(path), besides[path].open("wb") as file:
                file.write(data)
                _keep(file)
        folder = next((path for path in contents if path.is_dir()), None)
        if folder is not None:
            raise Trouble("cannot write: a folder has that name", place=str(folder), remedy="choose another --out")
        for path, beside in besides.items():
            with _telling(path):
                beside.replace(path)


def _keep(file: IO[Any]) -> None:
    file.flush()
    os.fsync(file.fileno())


@contextlib.contextmanager
def _telling(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Trouble(
            f"cannot write: {error.strerror or error}",
            place=str(path),
            remedy="free disk space or choose another --out",
        ) from error


@contextlib.contextmanager
def _mended(path: Path) -> Iterator[Path]:
    """The name beside, in a folder that is there; nothing lies under it afterwards."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with _telling(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            yield beside
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
