"""The staged road, once."""

import pytest

from tests.exam import staged


@pytest.fixture(scope="session")
def road(tmp_path_factory):
    return staged.road(tmp_path_factory.mktemp("roads"))
