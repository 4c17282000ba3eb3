"""An archive is written the same each time, and what is not a plain archive of files is refused in words."""

from __future__ import annotations

import stat
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aureole.core.errors import BadInput, Trouble, Unsupported
from aureole.runtime.archive import plain
from aureole.runtime.archive.read import opened
from aureole.runtime.archive.write import write

MEMBERS = {
    "case.json": b"{}",
    "files/a/x.xosc": b"<a/>" * 200,
    "files/b/地图.xodr": b"<b/>",
    "drive.mcap": bytes(range(256)),
}


def written(folder: Path, members=MEMBERS) -> Path:
    path = folder / "case.zip"
    write(path, members, stored=frozenset({"drive.mcap"}))
    return path


def read(path: Path) -> dict[str, bytes]:
    with opened(path) as archive:
        return {name: archive.read(name, 2**20) for name in archive.infos}


def refused(path: Path, told: str | None = None) -> BadInput:
    with pytest.raises(BadInput, match=told) as caught:
        read(path)
    assert caught.value.place == str(path)
    assert caught.value.remedy
    return caught.value


def made(path: Path, *infos: tuple[zipfile.ZipInfo | str, bytes]) -> Path:
    """An archive by Python's own writer, which lets through what ours does not."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for info, data in infos:
            archive.writestr(info, data)
    return path


def changed(path: Path, *changes: tuple[bytes, int, bytes]) -> Path:
    """The file with bytes changed at an offset from the last place of a signature."""
    data = bytearray(path.read_bytes())
    for sign, offset, new in changes:
        place = data.rindex(sign) + offset
        data[place : place + len(new)] = new
    path.write_bytes(data)
    return path


def test_what_was_written_is_read_again(tmp_path):
    assert read(written(tmp_path)) == MEMBERS


def test_the_same_members_give_the_same_bytes(tmp_path):
    (tmp_path / "again").mkdir()
    assert written(tmp_path).read_bytes() == written(tmp_path / "again").read_bytes()


def test_any_tool_can_unpack_it(tmp_path):
    with zipfile.ZipFile(written(tmp_path)) as archive:
        assert archive.testzip() is None
        assert {info.filename: archive.read(info) for info in archive.infolist()} == MEMBERS


def test_a_member_that_packs_too_well_is_stored_and_not_taken_for_a_bomb(tmp_path):
    with opened(written(tmp_path, {"zeros": bytes(plain.SMALL + 1)})) as archive:
        assert archive.infos["zeros"].compress_type == zipfile.ZIP_STORED


NAMES = ["../x", "/x", "a/../x", "a//x", "a\\x", "C:x", "a/ ", "a.", "con", "a/NUL.txt", "x" * 513]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_not_every_system_takes_is_neither_written_nor_read(tmp_path, name):
    with pytest.raises(Unsupported, match="name"):
        write(tmp_path / "case.zip", {name: b""})
    assert list(tmp_path.iterdir()) == []
    refused(made(tmp_path / "other.zip", (name, b"")))


def test_an_archive_that_cannot_be_written_leaves_nothing(tmp_path):
    with pytest.raises(Trouble):
        write(tmp_path / "case.zip", {"a": b"a", "b": tmp_path / "gone"})
    assert list(tmp_path.iterdir()) == []


def test_a_link_in_an_archive_is_refused(tmp_path):
    link = zipfile.ZipInfo("x")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    refused(made(tmp_path / "case.zip", (link, b"/etc/passwd")), "link")


@pytest.mark.parametrize(("one", "other"), [("a", "A"), ("ä", "a\u0308"), ("a", "a/b")])
def test_two_members_that_are_one_file_are_refused(tmp_path, one, other):
    refused(made(tmp_path / "case.zip", (one, b"1"), (other, b"2")), "twice|folder")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_is_there_twice_is_refused(tmp_path):
    refused(made(tmp_path / "case.zip", ("a", b"1"), ("a", b"2")), "twice")


def test_an_encrypted_member_is_refused(tmp_path):
    path = made(tmp_path / "case.zip", ("a", b"1"))
    refused(changed(path, (b"PK\x01\x02", 8, b"\x01\x00"), (b"PK\x03\x04", 6, b"\x01\x00")), "encrypted")


def test_another_method_of_packing_is_refused(tmp_path):
    refused(made(tmp_path / "case.zip", (info_of("a", zipfile.ZIP_BZIP2), b"1")), "method 12")


def info_of(name: str, method: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.compress_type = method
    return info


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    refused(made(tmp_path / "case.zip", ("a", bytes(64 * 2**20))), "bomb")


def test_a_size_that_is_a_lie_is_refused(tmp_path):
    path = made(tmp_path / "case.zip", ("a", bytes(5000)))
    refused(changed(path, (b"PK\x01\x02", 24, struct.pack("<L", 400)), (b"PK\x03\x04", 22, struct.pack("<L", 400))))


def test_more_than_fits_is_refused_by_what_the_directory_says(tmp_path):
    path = made(tmp_path / "case.zip", *((name, b"1" * 40) for name in "abcd"))
    data = bytearray(path.read_bytes())
    place = data.find(b"PK\x01\x02")
    while place >= 0:
        data[place + 20 : place + 28] = struct.pack("<LL", 2**29, 2**29)
        place = data.find(b"PK\x01\x02", place + 4)
    path.write_bytes(data)
    refused(path, "limits")


def test_too_many_members_are_refused(tmp_path):
    many = {f"{k}": b"" for k in range(plain.MOST + 1)}
    with pytest.raises(Unsupported, match="4097 files"):
        write(tmp_path / "case.zip", many)
    refused(made(tmp_path / "case.zip", *many.items()), "4097 files")


def test_members_that_share_their_bytes_are_refused(tmp_path):
    path = made(tmp_path / "case.zip", ("a", b"1" * 100), ("b", b"1" * 100))
    data = bytearray(path.read_bytes())
    place = data.rindex(b"PK\x01\x02")
    data[place + 42 : place + 46] = struct.pack("<L", 4)
    path.write_bytes(data)
    refused(path, "over another")


def test_a_wrong_sum_is_refused(tmp_path):
    path = made(tmp_path / "stored.zip", (info_of("a", zipfile.ZIP_STORED), b"abcdefgh"))
    path.write_bytes(path.read_bytes().replace(b"abcdefgh", b"abcdefgi"))
    refused(path, "CRC")


@pytest.mark.parametrize("extra", [b"x", b"PK\x05\x06" + bytes(18), b"\n"])
def test_something_behind_or_before_the_archive_is_refused(tmp_path, extra):
    data = written(tmp_path).read_bytes()
    for changed_data in (data + extra, extra + data):
        (tmp_path / "case.zip").write_bytes(changed_data)
        refused(tmp_path / "case.zip")


def test_a_comment_is_refused(tmp_path):
    path = made(tmp_path / "case.zip", ("a", b"1"))
    with zipfile.ZipFile(path, "a") as archive:
        archive.comment = b"hello"
    refused(path, "behind")


@pytest.mark.parametrize("what", ["folder", "nothing", "empty", "text"])
def test_what_is_no_archive_is_refused(tmp_path, what):
    path = tmp_path / "case.zip"
    if what == "folder":
        path.mkdir()
    elif what != "nothing":
        path.write_text("" if what == "empty" else "hello" * 100)
    refused(path)


@given(st.integers(0, 10**9))
@settings(max_examples=60)
def test_an_archive_that_is_cut_short_is_refused(tmp_path_factory, cut):
    data = whole(tmp_path_factory)
    path = tmp_path_factory.getbasetemp() / "cut.zip"
    path.write_bytes(data[: cut % len(data)])
    refused(path)


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=6))
@settings(max_examples=300)
def test_flipped_bits_are_refused_or_change_no_member(tmp_path_factory, flips):
    data = bytearray(whole(tmp_path_factory))
    for flip in flips:
        data[flip // 8 % len(data)] ^= 1 << flip % 8
    path = tmp_path_factory.getbasetemp() / "flipped.zip"
    path.write_bytes(data)
    try:
        found = read(path)
    except BadInput:
        return
    assert set(found.values()) <= set(MEMBERS.values())


@given(st.binary(max_size=400))
@settings(max_examples=100)
def test_bytes_of_any_kind_are_refused(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "any.zip"
    path.write_bytes(data)
    refused(path)


def whole(tmp_path_factory) -> bytes:
    """A small archive."""
    folder = tmp_path_factory.getbasetemp() / "whole"
    path = folder / "case.zip"
    if not path.exists():
        folder.mkdir(exist_ok=True)
        written(folder)
    return path.read_bytes()


def test_a_member_that_is_missing_or_too_large_is_told(tmp_path):
    path = written(tmp_path)
    with opened(path) as archive, pytest.raises(BadInput, match="not in it"):
        archive.read("gone", 10)
    with opened(path) as archive, pytest.raises(BadInput, match="limit is 10"):
        archive.read("files/a/x.xosc", 10)
