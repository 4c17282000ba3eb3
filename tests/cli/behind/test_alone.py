"""What every port answers that has nothing beside it is answered in one place."""

from __future__ import annotations

import sys

import pytest

from aureole.core.resources import Chain

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the operating system of the car needs Linux")


def ports():
    from aureole.cli.behind.recorded import RecordedLaps
    from aureole.cli.behind.world import Laps
    from aureole.cli.booting.ports import WorldBehind

    return WorldBehind, Laps, RecordedLaps


def test_a_port_alone_hands_out_nothing_opens_no_socket_and_leaves_chains_as_they_are():
    chain = Chain("control", ("port", "guard", "port"), 0.02, 99.0)
    for port in ports():
        one = object.__new__(port)
        assert (one.hands([]), one.networked([]), one.chain(chain), one.told({}, "zh")) == ({}, frozenset(), chain, [])


def test_none_of_them_says_so_by_itself():
    for port in ports():
        assert not {"hands", "networked", "told"} & vars(port).keys()
        assert ("chain" in vars(port)) == (port.__name__ == "WorldBehind")  # whose cameras stand in it
