"""Numbers in frames: half a step near, never wrapped, never a number that is none."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aureole.core.errors import BadInput, BadWord
from aureole.vehicle.ports.database import OURS, frames, pack, parsed, unpack
from aureole.vehicle.ports.sealing import SYNCS
from tests.vehicle.ports import joined  # noqa: F401  # skips without the packages

LENGTHS = (8, 12, 16, 20, 24, 32, 48, 64)  # ISO 11898-1:2015, CAN FD
BUS = {"Crc", "Count", "Freshness", "Mac", "Nonce", "Trip", "Messages", "KeyCheck"}
SIGNALS = [(frame.name, name) for frame in frames().values() for name in frame.signals if name not in BUS]


@pytest.mark.parametrize(("frame", "signal"), SIGNALS)
@given(share=st.floats(0.0, 1.0))
def test_a_value_comes_back_within_half_a_step(frame, signal, share):
    kind = frames()[frame]
    given_ = kind.signals[signal]
    value = given_.low + share * (given_.high - given_.low)
    found = unpack(kind, pack(kind, {signal: value}))[signal]
    assert abs(found - value) <= given_.scale * (0.5 + 1e-9) + math.ulp(value)


@pytest.mark.parametrize(("frame", "signal"), SIGNALS)
@pytest.mark.parametrize("times", [1.0001, 2.0, 3.0, 65536.0, 1e300])
@pytest.mark.parametrize("side", ["low", "high"])
def test_a_value_beyond_the_range_is_the_end_of_the_range(frame, signal, times, side):
    kind = frames()[frame]
    end = getattr(kind.signals[signal], side)
    found = unpack(kind, pack(kind, {signal: end * times}))[signal]
    assert found == pytest.approx(end, abs=kind.signals[signal].scale / 2.0)


@pytest.mark.parametrize(("frame", "signal"), SIGNALS)
@pytest.mark.parametrize("broken", [math.nan, math.inf, -math.inf])
def test_a_value_that_is_no_number_is_refused(frame, signal, broken):
    with pytest.raises(BadWord, match=f"{signal}: is {broken}"):
        pack(frames()[frame], {signal: broken})


def test_every_frame_is_one_of_can_fd_with_an_identity_of_its_own():
    kinds = frames().values()
    assert all(kind.length in LENGTHS and kind.coder.is_fd for kind in kinds)
    for numbers in ([k.id for k in kinds], [k.identity for k in kinds], [k.secured for k in kinds if k.secured]):
        assert len(set(numbers)) == len(numbers)
        assert all(numbers)


def test_header_and_authentication_lie_where_the_code_puts_them():
    for kind in frames().values():
        places = {signal.name: (signal.start, signal.length) for signal in kind.coder.signals}
        assert (places["Crc"], places["Count"]) == ((0, 16), (16, 8))
        if kind.secured:
            assert places["Mac"] == (8 * kind.length - 64, 64)
            assert kind.name in SYNCS or places["Freshness"] == (8 * kind.length - 80, 16)


def test_a_frame_of_another_length_is_refused():
    with pytest.raises(BadWord, match="has 23 bytes, expected 24"):
        unpack(frames()["SteerRequest"], bytes(23))


def test_what_is_no_dbc_is_refused(tmp_path):
    with pytest.raises(BadInput, match="cannot be read"):
        parsed(tmp_path / "none.dbc")
    text = OURS.read_text(encoding="ascii")
    overlap, number = text.replace("16|8@1+", "15|8@1+"), text.replace("BO_ 257", "BO_ 9999999999")
    for broken in ("hello", text[:-20], overlap, number):
        (tmp_path / "broken.dbc").write_text(broken)
        with pytest.raises(BadInput, match="is no DBC"):
            parsed(tmp_path / "broken.dbc")
