"""The network between two machines is cut while they drive: what either side sees, and how it goes on."""

from __future__ import annotations

import contextlib
import json
import sys
import time

import pytest

from tests.faults.namespaces import HOSTS, cable
from tests.faults.speaking import PATIENCE, Speaking

PORT = 7447


def at(joined, end: int, what: str, **where) -> Speaking:
    """A process at one end of the cable."""
    return Speaking([*joined.inside(end), sys.executable, "-m", "tests.faults.ends", what, json.dumps(where)])


@pytest.fixture
def ends():
    """Starts processes at the ends of a cable: the cable, and a function."""
    with cable() as joined, contextlib.ExitStack() as stack:
        yield joined, lambda *what, **where: stack.enter_context(contextlib.closing(at(joined, *what, **where)))


def start_both(start, *, queued: bool):
    from tests.runtime.net.doors import papers

    there, here = (papers(name, hosts=(host,)) for name, host in zip(("writer", "reader"), HOSTS, strict=True))
    where = f"{HOSTS[0]}:{PORT}"
    common = {"queued": queued}
    writer = start(0, "writer", papers=list(map(str, (there.authority, there.own, there.key))), listen=[where],
                   connect=[], **common)  # fmt: skip
    reader = start(1, "reader", papers=list(map(str, (here.authority, here.own, here.key))), listen=[],
                   connect=[where], **common)  # fmt: skip
    writer.says("met")
    reader.says("fresh")
    return writer, reader


@pytest.mark.parametrize("queued", [True, False])
def test_a_cut_between_machines_is_seen_as_staleness_then_as_an_end_and_what_was_lost_is_counted_exactly(ends, queued):
    pytest.importorskip("zenoh", reason="eclipse-zenoh is not installed: pip install 'aureole[net]'")
    joined, start = ends
    writer, reader = start_both(start, queued=queued)
    joined.cut()
    assert reader.says("stale")
    assert reader.says("ended")
    joined.mend()
    assert reader.says("fresh")
    writer.tell("rest")
    wrote = writer.says("resting")
    ends_at = time.monotonic() + PATIENCE
    while True:
        reader.tell("count")
        count = reader.says("count")
        if count["last"] == wrote["number"] - 1:
            break
        assert time.monotonic() < ends_at, "the newest word never came"
    assert count["got"] + count["lost"] == wrote["number"] - count["first"]
    assert count["lost"] >= wrote["refused"] > 0
    assert count["odd"] == {}


def test_a_cut_can_bus_is_seen_as_timed_out_the_car_brakes_and_both_go_on(ends):
    pytest.importorskip("can", reason="python-can is not installed: pip install 'aureole[can]'")
    pytest.importorskip("cantools", reason="cantools is not installed: pip install 'aureole[can]'")
    joined, start = ends
    car, mover = start(1, "car", port=43113), start(0, "mover", port=43113)
    mover.until(lambda said: said.get("steer") == said.get("drive") == "reached")
    car.says("obeying")
    joined.cut()
    mover.until(lambda said: said.get("steer") == said.get("drive") == said.get("body") == "timed out")
    car.says("braking")
    joined.mend()
    mover.until(lambda said: said.get("steer") == said.get("drive") == "reached")
    car.says("obeying")
    mover.tell("count")
    count = mover.says("count")
    assert not [name for name in count if "VERIFICATION" in name or "ERROR" in name.split()]
