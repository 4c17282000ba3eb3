"""E2E Profile 5, against AUTOSAR's own numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aureole.vehicle.ports import e2e
from aureole.vehicle.ports.e2e import Status

IDENTITY = 0x1234
# AUTOSAR, Specification of CRC Routines, table of CRC-16/CCITT-FALSE.
VECTORS = {
    "00000000": 0x84C0, "f20183": 0xD374, "0faa0055": 0x2023, "00ff5511": 0xB8F9, "332255aabbccddeeff": 0xF53F,
    "926b55": 0x0745, "ffffffff": 0x1D0F,
}  # fmt: skip


@pytest.mark.parametrize("data", VECTORS)
def test_the_crc_is_autosars(data):
    assert e2e.crc(bytes.fromhex(data)) == VECTORS[data]


@pytest.mark.parametrize(("counter", "expected"), [(0, "1cca000000000000"), (1, "cf8d010000000000")])
def test_eight_zero_bytes_are_protected_as_in_autosars_example(counter, expected):
    data = bytearray(8)
    e2e.protect(data, IDENTITY, counter)
    assert data.hex() == expected


def protected(counter, identity=IDENTITY):
    data = bytearray(b"\0\0\0hello")
    e2e.protect(data, identity, counter)
    return data


@pytest.mark.parametrize(
    ("step", "status", "lost"),
    [
        (0, Status.REPEATED, 0), (1, Status.OK, 0), (2, Status.SOME_LOST, 1), (10, Status.SOME_LOST, 9),
        (11, Status.WRONG_SEQUENCE, 10), (255, Status.WRONG_SEQUENCE, 254),
    ],
)  # fmt: skip
@pytest.mark.parametrize("last", [0, 7, 254, 255])
def test_a_step_of_the_counter_has_a_name_and_tells_how_many_were_lost(last, step, status, lost):
    found = e2e.check(protected((last + step) % 256), IDENTITY, last)
    assert found == (status, (last + step) % 256, lost)


@given(bit=st.integers(0, 63), counter=st.integers(0, 255))
def test_no_turned_bit_goes_unseen(bit, counter):
    data = protected(counter)
    data[bit // 8] ^= 1 << bit % 8
    assert e2e.check(data, IDENTITY, 0).status is Status.ERROR


@given(first=st.integers(0, 47), pattern=st.integers(1, 65535))
def test_no_burst_of_sixteen_bits_goes_unseen(first, pattern):
    data = protected(3)
    bits = int.from_bytes(data, "big") ^ (pattern << first)
    assert e2e.check(bits.to_bytes(8, "big"), IDENTITY, 2).status is Status.ERROR


def test_data_of_another_identity_is_an_error():
    assert e2e.check(protected(1, identity=0x1235), IDENTITY, 0).status is Status.ERROR


def test_nothing_is_no_new_data_and_an_error_moves_no_state():
    assert e2e.check(None, IDENTITY, 9) == (Status.NO_NEW_DATA, 9, 0)
    assert e2e.check(b"", IDENTITY, 9) == (Status.ERROR, 9, 0)
