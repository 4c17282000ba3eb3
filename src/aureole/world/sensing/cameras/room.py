"""Room for pictures in the making, and for what comes out."""

from __future__ import annotations

import numpy as np

from aureole.core.car import Optics
from aureole.world.sensing.cameras.lens import Lens
from aureole.world.sensing.cameras.under import PAINTS, tints
from aureole.world.sensing.rows.sky import CLOUDY
from aureole.world.sensing.shapes.canvas import (
    BLOCK,
    FACE,
    MARKS,
    PAD,
    WORK,
    Canvas,
    Marks,
    Shots,
    Sky,
    Soil,
)  # fmt: skip
from aureole.world.sensing.stage.texture import grain, ridges

FACES = 8192  # of one view
ENTRIES = 400  # faces of a row, in the mean
LINES = 200  # painted lines and edges of a row, in the mean


def canvas_of(
    lens: Lens, slots: int, lines: int | None = None, *, truth: bool = True, together: bool = False
) -> Canvas:
    """Room for a lens's frame, for so many of its rows or for all.

    Args:
        lens: the lens.
        slots: pictures that are drawn at the same time.
        lines: rows that are kept; all where it is not said.
        truth: what is true of pixels is kept, too.
        together: all rows of a picture are drawn at the same time.
    """
    rows, columns = lens.shape
    lines = rows if lines is None else lines
    frame, none = (slots, lines, columns), np.zeros(slots, np.int32)
    seen = frame if truth else (slots, 0, 0)
    marks = Marks(
        none.copy(), np.zeros((slots, MARKS, 3), np.int32), np.zeros((slots, rows + 1), np.int32),
        np.zeros((slots, LINES * rows), np.int32),
    )  # fmt: skip
    return Canvas(
        np.zeros((slots, FACES, FACE)), none.copy(), none.copy(), np.zeros((slots, rows + 1), np.int32),
        np.zeros((slots, rows), np.int32), np.zeros((slots, ENTRIES * rows, 3), np.int32), np.zeros((slots, WORK)),
        np.zeros((slots, 3, lines, columns + PAD), np.float32), np.zeros(frame, np.float32), np.zeros(seen, np.uint8),
        np.zeros(seen, np.int32), np.zeros(frame, np.int32), marks, soil_of((slots, lines, columns + PAD)),
        sky_of((slots, rows if together else 1, columns)), np.zeros((slots, lines, 6, columns + PAD), np.float32),
        ridges(),
    )  # fmt: skip


def soil_of(shape: tuple[int, int, int]) -> Soil:
    """Room for the ground of rows."""
    slots, lines, columns = shape
    colours, classes = tints()
    zeros = [np.zeros(shape, np.float32) for _ in range(6)]
    return Soil(
        np.zeros(shape, np.int32), zeros[0], zeros[1], np.ones(shape, np.float32), zeros[2], zeros[3], zeros[4],
        np.zeros(shape, np.int32), np.zeros((slots, lines, columns // BLOCK + 1), np.uint8),
        np.zeros((slots, lines, PAINTS, 10), np.float32), zeros[5], grain().ravel(), colours, classes,
    )  # fmt: skip


def sky_of(shape: tuple[int, int, int]) -> Sky:
    """Room for what is known of the sky."""
    slots, lanes, columns = shape
    return Sky(
        np.zeros((slots, lanes, 3), np.int32), np.zeros((slots, lanes, 2, 6, columns // CLOUDY + 3), np.float32),
        np.zeros(shape, np.float32), np.zeros(shape, np.float32), np.zeros(shape, np.float32),
    )  # fmt: skip


def room(images: int, optics: Optics, *, truth: bool) -> Shots:
    """Room for what comes out."""
    shape = (images, optics.rows, optics.columns)
    truths = shape if truth else (images, 0, 0)
    image = np.zeros((*shape, 3), np.uint8)
    words = image.reshape(images, optics.rows, -1)
    words = words.view(np.uint32) if optics.columns % 4 == 0 else np.zeros((images, optics.rows, 0), np.uint32)
    return Shots(
        image, words, np.zeros(truths, np.float32), np.zeros(truths, np.uint8),
        np.zeros(truths, np.int32),
    )  # fmt: skip
