"""The journal of a booted car: bounded, whole by the line, and it outlives full disks and torn lines."""

from __future__ import annotations

import contextlib
import errno
import itertools
import json
import os
from pathlib import Path

import pytest

from aureole.cli.journal import writing as room
from aureole.cli.journal.reading import files, follow, last_run, lines
from aureole.cli.journal.writing import Journal
from aureole.core.errors import Missing


def test_what_is_written_is_read_again_in_order_and_in_both_languages(tmp_path):
    journal = Journal(tmp_path)
    journal.write("ended", "process 7", domain="mind", mono=5)
    journal.write("mode", ("standstill", "停驶"), code="A1")
    first, second = lines(journal.path)
    assert (first.domain, first.what, first.mono) == ("mind", "ended", 5)
    assert (first.en, first.zh) == ("node ended: process 7", "节点终止：进程 7")
    assert (second.en, second.zh, second.code) == ("mode: standstill", "模式：停驶", "A1")


def test_every_line_is_json_of_its_own(tmp_path):
    journal = Journal(tmp_path)
    journal.write("odd", "two\nlines \x00 and 'quotes' \"too\"")
    (text,) = journal.path.read_text().splitlines()
    assert json.loads(text)["en"].startswith("spoke against the rules: two\nlines")


def test_a_line_that_was_torn_is_left_out_and_the_next_one_is_whole(tmp_path):
    journal = Journal(tmp_path)
    journal.write("booted")
    journal.close()
    with journal.path.open("ab") as file:
        file.write(b'{"time":"2026-')  # the machine went dark
    again = Journal(tmp_path)
    again.write("stopped")
    assert [line.what for line in lines(journal.path)] == ["booted", "stopped"]


def test_it_is_bounded_and_the_oldest_goes_first(tmp_path, monkeypatch):
    monkeypatch.setattr(room, "LARGEST", 2000)
    journal = Journal(tmp_path)
    for k in range(100):
        journal.write("drive", str(k))
    found = lines(journal.path)
    assert len(files(journal.path)) == room.FILES
    assert sum(path.stat().st_size for path in files(journal.path)) <= room.FILES * 2000
    numbers = [int(line.en.rpartition(" ")[2]) for line in found]
    assert numbers == list(range(numbers[0], 100))


def test_a_text_has_its_limit(tmp_path):
    journal = Journal(tmp_path)
    journal.write("failed", "x" * 1_000_000)
    assert journal.path.stat().st_size < 3 * room.LONGEST


def test_a_full_disk_stops_nobody_and_is_told_when_there_is_room_again(tmp_path, monkeypatch):
    journal, real = Journal(tmp_path), os.write
    journal.write("booted")

    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "write", full)
    journal.write("ended", "process 1")
    journal.write("ended", "process 2")
    assert journal.lost == 2
    monkeypatch.setattr(os, "write", real)
    journal.write("stopped")
    assert journal.lost == 0
    assert [line.what for line in lines(journal.path)] == ["booted", "lines_lost", "stopped"]
    assert lines(journal.path)[1].en == "journal lines lost: 2 (No space left on device)"


def test_a_disk_that_takes_half_a_line_loses_that_line_alone(tmp_path, monkeypatch):
    journal, real = Journal(tmp_path), os.write
    monkeypatch.setattr(os, "write", lambda file, text: real(file, text[: len(text) // 2]))
    journal.write("booted")
    monkeypatch.setattr(os, "write", real)
    journal.write("stopped")
    assert [line.what for line in lines(journal.path)] == ["lines_lost", "stopped"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_the_kernels_own_full_device_is_borne(tmp_path):
    journal = Journal(tmp_path)
    journal.file = os.open("/dev/full", os.O_WRONLY)
    journal.write("booted")
    assert (journal.lost, journal.why) == (1, "No space left on device")


def test_a_link_in_the_journals_place_is_not_followed(tmp_path):
    target = tmp_path / "precious"
    target.write_text("")
    (tmp_path / "journal.jsonl").symlink_to(target)
    journal = Journal(tmp_path)
    journal.write("booted")
    assert journal.lost == 1
    assert target.read_text() == ""


def test_following_goes_on_in_a_new_file(tmp_path, monkeypatch):
    monkeypatch.setattr(room, "LARGEST", 600)
    journal = Journal(tmp_path)
    journal.write("drive", "0")
    written = itertools.count(1)

    def wait(_):
        journal.write("drive", str(next(written)))

    with contextlib.closing(follow(journal.path, 0, wait)) as told:
        found = list(itertools.islice(told, 8))
    assert [int(line.en.rpartition(" ")[2]) for line in found] == list(range(8))


def test_the_last_run_is_that_of_the_last_line(tmp_path):
    for what in ("one", "two"):
        journal = Journal(tmp_path)
        journal.write("booted", what)
        journal.write("stopped", what)
        journal.close()
    assert [line.en for line in last_run(lines(journal.path))] == ["booted: two", "stopped: two"]


def test_where_nothing_was_written_it_says_what_to_do(tmp_path):
    with pytest.raises(Missing, match="aureole up"):
        lines(tmp_path / "journal.jsonl")


def test_rubbish_in_the_file_hides_no_line(tmp_path):
    journal = Journal(tmp_path)
    journal.write("booted")
    with journal.path.open("ab") as file:
        file.write(b"\xff\xfe\n{}\n[1]\nnull\n\n")
    journal.write("stopped")
    assert [line.what for line in lines(journal.path)] == ["booted", "stopped"]


def test_what_a_supervisor_says_is_told_in_both_languages(tmp_path):
    journal = Journal(tmp_path)
    journal.write("mode", "full → degraded: mind ended")
    journal.write("deadline", "control 12.00 ms > 10 ms: follower preempted")
    journal.write("degraded", "sched_fifo:refused")
    mode, deadline, refused = lines(journal.path)
    assert mode.zh == "模式：完整 → 降级: mind ended"
    assert deadline.zh.endswith("follower 被抢占")
    assert (refused.en, "实时优先级" in refused.zh) == (
        "not granted by this machine: real-time priority (SCHED_FIFO): this user may not", True,
    )  # fmt: skip
