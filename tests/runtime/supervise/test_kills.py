"""What the kernel counts of nodes that it ended for their memory, in the words of each version of control groups."""

from __future__ import annotations

from pathlib import Path

from aureole.runtime.supervise.oversight.kills import Kills

V1 = "32 31 0:29 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"
V2 = "31 23 0:28 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n"


def machine(root: Path, version: int) -> Path:
    """A machine of a few files, and the folder of a domain's group."""
    (root / "proc/self").mkdir(parents=True)
    (root / "proc/self/cgroup").write_text("3:memory:/\n" if version == 1 else "0::/\n")
    (root / "proc/self/mountinfo").write_text(V1 if version == 1 else V2)
    top = root / ("sys/fs/cgroup/memory" if version == 1 else "sys/fs/cgroup")
    (group := top / "aureole-1" / "mind").mkdir(parents=True)
    if version == 2:
        (top / "cgroup.controllers").write_text("memory")
    return group


def test_in_version_1_an_end_is_told_once_with_its_figures(tmp_path):
    group = machine(tmp_path, 1)
    (group / "memory.limit_in_bytes").write_text("200000000\n")
    (group / "memory.max_usage_in_bytes").write_text("200000000\n")
    (group / "memory.oom_control").write_text("oom_kill_disable 0\nunder_oom 0\noom_kill 3\n")
    kills = Kills("aureole-1", tmp_path)
    kills.begin("mind")
    assert kills.fresh("mind") == ""
    (group / "memory.oom_control").write_text("oom_kill_disable 0\nunder_oom 0\noom_kill 4\n")
    assert kills.fresh("mind") == "200 MB ≥ 200 MB"
    assert kills.fresh("mind") == ""


def test_where_the_kernel_does_not_count_ends_it_counts_how_often_the_limit_was_met(tmp_path):
    group = machine(tmp_path, 1)
    (group / "memory.limit_in_bytes").write_text("100000000\n")
    (group / "memory.oom_control").write_text("oom_kill_disable 0\nunder_oom 0\n")
    (group / "memory.failcnt").write_text("0\n")
    kills = Kills("aureole-1", tmp_path)
    kills.begin("mind")
    (group / "memory.failcnt").write_text("7\n")
    assert kills.fresh("mind") == "100 MB ≥ 100 MB"


def test_in_version_2_other_events_are_no_ends(tmp_path):
    group = machine(tmp_path, 2)
    (group / "memory.max").write_text("50000000\n")
    kills = Kills("aureole-1", tmp_path)
    kills.begin("mind")
    (group / "memory.events").write_text("low 0\nhigh 0\nmax 12\noom 0\noom_kill 0\noom_group_kill 0\n")
    assert kills.fresh("mind") == ""
    (group / "memory.events").write_text("low 0\nhigh 0\nmax 19\noom 1\noom_kill 1\noom_group_kill 0\n")
    assert kills.fresh("mind") == "50 MB ≥ 50 MB"


def test_a_machine_without_such_groups_tells_of_none(tmp_path):
    kills = Kills("aureole-1", tmp_path)
    kills.begin("mind")
    assert kills.fresh("mind") == ""
