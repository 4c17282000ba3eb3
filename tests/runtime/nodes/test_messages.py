"""Words between supervisor and nodes: nobody waits who asked not to, and nothing handed over outlives its process."""

from __future__ import annotations

import os
import socket

import pytest

from aureole.runtime.nodes import messages


@pytest.fixture
def pair():
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    for each in (ours, theirs):
        each.settimeout(None)
    with ours, theirs:
        yield ours, theirs


def test_nobody_waits_for_a_word_who_asked_not_to(pair):
    ours, _ = pair
    with pytest.raises(BlockingIOError):
        messages.hear(ours, socket.MSG_DONTWAIT)


def test_nobody_waits_for_room_who_asked_not_to(pair):
    ours, theirs = pair
    said = 0
    while messages.say(ours, messages.Stop(), (), socket.MSG_DONTWAIT):
        said += 1
    assert said
    for _ in range(said):
        assert messages.hear(theirs)[0] == messages.Stop()
    assert messages.say(ours, messages.Stop(), (), socket.MSG_DONTWAIT)


def test_descriptors_come_along_and_end_with_the_process_that_runs_something_else(pair):
    ours, theirs = pair
    made = os.memfd_create("handed", os.MFD_CLOEXEC)
    os.write(made, b"here")
    messages.say(ours, messages.Life(), [made, made])
    word, found = messages.hear(theirs)
    try:
        assert word == messages.Life()
        assert [os.pread(each, 4, 0) for each in found] == [b"here", b"here"]
        assert not any(os.get_inheritable(each) for each in found)
    finally:
        for each in (made, *found):
            os.close(each)


def test_the_end_of_the_other_side_is_no_word(pair):
    ours, theirs = pair
    theirs.close()
    assert messages.hear(ours) == (None, [])
    assert not messages.say(ours, messages.Stop())
