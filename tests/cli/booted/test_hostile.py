"""Whatever is sent to a booted car's socket, or lies in its journal, is borne."""

from __future__ import annotations

import contextlib
import datetime as dt
import socket
import sys

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from aureole.cli.journal.reading import line_of
from aureole.cli.system.telling import Wanted, moment, text
from aureole.core.errors import BadInput

linux = pytest.mark.skipif(sys.platform != "linux", reason="the operating system of the car needs Linux")


@linux
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.binary(max_size=200), max_size=6))
@example([b'{"ask":"status"}\n' * 40])
@example([b'{"ask":"rows","since":{"port":99999999999999999999}}\n'])
@example([b'{"ask":"rows","since":{"port":-1}}\n', b"\x00" * 200])
def test_no_bytes_make_the_desk_raise_and_the_next_guest_is_answered(tmp_path, pieces):
    from aureole.cli.booted.desk import Desk, short

    desk = Desk(tmp_path, lambda question: {"ask": question.ask}, print)
    try:
        with socket.socket(socket.AF_UNIX) as rude, socket.socket(socket.AF_UNIX) as kind, short(tmp_path) as place:
            rude.connect(f"{place}/up.sock")
            kind.connect(f"{place}/up.sock")
            rude.settimeout(1.0)
            for piece in pieces:
                with contextlib.suppress(OSError):
                    rude.sendall(piece)
                desk.serve()
            kind.sendall(b'{"ask": "status"}\n')
            for _ in range(4):
                desk.serve()
            kind.settimeout(5.0)
            assert kind.recv(100) == b'{"ask":"status"}\n'
    finally:
        desk.close()


@given(st.binary(max_size=400))
@example(b'{"time":"","mono":0,"boot":"","run":"","domain":"","what":"","en":"","zh":"","data":{"domains":7}}')
@example(b'{"time":"0001-01-01T00:00:00Z","mono":0,"boot":"","run":"","domain":"","what":"","en":"","zh":""}')
@example(b'{"time":"9999-12-31T23:59:59Z","mono":0,"boot":"","run":"","domain":"","what":"","en":"","zh":""}')
@example(b'{"time":"2026-11-26T14:00:00Z","mono":0,"boot":"","run":"","domain":"","what":"","en":"\\u001b[2J","zh":""}')
def test_no_line_of_a_journal_makes_its_reader_raise(line):
    found = line_of(line)
    if found is not None:
        wanted = Wanted(service="driver")
        wanted.learn(found)
        wanted.fits(found)
        assert "\x1b[2J" not in text(found, "en")


@given(st.text(max_size=30))
@example("9999999999999999d")
@example("nan")
def test_a_moment_is_understood_or_refused(words):
    with contextlib.suppress(BadInput):
        assert moment(words, dt.datetime.now(dt.UTC)).tzinfo is not None
