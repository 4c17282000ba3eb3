"""What compiles beside a drive that perceives: a picture is drawn, and only where somebody looks."""

from __future__ import annotations

import pytest

from aureole.cli.work import warming


@pytest.mark.parametrize(("eyes", "words"), [(False, ["drives"]), (True, ["drives", "eyes"])])
def test_the_second_process_compiles_what_the_drive_needs(monkeypatch, eyes, words):
    begun, told = [], []
    monkeypatch.setattr(warming, "cold", lambda probes=warming.PROBES: True)
    monkeypatch.setattr(warming.subprocess, "Popen", lambda command, **how: begun.append(command))
    monkeypatch.setattr(warming.atexit, "register", lambda *what: None)
    warming.ahead(lambda: told.append(1), eyes=eyes)
    assert begun[0][-len(words) :] == words
    assert told == [1]


def test_where_all_is_compiled_nothing_is_begun(monkeypatch):
    monkeypatch.setattr(warming, "cold", lambda probes=warming.PROBES: False)
    monkeypatch.setattr(warming.subprocess, "Popen", lambda command, **how: pytest.fail("a process was begun"))
    warming.ahead(lambda: pytest.fail("somebody was told"), eyes=True)


def test_a_picture_is_drawn_so_that_its_kernels_are_there():
    warming.compile_eyes()


def test_a_look_is_taken_so_that_the_kernels_of_perception_are_there():
    from aureole.drivers.perception.decode import hottest, once, read, tell
    from aureole.drivers.perception.eyes import look_up
    from aureole.drivers.perception.lanes import laid, lay, lie, mix, spread_out
    from aureole.drivers.perception.remembered.outside import abroad, plainly
    from aureole.drivers.perception.remembered.tracking import foresee, renew

    warming.compile_perception()
    for one in (hottest, read, tell, once, look_up, laid, lay, lie, mix, spread_out, abroad, plainly, foresee, renew):
        assert one.signatures, one.__name__
