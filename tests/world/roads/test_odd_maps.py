"""Any number in a map may be wrong: the map is read or refused, and what is read can be asked."""

import re

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aureole.core.errors import Trouble
from aureole.world.roads import queries
from aureole.world.roads.reading.opendrive import read_map
from tests.world.roads.maps import made, road, write
from tests.world.roads.test_links import connection, fork

CURVE = '<paramPoly3 aU="0" bU="20" cU="0" dU="0" aV="0" bV="0" cV="1" dV="-0.5" pRange="normalized"/>'
BORDER = '<border sOffset="0" a="-3.5" b="0" c="0" d="0"/><border sOffset="5" a="-3.5" b="0.01" c="0" d="0"/>'
VALUES = ["0", "-1", "1e300", "1e7", "-1e7", "1e-300", "nan", "", "abc", "99999999", "0.5", "1e6", "-1e-9", "3", "7"]


@pytest.fixture(scope="module")
def odd():
    text = fork(connection(0, "left"), connection(1, "on"), more='<priority high="on" low="left"/>')
    text = re.sub(r'length="20.0">\s*<arc curvature="0.08"/>', f'length="20.0">{CURVE}', text)
    assert "paramPoly3" in text
    return text.replace('<width sOffset="0" a="3.5" b="0" c="0" d="0"/>', BORDER, 1)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_map_with_odd_values_is_read_or_refused_and_nothing_else(odd, tmp_path, data):
    text = odd
    for _ in range(data.draw(st.integers(1, 3))):
        places = [found.span(1) for found in re.finditer(r'="([^"]*)"', text)]
        start, end = data.draw(st.sampled_from(places))
        text = text[:start] + data.draw(st.sampled_from(VALUES)) + text[end:]
    try:
        map_ = read_map(write(tmp_path, text))
    except Trouble as trouble:
        assert trouble.place  # noqa: PT017 either outcome is right, a traceback is not
        return
    middle = 0.5 * map_.road.road_length
    places = queries.to_world(map_.road, np.arange(len(middle)), middle)
    queries.locate(map_.road, places[:, :2])


def test_a_polynomial_shorter_than_a_micrometre_is_a_line(tmp_path):
    text = road([(1e-9, 0.0, 0.0), (50.0, 0.0, 0.0)])
    map_ = made(tmp_path, text.replace("<line/>", CURVE.replace('bU="20"', 'bU="1e-9"'), 1))
    assert len(map_.road.piece_s) == 2
