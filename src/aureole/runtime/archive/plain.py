"""What a plain archive of files may be: how many, how large, under which names; everything else is refused.

Format: PKWARE APPNOTE 6.3, without zip64, comments, encryption and whatever else is not needed to hold plain files.
"""

from __future__ import annotations

import stat
import unicodedata
import zipfile

from aureole.core.errors import BadInput, Unsupported

MOST = 4096  # members
LARGEST = 2**30  # bytes, packed or unpacked, all members together
LONGEST = 512  # letters of a name
SMALL = 2**20  # bytes; what is larger must not unpack to more than `RATIO` times itself
RATIO = 100  # scenarios and maps pack to a tenth, seldom to a fiftieth
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})


def refuse_amount(count: int, size: int, place: str) -> None:
    """Raise Unsupported for too many members, or too many bytes."""
    if count > MOST or size > LARGEST:
        what = f"holds {count} files of {size / 2**20:.0f} MB, the limits are {MOST} and {LARGEST >> 20} MB"
        raise Unsupported(what, place=place, remedy="take out catalog files that the case does not need")


def refuse_member(info: zipfile.ZipInfo, place: str) -> None:
    """Raise BadInput for what is no plain file or folder, or may be a bomb; ValueError for what is damaged."""
    name = info.orig_filename
    if name != info.filename:
        raise ValueError(f"the name {name[:80]!r} cannot be")
    refuse_name(name.removesuffix("/"), place)
    kind = stat.S_IFMT(info.external_attr >> 16) if info.create_system == 3 else 0
    if kind not in (0, stat.S_IFDIR if info.is_dir() else stat.S_IFREG):
        raise BadInput(f"'{name}' is a link or a device", place=place, remedy="pack plain files only")
    if info.flag_bits & 0x2041:  # encrypted, strongly encrypted, directory masked: 4.4.4
        raise BadInput(f"'{name}' is encrypted", place=place, remedy="pack it without a password")
    if info.compress_type not in METHODS:
        what = f"'{name}' is packed by method {info.compress_type}"
        raise Unsupported(what, place=place, remedy="pack it with deflate, or only store it")
    if info.is_dir() and info.file_size:
        raise ValueError(f"the folder '{name}' has contents")
    if info.file_size > max(SMALL, RATIO * info.compress_size):
        what = f"'{name}' unpacks from {info.compress_size} to {info.file_size} bytes"
        raise BadInput(what, place=place, remedy="it looks like a bomb; ask for the file again")
    if info.compress_type == zipfile.ZIP_STORED and info.file_size != info.compress_size:
        raise ValueError(f"'{name}' has two sizes")


def refuse_name(name: str, place: str) -> None:
    """Raise Unsupported for a name that leads out, or that some system does not take."""
    parts = name.split("/")
    odd = any(letter in '\\:*?"<>|' or not letter.isprintable() for letter in name)
    bad = any(not part.strip(". ") or part[-1] in ". " or part.split(".")[0].lower() in DEVICES for part in parts)
    if odd or bad or len(name) > LONGEST:
        what = f"the name {name[:120]!a} is absolute, leads out, or is not taken by every system"
        raise Unsupported(what, place=place, remedy="give the file a plain name")


def refuse_twins(names: list[str], place: str) -> None:
    """Raise BadInput if two names are one file on some system, or a file is a folder too."""
    seen: set[str] = set()
    folders: set[str] = set()
    for name in names:
        plain = unicodedata.normalize("NFC", name).casefold()
        parts = plain.removesuffix("/").split("/")
        folders.update("/".join(parts[:k]) for k in range(1, len(parts) + plain.endswith("/")))
        if not plain.endswith("/"):
            if plain in seen:
                raise BadInput(f"'{name}' is in it twice", place=place, remedy="pack the case again")
            seen.add(plain)
    for name in sorted(seen & folders):
        raise BadInput(f"'{name}' is a file and a folder", place=place, remedy="pack the case again")


def refuse_overlap(infos: list[zipfile.ZipInfo]) -> None:
    """Raise ValueError if members share bytes: the trick of bombs that unpack to far more than their size."""
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            raise ValueError(f"'{info.filename}' lies over another member")
        end = info.header_offset + 30 + info.compress_size
