"""Processes that need the same kernel at the same time: one compiles it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from aureole.kernels.once import alone

fcntl = pytest.importorskip("fcntl", reason="no locks of files here")
ROOT = Path(__file__).resolve().parents[2]
SLOW = """
import sys
import numpy as np
from aureole.kernels import kernel

@kernel
def long(x):
    for i in range(x.size):
{body}
print("ready", flush=True)
sys.stdin.readline()
long(np.ones(3))
print(sum(long.stats.cache_hits.values()), flush=True)
"""
BODY = "        x[i] = np.sin(x[i] + {n}.0) if x[i] > {n}.5 else np.cos(x[i])\n"
HOLDS = """
import sys
from pathlib import Path
from aureole.kernels.once import alone
with alone(Path(sys.argv[1])) as held:
    print(held, flush=True)
    sys.stdin.readline()
"""


def started(*words, **more):
    return subprocess.Popen(
        [sys.executable, *map(str, words)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        cwd=ROOT, **more,
    )  # fmt: skip


def test_of_three_processes_that_begin_together_one_compiles_and_two_take_it_from_the_disk(tmp_path):
    environment = {**os.environ, "AUREOLE_CACHE": str(tmp_path / "cache")}
    (tmp_path / "long.py").write_text(SLOW.format(body="".join(BODY.format(n=n) for n in range(120))))
    together = [started(tmp_path / "long.py", env=environment) for _ in range(3)]
    for one in together:
        assert one.stdout.readline() == "ready\n"
    for one in together:
        one.stdin.write("go\n")
        one.stdin.flush()
    assert sorted(one.communicate()[0] for one in together) == ["0\n", "1\n", "1\n"]


def test_a_lock_of_another_is_waited_for_so_long_and_no_longer(tmp_path):
    with started("-c", HOLDS, tmp_path / "lock") as other:
        assert other.stdout.readline() == "True\n"
        begun = time.monotonic()
        with alone(tmp_path / "lock", patience=0.1) as held:
            assert not held
        assert time.monotonic() - begun >= 0.1
        other.stdin.close()
        assert other.wait() == 0
    with alone(tmp_path / "lock", patience=0.0) as held:
        assert held


def test_a_lock_goes_with_the_process_that_has_it(tmp_path):
    with started("-c", HOLDS, tmp_path / "lock") as other:
        assert other.stdout.readline() == "True\n"
        other.send_signal(signal.SIGKILL)
        other.wait()
        with alone(tmp_path / "lock") as held:
            assert held


def test_a_lock_is_given_back_when_compiling_fails_and_forks_do_not_keep_it(tmp_path):
    child = 0

    def fails():
        nonlocal child
        with alone(tmp_path / "lock") as held:
            assert held
            child = os.fork()
            if child == 0:
                signal.pause()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    with alone(tmp_path / "lock", patience=0.0) as held:
        assert held
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def test_where_no_lock_can_be_made_everybody_compiles(tmp_path):
    (tmp_path / "file").write_text("")
    with alone(tmp_path / "file" / "lock") as held:
        assert not held
