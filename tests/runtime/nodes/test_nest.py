"""What is laid out before a node is needed is the same that a node would claim by itself, and nobody else's."""

from __future__ import annotations

from pathlib import Path

import pytest

from aureole.core.resources import Service
from aureole.runtime.clock import Monotonic
from aureole.runtime.facilities import groups
from aureole.runtime.facilities.claims import survey
from aureole.runtime.facilities.locking import Locked
from aureole.runtime.facilities.walls.landlock import Landlock
from aureole.runtime.nodes.ahead.nest import Nest
from aureole.runtime.nodes.system import System
from tests.runtime.facilities.children import LINUX, ROOT, in_child

SERVICES = tuple(
    Service(name, name, name, "", period, budget, 1e9, "B")
    for name, period, budget in (("port", 0.01, 1e-3), ("mind", 0.1, 2e-2))
)
HURRIED = System(SERVICES, (), {}, {}, False, {"port": 50, "mind": 10})
pytestmark = LINUX


@pytest.fixture(autouse=True)
def swept():
    yield
    groups.sweep()


def descriptors() -> set[str]:
    return {str(each.readlink()) for each in Path("/proc/self/fd").iterdir() if each.exists()}


def laid(system: System) -> Nest:
    nest = Nest(system, Monotonic())
    nest.lay()
    return nest


def test_a_node_that_finds_all_laid_out_is_refused_only_what_this_machine_lacks():
    def refused() -> set[str]:
        claims = laid(HURRIED).claims["port"]
        claims.take()
        claims.begin()
        return {each.split(":")[0] for each in claims.refused}

    missing = {found.facility.name for found in survey() if found.missing is not None}
    assert eval(in_child(refused)) <= missing


@ROOT
@pytest.mark.skipif(groups.place("cpu") is None, reason="no cgroup controller here")
def test_no_node_inherits_the_doors_of_another_domain():
    def doors() -> list[str]:
        nest = laid(HURRIED)
        open_before = {each for each in descriptors() if groups.PREFIX in each}
        for name, claims in nest.claims.items():
            if name != "port":
                claims.drop()
        return sorted({each.split("/")[-2] for each in open_before} - {"port"}), sorted(
            {each.split("/")[-2] for each in descriptors() if groups.PREFIX in each}
        )

    assert in_child(doors) == "(['mind'], ['port'])"


@ROOT
@pytest.mark.skipif(Locked().detect() is not None, reason="memory may not be locked here")
def test_the_memory_of_a_spare_node_is_locked_and_let_go_by_who_needs_no_lock():
    def locked() -> int:
        line = next(each for each in Path("/proc/self/status").read_text().splitlines() if each.startswith("VmLck"))
        return int(line.split()[1])

    def spare() -> tuple[bool, bool, bool]:
        nest = laid(
            System(
                (*SERVICES, Service("judge", "judge", "judge", "", 0.1, 1e-3, 1e9, "QM")),
                (),
                {},
                {},
                False,
                {"port": 50},
            )
        )
        before = locked()
        nest.warm()
        warm = locked()
        nest.claims["judge"].take()
        return before == 0, warm > 0, locked() == 0

    assert in_child(spare) == "(True, True, True)"


def test_where_nobody_hurries_nothing_is_locked():
    def spare() -> bool:
        nest = laid(System(SERVICES, (), {}, {}, True))
        nest.warm()
        return "VmLck:\t       0 kB" in Path("/proc/self/status").read_text()

    assert in_child(spare) == "True"


@pytest.mark.skipif(Landlock().detect() is not None, reason="this kernel has no Landlock")
def test_walls_that_were_laid_out_hold(tmp_path):
    mine, other = tmp_path / "mine", tmp_path / "other"
    other.mkdir()

    def write() -> list[str]:
        nest = laid(System(SERVICES, (), {}, {}, True, writes={"port": (str(mine),)}))
        nest.claims["mind"].drop()
        nest.claims["port"].take()
        found = []
        for each in (mine, other):
            try:
                (each / "file").write_text("here")
                found.append("written")
            except PermissionError:
                found.append("refused")
        return found

    assert in_child(write) == "['written', 'refused']"
