"""Authentication, against the vectors of RFC 4493."""

import pytest

pytest.importorskip("cryptography", reason="cryptography is not installed: pip install 'aureole[can]'")

from aureole.core.errors import BadInput
from aureole.vehicle.ports.secoc import Cmac

KEY = bytes.fromhex("2b7e151628aed2a6abf7158809cf4f3c")
TEXT = bytes.fromhex(
    "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
    "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710"
)
VECTORS = {
    0: "bb1d6929e95937287fa37d129b756746", 16: "070a16b46b4d4144f79bdd9dd04a287c",
    40: "dfa66747de9ae63030ca32611497c827", 64: "51f0bebf7e3b9d92fc49741779363cfe",
}  # fmt: skip


@pytest.mark.parametrize("length", VECTORS)
def test_the_cmac_is_that_of_rfc_4493(length):
    assert Cmac(KEY).whole(TEXT[:length]).hex() == VECTORS[length]


def test_what_is_authenticated_is_identity_data_and_whole_freshness_and_the_first_bytes_are_sent():
    whole = Cmac(KEY).whole(b"\x01\x02data\0\0\0\0\0\x01\0\x03")
    assert Cmac(KEY).mac(0x0102, b"data", 0x10003) == whole[:8]


@pytest.mark.parametrize("change", ["identity", "data", "freshness", "mac", "key"])
def test_anything_else_does_not_fit(change):
    mac = Cmac(KEY).mac(1, b"data", 5)
    given = {"mac": mac, "identity": 1, "data": b"data", "freshness": 5}
    other = {"mac": bytes(8), "identity": 2, "data": b"Data", "freshness": 65541}
    assert Cmac(KEY).fits(**given)
    judge = Cmac(KEY if change != "key" else bytes(16))
    assert not judge.fits(**given | ({change: other[change]} if change != "key" else {}))


@pytest.mark.parametrize("length", [0, 15, 17, 32])
def test_a_key_of_another_length_is_refused(length):
    with pytest.raises(BadInput, match=f"has {length} bytes, expected 16"):
        Cmac(bytes(length))


def test_a_key_is_named_by_the_beginning_of_a_cmac():
    assert Cmac(KEY).check == Cmac(KEY).whole(bytes(16))[:3]
