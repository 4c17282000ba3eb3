"""Files that are there whole or not at all: written beside, renamed at the end."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from aureole.core.errors import Trouble


@contextlib.contextmanager
def whole(path: Path) -> Iterator[IO[str]]:
    """A text file to write; it takes its name when the block ends well, and leaves nothing otherwise.

    Raises:
        Trouble: the folder cannot be made, the disk is full, the file cannot be written.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("w", encoding="utf-8", newline="\n") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        raise Trouble(
            f"cannot write: {error.strerror or error}",
            place=str(path),
            remedy="free disk space or choose another --out",
        ) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
