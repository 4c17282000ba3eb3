"""Lanelet2 maps and CommonRoad scenarios with things wrong in them are read, or refused with a place."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from aureole.core.errors import BadInput
from aureole.world.logs.commonroad.recording import read_recording
from aureole.world.roads.lanelet2.reading import read_lanelet2
from tests.edges.mutations import VALUES, mutated
from tests.world.lanelet2.drawings import street
from tests.world.logs.scenes import full

SEEDS = {"a.osm": street().text(), "b.osm": street(local=False).text(), "a.xml": full(), "b.xml": full("2020a")}
BOMB = '<!DOCTYPE a [<!ENTITY x "y"><!ENTITY z SYSTEM "file:///etc/passwd">]>'


def refused(path):
    """Reads a file; what was wrong with it, or nothing."""
    try:
        read_lanelet2(path) if path.suffix == ".osm" else read_recording(path)
    except BadInput as error:
        assert error.place, error
        assert error.what, error
        return str(error)
    return ""


def wrong(seed, choose):
    """A file with things wrong in its tree and in the texts of its elements."""
    root = etree.fromstring(mutated(seed.encode(), choose) if choose(2) else seed.encode())
    filled = [element for element in root.iter() if isinstance(element.tag, str) and (element.text or "").strip()]
    for _ in range(choose(3) if filled else 0):
        value = VALUES[choose(len(VALUES))]
        filled[choose(len(filled))].text = "".join(sign for sign in value if sign.isprintable())
    return etree.tostring(root)


@pytest.mark.parametrize("name", SEEDS)
@given(seed=st.integers(0, 2**32 - 1))
def test_a_file_with_things_wrong_is_read_or_refused_with_a_place(tmp_path_factory, name, seed):
    choose = random.Random(seed).randrange
    path = tmp_path_factory.getbasetemp() / name
    try:
        data = wrong(SEEDS[name], choose)
    except etree.XMLSyntaxError:
        data = SEEDS[name].encode()[: choose(len(SEEDS[name]))]
    path.write_bytes(data)
    refused(path)


@pytest.mark.parametrize("name", SEEDS)
def test_a_file_cut_anywhere_is_refused(tmp_path, name):
    text = SEEDS[name].encode().rstrip()
    for part in range(1, 20):
        path = tmp_path / name
        path.write_bytes(text[: part * len(text) // 20])
        assert refused(path)


@pytest.mark.parametrize("name", SEEDS)
def test_a_file_that_declares_entities_is_refused(tmp_path, name):
    path = tmp_path / name
    path.write_text(SEEDS[name].replace('<?xml version="1.0"?>', f'<?xml version="1.0"?>{BOMB}'))
    assert "document type" in refused(path)


@pytest.mark.parametrize("name", SEEDS)
def test_a_file_over_the_limit_is_refused(tmp_path, name):
    path = tmp_path / name
    path.write_text(SEEDS[name])
    with pytest.raises(BadInput, match="the limit is 0 MB"):
        read_lanelet2(path, largest=100) if path.suffix == ".osm" else read_recording(path, largest=100)
