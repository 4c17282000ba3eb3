"""An archive whose bytes depend on nothing but its members and their order."""

from __future__ import annotations

import contextlib
import hashlib
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from aureole.core.errors import Trouble
from aureole.runtime.archive.plain import RATIO, SMALL, refuse_amount, refuse_name
from aureole.runtime.files import whole_bytes

PIECE = 2**20  # bytes copied at once
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment a zip can tell
FILE = (stat.S_IFREG | 0o644) << 16


def write(path: Path, members: Mapping[str, bytes | Path], *, stored: frozenset[str] = frozenset()) -> None:
    """Write an archive whole or not at all; its bytes depend on nothing but the members and their order.

    Args:
        path: of the archive.
        members: contents, or the file that holds them, by name.
        stored: names of what is packed already and only stored.

    Raises:
        Unsupported: `read.opened` would refuse it: too many members, too much in them, a name not every system takes.
        Trouble: it cannot be written, or a member cannot be read.
    """
    sizes = {name: _size(content) for name, content in members.items()}
    refuse_amount(len(sizes), sum(sizes.values()), str(path))
    for name in members:
        refuse_name(name, str(path))
    with whole_bytes(path) as file, zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            whole = name in stored or (sizes[name] > SMALL and _sparse(content))
            info = zipfile.ZipInfo(name, EPOCH)
            info.create_system, info.external_attr = 3, FILE
            info.compress_type = zipfile.ZIP_STORED if whole else zipfile.ZIP_DEFLATED
            info.file_size = sizes[name]
            with archive.open(info, "w") as target:
                for piece in _pieces(content):
                    target.write(piece)


def sha256(content: bytes | Path) -> str:
    """SHA-256 of bytes, or of a file's."""
    digest = hashlib.sha256()
    for piece in _pieces(content):
        digest.update(piece)
    return digest.hexdigest()


def _pieces(content: bytes | Path) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    with _reading(content), content.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Trouble(
            f"cannot be read: {error.strerror or error}", place=str(path), remedy="check its rights"
        ) from error


def _size(content: bytes | Path) -> int:
    if isinstance(content, bytes):
        return len(content)
    with _reading(content):
        return content.stat().st_size


def _sparse(content: bytes | Path) -> bool:
    """Whether it would pack so small that a reader must take it for a bomb."""
    packer = zlib.compressobj(wbits=-15)
    size = sum(len(packer.compress(piece)) for piece in _pieces(content)) + len(packer.flush())
    return _size(content) > RATIO * size
