"""Services in one process, by logical time, do what the reference loop does."""

from __future__ import annotations

import itertools

import pytest

from aureole.runtime.clock import Logical
from aureole.runtime.services.executor import Executor
from aureole.runtime.services.roles import WatchService
from aureole.runtime.services.together import hosted_together
from tests.runtime.services.drives import Case, services


def driven(case: Case, order=lambda hosted: hosted):
    """Digest and verdict of the services, called in some order."""
    digest, bench = case.judges()
    frames = case.frames()
    watch = WatchService([digest, bench], [bench], frames, case.brief)
    abouts, topics, laid, made = services(frames, case, watch)
    hosted = order(hosted_together(abouts, topics, laid, made, Logical(), every=True))
    executor = Executor(hosted, Logical(), logical=True)
    while not watch.over:
        assert executor.run_ready()
    return digest.text(0), bench.verdict(0, digest=digest.text(0))


@pytest.mark.parametrize(("name", "driver", "timeout"), [("cut-in", "rules", 600.0), ("cut-in", "r157-fsm", 2.0)])
def test_the_services_give_the_verdict_and_the_digest_of_the_loop(name, driver, timeout):
    case = Case(name, driver, timeout)
    assert driven(case) == case.in_process()


def test_the_order_in_which_services_are_called_changes_nothing():
    case = Case("cut-in", "rules", 0.5)
    expected = case.in_process()
    for places in itertools.islice(itertools.permutations(range(5)), 0, None, 17):
        assert driven(case, lambda hosted, places=places: [hosted[place] for place in places]) == expected
