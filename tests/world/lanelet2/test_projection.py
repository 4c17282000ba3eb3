"""Latitude and longitude become metres as the reference points of the grid say."""

import math

import numpy as np
import pytest

from aureole.world.roads.lanelet2.projection import RECTIFYING, around, mercator, utm


def test_the_grid_meets_the_one_of_another_library():
    """A place in Paris counted from 48.8582° N, 2° E on the UTM grid, as GeographicLib gives it (through lanelet2)."""
    frame = utm(math.radians(48.8582), math.radians(2.0))
    place = frame.place(np.radians([48.8582]), np.radians([2.2945]))[0]
    assert place == pytest.approx([21601.2341624907, -242.1329408288], abs=1e-6)


def test_along_the_meridian_a_degree_has_its_true_length():
    _, north = mercator(np.radians([0.0, 85.0, -85.0]), np.zeros(3))
    assert north[0] == 0.0
    assert north[1] == -north[2]
    assert RECTIFYING * math.pi / 2 == pytest.approx(10_001_965.729, abs=1e-3)  # a quarter of the meridian, WGS 84


def test_a_frame_around_places_has_true_scale_and_its_middle_at_zero():
    latitude, longitude = np.radians([49.00, 49.01]), np.radians([8.40, 8.42])
    places = around(latitude, longitude).place(latitude, longitude)
    assert np.abs(places.mean(axis=0)).max() < 1.0
    east = around(latitude, longitude).place(np.radians([49.005, 49.005]), np.radians([8.41, 8.4101]))
    radius = 6378137.0 / math.sqrt(1.0 - 0.0066943799901 * math.sin(math.radians(49.005)) ** 2)
    assert np.diff(east[:, 0])[0] == pytest.approx(
        radius * math.cos(math.radians(49.005)) * math.radians(1e-4), abs=1e-4
    )


def test_the_zone_of_a_place_is_counted_from_it():
    frame = utm(math.radians(49.0), math.radians(8.4))
    assert frame.meridian == pytest.approx(math.radians(9.0))
    assert frame.place(np.radians([49.0]), np.radians([8.4]))[0] == pytest.approx([0.0, 0.0], abs=1e-6)
