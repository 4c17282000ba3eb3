"""A Ray cluster gives the verdicts that this machine's own processes give, and tells deaths as they do."""

from __future__ import annotations

import importlib.util
import json
import os
import signal

import pytest

from aureole.cli.main import main
from aureole.core.errors import BadInput, Missing
from aureole.exam.life.executor import Answer, Death
from aureole.fleet.cluster import Cluster, Hand

RAY = importlib.util.find_spec("ray") is not None
WITH = pytest.mark.skipif(not RAY, reason="Ray is not installed: pip install 'aureole[fleet]'")


class Doubling:
    """Work that is done at once."""

    def __init__(self, number):
        self.number = number

    def __call__(self, pulse):
        return 2 * self.number


class Dying:
    """Work over which the process that does it is killed."""

    def __call__(self, pulse):
        os.kill(os.getpid(), signal.SIGKILL)


class Raising:
    """Work that finds something wrong with what it was given."""

    def __call__(self, pulse):
        raise BadInput("a number is wrong", place="here")


def test_a_hand_tells_which_files_it_cannot_read(tmp_path):
    there = tmp_path / "there.xosc"
    there.touch()
    assert Hand(1.0, "").missing([str(there), str(tmp_path / "gone.xosc")]) == [str(tmp_path / "gone.xosc")]


@pytest.mark.skipif(RAY, reason="Ray is installed")
def test_without_ray_an_exam_on_a_cluster_says_what_to_install(capsys):
    with pytest.raises(Missing, match="aureole\\[fleet\\]"):
        Cluster("local")
    with pytest.raises(SystemExit) as ended:
        main(["exam", "quick", "--ray", "local"])
    assert ended.value.code == 3
    assert "Ray is not installed" in capsys.readouterr().err


@pytest.fixture(scope="module")
def cluster():
    with Cluster("local", jobs=2) as found:
        yield found


@WITH
@pytest.mark.slow
def test_each_piece_of_work_comes_back_once(cluster):
    for ticket in range(5):
        cluster.submit(ticket, Doubling(ticket))
    answers = [cluster.answer() for _ in range(5)]
    assert sorted((one.ticket, one.result) for one in answers) == [(k, 2 * k) for k in range(5)]


@WITH
@pytest.mark.slow
def test_a_process_that_is_killed_over_its_work_is_told_and_the_cluster_goes_on(cluster):
    cluster.submit(1, Dying())
    answer = cluster.answer()
    assert isinstance(answer, Answer)
    assert isinstance(answer.result, Death)
    assert answer.result.outside
    cluster.submit(2, Doubling(4))
    assert cluster.answer().result == 8


@WITH
@pytest.mark.slow
def test_what_work_finds_wrong_is_raised_with_its_place(cluster):
    cluster.submit(1, Raising())
    with pytest.raises(BadInput, match="here: a number is wrong"):
        cluster.answer()


@WITH
@pytest.mark.slow
def test_files_that_the_cluster_cannot_read_are_refused_by_name(cluster, tmp_path):
    with pytest.raises(BadInput, match="1 of 1 files"):
        cluster.reach([str(tmp_path / "gone.xosc")])


@WITH
@pytest.mark.slow
def test_files_are_asked_for_where_every_core_has_its_worker_already(cluster, tmp_path):
    for ticket in range(2):
        cluster.submit(ticket, Doubling(ticket))
    assert {cluster.answer().result for _ in range(2)} == {0, 2}
    cluster.reach([])
    with pytest.raises(BadInput, match="1 of 1 files"):
        cluster.reach([str(tmp_path / "gone.xosc")])


@WITH
@pytest.mark.slow
def test_an_address_without_a_cluster_is_refused(cluster):
    cluster.close()
    with pytest.raises(BadInput, match="--ray"):
        Cluster("127.0.0.1:1")


@WITH
@pytest.mark.slow
@pytest.mark.parametrize(("driver", "seconds"), [("rules", "5"), ("examples.steady:Steady", "2"), ("net.onnx", "2")])
def test_verdicts_and_digests_are_those_of_this_machine(tmp_path, monkeypatch, driver, seconds):
    if driver == "net.onnx":  # a path from where one stands, which is not where a cluster's workers stand
        from tests.drivers.network.made import written

        monkeypatch.chdir(tmp_path)
        written(tmp_path / "net.onnx")
    common = ["exam", "quick", "--driver", driver, "--timeout", seconds, "--jobs", "2"]
    for where in (["--out", str(tmp_path / "here")], ["--ray", "local", "--out", str(tmp_path / "there")]):
        with pytest.raises(SystemExit):
            main([*common, *where])
    here, there = (json.loads((tmp_path / name / "verdicts.json").read_text())["cases"] for name in ("here", "there"))
    assert here == there
    assert all(case["digest"] for case in here)
