"""Workers that are killed, hang and crash cost the case that did it, and nobody else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest

from aureole.core.errors import BadInput, Trouble
from aureole.exam.examine import Shown, examine
from aureole.exam.life.executor import Silence
from aureole.exam.verdicts import case_to_json, finite
from aureole.fleet.pool import Pool
from tests.fleet import unruly
from tests.fleet.unruly import setup, seven

KILLER = """
import os, pathlib, signal, sys, time
path = pathlib.Path(sys.argv[1])
while not path.exists():
    time.sleep(0.02)
os.kill(int(path.read_text()), signal.SIGKILL)
"""


def told(verdicts):
    """Everything in the verdicts, as text: there a number that is none equals itself."""
    return [json.dumps(finite(case_to_json(verdict)), sort_keys=True) for verdict in verdicts]


@pytest.fixture(scope="module")
def plain():
    """The seven as they are driven in this process."""
    return told(examine(seven(), setup()))


@pytest.fixture
def pool():
    with Pool(2, patience=2.0) as pool:
        yield pool


@pytest.mark.parametrize(("jobs", "shard"), [(1, 512), (2, 512), (2, 3), (3, 1)])
def test_workers_and_shards_change_no_verdict(plain, jobs, shard):
    with Pool(jobs) as pool:
        assert told(examine(seven(), replace(setup(), shard=shard), executor=pool)) == plain


def test_what_the_report_shows_comes_from_the_workers(pool):
    here, there = Shown(), Shown()
    examine(seven(2), setup(), shown=here)
    examine(seven(2), setup(), shown=there, executor=pool)
    assert set(there.replays) == {0, 1}
    assert (there.replays[1].xyz == here.replays[1].xyz).all()
    assert there.roads[1].__class__ is here.roads[1].__class__


def test_a_worker_that_is_killed_once_costs_nothing(tmp_path, pool, plain):
    path = tmp_path / "pid"
    with subprocess.Popen([sys.executable, "-c", KILLER, str(path)]) as killer:
        found = examine(seven(), setup(unruly.Waits(path)), executor=pool)
    assert killer.returncode == 0
    assert told(found) == plain


def test_a_case_that_is_killed_each_time_is_infrastructure_and_the_others_are_as_ever(pool, plain):
    found = examine(seven(), setup(unruly.Kills), executor=pool)
    assert told(found[:3] + found[4:]) == plain[:3] + plain[4:]
    assert (found[3].status, found[3].blame, found[3].events[0].name) == ("infrastructure", "none", "infrastructure")
    assert "signal 9 (SIGKILL)" in found[3].events[0].text


@pytest.mark.parametrize(
    ("driver", "words"), [(unruly.Exits, "exit code 3"), (unruly.Crashes, "(SIGSEGV)"), (unruly.Raises, "I am lost")]
)
def test_a_driver_that_breaks_off_one_case_fails_that_case(pool, plain, driver, words):
    found = examine(seven(), setup(driver), executor=pool)
    assert told(found[:3] + found[4:]) == plain[:3] + plain[4:]
    assert (found[3].status, found[3].blame, found[3].events[0].name) == ("failed", "decide", "bad_plan")
    assert words in found[3].events[0].text


def test_a_driver_that_hangs_in_one_case_fails_that_case_for_its_timing(pool, plain):
    found = examine(seven(), setup(unruly.Hangs), executor=pool)
    assert told(found[:3] + found[4:]) == plain[:3] + plain[4:]
    assert (found[3].status, found[3].blame, found[3].events[0].name) == ("failed", "timing", "bad_plan")
    assert "asked for a plan at 0.20 s, tick 20" in found[3].events[0].text
    assert found[3].events[0].time == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("driver", "words"),
    [(unruly.Unmade, "made"), (unruly.Unbegun, "told its mission"), (unruly.Always, "asked for a plan")],
)
def test_a_driver_that_hangs_everywhere_is_given_up(driver, words):
    with Pool(1, patience=0.7) as pool:
        found = examine(seven(), setup(driver), executor=pool)
    assert {verdict.status for verdict in found} == {"failed"}
    assert {verdict.blame for verdict in found} == {"timing"}
    texts = [verdict.events[0].text for verdict in found]
    assert any("not asked any more: it did not answer 3 times in a row" in text for text in texts)
    assert driver is unruly.Unmade or any(words in text for text in texts)


def test_a_plan_of_one_world_that_is_no_number_fails_that_world_alone(pool, plain):
    found = examine(seven(), setup(unruly.NotANumber), executor=pool)
    assert told(found[:3] + found[4:]) == plain[:3] + plain[4:]
    assert (found[3].status, found[3].blame) == ("failed", "decide")
    assert "bad_plan" in {event.name for event in found[3].events}


def dies(pulse):
    """Work that no worker outlives."""
    pulse.answered()
    os.kill(os.getpid(), 9)


def refuses(pulse):
    """Work that finds something wrong."""
    raise BadInput("no such thing", place="here", remedy="give another")


def stays(pulse):
    """Work that gives what it runs in."""
    return os.getpid(), os.getpgid(0)


class Broken:
    """Every worker dies over everything."""

    jobs = 2

    def __init__(self, pool):
        self.pool = pool

    def submit(self, ticket, work):
        self.pool.submit(ticket, dies)

    def answer(self):
        return self.pool.answer()


def test_a_machine_on_which_every_worker_dies_ends_the_exam(pool):
    with pytest.raises(Trouble, match="10 workers in a row died") as caught:
        examine(seven(12), setup(), executor=Broken(pool))
    assert caught.value.exit_code == 4
    assert "--resume" in str(caught.value)


def test_what_work_refuses_is_refused_here(pool):
    pool.submit(1, refuses)
    with pytest.raises(BadInput, match="no such thing") as caught:
        pool.answer()
    assert caught.value.remedy == "give another"


def test_a_worker_has_a_group_of_its_own_and_is_gone_when_the_pool_is_closed():
    with Pool(1) as pool:
        pool.submit(1, stays)
        pid, group = pool.answer().result
        assert pid == group != os.getpgid(0)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_what_a_driver_prints_does_not_reach_standard_output(capfd, pool):
    examine(seven(1), setup(unruly.Prints), executor=pool)
    out, err = capfd.readouterr()
    assert out == ""
    assert "hello from the driver" in err


def test_nobody_feels_a_silent_pulse():
    pulse = Silence()
    pulse.asking("made")
    pulse.answered()


def test_the_worst_of_many_are_shown_as_they_were_judged(pool):
    drives = seven(60)
    shown = Shown()
    found = examine(drives, setup(unruly.NotANumber), shown=shown, executor=pool)
    assert len(shown.replays) == 50
    assert 3 in shown.replays  # the one that failed
    alone = Shown()
    assert examine(drives[3:4], setup(unruly.NotANumber), shown=alone)[0].digest == found[3].digest
    assert (shown.replays[3].xyz == alone.replays[0].xyz).all()


def test_workers_that_begin_from_nothing_give_the_same(monkeypatch, plain):
    monkeypatch.setattr("aureole.fleet.pool.method", lambda: "spawn")
    with Pool(1) as pool:
        assert told(examine(seven(), setup(), executor=pool)) == plain


def test_a_pool_that_was_stopped_interrupts_who_waits_for_an_answer():
    with Pool(1) as pool:
        pool.stop()
        with pytest.raises(KeyboardInterrupt):
            pool.answer()
