"""All facilities together: claimed, refused, named, switched off."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from aureole.runtime.facilities import groups
from aureole.runtime.facilities.claims import NAMES, Claims, facilities, spoken, survey
from aureole.runtime.facilities.facility import REASONS, Share, Why
from tests.runtime.facilities.children import LINUX, ROOT, become_nobody, in_child

GROUP = "aureole-1000000000"  # a number that no process has
HURRIED = Share("guard", 30, period=0.01, budget=1e-4, quota=0.2, quotas=0.4, memory=1 << 30, group=GROUP)


@pytest.fixture(autouse=True)
def swept():
    yield
    groups.sweep()


def taken(share: Share, without: frozenset[str] = frozenset()) -> Claims:
    claims = Claims(share, without)
    claims.take()
    claims.begin()
    return claims


def test_every_facility_has_a_name_of_its_own_in_both_languages():
    every = facilities()
    assert len(set(NAMES)) == len(every)
    assert all(len(set(each.words)) == 2 and all(each.words) for each in every)
    assert REASONS.keys() == {*Why}


@LINUX
def test_a_survey_changes_nothing():
    def state():
        keys = ("CapEff", "NoNewPrivs", "Seccomp", "Cpus_allowed", "VmLck")
        lines = Path("/proc/self/status").read_text().splitlines()
        return [line for line in lines if line.startswith(keys)], os.sched_getscheduler(0), os.sched_getaffinity(0)

    before = state()
    assert [found.facility.name for found in survey()] == list(NAMES)
    assert state() == before


@LINUX
def test_what_a_survey_finds_is_granted_and_what_it_misses_is_refused():
    missing = {found.facility.name: found.missing for found in survey()}
    refused = dict(each.split(":") for each in eval(in_child(lambda: taken(HURRIED).refused)))
    assert {name for name, why in missing.items() if why is not None} <= {*refused, *NAMES}
    assert all(missing[name] is not None or why == Why.NO_ROOM for name, why in refused.items())


@LINUX
def test_without_a_priority_a_node_runs_as_anybody():
    assert in_child(lambda: (taken(Share("mind")).refused, os.sched_getscheduler(0))) == repr(([], os.SCHED_OTHER))


@LINUX
def test_what_is_switched_off_is_neither_claimed_nor_missed():
    assert in_child(lambda: (taken(HURRIED, frozenset(NAMES)).refused, os.sched_getscheduler(0))) == repr(
        ([], os.SCHED_OTHER)
    )


@LINUX
@ROOT
def test_an_ordinary_user_goes_on_and_what_was_refused_is_named():
    def ordinary():
        become_nobody()
        claims = taken(Share("guard", 30, period=0.01, budget=1e-3, quota=0.2, memory=1 << 30, group=GROUP))
        return {each.split(":")[0] for each in claims.refused}, os.sched_getscheduler(0)

    refused, scheduler = eval(in_child(ordinary))
    assert {"sched_deadline", "sched_fifo", "locked_memory", "cpu_budget", "memory_budget"} == refused - {
        "landlock", "seccomp", "capabilities",
    }  # fmt: skip
    assert scheduler == os.SCHED_OTHER


def test_what_was_refused_is_spoken_in_both_languages():
    text = "sched_fifo:refused, core_pinning:one_core"
    assert spoken(text, "en") == (
        "real-time priority (SCHED_FIFO): this user may not, "
        "a core of its own chain (sched_setaffinity): there is but one core"
    )
    assert "当前用户无权使用" in spoken(text, "zh")
    assert spoken("anything else, at all", "en") == "anything else, at all"
