"""What each node is to have of the machine, from the manifest."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aureole.core.resources import Service
from aureole.core.topic import Topic
from aureole.runtime.nodes.shares import MARGIN, quotas_of, share_of
from aureole.runtime.nodes.system import System

SERVICES = (
    Service("port", "port", "port", "", 0.01, 1e-3, 5e8, "D"),
    Service("guard", "guard", "guard", "command", 0.0, 5e-4, 1e8, "D"),
    Service("judge", "judge", "judge", "command", 0.0, 1.0, 1e9, "QM"),
)
SYSTEM = System(
    SERVICES, (Topic("command", "Command", 100.0, 0.01, "port", ("guard", "judge")),), {}, {}, False,
    {"port": 50, "guard": 50}, frozenset({"judge"}), frozenset({"port", "guard"}), {"judge": ("/out",)},
)  # fmt: skip
CORES = frozenset({0, 1})


def test_a_node_that_time_calls_has_period_and_budget_one_that_words_wake_has_not():
    port, guard = (share_of(SYSTEM, name, CORES, 7) for name in ("port", "guard"))
    assert (port.priority, port.period, port.budget, port.group) == (50, 0.01, 1e-3, "aureole-7")
    assert (guard.period, guard.budget) == (0.0, 0.0)


def test_quotas_are_what_the_manifest_allows_with_a_margin():
    assert share_of(SYSTEM, "port", CORES, 7).quota == pytest.approx(MARGIN * 0.1)
    assert share_of(SYSTEM, "guard", CORES, 7).quota == pytest.approx(MARGIN * 0.05)
    assert share_of(SYSTEM, "guard", CORES, 7).quotas == pytest.approx(MARGIN * 0.15)


def test_where_real_time_nodes_do_not_fit_together_none_of_them_is_bounded_by_a_quota():
    assert quotas_of({"a": 0.3, "b": 0.3, "c": 0.1}, ["a", "b"]) == {"c": pytest.approx(0.2)}


def test_a_witness_has_no_bounds_and_may_write_where_its_role_needs_to():
    judge = share_of(SYSTEM, "judge", CORES, 7)
    assert (judge.quota, judge.memory, judge.writes, judge.priority) == (0.0, 0, ("/out",), 0)


def test_a_chain_has_a_core_of_its_own_unless_that_is_switched_off():
    assert share_of(SYSTEM, "port", CORES, 7).cores == {1}
    assert share_of(SYSTEM, "judge", CORES, 7).cores == {0}
    assert share_of(SYSTEM, "port", frozenset({0}), 7).cores == set()
    assert share_of(replace(SYSTEM, without=frozenset({"core_pinning"})), "port", CORES, 7).cores == set()


def test_by_logical_time_there_are_walls_and_nothing_else():
    share = share_of(replace(SYSTEM, logical=True), "judge", CORES, 7)
    assert (share.writes, share.priority, share.quota, share.memory, share.cores) == (("/out",), 0, 0.0, 0, frozenset())
