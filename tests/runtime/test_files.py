"""Files are there whole or not at all, and a disk that does not take them is told."""

from __future__ import annotations

import pytest

from aureole.core.errors import Trouble
from aureole.runtime.files import whole, whole_together


def test_a_file_takes_its_name_when_it_is_whole(tmp_path):
    path = tmp_path / "new" / "a.txt"
    with whole(path) as file:
        file.write("all of it")
        assert not path.exists()
    assert path.read_text() == "all of it"
    assert [entry.name for entry in path.parent.iterdir()] == ["a.txt"]


def test_what_breaks_half_way_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("old")
    with pytest.raises(ZeroDivisionError), whole(path) as file:
        file.write(str(1 / 0))
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.txt"]


def test_a_place_that_cannot_be_written_is_told_with_its_path(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(Trouble, match="cannot write") as told, whole(tmp_path / "file" / "a.txt"):
        pass
    assert told.value.place.endswith("a.txt")
    assert told.value.remedy


def test_of_files_that_belong_together_none_is_touched_if_one_cannot_be_written(tmp_path):
    (tmp_path / "b").touch()
    (tmp_path / "a.txt").write_bytes(b"old")
    with pytest.raises(Trouble, match="cannot write") as told:
        whole_together({tmp_path / "a.txt": b"new", tmp_path / "b" / "c.txt": b"new"})
    assert told.value.place.endswith("c.txt")
    assert (tmp_path / "a.txt").read_bytes() == b"old"
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a.txt", "b"]


def test_files_that_belong_together_are_written_byte_for_byte(tmp_path):
    whole_together({tmp_path / "a": b"\r\n\xff", tmp_path / "new" / "b": b""})
    assert ((tmp_path / "a").read_bytes(), (tmp_path / "new" / "b").read_bytes()) == (b"\r\n\xff", b"")
