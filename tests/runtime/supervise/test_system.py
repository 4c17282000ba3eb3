"""A drive through real processes: a node for each rights domain, joined by a supervisor."""

from __future__ import annotations

import sys

import pytest

from aureole.runtime.clock import Monotonic
from aureole.runtime.nodes.node import Node
from aureole.runtime.nodes.roles import WatchService
from aureole.runtime.nodes.system import System
from aureole.runtime.nodes.zygote import Zygote
from aureole.runtime.supervise.supervisor import Supervisor
from tests.runtime.nodes.drives import Case, services

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the operating system of the car needs Linux")


class Judged(WatchService):
    """Judges whose finding leaves the process."""

    def result(self) -> bytes:
        digest, bench = self.watchers
        return repr((digest.text(0), bench.verdict(0, digest=digest.text(0)))).encode()


def system_of(case: Case, *, logical: bool) -> System:
    frames = case.frames()
    digest, bench = case.judges()
    watch = Judged([digest, bench], [bench], frames, case.brief)
    abouts, topics, laid, made = services(frames, case, watch)
    return System(
        tuple(abouts), tuple(topics), laid, {name: lambda one=one: one for name, one in made.items()}, logical
    )


def booted(system: System, notices: list) -> Supervisor:
    zygote = Zygote(lambda domain, control: Node(system, domain, control, Monotonic()).run())
    supervisor = Supervisor(system, zygote, Monotonic(), notices.append, restarts=False)
    supervisor.boot()
    return supervisor


def test_a_drive_through_processes_on_logical_time_gives_the_verdict_and_the_digest_of_the_loop():
    case = Case("cut-in", "rules", 600.0)
    notices = []
    supervisor = booted(system_of(case, logical=True), notices)
    try:
        assert supervisor.run({"judge"}, seconds=120.0)
    finally:
        supervisor.close()
    assert supervisor.results["judge"].decode() == repr(case.in_process())
    assert [notice.what for notice in notices] == ["started"] * 5
