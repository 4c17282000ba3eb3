"""A bus for a test."""

import pytest


@pytest.fixture
def pair():
    from tests.vehicle.ports.joined import Pair

    found = Pair()
    yield found
    found.close()
