"""A 128-bit fingerprint of a drive, mixed field by field and step by step.

Two 64-bit lanes of multiply-xor-rotate mixing; not cryptographic, meant to notice one changed bit. The functions
work on numpy uint64 arrays (the clear version) and compile into kernels unchanged.
"""

from typing import TypeVar

import numpy as np

from aureole.core.notes import Uint64

Words = TypeVar("Words", np.uint64, Uint64)

SEED_A = np.uint64(0x243F6A8885A308D3)  # first bits of pi
SEED_B = np.uint64(0x13198A2E03707344)  # next bits of pi
MIX_A = np.uint64(0x9E3779B97F4A7C15)  # 2^64 / golden ratio, odd
MIX_B = np.uint64(0xC2B2AE3D27D4EB4F)  # an odd 64-bit prime
ROTATE, BACK, FOLD = np.uint64(29), np.uint64(35), np.uint64(32)  # bits; 29 + 35 = 64


def mix_a(lane: Words, word: Words) -> Words:
    """First lane after one more 64-bit word."""
    mixed = (lane ^ word) * MIX_A
    return (mixed << ROTATE) | (mixed >> BACK)


def mix_b(lane: Words, word: Words) -> Words:
    """Second lane after one more 64-bit word."""
    mixed = (lane + word) * MIX_B
    return mixed ^ (mixed >> FOLD)


def text(lane_a: int, lane_b: int) -> str:
    """The fingerprint as 32 hexadecimal digits."""
    return f"{int(lane_a):016x}{int(lane_b):016x}"
