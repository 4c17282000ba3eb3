"""Who asks a booted car is answered, and nobody who asks can hold it up."""

from __future__ import annotations

import json
import os
import socket
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the operating system of the car needs Linux")

if sys.platform == "linux":
    from aureole.cli.booted.asking import Asking
    from aureole.cli.booted.desk import LONGEST, MOST, PATIENCE, Desk, short
    from aureole.core.errors import Missing


@pytest.fixture
def strangers():
    return []


@pytest.fixture
def desk(tmp_path, strangers):
    folder = tmp_path / ("deep" * 40)  # longer than a socket's address may be
    folder.mkdir()
    found = Desk(folder, lambda question: {"ask": question.ask, "since": question.since}, strangers.append)
    yield found
    found.close()
    assert not found.path.exists()


def guest(desk) -> socket.socket:
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    with short(desk.path.parent) as place:
        sock.connect(f"{place}/{desk.path.name}")
    sock.settimeout(5.0)
    desk.serve()
    return sock


def turns(desk, count: int = 5) -> None:
    for _ in range(count):
        desk.serve()


def test_a_question_is_answered_with_a_line_of_json(desk):
    with guest(desk) as sock:
        sock.sendall(b'{"ask": "status"}\n')
        turns(desk)
        assert json.loads(sock.recv(1000)) == {"ask": "status", "since": {}}


def test_questions_in_one_write_are_answered_in_order(desk):
    with guest(desk) as sock:
        sock.sendall(b'{"ask": "a"}\n{"ask": "b"}\n')
        turns(desk)
        assert [json.loads(line)["ask"] for line in sock.recv(1000).splitlines()] == ["a", "b"]


def test_a_question_that_comes_in_pieces_is_waited_for(desk):
    with guest(desk) as sock:
        for piece in (b'{"as', b'k": "sta', b'tus"}\n'):
            sock.sendall(piece)
            turns(desk)
        assert json.loads(sock.recv(1000))["ask"] == "status"


@pytest.mark.parametrize("rubbish", [b"\n", b"hello\n", b"\xff\xfe\n", b'{"ask": 7}\n', b"[]\n", b"null\n", b"{}\n"])
def test_rubbish_is_answered_with_an_error_and_the_next_question_all_the_same(desk, rubbish):
    with guest(desk) as sock:
        sock.sendall(rubbish)
        turns(desk)
        assert "error" in json.loads(sock.recv(1000))
        sock.sendall(b'{"ask": "status"}\n')
        turns(desk)
        assert json.loads(sock.recv(1000))["ask"] == "status"


def test_a_line_without_end_is_not_kept(desk):
    with guest(desk) as sock:
        sock.setblocking(False)
        for _ in range(10):
            try:
                sock.sendall(b"x" * LONGEST)
            except (BlockingIOError, BrokenPipeError, ConnectionResetError):
                break
            turns(desk)
        assert not desk.guests


def test_who_never_reads_is_let_go_and_nobody_waits_for_him(desk, monkeypatch):
    desk.answer = lambda _: {"much": "x" * 4_000_000}
    with guest(desk) as rude, guest(desk) as other:
        rude.sendall(b'{"ask": "rows"}\n')
        turns(desk)
        assert any(each.owed for each in desk.guests.values())
        desk.answer = lambda _: {"fine": True}
        other.sendall(b'{"ask": "status"}\n')
        turns(desk)
        assert json.loads(other.recv(1000)) == {"fine": True}
        now = desk_clock() + PATIENCE + 1.0
        monkeypatch.setattr("aureole.cli.booted.desk.time.monotonic", lambda: now)
        turns(desk)
        assert len(desk.guests) == 1


def desk_clock() -> float:
    import time

    return time.monotonic()


def test_a_large_answer_comes_whole(desk):
    desk.answer = lambda _: {"much": "x" * 1_000_000}
    with guest(desk) as sock:
        sock.sendall(b'{"ask": "rows"}\n')
        text = b""
        while not text.endswith(b"\n"):
            desk.serve()
            text += sock.recv(1 << 16)
        assert len(json.loads(text)["much"]) == 1_000_000


def test_when_too_many_come_the_one_that_was_silent_longest_goes(desk):
    guests = [guest(desk) for _ in range(MOST + 3)]
    assert len(desk.guests) == MOST
    guests[-1].sendall(b'{"ask": "status"}\n')
    turns(desk)
    assert json.loads(guests[-1].recv(1000))["ask"] == "status"
    assert guests[0].recv(10) == b""
    for each in guests:
        each.close()


def test_who_leaves_is_forgotten(desk):
    for _ in range(3):
        guest(desk).close()
    turns(desk)
    assert not desk.guests


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become somebody else")
def test_another_user_is_refused_and_named(desk, strangers):
    for each in (desk.path.parent.parents[0], *desk.path.parents):
        if each != each.parent and str(each).startswith("/tmp/"):
            each.chmod(0o755)
    desk.path.chmod(0o666)  # as if the folder did not keep him out
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            os.setgid(65534)
            os.setuid(65534)
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as sock, short(desk.path.parent) as place:
                sock.connect(f"{place}/{desk.path.name}")
                sock.settimeout(10.0)
                code = 0 if sock.recv(10) == b"" else 2
        finally:
            os._exit(code)
    while True:
        desk.serve()
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            break
    assert os.waitstatus_to_exitcode(status) == 0
    assert strangers == [65534]


def test_the_socket_is_its_users_alone(desk):
    assert desk.path.stat().st_mode & 0o777 == 0o600


def test_where_nobody_answers_it_says_what_to_do(tmp_path):
    with pytest.raises(Missing, match="aureole up"):
        Asking(tmp_path)


def test_a_socket_that_was_left_behind_is_nobody_and_the_next_one_takes_its_place(tmp_path):
    left = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    left.bind(str(tmp_path / "up.sock"))
    left.close()
    with pytest.raises(Missing):
        Asking(tmp_path)
    desk = Desk(tmp_path, lambda _: {"fine": True}, print)
    with guest(desk) as sock:
        sock.sendall(b'{"ask": "status"}\n')
        turns(desk)
        assert json.loads(sock.recv(1000)) == {"fine": True}
    desk.close()
