"""One changed bit, or another order, is another digest."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from aureole.core import digest

WORDS = st.lists(st.integers(0, 2**64 - 1), min_size=1, max_size=12)


def mixed(words: list[int]) -> tuple[int, int]:
    a, b = np.array([digest.SEED_A]), np.array([digest.SEED_B])
    for word in words:
        number = np.array([word], dtype=np.uint64)
        a, b = digest.mix_a(a, number), digest.mix_b(b, number)
    return int(a[0]), int(b[0])


@given(WORDS, st.data())
def test_one_changed_bit_changes_both_lanes(words, data):
    place, bit = data.draw(st.integers(0, len(words) - 1)), data.draw(st.integers(0, 63))
    other = [word ^ (1 << bit) * (i == place) for i, word in enumerate(words)]
    (a, b), (c, d) = mixed(words), mixed(other)
    assert a != c
    assert b != d


@given(WORDS, st.data())
def test_the_order_matters(words, data):
    other = data.draw(st.permutations(words))
    assert (mixed(words) == mixed(other)) == (words == other)


@given(WORDS)
def test_a_word_more_changes_the_digest_even_if_it_is_zero(words):
    assert mixed([*words, 0]) != mixed(words)


def test_one_changed_bit_turns_about_half_the_digest():
    rng = np.arange(1, 257, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    turned = []
    for bit in range(64):
        flip = np.uint64(1 << bit)
        a = mixed_many([rng, rng + np.uint64(1), rng])
        b = mixed_many([rng ^ flip, rng + np.uint64(1), rng])
        turned.append(np.bitwise_count(a ^ b).sum(axis=0).mean())
    assert min(turned) > 16
    assert 48 < np.mean(turned) < 80


def mixed_many(rows: list) -> np.ndarray:
    a, b = np.full(256, digest.SEED_A), np.full(256, digest.SEED_B)
    for row in rows:
        a, b = digest.mix_a(a, row), digest.mix_b(b, row)
    return np.stack([a, b])


def test_the_digest_of_nothing_and_of_one_word_never_change():
    """A digest that changes makes every kept record unlike its own drive: then raise the version."""
    assert digest.text(*mixed([])) == "243f6a8885a308d313198a2e03707344"
    assert digest.text(*mixed([1])) == "152b2e274b3560467779397b36ded030"


def test_a_digest_is_32_digits():
    assert digest.text(0, 255) == "0" * 30 + "ff"
