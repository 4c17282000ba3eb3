"""Where control groups may lie: on machines that this one is not, drawn as folders."""

from __future__ import annotations

from pathlib import Path

from aureole.runtime.facilities import groups
from aureole.runtime.facilities.budgets import Memory, Processor
from aureole.runtime.facilities.facility import Share
from aureole.runtime.facilities.groups import PREFIX, Place, place, sweep

SHARE = Share("mind", quota=0.25, memory=1000)


def machine(root: Path, groups: str, mounts: str, folders: dict[str, str]) -> Path:
    """A machine of a few files; `folders`: what each group gives on, by path."""
    (root / "proc/self").mkdir(parents=True)
    (root / "proc/self/cgroup").write_text(groups)
    (root / "proc/self/mountinfo").write_text(mounts)
    for name, given in folders.items():
        (root / name).mkdir(parents=True, exist_ok=True)
        (root / name / "cgroup.subtree_control").write_text(given)
        (root / name / "cgroup.type").write_text("domain")
    return root


V1 = (
    "31 23 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw\n"
    "32 31 0:29 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu,cpuacct\n"
)
V2 = "31 23 0:28 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw,nsdelegate\n"


def test_in_version_1_a_group_lies_below_our_own(tmp_path):
    root = machine(tmp_path, "2:cpu,cpuacct:/user\n1:name=systemd:/\n", V1, {"sys/fs/cgroup/cpu/user": ""})
    assert place("cpu", root) == Place(root / "sys/fs/cgroup/cpu/user", 1)
    assert place("memory", root) is None


def test_what_a_container_sees_of_its_own_group_is_found(tmp_path):
    mounts = V1.replace("0:29 / ", "0:29 /docker/77 ")
    root = machine(tmp_path, "2:cpu,cpuacct:/docker/77\n", mounts, {"sys/fs/cgroup/cpu": ""})
    assert place("cpu", root) == Place(root / "sys/fs/cgroup/cpu", 1)


def test_in_version_2_a_group_lies_beside_our_own_where_that_one_may_give_nothing_on(tmp_path):
    folders = {"sys/fs/cgroup/user.slice": "cpu memory", "sys/fs/cgroup/user.slice/mine": ""}
    root = machine(tmp_path, "0::/user.slice/mine\n", V2, folders)
    assert place("cpu", root) == Place(root / "sys/fs/cgroup/user.slice", 2)


def test_in_version_2_the_root_gives_on_whatever_it_has(tmp_path):
    root = machine(tmp_path, "0::/\n", V2, {"sys/fs/cgroup": ""})
    (root / "sys/fs/cgroup/cgroup.type").unlink()
    (root / "sys/fs/cgroup/cgroup.controllers").write_text("cpuset cpu io memory\n")
    assert place("memory", root) == Place(root / "sys/fs/cgroup", 2)


def test_in_version_2_without_controllers_there_is_nowhere(tmp_path):
    root = machine(tmp_path, "0::/a/b\n", V2, {"sys/fs/cgroup/a": "hugetlb", "sys/fs/cgroup/a/b": ""})
    assert place("cpu", root) is None


def test_a_machine_without_groups_has_none(tmp_path):
    assert place("cpu", tmp_path) is None


def test_limits_are_written_in_the_words_of_each_version(tmp_path):
    assert Processor().limits(SHARE, Place(tmp_path, 2)) == {tmp_path / "cpu.max": "25000 100000"}
    assert Processor().limits(SHARE, Place(tmp_path, 1)) == {
        tmp_path / "cpu.cfs_period_us": "100000", tmp_path / "cpu.cfs_quota_us": "25000",
    }  # fmt: skip
    assert Memory().limits(SHARE, Place(tmp_path, 2)) == {tmp_path / "memory.max": "1000"}
    assert Memory().limits(SHARE, Place(tmp_path, 1)) == {tmp_path / "memory.limit_in_bytes": "1000"}


def test_real_time_threads_have_a_share_of_their_own_in_version_1(tmp_path):
    path = tmp_path / "system" / "mind"
    path.mkdir(parents=True)
    (path / "cpu.rt_runtime_us").write_text("0")
    limits = Processor().limits(Share("mind", priority=1, quota=0.25, quotas=0.6), Place(path, 1))
    assert limits[path / "cpu.rt_runtime_us"] == "25000"
    assert limits[path.parent / "cpu.rt_runtime_us"] == "60000"
    assert list(limits).index(path.parent / "cpu.rt_runtime_us") < list(limits).index(path / "cpu.rt_runtime_us")


NOBODY = f"{PREFIX}{1 << 30}"  # no process has such a number


def test_the_groups_of_a_system_that_has_gone_are_swept_also_while_another_sweeps_them(tmp_path, monkeypatch):
    monkeypatch.setattr(groups, "place", lambda _: Place(tmp_path, 1))
    listed = Path.iterdir

    def swept_meanwhile(path):
        path.joinpath("mind").rmdir()
        path.rmdir()
        return listed(path)

    for looked in (listed, swept_meanwhile):
        (tmp_path / NOBODY / "mind").mkdir(parents=True)
        monkeypatch.setattr(Path, "iterdir", looked)
        sweep()
        assert not (tmp_path / NOBODY).exists()
