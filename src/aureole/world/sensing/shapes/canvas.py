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
    38  # columns: eye, axes (ahead, left, up); both again for the last row; focal length, middle in pixels; world, ego
)
V_FAR, V_EGO, V_WIDE, V_SHUTTER = 30, 31, 35, 36  # m; ego x, y, cosine, sine; tangent of half the view; s
V_EXPOSURE = 37  # -
F_EDGES, F_NEAR, F_ALONG, F_UP, FORMS = 0, 12, 15, 18, 21  # linear forms of a ray: edges, 1 / depth, coordinates
F_LOW, F_HIGH, F_SHADER, F_CLASS, F_NAME, F_MORE, F_TOP, F_BOTTOM = 42, 45, 48, 49, 50, 51, 62, 63
FACE = 64  # columns; forms at the first row, their change until the last, colours, looks, more numbers, rows
W_CORNERS, W_LOW, W_HIGH, W_MORE = 0, 12, 15, 18
WORK = 40
W_FORMS = 28  # from here on corners at the last row; numbers of the face lie before

FLAT, GRADE, DISC, STICK, SHADOW, WINDOWS, PICTURE, STRIPES, CONE, LEAVES, GLOW, RING, ARROWS, LENS, VEST, CROWN = (
    range(16)
)  # shaders
CHUNK = 16  # px; ground is grained in pieces of so many
BLOCK, SHIFT = 8, 3  # px; the ground of a row is coloured in blocks of so many, and its bits
MEETS, DIMMED = 1, 2  # of a block: materials or paint meet in it, shadows fall on it
PAD = 32  # px; room behind a row for what is written in whole pieces
MARKS = 4096  # of one view
NOBODY, ITSELF = -1, -2  # owner of a pixel: no face, or one that has laid on its colour already


class Marks(NamedTuple):
    """Painted lines and edges of the ground that a view may show."""

    filled: Int32
    """Marks of each slot."""
    listed: Int32
    """(slots, MARKS, 3): mark, first row, last row."""
    first: Int32
    """(slots, rows + 1): marks seen in row r are `order[first[r]:first[r + 1]]`."""
    order: Int32


class Soil(NamedTuple):
    """The ground of a row in the making, (slots, lines, columns + PAD) each; what is not said is one number a pixel."""

    what: Int32
    """Material, the other material << 8, paint << 16; rows of `tints`."""
    share: Float32
    """Of the other material; zero between rows."""
    cover: Float32
    """How much paint covers; zero between rows."""
    left: Float32
    """How much light shadows leave; one between rows."""
    beside: Float32
    """How near the nearest edge is, m."""
    tone: Float32
    """Grain."""
    lit: Float32
    """How bright it is for its material."""
    texel: Int32
    """Where the grain is taken from."""
    mixed: Uint8
    """(slots, lines, blocks): whether a block's pixels differ by more than grain, MEETS | DIMMED; 0 between rows."""
    coats: Float32
    """(slots, lines, materials, 10): how each material looks along the row; the last says whether that is known."""
    knots: Float32
    """Grain of some of a row's pixels, which others lie between."""
    grain: Float32
    """The tile of the stage's grain, row after row."""
    tints: Float32
    """(4, 16): red, green, blue, roughness of materials and paints."""
    classes: Uint8
    """Class of each material."""


class Sky(NamedTuple):
    """What is known of the sky; a lane for each row that is drawn at the same time."""

    row: Int32
    """(slots, lanes, 3): the two rows of the frame that are known, and the band of which hills are."""
    knots: Float32
    """(slots, lanes, 2, 6, places): what a picture shows of the sky and of hills before it, at places of two rows."""
    ridge: Float32
    """(slots, lanes, columns): how high hills reach, rad."""
    share: Float32
    """1 / the length of the ray of each column."""
    much: Float32
    """How much of each pixel of a row hills take."""


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
    """(slots, rows + 1): faces seen in row r are `order[first[r]:last[r]]`."""
    last: Int32
    """(slots, rows)."""
    order: Int32
    """(slots, entries, 3): face, first pixel that it may take, the one after the last."""
    work: Float64
    """(slots, 40): the face in the making."""
    colour: Float32
    """(slots, 3, lines, columns + PAD): what a picture shows, 0 to 1."""
    near: Float32
    """(slots, lines, columns): 1 / depth along the camera's axis, 1/m; 0 is the sky."""
    kind: Uint8
    """`stage.seen.Seen`; kind and name are empty where no truth is asked for."""
    name: Int32
    """Instance: agent, or SIGN_NAMES + signal; -1 none."""
    owner: Int32
    """Face that is nearest, before its colour is laid on; NOBODY, ITSELF."""
    marks: Marks
    soil: Soil
    sky: Sky
    round: Float32
    """(slots, lines, 6, columns + PAD): a stick: 1 / depth, to the sun, to the sky, place, leaves, tufts."""
    ridges: Float32
    """`stage.texture.ridges`."""


class Shots(NamedTuple):
    """What comes out, one row an image."""

    image: Uint8
    """(images, rows, columns, 3)."""
    words: Array
    """The same memory (images, rows, words of 32 bits); none where a row is no whole number of them."""
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
    keys: Array
    """uint64 of each image: key of its noise."""
    ticks: Array
    """int64 of each image."""
    finish: Float64
    """samples, exposure, read noise, shot noise."""
    want: Bool
    """Whether depth, class and instance are asked for."""
