"""Several pictures as one: moments under each other, cameras side by side, each with its caption."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from aureole.core.notes import Uint8

GAP, INK, PAPER = 4, 245, 24  # px; grey of letters and of the ground
LETTER = 3  # px of a letter's dot
DOTS = {  # three columns and five rows
    "0": "111101101101111",
    "1": "010110010010111",
    "2": "111001111100111",
    "3": "111001111001111",
    "4": "101101111001001",
    "5": "111100111001111",
    "6": "111100111101111",
    "7": "111001001001001",
    "8": "111101111101111",
    "9": "111101111001111",
    ".": "000000000000010",
    "/": "001001010100100",
}
"""What a caption may say: figures."""


def caption(image: Uint8, text: str) -> Uint8:
    """The picture with words in its upper left corner; what has no letter is left out."""
    shown = image.copy()
    left = 2 * LETTER
    for letter in text:
        dots = DOTS.get(letter)
        for k, dot in enumerate(dots or ""):
            top, side = 2 * LETTER + k // 3 * LETTER, left + k % 3 * LETTER
            if dot == "1":
                shown[top + 1 : top + 1 + LETTER, side + 1 : side + 1 + LETTER] = PAPER
                shown[top : top + LETTER, side : side + LETTER] = INK
        left += LETTER * (4 if dots else 2)
    return shown


def halved(image: Uint8) -> Uint8:
    """Half as wide and high: the mean of four pixels."""
    rows, columns = image.shape[0] // 2 * 2, image.shape[1] // 2 * 2
    four = image[:rows, :columns].reshape(rows // 2, 2, columns // 2, 2, 3).astype(np.uint16)
    found: Uint8 = ((four.sum(axis=(1, 3)) + 2) // 4).astype(np.uint8)
    return found


def strip(rows: Sequence[Sequence[Uint8]], captions: Sequence[str]) -> Uint8:
    """Pictures by moment and camera as one film strip; `captions` are of the moments."""
    lines = []
    for images, text in zip(rows, captions, strict=True):
        small = [halved(image) for image in images]
        small[0] = caption(small[0], text)
        high = max(len(image) for image in small)
        lines.append(side_by_side(small, high))
    columns = 2 if len(rows) > 3 and len(rows[0]) == 1 else 1
    wide = [side_by_side(lines[k : k + columns], max(len(one) for one in lines[k : k + columns]))
            for k in range(0, len(lines), columns)]  # fmt: skip
    width = max(line.shape[1] for line in wide)
    parts = [np.pad(line, ((0, GAP), (0, width - line.shape[1]), (0, 0)), constant_values=PAPER) for line in wide]
    return np.concatenate(parts)[:-GAP]


def side_by_side(images: Sequence[Uint8], high: int) -> Uint8:
    """Pictures in a row, with a gap between them."""
    parts = [np.pad(image, ((0, high - len(image)), (0, GAP), (0, 0)), constant_values=PAPER) for image in images]
    return np.concatenate(parts, axis=1)[:, :-GAP]
