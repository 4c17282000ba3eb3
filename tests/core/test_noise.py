"""Noise is Philox, the same wherever and with whomever it is drawn."""

import hashlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aureole.core import noise

KEYS = np.arange(1000, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
PI = (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344)
# counter, key words, answer: Random123 1.14, kat_vectors, philox4x32 10 rounds
KNOWN = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (PI, (0xA4093822, 0x299F31D0), (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1)),
]


def words(*numbers: int):
    return tuple(np.array([number], dtype=np.uint64) for number in numbers)


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN)
def test_philox_gives_the_published_answers(counter, key, answer):
    got = noise.philox(words(*counter), words(key[0] | key[1] << 32)[0])
    assert tuple(int(word[0]) for word in got) == answer


def test_the_first_key_word_is_the_lower_half():
    counter, (first, second), answer = KNOWN[2]
    swapped = noise.philox(words(*counter), words(second | first << 32)[0])
    assert int(swapped[0][0]) != answer[0]


def test_uniform_reads_place_and_tick_from_the_counter():
    """Place in word 0, tick in words 2 and 3; 52 bits out of the first two words."""
    tick = 7 + (3 << 32)
    a, b, *_ = noise.philox(words(5, 0, 7, 3), KEYS[9:10])
    expected = ((int(a[0]) << 20 ^ int(b[0]) >> 12) + 0.5) / 2**52
    assert noise.uniform(KEYS[9:10], tick, (6,))[0, 5] == expected


def test_a_tick_beyond_32_bits_is_another_tick():
    assert (noise.uniform(KEYS[:3], 1, (4,)) != noise.uniform(KEYS[:3], 1 + 2**32, (4,))).all()


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**63))
def test_uniform_lies_strictly_between_zero_and_one(key, tick):
    numbers = noise.uniform(np.array([key], dtype=np.uint64), tick, (64,))
    assert ((numbers > 0.0) & (numbers < 1.0)).all()


@pytest.mark.parametrize("word", [0, 0xFFFFFFFF])
def test_the_ends_of_the_generator_stay_inside(monkeypatch, word):
    monkeypatch.setattr(noise, "philox", lambda counter, _: (np.full_like(counter[0], word),) * 4)
    number = noise.uniform(KEYS[:1], 0, (1,))[0, 0]
    assert 0.0 < number < 1.0
    assert np.isfinite(noise.normal(KEYS[:1], 0, (1,))).all()


def test_uniform_is_even():
    numbers = noise.uniform(KEYS[:100], 0, (10_000,)).ravel()
    counts, _ = np.histogram(numbers, bins=100, range=(0.0, 1.0))
    chi = ((counts - 10_000.0) ** 2 / 10_000.0).sum()
    assert 54.0 < chi < 161.0  # 99 degrees of freedom: 0.01 % on either side
    assert np.mean(numbers) == pytest.approx(0.5, abs=4 * 12**-0.5 * 1e-3)


def test_neighbouring_keys_ticks_and_places_do_not_know_each_other():
    near = np.arange(200, dtype=np.uint64)
    one = noise.uniform(near, 0, (500,))
    for other in (noise.uniform(near + np.uint64(1), 0, (500,)), noise.uniform(near, 1, (500,)), np.roll(one, 1, 1)):
        assert abs(np.corrcoef(one.ravel(), other.ravel())[0, 1]) < 4 * (200 * 500) ** -0.5


def test_normal_has_the_moments_of_the_normal_law():
    numbers = noise.normal(KEYS[:100], 0, (10_000,)).ravel()
    for power, moment, spread in ((1, 0.0, 1.0), (2, 1.0, 2.0), (3, 0.0, 15.0), (4, 3.0, 96.0)):
        # spread: variance of the power, from the even moments 1, 3, 15, 105
        assert np.mean(numbers**power) == pytest.approx(moment, abs=4 * (spread / numbers.size) ** 0.5)
    assert 4.4 < np.abs(numbers).max() < 6.5


@pytest.mark.parametrize("draw", [noise.uniform, noise.normal])
@pytest.mark.parametrize("shape", [(), (1,), (3,), (16, 2), (17, 5)])
def test_a_world_alone_draws_what_it_draws_among_a_thousand(draw, shape):
    together = draw(KEYS, 5, shape)
    assert together.shape == (1000, *shape)
    for world in (*range(20), 511, 998, 999):
        assert draw(KEYS[world : world + 1], 5, shape)[0].tobytes() == together[world].tobytes()


def test_a_place_alone_draws_what_it_draws_in_a_longer_row():
    assert (noise.uniform(KEYS, 5, (3,)) == noise.uniform(KEYS, 5, (40,))[:, :3]).all()


def test_drawing_again_gives_the_same():
    assert (noise.normal(KEYS, 7, (3,)) == noise.normal(KEYS, 7, (3,))).all()


def test_a_key_is_the_hash_of_case_seed_and_stream():
    digest = hashlib.blake2b(b"cut-in\x003\0radar", digest_size=8).digest()
    assert noise.key("cut-in", 3, "radar") == int.from_bytes(digest, "little")


def test_case_seed_and_stream_each_give_another_key():
    keys = {noise.key(*words) for words in (("a", 1, "b"), ("a", 2, "b"), ("a", 1, "c"), ("c", 1, "b"), ("a1", 1, "b"))}
    assert len(keys) == 5
