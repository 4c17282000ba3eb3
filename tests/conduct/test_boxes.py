"""Boxes: overlap against polygon clipping, distance against dense sampling, and their laws."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from aureole.conduct.boxes import corner, distance, overlap, point_distance

CAR = (0.0, 0.0, 0.0, 4.0, 2.0)
boxes = st.tuples(
    st.floats(-6, 6), st.floats(-6, 6), st.floats(-7, 7), st.floats(0.2, 8), st.floats(0.2, 4)
)  # fmt: skip


def corners(box):
    return np.array([corner(*box, index) for index in range(4)])


def shared_area(one, other):
    """Area two boxes share: Sutherland and Hodgman's clipping, then the shoelace formula."""
    shape = list(map(tuple, corners(one)))
    frame = corners(other)
    for a, b in zip(frame, np.roll(frame, -1, axis=0), strict=True):
        side = [(b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0]) for x, y in shape]
        kept = []
        for i, (x, y) in enumerate(shape):
            (px, py), before = shape[i - 1], side[i - 1]
            if (side[i] >= 0) != (before >= 0):
                t = before / (before - side[i])
                kept.append((px + t * (x - px), py + t * (y - py)))
            if side[i] >= 0:
                kept.append((x, y))
        shape = kept
        if not shape:
            return 0.0
    x, y = np.array(shape).T
    return 0.5 * abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))


def test_the_corners_run_counter_clockwise_from_the_front_left():
    assert np.allclose(corners((1.0, 2.0, math.pi / 2, 4.0, 2.0)), [(0, 4), (0, 0), (2, 0), (2, 4)])


def test_boxes_that_only_touch_do_not_overlap():
    assert not overlap(*CAR, 4.0, 0.0, 0.0, 4.0, 2.0)
    assert overlap(*CAR, 4.0 - 1e-9, 0.0, 0.0, 4.0, 2.0)
    assert distance(*CAR, 4.0, 0.0, 0.0, 4.0, 2.0) == 0.0


def test_boxes_whose_bounding_boxes_overlap_can_be_apart():
    diamond = (2.9, 1.9, math.pi / 4, 2.0, 2.0)
    assert not overlap(*CAR, *diamond)
    assert distance(*CAR, *diamond) == pytest.approx(np.hypot(0.9, 0.9) - 1.0)


def test_a_box_inside_another_overlaps():
    assert overlap(*CAR, 0.3, 0.1, 1.0, 0.5, 0.2)


def test_known_distances():
    assert distance(*CAR, 7.0, 0.0, 0.0, 4.0, 2.0) == 3.0
    assert distance(*CAR, 0.0, 5.0, math.pi / 2, 4.0, 2.0) == 2.0
    assert distance(*CAR, 7.0, 6.0, 0.0, 4.0, 2.0) == 5.0


def test_a_value_that_is_no_number_overlaps():
    assert overlap(*CAR, math.nan, 50.0, 0.0, 4.0, 2.0)


@settings(max_examples=300, deadline=None)
@given(one=boxes, other=boxes)
def test_overlap_is_what_clipping_says(one, other):
    area = shared_area(one, other)
    assume(area == 0.0 or area > 1e-7)
    if distance(*one, *other) > 1e-7 or area > 0.0:
        assert overlap(*one, *other) == (area > 0.0)


@settings(max_examples=60, deadline=None)
@given(one=boxes, other=boxes)
def test_distance_is_what_dense_sampling_says(one, other):
    share = np.linspace(0.0, 1.0, 200, endpoint=False)[:, None]
    edges = [a + share * (b - a) for a, b in zip(corners(one), np.roll(corners(one), -1, axis=0), strict=True)]
    sampled = min(point_distance(x, y, *other) for x, y in np.concatenate(edges))
    found = distance(*one, *other)
    if not overlap(*one, *other):
        assert found <= sampled + 1e-9
        assert found >= sampled - 8.0 / 200
    else:
        assert found == 0.0


@settings(deadline=None)
@given(one=boxes, other=boxes)
def test_neither_order_nor_turning_the_frame_matters(one, other):
    assert overlap(*one, *other) == overlap(*other, *one)
    assert math.isclose(distance(*one, *other), distance(*other, *one), abs_tol=1e-12)
    c, s = math.cos(0.7), math.sin(0.7)

    def turn(box):
        return (c * box[0] - s * box[1] + 3.0, s * box[0] + c * box[1] - 5.0, box[2] + 0.7, *box[3:])

    assert math.isclose(distance(*one, *other), distance(*turn(one), *turn(other)), abs_tol=1e-9)


@settings(deadline=None)
@given(one=boxes, other=boxes, more=st.floats(0.0, 3.0))
def test_a_longer_box_is_never_farther_away(one, other, more):
    longer = (*one[:3], one[3] + more, one[4])
    assert distance(*longer, *other) <= distance(*one, *other) + 1e-12
