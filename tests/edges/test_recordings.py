"""Spoiled parts of a recording are read as far as they are whole, or refused; they never break the reader."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aureole.core.errors import BadInput
from aureole.runtime.recorder.ring import parts_in
from aureole.runtime.recorder.tape import Tape
from tests.runtime.recorder.words import entry, journal, noisy
from tests.runtime.words import STEP

COUNT = 40
FUZZ = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def part(tmp_path_factory) -> bytes:
    folder = tmp_path_factory.mktemp("part")
    book = journal(folder)
    for tick in range(COUNT):
        book.add([noisy(tick), entry(tick)], tick * STEP)
    book.close(0, {})
    return parts_in(folder)[0].read_bytes()


def read(tmp_path, data: bytes) -> list[int]:
    """The numbers of the commands that are there; below zero: refused."""
    for path in parts_in(tmp_path):
        path.unlink()
    (tmp_path / "000001.mcap").write_bytes(data)
    try:
        return [each.number for each in Tape(tmp_path).entries() if each.topic == "command"]
    except BadInput:
        return [-1]


@FUZZ
@given(st.data())
def test_a_part_cut_anywhere_gives_its_first_words_or_is_refused(tmp_path, part, data):
    found = read(tmp_path, part[: data.draw(st.integers(0, len(part)))])
    assert found in ([-1], list(range(len(found))))


@FUZZ
@given(st.data())
def test_a_part_with_a_flipped_byte_gives_no_word_that_was_not_said(tmp_path, part, data):
    place, bits = data.draw(st.integers(0, len(part) - 1)), data.draw(st.integers(1, 255))
    spoiled = bytearray(part)
    spoiled[place] ^= bits
    found = read(tmp_path, bytes(spoiled))
    assert found == [-1] or set(found) <= set(range(COUNT))


@FUZZ
@given(st.binary(max_size=200))
def test_what_is_no_part_at_all_is_refused(tmp_path, noise):
    assert read(tmp_path, noise) == [-1]
    assert read(tmp_path, b"\x89MCAP0\r\n" + noise) == [-1]


def test_a_part_of_another_drive_is_refused(tmp_path, part):
    book = journal(tmp_path)
    book.about = {"case": "another"}
    book.add([entry(0)], 0)
    book.close(0, {})
    (tmp_path / "000002.mcap").write_bytes(part)
    with pytest.raises(BadInput, match="another drive"):
        list(Tape(tmp_path).entries())


def test_a_folder_without_parts_is_refused(tmp_path):
    with pytest.raises(BadInput, match="no part"):
        Tape(tmp_path)
    with pytest.raises(BadInput, match="cannot be read"):
        Tape(tmp_path / "nowhere")
