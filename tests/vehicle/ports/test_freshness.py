"""No freshness value is used twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aureole.core.errors import BadInput, Trouble
from aureole.vehicle.ports.freshness import MESSAGES, Messages, begin, next_trip, rebuilt, value


@given(trip=st.integers(1, 2**32 - 1), latest=st.integers(0, MESSAGES - 70000), step=st.integers(1, 65536))
def test_the_next_65536_values_are_found_again_from_their_last_bits(trip, latest, step):
    new = value(trip, latest + step)
    assert rebuilt(value(trip, latest), new % 65536) == new


@given(latest=st.integers(0, MESSAGES - 1), sent=st.integers(0, 65535))
def test_what_is_rebuilt_is_always_newer_and_of_the_same_trip(latest, sent):
    found = rebuilt(value(3, latest), sent)
    assert found is None or (found > value(3, latest) and found // MESSAGES == 3)


def test_messages_are_counted_and_never_wrap():
    messages = Messages(2, MESSAGES - 2)
    assert next(messages) == value(3, 0) - 1
    with pytest.raises(Trouble, match="trip 2 are used"):
        next(messages)


@pytest.mark.parametrize("trip", [0, -1, 2**32])
def test_a_trip_that_is_none_is_refused(trip):
    with pytest.raises(BadInput, match="trip"):
        Messages(trip)


def test_every_start_is_a_trip_of_its_own_and_is_on_disk_before_it_is_known(tmp_path):
    file = tmp_path / "trips"
    begin(file)
    assert [next_trip(file) for _ in range(3)] == [1, 2, 3]
    assert file.read_text() == "3\n"
    assert [path.name for path in tmp_path.iterdir()] == ["trips"]


def test_a_draft_that_a_crash_left_behind_counts_for_nothing(tmp_path):
    file = tmp_path / "trips"
    begin(file)
    next_trip(file)
    (tmp_path / "trips.new").write_text("1")
    assert next_trip(file) == 2


def test_a_file_that_is_there_is_never_begun_again(tmp_path):
    begin(tmp_path / "trips")
    with pytest.raises(BadInput, match="is there already"):
        begin(tmp_path / "trips")


@pytest.mark.parametrize(
    "content", [b"", b"4", b"-1\n", b"1_0\n", "٣\n".encode(), b"4294967295\n", b"\xff\n", b"1 2\n"]
)
def test_a_broken_count_is_refused_and_not_guessed(tmp_path, content):
    (tmp_path / "trips").write_bytes(content)
    with pytest.raises(BadInput, match="no count of trips"):
        next_trip(tmp_path / "trips")
    assert (tmp_path / "trips").read_bytes() == content


def test_a_count_that_is_gone_asks_for_a_new_key(tmp_path):
    with pytest.raises(BadInput, match="new key"):
        next_trip(tmp_path / "trips")
