"""The stage for judges and reports."""

import pytest

from tests.exam import staged


@pytest.fixture(scope="session")
def straight(tmp_path_factory):
    return staged.road(tmp_path_factory.mktemp("roads"))


@pytest.fixture(scope="session")
def bend(tmp_path_factory):
    return staged.road(tmp_path_factory.mktemp("roads"), radius=500.0)
