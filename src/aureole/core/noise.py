"""Counter-based noise: the same key, tick and place always give the same number.

Philox4x32-10 (Salmon, Moraes, Dror, Shaw: Parallel Random Numbers: As Easy as 1, 2, 3; SC'11), written for numpy
arrays; kernels that need noise draw it before they run.
"""

import hashlib

import numpy as np

from aureole.core.notes import Float64, Uint64

LOW, HALF = np.uint64(0xFFFFFFFF), np.uint64(32)  # lower half of a word, bits of a half
MULTIPLY = (np.uint64(0xD2511F53), np.uint64(0xCD9E8D57))  # Philox4x32 multipliers, table 2
WEYL = (np.uint64(0x9E3779B9), np.uint64(0xBB67AE85))  # golden ratio, sqrt(3) - 1
ROUNDS = 10


def key(case: str, seed: int, stream: str) -> int:
    """64 bits that stand for one stream of randomness of one case."""
    return int.from_bytes(hashlib.blake2b(f"{case}\0{seed}\0{stream}".encode(), digest_size=8).digest(), "little")


def philox(counter: tuple[Uint64, Uint64, Uint64, Uint64], keys: Uint64) -> tuple[Uint64, ...]:
    """Four 32-bit words (held in uint64) for each counter of four 32-bit words."""
    c0, c1, c2, c3 = counter
    k0, k1 = keys & LOW, keys >> HALF
    for _ in range(ROUNDS):
        p0, p1 = c0 * MULTIPLY[0], c2 * MULTIPLY[1]
        c0, c1, c2, c3 = (p1 >> HALF) ^ c1 ^ k0, p1 & LOW, (p0 >> HALF) ^ c3 ^ k1, p0 & LOW
        k0, k1 = (k0 + WEYL[0]) & LOW, (k1 + WEYL[1]) & LOW
    return c0, c1, c2, c3


def uniform(keys: Uint64, tick: int, shape: tuple[int, ...]) -> Float64:
    """Numbers in (0, 1), shape (worlds, *shape); `keys` has shape (worlds,)."""
    place = np.arange(int(np.prod(shape, dtype=np.int64)), dtype=np.uint64)[None, :]
    zero = np.zeros((len(keys), place.shape[1]), dtype=np.uint64)
    low, high = np.uint64(tick & 0xFFFFFFFF), np.uint64(tick >> 32 & 0xFFFFFFFF)
    words = philox((zero + place, zero, zero + low, zero + high), keys[:, None])
    bits = (words[0] << np.uint64(20)) ^ (words[1] >> np.uint64(12))  # 52 bits
    return ((bits.astype(np.float64) + 0.5) * 2.0**-52).reshape(len(keys), *shape)


def normal(keys: Uint64, tick: int, shape: tuple[int, ...]) -> Float64:
    """Standard normal numbers (Box, Muller 1958), shape (worlds, *shape)."""
    pairs = uniform(keys, tick, (*shape, 2))
    return np.asarray(np.sqrt(-2.0 * np.log(pairs[..., 0])) * np.cos(2.0 * np.pi * pairs[..., 1]))
