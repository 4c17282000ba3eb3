"""Files are there whole or not at all, and a disk that does not take them is told."""

from __future__ import annotations

import pytest

from aureole.core.errors import Trouble
from aureole.runtime.files import whole


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
