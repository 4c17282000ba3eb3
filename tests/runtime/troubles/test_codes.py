"""Trouble codes: their form, their status bit by bit, their file."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aureole.core.errors import BadInput, Trouble
from aureole.runtime.guard.findings import Finding
from aureole.runtime.troubles.book import MOST, Book, Frame, Kept
from aureole.runtime.troubles.file import Keeper, clear, load, save
from aureole.runtime.troubles.registry import FAULTS, GUARD, SERVICES, of_finding, say
from aureole.runtime.troubles.status import CLEARED, Status, failed, next_cycle, passed

FRAME = Frame(1, 2.5, "full", 1_000, 3.0, "guard 12 ms > 10 ms")


def test_every_code_is_one_of_the_manufacturers_own_and_has_words_in_both_languages():
    for code, fault in FAULTS.items():
        assert re.fullmatch(r"[UC]1A[0-9A-F]{2}", code)
        assert fault.english
        assert fault.chinese
    assert len(FAULTS) == len(SERVICES) + len(GUARD)
    assert say("U1A06", "zh") == "节点不再恢复"


def test_the_codes_of_services_never_change():
    assert {fault.code: fault.name for fault in SERVICES} == {
        "U1A00": "ended", "U1A01": "failed", "U1A02": "stuck", "U1A03": "memory", "U1A04": "flood", "U1A05": "odd",
        "U1A06": "lost", "U1A07": "cut", "U1A10": "deadline", "U1A11": "budget", "U1A12": "percentile",
        "U1A13": "logical", "U1A20": "minimal_risk", "U1A30": "memory_unreadable", "U1A31": "memory_unwritable",
    }  # fmt: skip


def test_every_finding_of_the_guard_but_the_end_of_one_is_a_fault_with_its_number():
    assert of_finding(Finding.COLLISION).code == "C1A1A"
    assert {finding for finding in Finding if of_finding(finding) is None} == {Finding.RETURNING}


def test_the_reference_names_every_code_with_its_words():
    page = (Path(__file__).parents[3] / "docs" / "reference" / "trouble-codes.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([UC]1A..)` \| `(\w+)` \| (.+?) \| (.+?) \| (\d+) \|", page, re.MULTILINE)
    assert rows == [
        (fault.code, fault.name, fault.english, fault.chinese, str(fault.confirm)) for fault in FAULTS.values()
    ]


def test_the_bits_are_those_of_the_standard():
    assert [int(bit) for bit in Status] == [1 << place for place in range(8)]
    assert CLEARED == 0x50


def test_a_fault_is_pending_at_once_and_confirmed_when_it_recurs():
    once = failed(CLEARED, 1, 2, warn=True)
    assert once == (
        Status.FAILED | Status.FAILED_THIS_CYCLE | Status.PENDING | Status.FAILED_SINCE_CLEAR
    )  # fmt: skip
    twice = failed(once, 2, 2, warn=True)
    assert twice == once | Status.CONFIRMED | Status.WARNING
    assert passed(twice) == twice & ~Status.FAILED


def test_what_is_confirmed_stays_and_what_was_pending_ends_after_a_cycle_without_it():
    one = next_cycle(failed(CLEARED, 1, 1, warn=False))
    assert one & Status.CONFIRMED
    assert one & Status.PENDING
    assert not one & (Status.FAILED | Status.FAILED_THIS_CYCLE)
    assert next_cycle(one) & Status.PENDING  # it was not tested
    two = next_cycle(passed(one))
    assert not two & Status.PENDING
    assert two & Status.CONFIRMED


STEPS = st.lists(st.sampled_from(["fail", "pass", "cycle"]), max_size=20)


@given(STEPS)
def test_whatever_happens_the_bits_agree_with_each_other(steps):
    status, times = CLEARED, 0
    for step in steps:
        if step == "fail":
            times += 1
            status = failed(status, times, 3, warn=False)
        else:
            status = passed(status) if step == "pass" else next_cycle(status)
        assert bool(status & Status.CONFIRMED) == (times >= 3)
        assert bool(status & Status.FAILED_SINCE_CLEAR) == (times > 0)
        if status & Status.FAILED:
            assert status & Status.FAILED_THIS_CYCLE
            assert status & Status.PENDING
        assert not (status & Status.FAILED_THIS_CYCLE and status & Status.NOT_TESTED_THIS_CYCLE)


def test_the_first_frame_stays_and_the_last_one_is_the_last():
    book = Book()
    for moment in (1.0, 2.0, 3.0):
        book.fail("U1A10", "guard", msgspec.structs.replace(FRAME, moment=moment))
    one = book.codes["U1A10", "guard"]
    assert (one.times, one.first.moment, one.last.moment, one.confirmed) == (3, 1.0, 3.0, False)


def test_a_book_is_bounded_and_counts_what_it_turned_away():
    book = Book()
    for k in range(MOST + 3):
        book.fail("U1A10", f"service {k}", FRAME)
    assert len(book.codes) == MOST
    assert book.turned_away == 3


def full() -> Book:
    book = Book()
    book.fail("U1A00", "guard", FRAME)
    book.fail("C1A02", "guard", FRAME)
    book.fail("C1A02", "other", FRAME)
    return book


def test_what_was_kept_comes_back_in_the_next_cycle(tmp_path):
    save(tmp_path / "codes.json", full().kept())
    again = Book(load(tmp_path / "codes.json"))
    assert again.cycle == 2
    assert list(again.codes) == list(full().codes)
    assert load(tmp_path / "nothing.json") is None


def test_codes_are_cleared_only_on_command_one_or_all(tmp_path):
    path = tmp_path / "codes.json"
    save(path, full().kept())
    assert clear(path, "C1A02", "other") == 1
    assert clear(path, "C1A02") == 1
    assert [one.code for one in load(path).codes] == ["U1A00"]
    assert clear(path) == 1
    assert (load(path).cycle, load(path).codes) == (1, ())
    assert clear(tmp_path / "nothing.json") == 0


@given(st.integers(0, 10_000), st.binary(max_size=40))
def test_a_file_that_was_cut_off_or_scribbled_on_is_named_never_believed(tmp_path_factory, place, junk):
    path = tmp_path_factory.mktemp("codes") / "codes.json"
    text = msgspec.json.encode(full().kept())
    broken = text[: place % len(text)] + junk
    path.write_bytes(broken)
    try:
        whole = msgspec.json.decode(broken, type=Kept)
    except msgspec.DecodeError:
        with pytest.raises(BadInput, match=re.escape(str(path))):
            load(path)
    else:
        assert load(path) == whole  # nothing that matters was cut off


@pytest.mark.parametrize("change", [{"format": 2}, {"codes": [{"code": "P0420"}]}])
def test_codes_of_another_version_are_named(tmp_path, change):
    kept = msgspec.json.decode(msgspec.json.encode(full().kept()))
    if "codes" in change:
        kept["codes"][0] |= change["codes"][0]
    else:
        kept |= change
    (tmp_path / "codes.json").write_bytes(msgspec.json.encode(kept))
    with pytest.raises(BadInput, match="not known to this version"):
        load(tmp_path / "codes.json")


def test_the_keeper_writes_the_newest_and_says_why_it_cannot(tmp_path):
    keeper = Keeper(tmp_path / "codes.json")
    for _ in range(5):
        keeper.keep(full().kept())
    keeper.keep(Book().kept())
    keeper.close()
    assert load(tmp_path / "codes.json").codes == ()
    (tmp_path / "file").write_text("")
    blocked = Keeper(tmp_path / "file" / "codes.json")
    blocked.keep(full().kept())
    blocked.close()
    assert isinstance(blocked.trouble, Trouble)
