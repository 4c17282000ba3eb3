"""What a camera casts on: views, faces, the frame they are drawn in, and the rows in which each face is seen.

The camera's frame is x ahead, y left, z up; the ray through a pixel is (1, u, v) there. A face is a flat convex
quad or a rounded stick. A ray meets a quad if it lies inside the cone that its corners make with the eye, which is four
planes through the eye; 1 / depth and the coordinates on the quad are linear in the ray as well. So a row of pixels
meets a quad in one interval, found by four divisions, and nothing is clipped.
"""

from __future__ import annotations

from typing import NamedTuple

from aureole.core.notes import Array, Bool, Float32, Float64, Int32, Uint8
from aureole.world.sensing.stage.stage import Stage

V_EYE, V_WAY, V_LATER, V_FOCAL, V_X, V_Y, V_WORLD, V_SELF, V_ROLLS = 0, 3, 12, 24, 25, 26, 27, 28, 29
VIEW = (
    37  # columns: eye, axes (ahead, left, up); both again for the last row; focal length, middle in pixels; world, ego
)
V_FAR, V_EGO, V_WIDE, V_SHUTTER = 30, 31, 35, 36  # m; ego x, y, cosine, sine; tangent of half the view; s
F_EDGES, F_NEAR, F_ALONG, F_UP, FORMS = 0, 12, 15, 18, 21  # linear forms of a ray: edges, 1 / depth, coordinates
F_LOW, F_HIGH, F_SHADER, F_CLASS, F_NAME, F_MORE, F_TOP, F_BOTTOM = 42, 45, 48, 49, 50, 51, 62, 63
FACE = 64  # columns; forms at the first row, their change until the last, colours, looks, more numbers, rows
W_CORNERS, W_LOW, W_HIGH, W_MORE = 0, 12, 15, 18
WORK = 40
W_FORMS = 28  # from here on corners at the last row; numbers of the face lie before

FLAT, GRADE, DISC, STICK, SHADOW, WINDOWS, PICTURE, STRIPES, CONE, LEAVES, GLOW, RING, ARROWS, LENS, VEST = range(
    15
)  # shaders
CHUNK = 16  # px; ground is grained in pieces of so many
NOBODY, ITSELF = -1, -2  # owner of a pixel: no face, or one that has laid on its colour already


class Canvas(NamedTuple):
    """Room for pictures in the making; one slot each.

    Row r of the frame lies in line r % lines: a frame that is finished row by row needs no more lines than that takes.
    """

    faces: Float64
    """(slots, faces, 64)."""
    filled: Int32
    """Faces of each slot."""
    lost: Int32
    """Faces for which there was no room."""
    first: Int32
    """(slots, rows + 1): faces seen in row r are `order[first[r]:first[r + 1]]`."""
    order: Int32
    work: Float64
    """(slots, 40): the face in the making."""
    colour: Float32
    """(slots, 3, lines, columns), linear."""
    near: Float32
    """(slots, lines, columns): 1 / depth along the camera's axis, 1/m; 0 is the sky."""
    kind: Uint8
    """`stage.seen.Seen`."""
    name: Int32
    """Instance: agent, or SIGN_NAMES + signal; -1 none."""
    owner: Int32
    """Face that is nearest, before its colour is laid on; NOBODY, ITSELF."""
    tone: Float32
    """(slots, lines, columns + CHUNK): grain of the ground."""
    cover: Float32
    """How much paint covers; zero between rows."""
    paint: Uint8
    beside: Float32
    """How near the nearest edge is, m; how much light a shadow leaves."""
    ridges: Float32
    """`stage.texture.ridges`."""


class Shots(NamedTuple):
    """What comes out, one row an image."""

    image: Uint8
    """(images, rows, columns, 3)."""
    depth: Float32
    """(images, rows, columns), m along the camera's axis; infinite in the sky."""
    kind: Uint8
    name: Int32


class Job(NamedTuple):
    """Everything that the kernels of a camera read and write."""

    stage: Stage
    views: Float64
    """(images, 37)."""
    canvas: Canvas
    shots: Shots
    warp: Float32
    """(rows, columns, 2): row and column of the straight frame that each pixel looks at; empty without distortion."""
    grain: Float32
    """Standard normal quantiles, for noise."""
    curve: Uint8
    """`finish.curve`."""
    keys: Array
    """uint64 of each image: key of its noise."""
    ticks: Array
    """int64 of each image."""
    finish: Float64
    """samples, exposure, read noise, shot noise."""
    want: Bool
    """Whether depth, class and instance are asked for."""
