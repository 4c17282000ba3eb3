"""What the recorder writes is there after a crash, a full disk and a limit, and what is not there is counted."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from aureole.runtime.recorder import journal as journals
from aureole.runtime.recorder.ring import Ring, is_marked, parts_in
from aureole.runtime.recorder.tape import Tape, gaps
from tests.runtime.recorder.words import ABOUT, entry, journal, noisy, numbers
from tests.runtime.words import STEP

ROOT = Path(__file__).parents[3]


def test_every_word_comes_back_in_order_and_bit_for_bit(tmp_path):
    written = [entry(tick, topic) for tick in range(50) for topic in ("scene", "plan", "command")]
    book = journal(tmp_path)
    book.add(written, 0)
    book.close(0, {"lost": {}})
    tape = Tape(tmp_path)
    assert list(tape.entries()) == written
    assert (tape.about, tape.cut) == (ABOUT, [])
    assert tape.found["words"] == {"scene": 50, "plan": 50, "command": 50}


def test_a_word_waits_no_longer_than_a_quarter_of_a_second(tmp_path):
    book = journal(tmp_path)
    for tick in range(27):
        book.add([entry(tick)], tick * STEP)
    assert numbers(tmp_path) == list(range(26))


def test_parts_are_joined_in_order_and_a_new_process_goes_on_in_a_new_one(tmp_path):
    for start in (0, 40):
        book = journal(tmp_path, part=20_000)
        for tick in range(start, start + 40):
            book.add([noisy(tick)], tick * journals.FRESH)
        book.close(0, {})
    assert len(parts_in(tmp_path)) > 3
    assert numbers(tmp_path, "scene") == list(range(80))


def test_the_oldest_parts_give_way_to_the_limit(tmp_path):
    book = journal(tmp_path, limit=200_000, part=25_000)
    for tick in range(600):
        book.add([noisy(tick)], tick * journals.FRESH)
        assert sum(path.stat().st_size for path in parts_in(tmp_path)) < 230_000
    book.close(0, {})
    found = numbers(tmp_path, "scene")
    assert found == list(range(found[0], 600))
    assert found[0] > 0
    tape = Tape(tmp_path)
    assert gaps(tape.entries()) == {}
    assert tape.found["removed_parts"] == book.ring.removed > 0


def test_what_lies_around_a_fault_stays_longest(tmp_path):
    book = journal(tmp_path, limit=200_000, part=25_000)
    for tick in range(600):
        book.add([noisy(tick)], tick * journals.FRESH)
        if tick == 40:
            book.mark(tick * journals.FRESH)
    book.close(0, {})
    assert 40 in numbers(tmp_path, "scene")
    assert any(is_marked(path) for path in parts_in(tmp_path))


def test_faults_take_half_of_the_limit_at_most(tmp_path):
    book = journal(tmp_path, limit=200_000, part=25_000)
    for tick in range(600):
        book.add([noisy(tick)], tick * journals.FRESH)
        book.mark(tick * journals.FRESH)
    book.close(0, {})
    assert numbers(tmp_path, "scene")[-1] == 599
    assert sum(path.stat().st_size for path in parts_in(tmp_path)) < 230_000


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.runtime.recorder.words import entry, journal
from tests.runtime.words import STEP
book = journal(Path(sys.argv[1]))
for tick in range(60):
    book.add([entry(tick)], tick * STEP)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill")
def test_a_killed_recorder_takes_a_quarter_of_a_second_with_it_and_the_next_one_goes_on(tmp_path):
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert numbers(tmp_path) == list(range(51))
    book = journal(tmp_path)
    book.add([entry(tick) for tick in range(60, 70)], 0)
    book.close(0, {})
    tape = Tape(tmp_path)
    assert gaps(tape.entries()) == {"command": 9}
    assert tape.cut == ["000001.mcap"]


@pytest.mark.parametrize("cut", [1, 7, 100, 1000, 5000])
def test_a_part_that_was_cut_anywhere_gives_what_is_whole(tmp_path, cut):
    book = journal(tmp_path)
    for tick in range(100):
        book.add([noisy(tick)], tick * STEP)
    path = parts_in(tmp_path)[0]
    path.write_bytes(path.read_bytes()[:-cut])
    found = numbers(tmp_path, "scene")
    assert found == list(range(len(found)))
    assert len(found) >= 51


def limited(size: int):
    """What a process must do first to write no file larger than this."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


FULL = """
import sys
from pathlib import Path
from aureole.runtime.recorder import journal as journals
from tests.runtime.recorder.words import journal, noisy
book = journal(Path(sys.argv[1]), part=1 << 20)
for tick in range(200):
    book.add([noisy(tick)], tick * journals.FRESH)
book.close(0, {})
print(sum(book.refused.values()), book.news)
"""


def test_where_a_file_may_not_grow_another_part_is_begun_and_nothing_is_lost(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path)], cwd=ROOT, check=True, preexec_fn=limited(30_000),
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.stdout.strip() == "0 []"
    assert numbers(tmp_path, "scene") == list(range(200))
    assert len(parts_in(tmp_path)) > 3


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 256 KiB."""
    if os.geteuid() != 0 or subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(tmp_path)], check=False, capture_output=True
    ).returncode:  # fmt: skip
        pytest.skip("this user cannot mount a small disk")
    yield tmp_path
    shutil.rmtree(tmp_path / "bus")
    subprocess.run(["umount", str(tmp_path)], check=True)


def test_on_a_full_disk_the_oldest_parts_give_way_and_the_newest_words_are_kept(small_disk):
    book = journal(small_disk / "bus")
    assert book.ring.part <= 64 * 2**10
    for tick in range(600):
        book.add([noisy(tick)], tick * journals.FRESH)
    book.close(0, {})
    found = numbers(small_disk / "bus", "scene")
    assert found[-1] == 599
    assert found == list(range(found[0], 600))
    assert not book.refused


def fill(path: Path) -> None:
    """Take all that is left of a disk."""
    with path.open("ab", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(4096))


def test_a_disk_that_others_have_filled_is_told_counted_and_tried_again(small_disk):
    book = journal(small_disk / "bus")
    fill(small_disk / "filler")
    for tick in range(8):
        book.add([noisy(tick)], (tick + 1) * journals.FRESH)
    assert (book.news, book.refused["scene"]) == (["no_room: No space left on device"], 8)
    (small_disk / "filler").unlink()
    for tick in range(8, 20):
        book.add([noisy(tick)], (tick + 1) * journals.FRESH)
    book.close(0, {})
    found = numbers(small_disk / "bus", "scene")
    assert found == list(range(book.refused["scene"], 20))
    assert book.news[1] == f"room_again: {book.refused['scene']}"


def test_where_others_fill_the_disk_later_the_newest_words_take_the_place_of_the_oldest(small_disk):
    book = journal(small_disk / "bus", part=16_000)
    for tick in range(100):
        book.add([noisy(tick)], tick * journals.FRESH)
    fill(small_disk / "filler")
    for tick in range(100, 300):
        book.add([noisy(tick)], tick * journals.FRESH)
    book.close(0, {})
    found = numbers(small_disk / "bus", "scene")
    assert found == list(range(found[0], 300))
    assert len(found) > 50
    assert book.news == ["gives_way: No space left on device"]


def test_a_ring_of_nothing_has_no_room_to_make(tmp_path):
    assert not Ring(tmp_path).make_room(None)
